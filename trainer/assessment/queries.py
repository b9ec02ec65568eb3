"""Who may rate, what waits for whom, and what was judged?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from trainer.assessment.comparison import Line, compare
from trainer.assessment.licence import Period
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import (
    AssessorLicence,
    Judgement,
    Moderation,
    Rating,
    SessionResult,
    StopEvent,
    StopEventResolution,
)
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import Rubric
from trainer.curriculum.models import Enrolment
from trainer.db import db
from trainer.organisations import queries as organisations
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice import queries as practice
from trainer.practice.lifecycle import ACTIVE, ObservationState, SessionState
from trainer.practice.models import Observation, Operation, PracticeSession, RatingDraft, SetMeeting


def licences(organisation_id: UUID) -> dict[UUID, list[AssessorLicence]]:
    """Every licence by member: those that were not suspended first, then the one that ends last."""
    query = (
        select(AssessorLicence)
        .where(AssessorLicence.organisation_id == organisation_id)
        .order_by(AssessorLicence.suspended_at.is_not(None), AssessorLicence.valid_until.desc(), AssessorLicence.id)
    )
    found: dict[UUID, list[AssessorLicence]] = {}
    for licence in db.session.scalars(query):
        found.setdefault(licence.member_id, []).append(licence)
    return found


def periods(licences: Collection[AssessorLicence]) -> tuple[Period, ...]:
    """Licences as the rule reads them."""
    return tuple(Period(row.valid_from, row.valid_until, row.suspended_at is not None) for row in licences)


def licence(organisation_id: UUID, id: UUID) -> AssessorLicence | None:
    """One licence with its member."""
    query = (
        select(AssessorLicence)
        .where(AssessorLicence.organisation_id == organisation_id, AssessorLicence.id == id)
        .options(joinedload(AssessorLicence.member))
    )
    return db.session.scalar(query)


def assessors(organisation_id: UUID) -> list[Member]:
    """The members who hold the duty of assessor, by name."""
    return organisations.with_duty(organisation_id, Duty.ASSESSOR)


def draft(observation: Observation) -> RatingDraft | None:
    """An assessor's unfinished judgement."""
    return db.session.scalar(
        select(RatingDraft).filter_by(organisation_id=observation.organisation_id, observation_id=observation.id)
    )


def owed_by(member: Member) -> set[UUID]:
    """The sessions whose judgement this member still owes: nothing of anybody else's may reach them."""
    query = select(Observation.session_id).where(
        Observation.organisation_id == member.organisation_id,
        Observation.assessor_id == member.id,
        Observation.state.in_(ACTIVE - {ObservationState.LOCKED}),
    )
    return set(db.session.scalars(query))


def not_to_be_known(member: Member) -> frozenset[UUID]:
    """What a member who still owes judgements may not know of: those sessions, and others' observations of them."""
    owed = owed_by(member)
    others = select(Observation.id).where(
        Observation.organisation_id == member.organisation_id,
        Observation.session_id.in_(owed),
        Observation.assessor_id != member.id,
    )
    return frozenset([*owed, *db.session.scalars(others)] if owed else ())


