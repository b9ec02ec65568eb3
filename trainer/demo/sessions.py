"""What happens around one observed session: asked for, agreed, captured, judged, released, each on its day?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from random import Random

from trainer.demo.diary import Diary
from trainer.demo.levels import Pair, settled
from trainer.demo.steps import (
    Agree,
    Ask,
    Assign,
    Capture,
    Draft,
    Lock,
    LookBack,
    Plan,
    Release,
    Settle,
    Step,
)
from trainer.demo.study import pick

LEAD_DAYS = 24  # a meeting is planned so long before, and a session asked for three days later
MEETING_MINUTES = 120
SEATS = 6
ROOM_MINUTES = 6  # so long before the start the set is asked


class Reach(IntEnum):
    """How far a session has come."""

    ASKED = 1
    CONFIRMED = 2
    AGREED = 3
    CAPTURED = 4
    DRAFTED = 5
    HALF_LOCKED = 6
    COMPARED = 7
    SETTLED = 8
    RELEASED = 9


@dataclass(frozen=True)
class Booking:
    """One session: whose, the how-manieth, how many days ago (negative: ahead), where, and who observes."""

    who: str
    number: int
    ago: int
    set: str
    hour: tuple[int, int]
    assessors: tuple[str, ...]
    slot_minutes: int = 60
    formative: bool = False
    reflects: bool = True
    stop_event: bool = False

    @property
    def key(self) -> str:
        return f"{self.who}:{self.number}"

    def starts_at(self, diary: Diary) -> datetime:
        """When the meeting begins; one of today began a quarter of an hour ago at the most."""
        if self.ago == 0:
            return diary.now - timedelta(
                minutes=diary.now.minute % 15, seconds=diary.now.second, microseconds=diary.now.microsecond
            )
        return diary.at(self.ago, *self.hour)


def tell(
    booking: Booking, reach: Reach, pair: Pair | None, skill: float, diary: Diary, chance: Random
) -> Iterator[Step]:
    """Everything about a session, in the order of its days, as far as it has come."""
    absent = chance.randrange(SEATS) if chance.random() < 0.25 else None
    yield from _before(booking, reach, diary)
    if reach >= Reach.AGREED:
        asked_at = min(diary.now, booking.starts_at(diary) - timedelta(minutes=ROOM_MINUTES))
        yield Agree(diary.now if booking.ago == 0 else asked_at, booking.assessors[0], booking.key, absent)
    if reach >= Reach.CAPTURED:
        yield from _captured(booking, skill, absent, diary, chance)
    if reach >= Reach.DRAFTED and pair:
        yield from _judged(booking, reach, pair, diary, chance)


def _before(booking: Booking, reach: Reach, diary: Diary) -> Iterator[Step]:
    """A meeting that lies ahead was planned, and its session asked for, some days ago all the same."""
    planned = max(booking.ago + LEAD_DAYS, 8)
    starts_at = booking.starts_at(diary)
    yield Plan(diary.at(planned, 9, 5), booking.who, booking.key, booking.set, starts_at, MEETING_MINUTES)
    asked = max(booking.ago + LEAD_DAYS - 3, 2 + booking.number)
    yield Ask(diary.at(asked, 12, 40), booking.who, booking.key, booking.slot_minutes, booking.formative)
    if reach >= Reach.CONFIRMED:
        for n, assessor in enumerate(booking.assessors):
            yield Assign(diary.at(asked - 1, 10, 20 + n), assessor, booking.key)


def _captured(booking: Booking, skill: float, absent: int | None, diary: Diary, chance: Random) -> Iterator[Step]:
    ends = booking.starts_at(diary) + timedelta(minutes=booking.slot_minutes * 1.4)
    presenter = chance.choice([seat for seat in range(SEATS) if seat != absent])
    happened = chance.getrandbits(32)
    for n, assessor in enumerate(booking.assessors):
        at = ends + timedelta(minutes=1 + n * 3, seconds=chance.randint(0, 50))
        yield Capture(at, assessor, booking.key, skill, presenter, absent, happened, chance.getrandbits(32))
    if booking.reflects:
        yield LookBack(ends + timedelta(hours=3), booking.who, booking.key, pick(chance))


def _judged(booking: Booking, reach: Reach, pair: Pair, diary: Diary, chance: Random) -> Iterator[Step]:
    """The second assessor is the quicker one; the first keeps a draft for a day or two."""
    held, (first, second) = booking.ago, booking.assessors
    seeds = chance.getrandbits(32), chance.getrandbits(32)
    if reach >= Reach.HALF_LOCKED:
        at = diary.at(held - 1, 8, chance.randint(20, 55))
        yield Lock(at, second, booking.key, pair[1], seeds[1], 1)
    if reach != Reach.HALF_LOCKED:
        yield Draft(diary.at(held - 1, 16, chance.randint(0, 50)), first, booking.key, pair[0], seeds[0])
    if reach >= Reach.COMPARED:
        at = diary.at(held - 3, 9, chance.randint(0, 50))
        yield Lock(at, first, booking.key, pair[0], seeds[0], 0, booking.stop_event)
    if reach >= Reach.SETTLED and settled(pair):
        yield Settle(diary.at(held - 5, 11, 10), booking.who, booking.key)
    if reach >= Reach.RELEASED:
        yield Release(diary.at(held - 6, 11, 30), booking.who, booking.key)


def book(
    diary: Diary,
    who: str,
    number: int,
    ago: int,
    home: int,
    *,
    wanted: Sequence[str] = (),
    never: Sequence[str] = (),
    formative: bool = False,
) -> Booking:
    """Find a day, a set and two assessors for a session that somebody wants about so many days ago."""
    day, chosen = diary.observed(ago, wanted, never)
    return Booking(who, number, day, diary.set_for(day, home), diary.hour(home), chosen, formative=formative)
