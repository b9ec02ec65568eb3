"""A trainee's four lines about an observed session."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.message import Message
from trainer.practice import access, actions, queries
from trainer.practice.content_lint import lint
from trainer.practice.forms import ReflectionForm
from trainer.practice.models import PracticeSession
from trainer.practice.views import bp
from trainer.web import guard, me, page, see_other


@bp.route("/o/<organisation>/sessions/<uuid:id>/reflection", methods=["GET", "POST"])
@guard(queries.session, may=access.may_reflect)
def reflect(session: PracticeSession) -> ResponseReturnValue:
    """Write four lines about a session. What looks like a name or an issue is asked about once."""
    written = queries.session_reflection(session)
    form = ReflectionForm(obj=written)
    findings = _findings(session, form) if form.is_submitted() else ()
    if form.validate_on_submit() and (form.confirmed.data or not findings):
        actions.write_session_reflection(
            session, form.lines, bool(form.submit.data), shared=bool(form.shared.data), by=me(), now=now()
        )
        flash(_("Submitted. You can still change it.") if form.submit.data else _("Draft saved."))
        return see_other("practice.reflect", id=session.id)
    status = 422 if findings else 200
    return page("practice/reflect.html", form, status, session=session, written=written, findings=findings)


def _findings(session: PracticeSession, form: ReflectionForm) -> tuple[Message, ...]:
    return lint("\n".join(form.lines), queries.roster(session.meeting.set))
