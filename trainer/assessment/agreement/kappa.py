"""How far do raters with names agree beyond chance? Cohen's weighted kappa, and Conger's for more than two.

Who is first and who is second makes a difference here, since each rater's own use of the levels is what chance is
reckoned from. Where raters change from session to session use `fleiss`, which knows no order.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from operator import mul

from trainer.assessment.agreement.figure import NO_PAIRS, OUTSIDE, Figure, beyond_chance, figure
from trainer.assessment.agreement.percent import observed
from trainer.assessment.agreement.tally import Unit, tally
from trainer.assessment.agreement.weights import Weighting, cells, chances, unweighted
from trainer.message import Message


def weighted_kappa(
    pairs: Iterable[tuple[Hashable | None, Hashable | None]],
    scale: Sequence[Hashable],
    weighting: Weighting = unweighted,
) -> Figure:
    """Cohen's kappa of two raters, weighted: 1 − Σ(1 − w)O / Σ(1 − w)E with E from each rater's own levels.

    `pairs`: n units, first and second rater's level; a unit that one of them did not rate is left out. −1 to 1; n is
    the number of pairs. Quadratic weights give QWK. O(n + q²).
    Source: Cohen (1960), Educational and Psychological Measurement 20, 37–46; Cohen (1968), Psychological Bulletin 70,
    213–220. Undefined: no pair, a level outside the scale, both raters at one and the same level throughout.
    """
    met = Counter(pair for pair in pairs if None not in pair)
    n = met.total()
    return figure(_cohen(met, tuple(scale), weighting) if n else NO_PAIRS, n)


def _cohen(
    met: Counter[tuple[Hashable | None, Hashable | None]], scale: tuple[Hashable, ...], weighting: Weighting
) -> float | Message:
    if not {level for pair in met for level in pair} <= set(scale):
        return OUTSIDE
    n, size = met.total(), len(scale)
    first = [sum(met[one, other] for other in scale) / n for one in scale]
    second = [sum(met[one, other] for one in scale) / n for other in scale]
    agreed = sum(
        weight * (met[scale[one], scale[other]] + (met[scale[other], scale[one]] if one != other else 0))
        for weight, (one, other) in zip(weighting(scale), cells(size), strict=True)
    )
    return beyond_chance(agreed / n, sum(map(mul, weighting(scale), chances(first, second))))


def conger(units: Sequence[Unit], scale: Sequence[Hashable], weighting: Weighting = unweighted) -> Figure:
    """Conger's kappa of r raters with names; for two raters without holes it is Cohen's.

    `units`: n rows of r raters, None where one did not rate. Observed agreement as in `percent.observed`; expected is
    the mean over pairs of raters of Cohen's, each rater's shares being of the units that he or she rated. A rater who
    rated none is left out. n is the number of pairable units. O(nr + r²q²).
    Source: Conger (1980), Psychological Bulletin 88, 322–328; Gwet (2014), chapter 2. Undefined: no pairable unit, a
    level outside the scale, everybody at one and the same level throughout.
    """
    counted = tally(units, scale)
    agreed = observed(counted, weighting)
    if isinstance(agreed, Message):
        return figure(agreed, counted.pairable)
    shares = [_shares(column, scale) for column in zip(*units, strict=True)]
    chance = _by_pairs([share for share in shares if share], weighting(tuple(scale)))
    return figure(beyond_chance(agreed, chance), counted.pairable)


def _shares(column: Sequence[Hashable | None], scale: Sequence[Hashable]) -> list[float]:
    """One rater's share of each level; nothing for a rater who gave none."""
    given = Counter(level for level in column if level is not None)
    return [given[level] / given.total() for level in scale] if given else []


def _by_pairs(shares: Sequence[Sequence[float]], weights: Sequence[float]) -> float:
    """The mean over pairs of raters of the agreement that their shares alone would bring."""
    pairs = [(one, other) for at, one in enumerate(shares) for other in shares[at + 1 :]]
    return sum(sum(map(mul, weights, chances(one, other))) for one, other in pairs) / len(pairs)
