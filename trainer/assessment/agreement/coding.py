"""How far do all who captured the same sessions in twos note the same events at the same time, as a whole and by code?

Coders change from session to session, so nobody is first or second here: each pair of them counts both ways round.
Kappa is that of `events.event_kappa` with the shares of both together (p = q), and for one code that of this code
against all others. Source: as in events.py; shares of both together as in Scott, W. A. (1955), Public Opinion
Quarterly 19, 321–325.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trainer.assessment.agreement.bootstrap import DRAWS, SEED, draws, with_interval
from trainer.assessment.agreement.events import NO_EVENT, Paired
from trainer.assessment.agreement.figure import Figure, Value, beyond_chance, figure

PER_CODE = 3  # pairs in which both noted it, pairs in which one did, times that one noted it alone


@dataclass(frozen=True)
class Matched:
    """Share that was noted alike and kappa, with intervals over sessions. n is what at least one of two noted."""

    agreement: Figure
    kappa: Figure

    @property
    def n(self) -> int:
        return self.agreement.n


@dataclass(frozen=True)
class Coding:
    """Agreement over all codes together and for each, and from how many sessions."""

    sessions: int
    together: Matched
    codes: Mapping[str, Matched]


def coding(sessions: Sequence[Sequence[Paired]], codes: Sequence[str], seed: int = SEED, times: int = DRAWS) -> Coding:
    """Agreement about events with 95% bootstrap intervals over sessions.

    `sessions`: for each session the events of every two of its coders, paired; a session in which nothing was noted
    does not count. A draw takes whole sessions. O(events) to count, then a fixed cost for each draw.
    """
    rows = [row for row in (_counts(session, codes) for session in sessions) if sum(row)]
    whole = [sum(column) for column in zip(*rows, strict=True)] or [0] * (1 + PER_CODE * len(codes))
    drawn = [_values(row) for row in draws(rows, seed, times)]
    told = [
        Matched(
            *(
                with_interval(figure(value, n), [draw[at][which] for draw in drawn], len(rows))
                for which, value in enumerate(values)
            )
        )
        for at, (values, n) in enumerate(zip(_values(whole), _numbers(whole), strict=True))
    ]
    return Coding(len(rows), told[0], dict(zip(codes, told[1:], strict=True)))


def _counts(session: Iterable[Paired], codes: Sequence[str]) -> list[int]:
    """The number of pairs, then three counts for each code."""
    row, place = [0] * (1 + PER_CODE * len(codes)), {code: 1 + PER_CODE * at for at, code in enumerate(codes)}
    for paired in session:
        row[0] += len(paired.pairs)
        for one, other in paired.pairs:
            if one.code == other.code:
                row[place[one.code]] += 1
            else:
                row[place[one.code] + 1] += 1
                row[place[other.code] + 1] += 1
        for event in (*paired.only_first, *paired.only_second):
            row[place[event.code] + 2] += 1
    return row


def _numbers(row: Sequence[int]) -> list[int]:
    """What at least one noted: of anything, then of each code."""
    blocks = _blocks(row)
    return [row[0] + sum(alone for _, _, alone in blocks), *(sum(block) for block in blocks)]


def _blocks(row: Sequence[int]) -> list[tuple[int, int, int]]:
    return [(row[at], row[at + 1], row[at + 2]) for at in range(1, len(row), PER_CODE)]


def _values(row: Sequence[int]) -> list[tuple[Value, Value]]:
    """Share and kappa of everything, then of each code."""
    pairs, blocks = row[0], _blocks(row)
    alike, noted = sum(both for both, _, _ in blocks), [2 * both + one + alone for both, one, alone in blocks]
    n, all_noted = pairs + sum(alone for _, _, alone in blocks), sum(noted) or 1
    chance = sum(times**2 for times in noted) / all_noted**2
    found = [(alike / n if n else NO_EVENT, _kappa(alike, pairs, n, chance))]
    for (both, one, alone), times in zip(blocks, noted, strict=True):
        own, share = both + one + alone, times / all_noted
        by_chance = share**2 + (1 - share) ** 2
        found.append((both / own if own else NO_EVENT, _kappa(pairs - one, pairs, n, by_chance) if own else NO_EVENT))
    return found


def _kappa(alike: int, pairs: int, n: int, chance: float) -> Value:
    return beyond_chance(alike / n, pairs / n * chance) if n else NO_EVENT
