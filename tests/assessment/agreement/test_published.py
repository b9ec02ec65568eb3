"""Do the figures come out as they were printed? Every worked example, to the printed digits."""

import pytest

from tests.assessment.agreement.published import (
    ABSTRACTORS,
    BALANCED,
    BEN_AND_GERRY,
    FOUR_OBSERVERS,
    FOURTEEN_RATERS,
    GWETS_OBSERVERS,
    LEVELS,
    LOPSIDED,
    MEG_AND_OWEN,
    PSYCHIATRISTS,
    THREE_CODERS,
    TWO_ASSESSORS,
)
from trainer.assessment.agreement.alpha import alpha, interval, nominal, ordinal, ratio
from trainer.assessment.agreement.chance import brennan_prediger, fleiss, gwet
from trainer.assessment.agreement.figure import Figure, Value
from trainer.assessment.agreement.kappa import conger, weighted_kappa
from trainer.assessment.agreement.percent import exact, mean_difference, observed, within_one
from trainer.assessment.agreement.tally import scale_of, tally
from trainer.assessment.agreement.weights import linear, quadratic, unweighted
from trainer.assessment.agreement.weights import ordinal as by_order

FIVE = (1, 2, 3, 4, 5)
OBSERVERS = tally(FOUR_OBSERVERS, FIVE)
PREGNANCIES = tally(ABSTRACTORS, (1, 2, 3))
ASSESSORS = tally(TWO_ASSESSORS, LEVELS)


def printed(found: Figure | Value, digits: str) -> bool:
    """Whether a figure rounds to what was printed."""
    value = found.value if isinstance(found, Figure) else found
    assert isinstance(value, float)
    return f"{value:.{len(digits.partition('.')[2])}f}" == digits


@pytest.mark.parametrize(
    ("found", "digits"),
    [
        # Krippendorff's four observers (T1)
        (alpha(OBSERVERS, nominal), "0.74342"),
        (alpha(OBSERVERS, ordinal), "0.81539"),
        (alpha(OBSERVERS, interval), "0.84911"),
        (alpha(OBSERVERS, ratio), "0.79740"),
        (observed(OBSERVERS, unweighted), "0.8181818"),
        (gwet(OBSERVERS), "0.77544"),
        (fleiss(OBSERVERS), "0.76117"),
        (brennan_prediger(OBSERVERS), "0.77273"),
        (conger(GWETS_OBSERVERS, FIVE), "0.76282"),
        (observed(OBSERVERS, linear), "0.93939"),
        (gwet(OBSERVERS, linear), "0.85874"),
        (fleiss(OBSERVERS, linear), "0.81794"),
        (brennan_prediger(OBSERVERS, linear), "0.84848"),
        (observed(OBSERVERS, by_order), "0.96818"),
        (gwet(OBSERVERS, by_order), "0.89894"),
        (fleiss(OBSERVERS, by_order), "0.85021"),
        (observed(OBSERVERS, quadratic), "0.9753788"),
        (gwet(OBSERVERS, quadratic), "0.91400"),
        (fleiss(OBSERVERS, quadratic), "0.86494"),
        (brennan_prediger(OBSERVERS, quadratic), "0.90152"),
        # Two assessors, twelve criteria (T8)
        (exact(ASSESSORS), "0.5000"),
        (within_one(ASSESSORS), "1.0000"),
        (mean_difference(TWO_ASSESSORS), "0.0"),
        (weighted_kappa(TWO_ASSESSORS, LEVELS), "0.2421"),
        (weighted_kappa(TWO_ASSESSORS, LEVELS, linear), "0.4000"),
        (weighted_kappa(TWO_ASSESSORS, LEVELS, quadratic), "0.5862"),
        (gwet(ASSESSORS), "0.3619"),
        (gwet(ASSESSORS, linear), "0.6633"),
        (gwet(ASSESSORS, quadratic), "0.8518"),
        (alpha(ASSESSORS, ordinal), "0.6106"),
        (alpha(ASSESSORS, nominal), "0.2620"),
        (alpha(ASSESSORS, interval), "0.6034"),
        # The paradoxes of kappa (T7)
        (exact(tally(BALANCED, (1, 2))), "0.85"),
        (weighted_kappa(BALANCED, (1, 2)), "0.700"),
        (gwet(tally(BALANCED, (1, 2))), "0.701"),
        (exact(tally(LOPSIDED, (1, 2))), "0.85"),
        (weighted_kappa(LOPSIDED, (1, 2)), "0.318"),
        (gwet(tally(LOPSIDED, (1, 2))), "0.808"),
        # Krippendorff (2011), examples A and B, and the three coders of the documentation
        (alpha(tally(MEG_AND_OWEN, (0, 1)), nominal), "0.095"),
        (alpha(tally(BEN_AND_GERRY, tuple("abcde")), nominal), "0.692"),
        (alpha(tally(THREE_CODERS, scale_of(THREE_CODERS)), nominal), "0.691"),
        (alpha(tally(THREE_CODERS, scale_of(THREE_CODERS)), ordinal), "0.807"),
        (alpha(tally(THREE_CODERS, scale_of(THREE_CODERS)), interval), "0.811"),
        # Fleiss (1971) and Wikipedia's example
        (fleiss(tally(PSYCHIATRISTS, FIVE)), "0.430"),
        (conger(PSYCHIATRISTS, FIVE), "0.442"),
        # Gwet's abstractors, as the vignettes of irrCAC print them
        (weighted_kappa(ABSTRACTORS, (1, 2, 3)), "0.7964094"),
        (fleiss(PREGNANCIES), "0.7962397"),
        (gwet(PREGNANCIES), "0.8493305"),
        (brennan_prediger(PREGNANCIES), "0.835"),
        (alpha(PREGNANCIES, nominal), "0.7972585"),
        (exact(PREGNANCIES), "0.89"),
        (weighted_kappa(ABSTRACTORS, (1, 2, 3), quadratic), "0.8921569"),
        (fleiss(PREGNANCIES, quadratic), "0.8921093"),
        (gwet(PREGNANCIES, quadratic), "0.9402369"),
        (brennan_prediger(PREGNANCIES, quadratic), "0.9175"),
        (alpha(PREGNANCIES, interval), "0.8926487"),
        (observed(PREGNANCIES, quadratic), "0.9725"),
    ],
)
def test_a_figure_comes_out_as_printed(found: Figure | Value, digits: str) -> None:
    assert printed(found, digits)


def test_of_counts_only_the_levels_are_needed() -> None:
    units = [[level for level, times in enumerate(row) for _ in range(int(times or 0))] for row in FOURTEEN_RATERS]
    assert printed(fleiss(tally(units, range(5))), "0.210")


def test_what_chance_brings_is_gwets() -> None:
    shares = OBSERVERS.shares
    assert f"{sum(share * (1 - share) for share in shares) / 4:.7f}" == "0.1903212"


def test_n_is_the_units_that_two_rated() -> None:
    assert (OBSERVERS.pairable, alpha(OBSERVERS, ordinal).n, gwet(OBSERVERS).n) == (11, 11, 11)
    assert (weighted_kappa(TWO_ASSESSORS, LEVELS).n, mean_difference(TWO_ASSESSORS).n) == (12, 12)
