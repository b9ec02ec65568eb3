"""How do an assessor's levels compare with the reference of cases, and what does the policy make of it?

Levels are compared within whole rounds of cases. "Not observed" is no level: where either side has none, the criterion
differs or not, and is left out of every figure.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trainer.assessment.agreement import weights
from trainer.assessment.agreement.chance import gwet
from trainer.assessment.agreement.figure import Figure
from trainer.assessment.agreement.kappa import weighted_kappa
from trainer.assessment.agreement.percent import exact, mean_difference, within_one
from trainer.assessment.agreement.tally import tally
from trainer.curriculum.documents import LEVELS, LicenceRule, ReferenceRating
from trainer.message import Message

PEERS = 5

Level = int | None


@dataclass(frozen=True)
class Pair:
    """One criterion of one case: the assessor's level and that of the reference; None is "not observed"."""

    mine: Level
    reference: Level
    critical: bool = False


def reference_level(rating: ReferenceRating) -> Level:
    return None if rating.level == "not_observed" else rating.level


@dataclass(frozen=True)
class Comparison:
    """What levels came to against the reference. `bias` above 0 is more lenient, below 0 more severe."""

    exact: Figure
    within_one: Figure
    critical_exact: Figure
    kappa: Figure
    ac2: Figure
    bias: Figure
    one_sided: int

    @property
    def n(self) -> int:
        """The levels that were compared."""
        return self.exact.n

    @property
    def direction(self) -> Message:
        """Which way somebody leans, in words; a twentieth of a level either way is none."""
        lean = self.bias.value
        if lean is None:
            return Message("Nothing to compare")
        if abs(lean) < 0.05:
            return Message("Neither more severe nor more lenient")
        text = "%(by)s levels more lenient" if lean > 0 else "%(by)s levels more severe"
        return Message(text, {"by": f"{abs(lean):.2f}"})


def spread(others: Collection[Level]) -> tuple[tuple[Level, int], ...]:
    """How often peers gave each level, lowest first, "not observed" last; nothing before there are enough of them."""
    if len(others) < PEERS:
        return ()
    counts = Counter(others)
    return tuple((level, counts[level]) for level in (*LEVELS, None) if counts[level])


def compare(given: Iterable[Pair]) -> Comparison:
    """Every figure of some pairs, each with its n; quadratic weights throughout."""
    given = list(given)
    both = [(pair.mine, pair.reference) for pair in given]
    counted, critical = tally(both, LEVELS), tally([(p.mine, p.reference) for p in given if p.critical], LEVELS)
    return Comparison(
        exact=exact(counted),
        within_one=within_one(counted),
        critical_exact=exact(critical),
        kappa=weighted_kappa(both, LEVELS, weights.quadratic),
        ac2=gwet(counted, weights.quadratic),
        bias=mean_difference(both),
        one_sided=sum((pair.mine is None) != (pair.reference is None) for pair in given),
    )


@dataclass(frozen=True)
class Step:
    """One line of the rule, with whether it is met."""

    met: bool
    told: Message


def hold(rule: LicenceRule, found: Comparison) -> tuple[Step, ...]:
    """Hold a comparison against the rule of a policy, line by line. Of too few levels nothing is said."""
    if found.n < rule.cells:
        values = {"n": found.n, "cells": rule.cells}
        return (
            Step(False, Message("%(n)d levels were compared; nothing is said about fewer than %(cells)d.", values)),
        )
    figures = {"kappa": _two(found.kappa), "ac2": _two(found.ac2), "least": rule.kappa, "or": rule.ac2, "n": found.n}
    text = "Weighted kappa %(kappa)s (at least %(least)s), AC2 %(ac2)s (or at least %(or)s), n %(n)d"
    bias = found.bias.value or 0.0
    return (
        _share("Within one level: %(share)d%%, at least %(least)d%%, n %(n)d", found.within_one, rule.within_one),
        _share(
            "The same on critical criteria: %(share)d%%, at least %(least)d%%, n %(n)d",
            found.critical_exact,
            rule.critical_exact,
        ),
        Step(_reaches(found.kappa, rule.kappa) or _reaches(found.ac2, rule.ac2), Message(text, figures)),
        Step(
            abs(bias) <= rule.bias,
            Message(
                "Mean difference %(bias)s levels, at most %(most)s either way",
                {"bias": f"{bias:+.2f}", "most": rule.bias},
            ),
        ),
    )


def met(steps: Sequence[Step]) -> bool:
    return all(step.met for step in steps)


def _share(text: str, found: Figure, least: float) -> Step:
    """A share that has no value because nothing of it was rated stands in nobody's way."""
    share = 1.0 if found.value is None else found.value
    values = {"share": int(100 * share), "least": round(100 * least), "n": found.n}
    return Step(share >= least, Message(text, values))


def _reaches(found: Figure, least: float) -> bool:
    return found.value is not None and found.value >= least


def _two(found: Figure) -> str:
    return "–" if found.value is None else f"{found.value:.2f}"


# What is stored of a comparison when a round is concluded, and how it is read back.


def stored(found: Comparison) -> dict[str, Any]:
    """The figures as plain values; a reason why one is missing is told anew when it is read."""
    plain = {name: [value.value, value.n] for name, value in vars(found).items() if isinstance(value, Figure)}
    return {**plain, "one_sided": found.one_sided}


def recalled(body: Mapping[str, Any]) -> Comparison:
    """A comparison from its stored values."""
    figures = {name: Figure(*value) for name, value in body.items() if name != "one_sided"}
    return Comparison(**figures, one_sided=body["one_sided"])
