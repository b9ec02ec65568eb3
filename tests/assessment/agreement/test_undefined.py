"""What is there to say when a figure has no value? One row for each way in which it can be undefined."""

from math import isfinite

import pytest

from tests.assessment.agreement.published import SHROUT_AND_FLEISS
from trainer.assessment.agreement import alpha as krippendorff
from trainer.assessment.agreement.alpha import NEGATIVE, alpha, interval, nominal, ordinal, ratio
from trainer.assessment.agreement.chance import brennan_prediger, fleiss, gwet
from trainer.assessment.agreement.components import ENTANGLED, TOO_SMALL, Components, components
from trainer.assessment.agreement.dependability import (
    ALL_THE_SAME,
    NO_DESIGN,
    NO_SHARE,
    ONE_ASSESSOR,
    ONE_SESSION,
    ONE_TRAINEE,
    Design,
    Rated,
    g,
    phi,
    predicted_G,
    sources,
)
from trainer.assessment.agreement.effects import (
    ALONE,
    NO_FORM,
    NO_LEVELS,
    NO_POOL_SPREAD,
    NO_SHEET,
    Sheet,
    halo,
    haste,
    narrow_range,
    severity,
)
from trainer.assessment.agreement.events import (
    NO_EVENT,
    NO_TIME,
    Event,
    event_agreement,
    event_kappa,
    pair,
    state_kappa,
)
from trainer.assessment.agreement.figure import NO_PAIRS, NO_VARIATION, ONE_LEVEL, OUTSIDE, Figure
from trainer.assessment.agreement.intraclass import (
    ALL_ALIKE,
    NO_ERROR,
    NO_INTERVAL,
    NO_SPREAD,
    TWO_RATERS,
    TWO_TARGETS,
    intraclass,
)
from trainer.assessment.agreement.kappa import conger, weighted_kappa
from trainer.assessment.agreement.percent import exact, mean_difference, within_one
from trainer.assessment.agreement.tally import Unit, tally
from trainer.assessment.agreement.weights import quadratic
from trainer.message import Message

LEVELS = (1, 2, 3, 4)
NOBODY: list[Unit] = []
ONE_RATER: list[Unit] = [(3,), (2,), (4, None)]
HOLES: list[Unit] = [(None, None), (None,)]
ALL_THREES: list[Unit] = [(3, 3), (3, 3), (3, 3, 3)]
OFF_THE_SCALE: list[Unit] = [(3, 3), (2, 5)]
THREES = [(3, 3)] * 5
NO_FIGURE = Design(3, 6, 4)


def rated(*rows: tuple[str, str, str, float]) -> list[Rated]:
    return [Rated(*row) for row in rows]


