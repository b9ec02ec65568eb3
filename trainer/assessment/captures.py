"""What did two people capture of one session, on one clock, and what of it is alike?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from trainer.assessment.agreement.aligning import Aligned, Marks, align
from trainer.assessment.agreement.bootstrap import with_interval
from trainer.assessment.agreement.events import Event, Paired, event_agreement, event_kappa, pair, state_kappa
from trainer.assessment.agreement.figure import Figure
from trainer.practice.timeline import Timeline

TOLERANCE_MS = 5_000  # a tap comes a moment after what it is about, and people take this long to choose: in-house


@dataclass(frozen=True)
class Noted:
    """One thing that at least one of two noted: when on the first one's clock, and under which code each did."""

    at_ms: int
    first: str | None
    second: str | None

    @property
    def alike(self) -> bool:
        return self.first == self.second


@dataclass(frozen=True)
class Together:
    """Two captures of one session, the second moved to the first one's clock."""

    aligned: Aligned
    paired: Paired
    phases: Figure

    @property
    def agreement(self) -> Figure:
        return with_interval(event_agreement(self.paired), (), 1)

    @property
    def kappa(self) -> Figure:
        return with_interval(event_kappa(self.paired), (), 1)

    @property
    def noted(self) -> list[Noted]:
        """Everything in order of time."""
        pairs = (Noted(one.at, one.code, other.code) for one, other in self.paired.pairs)
        first = (Noted(event.at, event.code, None) for event in self.paired.only_first)
        second = (Noted(max(0, event.at), None, event.code) for event in self.paired.only_second)
        return sorted((*pairs, *first, *second), key=lambda row: (row.at_ms, row.first or "", row.second or ""))


def together(first: Timeline, second: Timeline) -> Together:
    """Align two captures and pair their events within the tolerance."""
    aligned = align(_marks(first), _marks(second))
    paired = pair(list(_events(first, 0)), list(_events(second, aligned.offset_ms)), TOLERANCE_MS)
    until = max(0, min(first.end_ms, second.end_ms + aligned.offset_ms))
    phases = state_kappa(_phases(first, 0), _phases(second, aligned.offset_ms), until)
    return Together(aligned, paired, phases)


def pairs_of(timelines: Sequence[Timeline]) -> list[Together]:
    """Every two of those who captured anything of a session."""
    return [together(*two) for two in combinations([row for row in timelines if row.events], 2)]


def codes_of(sessions: Iterable[Iterable[Together]]) -> set[str]:
    """Every code that anybody noted."""
    return {
        code for session in sessions for two in session for row in two.noted for code in (row.first, row.second) if code
    }


def _marks(timeline: Timeline) -> Marks:
    return Marks(timeline.sync_ms, {span.key: span.start_ms for span in reversed(timeline.phases)})


def _events(timeline: Timeline, offset_ms: int) -> Iterator[Event]:
    return (Event(event.at_ms + offset_ms, event.code) for event in timeline.events)


def _phases(timeline: Timeline, offset_ms: int) -> list[Event]:
    return [Event(span.start_ms + offset_ms, span.key) for span in timeline.phases]
