"""What is known about one trainee that a policy may ask about?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from trainer.certification.standing import Standing


@dataclass(frozen=True)
class Judged:
    """One assessor's locked judgement: levels by criterion (None: not observed) and the prospective level."""

    assessor_id: UUID
    levels: Mapping[str, int | None]
    entrustment: int


@dataclass(frozen=True)
class Session:
    """One released summative session. `settled` are levels that moderation put in the place of each one given."""

    id: UUID
    code: str
    held_on: date
    set_id: UUID
    judgements: tuple[Judged, ...]
    settled: Mapping[str, int] = field(default_factory=dict)
    reflected: bool = False
    released_at: datetime | None = None

    def counted(self, criterion: str) -> tuple[int, ...]:
        """The levels that count for a criterion: each that was given, or in the place of each the settled one; where
        nobody had observed it, that one alone."""
        levels = tuple(judged.levels.get(criterion) for judged in self.judgements)
        given = tuple(level for level in levels if level is not None)
        return (self.settled[criterion],) * max(1, len(given)) if criterion in self.settled else given


@dataclass(frozen=True)
class Facts:
    """Everything the policy may ask about one trainee, as of today.

    Of the summative sessions that are not released, `asked_for` wait for an assessor, `arranged` for their day (the
    next is `arranged_for`), and `overdue` have let it pass. `standing` is that of the certificate which came of the
    last decision; `not_yet_at` says when that decision was “not yet”.
    """

    lessons_read: int = 0
    lessons_total: int = 0
    checks_passed: int = 0
    checks_total: int = 0
    prompts_answered: int = 0
    prompts_total: int = 0
    sessions: tuple[Session, ...] = ()
    asked_for: int = 0
    arranged: int = 0
    arranged_for: date | None = None
    overdue: int = 0
    to_be_rated: int = 0
    to_be_released: int = 0
    stop_events_open: int = 0
    stop_events_upheld: int = 0
    panel_open: bool = False
    standing: Standing | None = None
    not_yet_at: datetime | None = None
