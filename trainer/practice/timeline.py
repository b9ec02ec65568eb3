"""What happened when? Folds the operations of an assessor's devices into one timeline.

Operations arrive late, twice and in any order. The fold sorts them by (at_ms, id), keeps one of each id and never
depends on how they came, so that the phone and the server show the same thing. `at_ms` of a correction is the time
at which it was made: of a removal and a restoration the later one counts. static/js/capture/fold.js is the same fold
and gives the same names in the same order: tests/practice/test_fold.py compares them byte by byte.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

KINDS = frozenset(
    {"event", "note", "void", "restore", "retime", "actor", "phase", "pause", "resume", "floor", "sync", "end"}
)
NEEDS_REF = frozenset({"void", "restore", "retime", "actor"})
Break: TypeAlias = tuple[int, int]  # when it began and when it was over


@dataclass(frozen=True)
class Op:
    """One thing a device recorded. `at_ms` is the time in the session; `late`: it came after the end."""

    id: UUID
    kind: str
    code: str | None = None
    actor: str | None = None
    ref: UUID | None = None
    text: str | None = None
    at_ms: int = 0
    delta_ms: int | None = None
    late: bool = False


@dataclass(frozen=True)
class Note:
    """Words about a moment; `ref` names the event they belong to."""

    id: UUID
    at_ms: int
    text: str
    ref: UUID | None = None


@dataclass(frozen=True)
class Event:
    """A behaviour that was seen, with every correction applied."""

    id: UUID
    code: str
    actor: str
    at_ms: int
    phase: str | None
    notes: tuple[str, ...] = ()
    late: bool = False
    paused: bool = False


@dataclass(frozen=True)
class Span:
    """A phase from its start to the next one's."""

    key: str
    start_ms: int
    end_ms: int

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True)
class Sample:
    """Who held the floor at one moment; NONE: nobody spoke."""

    id: UUID
    at_ms: int
    actor: str
    phase: str | None


@dataclass(frozen=True)
class Timeline:
    """A session as one assessor saw it. `notes` are those that belong to no event; `removed` what was undone;
    `sync_ms` is the first mark that both of two assessors set at once, `paused_since` when the break began that still
    lasts."""

    events: tuple[Event, ...]
    phases: tuple[Span, ...]
    notes: tuple[Note, ...]
    removed: tuple[Event, ...]
    samples: tuple[Sample, ...]
    sync_ms: int | None
    end_ms: int
    breaks: tuple[Break, ...]
    paused_ms: int
    paused_since: int | None
    ended: bool

    @property
    def duration_ms(self) -> int:
        """Time worked: to the end, without the breaks."""
        return max(0, self.end_ms - self.paused_ms)

    def count(self, code: str) -> int:
        return sum(event.code == code for event in self.events)


@dataclass(frozen=True)
class _Corrections:
    voided: frozenset[UUID]
    shifts: Mapping[UUID, int]
    actors: Mapping[UUID, str]

    def at(self, op: Op) -> int:
        return max(0, op.at_ms + self.shifts.get(op.id, 0))


def fold(ops: Iterable[Op]) -> Timeline:
    """Put operations together: the same ones give the same timeline in any order and however often they came."""
    ordered = _in_order(ops)
    corrections = _corrections(ordered)
    standing = [op for op in ordered if op.id not in corrections.voided]
    end, ended = _end(standing, corrections)
    spans = _spans(standing, corrections, end)
    breaks, since = _breaks(standing, corrections, end)
    notes = _notes(standing, corrections)
    taps = [op for op in ordered if op.kind == "event" and op.code]
    events = sorted((_event(op, corrections, spans, breaks, notes) for op in taps), key=lambda e: (e.at_ms, e.id))
    known = {op.id for op in taps}
    return Timeline(
        events=tuple(event for event in events if event.id not in corrections.voided),
        phases=spans,
        notes=tuple(note for note in notes if note.ref not in known),
        removed=tuple(event for event in events if event.id in corrections.voided),
        samples=_samples(standing, corrections, spans),
        sync_ms=min((corrections.at(op) for op in standing if op.kind == "sync"), default=None),
        end_ms=end,
        breaks=breaks,
        paused_ms=sum(stop - start for start, stop in breaks),
        paused_since=since,
        ended=ended,
    )


