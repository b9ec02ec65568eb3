"""When a door closes after vain knocks, and when it opens again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.accounts.throttle import (
    CLOSED,
    WINDOW,
    Knocks,
    after_failure,
    doors,
    forgotten_before,
    is_closed,
    reset_doors,
)

NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)

FAILURES = [
    (None, Knocks(1, NOON)),
    (Knocks(1, NOON - WINDOW), Knocks(2, NOON - WINDOW)),
    (Knocks(1, NOON - WINDOW - SECOND), Knocks(1, NOON)),  # too long ago: a new count
    (Knocks(2, NOON - SECOND), Knocks(3, NOON - SECOND, NOON + CLOSED)),
    (Knocks(3, NOON - SECOND, NOON - SECOND), Knocks(4, NOON - SECOND, NOON + CLOSED)),
    (Knocks(9, NOON - WINDOW - SECOND, NOON - SECOND), Knocks(1, NOON)),  # served its time
]


@pytest.mark.parametrize(("before", "after"), FAILURES)
def test_one_more_vain_try(before: Knocks | None, after: Knocks) -> None:
    assert after_failure(before, 3, NOON) == after


DOORS = [
    (None, False),
    (Knocks(2, NOON), False),
    (Knocks(3, NOON, NOON + SECOND), True),
    (Knocks(3, NOON, NOON), False),  # it opens at the very moment
    (Knocks(3, NOON, NOON - SECOND), False),
]


@pytest.mark.parametrize(("knocks", "closed"), DOORS)
def test_a_door_is_closed_for_a_while(knocks: Knocks | None, closed: bool) -> None:
    assert is_closed(knocks, NOON) is closed


def test_one_try_knocks_at_the_account_and_at_the_address() -> None:
    assert doors("ann@example.org", "10.0.0.1") == {"account:ann@example.org": 5, "address:10.0.0.1": 30}


def test_asking_for_a_new_password_knocks_at_doors_of_its_own() -> None:
    asked = reset_doors("ann@example.org", "10.0.0.1")
    assert asked == {"reset:ann@example.org": 5, "reset-from:10.0.0.1": 30}
    assert not asked.keys() & doors("ann@example.org", "10.0.0.1").keys()


@given(st.integers(1, 10), st.lists(st.integers(0, 2000), min_size=1, max_size=40))
def test_what_is_forgotten_keeps_no_door_closed(limit: int, steps: list[int]) -> None:
    knocks, now = None, NOON
    for seconds in steps:
        now += timedelta(seconds=seconds)
        knocks = after_failure(knocks, limit, now)
    assert knocks
    later = knocks.since + WINDOW + CLOSED + SECOND
    assert knocks.since < forgotten_before(later)
    assert not is_closed(knocks, later)


steps = st.lists(st.integers(0, 2000).map(lambda seconds: timedelta(seconds=seconds)), max_size=40)


@given(steps, st.integers(1, 10))
def test_a_door_never_closes_before_its_limit_and_always_opens_again(steps: list[timedelta], limit: int) -> None:
    knocks, now = None, NOON
    for step in steps:
        now += step
        knocks = after_failure(knocks, limit, now)
        assert is_closed(knocks, now) is (knocks.failures >= limit)
        assert knocks.failures <= len(steps)
        assert not is_closed(knocks, now + CLOSED)
