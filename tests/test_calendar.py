"""Calendar months: the same day some months later, and the last day of a period."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.calendar import add_months, add_working_days, last_day

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
months = st.integers(-1200, 1200)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 11, 23), -12, date(2025, 11, 23)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_the_same_day_some_months_later(day: date, count: int, found: date) -> None:
    assert add_months(day, count) == found


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 22)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 27)),
        (date(2028, 2, 29), 12, date(2029, 2, 27)),
    ],
)
def test_both_days_of_a_period_are_in_it(start: date, count: int, end: date) -> None:
    assert last_day(start, count) == end


@given(days, months)
def test_the_month_is_right_and_the_day_is_the_same_or_the_last(day: date, count: int) -> None:
    found = add_months(day, count)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == count
    assert found.day == day.day or (found + timedelta(days=1)).month != found.month


@given(days, days, months)
def test_the_order_of_days_is_kept(one: date, other: date, count: int) -> None:
    earlier, later = sorted((one, other))
    assert add_months(earlier, count) <= add_months(later, count)


FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, date(2026, 11, 30)),
        (FRIDAY, 5, date(2026, 12, 4)),
        (FRIDAY, 6, date(2026, 12, 7)),
        (FRIDAY, 15, date(2026, 12, 18)),
        (FRIDAY, 20, date(2026, 12, 25)),  # public holidays are not known
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # from a Saturday
        (date(2026, 11, 29), 1, date(2026, 11, 30)),  # from a Sunday
        (date(2026, 11, 29), 5, date(2026, 12, 4)),
        (date(2026, 11, 29), 0, date(2026, 11, 29)),
        (date(2026, 11, 23), 4, FRIDAY),
        (date(2026, 11, 25), 3, date(2026, 11, 30)),
        (date(2028, 2, 28), 2, date(2028, 3, 1)),  # over a leap day
    ],
)
def test_so_many_working_days_later(day: date, count: int, found: date) -> None:
    assert add_working_days(day, count) == found


@given(days, st.integers(1, 300))
def test_so_many_days_of_a_week_lie_between(day: date, count: int) -> None:
    found = add_working_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(one.weekday() < 5 for one in between) == count
    assert found.weekday() < 5
