"""Rows for tests of guests: Gina comes to Tara's session by a link, beside Ana who has an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.assessment import arrange
from tests.assessment.arrange import Ids
from tests.cast import Cast
from tests.practice.rehearsal import DEVICE, MEETS, WALL
from trainer.assessment import actions
from trainer.db import db, new_id
from trainer.organisations import queries as people
from trainer.practice import actions as practice
from trainer.practice import links, queries
from trainer.practice.agreement import SHARE_WITH_EXTERNAL_ASSESSOR
from trainer.practice.lifecycle import Answer
from trainer.practice.links import Door
from trainer.practice.models import Observation

KEY = "k" * 40  # as tests/conftest.py has it
GUESTS = Door(KEY, "https://t/guest/TOKEN")
WHY = "Twenty years of sets elsewhere."
ASKED = MEETS - timedelta(days=5)


@dataclass(frozen=True)
class Visit:
    """What Gina was asked to: ids, and where her link leads."""

    ids: Ids
    observation: UUID
    link: UUID

    @property
    def home(self) -> str:
        return f"/guest/{links.token(KEY, self.link)}"

    def at(self, part: str) -> str:
        """The address of a page about her observation."""
        return f"{self.home}/observations/{self.observation}/{part}"

    @property
    def agreements(self) -> str:
        return f"{self.home}/meetings/{self.ids.meeting}/agreements"

    @property
    def capture(self) -> str:
        return f"{self.home}/capture/s/{self.observation}"


def ask(cast: Cast, *, agreed: bool = True, ids: Ids | None = None) -> Visit:
    """Ask Gina, who is licensed by it; with `agreed` the set has said yes to somebody from outside, too."""
    ids = ids or arrange.ask(cast, "ana")
    session = queries.session(ids.organisation, ids.session)
    assert session
    asked = ("Gina Guest", "gina@else.example", WHY)
    made = actions.invite_guest(session, *asked, guests=GUESTS, by=cast.lena.member, now=ASKED)
    assert made
    if agreed:
        say(cast, ids, Answer.AGREED)
    db.session.flush()
    return Visit(ids, made.id, open_link(made))


def say(cast: Cast, ids: Ids, answer: Answer) -> None:
    """Everybody's answer to somebody from outside."""
    meeting = queries.meeting(ids.organisation, ids.meeting)
    assert meeting
    further = dict.fromkeys(((seat, SHARE_WITH_EXTERNAL_ASSESSOR) for seat in ids.seats), answer)
    practice.record_agreements(meeting, {}, "said", by=cast.cora.member, now=MEETS, further=further)


def open_link(observation: Observation) -> UUID:
    link = queries.guest_link(observation)
    assert link
    return link.id


def stopped(instant: datetime) -> type[datetime]:
    """A clock that stands still."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return instant.astimezone(tz)

    return Stopped


def observation(visit: Visit) -> Observation:
    """Gina's observation in the present session of the database."""
    found = queries.observation(visit.ids.organisation, visit.observation)
    assert found
    return found


def member(visit: Visit) -> Any:
    return people.member(visit.ids.organisation, observation(visit).assessor_id)


def op(visit: Visit, seq: int, at_ms: int, kind: str = "event", **values: object) -> dict[str, object]:
    """An operation as her phone sends it."""
    if kind == "event":
        values = {"code": "ADVICE", "actor": "M", **values}
    own = {"observation": str(visit.observation), "id": str(new_id()), "device": DEVICE, "seq": seq, "kind": kind}
    return {**own, "at_ms": at_ms, "wall_ms": WALL + at_ms, **values}


def captured(visit: Visit) -> None:
    """Three taps and the end."""
    taps = [op(visit, seq, seq * 60_000) for seq in (1, 2, 3)]
    ops = [*taps, op(visit, 4, 2_700_000, "end")]
    taken = practice.take_batch(member(visit), ops, WALL + 2_800_000, now=arrange.SOON)
    assert not taken.rejected, taken.rejected


def locked(visit: Visit) -> None:
    """Her judgement, after her capture."""
    captured(visit)
    own = observation(visit)
    actions.lock_rating(
        own,
        arrange.draft(),
        queries.timeline(own).events,
        link="https://t/moderation",
        by=member(visit),
        now=arrange.LATER,
    )
