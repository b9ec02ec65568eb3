"""What was judged, and what does each session's result wait for?"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import (
    Judgement,
    Rating,
    SessionResult,
    StopEvent,
    StopEventResolution,
)
from trainer.curriculum.models import Enrolment
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice import queries as practice
from trainer.practice.lifecycle import SessionState
from trainer.practice.models import Observation, PracticeSession, SetMeeting


def judgements(organisation_id: UUID, sessions: Collection[UUID]) -> dict[UUID, list[Judgement]]:
    """The newest locked judgement of every assessor, by session, with ratings, evidence and stop events."""
    query = (
        select(Judgement)
        .join(Judgement.observation)
        .where(
            Judgement.organisation_id == organisation_id,
            Observation.session_id.in_(sessions),
            practice.judged(),
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


def is_newest() -> ColumnElement[bool]:
    """That a judgement of an outer query was not corrected by a later one of its observation."""
    later = aliased(Judgement)
    return (
        ~select(later.id)
        .where(
            later.organisation_id == Judgement.organisation_id,
            later.observation_id == Judgement.observation_id,
            later.number > Judgement.number,
        )
        .exists()
    )


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
            Observation.shadow.is_(False),
            is_newest(),
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
            joinedload(Enrolment.policy),
        ),
        session.joinedload(PracticeSession.meeting).joinedload(SetMeeting.set),
    )


def uncompared(organisation_id: UUID) -> list[PracticeSession]:
    """Sessions whose last missing judgement will not come: what is locked waits for its comparison.

    Of those that were broken off only such in which a stop event was raised.
    """
    counted = (
        select(Observation.session_id)
        .where(Observation.organisation_id == organisation_id, practice.counts())
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
