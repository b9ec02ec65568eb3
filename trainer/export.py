"""What does an organisation own, as files that people and programs can read?

Every table as CSV for a spreadsheet and as JSON lines for a program, with a README of the columns. What would open a
door (links in letters, tokens) or break a promise (reflections that were not shared, ratings that another assessor
might still read before locking) stays inside.
"""

import csv
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table

from trainer.backup import BATCH, plain, reading, tables
from trainer.cells import harmless
from trainer.db import Base

# A passage and a receipt repeat what is there; a self-assessment is its writer's, and a formative note is between two;
# phrases are their assessor's; what is arranged for somebody is known to few; a signed link only opens a door, and
# whether it was used is nobody's business.
NOT_EXPORTED = frozenset(
    {
        *("note", "rating_draft", "calibration_draft", "passage", "receipt"),
        *("self_assessment", "formative_note", "signed_link", "own_phrase", "adjustments"),
    }
)
SECRET = frozenset({*(("letter", column) for column in ("body", "link", "calendar")), ("invitation", "token_digest")})
# Nobody reads what another on a panel says before all have spoken, here neither: each such column by what tells it.
BLANK_WHILE_OPEN = {
    **dict.fromkeys((("panel_vote", "vote"), ("panel_vote", "reason")), "vote"),
    **dict.fromkeys((("appeal_seat", "upheld"), ("appeal_seat", "remedy"), ("appeal_seat", "reason")), "finding"),
}
# What assessors made of a session waits until all of them have locked: each row by the row that it belongs to. What
# somebody made of it to learn is theirs.
MADE_OF = {
    "operation": "observation",
    "judgement": "observation",
    "stop_event": "judgement",
    "rating": "judgement",
    "evidence": "rating",
}
PRIVATE_UNLESS_SHARED = ("did", "effect", "protecting", "next_time")
PERSON = ("id", "email", "name", "locale", "timezone", "created_at")


class ExportError(Exception):
    """An export cannot be written; the sentence says why."""


@dataclass(frozen=True)
class Sheet:
    """One table of an export: its columns and how its rows are found."""

    name: str
    about: str
    columns: tuple[sa.Column[Any], ...]
    query: sa.Select[Any]


def write(engine: Engine, organisation_id: UUID, folder: Path) -> dict[str, int]:
    """Write everything the organisation owns into a new folder. Returns the number of rows of each table."""
    if folder.exists():
        raise ExportError(f"{folder} exists. Choose another folder; an export never mixes with what is there.")
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700, parents=True)
    try:
        with reading(engine) as connection:
            told = sheets(organisation_id)
            counts = {sheet.name: _write_sheet(connection, sheet, part) for sheet in told}
        (part / "README.md").write_text(_readme(told, counts), encoding="utf-8")
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return counts


def sheets(organisation_id: UUID) -> list[Sheet]:
    """Every table of an organisation, with the organisation itself and the people who are its members."""
    return [_sheet(table, organisation_id) for table in tables() if _is_exported(table)]


def _is_exported(table: Table) -> bool:
    belongs = "organisation_id" in table.c or table.name in ("organisation", "person")
    return belongs and table.name not in NOT_EXPORTED


def _sheet(table: Table, organisation_id: UUID) -> Sheet:
    columns = tuple(column for column in table.c if _is_shown(column))
    query = (
        sa.select(*(_told(column) for column in columns))
        .where(_own(table, organisation_id))
        .order_by(*table.primary_key)
    )
    return Sheet(table.name, _about(table), columns, query)


def _is_shown(column: sa.Column[Any]) -> bool:
    if column.table.name == "person":
        return column.name in PERSON
    return (column.table.name, column.name) not in SECRET


