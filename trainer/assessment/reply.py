"""Until when can a trainee answer a released result?"""

from datetime import date

from trainer.calendar import add_working_days

# As long as an appeal may be lodged (privacy.md 8.6): afterwards what was said stays as it is.
REPLY_DAYS = 20


def last_day(released_on: date) -> date:
    """The last day on which a reply is written or changed."""
    return add_working_days(released_on, REPLY_DAYS)
