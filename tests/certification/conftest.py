"""The day on which the tests of certification happen, and chapters of its story that are written once an engine."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from tests.cast import Cast
from tests.certification import story
from tests.certification.story import TODAY_NOON, Ids
from tests.conftest import PostgresStore, Store
from trainer.web import Application

Chapter = Callable[[Callable[[Cast], Ids]], Ids]
_WRITTEN: dict[tuple[str, str], tuple[Ids, Store]] = {}  # the chapters there are, by database and name


class Clock:
    """A clock that tests can set: `clock.set(2027, 1, 1)`."""

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


@pytest.fixture
def chapter(stage: tuple[Application, Store, Cast], cast: Cast, store: Any) -> Chapter:
    """Put the database where a chapter of the story ends: `ids = chapter(story.ready)`."""
    live = stage[1]

    def told(tell: Callable[[Cast], Ids]) -> Ids:
        name = f"{tell.__module__.rpartition('.')[2]}_{tell.__name__}"
        key = live.url, name
        if key in _WRITTEN:
            _WRITTEN[key][1].reset()
        else:
            with store():
                ids = tell(cast)
            _WRITTEN[key] = ids, _kept(live, name)
        found: Ids = _WRITTEN[key][0]
        return found

    return told


def _kept(live: Store, name: str) -> Store:
    """A store that goes back to how `live` is now."""
    kept = copy.copy(live)
    if not isinstance(kept, PostgresStore):
        kept.kept = live.file.with_name(f"{name}.db")  # type: ignore[union-attr]
        kept.keep()
        return kept
    # keep() writes a schema of one name: the first one is put aside meanwhile.
    with kept.engine.connect() as connection:
        connection.execute(text("ALTER SCHEMA kept RENAME TO aside"))
        kept.keep()
        connection.execute(text(f"ALTER SCHEMA kept RENAME TO {name}"))
        connection.execute(text("ALTER SCHEMA aside RENAME TO kept"))
    kept.script = kept.script.replace(" kept.", f" {name}.")
    return kept


@pytest.fixture
def ready(chapter: Chapter) -> Ids:
    """Tara has everything that the policy asks for."""
    return chapter(story.ready)


@pytest.fixture
def called(chapter: Chapter) -> Ids:
    """Pat and Pia sit on a panel about Tara; nobody has voted."""
    return chapter(_called)


@pytest.fixture
def certified(chapter: Chapter) -> Ids:
    """Tara holds a certificate."""
    return chapter(_certified)


def _called(cast: Cast) -> Ids:
    return story.call(cast, story.ready(cast))


def _certified(cast: Cast) -> Ids:
    return story.certified(cast)