def _told(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """What is written of a column: votes and findings are blank while their panel is at work."""
    said = BLANK_WHILE_OPEN.get((column.table.name, column.name))
    if said is None:
        return column
    hidden = _open_decision(column.table) if said == "vote" else _open_appeal(column.table)
    return sa.case((hidden, sa.null()), else_=column).label(column.name)


def _open_decision(vote: sa.FromClause) -> sa.ColumnElement[bool]:
    seat, decision = Base.metadata.tables["panel_seat"], Base.metadata.tables["decision"]
    on = sa.and_(decision.c.organisation_id == seat.c.organisation_id, decision.c.id == seat.c.decision_id)
    mine = sa.and_(seat.c.organisation_id == vote.c.organisation_id, seat.c.id == vote.c.seat_id)
    return sa.select(seat.c.id).join(decision, on).where(mine, decision.c.state == "open").exists()


def _open_appeal(seat: sa.FromClause) -> sa.ColumnElement[bool]:
    appeal = Base.metadata.tables["appeal"]
    mine = sa.and_(appeal.c.organisation_id == seat.c.organisation_id, appeal.c.id == seat.c.appeal_id)
    return sa.select(appeal.c.id).where(mine, appeal.c.state == "panel").exists()


def _own(table: Table, organisation_id: UUID) -> sa.ColumnElement[bool]:
    if table.name == "organisation":
        return table.c.id == organisation_id
    if table.name == "person":
        member = Base.metadata.tables["member"]
        return table.c.id.in_(sa.select(member.c.person_id).where(member.c.organisation_id == organisation_id))
    if table.name in MADE_OF:
        return table.c.id.in_(_compared(table.name, organisation_id))
    return table.c.organisation_id == organisation_id


def _compared(name: str, organisation_id: UUID) -> sa.Select[Any]:
    """The rows of a table that belong to a compared session; of what was tapped, what its assessor has locked."""
    table, result = Base.metadata.tables[name], Base.metadata.tables["session_result"]
    own = sa.select(table.c.id).where(table.c.organisation_id == organisation_id)
    if name == "observation":
        compared = sa.select(result.c.session_id).where(result.c.organisation_id == organisation_id)
        return own.where(table.c.session_id.in_(compared), table.c.locked_at.is_not(None), table.c.shadow.is_(False))
    parent = MADE_OF[name]
    return own.where(table.c[f"{parent}_id"].in_(_compared(parent, organisation_id)))


def _about(table: Table) -> str:
    """What the table's class says of itself."""
    found = (mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is table)
    return " ".join((next(found).__doc__ or "").split())


def _write_sheet(connection: Connection, sheet: Sheet, folder: Path) -> int:
    count = 0
    names = [column.name for column in sheet.columns]
    with (
        open(folder / f"{sheet.name}.csv", "w", encoding="utf-8-sig", newline="") as spread,
        open(folder / f"{sheet.name}.jsonl", "w", encoding="utf-8") as lines,
    ):
        writer = csv.writer(spread)
        writer.writerow(names)
        for row in _rows(connection, sheet):
            writer.writerow([cell(row[name]) for name in names])
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _rows(connection: Connection, sheet: Sheet) -> Iterator[dict[str, Any]]:
    for row in connection.execute(sheet.query, execution_options={"yield_per": BATCH}).mappings():
        yield {name: plain(value) for name, value in _discreet(dict(row)).items()}


def _discreet(row: dict[str, Any]) -> dict[str, Any]:
    """A reflection not shared, or not submitted, is its writer's: that it exists is told, its words are not."""
    private = "shared" in row and not (row["shared"] and row["submitted_at"])
    return {name: "" if private and name in PRIVATE_UNLESS_SHARED else value for name, value in row.items()}


def cell(value: Any) -> str:
    """A value as a spreadsheet's cell: nothing that it would run as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return harmless(str(value))
    return json.dumps(value, ensure_ascii=False)


def _readme(told: list[Sheet], counts: Mapping[str, int]) -> str:
    return "\n".join([_INTRODUCTION, *(_chapter(sheet, counts[sheet.name]) for sheet in told)])


def _chapter(sheet: Sheet, count: int) -> str:
    columns = "\n".join(f"- `{column.name}`: {_kind(column)}" for column in sheet.columns)
    return f"## {sheet.name}\n\n{sheet.about} {count} rows.\n\n{columns}\n"


def _kind(column: sa.Column[Any]) -> str:
    pointed = sorted({key.column.table.name for key in column.foreign_keys} - {"organisation"})
    words = f"one of {', '.join(column.type.enums)}" if isinstance(column.type, sa.Enum) else _type(column.type)
    points = f", points at `{pointed[0]}`" if pointed else ""
    return f"{words}{points}{', may be empty' if column.nullable else ''}"


def _type(kind: Any) -> str:
    known = {
        "Uuid": "id",
        "Instant": "instant (UTC)",
        "Date": "day",
        "Boolean": "true or false",
        "JSON": "JSON",
        "Float": "number",
        "LargeBinary": "bytes in Base64",
    }
    return known.get(type(kind).__name__, "whole number" if isinstance(kind, sa.Integer) else "text")


_INTRODUCTION = """# Export

One `.csv` and one `.jsonl` file per table. The CSV files are UTF-8 with a byte order mark and open in any spreadsheet;
a cell that would run as a formula begins with an apostrophe. Programs read the `.jsonl` files: one JSON object a line,
values exactly as stored. Rows are linked by `id` within the organisation. Instants are ISO 8601 in UTC.

Not in here: links and texts of letters, the secret of an invitation, passwords and passkeys, unfinished ratings, what
was captured and judged in sessions that wait for one of their assessors, votes of panels that have not decided, what
readers noted beside lessons, and the words of reflections that their writers did not share or not yet submit.
"""
