"""What stands beside each criterion on the rating sheet: the events that speak to it, and the anchors?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from trainer.assessment.judgement import Draft, may_be_not_observed
from trainer.curriculum.documents import Criterion, ObservationScheme, Rubric
from trainer.practice.timeline import Event


@dataclass(frozen=True)
class Captured:
    """An event as the sheet offers it."""

    id: str
    label: str
    actor: str
    at_ms: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One criterion of the sheet. `fitting` are the events whose code speaks to it; `others` were linked besides."""

    criterion: Criterion
    not_observed: bool
    fitting: tuple[Captured, ...]
    others: tuple[Captured, ...]


def rows(
    rubric: Rubric, scheme: ObservationScheme, events: Sequence[Event], draft: Draft, first_meeting: bool
) -> dict[str, Row]:
    """The sheet by criterion, in the order of the rubric."""
    offered = [_captured(event, scheme) for event in events]
    codes = {str(event.id): event.code for event in events}
    return {
        criterion.key: _row(criterion, offered, codes, scheme, draft, first_meeting) for criterion in rubric.criteria
    }


def _row(
    criterion: Criterion,
    offered: Sequence[Captured],
    codes: dict[str, str],
    scheme: ObservationScheme,
    draft: Draft,
    first_meeting: bool,
) -> Row:
    speaks = {code.key for code in scheme.codes if criterion.key in code.criteria}
    linked = set(draft.mark(criterion.key).events)
    fitting = tuple(event for event in offered if codes[event.id] in speaks)
    others = tuple(event for event in offered if event.id in linked and codes[event.id] not in speaks)
    return Row(criterion, may_be_not_observed(criterion, first_meeting), fitting, others)


def unused(events: Sequence[Event], scheme: ObservationScheme, draft: Draft) -> tuple[Captured, ...]:
    """Events that support no rating so far."""
    linked: Collection[str] = {id for mark in draft.marks.values() for id in mark.events}
    return tuple(_captured(event, scheme) for event in events if str(event.id) not in linked)


def _captured(event: Event, scheme: ObservationScheme) -> Captured:
    code = scheme.code(event.code)
    return Captured(str(event.id), code.label if code else event.code, event.actor, event.at_ms, event.notes)
