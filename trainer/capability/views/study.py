"""How dependable is a decision under a policy, and what would more sessions or assessors buy?"""

from dataclasses import dataclass

from flask import abort, request
from flask.typing import ResponseReturnValue

from trainer.assessment import queries as judged
from trainer.assessment.agreement.dependability import OWN_FROM
from trainer.assessment.agreement.study import USUAL_SLOT_MINUTES, WRITE_UP_MINUTES, Plan, options, shares
from trainer.assessment.queries import Basis
from trainer.capability import access
from trainer.capability.views import bp
from trainer.clock import now
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import Policy
from trainer.curriculum.models import Release
from trainer.web import guard, here, me, page


@dataclass(frozen=True)
class Held:
    """What people who begin a programme today are held against."""

    release: Release
    policy: Policy


@bp.get("/o/<organisation>/capability/decision-study")
@guard(may=access.may_see_capability)
def decision_study() -> ResponseReturnValue:
    """Show how dependable a decision under a policy is, and what one more session or assessor buys and costs."""
    every = held()
    chosen = asked(every)
    own = judged.own(me(), basis_of(chosen.release, judged.bases(me()))) if chosen else None
    slot = own.slot_minutes if own else None
    return page(
        "capability/decision_study.html",
        every=every,
        chosen=chosen,
        own=own,
        options=options(_plan(chosen.policy), own.estimate, slot or USUAL_SLOT_MINUTES) if chosen and own else (),
        shares=shares(own.estimate) if own else {},
        slot=slot or USUAL_SLOT_MINUTES,
        write_up=WRITE_UP_MINUTES,
        needed=OWN_FROM,
        now=now(),
    )


def held() -> list[Held]:
    """The newest release of each programme whose policy asks for observed sessions."""
    found = [
        Held(release, curriculum.policy(release.policy))
        for release in curriculum.open_releases(here().id)
        if release.policy
    ]
    return [one for one in found if one.policy.observations]


def asked(every: list[Held]) -> Held | None:
    """The programme that the address asks for, else the first."""
    key = request.args.get("programme")
    if key is None:
        return every[0] if every else None
    return next((one for one in every if one.release.programme.key == key), None) or abort(404)


def basis_of(release: Release, bases: list[Basis]) -> Basis | None:
    """What was judged by a release's rubric, in whichever words."""
    return next((basis for basis in bases if release.rubric and basis.key == release.rubric.key), None)


def _plan(policy: Policy) -> Plan:
    part = policy.observations
    assert part, "only policies that ask for observed sessions are listed"
    return Plan(part.sessions, part.assessors, part.distinct_assessors)
