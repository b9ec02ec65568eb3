"""Is this a table of events, and what stands in its cells? If not, what is wrong and in which line?"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trainer.cells import meant
from trainer.message import Message
from trainer.practice.boris.table import NEEDED

MOST = 2000  # rows, and what becomes of them
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MARKS = (",", ";", "\t")


@dataclass(frozen=True)
class Row:
    """A row under its heads, and the number of the line at which it begins."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, head: str) -> str:
        return self.cells.get(head, "")


def rows(body: bytes) -> list[Row] | Message:
    """The rows of a table with commas, semicolons or tabs in UTF-8, whichever line ends it has."""
    text = _text(body)
    if isinstance(text, Message):
        return text
    mark = _mark(text)
    try:
        found = list(_numbered(text, mark))
    except csv.Error:
        return Message("This is not a table as BORIS exports it: a cell begins with a quotation mark and never ends.")
    head = [cell.strip() for cell in found[0][1]] if found else []
    return _head_wrong(head) or _under(head, found[1:])


def _text(body: bytes) -> str | Message:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Message("The file is not in UTF-8. Save it anew as “CSV UTF-8”.")
    return Message("The file holds characters of value zero, so it is no text.") if "\x00" in text else text


def _mark(text: str) -> str:
    """What stands between cells: whichever of the three the first line has most of."""
    first = next((line for line in _LINES.findall(text) if line.strip()), "")
    return max(_MARKS, key=first.count)


def _numbered(text: str, mark: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the number of the line at which it begins."""
    reader = csv.reader(_LINES.findall(text), delimiter=mark, strict=True)
    begins = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield begins, row
        begins = reader.line_num + 1


def _head_wrong(head: Sequence[str]) -> Message | None:
    missing = [name for name in NEEDED if name not in head]
    if missing:
        text = "The first line does not name the column “%(name)s”. Export “tabular events” from BORIS 8.27 or later."
        return Message(text, {"name": missing[0]})
    twice = [name for name, times in Counter(filter(None, head)).items() if times > 1]
    return Message("The column “%(name)s” stands there twice.", {"name": twice[0][:60]}) if twice else None


def _under(head: Sequence[str], found: Sequence[tuple[int, list[str]]]) -> list[Row] | Message:
    if len(found) > MOST:
        return Message("A file holds at most %(most)d events.", {"most": MOST})
    for number, row in found:
        if len(row) > len(head):
            return Message("Line %(line)d has more cells than the first line names.", {"line": number})
    return [
        Row(number, {name: meant(cell.strip()) for name, cell in zip(head, row, strict=False)}) for number, row in found
    ]
