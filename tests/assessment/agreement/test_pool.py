"""All double-rated sessions together: the same figures as one by one, intervals over sessions, and what it costs."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.assessment.agreement.alpha import alpha, ordinal
from trainer.assessment.agreement.bootstrap import (
    ALL_DRAWS_ALIKE,
    FEW_SESSIONS,
    MOST_GROUPS,
    UNDEFINED_DRAWS,
    draws,
    with_interval,
)
from trainer.assessment.agreement.chance import fleiss, gwet
from trainer.assessment.agreement.figure import NO_PAIRS, NO_VARIATION, OUTSIDE, Figure
from trainer.assessment.agreement.percent import exact, within_one
from trainer.assessment.agreement.pool import Session, pool
from trainer.assessment.agreement.tally import tally
from trainer.assessment.agreement.weights import quadratic

LEVELS = (1, 2, 3, 4)
CRITERIA = [f"c{number}" for number in range(12)]


def sessions(count: int, seed: int, criteria: list[str] = CRITERIA, assessors: int = 2) -> list[Session]:
    """Assessors who agree fairly well, with a hole here and there."""
    chance = Random(seed)
    made = []
    for _ in range(count):
        true = chance.gauss(2.9, 0.5)
        made.append(
            {
                key: [
                    None if chance.random() < 0.03 else min(4, max(1, round(chance.gauss(true, 0.6))))
                    for _ in range(assessors)
                ]
                for key in criteria
            }
        )
    return made


@pytest.mark.parametrize("assessors", [2, 3])
def test_a_pool_holds_the_figures_that_one_would_find_one_by_one(assessors: int) -> None:
    made = sessions(20, 5, CRITERIA[:3], assessors)
    found = pool(made, CRITERIA[:3], LEVELS, times=50)
    together = tally([session[key] for session in made for key in CRITERIA[:3]], LEVELS)
    single = tally([session["c1"] for session in made], LEVELS)
    for counted, agreement in ((together, found.together), (single, found.criteria["c1"])):
        values = [agreement.exact, agreement.within_one, agreement.kappa, agreement.ac2, agreement.alpha]
        one_by_one = [exact, within_one, lambda t: fleiss(t, quadratic), lambda t: gwet(t, quadratic)]
        expected = [*(ask(counted) for ask in one_by_one), alpha(counted, ordinal)]
        assert [figure.value for figure in values] == [pytest.approx(figure.value) for figure in expected]
        assert {figure.n for figure in values} == {counted.pairable} == {agreement.n}
        assert agreement.commonest == pytest.approx(max(counted.shares))
        assert all(figure.low <= figure.value <= figure.high for figure in values)
    assert found.sessions == 20


def test_the_order_of_the_sessions_makes_no_difference_and_the_seed_decides() -> None:
    made = sessions(30, 6, CRITERIA[:2])
    one = pool(made, CRITERIA[:2], LEVELS, times=200)
    assert pool(made[::-1], CRITERIA[:2], LEVELS, times=200) == one
    assert pool(made, CRITERIA[:2], LEVELS, seed=2, times=200).together.alpha.low != one.together.alpha.low


def test_sessions_are_drawn_not_ratings() -> None:
    """Twelve criteria that always agree or always differ together are one observation, not twelve."""
    alike: list[Session] = [dict.fromkeys(CRITERIA, (3, 3) if held % 2 else (2, 3)) for held in range(40)]
    together = pool(alike, CRITERIA, LEVELS, times=200).together.exact
    single = pool(alike, CRITERIA[:1], LEVELS, times=200).together.exact
    assert (together.value, together.low, together.high) == (single.value, single.low, single.high)
    assert (together.low, together.high) == (pytest.approx(0.345, abs=0.04), pytest.approx(0.655, abs=0.04))


def test_an_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    chance, hits = Random(8), 0
    for seed in range(200):
        agreed = [[int(chance.random() < 0.7), 1] for _ in range(60)]
        found = with_interval(Figure(0.5, 60), [same / held for same, held in draws(agreed, seed, 200)], 60)
        hits += found.low <= 0.7 <= found.high
    assert 180 <= hits <= 198


def test_only_sessions_that_two_rated_count() -> None:
    made: list[Session] = [{"c": (3, 2)}, {"c": (3, None)}, {"c": (4,)}, {"c": ()}, {}, {"other": (1, 1)}]
    found = pool(made, ["c"], LEVELS, times=10)
    assert (found.sessions, found.together.n) == (1, 1)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        ([], NO_PAIRS),
        ([{"c": (3, 3)}] * 20, NO_VARIATION),
        ([{"c": (3, 3)}, {"c": (2, 5)}], OUTSIDE),
    ],
)
def test_what_has_no_value_says_why(made: list[Session], reason: object) -> None:
    found = pool(made, ["c"], LEVELS, times=10)
    assert found.together.alpha.reason == found.criteria["c"].alpha.reason == reason


def test_what_has_no_interval_says_why() -> None:
    few: list[Session] = [{"c": (3, 2)}, {"c": (3, 3)}]
    assert pool(few, ["c"], LEVELS, times=10).together.exact == Figure(
        0.5, 2, reason=type(FEW_SESSIONS)(FEW_SESSIONS.text, {"sessions": 2})
    )
    perfect: list[Session] = [{"c": (level, level)} for level in (1, 2, 3, 4) * 5]
    assert pool(perfect, ["c"], LEVELS, times=50).together.exact.reason == ALL_DRAWS_ALIKE
    lone: list[Session] = [*([{"c": (3, 3)}] * 9), {"c": (3, 2)}]
    assert pool(lone, ["c"], LEVELS, times=200).together.alpha.reason == UNDEFINED_DRAWS


def test_the_ends_are_the_fiftieth_from_either_side_of_two_thousand() -> None:
    found = with_interval(Figure(0.5, 10), [place / 2000 for place in range(2000)], 10)
    assert (found.low, found.high) == (50 / 2000, 1949 / 2000)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_draw_takes_as_many_sessions_as_there_are(rows: list[list[int]]) -> None:
    ones = [[1, *row] for row in rows]
    for drawn in draws(ones, times=20):
        assert drawn[0] == len(rows)
        assert all(
            min(column) * len(rows) <= total <= max(column) * len(rows)
            for total, column in zip(drawn, zip(*ones, strict=True), strict=True)
        )


def test_many_sessions_are_drawn_in_groups_with_the_same_spread() -> None:
    """The share of ones among n sessions has a standard error of √(p(1 − p)/n), in groups as without."""
    n = 8 * MOST_GROUPS
    drawn = [ones / n for ones, _ in draws([[int(place % 4 == 0), 1] for place in range(n)], times=1500)]
    middle = sum(drawn) / len(drawn)
    spread = (sum((value - middle) ** 2 for value in drawn) / len(drawn)) ** 0.5
    assert middle == pytest.approx(0.25, abs=0.001)
    assert spread == pytest.approx((0.25 * 0.75 / n) ** 0.5, rel=0.12)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from("ab"), st.lists(st.none() | st.integers(1, 5), max_size=4)), max_size=8)
)
def test_whatever_was_given_there_is_an_answer(made: list[Session]) -> None:
    found = pool(made, ["a", "b"], LEVELS, times=20)
    for agreement in (found.together, *found.criteria.values()):
        for figure in (agreement.exact, agreement.within_one, agreement.kappa, agreement.ac2, agreement.alpha):
            assert (figure.value is None) <= (figure.reason is not None)
            assert (figure.low is None) == (figure.high is None)
