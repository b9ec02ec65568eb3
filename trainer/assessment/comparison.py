"""Where do the independent judgements of one session differ so much that somebody has to look?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trainer.curriculum.documents import Criterion, Rubric

APART = 2

Levels = Mapping[str, int | None]


@dataclass(frozen=True)
class Line:
    """One criterion beside each other: each judgement's level, None where it was not observed."""

    criterion: Criterion
    levels: tuple[int | None, ...]
    settled: int | None = None

    @property
    def gap(self) -> int:
        """The largest difference between two levels; a level beside a "not observed" makes no difference."""
        seen = [level for level in self.levels if level is not None]
        return max(seen) - min(seen) if seen else 0

    @property
    def differs(self) -> bool:
        """Two levels or more apart: moderation settles it before the result counts."""
        return self.gap >= APART

    @property
    def counted(self) -> tuple[int, ...]:
        """The levels that count: each that was given, or in the place of each the settled one."""
        given = tuple(level for level in self.levels if level is not None)
        return given if self.settled is None else (self.settled,) * len(given)


def compare(rubric: Rubric, judgements: Sequence[Levels], settled: Mapping[str, int] | None = None) -> tuple[Line, ...]:
    """Put judgements of one session side by side, in the order of the rubric.

    Agreement figures always use the levels as given; `settled` levels of moderation count for the decision only.
    """
    settled = settled or {}
    return tuple(
        Line(criterion, tuple(levels.get(criterion.key) for levels in judgements), settled.get(criterion.key))
        for criterion in rubric.criteria
    )


def to_moderate(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The criteria that still wait for a moderator."""
    return tuple(line for line in lines if line.differs and line.settled is None)
