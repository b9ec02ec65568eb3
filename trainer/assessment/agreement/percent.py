"""How often do people agree, plainly? Exact, within one level, and in which direction they differ."""

from collections.abc import Iterable
from operator import mul

from trainer.assessment.agreement.figure import NO_PAIRS, OUTSIDE, Figure, Value, figure
from trainer.assessment.agreement.tally import Tally
from trainer.assessment.agreement.weights import Weighting, adjacent, unweighted


def exact(tally: Tally) -> Figure:
    """The share of pairs of ratings at the same level: `observed` without weights."""
    return figure(observed(tally, unweighted), tally.pairable)


def within_one(tally: Tally) -> Figure:
    """The share of pairs of ratings at the same level or at levels next to each other on the scale."""
    return figure(observed(tally, adjacent), tally.pairable)


def observed(tally: Tally, weighting: Weighting) -> Value:
    """Observed agreement: the mean over pairable units of the mean weight of their pairs of ratings.

    pa = mean over i with r_i ≥ 2 of Σ_k r_ik (r*_ik − 1) / (r_i (r_i − 1)), r*_ik = Σ_l w_kl r_il. A share, 0 to 1.
    Source: Gwet (2014), chapter 4; for two raters the plain share of pairs. O(q²) from a tally.
    Undefined: no pairable unit, a level outside the scale.
    """
    if tally.outside:
        return OUTSIDE
    if not tally.pairable:
        return NO_PAIRS
    agreed: float = sum(map(mul, weighting(tally.scale), tally.meetings))
    return agreed / tally.pairable


def mean_difference(pairs: Iterable[tuple[float | None, float | None]]) -> Figure:
    """The mean of first − second, in levels: above 0 the first gives more. n is the number of pairs.

    A pair of which one is missing is left out. Undefined: no pair.
    """
    apart = [one - other for one, other in pairs if one is not None and other is not None]
    return figure(sum(apart) / len(apart) if apart else NO_PAIRS, len(apart))
