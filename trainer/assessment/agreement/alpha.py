"""How reliable are ratings by any number of people, with holes? Krippendorff's alpha.

Source: Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability; Krippendorff, K. (2004). Content Analysis,
2nd ed., chapter 11.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate, combinations_with_replacement
from operator import mul, sub

from trainer.assessment.agreement.figure import NO_PAIRS, NO_VARIATION, OUTSIDE, Figure, Value, figure
from trainer.assessment.agreement.tally import Tally
from trainer.assessment.agreement.weights import Scale, cells, chance, sides
from trainer.message import Message

NEGATIVE = Message("Ratios need levels of zero and above.")

Metric = Callable[[Scale, Sequence[float]], Sequence[float]]


def alpha(tally: Tally, metric: Metric) -> Figure:
    """α = 1 − D_o / D_e = 1 − (n − 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck, from the coincidences o with margins n_c.

    `metric` is the squared difference of two levels: `nominal`, `ordinal`, `interval` or `ratio`. At most 1; 0 is what
    chance brings. n is the number of units that at least two people rated; others say nothing. Unused levels make no
    difference. O(q²) from a tally.
    Undefined: no pairable unit, a level outside the scale, one and the same level in all pairable units, `ratio` with
    levels below zero.
    """
    return figure(alpha_value(tally, metric), tally.pairable)


def alpha_value(tally: Tally, metric: Metric) -> Value:
    if tally.outside:
        return OUTSIDE
    if not tally.pairable:
        return NO_PAIRS
    if metric is ratio and min(tally.scale) < 0:
        return NEGATIVE
    given = tally.paired
    apart = metric(tally.scale, given)
    expected = chance(apart, given)
    found = sum(map(mul, apart, tally.coincidences))
    return 1 - (sum(given) - 1) * found / expected if expected else NO_VARIATION


def nominal(scale: Scale, _margins: Sequence[float]) -> Sequence[float]:
    """0 for the same level, else 1. Any levels, numbers or not."""
    return [float(one != other) for one, other in cells(len(scale))]


def ordinal(scale: Scale, margins: Sequence[float]) -> Sequence[float]:
    """(Σ n_g from c to k − (n_c + n_k) / 2)²: how many ratings stand between two levels. Any levels in an order."""
    middles = [below - own / 2 for below, own in zip(accumulate(margins), margins, strict=True)]
    one, other = sides(len(scale))
    apart = list(map(sub, one(middles), other(middles)))
    return list(map(mul, apart, apart))


def interval(scale: Scale, _margins: Sequence[float]) -> Sequence[float]:
    """(c − k)². Levels are numbers."""
    return [(one - other) ** 2 for one, other in combinations_with_replacement(scale, 2)]


def ratio(scale: Scale, _margins: Sequence[float]) -> Sequence[float]:
    """((c − k) / (c + k))², 0 for two zeros. Levels are numbers of zero and above."""
    return [((one - other) / ((one + other) or 1)) ** 2 for one, other in combinations_with_replacement(scale, 2)]
