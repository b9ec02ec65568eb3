"""What is shown beside an assessor's levels once they are confirmed, and what do they still owe a reason for?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trainer.assessment.calibration import Comparison, Level, Pair, compare, reference_level, spread
from trainer.curriculum.documents import Case, Criterion, ReferenceRating, ReferenceStopEvent, Rubric

STOPS = "stop-events"


@dataclass(frozen=True)
class Shown:
    """One criterion: the own level, the reference with its words, and from five others on the spread of theirs."""

    criterion: Criterion
    mine: Level
    reference: ReferenceRating
    peers: tuple[tuple[Level, int], ...]

    @property
    def level(self) -> Level:
        return reference_level(self.reference)

    @property
    def differs(self) -> bool:
        return self.mine != self.level


@dataclass(frozen=True)
class Reveal:
    """A case after its confirmation."""

    lines: tuple[Shown, ...]
    stops: tuple[str, ...]
    reference_stops: tuple[ReferenceStopEvent, ...]
    reasons: Mapping[str, str]

    @property
    def pairs(self) -> list[Pair]:
        """The levels as they are compared, here or over a whole round."""
        return [Pair(line.mine, line.level, line.criterion.critical) for line in self.lines]

    @property
    def comparison(self) -> Comparison:
        return compare(self.pairs)

    @property
    def stops_differ(self) -> bool:
        return set(self.stops) != {stop.key for stop in self.reference_stops}

    @property
    def differing(self) -> list[str]:
        """Where a reason is asked for: each criterion that differs, and stop events that were missed or made up."""
        return [*(line.criterion.key for line in self.lines if line.differs), *([STOPS] if self.stops_differ else [])]

    @property
    def owed(self) -> list[str]:
        return [key for key in self.differing if key not in self.reasons]

    @property
    def complete(self) -> bool:
        return not self.owed


def reveal(
    case: Case,
    rubric: Rubric,
    levels: Mapping[str, Level],
    stops: Collection[str],
    reasons: Mapping[str, str],
    peers: Mapping[str, Sequence[Level]],
) -> Reveal:
    """Put confirmed levels beside the reference, in its order."""
    lines = tuple(_lines(case, rubric, levels, peers))
    return Reveal(lines, tuple(stops), case.reference.stop_events, reasons)


def _lines(
    case: Case, rubric: Rubric, levels: Mapping[str, Level], peers: Mapping[str, Sequence[Level]]
) -> Iterator[Shown]:
    for rating in case.reference.ratings:
        criterion = rubric.criterion(rating.criterion)
        if criterion and rating.criterion in levels:
            shown = spread(peers.get(rating.criterion, ()))
            yield Shown(criterion, levels[rating.criterion], rating, shown)
