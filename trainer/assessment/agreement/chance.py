"""How far do raters without names agree beyond chance? Gwet's AC1 and AC2, Fleiss' kappa, Brennan and Prediger.

All three hold the same observed agreement against another idea of chance. Any number of raters, who may change from
unit to unit, and holes. n is the number of units that at least two people rated; O(q²) from a tally. They depend on the
whole scale, levels that nobody used included.
"""

from trainer.assessment.agreement.figure import ONE_LEVEL, Figure, Value, beyond_chance, figure
from trainer.assessment.agreement.percent import observed
from trainer.assessment.agreement.tally import Tally
from trainer.assessment.agreement.weights import Weighting, chance, total, unweighted
from trainer.message import Message


def gwet(tally: Tally, weighting: Weighting = unweighted) -> Figure:
    """AC1 without weights, AC2 with: chance is pe = T_w / (q(q − 1)) · Σ π_k (1 − π_k), T_w the sum of all weights.

    Source: Gwet, K. L. (2008). British Journal of Mathematical and Statistical Psychology 61, 29–48; Gwet (2014),
    chapters 4 and 5. Perfect agreement at one level is 1. Undefined: no pairable unit, a level outside the scale, a
    scale of one level.
    """
    if len(tally.scale) < 2:
        return figure(ONE_LEVEL, tally.pairable)
    return figure(held_against(gwet_chance(tally, weighting), observed(tally, weighting)), tally.pairable)


def fleiss(tally: Tally, weighting: Weighting = unweighted) -> Figure:
    """Fleiss' kappa: chance is pe = Σ w_kl π_k π_l. For two raters Scott's pi.

    Source: Fleiss, J. L. (1971). Psychological Bulletin 76, 378–382; with weights and holes Gwet (2014), chapter 4.
    Undefined: no pairable unit, a level outside the scale, everybody at one and the same level throughout.
    """
    return figure(held_against(fleiss_chance(tally, weighting), observed(tally, weighting)), tally.pairable)


def brennan_prediger(tally: Tally, weighting: Weighting = unweighted) -> Figure:
    """Chance is pe = T_w / q²: every level as likely as another.

    Source: Brennan, R. L. & Prediger, D. J. (1981). Educational and Psychological Measurement 41, 687–699. Undefined:
    no pairable unit, a level outside the scale, a scale of one level.
    """
    size = len(tally.scale)
    if size < 2:
        return figure(ONE_LEVEL, tally.pairable)
    expected = total(weighting(tally.scale), size) / size**2
    return figure(held_against(expected, observed(tally, weighting)), tally.pairable)


def gwet_chance(tally: Tally, weighting: Weighting) -> float:
    size = len(tally.scale)
    spread = sum([share * (1 - share) for share in tally.shares])
    return total(weighting(tally.scale), size) / (size * (size - 1)) * spread


def fleiss_chance(tally: Tally, weighting: Weighting) -> float:
    return chance(weighting(tally.scale), tally.shares)


def held_against(expected: float, agreed: Value) -> Value:
    return agreed if isinstance(agreed, Message) else beyond_chance(agreed, expected)
