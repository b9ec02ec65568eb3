"""Where do the independent judgements of one session differ so much that somebody has to look?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trainer.curriculum.documents import Criterion, Rubric, ScoresRequirement, Settling

READY = 3
TWO_LEVELS = Settling()  # what is settled where a policy says nothing

Levels = Mapping[str, int | None]


@dataclass(frozen=True)
class Line:
    """One criterion beside each other: each judgement's level, None where it was not observed.

    `differs`: so much, that moderation settles it before the result counts.
    """

    criterion: Criterion
    levels: tuple[int | None, ...]
    settled: int | None = None
    differs: bool = False

    @property
    def gap(self) -> int:
        """The largest difference between two levels; a level beside a "not observed" makes no difference."""
        seen = self.given
        return max(seen) - min(seen) if seen else 0

    def across(self, line: float) -> bool:
        """Whether somebody gave this or more, and somebody less."""
        return len({level >= line for level in self.given}) > 1

    @property
    def given(self) -> tuple[int, ...]:
        return tuple(level for level in self.levels if level is not None)

    @property
    def counted(self) -> tuple[int, ...]:
        """The levels that count: each that was given, or in the place of each the settled one; where nobody had
        observed anything, that one alone."""
        return self.given if self.settled is None else (self.settled,) * max(1, len(self.given))


@dataclass(frozen=True)
class Asked:
    """What a policy asks of judgements: what is to be settled, and the lines about levels."""

    settling: Settling = TWO_LEVELS
    lines: ScoresRequirement | None = None


def compare(
    rubric: Rubric,
    judgements: Sequence[Levels],
    settled: Mapping[str, int] | None = None,
    asked: Asked | None = None,
) -> tuple[Line, ...]:
    """Put judgements of one session side by side, in the order of the rubric.

    Agreement figures always use the levels as given; `settled` levels of moderation count for the decision only.
    """
    settled, asked = settled or {}, asked or Asked()
    lines = [
        Line(criterion, tuple(levels.get(criterion.key) for levels in judgements), settled.get(criterion.key))
        for criterion in rubric.criteria
    ]
    apart = {line.criterion.key for line in lines if line.gap > asked.settling.tolerance}
    if asked.settling.outcome and len(set(outcomes(rubric, judgements, asked.lines)) - {None}) > 1:
        apart |= _decisive(lines, asked.lines)
    return tuple(replace(line, differs=line.criterion.key in apart) for line in lines)


def _decisive(lines: Sequence[Line], asked: ScoresRequirement | None) -> set[str]:
    """Where levels stand on both sides of ready, or of the criterion's own line; if there is no such place, wherever
    they differ at all."""
    across = {line.criterion.key for line in lines if line.across(READY) or line.across(_own(line.criterion, asked))}
    return across or {line.criterion.key for line in lines if line.gap}


def outcomes(rubric: Rubric, judgements: Sequence[Levels], lines: ScoresRequirement | None) -> tuple[bool | None, ...]:
    """Of each judgement whether its levels alone would meet a policy's lines; None without lines or levels.

    The mean of all levels, each critical criterion, each other one. One judgement never decides: this only tells
    whether two of them point to the same end.
    """
    return tuple(_outcome(rubric, levels, lines) for levels in judgements)


def _outcome(rubric: Rubric, levels: Levels, lines: ScoresRequirement | None) -> bool | None:
    given = [(criterion, level) for criterion in rubric.criteria if (level := levels.get(criterion.key)) is not None]
    if not lines or not given:
        return None
    mean = sum(level for _, level in given) / len(given)
    return mean >= lines.overall and all(level >= _own(criterion, lines) for criterion, level in given)


def _own(criterion: Criterion, lines: ScoresRequirement | None) -> float:
    """The line that a policy holds a criterion against."""
    return (lines.critical if criterion.critical else lines.each) if lines else READY


def to_moderate(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The criteria that still wait for a moderator."""
    return tuple(line for line in lines if line.differs and line.settled is None)
