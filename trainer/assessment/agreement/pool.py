"""What do all double-rated sessions together say about agreement, as a whole and by criterion?

Assessors change from session to session, so nobody is first or second here: the figures are those without names.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from trainer.assessment.agreement.alpha import alpha_value, ordinal
from trainer.assessment.agreement.bootstrap import DRAWS, SEED, pack, packed_draws, unpack, with_interval
from trainer.assessment.agreement.chance import fleiss_chance, gwet_chance, held_against
from trainer.assessment.agreement.figure import ONE_LEVEL, Figure, Value, figure
from trainer.assessment.agreement.percent import observed
from trainer.assessment.agreement.tally import Tally, Unit, pairs_of, tallied
from trainer.assessment.agreement.weights import Scale, adjacent, cells, quadratic, unweighted

Session = Mapping[str, Unit]  # by criterion the levels that the session's assessors gave it
Cell = tuple[Hashable | None, ...]

FIGURES = 5


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
    drawn: list[list[tuple[Value, ...]]] = [[] for _ in range(len(criteria) + 1)]
    for sums in packed_draws(rows, layout.width * len(criteria), seed, times):
        for found, counted in zip(drawn, layout.tallies(sums), strict=True):
            found.append(_five(counted))
    whole = layout.tallies(unpack(sum(rows), layout.width * len(criteria)))
    told = [_agreement(counted, values, len(rows)) for counted, values in zip(whole, drawn, strict=True)]
    return Pool(len(rows), told[0], dict(zip(criteria, told[1:], strict=True)))


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

    def rows(self, cells: Sequence[Sequence[Cell]]) -> list[int]:
        """One packed row for each session with a pair; cells that were rated alike are looked at once."""
        every = set(chain.from_iterable(cells))
        block, paired = {cell: pack(self.block(cell)) for cell in every}, {cell for cell in every if _given(cell) > 1}
        placed = [{cell: row << 32 * self.width * at for cell, row in block.items()} for at in range(self.criteria)]
        return [
            sum([found[cell] for found, cell in zip(placed, row, strict=True)])
            for row in cells
            if not paired.isdisjoint(row)
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


def _five(counted: Tally) -> tuple[Value, ...]:
    """Exact, within one level, kappa, AC2, alpha: the same as each function gives by itself, observed once."""
    agreed, size = observed(counted, quadratic), len(counted.scale)
    return (
        observed(counted, unweighted),
        observed(counted, adjacent),
        held_against(fleiss_chance(counted, quadratic), agreed),
        held_against(gwet_chance(counted, quadratic), agreed) if size > 1 else ONE_LEVEL,
        alpha_value(counted, ordinal),
    )


def _agreement(counted: Tally, drawn: Sequence[tuple[Value, ...]], sessions: int) -> Agreement:
    columns = list(zip(*drawn, strict=True)) or [()] * FIGURES
    exact, within_one, kappa, ac2, alpha = (
        with_interval(figure(value, counted.pairable), column, sessions)
        for value, column in zip(_five(counted), columns, strict=True)
    )
    return Agreement(exact, within_one, kappa, ac2, alpha, max(counted.shares, default=0.0))
