"""One clock for two captures, and agreement about events over many sessions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.assessment.agreement.aligning import Aligned, By, Marks, align
from trainer.assessment.agreement.bootstrap import FEW_SESSIONS
from trainer.assessment.agreement.coding import coding
from trainer.assessment.agreement.events import NO_EVENT, Event, Paired, event_agreement, event_kappa, pair
from trainer.assessment.agreement.figure import NO_VARIATION, Figure


def paired(first: str, second: str) -> Paired:
    """`A1 B2`: a code and the second at which it was noted."""
    ones, others = ([Event(int(word[1:]) * 1000, word[0]) for word in text.split()] for text in (first, second))
    return pair(ones, others, 0)


PHASES = {"present": 60_000, "clarify": 400_000, "explore": 700_000}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (Marks(5_000, {}), Marks(2_000, {}), Aligned(By.SYNC, 3_000)),
        (Marks(5_000, PHASES), Marks(None, PHASES), Aligned(By.PHASES, 0)),
        (Marks(0, PHASES), Marks(0, {"present": 0}), Aligned(By.SYNC, 0)),  # a mark at 0 is a mark
        (Marks(None, PHASES), Marks(None, {"clarify": 398_000}), Aligned(By.PHASES, 2_000)),
        (Marks(None, PHASES), Marks(None, {**PHASES, "explore": 0}), Aligned(By.PHASES, 0)),  # one called late
        (Marks(None, {"a": 10, "b": 20}), Marks(None, {"a": 7, "b": 12}), Aligned(By.PHASES, 5)),
        (Marks(None, PHASES), Marks(9, {}), Aligned(By.START, 0)),
        (Marks(None, {}), Marks(None, {}), Aligned(By.START, 0)),
    ],
)
def test_two_clocks_become_one(first: Marks, second: Marks, expected: Aligned) -> None:
    assert align(first, second) == expected


MARKS = st.builds(
    Marks, st.none() | st.integers(0, 9), st.dictionaries(st.sampled_from("abc"), st.integers(0, 99), max_size=3)
)


@given(MARKS, MARKS)
def test_turning_two_round_turns_the_sign(first: Marks, second: Marks) -> None:
    there, back = align(first, second), align(second, first)
    assert (there.by, there.offset_ms) == (back.by, -back.offset_ms)


def test_a_session_worked_out_by_hand() -> None:
    """Noted: A alike twice, A against B once, B alike once, C alone once. m: A 5, B 3, C 1, of 9."""
    found = coding([[paired("A1 A2 A3 B4 C5", "A1 A2 B3 B4")]], "ABC")
    assert found.sessions == 1
    assert (found.together.agreement.value, found.together.n) == (3 / 5, 5)
    chance = 4 / 5 * (25 + 9 + 1) / 81
    assert found.together.kappa.value == pytest.approx((3 / 5 - chance) / (1 - chance))
    assert found.together.kappa.reason == type(FEW_SESSIONS)(FEW_SESSIONS.text, {"sessions": 1})
    a = found.codes["A"]
    assert (a.agreement.value, a.n) == (2 / 3, 3)
    by_chance = 4 / 5 * ((5 / 9) ** 2 + (4 / 9) ** 2)
    assert a.kappa.value == pytest.approx((3 / 5 - by_chance) / (1 - by_chance))
    assert (found.codes["C"].agreement.value, found.codes["C"].n) == (0, 1)


def test_what_cannot_be_told_has_a_reason_and_is_no_zero() -> None:
    nothing = coding([[paired("", "")], []], "A")
    assert (nothing.sessions, nothing.together.n) == (0, 0)
    assert (
        nothing.together.agreement
        == nothing.together.kappa
        == nothing.codes["A"].kappa
        == Figure(None, 0, reason=NO_EVENT)
    )
    alike = coding([[paired("A1 A2", "A1 A2")]] * 6, "AB")
    assert (alike.together.agreement.value, alike.together.kappa.reason) == (1, NO_VARIATION)
    assert alike.codes["B"].agreement.reason == NO_EVENT


def test_many_sessions_have_an_interval_and_their_order_makes_no_difference() -> None:
    sessions = [[paired("A1 B2 A3", "A1 B2 B3")], [paired("A1", "A1")], [paired("B1 A5", "B1")]] * 4
    found = coding(sessions, "AB", times=200)
    kappa = found.together.kappa
    assert kappa.low is not None
    assert kappa.value is not None
    assert kappa.high is not None
    assert kappa.low < kappa.value < kappa.high
    assert coding(sessions[::-1], "AB", times=200) == found


EVENTS = st.lists(st.builds(Event, st.integers(0, 9_000), st.sampled_from("ABC")), max_size=12)


@settings(max_examples=60, deadline=None)
@given(EVENTS, EVENTS)
def test_it_is_the_kappa_of_two_coders_counted_both_ways_round(first: list[Event], second: list[Event]) -> None:
    one = pair(first, second, 1_000)
    alone = (*one.only_first, *one.only_second)
    both = Paired((*one.pairs, *((other, event) for event, other in one.pairs)), alone, alone)
    found = coding([[one]], "ABC", times=1).together
    assert found.agreement.value == event_agreement(one).value
    expected = event_kappa(both)
    assert found.kappa.value == pytest.approx(expected.value)
    assert coding([[pair(second, first, 1_000)]], "ABC", times=1).together.n == found.n
