"""Which rows does a timeline become? Phases and breaks are states, all else are point events; seats, never names."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from trainer.curriculum.documents import ObservationScheme
from trainer.practice.boris.table import BETWEEN_NOTES, BREAK, END, FLOOR, NOTE, START, STOP, SYNC, Line
from trainer.practice.timeline import Timeline


def lines(timeline: Timeline, scheme: ObservationScheme, notes: bool = True) -> list[Line]:
    """A timeline in order of time. What came after the end is no part of the session and is left out.

    A phase lasts until the next begins, the last one until the end, or until the last row while there is no end.
    Without `notes` nothing is said that somebody wrote.
    """
    marks = [] if timeline.sync_ms is None else [Line(timeline.sync_ms, SYNC)]
    points = [*marks, *_events(timeline, scheme, notes), *_samples(timeline), *(_notes(timeline) if notes else ())]
    breaks = _states((BREAK, start, stop, "session") for start, stop in timeline.breaks)
    last = max((line.at_ms for line in (*points, *breaks)), default=0)
    until = timeline.end_ms if timeline.ended else max([last, *(span.start_ms for span in timeline.phases)])
    phases = _states((span.key, span.start_ms, span.end_ms, "phase") for span in timeline.phases)
    if phases and not timeline.ended:
        phases[-1] = Line(until, phases[-1].behaviour, STOP, category="phase")
    clipped = [
        line for start, stop in zip(phases[::2], phases[1::2], strict=True) for line in _within(start, stop, until)
    ]
    end = [Line(until, END)] if timeline.ended else []
    return sorted(
        (*clipped, *breaks, *(point for point in points if point.at_ms <= until), *end), key=attrgetter("at_ms")
    )


def _states(states: Iterable[tuple[str, int, int, str]]) -> list[Line]:
    return [
        Line(at, key, kind, category=category)
        for key, start, stop, category in states
        for kind, at in ((START, start), (STOP, stop))
    ]


def _within(start: Line, stop: Line, until: int) -> Iterator[Line]:
    if start.at_ms <= until:
        yield start
        yield Line(min(stop.at_ms, until), stop.behaviour, STOP, category=stop.category)


def _events(timeline: Timeline, scheme: ObservationScheme, notes: bool) -> Iterator[Line]:
    for event in timeline.events:
        code = scheme.code(event.code)
        comment = BETWEEN_NOTES.join(map(_tidy, event.notes)) if notes else ""
        group = code.group if code else ""
        yield Line(event.at_ms, event.code, subject=event.actor, category=group, comment=comment, event=event.id)


def _samples(timeline: Timeline) -> Iterator[Line]:
    for sample in timeline.samples:
        yield Line(sample.at_ms, FLOOR, subject="" if sample.actor == "NONE" else sample.actor)


def _notes(timeline: Timeline) -> Iterator[Line]:
    for note in timeline.notes:
        yield Line(note.at_ms, NOTE, comment=_tidy(note.text))


def _tidy(text: str) -> str:
    """A note in one line, as BORIS keeps comments."""
    return " ".join(text.split())
