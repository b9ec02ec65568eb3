"""Rows for tests of practice: a set with three seats, its meeting, Tara's session and Ana's observation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.cast import MONDAY, Cast, Player
from trainer.curriculum import actions as curriculum
from trainer.curriculum import queries as programmes
from trainer.curriculum.models import Enrolment
from trainer.db import new_id
from trainer.organisations.models import Member
from trainer.practice import actions, queries
from trainer.practice.lifecycle import Answer, Modality, SessionKind
from trainer.practice.models import Observation, PracticeSession

MEETS = MONDAY + timedelta(days=7)
DEVICE = str(new_id())
WALL = 1_790_000_000_000


@dataclass(frozen=True)
class Ids:
    """What was arranged, by id; and the addresses of its pages."""

    organisation: UUID
    set: UUID
    meeting: UUID
    session: UUID
    observation: UUID
    seats: tuple[UUID, ...]

    @property
    def session_page(self) -> str:
        return f"sessions/{self.session}"

    @property
    def agreements_page(self) -> str:
        return f"meetings/{self.meeting}/agreements"

    @property
    def capture_page(self) -> str:
        return f"capture/s/{self.observation}"

    @property
    def timeline_page(self) -> str:
        return f"observations/{self.observation}/timeline"


def enrol(player: Player) -> Enrolment:
    """Put somebody on the newest release of their organisation's only programme."""
    member = player.member
    found = programmes.enrolment_of(member)
    if found:
        return found
    programme = programmes.programmes(member.organisation_id)[0]
    release = programmes.newest_release(member.organisation_id, programme.id)
    assert release
    curriculum.begin(member, release, now=MONDAY)
    enrolment = programmes.enrolment_of(member)
    assert enrolment
    return enrolment


def rehearse(
    cast: Cast, agreed: bool = False, trainee: str = "tara", assessor: str = "ana", at: datetime = MEETS
) -> Ids:
    """Arrange everything up to the start of capture; with `agreed` the set has said yes."""
    cora = cast.cora.member
    made = actions.create_set(
        cora.organisation_id, "Set 4", Modality.IN_PERSON, ["Mona", "Mick", "Mia"], by=cora, now=MONDAY
    )
    meeting = actions.plan_meeting(made, at, 120, place="Room 4B", by=cora, now=MONDAY)
    person: Player = getattr(cast, trainee)
    session = actions.request_session(enrol(person), meeting, SessionKind.SUMMATIVE, 60, by=person.member, now=MONDAY)
    observation = assign(cast, session, getattr(cast, assessor))
    seats = tuple(seat.id for seat in queries.seats(made))
    ids = Ids(cora.organisation_id, made.id, meeting.id, session.id, observation.id, seats)
    if agreed:
        agree(cast, ids)
    return ids


def assign(cast: Cast, session: PracticeSession, assessor: Player) -> Observation:
    """Give a session to an assessor."""
    release = session.enrolment.release
    assert release.scheme_id
    assert release.rubric_id
    return actions.assign_observation(
        session, assessor.member, release.scheme_id, release.rubric_id, by=cast.lena.member, now=MONDAY
    )


def agree(cast: Cast, ids: Ids, *answers: Answer) -> None:
    """Let the seats answer; without answers all agree. Cora notes it."""
    answer(ids, answers or (Answer.AGREED,) * len(ids.seats), by=cast.cora.member)


def answer(ids: Ids, answers: Sequence[Answer], *, by: Member, now: datetime = MEETS) -> None:
    """Let the seats answer, and somebody note it."""
    meeting = queries.meeting(ids.organisation, ids.meeting)
    assert meeting
    given = dict(zip(ids.seats, answers, strict=True))
    actions.record_agreements(meeting, given, "said in the room", by=by, now=now)


def tap(ids: Ids, kind: str = "event", at_ms: int = 1000, **values: Any) -> dict[str, Any]:
    """An operation as Ana's phone sends it."""
    if kind == "event":
        values = {"code": "ADVICE", "actor": "M", **values}
    return {
        "observation": str(ids.observation),
        "id": str(new_id()),
        "device": DEVICE,
        "seq": 1,
        "kind": kind,
        "at_ms": at_ms,
        "wall_ms": WALL + at_ms,
        **values,
    }


def batch(*ops: Any) -> dict[str, Any]:
    """What a phone posts."""
    return {"client_now": WALL + 4_000_000, "ops": list(ops)}


def observation_of(ids: Ids) -> Observation:
    """Ana's observation in the present session."""
    found = queries.observation(ids.organisation, ids.observation)
    assert found
    return found


def session_of(ids: Ids) -> PracticeSession:
    """Tara's session in the present session."""
    found = queries.session(ids.organisation, ids.session)
    assert found
    return found