@pytest.mark.parametrize(
    ("found", "reason", "n"),
    [
        # nothing that two rated
        (exact(tally(NOBODY, LEVELS)), NO_PAIRS, 0),
        (within_one(tally(ONE_RATER, LEVELS)), NO_PAIRS, 0),
        (mean_difference([(3, None), (None, 2)]), NO_PAIRS, 0),
        (gwet(tally(ONE_RATER, LEVELS)), NO_PAIRS, 0),
        (gwet(tally(HOLES, LEVELS), quadratic), NO_PAIRS, 0),
        (fleiss(tally(NOBODY, LEVELS)), NO_PAIRS, 0),
        (brennan_prediger(tally(HOLES, LEVELS)), NO_PAIRS, 0),
        (alpha(tally(ONE_RATER, LEVELS), ordinal), NO_PAIRS, 0),
        (alpha(tally(NOBODY, ()), nominal), NO_PAIRS, 0),
        (weighted_kappa([(3, None)], LEVELS), NO_PAIRS, 0),
        (weighted_kappa([], LEVELS), NO_PAIRS, 0),
        (conger([[3, None], [None, 2]], LEVELS), NO_PAIRS, 0),
        (conger([], LEVELS), NO_PAIRS, 0),
        # one and the same level throughout
        (fleiss(tally(ALL_THREES, LEVELS)), NO_VARIATION, 3),
        (fleiss(tally(ALL_THREES, LEVELS), quadratic), NO_VARIATION, 3),
        (alpha(tally(ALL_THREES, LEVELS), nominal), NO_VARIATION, 3),
        (alpha(tally(ALL_THREES, LEVELS), ordinal), NO_VARIATION, 3),
        (alpha(tally(ALL_THREES, LEVELS), interval), NO_VARIATION, 3),
        (alpha(tally(ALL_THREES, LEVELS), ratio), NO_VARIATION, 3),
        (alpha(tally([(0, 0), (0, 0)], (0, 1)), ratio), NO_VARIATION, 2),
        (alpha(tally([*ALL_THREES, (2,)], LEVELS), interval), NO_VARIATION, 3),
        (weighted_kappa(THREES, LEVELS, quadratic), NO_VARIATION, 5),
        (conger(THREES, LEVELS), NO_VARIATION, 5),
        (weighted_kappa([(1, 1)], (1,)), NO_VARIATION, 1),
        # a scale that does not fit
        (exact(tally(OFF_THE_SCALE, LEVELS)), OUTSIDE, 1),
        (gwet(tally(OFF_THE_SCALE, LEVELS)), OUTSIDE, 1),
        (fleiss(tally(OFF_THE_SCALE, LEVELS)), OUTSIDE, 1),
        (alpha(tally(OFF_THE_SCALE, LEVELS), ordinal), OUTSIDE, 1),
        (weighted_kappa([(3, 3), (2, 5)], LEVELS), OUTSIDE, 2),
        (conger([[3, 3], [2, 5]], LEVELS), OUTSIDE, 1),
        (exact(tally([(2.5, 3)], LEVELS)), OUTSIDE, 0),
        (gwet(tally([(1, 1)], (1,))), ONE_LEVEL, 1),
        (brennan_prediger(tally([(1, 1)], (1,))), ONE_LEVEL, 1),
        (alpha(tally([(-1, 1)], (-1, 1)), ratio), NEGATIVE, 1),
        # intraclass correlations
        (intraclass([]).two_single, TWO_TARGETS, 0),
        (intraclass([[1, 2]]).one_single, TWO_TARGETS, 1),
        (intraclass([[1, None], [None, 2], [3, 3]]).three_average, TWO_TARGETS, 1),
        (intraclass([[1], [2]]).two_single, TWO_RATERS, 2),
        (intraclass([[], []]).two_single, TWO_RATERS, 2),
        (intraclass([[3, 3], [3, 3]]).two_single, ALL_ALIKE, 2),
        (intraclass([[3, 3], [3, 3]]).one_average, ALL_ALIKE, 2),
        (intraclass([[1, 2], [2, 1]]).two_single, NO_SPREAD, 2),
        (intraclass([[1, 2], [2, 1]]).one_average, NO_SPREAD, 2),
        # where variance comes from
        (predicted_G(0, 4), NO_DESIGN, 4),
        (predicted_G(5, 4), NO_DESIGN, 4),
        (predicted_G(0, 0), NO_DESIGN, 0),
        (predicted_G(2, 4, r1=0), NO_SHARE, 4),
        (predicted_G(2, 4, rho=1.1), NO_SHARE, 4),
        (phi(sources([]), NO_FIGURE), ONE_TRAINEE, 0),
        (phi(sources(rated(("a", "1", "x", 3), ("a", "2", "y", 2))), NO_FIGURE), ONE_TRAINEE, 2),
        (phi(sources(rated(("a", "1", "x", 3), ("b", "2", "y", 2))), NO_FIGURE), ONE_SESSION, 2),
        (
            phi(sources(rated(("a", "1", "x", 3), ("a", "2", "y", 2), ("b", "3", "x", 2))), NO_FIGURE),
            ONE_ASSESSOR,
            3,
        ),
        (phi(Components(9, {"trainee": 1.0, "error": 1.0}), Design(0, 0, 0)), NO_DESIGN, 9),
        (g(Components(9, {"trainee": 1.0, "error": 1.0}), Design(2, 2, 3)), NO_DESIGN, 9),
        (phi(Components(9, {"trainee": -0.1, "assessor": 0.0, "error": 0.0}), NO_FIGURE), ALL_THE_SAME, 9),
        # events and states
        (event_agreement(pair([], [], 1000)), NO_EVENT, 0),
        (event_kappa(pair([], [], 1000)), NO_EVENT, 0),
        (event_kappa(pair([Event(1, "A")], [Event(1, "A")], 1000)), NO_VARIATION, 1),
        (state_kappa([], [], 60_000), NO_TIME, 0),
        (state_kappa([Event(0, "open")], [], 60_000), NO_TIME, 0),
        (state_kappa([Event(90_000, "open")], [Event(0, "open")], 60_000), NO_TIME, 0),
        (state_kappa([Event(0, "open")], [Event(0, "open")], 60_000), NO_VARIATION, 60),
        # one assessor
        (severity([]).found, ALONE, 0),
        (severity([]).shrunk, ALONE, 0),
        (narrow_range([], [1, 2])[0].figure, NO_LEVELS, 0),
        (narrow_range([], [])[1].figure, NO_LEVELS, 0),
        (narrow_range([3, 3], [3, 3])[0].figure, NO_POOL_SPREAD, 2),
        (halo([])[0].figure, NO_SHEET, 0),
        (halo([Sheet("s", "a", {"one": 3, "two": None, "three": None})])[1].figure, NO_SHEET, 0),
        (haste([]).figure, NO_FORM, 0),
    ],
)
def test_an_undefined_figure_says_why(found: Figure, reason: Message, n: int) -> None:
    assert (found.value, found.low, found.high, found.reason, found.n) == (None, None, None, reason, n)
    assert str(reason).endswith(".")


