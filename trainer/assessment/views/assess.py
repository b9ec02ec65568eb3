"""An assessor's queue: what to observe, what to rate, what is locked."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import access, actions, queries
from trainer.assessment.forms import DeclineForm
from trainer.assessment.views import bp
from trainer.clock import now
from trainer.practice import actions as practice
from trainer.practice import queries as sessions
from trainer.practice.models import Observation
from trainer.web import absolute, guard, is_guest, me, opens, page, see_other


@bp.get("/guest/<token>")
@bp.get("/o/<organisation>/assess")
@guard(may=access.may_assess)
def assess() -> ResponseReturnValue:
    """Show what an assessor is asked to do, what is due first on top."""
    mine = [row for row in sessions.observations_by(me()) if opens(row.id)]
    link = sessions.guest_link(mine[0]) if is_guest() else None
    return page("assessment/assess.html", observations=mine, again=queries.reratings_by(me()), link=link, now=now())


@bp.post("/guest/<token>/observations/<uuid:id>/accept")
@bp.post("/o/<organisation>/observations/<uuid:id>/accept")
@guard(sessions.observation, may=access.may_accept)
def accept(observation: Observation) -> ResponseReturnValue:
    """Say that one will be there."""
    practice.accept_observation(observation, by=me(), now=now())
    flash(_("Thank you. Your coordinator sees that you come."))
    return see_other("assessment.assess")


@bp.route("/guest/<token>/observations/<uuid:id>/decline", methods=["GET", "POST"])
@bp.route("/o/<organisation>/observations/<uuid:id>/decline", methods=["GET", "POST"])
@guard(sessions.observation, may=access.may_decline)
def decline(observation: Observation) -> ResponseReturnValue:
    """Give an assignment back, with a reason."""
    form = DeclineForm()
    if form.validate_on_submit():
        actions.decline(
            observation,
            reason=form.reason.data.strip(),
            link=absolute("practice.session", id=observation.session_id),
            link_own=absolute("assessment.assess"),
            link_compared=absolute("assessment.moderation", id=observation.session_id),
            by=me(),
            now=now(),
        )
        flash(_("Your coordinator will ask somebody else."))
        return see_other("assessment.assess")
    return page("assessment/decline.html", form, observation=observation)
