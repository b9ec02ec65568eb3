"""How do panels of the demonstration decide, and what becomes of certificates?"""

from trainer.certification import actions, queries
from trainer.certification.queries import Case
from trainer.demo.actions.world import BLANK, World, do
from trainer.demo.steps import CallPanel, Cast, Change, Record
from trainer.organisations.duties import Duty


@do.register
def call_panel(step: CallPanel, world: World) -> None:
    """Call a panel about a candidate who is ready."""
    file = queries.file(world.enrolments[step.who], step.at.date())
    decision = actions.open_decision(
        file,
        [world.members[key] for key in step.members],
        link=world.address("certification.decision", id=BLANK),
        by=world.holder(Duty.COORDINATOR),
        now=step.at,
    )
    world.decisions[step.who] = decision.id


@do.register
def cast(step: Cast, world: World) -> None:
    """Cast a vote."""
    member = world.members[step.member]
    seat = _case(step.who, world).seat_of(member)
    assert seat
    actions.vote(seat, step.vote, step.reason, by=member, now=step.at)


@do.register
def record(step: Record, world: World) -> None:
    """Record what the panel agrees on; a certificate follows if that is the decision."""
    case = _case(step.who, world)
    actions.record_decision(
        case,
        queries.file(case.decision.enrolment, step.at.date()),
        rationale=step.rationale,
        conditions=step.conditions,
        link=world.address("certification.decision", id=case.decision.id),
        by=world.members[step.member],
        now=step.at,
    )


def _case(who: str, world: World) -> Case:
    case = queries.case(world.id, world.decisions[who])
    assert case
    return case


@do.register
def change(step: Change, world: World) -> None:
    """Change the standing of a trainee's newest certificate."""
    held = queries.certificates(world.id, step.at.date(), world.enrolments[step.who])
    newest = max(held, key=lambda one: one.certificate.issued_at).certificate
    actions.change_certificate(newest, step.change, reason=step.reason, by=world.holder(Duty.LEAD), now=step.at)