@pytest.mark.parametrize(
    ("scores", "factors", "reason"),
    [
        ([], {}, TOO_SMALL),
        ([3.0], {"a": ["x"]}, TOO_SMALL),
        ([3.0, 2.0], {"a": ["x", "x"]}, ENTANGLED),  # one level
        ([3.0, 2.0, 1.0], {"a": ["x", "y", "z"]}, ENTANGLED),  # every score a level of its own: nothing left for error
        ([3.0, 2.0, 1.0, 4.0], {"a": ["x", "x", "y", "y"], "b": ["p", "p", "q", "q"]}, ENTANGLED),
    ],
)
def test_components_that_cannot_be_told_say_why(
    scores: list[float], factors: dict[str, list[str]], reason: Message
) -> None:
    assert components(scores, factors) == Components(len(scores), {}, reason)


def test_what_is_plain_stays_defined_where_chance_is_not() -> None:
    counted = tally(ALL_THREES, LEVELS)
    assert (exact(counted).value, within_one(counted).value) == (1.0, 1.0)
    assert (gwet(counted).value, gwet(counted, quadratic).value, brennan_prediger(counted).value) == (1.0, 1.0, 1.0)


def test_one_unit_is_enough_where_levels_differ() -> None:
    counted = tally([(2, 3)], LEVELS)
    assert exact(counted) == Figure(0.0, 1)
    assert alpha(counted, interval).value == pytest.approx(0)
    assert weighted_kappa([(2, 3)], LEVELS) == Figure(0.0, 1)


@pytest.mark.parametrize(
    ("rows", "figure", "value", "reason"),
    [
        ([[1, 1], [2, 2], [4, 4]], "two_single", 1.0, NO_ERROR),
        ([[1, 2], [2, 3], [4, 5]], "three_average", 1.0, NO_ERROR),  # the raters' severity is forgiven
        ([[1, 2], [2, 1], [2, 1]], "one_single", -1.0, NO_INTERVAL),  # no spread of targets at all
    ],
)
def test_a_value_without_an_interval_says_why(
    rows: list[list[float | None]], figure: str, value: float, reason: Message
) -> None:
    found = getattr(intraclass(rows), figure)
    assert (found.value, found.low, found.high, found.reason) == (pytest.approx(value), None, None, reason)


def test_an_average_has_no_interval_where_one_rater_falls_below_what_can_be() -> None:
    found = intraclass([[3, 1], [1, 2], [1, 1]])
    assert found.two_single.low is not None
    assert found.two_single.low < -1
    assert found.two_average.reason == NO_INTERVAL


def test_rows_with_holes_are_dropped_and_counted() -> None:
    found = intraclass([*SHROUT_AND_FLEISS, [1, None, 2, 3], [None] * 4])
    assert (found.n, found.raters, found.dropped) == (6, 4, 2)
    assert found.two_single == intraclass(SHROUT_AND_FLEISS).two_single


def test_nothing_is_ever_not_a_number() -> None:
    for metric in (krippendorff.nominal, krippendorff.ordinal, krippendorff.interval, krippendorff.ratio):
        value = alpha(tally([(0, 1), (1, 0)], (0, 1)), metric).value
        assert value is not None
        assert isfinite(value)
