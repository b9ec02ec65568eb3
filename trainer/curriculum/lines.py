"""What differs between two texts, line by line?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

AROUND = 3
# Looking for what stayed takes the product of both lengths: beyond this, everything between is told as exchanged.
MOST_PAIRS = 4_000_000


@dataclass(frozen=True)
class Line:
    """A line that stayed, went or came, with its numbers in the text before and in the text after."""

    how: Literal["same", "old", "new"]
    text: str
    old: int | None
    new: int | None


Hunk = tuple[Line, ...]


def difference(before: str, after: str) -> tuple[Hunk, ...]:
    """Every place in which two texts differ, each with three lines of what stands around it."""
    lines = list(_lines(before.splitlines(), after.splitlines()))
    near = [False] * len(lines)
    for number, line in enumerate(lines):
        if line.how != "same":
            first = max(0, number - AROUND)
            near[first : number + AROUND + 1] = [True] * len(near[first : number + AROUND + 1])
    runs = groupby(zip(near, lines, strict=True), key=lambda pair: pair[0])
    return tuple(tuple(line for _, line in run) for shown, run in runs if shown)


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Every line of both texts, in order."""
    old = new = 0
    for first, second, size in _blocks(before, after):
        yield from (Line("old", before[number], number + 1, None) for number in range(old, first))
        yield from (Line("new", after[number], None, number + 1) for number in range(new, second))
        yield from (Line("same", before[first + n], first + n + 1, second + n + 1) for n in range(size))
        old, new = first + size, second + size


def _blocks(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """The runs of lines that both texts have, as (place before, place after, length), with an empty one at the end."""
    least = min(len(before), len(after))
    head = next((n for n in range(least) if before[n] != after[n]), least)
    tail = next((n for n in range(least - head) if before[-1 - n] != after[-1 - n]), least - head)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    yield 0, 0, head
    if len(old) * len(new) <= MOST_PAIRS:
        yield from ((head + a, head + b, size) for a, b, size in SequenceMatcher(None, old, new).get_matching_blocks())
    yield len(before) - tail, len(after) - tail, tail
