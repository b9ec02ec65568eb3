"""Which judgements does a lead look into, and why?

Shares are the awarding bodies' usual ones (shared domain notes, certification §4.4): all of the first three of an
assessor, half of the next, then 15 to 25% by risk. Where a share is drawn, `lot` decides.
"""

from dataclasses import dataclass
from enum import StrEnum

from trainer.curriculum.documents import SamplingPlan

ROUNDING = 1e-9  # 3.0 lies within 0.1 of 2.9


class Why(StrEnum):
    """Why a judgement is drawn, the weightiest first."""

    NEW = "new"
    NEAR = "near"
    RISK = "risk"
    EARLY = "early"
    CHANCE = "chance"


@dataclass(frozen=True)
class Weighed:
    """A judgement as the plan sees it: the assessor's how manieth, and what speaks for a look.

    `chance`: in [0, 1), as `lot` says. `at_risk`: a look within the last year found something in this assessor's.
    `mean`: of all levels that were given in its session; None without one. `line`: the policy's overall line.
    """

    number: int
    chance: float
    at_risk: bool = False
    mean: float | None = None
    line: float | None = None


def drawn(plan: SamplingPlan, one: Weighed) -> Why | None:
    """Why a lead looks into a judgement by this plan; None if nobody needs to."""
    if one.number <= plan.first:
        return Why.NEW
    if one.mean is not None and one.line is not None and abs(one.mean - one.line) <= plan.near + ROUNDING:
        return Why.NEAR
    early = one.number <= plan.early_until
    if one.chance < (plan.early if early else plan.share):
        return Why.EARLY if early else Why.CHANCE
    return Why.RISK if one.at_risk and one.chance < plan.at_risk else None
