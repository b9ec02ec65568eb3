"""What of what somebody earned in other releases counts in the one they are on, or are to be moved to?

A lesson that was read is kept while the release has it with the same structure; other words do not make it unread.
With another structure it is to be read again. A check that was passed is kept unless the one of the release asks about
an outcome that the one it was passed under did not ask about. A reflection that was submitted is kept while its prompt
is there. What the release does not have is no longer needed.

Nothing is ever forgotten: what does not count here counts again in a release that asks for it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from trainer.curriculum.outline import Learning, Outline, Place, Stop, learning

Key = TypeVar("Key")


class Fate(StrEnum):
    """What becomes of one thing that was earned."""

    KEPT = "kept"
    AGAIN = "again"
    GONE = "gone"


@dataclass(frozen=True)
class Earned:
    """Everything somebody has earned: lessons read and checks passed with the releases in which, prompts answered.

    `stops` earn nothing: they say where the reader is in what is not read.
    """

    read: Mapping[Place, Collection[UUID]]
    passed: Mapping[str, Collection[UUID]]
    answered: Collection[str]
    stops: Sequence[Stop] = ()

    @property
    def releases(self) -> frozenset[UUID]:
        """The releases in which something was read or passed."""
        return frozenset(id for ids in (*self.read.values(), *self.passed.values()) for id in ids)


@dataclass(frozen=True)
class Carried:
    """What becomes of everything that was earned."""

    read: Mapping[Place, Fate]
    passed: Mapping[str, Fate]
    answered: Mapping[str, Fate]


def lesson(place: Place, earned: Outline, to: Outline) -> Fate:
    """What becomes of a lesson that was read in one release."""
    before, now = earned.line(place), to.line(place)
    if now is None:
        return Fate.GONE
    return Fate.KEPT if before and before.structure == now.structure else Fate.AGAIN


def check(module: str, earned: Outline, to: Outline) -> Fate:
    """What becomes of a check that was passed in one release."""
    before, now = earned.module(module), to.module(module)
    if now is None or not now.has_check:
        return Fate.GONE
    return Fate.KEPT if before and now.tests <= before.tests else Fate.AGAIN


def carry(earned: Earned, outlines: Mapping[UUID, Outline], to: Outline) -> Carried:
    """What becomes of everything. `outlines` are those of the releases in which something was earned."""
    prompts = {prompt.key for prompt in to.prompts}
    return Carried(
        {place: _best(lesson(place, outlines[id], to) for id in ids) for place, ids in earned.read.items()},
        {module: _best(check(module, outlines[id], to) for id in ids) for module, ids in earned.passed.items()},
        {key: Fate.KEPT if key in prompts else Fate.GONE for key in earned.answered},
    )


def _best(fates: Iterable[Fate]) -> Fate:
    """Of what was earned in several releases, one that counts is enough."""
    found = set(fates)
    return Fate.KEPT if Fate.KEPT in found else found.pop()


def having(fate: Fate, things: Mapping[Key, Fate]) -> frozenset[Key]:
    """The things of which that becomes."""
    return frozenset(thing for thing, found in things.items() if found is fate)


def counted(earned: Earned, outlines: Mapping[UUID, Outline], to: Outline) -> Learning:
    """How far somebody is in a release, with what they earned in others."""
    carried = carry(earned, outlines, to)
    kept = (having(Fate.KEPT, things) for things in (carried.read, carried.passed, carried.answered))
    return learning(
        to,
        *kept,
        stops=tuple(earned.stops),
        again=having(Fate.AGAIN, carried.read),
        retake=having(Fate.AGAIN, carried.passed),
        arrived=bool(earned.releases) and to.release_id not in earned.releases,
    )
