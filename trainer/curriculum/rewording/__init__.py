"""What differs, in words, between two rubrics, two observation schemes or two policies?

There is a difference exactly when a digest of `digests.both` differs, and one that touches structure exactly when the
digest of structure does. Parts are matched by their keys.
"""

from collections.abc import Callable, Iterator
from typing import Any

from trainer.curriculum.instruments import Instruments
from trainer.curriculum.rewording.parts import Difference, Kind
from trainer.curriculum.rewording.policies import policies
from trainer.curriculum.rewording.rubrics import rubrics
from trainer.curriculum.rewording.schemes import schemes
from trainer.message import Message

__all__ = ["Difference", "Kind", "instruments", "policies", "rubrics", "schemes"]

_ADDED = {
    "rubric": Message("There is a rubric now."),
    "scheme": Message("There are event codes now."),
    "policy": Message("There is a policy now."),
}
_REMOVED = {
    "rubric": Message("There is no rubric any more."),
    "scheme": Message("There are no event codes any more."),
    "policy": Message("There is no policy any more."),
}
_COMPARE: dict[str, Callable[[Any, Any], tuple[Difference, ...]]] = {
    "rubric": rubrics,
    "scheme": schemes,
    "policy": policies,
}


def instruments(before: Instruments, after: Instruments) -> dict[str, tuple[Difference, ...]]:
    """The differences between what people were and what they would be observed, rated and certified by, by kind."""
    found = {kind: tuple(_differences(kind, before.named[kind], after.named[kind])) for kind in _COMPARE}
    return {kind: differences for kind, differences in found.items() if differences}


def _differences(kind: str, before: object, after: object) -> Iterator[Difference]:
    if before is not None and after is not None:
        yield from _COMPARE[kind](before, after)
    elif after is not None:
        yield Difference(Kind.ADDED, _ADDED[kind])
    elif before is not None:
        yield Difference(Kind.REMOVED, _REMOVED[kind])
