"""When does a door close after too many vain knocks, and when does it open again?

Counted per account and per address, so that neither one account tried from many places nor many accounts tried from
one place gets far. Kept in the database: two processes share the count.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
CLOSED = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 30


@dataclass(frozen=True)
class Knocks:
    """Vain tries at one door since a moment, and until when it is closed."""

    failures: int
    since: datetime
    closed_until: datetime | None = None


def after_failure(knocks: Knocks | None, limit: int, now: datetime) -> Knocks:
    """One more vain try. A try after the window begins a new count; reaching `limit` closes the door."""
    if knocks is None or now - knocks.since > WINDOW:
        knocks = Knocks(0, now)
    failures = knocks.failures + 1
    closed = now + CLOSED if failures >= limit else knocks.closed_until
    return Knocks(failures, knocks.since, closed)


def is_closed(knocks: Knocks | None, now: datetime) -> bool:
    """Whether nobody may try at this moment."""
    return knocks is not None and knocks.closed_until is not None and now < knocks.closed_until


def reset_doors(email: str, address: str) -> dict[str, int]:
    """The doors at which somebody asks for a new password: others than those of the sign-in, which they may be shut."""
    return {f"reset:{email}": PER_ACCOUNT, f"reset-from:{address}": PER_ADDRESS}


def forgotten_before(now: datetime) -> datetime:
    """Counts that began earlier say nothing any more: their window is over and their door is open again."""
    return now - WINDOW - CLOSED


def doors(email: str, address: str) -> dict[str, int]:
    """The doors one try knocks at, with the failures each allows."""
    return {f"account:{email}": PER_ACCOUNT, f"address:{address}": PER_ADDRESS}
