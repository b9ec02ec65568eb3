"""What stands side by side once every judgement of a session is locked?"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select, union
from sqlalchemy.orm import joinedload

from trainer.assessment.comparison import TWO_LEVELS, Asked, Line, compare, outcomes, to_moderate
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import (
    Judgement,
    Moderation,
    Rating,
    Rerating,
    Rescore,
    ResultReply,
    SessionResult,
    StopEvent,
    StopEventResolution,
)
from trainer.assessment.queries.replies import replies
from trainer.assessment.queries.reratings import rated_again, rescores
from trainer.assessment.queries.results import judgements, levels, resolutions, result
from trainer.assessment.standard import asked_of
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import Rubric
from trainer.curriculum.models import Enrolment
from trainer.db import db
from trainer.practice import queries as practice
from trainer.practice.models import Observation, Operation, PracticeSession


@dataclass(frozen=True)
class Compared:
    """A session's judgements beside each other, with what moderation settled and what stop events came to."""

    result: SessionResult
    rubric: Rubric
    judgements: Sequence[Judgement]
    lines: tuple[Line, ...]
    outcomes: tuple[bool | None, ...]
    moderations: dict[str, Moderation]
    resolutions: dict[UUID, StopEventResolution]
    reply: ResultReply | None = None
    rescore: Rescore | None = None

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """What still has to be settled before the result can be released."""
        return to_moderate(self.lines) if self.result.state is ResultState.MODERATING else ()

    @property
    def stop_events(self) -> list[StopEvent]:
        return [stop for judgement in self.judgements for stop in judgement.stop_events]

    def rerated(self, criterion: str) -> bool:
        """Whether somebody rated a criterion again, so that their level stands in the place of the first ones."""
        return any(row.criterion == criterion and row.level for row in (self.rescore.levels if self.rescore else ()))

    def words(self, judgement: Judgement, criterion: str) -> Rating | None:
        """One assessor's rating of one criterion."""
        return next((row for row in judgement.ratings if row.criterion == criterion), None)


def compared(organisation_id: UUID, id: UUID) -> Compared | None:
    """The judgements of a session side by side; nothing before all that were assigned are locked."""
    found = result(organisation_id, id)
    if found is None:
        return None
    return compared_of(organisation_id, [found])[0]


def compared_of(organisation_id: UUID, results: Sequence[SessionResult]) -> list[Compared]:
    """Several sessions of one trainee side by side, in the order of `results`: a fixed number of statements."""
    ids = [row.session_id for row in results]
    if not ids:
        return []
    given, settled, looked_into, said, again = (
        judgements(organisation_id, ids),
        _moderations(results),
        resolutions(organisation_id, ids),
        replies(organisation_id, ids),
        rescores(organisation_id, ids),
    )
    return [
        _side_by_side(
            row,
            given[row.session_id],
            settled.get(row.id, {}),
            looked_into,
            said.get(row.session_id),
            again.get(row.session_id),
        )
        for row in results
    ]


def _moderations(results: Sequence[SessionResult]) -> dict[UUID, dict[str, Moderation]]:
    query = (
        select(Moderation)
        .where(
            Moderation.organisation_id == results[0].organisation_id,
            Moderation.result_id.in_([row.id for row in results]),
        )
        .options(joinedload(Moderation.moderator))
    )
    found: dict[UUID, dict[str, Moderation]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.result_id, {})[row.criterion] = row
    return found


def _side_by_side(
    result: SessionResult,
    given: Sequence[Judgement],
    settled: dict[str, Moderation],
    looked_into: dict[UUID, StopEventResolution],
    said: ResultReply | None,
    again: Rescore | None,
) -> Compared:
    rubric = curriculum.rubric(given[0].rubric)
    holds = {key: row.level for key, row in settled.items()}
    if again:
        holds |= {row.criterion: row.level for row in again.levels if row.level is not None}
    each, asked = [levels(row) for row in given], _asked(result.session.enrolment)
    lines, ends = compare(rubric, each, holds, asked), outcomes(rubric, each, asked.lines)
    return Compared(result, rubric, given, lines, ends, settled, looked_into, said, again)


def asked_about(session: PracticeSession) -> Asked:
    """What the policy that a session's trainee is on asks of its judgements."""
    query = select(Enrolment).filter_by(organisation_id=session.organisation_id, id=session.enrolment_id)
    return _asked(db.session.scalars(query.options(joinedload(Enrolment.policy))).one())


def _asked(enrolment: Enrolment) -> Asked:
    policy = curriculum.policy(enrolment.policy) if enrolment.policy else None
    return Asked(policy.settling or TWO_LEVELS, asked_of(policy)) if policy else Asked()


def evidence_events(compared: Compared) -> dict[UUID, str]:
    """The label of every captured event that some rating rests on, by operation."""
    ids = {
        evidence.operation_id
        for judgement in compared.judgements
        for rating in judgement.ratings
        for evidence in rating.evidence
        if evidence.operation_id
    }
    query = select(Operation.id, Operation.code).where(
        Operation.organisation_id == compared.result.organisation_id, Operation.id.in_(ids)
    )
    scheme = curriculum.scheme(compared.judgements[0].observation.scheme)
    rows = db.session.execute(query).all() if ids else []
    return {id: (code.label if (code := scheme.code(key or "")) else key or "") for id, key in rows}


def stop_event(organisation_id: UUID, id: UUID) -> StopEvent | None:
    """One stop event with the session it happened in; nobody reads those of who judged to learn."""
    query = (
        select(StopEvent)
        .join(StopEvent.judgement)
        .join(Judgement.observation)
        .where(StopEvent.organisation_id == organisation_id, StopEvent.id == id, Observation.shadow.is_(False))
        .options(
            joinedload(StopEvent.judgement)
            .joinedload(Judgement.observation)
            .joinedload(Observation.session)
            .joinedload(PracticeSession.enrolment)
        )
    )
    return db.session.scalar(query)


@dataclass(frozen=True)
class Raised:
    """A stop event into which nobody has looked, beside the compared session it happened in."""

    stop: StopEvent
    compared: Compared


def unresolved_stop_event(organisation_id: UUID, id: UUID) -> Raised | None:
    """A stop event into which nobody has looked, once its session is compared."""
    found = stop_event(organisation_id, id)
    session = compared(organisation_id, found.judgement.observation.session_id) if found else None
    if found is None or session is None or found.id in session.resolutions:
        return None
    return Raised(found, session)


def raters_of(enrolment: Enrolment) -> set[UUID]:
    """Every member who rated this trainee in a session that is compared, in the room or from its log.

    Before that nobody may know who rates: the other assessor of the session may be calling the panel.
    """
    query = (
        select(Observation.assessor_id)
        .join(Observation.session)
        .join(
            SessionResult,
            and_(
                SessionResult.organisation_id == Observation.organisation_id,
                SessionResult.session_id == Observation.session_id,
            ),
        )
        .where(
            Observation.organisation_id == enrolment.organisation_id,
            PracticeSession.enrolment_id == enrolment.id,
            practice.judged(),
        )
    )
    again = (
        select(Rerating.assessor_id)
        .join(Rerating.session)
        .where(Rerating.organisation_id == enrolment.organisation_id, PracticeSession.enrolment_id == enrolment.id)
        .where(rated_again())
    )
    return set(db.session.scalars(union(query, again)))
