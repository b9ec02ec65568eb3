"""Do the rows of a table tell one session, from its start to its end, one phase after the other?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from trainer.message import Message
from trainer.practice.boris.table import BREAK, END, START, STOP, Line, seconds
from trainer.practice.timeline import Timeline

GAP_MS = 1000  # so far a phase may end before the next begins: coders stop one by the key that starts the other
Numbered = tuple[int, Line]


def out_of_order(lines: Sequence[Numbered], timeline: Timeline) -> list[Message]:
    """What is wrong with the order of rows, or with their place in a session that has ended."""
    phases = [(number, line) for number, line in lines if line.kind in (START, STOP) and line.behaviour != BREAK]
    breaks = [(number, line) for number, line in lines if line.behaviour == BREAK]
    found = [*_backwards(lines), *_after_end(lines, timeline), *_unpaired(phases), *_unpaired(breaks)]
    return sorted(found or _outside(lines), key=lambda wrong: int(str(wrong.values["line"])))


def _backwards(lines: Sequence[Numbered]) -> Iterator[Message]:
    for (_, before), (number, line) in pairwise(lines):
        if line.at_ms < before.at_ms:
            yield _wrong(
                number, line, "Line %(line)d: %(at)s comes before the line above it. Put the lines in order of time."
            )


def _after_end(lines: Sequence[Numbered], timeline: Timeline) -> Iterator[Message]:
    """A session ends once, and nothing of it comes later."""
    ends = [(number, line) for number, line in lines if line.behaviour == END]
    for number, line in ends[1:]:
        yield _wrong(number, line, "Line %(line)d: the session ends a second time.")
    end = timeline.end_ms if timeline.ended else ends[0][1].at_ms if ends else None
    if end is None:
        return
    for number, line in lines:
        if line.at_ms > end:
            yield _wrong(
                number, line, "Line %(line)d: %(at)s lies after the end of the session at %(end)s.", end=seconds(end)
            )
        elif line.behaviour == END and line.at_ms != end:
            yield _wrong(number, line, "Line %(line)d: the session has ended already, at %(end)s.", end=seconds(end))


@dataclass
class _Running:
    """The state that runs, since which line."""

    number: int
    line: Line


def _unpaired(lines: Sequence[Numbered]) -> Iterator[Message]:
    """States of one kind follow each other: each starts and stops before another starts."""
    running: _Running | None = None
    for number, line in lines:
        if line.kind == START and running:
            text = "Line %(line)d: “%(state)s” starts while “%(other)s” has not stopped."
            yield _wrong(number, line, text, other=running.line.behaviour)
        elif line.kind == STOP and (running is None or running.line.behaviour != line.behaviour):
            yield _wrong(number, line, "Line %(line)d: “%(state)s” stops but has not started.")
            continue
        running = _Running(number, line) if line.kind == START else None
    if running:
        yield _wrong(running.number, running.line, "Line %(line)d: “%(state)s” starts and never stops.")


def _outside(lines: Sequence[Numbered]) -> list[Message]:
    """Once phases have begun one of them runs until the end: between two there is nothing that could be kept."""
    stopped: int | None = None
    for number, line in lines:
        if stopped is not None and line.at_ms > stopped + GAP_MS:
            text = "Line %(line)d: no phase runs at %(at)s. Each lasts until the next begins, the last until the end."
            return [_wrong(number, line, text)]
        if line.kind in (START, STOP) and line.behaviour != BREAK:
            stopped = line.at_ms if line.kind == STOP else None
    return []


def _wrong(number: int, line: Line, text: str, **values: str) -> Message:
    return Message(text, {"line": number, "at": seconds(line.at_ms), "state": line.behaviour, **values})
