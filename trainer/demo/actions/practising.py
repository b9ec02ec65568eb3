"""How do sets meet in the demonstration, and how are their sessions asked for, agreed to and captured?"""

from random import Random
from uuid import UUID

from trainer.assessment import actions as assessment
from trainer.curriculum import queries as programmes
from trainer.demo import words
from trainer.demo.actions.world import BLANK, World, do, milliseconds
from trainer.demo.events import happen
from trainer.demo.seen import Device, record
from trainer.demo.sessions import SEATS
from trainer.demo.steps import (
    Agree,
    Ask,
    Assign,
    CallOff,
    Capture,
    Decline,
    FoundSet,
    GoUnobserved,
    LookBack,
    Plan,
)
from trainer.organisations.duties import Duty
from trainer.practice import actions, queries
from trainer.practice.lifecycle import Answer, Modality, SessionKind

PLACES = {Modality.IN_PERSON: "Committee room 2", Modality.VIRTUAL: "", Modality.HYBRID: "The Old Library"}


@do.register
def found_set(step: FoundSet, world: World) -> None:
    """Found a set with its seats."""
    world.sets[step.who] = actions.create_set(
        world.id, f"Set {step.who}", Modality(step.modality), step.seats, by=world.holder(Duty.COORDINATOR), now=step.at
    )


@do.register
def plan(step: Plan, world: World) -> None:
    """Date a meeting of a set."""
    chosen = world.sets[step.set]
    place = PLACES[chosen.modality]
    coordinator = world.holder(Duty.COORDINATOR)
    world.meetings[step.key] = actions.plan_meeting(
        chosen, step.starts_at, step.minutes, by=coordinator, now=step.at, place=place
    )


@do.register
def ask(step: Ask, world: World) -> None:
    """Ask for a slot of a meeting to be observed; the coordinators get a letter."""
    world.sessions[step.session] = actions.request_session(
        world.enrolments[step.who],
        world.meetings[step.session],
        SessionKind.FORMATIVE if step.formative else SessionKind.SUMMATIVE,
        step.slot_minutes,
        by=world.members[step.who],
        now=step.at,
        link=world.address("practice.session", id=BLANK),
    )


@do.register
def assign(step: Assign, world: World) -> None:
    """Ask an assessor to observe; they get a letter."""
    world.observations[step.session, step.who] = assessment.assign(
        world.sessions[step.session],
        world.members[step.who],
        link=world.address("assessment.assess"),
        by=world.holder(Duty.COORDINATOR),
        now=step.at,
    )


@do.register
def decline(step: Decline, world: World) -> None:
    """Hand an assignment back."""
    observation = world.observations[step.session, step.who]
    actions.decline_observation(observation, words.DECLINED, by=world.members[step.who], now=step.at)


@do.register
def agree(step: Agree, world: World) -> None:
    """Ask every seat of the set, and keep what each answered."""
    meeting = world.sessions[step.session].meeting
    given = {seat.id: _answer(step, place) for place, seat in enumerate(queries.seats_asked(meeting))}
    actions.record_agreements(meeting, given, words.METHOD, by=world.members[step.who], now=step.at)


def _answer(step: Agree, place: int) -> Answer:
    if place == step.declined:
        return Answer.DECLINED
    return Answer.ABSENT if place == step.absent else Answer.AGREED


@do.register
def go_unobserved(step: GoUnobserved, world: World) -> None:
    """Hold a session without an observer."""
    actions.go_unobserved(world.sessions[step.session], by=world.members[step.who], now=step.at)


@do.register
def call_off(step: CallOff, world: World) -> None:
    """Cancel a session; everybody concerned gets a letter."""
    link = world.address("organisations.begin")
    session = world.sessions[step.session]
    actions.cancel_session(session, words.UNLOOKED, by=world.members[step.who], now=step.at, link=link)


@do.register
def capture(step: Capture, world: World) -> None:
    """Send what an assessor's phone holds, in one batch, and what was held back in another."""
    observation = world.observations[step.session, step.who]
    scheme = programmes.scheme(observation.scheme)
    seats = [f"M{place + 1}" for place in range(SEATS) if place not in (step.presenter, step.absent)]
    happened = happen(
        scheme,
        observation.session.slot_minutes,
        step.skill,
        seats,
        Random(step.happened),  # noqa: S311 nothing secret
    )
    started_ms = milliseconds(observation.session.meeting.starts_at)
    chance = Random(step.seen)  # noqa: S311 nothing secret
    device = UUID(int=Random(step.who).getrandbits(128), version=4)  # noqa: S311 nothing secret
    phone = Device(observation.id, device, started_ms, happened.end_ms + 1500, chance)
    for ops in record(happened, phone):
        taken = actions.take_batch(world.members[step.who], ops, milliseconds(step.at), now=step.at)
        assert len(taken.accepted) == len(ops), [str(one.why) for one in taken.rejected]
    world.look_again(step.who)
    world.look_again(step.session.partition(":")[0])


@do.register
def look_back(step: LookBack, world: World) -> None:
    """Submit the four lines about a session."""
    session = world.sessions[step.session]
    actions.write_session_reflection(
        session, words.lines(step.pick), True, by=world.members[step.who], now=step.at, shared=True
    )
