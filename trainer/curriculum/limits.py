"""Which text would take longer to render than anybody would wait, and on which line?

The renderer looks for the end of each bracket, sign of emphasis or table again and again: what it has to go through at
once is kept short. Nobody who writes for readers meets these bounds.
"""

import re
from collections.abc import Iterator, Sequence

from trainer.curriculum.layout import Line, pieces
from trainer.message import Message

LONGEST = 20_000  # characters from one empty line to the next
MOST_CELLS, MOST_COLUMNS = 20_000, 200
MOST_BREAKS = 200  # headings, rules and the like without an empty line between them
MOST_NOTES = 1000
MOST_OPEN = 100  # brackets
DEEPEST = 20  # items and quotes in each other
DEEPEST_BLOCK = 8
_NESTED = re.compile(
    rf"(?: *(?:>|[-*+] |[0-9]{{1,9}}[.)] )){{{DEEPEST + 1}}}| {{{4 * DEEPEST},}}(?:>|[-*+] |[0-9]+[.)] )"
)
_SECOND_ROW = re.compile(r"[ >]*[|:-][ |:-]*$")
_BREAK = re.compile(r" {0,3}(#|/{3}|=+ *$|([-*_])( *\2)* *$)")
_SIGN = re.compile(r"[\\`*_\[<&]")
_START = re.compile(r" {0,3}/{3,} *[\w-]")
_END = re.compile(r" {0,3}/{3,} *$")

NESTED = Message("Lists, quotes or brackets are nested too deeply.")

Told = tuple[int, Message]


def beyond(text: str) -> Told | None:
    """The first place at which a text is too much, as its line and why."""
    lines = [piece for piece in pieces(text.expandtabs(4).split("\n")) if isinstance(piece, Line)]
    return next(_beyond(lines), None)


def _beyond(lines: Sequence[Line]) -> Iterator[Told]:
    for run in _runs(lines):
        yield from _too_long(run)
        yield from _too_deep(run)
    yield from _too_many_notes(lines)
    yield from _blocks_in_blocks(lines)


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines from one empty line to the next."""
    run: list[Line] = []
    for line in lines:
        if line.text.strip():
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _too_long(run: Sequence[Line]) -> Iterator[Told]:
    rows = [place for place, line in enumerate(run) if _SECOND_ROW.match(line.text) and "-" in line.text]
    if rows:
        yield from _too_wide(run, rows[0])
    if rows[:1] != [1] or not all("|" in line.text for line in run):
        long = sum(len(line.text) for line in run) > LONGEST
        if long or sum(bool(_BREAK.match(line.text)) for line in run) > MOST_BREAKS:
            text = "There are too many words here without an empty line: put one between paragraphs."
            yield run[0].number, Message(text)


def _too_wide(run: Sequence[Line], second: int) -> Iterator[Told]:
    """Columns and cells are counted, and what stands in them; the rows of a table may be many."""
    cells = (run[second].text.strip(" >|").count("|") + 1) * (len(run) - second)
    text = "\n".join(line.text for line in run)
    if any(line.text.count("|") > MOST_COLUMNS for line in run):
        yield run[0].number, Message("A table has at most %(most)s columns.", {"most": MOST_COLUMNS})
    elif cells > MOST_CELLS or len(text) * len(_SIGN.findall(text)) > LONGEST**2:
        yield run[0].number, Message("A table has at most %(most)s cells: make several of it.", {"most": MOST_CELLS})


def _too_deep(run: Sequence[Line]) -> Iterator[Told]:
    depth = {"[": 0, "(": 0}
    for line in run:
        if _NESTED.match(line.text):
            yield line.number, NESTED
        for sign in re.findall(r"[][()]", line.text):
            opening = {"]": "[", ")": "("}.get(sign, sign)
            depth[opening] = max(0, depth[opening] + (1 if sign == opening else -1))
            if depth[opening] > MOST_OPEN:
                yield line.number, NESTED
                return


def _too_many_notes(lines: Sequence[Line]) -> Iterator[Told]:
    count = 0
    for line in lines:
        count += line.text.count("[^")
        if count > MOST_NOTES:
            yield line.number, Message("There are more than %(most)s marks of footnotes.", {"most": MOST_NOTES})
            return


def _blocks_in_blocks(lines: Sequence[Line]) -> Iterator[Told]:
    depth = 0
    for line in lines:
        depth = depth + 1 if _START.match(line.text) else max(0, depth - 1) if _END.match(line.text) else depth
        if depth > DEEPEST_BLOCK:
            yield line.number, Message("Blocks stand in each other, or are not closed: “///” ends a block.")
            return
