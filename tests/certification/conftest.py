"""The day on which the tests of certification happen."""

from datetime import UTC, datetime

import pytest

TODAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that tests can set: `clock.set(year, month, day)`."""

    def __init__(self) -> None:
        self.time = TODAY_NOON

    def now(self, _zone: object = None) -> datetime:
        return self.time

    def set(self, year: int, month: int, day: int) -> None:
        self.time = datetime(year, month, day, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is noon on 23 November 2026, until a test says otherwise."""
    made = Clock()
    monkeypatch.setattr("trainer.clock.datetime", made)
    return made
