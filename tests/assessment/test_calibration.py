"""What do levels on cases come to, which rounds may be begun, and which cases does a round hold?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.assessment.calibration import Pair, compare, hold, met, recalled, spread, stored
from trainer.assessment.rounds import Concluded, next_round, offered
from trainer.curriculum.documents import LicenceRule

RULE = LicenceRule(cases=5, cells=12)
# Two assessors from the domain's worked example T8: the first as the assessor, the second as the reference.
MINE = (3, 3, 2, 4, 3, 2, 3, 3, 4, 2, 3, 1)
REFERENCE = (3, 2, 2, 3, 3, 3, 3, 4, 4, 2, 2, 2)
LEVELS = st.one_of(st.none(), st.integers(1, 4))


def pairs(mine: tuple[int | None, ...], reference: tuple[int | None, ...], critical: int = 0) -> list[Pair]:
    both = zip(mine, reference, strict=True)
    return [Pair(one, other, number < critical) for number, (one, other) in enumerate(both)]


def test_the_worked_example_comes_out_to_the_printed_digits() -> None:
    found = compare(pairs(MINE, REFERENCE))
    assert (found.exact.value, found.within_one.value, found.bias.value, found.n) == (0.5, 1.0, 0.0, 12)
    assert found.kappa.value == pytest.approx(0.5862, abs=5e-5)
    assert found.ac2.value == pytest.approx(0.8518, abs=5e-5)
    assert str(found.direction) == "Neither more severe nor more lenient"


@pytest.mark.parametrize(
    ("mine", "said"), [((4, 4, 3), "0.67 levels more lenient"), ((2, 2, 3), "0.67 levels more severe")]
)
def test_the_direction_is_told_in_words(mine: tuple[int, ...], said: str) -> None:
    assert str(compare(pairs(mine, (3, 3, 3))).direction) == said


def test_not_observed_is_no_level() -> None:
    found = compare(pairs((None, None, 3, 2), (None, 2, None, 2)))
    assert (found.n, found.exact.value, found.one_sided) == (1, 1.0, 2)
    nothing = compare(pairs((None,), (3,)))
    assert (nothing.exact.value, nothing.n, str(nothing.direction)) == (None, 0, "Nothing to compare")
    assert nothing.kappa.reason


def held(mine: tuple[int, ...], reference: tuple[int, ...] = REFERENCE, critical: int = 0) -> list[bool]:
    return [step.met for step in hold(RULE, compare(pairs(mine, reference, critical)))]


def test_the_rule_is_held_line_by_line() -> None:
    assert held(REFERENCE) == [True] * 4
    assert held(MINE) == [True] * 4  # kappa is below its line, AC2 is not
    assert held(MINE, critical=4) == [True, False, True, True]  # two of four the same
    assert held(MINE, critical=5) == [True] * 4  # three of five are exactly 60%
    lenient = tuple(min(4, level + 1) for level in REFERENCE)
    assert held(lenient) == [True, True, True, False]
    assert held(tuple(5 - level for level in REFERENCE))[2] is False


def test_nothing_is_said_about_too_few_levels() -> None:
    (step,) = hold(RULE, compare(pairs(REFERENCE[:11], REFERENCE[:11])))
    assert not step.met
    assert "11 levels were compared" in str(step.told)


def test_a_share_is_cut_and_never_rounded_up() -> None:
    reference, mine = (3,) * 1000, (*(1,) * 201, *(3,) * 799)
    step = hold(RULE, compare(pairs(mine, reference)))[0]
    assert not step.met
    assert "79%" in str(step.told)


@given(st.lists(st.tuples(LEVELS, LEVELS), max_size=40))
def test_what_is_stored_comes_back(both: list[tuple[int | None, int | None]]) -> None:
    found = compare(Pair(one, other, critical=True) for one, other in both)
    back = recalled(stored(found))
    assert (back.exact.value, back.kappa.value, back.n) == (found.exact.value, found.kappa.value, found.n)
    assert met(hold(RULE, back)) is met(hold(RULE, found))
    assert stored(back) == stored(found)


def test_peers_are_a_spread_from_five_on() -> None:
    assert spread([3, 3, 2, 4]) == ()
    assert spread([3, None, 2, 3, 3]) == ((2, 1), (3, 3), (None, 1))


# Rounds.

DAY = date(2026, 6, 1)
THREE = LicenceRule(rounds=3, weeks=8, months=12, due_days=60)
ONE = LicenceRule(rounds=1)


def past(*rounds: tuple[date, bool]) -> list[Concluded]:
    return [Concluded(number, day, came) for number, (day, came) in enumerate(rounds, 1)]


@pytest.mark.parametrize(
    ("rule", "before", "today", "number", "opens"),
    [
        (None, past(), DAY, 0, None),
        (ONE, past(), DAY, 1, None),
        (ONE, past((DAY, True)), date(2027, 4, 1), 2, date(2027, 4, 2)),
        (ONE, past((DAY, True)), date(2027, 4, 2), 2, None),
        (ONE, past((DAY, False)), DAY, 2, date(2027, 6, 1)),
        (ONE, past((DAY, False)), date(2027, 6, 1), 2, None),
        (THREE, past((DAY, False)), date(2026, 7, 27), 2, None),
        (THREE, past((DAY, False)), date(2026, 7, 28), 2, date(2027, 6, 1)),
        (THREE, past((DAY, False), (DAY, False)), DAY, 3, None),
        (THREE, past((DAY, False), (DAY, False), (DAY, False)), DAY, 4, date(2027, 6, 1)),
        (THREE, past((DAY, False), (date(2027, 6, 2), False)), date(2027, 6, 3), 3, None),
        (THREE, past((DAY, False), (DAY, True), (date(2027, 5, 1), False)), date(2027, 5, 2), 4, None),
    ],
)
def test_a_round_opens_as_the_policy_allows(
    rule: LicenceRule | None, before: list[Concluded], today: date, number: int, opens: date | None
) -> None:
    found = next_round(rule, before, today)
    assert found.number == number
    assert bool(found.verdict) is (opens is None)
    if opens:
        assert found.verdict.reason
        assert found.verdict.reason.values["day"] == opens


@pytest.mark.parametrize(
    ("rated", "number", "size", "expected"),
    [
        ({}, 1, 2, ["a", "b"]),
        ({"a": 1}, 1, 2, ["a", "b"]),
        ({"c": 1}, 1, 2, ["a", "c"]),
        ({"a": 1, "b": 1}, 2, 2, ["c", "d"]),
        ({"a": 2, "b": 1, "c": 1, "d": 2}, 3, 3, ["a", "b", "c"]),
        ({"a": 0}, 0, None, ["a", "b", "c", "d"]),
        ({"a": 0, "b": 0, "c": 0}, 1, 2, ["a", "d"]),
        ({}, 1, 9, ["a", "b", "c", "d"]),
    ],
)
def test_a_round_holds_what_is_known_least(
    rated: dict[str, int], number: int, size: int | None, expected: list[str]
) -> None:
    assert offered(list("abcd"), rated, number, size) == expected
