"""Is the database at the version this program needs, and how does it get there?"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from trainer.db import db

COMMAND = "trainer db upgrade"
INDEX_OF_WORDS = "passage_words"  # an FTS5 table with its shadows on SQLite, an expression index on PostgreSQL


class SchemaBehind(Exception):
    """The database has not been brought up to date."""


def _config(connection: Connection | None = None) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def is_declared(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether a table or index is the models' concern. What full text is found by is the engine's own."""
    return not (name or "").removeprefix("ix_").startswith(INDEX_OF_WORDS)


def current(connection: Connection) -> str | None:
    """The revision the database is at."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision this program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def behind() -> bool:
    """Whether the database needs an upgrade."""
    with db.engine.connect() as connection:
        return current(connection) != newest()


def demand_current() -> None:
    """Refuse to go on with a database that is behind, and say which command brings it up to date."""
    if behind():
        raise SchemaBehind(f"The database is behind this program. Make a backup, then run: {COMMAND}")


def upgrade(revision: str = "head") -> None:
    """Bring the database up to date."""
    with db.engine.connect() as connection:
        _migrate(connection, lambda config: command.upgrade(config, revision))


def downgrade(revision: str) -> None:
    """Take the database back to an older revision."""
    with db.engine.connect() as connection:
        _migrate(connection, lambda config: command.downgrade(config, revision))


def _migrate(connection: Connection, run: object) -> None:
    assert callable(run)
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:  # a table that is rebuilt must not take its children with it; outside a transaction only
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
    try:
        with connection.begin():
            run(_config(connection))
    finally:
        if sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
