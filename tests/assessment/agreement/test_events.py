"""Pairing two coders' events, and what is left of their agreement once chance is taken off."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.assessment.agreement.events import Event, Paired, event_agreement, event_kappa, pair, state_kappa


def events(text: str) -> list[Event]:
    """`A1 B2.5`: a code and the second at which it was noted."""
    return [Event(round(float(word[1:]) * 1000), word[0]) for word in text.split()]


def told(paired: Paired) -> tuple[str, str, str]:
    pairs = " ".join(f"{one.code}{one.at / 1000:g}~{other.code}{other.at / 1000:g}" for one, other in paired.pairs)
    return pairs, _told(paired.only_first), _told(paired.only_second)


def _told(alone: tuple[Event, ...]) -> str:
    return " ".join(f"{event.code}{event.at / 1000:g}" for event in alone)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", ("", "", "")),
        ("A1", "", ("", "A1", "")),
        ("A1", "A3", ("A1~A3", "", "")),  # on the tolerance
        ("A1", "A3.001", ("", "A1", "A3.001")),  # beyond it
        ("A1", "B1", ("A1~B1", "", "")),  # noted at once, under another code
        ("A1 B1.2", "B1 A1.3", ("A1~A1.3 B1.2~B1", "", "")),  # the same code before a nearer other
        ("A1 A2", "A2", ("A2~A2", "A1", "")),  # the nearest first
        ("A2", "A1 A3", ("A2~A1", "", "A3")),  # equally near: the earlier
        ("A1 A3", "A2", ("A1~A2", "A3", "")),
        ("A1", "A1 A1", ("A1~A1", "", "A1")),  # one to one
        ("A1 A1", "A1 A1", ("A1~A1 A1~A1", "", "")),
        ("A1 B5", "A1.5 C5 B9", ("A1~A1.5 B5~C5", "", "B9")),
        ("B2", "C1 A3", ("B2~C1", "", "A3")),
    ],
)
def test_events_are_paired_within_two_seconds(first: str, second: str, expected: tuple[str, str, str]) -> None:
    assert told(pair(events(first), events(second), 2_000)) == expected


MOMENT = st.builds(Event, st.integers(0, 20_000), st.sampled_from("ABC"))
SOME = st.lists(MOMENT, max_size=12)


@settings(max_examples=40, deadline=None)
@given(SOME, SOME, st.integers(0, 5_000), st.randoms(use_true_random=False))
def test_a_pairing_is_one_to_one_and_the_same_in_any_order(
    first: list[Event], second: list[Event], tolerance: int, chance: Random
) -> None:
    paired = pair(first, second, tolerance)
    assert sorted([one for one, _ in paired.pairs] + list(paired.only_first), key=hash) == sorted(first, key=hash)
    assert sorted([other for _, other in paired.pairs] + list(paired.only_second), key=hash) == sorted(second, key=hash)
    assert all(abs(one.at - other.at) <= tolerance for one, other in paired.pairs)
    assert not any(abs(one.at - other.at) <= tolerance for one in paired.only_first for other in paired.only_second), (
        "two that are near enough stay alone"
    )
    chance.shuffle(first)
    chance.shuffle(second)
    assert pair(first, second, tolerance) == paired


def test_agreement_counts_what_only_one_noted() -> None:
    paired = pair(events("A1 A5 B9 A13"), events("A1 B5 B9 C30"), 2_000)
    assert paired.n == 5
    assert event_agreement(paired).value == pytest.approx(2 / 5)


def fitted(paired: Paired) -> float:
    """The same kappa by iterative proportional fitting with "nothing, nothing" fixed at 0 (Bakeman & Quera 2011)."""
    codes = [
        *sorted(
            {event.code for two in paired.pairs for event in two}
            | {event.code for event in (*paired.only_first, *paired.only_second)}
        ),
        None,
    ]
    noted = [(one.code, other.code) for one, other in paired.pairs]
    noted += [(event.code, None) for event in paired.only_first] + [(None, event.code) for event in paired.only_second]
    rows = {code: sum(one == code for one, _ in noted) for code in codes}
    columns = {code: sum(other == code for _, other in noted) for code in codes}
    cells = {(one, other): float((one, other) != (None, None)) for one in codes for other in codes}
    for _ in range(3_000):
        for margin, side in ((rows, 0), (columns, 1)):
            sums = {code: sum(value for key, value in cells.items() if key[side] == code) for code in codes}
            cells = {key: value * margin[key[side]] / (sums[key[side]] or 1) for key, value in cells.items()}
    expected = sum(cells[code, code] for code in codes) / len(noted)
    agreed = sum(one == other for one, other in noted) / len(noted)
    return (agreed - expected) / (1 - expected)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A1 A5 B9 A13", "A1 B5 B9 C30"),
        ("A1 B5 C9 A13 B17", "A1 B5 C9 B13 A30 C40"),
        ("A1 A4 A7 B10 B13", "A1 A4 A7 A10 B13"),  # nobody noted anything alone: Cohen's kappa
        ("A1 B4", "A1 B4 A9 A14"),
    ],
)
def test_kappa_of_events_is_what_iterative_fitting_comes_to(first: str, second: str) -> None:
    paired = pair(events(first), events(second), 500)
    assert event_kappa(paired).value == pytest.approx(fitted(paired), abs=1e-6)


def test_kappa_is_one_for_the_same_events_and_nothing_where_none_could_be_paired() -> None:
    same = events("A1 B5 C9")
    assert event_kappa(pair(same, same, 500)).value == 1
    assert event_kappa(pair(events("A1"), events("A9"), 500)).value == 0


def test_states_agree_by_the_time_they_last() -> None:
    """60 s each of two phases; the second coder noted the change 6 s late: 90% agreed, margins 50/50 and 55/45."""
    first = [Event(0, "explore"), Event(60_000, "commit")]
    second = [Event(0, "explore"), Event(66_000, "commit")]
    found = state_kappa(first, second, 120_000)
    assert found.n == 120
    assert found.value == pytest.approx((114 / 120 - 0.5) / 0.5)


def test_time_before_both_noted_a_state_is_left_out() -> None:
    first = [Event(0, "open"), Event(10_000, "explore"), Event(40_000, "commit")]
    second = [Event(20_000, "explore"), Event(40_000, "commit")]
    found = state_kappa(first, second, 60_000)
    assert (found.value, found.n) == (1, 40)
    assert state_kappa(first, [*second, Event(70_000, "late")], 60_000) == found
