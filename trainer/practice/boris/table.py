"""What does a table of events look like that BORIS writes?

The columns are those of “Export events, as tabular events” for a live observation in BORIS 8.27 to 9.8, in its order
(olivierfriard/BORIS, boris/export_observation.py, export_tabular_events). It adds a column “Modifier #1” and so on
where modifiers were coded and one for each independent variable; both are passed over when a table is read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from trainer.cells import harmless
from trainer.curriculum.documents import ObservationScheme

COLUMNS = (
    *("Observation id", "Observation date", "Description", "Observation duration", "Observation type", "Source"),
    *("Time offset (s)", "Media duration (s)", "FPS", "Subject", "Behavior", "Behavioral category", "Behavior type"),
    *("Time", "Media file name", "Image index", "Image file path", "Comment"),
)
NEEDED = ("Subject", "Behavior", "Behavior type", "Time")
POINT, START, STOP = "POINT", "START", "STOP"
LIVE, NONE, NOBODY = "Live observation", "NA", "No focal subject"
# What is no behaviour of a scheme. Codes are in capitals and phases are not, so that nothing else is called so.
BREAK, FLOOR, NOTE, SYNC, END = "Break", "Floor", "Note", "Sync", "End"
BETWEEN_NOTES = " | "


@dataclass(frozen=True)
class Line:
    """One row: what happened and whose it was, without the columns that are the same in every row.

    `event`: the operation that it tells of, if there is one already.
    """

    at_ms: int
    behaviour: str
    kind: str = POINT
    subject: str = ""
    category: str = "session"
    comment: str = ""
    event: UUID | None = field(default=None, compare=False)

    @property
    def notes(self) -> list[str]:
        return self.comment.split(BETWEEN_NOTES) if self.comment else []


@dataclass(frozen=True)
class Head:
    """What every row of one observation says."""

    id: str
    date: str
    description: str


def head(session_code: str, observation: UUID, began: datetime | None, scheme: ObservationScheme) -> Head:
    """What a table says of an observation: its session and, without anybody's name, whose it is; when it began (UTC);
    by which list of behaviours it was made."""
    date = f"{began:%Y-%m-%d %H:%M:%S}" if began else ""
    return Head(f"{session_code}-{observation.hex[-8:]}", date, f"{scheme.title} {scheme.version}")


OURS = re.compile(r"S-\d{4,}-[0-9a-f]{8}")


def write(observations: Iterable[tuple[Head, Sequence[Line]]]) -> str:
    """The lines of observations as one table: UTF-8 once encoded, commas, lines that end as BORIS ends them."""
    rows = [COLUMNS, *(row for head, lines in observations for row in _rows(head, lines))]
    return "".join(",".join(_quoted(cell) for cell in row) + "\r\n" for row in rows)


def _rows(head: Head, lines: Sequence[Line]) -> Iterable[Sequence[str]]:
    until = seconds(max((line.at_ms for line in lines), default=0))
    about = (head.id, head.date, head.description, until, LIVE, NONE, "0", NONE, NONE)
    for line in lines:
        yield (
            *(*about, line.subject, line.behaviour, line.category, line.kind),
            *(seconds(line.at_ms), NONE, NONE, NONE, line.comment),
        )


def seconds(at_ms: int) -> str:
    """A time as BORIS writes it."""
    return f"{at_ms // 1000}.{at_ms % 1000:03}"


def _quoted(cell: str) -> str:
    safe = harmless(cell)
    return '"' + safe.replace('"', '""') + '"' if any(mark in safe for mark in ',"\r\n') else safe
