"""How often did two levels meet in one unit? Counted once, from which every figure without named raters follows.

A unit is what several people may have rated: one criterion of one session. Counting takes one pass over n units, and
each figure from then on q² steps on a scale of q levels, however many units there are.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from trainer.assessment.agreement.weights import Picking, Scale, cells, picking

Unit = Sequence[Hashable | None]  # the level that each rater gave, in any order; None where one gave none


class Tally(NamedTuple):
    """Units of ratings, counted.

    `pairable` units were rated by at least two people: the n of every figure. `meetings` holds for each two levels (see
    `weights.cells`) how many of the pairable units met there, each unit shared out over its pairs of ratings.
    `coincidences` is Krippendorff's matrix with its two halves added, in which a unit of r ratings brings r, and
    `paired` its margins: the pairable ratings by level. `shares` is the mean over all rated units of each level's share
    of its ratings. `outside` units were left out because a level of theirs is not on the scale.
    """

    scale: Scale
    pairable: int
    meetings: Sequence[float]
    coincidences: Sequence[float]
    paired: Sequence[float]
    shares: Sequence[float]
    outside: int = 0


def tally(units: Iterable[Unit], scale: Sequence[Hashable]) -> Tally:
    """Count units on a scale. One pass; units that were rated alike are looked at once."""
    place = {level: at for at, level in enumerate(scale)}
    alone, met, outside = [0] * len(place), dict[int, Counter[tuple[int, int]]](), 0
    for given, times in Counter(tuple(level for level in unit if level is not None) for unit in units).items():
        if not all(level in place for level in given):
            outside += times
        elif len(given) == 1:
            alone[place[given[0]]] += times
        elif given:
            counts = met.setdefault(len(given), Counter())
            for two in pairs_of([place[level] for level in given]):
                counts[two] += times
    laid = {ratings: [counts[two] for two in cells(len(scale))] for ratings, counts in met.items()}
    return tallied(tuple(scale), alone, laid, outside)


def pairs_of(places: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Where each two ratings of one unit meet: r(r − 1) / 2 cells for r ratings."""
    return combinations(sorted(places), 2)


def tallied(scale: Scale, alone: Sequence[int], met: Mapping[int, Sequence[int]], outside: int = 0) -> Tally:
    """A tally from counts: `alone`, units with one rating by its level; `met[r]`, of r ≥ 2 ratings, pairs by cell."""
    doubles, others = met.get(2) or [0] * len(cells(len(scale))), sorted([ratings for ratings in met if ratings != 2])
    meetings: Sequence[float] = doubles
    coincidences: Sequence[float] = [2 * count for count in doubles]
    for ratings in others:
        each, half = ratings * (ratings - 1) / 2, (ratings - 1) / 2
        meetings = [so_far + count / each for so_far, count in zip(meetings, met[ratings], strict=True)]
        coincidences = [so_far + count / half for so_far, count in zip(coincidences, met[ratings], strict=True)]
    middle = margins(meetings, len(scale))
    paired = margins(coincidences, len(scale)) if others else [2 * part for part in middle]
    pairable = round(sum(meetings))
    units = pairable + sum(alone) or 1
    shares = [(part + single) / units for part, single in zip(middle, alone, strict=True)]
    return Tally(scale, pairable, meetings, coincidences, paired, shares, outside)


def margins(meetings: Sequence[float], size: int) -> list[float]:
    """How much each level took part in: two levels that met had half of it each."""
    return [sum(took_part(meetings)) / 2 for took_part in _takings(size)]


@lru_cache
def _takings(size: int) -> tuple[Picking, ...]:
    """For each level the cells that it stands in, the one where it met itself twice."""
    places = [place for both in zip(*cells(size), strict=True) for place in enumerate(both)]
    return tuple(picking([cell for cell, level in places if level == own]) for own in range(size))


def scale_of(units: Iterable[Unit]) -> Scale:
    """The levels that were given, in order: the scale of figures that do not depend on unused levels."""
    return tuple(sorted({level for unit in units for level in unit if level is not None}))
