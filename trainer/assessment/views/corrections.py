"""Judgements that are locked and have to be corrected: with somebody's leave, as another judgement."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import access, actions, queries
from trainer.assessment.forms import ReopenForm
from trainer.assessment.queries import Awaited
from trainer.assessment.views import bp
from trainer.clock import now
from trainer.practice import queries as sessions
from trainer.practice.actions.invitations import way_to
from trainer.practice.models import Observation
from trainer.practice.views import doors
from trainer.web import absolute, guard, me, page, see_other


@bp.route("/o/<organisation>/observations/<uuid:id>/reopen", methods=["GET", "POST"])
@guard(queries.awaited, may=access.may_reopen)
def reopen(awaited: Awaited) -> ResponseReturnValue:
    """Let an assessor correct a locked judgement, with a reason that stays with it."""
    observation, form = awaited.observation, ReopenForm()
    if form.validate_on_submit():
        actions.reopen(observation, reason=form.reason.data.strip(), link=_way(observation), by=me(), now=now())
        flash(_("They have a letter. The result waits until they have corrected it or left it as it is."))
        return see_other("practice.session", id=observation.session_id)
    return page("assessment/reopen.html", form, observation=observation)


def _way(observation: Observation) -> str:
    """Where the assessor finds their sheet; nowhere for a guest whose link opens nothing any more."""
    link = sessions.guest_link(observation) if observation.assessor.is_guest else None
    ran_out = link is not None and link.expires_at is not None and link.expires_at <= now()
    return "" if ran_out else way_to(observation, absolute("assessment.rating", id=observation.id), doors.guests())


@bp.post("/guest/<token>/observations/<uuid:id>/leave")
@bp.post("/o/<organisation>/observations/<uuid:id>/leave")
@guard(queries.awaited, may=access.may_leave_as_it_is)
def leave_as_it_is(awaited: Awaited) -> ResponseReturnValue:
    """Correct nothing after all; a lead ends what its assessor does not answer."""
    observation = awaited.observation
    actions.leave_as_it_is(observation, by=me(), now=now())
    if observation.assessor_id != me().id:
        flash(_("The judgement stays as it was locked."))
        return see_other("practice.session", id=observation.session_id)
    flash(_("Your judgement stays as you locked it."))
    return see_other("assessment.assess")
