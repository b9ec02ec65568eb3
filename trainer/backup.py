"""How is everything kept in one file, and put back, whichever of the two engines it came from?

A backup is a zip with one file of JSON lines per table and a manifest: schema revision, number of rows and SHA-256 of
each. It is read in one transaction, so that it is consistent while people work.
"""

import base64
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Column, Connection, Engine, Table
from sqlalchemy.dialects.postgresql import JSONB

from trainer import schema
from trainer.db import Base, Instant

FORMAT = 1
MANIFEST = "manifest.json"
BATCH = 500
# None in a JSON column is SQL's NULL, as it was, not the JSON word null.
JSON_OR_NULL = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class BackupError(Exception):
    """A backup cannot be made or put back; the sentence says why."""


def tables() -> list[Table]:
    """Every table, the ones referred to first."""
    return list(Base.metadata.sorted_tables)


# Out of the database.


def write(engine: Engine, path: Path, made_at: datetime) -> int:
    """Keep every row in a new file that only its owner may read. Returns how many there were."""
    if path.exists():
        raise BackupError(f"{path} exists. Choose another name; a backup never replaces a file.")
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            rows = _write_zip(engine, file, made_at)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return rows


def _write_zip(engine: Engine, file: Any, made_at: datetime) -> int:
    with reading(engine) as connection, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        told = {table.name: _write_table(connection, bundle, table) for table in tables()}
        manifest = {
            "format": FORMAT,
            "revision": schema.current(connection),
            "made_at": made_at.isoformat(),
            "tables": told,
        }
        bundle.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return sum(entry["rows"] for entry in told.values())


def reading(engine: Engine) -> Connection:
    """One transaction that sees one moment: SQLite's always do, PostgreSQL's are asked to."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _write_table(connection: Connection, bundle: zipfile.ZipFile, table: Table) -> dict[str, Any]:
    digest, count = hashlib.sha256(), 0
    with bundle.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
        for line in lines(connection, sa.select(table).order_by(*table.primary_key)):
            data = line.encode()
            file.write(data)
            digest.update(data)
            count += 1
    return {"rows": count, "sha256": digest.hexdigest()}


def lines(connection: Connection, query: sa.Select[Any]) -> Iterator[str]:
    """Rows as JSON, one a line, never all of them in memory."""
    for row in connection.execute(query, execution_options={"yield_per": BATCH}).mappings():
        told = {name: plain(value) for name, value in row.items()}
        yield json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


def plain(value: Any) -> Any:
    """A value of a row as JSON can hold it; its column's type says how to read it back."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, date):  # an instant is one too
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


# Into the database.


def restore(engine: Engine, path: Path) -> int:
    """Put everything back into an empty database at the backup's revision, or nothing. Returns how many rows."""
    with _opened(path) as bundle:
        manifest = _checked(bundle)
        with engine.connect().execution_options(write=True) as connection, connection.begin():
            _demand_fitting(connection, manifest)
            rows = sum(_read_table(connection, bundle, table) for table in tables())
            for table in tables():
                _point_at_own(connection, bundle, table)
    return rows


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as problem:
        raise BackupError(f"{path} is not a backup, or it was cut short.") from problem


def _checked(bundle: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, once every file in the bundle is proven to be what it says."""
    try:
        manifest: dict[str, Any] = json.loads(bundle.read(MANIFEST))
        digests = {name: entry["sha256"] for name, entry in manifest["tables"].items()}
        wrong = [name for name, digest in digests.items() if _digest(bundle, name) != digest]
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, EOFError) as problem:
        raise BackupError("This is not a whole backup: its manifest or a table is missing or damaged.") from problem
    if wrong:
        raise BackupError(f"This backup was changed or damaged: {', '.join(sorted(wrong))} is not what it was.")
    if manifest.get("format") != FORMAT:
        raise BackupError("This backup was made by a newer program. Put it back with that one.")
    return manifest


def _digest(bundle: zipfile.ZipFile, name: str) -> str:
    with bundle.open(f"{name}.jsonl") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _demand_fitting(connection: Connection, manifest: dict[str, Any]) -> None:
    """The database is empty, and it, this program and the backup are at one revision."""
    here, needed, kept = schema.current(connection), schema.newest(), manifest.get("revision")
    if here != needed:
        raise BackupError(f"The database is not ready. Run: {schema.COMMAND}")
    if kept != needed or set(manifest["tables"]) != {table.name for table in tables()}:
        raise BackupError(
            f"The backup is at revision {kept}, this program at {needed}. Put it back with the version of the program "
            f"that made it; then upgrade."
        )
    full = [table.name for table in tables() if connection.execute(sa.select(sa.literal(1)).select_from(table)).first()]
    if full:
        raise BackupError(f"The database is not empty ({', '.join(full)}). A backup is only put into an empty one.")


def _read_table(connection: Connection, bundle: zipfile.ZipFile, table: Table) -> int:
    own, count = own_references(table), 0
    insert = sa.insert(_bare(table))
    rows = _rows(bundle, table)
    while batch := list(islice(rows, BATCH)):
        connection.execute(insert, [{**row, **dict.fromkeys(own)} for row in batch])
        count += len(batch)
    return count


def _point_at_own(connection: Connection, bundle: zipfile.ZipFile, table: Table) -> None:
    """Fill what points at rows of the same table, now that all of them are there."""
    own = own_references(table)
    if not own:
        return
    keys = [column.name for column in table.primary_key]
    where = sa.and_(*(table.c[key] == sa.bindparam(f"key_{key}") for key in keys))
    update = sa.update(table).where(where).values({name: sa.bindparam(f"to_{name}") for name in own})
    for row in _rows(bundle, table):
        if any(row[name] for name in own):
            values = {f"key_{key}": row[key] for key in keys} | {f"to_{name}": row[name] for name in own}
            connection.execute(update, values)


def own_references(table: Table) -> list[str]:
    """The columns that point at rows of the same table: a member's manager."""
    references = [fk for fk in table.foreign_key_constraints if fk.referred_table is table]
    return sorted({name for fk in references for name in fk.column_keys} - {c.name for c in table.primary_key})


def _bare(table: Table) -> sa.TableClause:
    """The table without defaults: what was kept is put back, nothing else."""
    return sa.table(table.name, *(sa.column(c.name, _kind(c)) for c in table.c))


def _kind(column: Column[Any]) -> Any:
    return JSON_OR_NULL if isinstance(column.type, sa.JSON) else column.type


def _rows(bundle: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    readers = {column.name: _reader(column.type) for column in table.c}
    with io.TextIOWrapper(bundle.open(f"{table.name}.jsonl"), "utf-8", newline="\n") as file:
        for line in file:
            told = json.loads(line)
            yield {name: None if told[name] is None else read(told[name]) for name, read in readers.items()}


def _reader(kind: Any) -> Callable[[Any], Any]:
    """How a value of that type is read back from JSON."""
    if isinstance(kind, sa.Enum) and kind.enum_class:
        return kind.enum_class
    readers: dict[type, Callable[[Any], Any]] = {
        sa.Uuid: UUID,
        Instant: datetime.fromisoformat,
        sa.Date: date.fromisoformat,
        sa.LargeBinary: base64.b64decode,
    }
    return next((read for known, read in readers.items() if isinstance(kind, known)), lambda value: value)
