"""Did two people who captured the same session note the same events at the same time, and the same states?

Point events are paired within a tolerance and held against chance event by event; states (phases, who holds the floor)
are held against chance by the time that they lasted. Source: Quera, V., Bakeman, R. & Gnisci, A. (2007). Behavior
Research Methods 39, 39–49; Bakeman, R. & Quera, V. (2011). Sequential Analysis and Observational Methods, chapter 6.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from trainer.assessment.agreement.figure import Figure, beyond_chance, figure
from trainer.message import Message

NO_EVENT = Message("Neither noted an event.")
NO_TIME = Message("There is no time at which both noted a state.")


@dataclass(frozen=True)
class Event:
    """A code at a moment, in whole milliseconds on a clock that both share."""

    at: int
    code: str


@dataclass(frozen=True)
class Paired:
    """Events that were paired, first and second coder's, in order of time, and those that stayed alone."""

    pairs: tuple[tuple[Event, Event], ...]
    only_first: tuple[Event, ...]
    only_second: tuple[Event, ...]

    @property
    def n(self) -> int:
        """What there was to agree about: pairs, and events that only one noted."""
        return len(self.pairs) + len(self.only_first) + len(self.only_second)


def pair(first: Sequence[Event], second: Sequence[Event], tolerance: int) -> Paired:
    """Pair two coders' events one to one, at most `tolerance` milliseconds apart, the nearest first.

    Events of the same code are paired before any others, since two codes that follow each other at once would else be
    mistaken for each other; what is left is paired whatever its code and counts as a disagreement. Of events equally
    near the earlier go first, then the code that comes first in the alphabet. The order in which events are handed in
    makes no difference. O(n log n) for events that are sparse within the tolerance.
    """
    ones, others = sorted(first, key=_in_time), sorted(second, key=_in_time)
    near = sorted(_near(ones, others, tolerance), key=lambda two: _nearest(ones[two[0]], others[two[1]]) + two)
    taken: dict[int, int] = {}
    taken_others: set[int] = set()
    for one, other in near:
        if one not in taken and other not in taken_others:
            taken[one] = other
            taken_others.add(other)
    return Paired(
        tuple((ones[one], others[other]) for one, other in sorted(taken.items())),
        tuple(event for at, event in enumerate(ones) if at not in taken),
        tuple(event for at, event in enumerate(others) if at not in taken_others),
    )


def _in_time(event: Event) -> tuple[int, str]:
    return event.at, event.code


def _near(ones: Sequence[Event], others: Sequence[Event], tolerance: int) -> Iterator[tuple[int, int]]:
    times = [event.at for event in others]
    for place, event in enumerate(ones):
        for other in range(bisect_left(times, event.at - tolerance), bisect_left(times, event.at + tolerance + 1)):
            yield place, other


def _nearest(one: Event, other: Event) -> tuple[bool, int]:
    return one.code != other.code, abs(one.at - other.at)


def event_agreement(paired: Paired) -> Figure:
    """The share of pairs with the same code among all pairs and all events that only one noted.

    0 to 1; n is `paired.n`. Undefined: neither noted an event.
    """
    return figure(_agreed(paired) / paired.n if paired.n else NO_EVENT, paired.n)


def event_kappa(paired: Paired) -> Figure:
    """Kappa over codes and "nothing noted", which both can never say at once: that cell is empty by construction.

    Chance is therefore quasi-independence, what iterative proportional fitting with that cell fixed at 0 comes to:
    pe = M/N · Σ_k p_k q_k, with M pairs among N = `paired.n` and p, q each coder's share of code k among own events.
    At most 1; 0 where nothing could be paired. n is N. Pairing prefers the same code, which flatters kappa a little.
    Undefined: neither noted an event, both noted all the same events and those were all of one code.
    """
    if not paired.n:
        return figure(NO_EVENT, 0)
    first = Counter(one.code for one, _ in paired.pairs) + Counter(event.code for event in paired.only_first)
    second = Counter(other.code for _, other in paired.pairs) + Counter(event.code for event in paired.only_second)
    together = sum(times * second[code] for code, times in first.items())
    expected = len(paired.pairs) / paired.n * together / (first.total() * second.total() or 1)
    return figure(beyond_chance(_agreed(paired) / paired.n, expected), paired.n)


def _agreed(paired: Paired) -> int:
    return sum(one.code == other.code for one, other in paired.pairs)


def state_kappa(first: Sequence[Event], second: Sequence[Event], until: int) -> Figure:
    """Cohen's kappa by time: the share of milliseconds in which both noted the same state, beyond chance.

    Each event begins a state that lasts until the next, the last one until `until`; time before both noted their first
    is left out. n is the number of whole seconds compared. O(n log n). No tolerance: a state that one noted late counts
    for as long as it was late. Undefined: no common time, both in one and the same state throughout.
    """
    met: Counter[tuple[str, str]] = Counter()
    ones, others = sorted(first, key=_in_time), sorted(second, key=_in_time)
    changes = sorted({event.at for event in (*ones, *others) if event.at < until} | {until})
    begins = max(ones[0].at, others[0].at) if ones and others else until
    for start, end in pairwise(changes):
        if start >= begins:
            met[_state(ones, start), _state(others, start)] += end - start
    lasted = met.total()
    return figure(_by_time(met) if lasted else NO_TIME, lasted // 1000)


def _state(events: Sequence[Event], at: int) -> str:
    return events[bisect_left(events, at + 1, key=lambda event: event.at) - 1].code


def _by_time(met: Counter[tuple[str, str]]) -> float | Message:
    lasted = met.total()
    ones, others = Counter[str](), Counter[str]()
    for (one, other), time in met.items():
        ones[one] += time
        others[other] += time
    same = sum(time for (one, other), time in met.items() if one == other)
    return beyond_chance(same / lasted, sum(time * others[state] for state, time in ones.items()) / lasted**2)
