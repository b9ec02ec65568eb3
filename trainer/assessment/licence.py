"""Is an assessor's licence in force on the day of a session?"""

from dataclasses import dataclass
from datetime import date

from trainer.verdict import Verdict, every, refuse_if


@dataclass(frozen=True)
class Period:
    """From when until when a licence holds, both days included, and whether it is suspended."""

    valid_from: date
    valid_until: date
    suspended: bool = False


def in_force(periods: tuple[Period, ...], day: date) -> Verdict:
    """Whether one of an assessor's licences covers a day. The newest reason is given when none does."""
    if any(p.valid_from <= day <= p.valid_until and not p.suspended for p in periods):
        return Verdict(True)
    return every(
        refuse_if(not periods, "This assessor holds no licence. A lead assessor grants it."),
        refuse_if(any(p.suspended for p in periods), "This assessor's licence is suspended."),
        refuse_if(True, "This assessor's licence does not cover the day of the session. A lead assessor renews it."),
    )
