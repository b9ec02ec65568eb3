"""Judgements that will not come: nobody waits for them for ever."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import access, actions, queries
from trainer.assessment.forms import GiveUpForm
from trainer.assessment.queries import Awaited
from trainer.assessment.views import bp
from trainer.clock import now
from trainer.practice.actions.invitations import way_to
from trainer.practice.models import PracticeSession
from trainer.practice.views import doors
from trainer.web import absolute, guard, me, page, see_other


@bp.route("/o/<organisation>/observations/<uuid:id>/give-up", methods=["GET", "POST"])
@guard(queries.awaited, may=access.may_give_up)
def give_up(awaited: Awaited) -> ResponseReturnValue:
    """Wait no longer for an assessor; whoever has locked is compared without them."""
    observation = awaited.observation
    form = GiveUpForm()
    if form.validate_on_submit():
        link = absolute("assessment.moderation", id=observation.session_id)
        own, reason = way_to(observation, absolute("assessment.assess"), doors.guests()), form.reason.data.strip()
        actions.give_up(observation, reason=reason, link=link, link_own=own, by=me(), now=now())
        flash(_("Nobody waits for this judgement any more."))
        return see_other("practice.session", id=observation.session_id)
    return page("assessment/give_up.html", form, observation=observation)


@bp.post("/o/<organisation>/sessions/<uuid:id>/compare")
@guard(queries.uncompared_session, may=access.may_compare_now)
def compare(session: PracticeSession) -> ResponseReturnValue:
    """Compare what is locked when the last missing judgement will not come."""
    actions.compare_session(session, link=absolute("assessment.moderation", id=session.id), by=me(), now=now())
    return see_other("assessment.moderation", id=session.id)
