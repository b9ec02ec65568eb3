"""Intraclass correlations: Shrout and Fleiss' table to the printed digits, and what a model makes of the same data."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assessment.agreement.published import SHROUT_AND_FLEISS
from trainer.assessment.agreement.intraclass import intraclass
from trainer.assessment.agreement.quantile import f_quantile, t_quantile

FOUND = intraclass(SHROUT_AND_FLEISS)


def test_mean_squares_are_as_printed() -> None:
    squares = (FOUND.between, FOUND.within, FOUND.judges, FOUND.error)
    assert [f"{square:.3f}" for square in squares] == ["11.242", "6.264", "32.486", "1.019"]
    assert (FOUND.n, FOUND.raters, FOUND.dropped) == (6, 4, 0)


@pytest.mark.parametrize(
    ("figure", "value", "low", "high"),
    [
        ("one_single", ".1657", "-.133", ".723"),
        ("two_single", ".2898", ".019", ".761"),
        ("three_single", ".7148", ".342", ".946"),
        ("one_average", ".4428", None, None),
        ("two_average", ".6201", ".071", ".927"),
        ("three_average", ".9093", ".676", ".986"),
    ],
)
def test_the_six_figures_and_their_intervals_are_as_printed(
    figure: str, value: str, low: str | None, high: str | None
) -> None:
    found = getattr(FOUND, figure)
    assert f"{found.value:.4f}".replace("0.", ".") == value
    if low and high:
        assert [f"{end:.3f}".replace("0.", ".") for end in (found.low, found.high)] == [low, high]
    assert found.low < found.value < found.high


@pytest.mark.parametrize(
    ("share", "above", "below", "printed"),  # any table of F
    [
        (0.95, 1, 1, "161.45"),
        (0.95, 5, 10, "3.33"),
        (0.975, 5, 18, "3.38"),
        (0.95, 10, 1, "241.88"),
        (0.99, 3, 7, "8.45"),
    ],
)
def test_quantiles_of_f_are_as_in_the_tables(share: float, above: int, below: int, printed: str) -> None:
    assert f"{f_quantile(share, above, below):.2f}" == printed


def test_quantiles_of_t_are_as_in_the_tables() -> None:
    assert [f"{t_quantile(0.975, freedom):.3f}" for freedom in (1, 5, 29)] == ["12.706", "2.571", "2.045"]


LEVELS = st.integers(1, 4).map(float)


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 4).flatmap(lambda k: st.lists(st.lists(LEVELS, min_size=k, max_size=k), min_size=2, max_size=8)))
def test_whatever_is_scored_the_figures_stay_in_order(rows: list[list[float]]) -> None:
    found = intraclass([list(row) for row in rows])
    singles = (found.one_single, found.two_single, found.three_single)
    for figure in (*singles, found.one_average, found.two_average, found.three_average):
        assert (figure.value is None) <= (figure.reason is not None)
        assert figure.value is None or figure.value <= 1 + 1e-9
        if figure.low is not None and figure.value is not None and figure.high is not None:
            assert figure.low - 1e-9 <= figure.value <= figure.high + 1e-9
    for figure in singles:
        assert figure.value is None or figure.value >= -1 / (found.raters - 1) - 1e-9 or figure is found.two_single


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.lists(LEVELS, min_size=3, max_size=3), min_size=3, max_size=8), st.floats(-50, 50), st.floats(0.1, 20)
)
def test_another_zero_and_another_unit_make_no_difference(rows: list[list[float]], shift: float, unit: float) -> None:
    one = intraclass([list(row) for row in rows])
    other = intraclass([[shift + unit * score for score in row] for row in rows])
    for name in ("one_single", "two_single", "three_single", "two_average"):
        values = [getattr(found, name).value for found in (one, other)]
        assert values[0] is values[1] is None or values[0] == pytest.approx(values[1], abs=1e-6, rel=1e-6)
