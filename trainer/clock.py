"""What time is it? The only reading of time in the product."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present date, in UTC."""
    return now().date()