def _in_order(ops: Iterable[Op]) -> list[Op]:
    """By time in the session, then by id. Of two with one id the smaller counts: there is only one in a database."""
    chosen: dict[UUID, Op] = {}
    for op in sorted(ops, key=lambda op: (op.at_ms, op.id, _spelled(op))):
        chosen.setdefault(op.id, op)
    return list(chosen.values())


def _spelled(op: Op) -> bytes:
    """The rest of an operation as scripts write and compare it: JSON, by units of UTF-16."""
    rest = [op.kind, op.code, op.actor, str(op.ref) if op.ref else None, op.text, op.delta_ms, op.late]
    return json.dumps(rest, ensure_ascii=False, separators=(",", ":")).encode("utf-16-be", "surrogatepass")


def _corrections(ordered: Sequence[Op]) -> _Corrections:
    voided: set[UUID] = set()
    shifts: dict[UUID, int] = {}
    actors: dict[UUID, str] = {}
    for op in ordered:
        if op.ref is None:
            continue
        if op.kind == "void":
            voided.add(op.ref)
        elif op.kind == "restore":
            voided.discard(op.ref)
        elif op.kind == "retime":
            shifts[op.ref] = shifts.get(op.ref, 0) + (op.delta_ms or 0)
        elif op.kind == "actor" and op.actor:
            actors[op.ref] = op.actor
    return _Corrections(frozenset(voided), shifts, actors)


def _end(standing: Sequence[Op], corrections: _Corrections) -> tuple[int, bool]:
    """The first “end”, or while there is none the last thing that happened."""
    ends = [corrections.at(op) for op in standing if op.kind == "end"]
    seen = [corrections.at(op) for op in standing if op.kind not in NEEDS_REF]
    return (min(ends), True) if ends else (max(seen, default=0), False)


def _spans(standing: Sequence[Op], corrections: _Corrections, end: int) -> tuple[Span, ...]:
    starts: list[tuple[int, str]] = []
    for at, _, key in sorted((corrections.at(op), op.id, op.code) for op in standing if op.kind == "phase" and op.code):
        if not starts or starts[-1][1] != key:  # a second press on the running phase changes nothing
            starts.append((at, key))
    stops = [at for at, _ in starts[1:]] + [end]
    return tuple(Span(key, at, max(at, stop)) for (at, key), stop in zip(starts, stops, strict=False))


def _breaks(standing: Sequence[Op], corrections: _Corrections, end: int) -> tuple[tuple[Break, ...], int | None]:
    """The breaks up to the end, and when the one began that nobody has ended."""
    found: list[Break] = []
    since: int | None = None
    for at, _, kind in sorted(
        (corrections.at(op), op.id, op.kind) for op in standing if op.kind in ("pause", "resume")
    ):
        if kind == "pause":
            since = at if since is None else since
        elif since is not None:
            found.append((since, at))
            since = None
    if since is not None:
        found.append((since, end))
    return tuple((start, min(stop, end)) for start, stop in found if start < min(stop, end)), since


def _notes(standing: Sequence[Op], corrections: _Corrections) -> list[Note]:
    return [Note(op.id, corrections.at(op), op.text, op.ref) for op in standing if op.kind == "note" and op.text]


def _event(
    op: Op, corrections: _Corrections, spans: Sequence[Span], breaks: Sequence[Break], notes: Sequence[Note]
) -> Event:
    at = corrections.at(op)
    return Event(
        id=op.id,
        code=op.code or "",
        actor=corrections.actors.get(op.id) or op.actor or "SET",
        at_ms=at,
        phase=_phase(spans, at),
        notes=tuple(note.text for note in notes if note.ref == op.id),
        late=op.late,
        paused=any(start <= at < stop for start, stop in breaks),
    )


def _samples(standing: Sequence[Op], corrections: _Corrections, spans: Sequence[Span]) -> tuple[Sample, ...]:
    taken = sorted((corrections.at(op), op.id, op.actor) for op in standing if op.kind == "floor" and op.actor)
    return tuple(Sample(id, at, actor, _phase(spans, at)) for at, id, actor in taken)


def _phase(spans: Sequence[Span], at: int) -> str | None:
    """The phase that runs at a time."""
    running = [span.key for span in spans if span.start_ms <= at]
    return running[-1] if running else None
