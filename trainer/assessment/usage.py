"""How does one assessor use the scale, as far as own judgements tell? Hints to look into, never a score.

What counts as an effect, and when one is flagged, is in `agreement/effects.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from trainer.assessment.agreement.effects import (
    Deviation,
    Effect,
    Severity,
    Sheet,
    deviations,
    drift,
    halo,
    haste,
    narrow_range,
    severity,
)
from trainer.assessment.independent import Given
from trainer.assessment.lifecycle import Relationship
from trainer.assessment.repeating import Wording, wording


@dataclass(frozen=True)
class Usage:
    """One assessor's figures. Effects come in twos: a measure, and another that sees the same sooner or otherwise."""

    judgements: int
    severity: Severity
    by_relationship: Mapping[Relationship, Severity]
    spread: Effect
    commonest: Effect
    halo: Effect
    alike: Effect
    drift: Effect
    smoothed: Effect
    haste: Effect
    wording: Wording


def usage(given: Sequence[Given], assessor: UUID, criteria: Sequence[str], comments: Iterable[str]) -> Usage:
    """What the independent judgements of everybody, in the order of their sessions, tell about one assessor.

    `comments` are the assessor's own, to single criteria.
    """
    own = [one for one in given if one.assessor == assessor]
    rated = {one.session for one in own}
    sheets = [_sheet(one, criteria) for one in given if one.session in rated]
    beside = [found for found in deviations(sheets) if found.assessor == assessor]
    spread, commonest = narrow_range(_levels(own), _levels(given))
    flat, alike = halo([sheet for sheet in sheets if sheet.assessor == assessor])
    moved, smoothed = drift(beside)
    return Usage(
        len(own),
        severity(beside),
        _by_relationship(beside),
        *(spread, commonest, flat, alike, moved, smoothed),
        haste([(one.locked_at - one.ended_at).total_seconds() / 60 for one in own if one.ended_at]),
        wording(comments),
    )


def _sheet(one: Given, criteria: Sequence[str]) -> Sheet:
    return Sheet(one.session, one.assessor, {key: one.levels.get(key) for key in criteria}, one.relationship.value)


def _levels(given: Sequence[Given]) -> list[int]:
    return [level for one in given for level in one.levels.values()]


def _by_relationship(beside: Sequence[Deviation]) -> dict[Relationship, Severity]:
    """Severity towards trainees whom the assessor stands differently to; told apart only where there are both."""
    found = {each: [one for one in beside if one.relationship == each.value] for each in Relationship}
    told = {each: severity(own) for each, own in found.items() if own}
    return told if len(told) > 1 else {}
