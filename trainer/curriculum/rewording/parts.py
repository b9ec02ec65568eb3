"""Of what is a difference between two documents made, and which sorts of it are there?"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from trainer.curriculum.wordwise import Piece, pieces
from trainer.message import Message

T = TypeVar("T")


class Kind(StrEnum):
    """What became of a part. `stricter` asks more of a candidate, `looser` less; `changed` is neither by itself."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"
    STRICTER = "stricter"
    LOOSER = "looser"
    CHANGED = "changed"


OPPOSITE = {Kind.STRICTER: Kind.LOOSER, Kind.LOOSER: Kind.STRICTER, Kind.CHANGED: Kind.CHANGED}


@dataclass(frozen=True)
class Difference:
    """One difference as a sentence. `structure`: results before and after it cannot simply be compared.

    `old` and `new` are what people read before and after it, where they read something.
    """

    kind: Kind
    message: Message
    structure: bool = True
    old: str = ""
    new: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The words before and after, to be shown in one."""
        return pieces(self.old, self.new)


Differences = Iterator[Difference]


def added(text: str, new: str = "", /, **values: object) -> Difference:
    return Difference(Kind.ADDED, Message(text, values), new=new)


def removed(text: str, old: str = "", /, **values: object) -> Difference:
    return Difference(Kind.REMOVED, Message(text, values), old=old)


def reworded(text: str, old: str, new: str, **values: object) -> Differences:
    """Other words at the same place."""
    if old != new:
        yield Difference(Kind.REWORDED, Message(text, values), structure=False, old=old, new=new)


def number(text: str, old: float, new: float, more: Kind = Kind.CHANGED, **values: object) -> Differences:
    """A number that went up or down; `more` says what more of it is. It fills the places `old` and `new`."""
    if old != new:
        kind = more if new > old else OPPOSITE[more]
        yield Difference(kind, Message(text, {**values, "old": f"{old:g}", "new": f"{new:g}"}))


def switched(old: bool, new: bool, on: str, off: str, more: Kind = Kind.CHANGED, **values: object) -> Differences:
    """Something that is now so, or is so no more; `more` says what its being so is."""
    if old != new:
        yield Difference(more if new else OPPOSITE[more], Message(on if new else off, values))


def exchanged(text: str, old: object, new: object, **values: object) -> Differences:
    """One value in the place of another."""
    if old != new:
        yield Difference(Kind.CHANGED, Message(text, {**values, "old": old, "new": new}))


def listed(keys: Sequence[str]) -> str:
    """Keys as a reader sees them in a sentence."""
    return ", ".join(keys) or "–"


def pairs(before: Mapping[str, T], after: Mapping[str, T]) -> Iterator[tuple[T, T]]:
    """What both have, in the order of the newer."""
    return ((before[key], part) for key, part in after.items() if key in before)


def missing(here: Mapping[str, T], there: Mapping[str, T]) -> Iterator[T]:
    """What only the first has."""
    return (part for key, part in here.items() if key not in there)


def moved(text: str, before: Sequence[Hashable], after: Sequence[Hashable], **values: object) -> Differences:
    """Another order of what both have."""
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Difference(Kind.MOVED, Message(text, values))


def by_key(parts: Sequence[T], key: Callable[[T], str]) -> dict[str, T]:
    return {key(part): part for part in parts}
