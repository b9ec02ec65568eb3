"""How does the demonstration come into being? Every story is told first; then all are lived in the order of time."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from random import Random

from trainer.demo.actions import World, do, finish, found, one_password
from trainer.demo.diary import Diary
from trainer.demo.opening import FOUNDED, LICENSED_UNTIL, open_house
from trainer.demo.people import DEMO, OTHER, House
from trainer.demo.steps import Step
from trainer.demo.story import Teller, tell
from trainer.organisations.duties import Duty

SEED = 20261123
SEVERITY = 0.18


def build(now: datetime, houses: Sequence[House] = (DEMO, OTHER)) -> None:
    """Fill an empty database. The caller has begun the transaction, in a request context, and commits it."""
    chance = Random(SEED)  # noqa: S311 nothing secret
    password = one_password()
    lived: list[tuple[World, Step]] = []
    for house in houses:
        world, steps = _begin(house, password, now, chance)
        lived += [(world, step) for step in steps]
    with _without_collecting():
        for world, step in sorted(lived, key=lambda one: one[1].at):
            do(step, world)
        finish(now)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Everything that is made here stays until the end: looking for garbage in it takes a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _begin(house: House, password: str, now: datetime, chance: Random) -> tuple[World, list[Step]]:
    """Found an organisation, and tell what everybody in it does until now."""
    assessors = house.holders(Duty.ASSESSOR)
    diary = Diary(now, house.sets, assessors, LICENSED_UNTIL)
    world = found(house, password, now=diary.at(FOUNDED))
    severities = {assessor: chance.gauss(0, SEVERITY) for assessor in assessors}
    teller = Teller(world.outline, world.rubric, world.policy, diary, severities, house.holders(Duty.PANEL), chance)
    steps = [step for place, one in enumerate(house.trainees) for step in tell(one, place, teller)]
    return world, [*steps, *open_house(house, diary, chance)]
