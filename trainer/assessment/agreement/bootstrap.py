"""How sure is a figure? Intervals by drawing sessions anew, with a fixed seed.

Sessions are drawn, not ratings: what is rated within one session hangs together. Source: Efron, B. & Tibshirani, R. J.
(1993). An Introduction to the Bootstrap, chapters 8 and 13.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from random import Random

from trainer.assessment.agreement.figure import Figure, Value
from trainer.message import Message

SEED, DRAWS, MOST_GROUPS = 1979, 2_000, 256  # as many groups as a byte tells apart
LEAST_SESSIONS, LEAST_DEFINED, OUTSIDE_EACH_END = 5, 0.95, 0.025

FEW_SESSIONS = Message("%(sessions)d sessions are too few to tell how sure a figure is.")
ALL_DRAWS_ALIKE = Message("All sessions agree alike, from which no interval can be told.")
UNDEFINED_DRAWS = Message("There is so little variation that no interval can be told.")

Counts = Sequence[int]


def draws(sessions: Sequence[Counts], seed: int = SEED, times: int = DRAWS) -> Iterator[Counts]:
    """Yield `times` sums of as many sessions as there are, drawn with replacement: bootstrap samples, ready counted.

    `sessions`: one row of counts each, all of one length, each count and the sums of all below 2³². The order of the
    sessions makes no difference. Above 256 sessions they are put into 256 groups of nearly one size by chance, and
    groups are drawn: the width of an interval then varies by about 4% with the grouping. O(n) once, then O(256) a draw.
    """
    return packed_draws([pack(session) for session in sessions], len(sessions[0]) if sessions else 0, seed, times)


def packed_draws(rows: Sequence[int], width: int, seed: int, times: int) -> Iterator[Counts]:
    """`draws` from rows that are packed already."""
    chance = Random(seed)  # noqa: S311 (nothing secret: the seed decides)
    grouped = _grouped(sorted(rows), chance)
    for _ in range(times if grouped else 0):
        yield unpack(sum(_drawn(grouped, chance)), width)


def pack(counts: Counts) -> int:
    """A row of counts as one long integer with 32 bits for each, so that a single addition adds them all."""
    return int.from_bytes(struct.pack(f"<{len(counts)}I", *counts), "little")


def unpack(packed: int, width: int) -> Counts:
    """The counts of a row, or of a sum of rows."""
    return struct.unpack(f"<{width}I", packed.to_bytes(4 * width, "little"))


def _drawn(packed: list[int], chance: Random) -> Iterable[int]:
    """As many as there are, with replacement; where a byte names each of them, bytes are the quicker dice."""
    if len(packed) == MOST_GROUPS:
        return map(packed.__getitem__, chance.randbytes(MOST_GROUPS))
    return chance.choices(packed, k=len(packed))


def _grouped(rows: list[int], chance: Random) -> list[int]:
    if len(rows) <= MOST_GROUPS:
        return rows
    chance.shuffle(rows)
    return [sum(rows[at::MOST_GROUPS]) for at in range(MOST_GROUPS)]


def with_interval(found: Figure, drawn: Sequence[Value], sessions: int) -> Figure:
    """A figure with its 95% percentile interval: of B drawn values in order the (B/40 + 1)-th from either end.

    No interval, with the reason: fewer than 5 sessions, more than 5% of the draws undefined, all draws alike.
    """
    known = sorted(value for value in drawn if not isinstance(value, Message))
    if found.value is None:
        return found
    if sessions < LEAST_SESSIONS:
        return replace(found, reason=Message(FEW_SESSIONS.text, {"sessions": sessions}))
    if len(known) < max(1, LEAST_DEFINED * len(drawn)):
        return replace(found, reason=UNDEFINED_DRAWS)
    if known[0] == known[-1]:
        return replace(found, reason=ALL_DRAWS_ALIKE)
    at = int(len(known) * OUTSIDE_EACH_END)
    return replace(found, low=known[at], high=known[-1 - at])
