"""How much of an agreement are two levels that differ? One weight for each two levels of a scale, 1 for the same.

Who gave which of the two makes no difference, so there is one cell for each two levels, the same twice included, in the
order of `cells`: q(q + 1) / 2 for a scale of q levels. All tables of this folder are laid out so.
Source: Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., chapter 3; Cohen, J. (1968). Psychological
Bulletin 70, 213–220.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import combinations_with_replacement
from math import comb
from operator import itemgetter, mul
from typing import Any

Scale = tuple[Any, ...]
Weights = tuple[float, ...]
Weighting = Callable[[Scale], Weights]
Picking = Callable[[Sequence[float]], Sequence[float]]


@lru_cache
def cells(size: int) -> tuple[tuple[int, int], ...]:
    """The places of each two levels: (0, 0), (0, 1), …, (1, 1), (1, 2), …"""
    return tuple(combinations_with_replacement(range(size), 2))


@lru_cache
def sides(size: int) -> tuple[Picking, Picking]:
    """From one value for each level, those of the first and those of the second level of every cell."""
    ones, others = zip(*cells(size), strict=True) if size else ((), ())
    return picking(ones), picking(others)


def picking(places: Sequence[int]) -> Picking:
    """The values at these places, without a loop: bootstrap samples ask for them some hundred thousand times."""
    return itemgetter(*places) if len(places) > 1 else lambda values: [values[place] for place in places]


def chances(first: Sequence[float], second: Sequence[float]) -> list[float]:
    """How often each two levels meet by chance alone, from how often each side gives them."""
    return [
        first[one] * second[one] if one == other else first[one] * second[other] + first[other] * second[one]
        for one, other in cells(len(first))
    ]


def chance(weights: Sequence[float], given: Sequence[float]) -> float:
    """Σ w_kl g_k g_l over all ordered pairs of levels: `chances` of one and the same side, weighted and added up."""
    one, other = sides(len(given))
    ordered = map(mul, weights, times(len(given)))
    expected: float = sum(map(mul, ordered, map(mul, one(given), other(given))))
    return expected


@lru_cache
def times(size: int) -> tuple[int, ...]:
    """How many ordered pairs of levels stand in one cell: 1 for the same level twice, else 2."""
    return tuple(1 if one == other else 2 for one, other in cells(size))


@lru_cache
def total(weights: Weights, size: int) -> float:
    """The sum over all q × q ordered pairs of levels."""
    found: float = sum(map(mul, weights, times(size)))
    return found


@lru_cache
def unweighted(scale: Scale) -> Weights:
    """1 for the same level, else 0. Any levels, numbers or not."""
    return tuple(float(one == other) for one, other in cells(len(scale)))


@lru_cache
def adjacent(scale: Scale) -> Weights:
    """1 for the same level or the next one on the scale, else 0. Any levels, numbers or not."""
    return tuple(float(other - one <= 1) for one, other in cells(len(scale)))


@lru_cache
def ordinal(scale: Scale) -> Weights:
    """1 − C(d + 1, 2) / C(q, 2) for levels d places apart. Any levels in an order."""
    widest = comb(len(scale), 2) or 1
    return tuple(1 - comb(other - one + 1, 2) / widest for one, other in cells(len(scale)))


@lru_cache
def linear(scale: Scale) -> Weights:
    """1 − |i − j| / (highest − lowest). Levels are numbers; a scale of one level weighs 1."""
    return _by_distance(scale, 1)


@lru_cache
def quadratic(scale: Scale) -> Weights:
    """1 − (i − j)² / (highest − lowest)². Levels are numbers; a scale of one level weighs 1."""
    return _by_distance(scale, 2)


def _by_distance(scale: Scale, power: int) -> Weights:
    span = max(scale, default=0) - min(scale, default=0) or 1
    return tuple(1 - (abs(one - other) / span) ** power for one, other in combinations_with_replacement(scale, 2))
