"""What do all double-rated sessions together say about agreement, as a whole and by criterion?

Assessors change from session to session, so nobody is first or second here: the figures are those without names.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from trainer.assessment.agreement.alpha import alpha_value, ordinal
from trainer.assessment.agreement.bootstrap import DRAWS, SEED, draws, with_interval
from trainer.assessment.agreement.chance import fleiss_value, gwet_value
from trainer.assessment.agreement.figure import Figure, Value, figure
from trainer.assessment.agreement.percent import observed
from trainer.assessment.agreement.tally import Tally, Unit, pairs_of, tallied
from trainer.assessment.agreement.weights import Scale, adjacent, cells, quadratic, unweighted

Session = Mapping[str, Unit]  # by criterion the levels that the session's assessors gave it
Cell = tuple[Hashable | None, ...]

FIGURES: tuple[Callable[[Tally], Value], ...] = (
    lambda counted: observed(counted, unweighted),
    lambda counted: observed(counted, adjacent),
    lambda counted: fleiss_value(counted, quadratic),
    lambda counted: gwet_value(counted, quadratic),
    lambda counted: alpha_value(counted, ordinal),
)


@dataclass(frozen=True)
class Agreement:
    """Figures of one criterion, or of all, with intervals over sessions, and the share of the commonest level.

    `exact` and `within_one` are plain shares; `kappa` is weighted quadratically, in Fleiss' form; `ac2` quadratically;
    `alpha` is ordinal. n is the number of cells that at least two assessors gave a level: with two a session, pairs.
    """

    exact: Figure
    within_one: Figure
    kappa: Figure
    ac2: Figure
    alpha: Figure
    commonest: float

    @property
    def n(self) -> int:
        return self.exact.n


@dataclass(frozen=True)
class Pool:
    """Agreement over all criteria together and for each, and from how many sessions."""

    sessions: int
    together: Agreement
    criteria: Mapping[str, Agreement]


def pool(
    sessions: Sequence[Session], criteria: Sequence[str], scale: Scale, seed: int = SEED, times: int = DRAWS
) -> Pool:
    """Plain and chance-corrected agreement with 95% bootstrap intervals over sessions.

    `sessions`: the levels as they were given independently, before any moderation; a session counts when two assessors
    gave a level to one of its criteria. `scale`: the rubric's levels in order, used or not. A draw takes whole sessions
    and serves all figures. O(sessions · criteria) to count, then a fixed cost for each draw; the order of the sessions
    makes no difference. Undefined figures as in the functions that they come from.
    """
    cells = [[tuple(session.get(key, ())) for key in criteria] for session in sessions]
    layout = _Layout(len(criteria), scale, sorted({_given(cell) for cell in set(chain.from_iterable(cells))} - {0, 1}))
    rows = layout.rows(cells)
    drawn: list[list[list[Value]]] = [[[] for _ in FIGURES] for _ in range(len(criteria) + 1)]
    for sums in draws(rows, seed, times):
        for columns, counted in zip(drawn, layout.tallies(sums), strict=True):
            for column, ask in zip(columns, FIGURES, strict=True):
                column.append(ask(counted))
    whole = layout.tallies([sum(column) for column in zip(*rows, strict=True)] or [0] * layout.width * len(criteria))
    found = [_agreement(counted, columns, len(rows)) for counted, columns in zip(whole, drawn, strict=True)]
    return Pool(len(rows), found[0], dict(zip(criteria, found[1:], strict=True)))


def _given(cell: Cell) -> int:
    return sum(level is not None for level in cell)


@dataclass(frozen=True)
class _Layout:
    """How a session becomes one row of counts, one block for each criterion, and how sums of rows become tallies.

    A block counts first cells outside the scale, then single ratings by level, then for each number of ratings in
    `ways` how often two levels met.
    """

    criteria: int
    scale: Scale
    ways: Sequence[int]

    @property
    def width(self) -> int:
        return 1 + len(self.scale) + len(self.ways) * len(cells(len(self.scale)))

    def rows(self, cells: Sequence[Sequence[Cell]]) -> list[tuple[int, ...]]:
        """One row for each session with a pair; cells that were rated alike are looked at once."""
        every = set(chain.from_iterable(cells))
        block, paired = {cell: self.block(cell) for cell in every}, {cell for cell in every if _given(cell) > 1}
        return [
            tuple(chain.from_iterable([block[cell] for cell in row])) for row in cells if not paired.isdisjoint(row)
        ]

    def block(self, cell: Cell) -> list[int]:
        counts, given = [0] * self.width, [level for level in cell if level is not None]
        if not all(level in self.scale for level in given):
            counts[0] = 1
        elif len(given) == 1:
            counts[1 + self.scale.index(given[0])] = 1
        elif given:
            two = cells(len(self.scale))
            start = 1 + len(self.scale) + self.ways.index(len(given)) * len(two)
            for met in pairs_of([self.scale.index(level) for level in given]):
                counts[start + two.index(met)] += 1
        return counts

    def tallies(self, row: Sequence[int]) -> list[Tally]:
        """All criteria together, then each: back from a row, or a sum of rows."""
        blocks = [row[at : at + self.width] for at in range(0, len(row), self.width)]
        return [self._tally(block) for block in ([sum(column) for column in zip(*blocks, strict=True)], *blocks)]

    def _tally(self, block: Sequence[int]) -> Tally:
        start, wide = 1 + len(self.scale), len(cells(len(self.scale)))
        met = {way: block[start + at * wide : start + (at + 1) * wide] for at, way in enumerate(self.ways)}
        return tallied(self.scale, block[1:start], met, block[0])


def _agreement(counted: Tally, drawn: Sequence[Sequence[Value]], sessions: int) -> Agreement:
    exact, within_one, kappa, ac2, alpha = (
        with_interval(figure(ask(counted), counted.pairable), column, sessions)
        for ask, column in zip(FIGURES, drawn, strict=True)
    )
    return Agreement(exact, within_one, kappa, ac2, alpha, max(counted.shares, default=0.0))
