"""Is an assessor's licence in force, how does it stand today, and what casts doubt on a judgement made under it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from trainer.verdict import Verdict, every, refuse_if


@dataclass(frozen=True)
class Period:
    """From when until when a licence holds, both days included, and when it was suspended."""

    valid_from: date
    valid_until: date
    suspended_at: datetime | None = None

    @property
    def suspended(self) -> bool:
        return self.suspended_at is not None

    def covers(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until


def in_force(periods: tuple[Period, ...], day: date) -> Verdict:
    """Whether one of an assessor's licences covers the day of a session; if none does, why, and what to do."""
    good = [period for period in periods if not period.suspended]
    if any(period.covers(day) for period in good):
        return Verdict(True)
    ended = max((period.valid_until for period in good if period.valid_until < day), default=None)
    begins = min((period.valid_from for period in good if period.valid_from > day), default=None)
    return every(
        refuse_if(not periods, "This assessor holds no licence. A lead assessor grants it."),
        refuse_if(
            any(period.suspended and period.covers(day) for period in periods) or not good,
            "This assessor's licence is suspended. A lead assessor says what has to happen before there is another.",
        ),
        refuse_if(
            ended,
            "This assessor's licence ran out on %(until)s, before the day of the session. Calibration cases show "
            "whether they still see what the reference sees; then a lead assessor renews it.",
            until=ended,
        ),
        refuse_if(
            True, "This assessor's licence begins on %(day)s, after the day of the session. Ask another.", day=begins
        ),
    )


class Standing(StrEnum):
    """How somebody's licence stands on a day."""

    NONE = "none"
    IN_FORCE = "in_force"
    DUE = "due"
    AHEAD = "ahead"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"


def standing(periods: Sequence[Period], today: date, due_days: int) -> Standing:
    """How licences stand together: one that is in force outweighs all, and one that ends soon is due for renewal."""
    good = [period for period in periods if not period.suspended]
    until = max((period.valid_until for period in good if period.covers(today)), default=None)
    if until:
        soon = until - today < timedelta(days=due_days)
        return Standing.DUE if soon and not any(p.valid_until > until for p in good) else Standing.IN_FORCE
    if any(period.suspended and period.covers(today) for period in periods):
        return Standing.SUSPENDED
    if any(period.valid_from > today for period in good):
        return Standing.AHEAD
    if not periods:
        return Standing.NONE
    return Standing.LAPSED if good else Standing.SUSPENDED


def earned(until: date, concluded_at: datetime, periods: Sequence[Period], today: date) -> bool:
    """Whether a round that was met earns a licence until a day: longer than any that holds, after any suspension."""
    good = [period.valid_until for period in periods if not period.suspended]
    suspended = [period.suspended_at for period in periods if period.suspended_at]
    return today <= until and all(day < until for day in good) and all(at < concluded_at for at in suspended)


class Doubt(StrEnum):
    """What is to be known about a judgement because of its assessor's licence. It stays, and people weigh it."""

    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    FAILED = "failed"


@dataclass(frozen=True)
class Tried:
    """When an assessor's round of calibration was concluded, and whether it came to what the policy asks."""

    at: datetime
    met: bool


def doubts(periods: Sequence[Period], tried: Sequence[Tried], held_on: date, locked_at: datetime) -> tuple[Doubt, ...]:
    """What casts doubt on a judgement of a session that was held on a day.

    *Lapsed*: no licence covered both the session and the day of the lock. *Suspended*: every licence that covered the
    session was suspended since. *Failed*: of the rounds of calibration since the lock the first was not met; what
    somebody learns after that does not change how they saw before.
    """
    covering = [period for period in periods if period.covers(held_on)]
    after = sorted((one for one in tried if one.at >= locked_at), key=lambda one: one.at)
    found = {
        Doubt.LAPSED: not covering or not any(period.covers(locked_at.date()) for period in periods),
        Doubt.SUSPENDED: bool(covering) and all(period.suspended for period in covering),
        Doubt.FAILED: bool(after) and not after[0].met,
    }
    return tuple(doubt for doubt, holds in found.items() if holds)
