"""Which operations does a table of events hold that are not in the timeline yet? If it cannot be taken, why not?

All of it is right or none of it is taken. An operation's id follows from its row, so that bringing the same table again
makes nothing new, even when what came of it was corrected since.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from trainer.curriculum.documents import ObservationScheme
from trainer.message import Message
from trainer.practice.boris import cells, table, writing
from trainer.practice.boris.cells import MOST, Row
from trainer.practice.boris.order import out_of_order
from trainer.practice.boris.table import BREAK, END, FLOOR, NOBODY, NOTE, POINT, START, STOP, SYNC, Line
from trainer.practice.ids import following
from trainer.practice.operations import ACTORS, HOLDERS, LONGEST_NOTE, LONGEST_SESSION_MS
from trainer.practice.timeline import Timeline

BORIS = UUID(int=2)  # the device of what stood in a table
SAID_AT_ONCE = 20
_TIME = re.compile(r"(\d{1,7})(?:[.,](\d{1,6}))?", re.ASCII)


@dataclass(frozen=True)
class Into:
    """What a table is read into: an observation, what it is called in tables, its scheme and what it holds so far."""

    observation: UUID
    name: str
    scheme: ObservationScheme
    timeline: Timeline
    begins_ms: int


@dataclass(frozen=True)
class Found:
    """The operations that are new, as a device would send them, and how many rows say what is there already."""

    ops: list[dict[str, Any]]
    known: int


def read(body: bytes, into: Into) -> Found | list[Message]:
    """What is new in a table, or everything that is wrong with it."""
    rows = cells.rows(body)
    if isinstance(rows, Message):
        return [rows]
    read_rows = [(row.number, _line(row, into.scheme)) for row in rows]
    wrong = [*_other(rows, into.name), *(found for _, found in read_rows if isinstance(found, Message))]
    lines = [(number, found) for number, found in read_rows if isinstance(found, Line)]
    wrong = wrong or out_of_order(lines, into.timeline)
    if wrong:
        return wrong[:SAID_AT_ONCE]
    found = _new([line for _, line in lines], into)
    return found if len(found.ops) <= MOST else [Message("A file holds at most %(most)d events.", {"most": MOST})]


def _other(rows: Sequence[Row], name: str) -> list[Message]:
    """A table is about one observation; one that we have named ourselves is about this one."""
    named = next((row["Observation id"] for row in rows), "")
    if table.OURS.fullmatch(named) and named != name:
        return [Message("This file belongs to another observation.")]
    other = (row.number for row in rows if row["Observation id"] != named)
    return [Message("Line %(line)d belongs to another observation than the first.", {"line": line}) for line in other][
        :1
    ]


def _line(row: Row, scheme: ObservationScheme) -> Line | Message:
    at_ms = _at(row["Time"])
    if at_ms is None:
        return _wrong(row, "Line %(line)d: “%(word)s” is no time in seconds.", "Time")
    if at_ms > LONGEST_SESSION_MS:
        return _wrong(row, "Line %(line)d: %(word)s seconds are longer than any session.", "Time")
    subject = "" if row["Subject"] == NOBODY else row["Subject"]
    if subject and subject not in ACTORS:
        return _wrong(row, "Line %(line)d: “%(word)s” is no seat: F, P, CO, SET, M or M with a number.", "Subject")
    return _behaviour(row, Line(at_ms, row["Behavior"], row["Behavior type"], subject, comment=row["Comment"]), scheme)


def _behaviour(row: Row, line: Line, scheme: ObservationScheme) -> Line | Message:
    """The line, with whose it usually is where no seat is named, or what is wrong with what happened."""
    code = scheme.code(line.behaviour)
    if line.kind not in (POINT, START, STOP):
        return _wrong(row, "Line %(line)d: “%(word)s” is none of POINT, START and STOP.", "Behavior type")
    if line.kind == POINT and not (code or line.behaviour in (FLOOR, NOTE, SYNC, END)):
        return _wrong(row, "Line %(line)d: “%(word)s” is no point event of this list of behaviours.", "Behavior")
    if line.kind != POINT and not (scheme.phase(line.behaviour) or line.behaviour == BREAK):
        return _wrong(row, "Line %(line)d: “%(word)s” is no phase of this list of behaviours.", "Behavior")
    if line.behaviour == FLOOR and line.subject and line.subject not in HOLDERS:
        return _wrong(row, "Line %(line)d: “%(word)s” is nobody who holds the floor: F, P, CO, M or none.", "Subject")
    if not all(0 < len(note.strip()) <= LONGEST_NOTE for note in _written(line)):
        values = {"line": row.number, "most": LONGEST_NOTE}
        return Message("Line %(line)d: a note has between 1 and %(most)d characters.", values)
    if code and line.kind == POINT:
        return replace(line, subject=line.subject or code.actor)
    return line if line.behaviour == FLOOR else replace(line, subject="")


def _written(line: Line) -> list[str]:
    """What a row comes to in words: a note is one, a comment is as many as there are between its strokes."""
    return [line.comment] if line.behaviour == NOTE else line.notes


def _at(text: str) -> int | None:
    """Seconds with a point or a comma as whole milliseconds."""
    found = _TIME.fullmatch(text)
    return int(found[1]) * 1000 + round(int((found[2] or "0").ljust(6, "0")) / 1000) if found else None


def _wrong(row: Row, text: str, column: str) -> Message:
    return Message(text, {"line": row.number, "word": row[column][:60]})


def _new(lines: Sequence[Line], into: Into) -> Found:
    standing: dict[tuple[Any, ...], list[Line]] = {}
    for line in writing.lines(into.timeline, into.scheme):
        standing.setdefault(_key(line), []).append(line)
    at_once: Counter[int] = Counter()
    ops: list[dict[str, Any]] = []
    known = 0
    for number, line in enumerate(lines, 1):
        place = at_once[line.at_ms]
        at_once[line.at_ms] += 1
        same = standing.get(_key(line))
        there = same.pop(0) if same else None
        made = list(_added(line, there) if there else _operations(line, place, into.observation))
        known += bool(there and not made)
        ops += [{**_sent(op, into, line.at_ms), "seq": number} for op in made]
    return Found(ops, known)


def _key(line: Line) -> tuple[Any, ...]:
    return line.at_ms, line.behaviour, line.kind, line.subject, line.comment if line.behaviour == NOTE else ""


def _sent(op: Mapping[str, Any], into: Into, at_ms: int) -> dict[str, Any]:
    about = {"observation": str(into.observation), "device": str(BORIS), "at_ms": at_ms}
    return {**about, "wall_ms": into.begins_ms + at_ms, **op}


def _added(line: Line, there: Line) -> Iterator[dict[str, Any]]:
    """Comments that were written to an event that is there."""
    return (
        _remarks((note for note in line.notes if note not in there.notes), line.at_ms, there.event)
        if there.event
        else iter(())
    )


def _operations(line: Line, place: int, observation: UUID) -> Iterator[dict[str, Any]]:
    """What a row comes to. The end of a phase comes with the next one's start."""
    id = following(line.at_ms, f"{observation} {place} {_key(line)}", place)
    said = _said(line)
    if said:
        yield {"id": str(id), **said}
    if said and said["kind"] == "event":
        yield from _remarks(line.notes, line.at_ms, id)


def _said(line: Line) -> dict[str, Any] | None:
    known = {
        (FLOOR, POINT): {"kind": "floor", "actor": line.subject or "NONE"},
        (NOTE, POINT): {"kind": "note", "text": line.comment},
        (SYNC, POINT): {"kind": "sync"},
        (END, POINT): {"kind": "end"},
        (BREAK, START): {"kind": "pause"},
        (BREAK, STOP): {"kind": "resume"},
    }
    if (line.behaviour, line.kind) in known:
        return known[line.behaviour, line.kind]
    if line.kind == POINT:
        return {"kind": "event", "code": line.behaviour, "actor": line.subject}
    return {"kind": "phase", "code": line.behaviour} if line.kind == START else None


def _remarks(notes: Iterable[str], at_ms: int, event: UUID) -> Iterator[dict[str, Any]]:
    for place, note in enumerate(notes):
        id = following(at_ms, f"note {event} {place} {note}", place)
        yield {"id": str(id), "kind": "note", "ref": str(event), "text": note}
