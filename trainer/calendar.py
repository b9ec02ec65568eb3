"""Which day is it some months or working days later? Calendar months, not 365 days."""

import calendar
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later (or earlier); the last one of a month that is too short."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(start: date, months: int) -> date:
    """The last day of a period of so many calendar months that begins on `start`, both days included."""
    return date.fromordinal(add_months(start, months).toordinal() - 1)


def add_working_days(day: date, count: int) -> date:
    """The day that is `count` working days later, from 0: Monday to Friday, `day` itself not counted.

    Public holidays are nobody's here: they differ by place, and a deadline that is a day late harms nobody.
    """
    weeks, rest = divmod(count, 5)
    start = day - timedelta(days=max(0, day.weekday() - 4))  # a weekend counts from the Friday before it
    over = 2 if start.weekday() + rest > 4 else 0
    return start + timedelta(weeks=weeks, days=rest + over) if count else day
