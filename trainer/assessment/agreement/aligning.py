"""By how much do the clocks of two people differ who captured the same session, and how is that known?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class By(StrEnum):
    """What two captures were aligned by."""

    SYNC = "sync"
    PHASES = "phases"
    START = "start"


@dataclass(frozen=True)
class Marks:
    """What one capture offers to be aligned by: its first sync mark and when each phase began first, milliseconds."""

    sync_ms: int | None
    phases: Mapping[str, int]


@dataclass(frozen=True)
class Aligned:
    """What is added to the second one's times, and how that was found."""

    by: By
    offset_ms: int


def align(first: Marks, second: Marks) -> Aligned:
    """By the first sync mark if both have one; else by the median difference of the phases that both began; else both
    clocks are taken to have started together.

    The median does not mind a phase that one of them called late. Of an even number it is the mean of the two in the
    middle, cut to whole milliseconds towards 0, so that turning the two round only turns the sign.
    """
    if first.sync_ms is not None and second.sync_ms is not None:
        return Aligned(By.SYNC, first.sync_ms - second.sync_ms)
    gaps = sorted(first.phases[key] - second.phases[key] for key in first.phases.keys() & second.phases.keys())
    return Aligned(By.PHASES, _median(gaps)) if gaps else Aligned(By.START, 0)


def _median(ordered: Sequence[int]) -> int:
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else int((ordered[half - 1] + ordered[half]) / 2)
