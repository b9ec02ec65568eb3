"""Which tables are there, and what points where? Writes docs/data-model.md from the metadata.

python -m tests.data_model > docs/data-model.md
"""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Table
from sqlalchemy.orm import Mapper

from trainer.app import BLUEPRINTS
from trainer.db import Base, Frozen, Revised

FILE = Path(__file__).parent.parent / "docs" / "data-model.md"
ROOMS = {
    "shared": "Shared: audit chains and letters",
    "accounts": "Accounts: people and how they sign in",
    "organisations": "Organisations: members, duties, invitations",
    "curriculum": "Curriculum: releases, and what each trainee did with them",
    "practice": "Practice: sets, agreements, sessions, what was captured",
    "assessment": "Assessment: licences, judgements, results",
    "certification": "Certification: decisions and certificates",
}
INTRODUCTION = """\
# The tables

This page is made from the models: `make data-model` writes it, and `tests/test_docs.py` fails while it is not current.

Three rules hold for all of them, and `tests/test_tenancy.py` keeps them:

- **Every row of an organisation has the key `(organisation_id, id)`**, and whatever points at it points with both: the
  database itself refuses a row that points into another organisation. Both columns are left out below.
- **Frozen** rows are never changed; a trigger refuses an UPDATE. A correction is another row.
- **Revised** rows carry a number that goes up with every change: the second of two simultaneous changes is refused.

Ids are UUIDs of version 7, which sort by when they were made. Instants are in UTC. Enumerations are words that a CHECK
constraint knows. “empty” means that the column may be NULL.
"""


def write() -> str:
    """The whole page."""
    assert BLUEPRINTS, "importing the application brings every table with it"
    chapters = [INTRODUCTION]
    for room, title in ROOMS.items():
        chapters.append(f"## {title}\n")
        chapters.extend("\n".join(_table(mapper)) for mapper in _mappers(room))
    return "\n".join(chapters)


def _mappers(room: str) -> list[Mapper[Any]]:
    found = [mapper for mapper in Base.registry.mappers if _room(mapper) == room]
    order = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    return sorted(found, key=lambda mapper: order[str(mapper.local_table.name)])  # type: ignore[attr-defined]


def _room(mapper: Mapper[Any]) -> str:
    room = mapper.class_.__module__.split(".")[1]
    return room if room in ROOMS else "shared"


def _table(mapper: Mapper[Any]) -> Iterator[str]:
    table = mapper.local_table
    assert isinstance(table, Table)
    yield f"### {table.name}\n"
    yield f"{(inspect.getdoc(mapper.class_) or '').replace(chr(10), ' ')}{_manner(mapper)}\n"
    yield "| column | holds | |"
    yield "|---|---|---|"
    for column in table.c:
        if "organisation_id" not in table.c or column.name not in ("organisation_id", "id"):
            yield f"| {column.name} | {_holds(column)} | {'empty' if column.nullable else ''} |"
    yield from _uniques(table)
    yield ""


def _manner(mapper: Mapper[Any]) -> str:
    words = [kind.__name__ for kind in (Frozen, Revised) if issubclass(mapper.class_, kind)]
    if mapper.local_table.c.get("organisation_id") is None:
        words.append("Belongs to no organisation")
    return "".join(f" *{word}.*" for word in words)


def _holds(column: Column[Any]) -> str:
    targets = sorted({key.column.table.name for key in column.foreign_keys})
    if targets:
        return f"→ {', '.join(targets)}"
    if isinstance(column.type, sa.Enum):
        return ", ".join(f"`{word}`" for word in column.type.enums)
    return _kind(column.type)


def _kind(kind: Any) -> str:
    known = {
        "Uuid": "id",
        "Instant": "instant",
        "Date": "day",
        "Boolean": "yes or no",
        "JSON": "JSON",
        "Float": "number",
        "LargeBinary": "bytes",
        "Integer": "whole number",
        "BigInteger": "whole number, 64 bits",
    }
    return known.get(type(kind).__name__, "text")


def _uniques(table: Table) -> Iterator[str]:
    """What cannot be there twice within an organisation, and what not at all."""
    sets = [tuple(c.name for c in u.columns) for u in table.constraints if isinstance(u, sa.UniqueConstraint)]
    for names in sorted(sets):
        own = [name for name in names if name != "organisation_id"]
        where = "Once in an organisation" if len(own) < len(names) else "Once"
        yield f"\n{where}: {', '.join(own)}."


if __name__ == "__main__":
    sys.stdout.write(write())
