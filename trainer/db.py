"""How rows are declared and stored: ids, instants, tenancy, frozen rows, and the two engines' manners."""

import os
import re
import time
from datetime import UTC, datetime
from enum import StrEnum
from sqlite3 import Connection as SQLiteConnection
from typing import Any
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    Text,
    TypeDecorator,
    Uuid,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): sorts by the time it was made, and a phone that is offline can make one too."""
    value = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


class Instant(TypeDecorator[datetime]):
    """A timezone-aware UTC instant on both engines; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs a timezone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def words(enum: type[StrEnum]) -> Enum:
    """A column type that stores an enumeration's words and lets the database refuse any other."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
        name=enum.__name__.lower(),
        length=32,
    )


def refers(target: str, **options: Any) -> Any:
    """A column that points at a row of the class `target` in the same organisation.

    `Base.__init_subclass__` adds the composite foreign key, so that the database itself refuses a row
    that points into another organisation, and a relation, so that a flush inserts the row pointed at first.
    """
    return mapped_column(info={"refers": target}, index=options.pop("index", True), **options)


def relates(column: str) -> Any:
    """The row behind the `refers` column of that name. Never loaded on the quiet: a query says what it brings."""
    return _Relation(column)


class _Relation:
    def __init__(self, column: str) -> None:
        self.column = column

    def over(self, owner: str, target: str) -> Any:
        # Only the pointing column is foreign(): relations that share organisation_id must not fight to write it.
        join = (
            f"and_(foreign({owner}.{self.column}) == remote({target}.id), "
            f"{owner}.organisation_id == remote({target}.organisation_id))"
        )
        return relationship(target, primaryjoin=join, lazy="raise")


def table_name(class_name: str) -> str:
    """PracticeSession → practice_session."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", class_name).lower()


class Base(DeclarativeBase):
    """Every table. Names of constraints follow one convention, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        datetime: Instant(),
        str: Text(),
        UUID: Uuid(),
        dict[str, Any]: JSON().with_variant(JSONB(), "postgresql"),
        list[Any]: JSON().with_variant(JSONB(), "postgresql"),
    }

    def __init_subclass__(cls, **options: Any) -> None:
        if "__abstract__" not in vars(cls):
            cls.__tablename__ = table_name(cls.__name__)
            _declare_references(cls)
        super().__init_subclass__(**options)


def _declare_references(cls: type[Any]) -> None:
    declared = list(vars(cls).items())
    targets = {name: info for name, value in declared if (info := _target(value))}
    relations = {value.column: name for name, value in declared if isinstance(value, _Relation)}
    for column, target in targets.items():
        name = relations.get(column, f"_{column}_row")
        setattr(cls, name, _Relation(column).over(cls.__name__, target))
    cls.__table_args__ = (
        *(
            ForeignKeyConstraint(
                ["organisation_id", column],
                [f"{table_name(target)}.organisation_id", f"{table_name(target)}.id"],
            )
            for column, target in targets.items()
        ),
        *vars(cls).get("__table_args__", ()),
    )


def _target(value: object) -> str | None:
    return getattr(getattr(value, "column", None), "info", {}).get("refers")


class OrganisationRow(Base):
    """A row that belongs to an organisation: it is known by organisation and id, never by id alone."""

    __abstract__ = True

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True, sort_order=-2)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)


class Revised:
    """A row with a state that several people may change: the second of two simultaneous changes is refused."""

    revision: Mapped[int] = mapped_column(sort_order=-1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.revision}


class Frozen:
    """A row that is never changed: a correction is another row. Triggers refuse an UPDATE in the database itself."""


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


def begin_write() -> None:
    """Start the transaction of a writing request, before anything is read.

    SQLite takes its single writer's place at once (BEGIN IMMEDIATE): a transaction that reads first and writes
    later fails when somebody else wrote between.
    """
    db.session.rollback()
    db.session.connection(execution_options={"write": True})


def insert_absent(table: type["Base"], rows: list[dict[str, Any]]) -> None:
    """Insert rows unless they are there: of two who make the same one at once, neither fails."""
    statement = _INSERT[db.engine.dialect.name](table).values(rows)
    db.session.execute(statement.on_conflict_do_nothing())


_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def prepare(engine: Engine) -> None:
    """Teach an SQLite engine to be durable, to check references and to begin as asked."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _connect_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _connect_sqlite(connection: SQLiteConnection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own idea of transactions loses updates
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("write"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:  # waits for nobody, so it cannot fail: straight to the driver, at a tenth of the cost
        connection.connection.cursor().execute("BEGIN")
