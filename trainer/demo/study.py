"""How does a trainee get through the lessons? A few in one sitting, a check after each module, sometimes twice."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from trainer.curriculum.outline import Outline
from trainer.demo.diary import Diary
from trainer.demo.steps import Pick, Read, Reflect, Step, Take

SITTING = 3


def study(
    who: str, outline: Outline, diary: Diary, since: int, until: int, share: float, chance: Random
) -> Iterator[Step]:
    """Everything somebody does with the programme between two days, up to a share of it."""
    items = _items(outline, chance)
    items = items[: round(len(items) * share)]
    sittings = range(-(-len(items) // SITTING))
    begun = sorted(
        diary.at(chance.randint(until, since - 1), chance.choice((8, 12, 12, 17, 18)), chance.randint(0, 40), n % 60)
        for n in sittings
    )
    for number, at in enumerate(begun):
        for kind, place, passes in items[number * SITTING : (number + 1) * SITTING]:
            at += timedelta(minutes=chance.randint(4, 11), seconds=chance.randint(0, 50))
            if kind == "read":
                yield Read(at, who, place)
            elif kind == "check":
                yield Take(at, who, place, passes, chance.getrandbits(32))
            else:
                yield Reflect(at, who, place, pick(chance))


def pick(chance: Random) -> Pick:
    """Which four lines a reflection is made of."""
    return (chance.randrange(100), chance.randrange(100), chance.randrange(100), chance.randrange(100))


def _items(outline: Outline, chance: Random) -> list[tuple[str, int, bool]]:
    """(what, its place, whether it is passed) in the order of the programme."""
    items: list[tuple[str, int, bool]] = []
    for module_place, module in enumerate(outline.modules):
        for lesson in module.lessons:
            items.append(("read", outline.lessons.index(lesson), True))
            items += [
                ("reflect", place, True)
                for place, prompt in enumerate(outline.prompts)
                if (prompt.module_key, prompt.lesson_key) == (module.key, lesson.key)
            ]
        if module.has_check:
            if chance.random() < 0.3:
                items.append(("check", module_place, False))
            items.append(("check", module_place, True))
    return items
