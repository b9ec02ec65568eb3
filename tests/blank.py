"""Installations of their own for tests that migrate, back up or run commands, and one row of every table."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from sqlalchemy import Column, Connection, Table, create_engine, text
from sqlalchemy.engine import make_url

from tests.conftest import settings
from trainer import schema
from trainer.app import create_app
from trainer.backup import tables
from trainer.certification.lifecycle import DecisionState
from trainer.cli import main
from trainer.db import Instant, db, new_id
from trainer.web import Application

ENGINES = ("sqlite", "postgresql")
MOMENT = datetime(2026, 9, 7, 9, 0, 1, 234567, tzinfo=UTC)
# Where a check of the table ties one column to another.
TIED = {("decision", "state"): DecisionState.DECIDED, ("certificate", "valid_until"): date(2029, 9, 7)}
# What counts a round that was written down counts no session.
EMPTY: dict[str, dict[str, Any]] = {"action_tally": {"session_id": None}}


@contextmanager
def database(engine_name: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database."""
    if engine_name == "sqlite":
        yield f"sqlite:///{folder / uuid4().hex}.db"
        return
    name = f"blank_{uuid4().hex}"
    server = make_url(request.getfixturevalue("postgresql_url"))
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


@contextmanager
def installation(
    engine_name: str, folder: Path, request: pytest.FixtureRequest, *, upgraded: bool = True
) -> Iterator[Application]:
    """An application over an empty database, in its context."""
    with database(engine_name, folder, request) as url:
        app = create_app(settings(url, folder))
        with app.app_context():
            if upgraded:
                schema.upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()


def run(app: Application, *words: object, **environment: str) -> Result:
    """Run a `trainer` command over the database of an application, as from a shell with these variables."""
    own = app.config["SETTINGS"]
    known = {
        "TRAINER_DATABASE_URL": own.database_url,
        "TRAINER_DATA": str(own.data),
        "TRAINER_SECRET_KEY": own.secret_key,
        "TRAINER_BASE_URL": "https://lms.example.org",
    }
    return CliRunner().invoke(main, [str(word) for word in words], env={**known, **environment})


def fill(connection: Connection) -> None:
    """Put one row into every table, every column filled that may be."""
    made: dict[str, dict[str, Any]] = {}
    for table in tables():
        row = {column.name: _value(column) for column in table.c}
        made[table.name] = {**row, **_references(table, made, row), **EMPTY.get(table.name, {})}
        connection.execute(sa.insert(table), made[table.name])


def _references(table: Table, made: dict[str, dict[str, Any]], row: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for key in table.foreign_key_constraints:
        target = made.get(key.referred_table.name, row)
        for element in key.elements:
            if not (element.column.name == "organisation_id" and key.referred_table is table):
                found[element.parent.name] = target[element.column.name]
    return found


def _value(column: Column[Any]) -> Any:
    tied = TIED.get((column.table.name, column.name))
    if tied is not None:
        return tied
    if column.name == "language":  # what a release holds is in its language, or a translation
        return "en"
    kind = column.type
    if isinstance(kind, sa.Enum) and kind.enum_class:
        return next(iter(kind.enum_class))
    return next(value for known, value in _values(column).items() if isinstance(kind, known))


def _values(column: Column[Any]) -> dict[type[Any], Any]:
    return {
        sa.Uuid: new_id(),
        Instant: MOMENT,
        sa.Date: date(2026, 9, 7),
        sa.LargeBinary: bytes(range(256)),
        sa.JSON: {"words": ["naïve “quotes”", None, 1.5], "empty": {}},
        sa.Boolean: False,
        sa.BigInteger: 1_788_771_600_000,
        sa.Integer: 1,
        sa.Float: 0.1,
        sa.Text: f"{column} \\ ünïcödé ‘quoted’\n",
        sa.String: str(column),
    }
