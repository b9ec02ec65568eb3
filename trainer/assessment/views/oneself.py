"""A trainee's own view of a session, asked for before the feedback opens."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import access, actions, queries
from trainer.assessment.forms import SelfForm
from trainer.assessment.views import bp
from trainer.clock import now
from trainer.curriculum import queries as curriculum
from trainer.practice import queries as sessions
from trainer.practice.models import PracticeSession
from trainer.web import guard, me, page, see_other


@bp.route("/o/<organisation>/sessions/<uuid:id>/self-assessment", methods=["GET", "POST"])
@guard(sessions.session, may=access.may_assess_oneself)
def assess_oneself(session: PracticeSession) -> ResponseReturnValue:
    """Say how one sees one's own session, by the same rubric; or that one would rather not."""
    document = queries.rubric_of(session)
    if document is None or queries.self_assessment(session):
        return see_other("practice.session", id=session.id)
    rubric = curriculum.rubric(document)
    form = SelfForm.over(rubric)
    if form.validate_on_submit():
        actions.assess_oneself(session, document, form.levels, by=me(), now=now())
        flash(_("Kept. It stands beside the feedback once that is released."))
        released = queries.released(session)
        return see_other("assessment.feedback" if released else "practice.session", id=session.id)
    return page("assessment/oneself.html", form, session=session, rubric=rubric)
