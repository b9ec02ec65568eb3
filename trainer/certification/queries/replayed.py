"""What would another policy and rubric make of the evidence of everybody on a programme?

Only released results count: before that a level may still be settled, and its trainee has not read it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import joinedload

from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import Judgement, SessionResult
from trainer.certification.queries.evidence import File, files
from trainer.certification.queries.given import is_result
from trainer.certification.replay import Effect, Replayed, Summary, Unable, Yardstick, replay, summary, unable
from trainer.certification.standing import IN_FORCE
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import Criterion, Rubric
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Document, Enrolment, Programme
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice import queries as practice
from trainer.practice.lifecycle import SessionKind
from trainer.practice.models import Observation, PracticeSession


@dataclass(frozen=True)
class Row:
    """One person with what the draft makes of their evidence."""

    file: File
    found: Replayed

    @property
    def is_certified(self) -> bool:
        return self.file.past.standing in IN_FORCE


@dataclass(frozen=True)
class Replay:
    """Everybody on a programme: whose evidence was held against a draft, whose cannot be, and how many have none."""

    rows: Sequence[Row]
    unable: Mapping[Unable, Sequence[File]]
    unreleased: int

    @property
    def summary(self) -> Summary:
        return summary(row.found for row in self.rows)

    def those(self, effect: Effect) -> list[Row]:
        """The people on whom it has that effect, by name."""
        return [row for row in self.rows if row.found.effect == effect]

    @property
    def reworded(self) -> Counter[Criterion]:
        """How many people were judged on a criterion under other words."""
        return Counter(criterion for row in self.rows for criterion in row.found.reworded)

    @property
    def unobserved(self) -> Counter[Criterion]:
        """For how many people a criterion was in no past session."""
        return Counter(criterion for row in self.rows for criterion in row.found.unobserved)


def replayed(organisation_id: UUID, programme: str, draft: Yardstick, today: date) -> Replay:
    """Hold the evidence of everybody on a programme against a draft: as many statements for all as for one."""
    enrolments = _observed(organisation_id, programme)
    judged_by = _judged_by(organisation_id, [row.id for row in enrolments])
    rows, left = [], defaultdict(list)
    for file in files(enrolments, today):
        own = file.enrolment.policy
        policy, rubrics = curriculum.policy(own) if own else None, judged_by[file.enrolment.id]
        if reason := unable(policy, draft, rubrics):
            left[reason].append(file)
        else:
            assert policy, "whoever has none cannot be compared"
            rows.append(Row(file, replay(Yardstick(policy, file.rubric), draft, file.facts, rubrics, today)))
    return Replay(rows, left, _people(organisation_id, programme) - len(enrolments))


def _observed(organisation_id: UUID, programme: str) -> list[Enrolment]:
    """The enrolments with a released summative session, by name: one statement."""
    released = (
        exists()
        .where(PracticeSession.organisation_id == Enrolment.organisation_id, *_released())
        .where(PracticeSession.enrolment_id == Enrolment.id, is_result())
    )
    query = (
        select(Enrolment)
        .join(Enrolment.programme)
        .join(Enrolment.member)
        .where(*_on(organisation_id, programme), released)
        .options(joinedload(Enrolment.member), *curriculum.pinned())
        .order_by(Member.name, Enrolment.id)
    )
    return list(db.session.scalars(query))


def _on(organisation_id: UUID, programme: str) -> tuple[ColumnElement[bool], ...]:
    """Whoever is on a programme and has not left it."""
    return (
        Enrolment.organisation_id == organisation_id,
        Enrolment.state != EnrolmentState.WITHDRAWN,
        Programme.key == programme,
    )


def _released() -> tuple[ColumnElement[bool], ...]:
    return PracticeSession.kind == SessionKind.SUMMATIVE, SessionResult.state == ResultState.RELEASED


def _people(organisation_id: UUID, programme: str) -> int:
    query = select(func.count()).select_from(Enrolment).join(Enrolment.programme)
    return db.session.scalar(query.where(*_on(organisation_id, programme))) or 0


def _judged_by(organisation_id: UUID, enrolments: Collection[UUID]) -> dict[UUID, list[Rubric]]:
    """The rubrics under which the released sessions of each of them were judged: two statements."""
    query = (
        select(PracticeSession.enrolment_id, Judgement.rubric_id)
        .join(Judgement.observation)
        .join(Observation.session)
        .join(SessionResult, is_result())
        .where(Judgement.organisation_id == organisation_id, PracticeSession.enrolment_id.in_(enrolments))
        .where(practice.judged(), *_released())
        .distinct()
    )
    pairs = db.session.execute(query).all()
    wanted = and_(Document.organisation_id == organisation_id, Document.id.in_({id for _, id in pairs}))
    rubrics = {row.id: curriculum.rubric(row) for row in db.session.scalars(select(Document).where(wanted))}
    found: dict[UUID, list[Rubric]] = defaultdict(list)
    for enrolment_id, id in pairs:
        found[enrolment_id].append(rubrics[id])
    return found
