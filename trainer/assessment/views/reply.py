"""A trainee's right of reply: their own words beside a result, wherever it is read."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import access, actions, queries
from trainer.assessment.forms import ReplyForm
from trainer.assessment.queries import Replying
from trainer.assessment.views import bp
from trainer.clock import now, today
from trainer.web import guard, me, page, see_other


def _replying(organisation_id: UUID, id: UUID) -> Replying | None:
    return queries.replying(organisation_id, id, today())


@bp.route("/o/<organisation>/sessions/<uuid:id>/reply", methods=["GET", "POST"])
@guard(_replying, may=access.may_reply)
def reply_to_result(replying: Replying) -> ResponseReturnValue:
    """Say something about one's own result, or say it anew, as long as that is possible."""
    form = ReplyForm(data={"text": replying.reply.text if replying.reply else ""})
    if form.validate_on_submit():
        actions.reply_to_result(replying, form.text.data.strip(), by=me(), now=now())
        flash(_("It stands beside your result."))
        return see_other("assessment.feedback", id=replying.result.session_id, _anchor="reply")
    return page("assessment/reply.html", form, replying=replying)
