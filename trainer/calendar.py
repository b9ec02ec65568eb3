"""Which day is it some months later? Calendar months, not 365 days."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later (or earlier); the last one of a month that is too short."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(start: date, months: int) -> date:
    """The last day of a period of so many calendar months that begins on `start`, both days included."""
    return date.fromordinal(add_months(start, months).toordinal() - 1)