def assigned(session: PracticeSession) -> list[Observation]:
    """The observations of a session that count, in the order of assignment."""
    query = (
        select(Observation)
        .where(
            Observation.organisation_id == session.organisation_id,
            Observation.session_id == session.id,
            Observation.state.in_(ACTIVE),
        )
        .options(joinedload(Observation.assessor))
        .order_by(Observation.assigned_at, Observation.id)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Assignment:
    """A session with who was asked to observe it, as whoever asks finds it."""

    session: PracticeSession
    asked: Sequence[Observation]


def assignment(organisation_id: UUID, id: UUID) -> Assignment | None:
    """Who was asked to observe a session."""
    found = practice.session(organisation_id, id)
    return Assignment(found, assigned(found)) if found else None


def judgements(organisation_id: UUID, sessions: Collection[UUID]) -> dict[UUID, list[Judgement]]:
    """The newest locked judgement of every assessor, by session, with ratings, evidence and stop events."""
    query = (
        select(Judgement)
        .join(Judgement.observation)
        .where(
            Judgement.organisation_id == organisation_id,
            Observation.session_id.in_(sessions),
            Observation.state == ObservationState.LOCKED,
        )
        .options(
            joinedload(Judgement.observation).options(joinedload(Observation.assessor), joinedload(Observation.scheme)),
            joinedload(Judgement.rubric),
            selectinload(Judgement.ratings).selectinload(Rating.evidence),
            selectinload(Judgement.stop_events),
        )
        .order_by(Observation.assigned_at, Observation.id, Judgement.number)
    )
    newest = {row.observation_id: row for row in db.session.scalars(query)}
    found: dict[UUID, list[Judgement]] = {id: [] for id in sessions}
    for row in newest.values():
        found[row.observation.session_id].append(row)
    return found


def result(organisation_id: UUID, id: UUID) -> SessionResult | None:
    """What a session came to, by the session's id."""
    query = (
        select(SessionResult)
        .where(SessionResult.organisation_id == organisation_id, SessionResult.session_id == id)
        .options(*_session_of_result())
    )
    return db.session.scalar(query)


def results(organisation_id: UUID, states: Collection[ResultState]) -> list[SessionResult]:
    """Results in any of these states, the longest waiting first.

    What was broken off waits for nobody, unless a stop event was raised in it: a lead looks into that all the same.
    """
    query = (
        select(SessionResult)
        .join(SessionResult.session)
        .where(
            SessionResult.organisation_id == organisation_id,
            SessionResult.state.in_(states),
            or_(PracticeSession.state != SessionState.ABORTED, _stop_event_is_open()),
        )
        .options(*_session_of_result())
        .order_by(SessionResult.compared_at)
    )
    return list(db.session.scalars(query))


def _stop_event_is_open() -> ColumnElement[bool]:
    """Whether nobody has looked into some stop event of the session of an outer query."""
    looked_into = select(StopEventResolution.id).where(
        StopEventResolution.organisation_id == StopEvent.organisation_id,
        StopEventResolution.stop_event_id == StopEvent.id,
    )
    return (
        select(StopEvent.id)
        .join(StopEvent.judgement)
        .join(Judgement.observation)
        .where(
            Observation.organisation_id == PracticeSession.organisation_id,
            Observation.session_id == PracticeSession.id,
            ~looked_into.exists(),
        )
        .exists()
    )


def results_of(enrolment: Enrolment, states: Collection[ResultState] = (ResultState.RELEASED,)) -> list[SessionResult]:
    """The results of one trainee's sessions, newest first."""
    query = (
        select(SessionResult)
        .join(SessionResult.session)
        .where(
            SessionResult.organisation_id == enrolment.organisation_id,
            PracticeSession.enrolment_id == enrolment.id,
            SessionResult.state.in_(states),
        )
        .options(*_session_of_result())
        .order_by(PracticeSession.held_at.desc())
    )
    return list(db.session.scalars(query))


def _session_of_result() -> tuple[ExecutableOption, ...]:
    session = joinedload(SessionResult.session)
    return (
        session.joinedload(PracticeSession.enrolment).options(
            joinedload(Enrolment.member).options(joinedload(Member.person), selectinload(Member.held)),
            joinedload(Enrolment.programme),
        ),
        session.joinedload(PracticeSession.meeting).joinedload(SetMeeting.set),
    )


@dataclass(frozen=True)
class Compared:
    """A session's judgements beside each other, with what moderation settled and what stop events came to."""

    result: SessionResult
    rubric: Rubric
    judgements: Sequence[Judgement]
    lines: tuple[Line, ...]
    moderations: dict[str, Moderation]
    resolutions: dict[UUID, StopEventResolution]

    @property
    def stop_events(self) -> list[StopEvent]:
        return [stop for judgement in self.judgements for stop in judgement.stop_events]

    def words(self, judgement: Judgement, criterion: str) -> Rating | None:
        """One assessor's rating of one criterion."""
        return next((row for row in judgement.ratings if row.criterion == criterion), None)


def compared(organisation_id: UUID, id: UUID) -> Compared | None:
    """The judgements of a session side by side; nothing before all that were assigned are locked."""
    found = result(organisation_id, id)
    if found is None:
        return None
    return compared_of(organisation_id, [found])[0]


def levels(judgement: Judgement) -> dict[str, int | None]:
    """The levels of a judgement by criterion."""
    return {row.criterion: row.level for row in judgement.ratings}


def resolutions(organisation_id: UUID, sessions: Collection[UUID]) -> dict[UUID, StopEventResolution]:
    """What a lead found out, by stop event."""
    query = (
        select(StopEventResolution)
        .join(
            StopEvent,
            and_(
                StopEvent.organisation_id == StopEventResolution.organisation_id,
                StopEvent.id == StopEventResolution.stop_event_id,
            ),
        )
        .join(StopEvent.judgement)
        .join(Judgement.observation)
        .where(StopEventResolution.organisation_id == organisation_id, Observation.session_id.in_(sessions))
    )
    return {row.stop_event_id: row for row in db.session.scalars(query)}


def stop_event(organisation_id: UUID, id: UUID) -> StopEvent | None:
    """One stop event with the session it happened in."""
    query = (
        select(StopEvent)
        .where(StopEvent.organisation_id == organisation_id, StopEvent.id == id)
        .options(
            joinedload(StopEvent.judgement)
            .joinedload(Judgement.observation)
            .joinedload(Observation.session)
            .joinedload(PracticeSession.enrolment)
        )
    )
    return db.session.scalar(query)


def raters_of(enrolment: Enrolment) -> set[UUID]:
    """Every member who rated this trainee in a session that is compared.

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
            Observation.state == ObservationState.LOCKED,
        )
    )
    return set(db.session.scalars(query))


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


@dataclass(frozen=True)
class Awaited:
    """An observation whose judgement is waited for, beside all of its session."""

    observation: Observation
    asked: Sequence[Observation]


def awaited(organisation_id: UUID, id: UUID) -> Awaited | None:
    """One observation with who else was asked."""
    found = practice.observation(organisation_id, id)
    return Awaited(found, practice.observations_of(found.session)) if found else None


def uncompared(organisation_id: UUID) -> list[PracticeSession]:
    """Sessions whose last missing judgement will not come: what is locked waits for its comparison.

    Of those that were broken off only such in which a stop event was raised.
    """
    counted = (
        select(Observation.session_id)
        .where(Observation.organisation_id == organisation_id, Observation.state.in_(ACTIVE))
        .group_by(Observation.session_id)
        .having(func.count() == func.count(Observation.locked_at))
    )
    query = (
        select(PracticeSession)
        .outerjoin(
            SessionResult,
            and_(
                SessionResult.organisation_id == PracticeSession.organisation_id,
                SessionResult.session_id == PracticeSession.id,
            ),
        )
        .where(
            PracticeSession.organisation_id == organisation_id,
            or_(
                PracticeSession.state == SessionState.HELD,
                and_(PracticeSession.state == SessionState.ABORTED, _stop_event_is_open()),
            ),
            PracticeSession.id.in_(counted),
            SessionResult.id.is_(None),
        )
        .options(
            joinedload(PracticeSession.enrolment).joinedload(Enrolment.member),
            joinedload(PracticeSession.meeting).joinedload(SetMeeting.set),
        )
    )
    return list(db.session.scalars(query))


def uncompared_session(organisation_id: UUID, id: UUID) -> PracticeSession | None:
    """One of them."""
    return next((session for session in uncompared(organisation_id) if session.id == id), None)


def own_judgement(observation: Observation) -> Judgement | None:
    """The newest judgement an assessor locked in an observation of theirs."""
    query = (
        select(Judgement)
        .filter_by(organisation_id=observation.organisation_id, observation_id=observation.id)
        .options(selectinload(Judgement.ratings).selectinload(Rating.evidence), selectinload(Judgement.stop_events))
        .order_by(Judgement.number.desc())
        .limit(1)
    )
    return db.session.scalar(query)


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


def compared_of(organisation_id: UUID, results: Sequence[SessionResult]) -> list[Compared]:
    """Several sessions of one trainee side by side, in the order of `results`: a fixed number of statements."""
    ids = [row.session_id for row in results]
    if not ids:
        return []
    given, settled, looked_into = (
        judgements(organisation_id, ids),
        _moderations(results),
        resolutions(organisation_id, ids),
    )
    return [_side_by_side(row, given[row.session_id], settled.get(row.id, {}), looked_into) for row in results]


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
) -> Compared:
    rubric = curriculum.rubric(given[0].rubric)
    lines = compare(rubric, [levels(row) for row in given], {key: row.level for key, row in settled.items()})
    return Compared(result, rubric, given, lines, settled, looked_into)
