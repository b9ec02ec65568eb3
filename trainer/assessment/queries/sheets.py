"""Who was asked to judge a session, and what does each still owe or hold?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from trainer.assessment.models import (
    Judgement,
    Rating,
)
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice import queries as practice
from trainer.practice.lifecycle import ACTIVE, ObservationState, SessionState
from trainer.practice.models import Observation, PracticeSession, RatingDraft, SetMeeting

TAKES_PLACE = (SessionState.CONFIRMED, SessionState.HELD)


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


def unlocked_between(organisation_id: UUID, earliest: datetime, latest: datetime) -> list[Observation]:
    """The observations of meetings that began within a time, and whose judgement counts and is not locked."""
    query = (
        select(Observation)
        .join(Observation.session)
        .join(PracticeSession.meeting)
        .where(Observation.organisation_id == organisation_id)
        .where(practice.counts(), ~practice.judged(), SetMeeting.starts_at > earliest)
        .where(SetMeeting.starts_at <= latest)
        .where(PracticeSession.observed, PracticeSession.state.in_(TAKES_PLACE))
        .options(contains_eager(Observation.session), joinedload(Observation.assessor).joinedload(Member.person))
    )
    return list(db.session.scalars(query.order_by(SetMeeting.starts_at, Observation.id)))


def assigned(session: PracticeSession) -> list[Observation]:
    """The observations of a session that stand, in the order of assignment; also those that are made to learn."""
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


@dataclass(frozen=True)
class Awaited:
    """An observation whose judgement is waited for, beside all of its session."""

    observation: Observation
    asked: Sequence[Observation]


def awaited(organisation_id: UUID, id: UUID) -> Awaited | None:
    """One observation with who else was asked."""
    found = practice.observation(organisation_id, id)
    return Awaited(found, practice.observations_of(found.session)) if found else None


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
