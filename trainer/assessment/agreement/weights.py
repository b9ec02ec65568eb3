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
from typing import Any

Scale = tuple[Any, ...]
Weights = tuple[float, ...]
Weighting = Callable[[Scale], Weights]


@lru_cache
def cells(size: int) -> tuple[tuple[int, int], ...]:
    """The places of each two levels: (0, 0), (0, 1), …, (1, 1), (1, 2), …"""
    return tuple(combinations_with_replacement(range(size), 2))


def chances(first: Sequence[float], second: Sequence[float]) -> list[float]:
    """How often each two levels meet by chance alone, from how often each side gives them."""
    return [
        first[one] * second[one] if one == other else first[one] * second[other] + first[other] * second[one]
        for one, other in cells(len(first))
    ]


@lru_cache
def total(weights: Weights, size: int) -> float:
    """The sum over all q × q ordered pairs of levels."""
    return sum(weight * (1 if one == other else 2) for weight, (one, other) in zip(weights, cells(size), strict=True))


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
