"""How did the organisations of the demonstration begin? Staff, licences, sets, and what is planned or offered now."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from trainer.demo import words
from trainer.demo.diary import Diary
from trainer.demo.people import FIRST_NAMES, LAST_NAMES, House
from trainer.demo.sessions import MEETING_MINUTES, SEATS
from trainer.demo.steps import FoundSet, Invite, Join, Licence, Plan, Step
from trainer.organisations.duties import Duty

FOUNDED = 604
LICENSED = 590
RENEWED = 240
LICENCE_DAYS = 365
LAPSED = "alun.prosser"
LICENSED_UNTIL = {LAPSED: LICENSED - LICENCE_DAYS}
MODALITIES = ("in_person", "virtual", "in_person", "hybrid")


def open_house(house: House, diary: Diary, chance: Random) -> Iterator[Step]:
    """Staff join, assessors are licensed, sets are founded; later on meetings are planned and people invited."""
    for n, one in enumerate(one for one in house.people if not one.stage):
        yield Join(diary.at(FOUNDED - 2, 9, n), one.key)
    for n, assessor in enumerate(house.holders(Duty.ASSESSOR)):
        yield _licence(diary, assessor, LICENSED, n, words.LICENCES[0])
        if assessor != LAPSED:
            yield _licence(diary, assessor, RENEWED, n, words.LICENCES[1])
    names = _names(chance)
    for n, name in enumerate(house.sets):
        seats = tuple(next(names) for _ in range(SEATS))
        yield FoundSet(diary.at(FOUNDED - 6 - n, 10, 30), name, seats, MODALITIES[n % len(MODALITIES)])
    yield from _ahead(house, diary)


def _licence(diary: Diary, assessor: str, ago: int, minute: int, reason: str) -> Licence:
    at = diary.at(ago, 15, minute)
    return Licence(at, assessor, at.date() + timedelta(days=LICENCE_DAYS), reason)


def _names(chance: Random) -> Iterator[str]:
    pairs = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
    yield from chance.sample(pairs, len(pairs))


def _ahead(house: House, diary: Diary) -> Iterator[Step]:
    """Meetings at which a session can still be asked for, and places that are offered."""
    for n, name in enumerate(house.sets):
        ahead = diary.working_day(-10 - 3 * n)
        if diary.set_for(ahead, n) == name:
            starts_at = diary.at(ahead, *diary.hour(n))
            yield Plan(diary.at(4, 9, 30 + n), name, f"ahead:{name}", name, starts_at, MEETING_MINUTES)
    for n, (name, ago) in enumerate(zip(house.invited, (33, 1), strict=False)):
        yield Invite(diary.at(ago, 16, n), name)
