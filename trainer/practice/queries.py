"""Which sets, meetings, sessions and observations are there, and what was captured? The organisation comes first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from trainer.curriculum.models import Enrolment
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice.access import Gathering, Observed
from trainer.practice.agreement import Standing, standing
from trainer.practice.lifecycle import ACTIVE, Answer, MeetingState
from trainer.practice.models import (
    Agreement,
    LearningSet,
    Observation,
    Operation,
    PracticeSession,
    Seat,
    SessionReflection,
    SetMeeting,
)
from trainer.practice.timeline import Op, Timeline, fold

# Sets and meetings.


def sets(organisation_id: UUID) -> list[LearningSet]:
    """Every set, running ones first, by name."""
    query = select(LearningSet).where(LearningSet.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(LearningSet.ended_at.is_not(None), LearningSet.name)))


def learning_set(organisation_id: UUID, id: UUID) -> LearningSet | None:
    """One set."""
    return db.session.get(LearningSet, (organisation_id, id))


def seats(learning_set: LearningSet, everyone: bool = False) -> list[Seat]:
    """The seats that are taken, by code; with `everyone` those that were left too."""
    query = select(Seat).where(Seat.organisation_id == learning_set.organisation_id, Seat.set_id == learning_set.id)
    if not everyone:
        query = query.where(Seat.left_at.is_(None))
    return list(db.session.scalars(query.order_by(Seat.code, Seat.id)))


def seat(organisation_id: UUID, id: UUID) -> Seat | None:
    """One seat."""
    return db.session.get(Seat, (organisation_id, id))


def seat_counts(organisation_id: UUID) -> dict[UUID, int]:
    """How many seats of each set are taken."""
    query = (
        select(Seat.set_id, func.count())
        .where(Seat.organisation_id == organisation_id, Seat.left_at.is_(None))
        .group_by(Seat.set_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def meetings(learning_set: LearningSet) -> list[SetMeeting]:
    """A set's meetings, newest first."""
    query = _meetings(learning_set.organisation_id).where(SetMeeting.set_id == learning_set.id)
    return list(db.session.scalars(query.order_by(SetMeeting.starts_at.desc(), SetMeeting.number.desc())))


def upcoming_meetings(organisation_id: UUID, since: datetime) -> list[SetMeeting]:
    """Planned meetings of every set from an instant on, soonest first."""
    query = _meetings(organisation_id).where(SetMeeting.state == MeetingState.PLANNED, SetMeeting.starts_at >= since)
    return list(db.session.scalars(query.order_by(SetMeeting.starts_at, SetMeeting.number)))


def meeting(organisation_id: UUID, id: UUID) -> SetMeeting | None:
    """One meeting with its set."""
    return db.session.scalar(_meetings(organisation_id).where(SetMeeting.id == id))


def _meetings(organisation_id: UUID) -> Select[SetMeeting]:
    return select(SetMeeting).where(SetMeeting.organisation_id == organisation_id).options(joinedload(SetMeeting.set))


def next_meeting_number(learning_set: LearningSet) -> int:
    """The number that the set's next meeting gets."""
    query = select(func.max(SetMeeting.number)).where(
        SetMeeting.organisation_id == learning_set.organisation_id, SetMeeting.set_id == learning_set.id
    )
    return (db.session.scalar(query) or 0) + 1


def gathering(organisation_id: UUID, id: UUID) -> Gathering | None:
    """A meeting with its sessions and observations."""
    found = meeting(organisation_id, id)
    return gathering_at(found) if found else None


def gathering_at(meeting: SetMeeting) -> Gathering:
    """A meeting's sessions and observations."""
    return Gathering(meeting, sessions_at(meeting), observations_at(meeting))


# Agreements.


def answers(meeting: SetMeeting) -> dict[tuple[UUID, str], Answer]:
    """The latest answer of each seat to each kind."""
    query = (
        select(Agreement)
        .where(Agreement.organisation_id == meeting.organisation_id, Agreement.meeting_id == meeting.id)
        .order_by(Agreement.answered_at, Agreement.id)
    )
    return {(row.seat_id, row.kind): row.answer for row in db.session.scalars(query)}


def seats_asked(meeting: SetMeeting) -> list[Seat]:
    """The seats that are asked for a meeting: those taken when it begins, or by now if it is still ahead."""
    query = (
        select(Seat)
        .where(Seat.organisation_id == meeting.organisation_id, Seat.set_id == meeting.set_id)
        .where(Seat.joined_at <= meeting.starts_at)
        .where(or_(Seat.left_at.is_(None), Seat.left_at > meeting.starts_at))
    )
    return list(db.session.scalars(query.order_by(Seat.code, Seat.id)))


def agreement_standing(meeting: SetMeeting) -> Standing:
    """Whether everyone at a meeting has agreed to be observed."""
    return standing([seat.id for seat in seats_asked(meeting)], answers(meeting))


# Sessions.


def session(organisation_id: UUID, id: UUID) -> PracticeSession | None:
    """One session with its trainee, programme, meeting and set."""
    return db.session.scalar(_sessions(organisation_id).where(PracticeSession.id == id))


def observed(organisation_id: UUID, id: UUID) -> Observed | None:
    """One session with every observation of it."""
    found = session(organisation_id, id)
    return Observed(found, observations_of(found)) if found else None


def sessions(organisation_id: UUID) -> list[PracticeSession]:
    """Every session, newest first."""
    return list(db.session.scalars(_sessions(organisation_id).order_by(PracticeSession.number.desc())))


def sessions_of(enrolment: Enrolment) -> list[PracticeSession]:
    """A trainee's sessions, newest first."""
    query = _sessions(enrolment.organisation_id).where(PracticeSession.enrolment_id == enrolment.id)
    return list(db.session.scalars(query.order_by(PracticeSession.number.desc())))


def sessions_of_member(member: Member) -> list[PracticeSession]:
    """Somebody's sessions in every programme they are or were on, newest first."""
    query = (
        _sessions(member.organisation_id)
        .join(PracticeSession.enrolment)
        .where(Enrolment.member_id == member.id)
        .order_by(PracticeSession.number.desc())
    )
    return list(db.session.scalars(query))


def sessions_at(meeting: SetMeeting) -> list[PracticeSession]:
    """The sessions of a meeting, by number."""
    query = _sessions(meeting.organisation_id).where(PracticeSession.meeting_id == meeting.id)
    return list(db.session.scalars(query.order_by(PracticeSession.number)))


def next_session_number(organisation_id: UUID) -> int:
    """The number that the organisation's next session gets."""
    query = select(func.max(PracticeSession.number)).where(PracticeSession.organisation_id == organisation_id)
    return (db.session.scalar(query) or 0) + 1


def _sessions(organisation_id: UUID) -> Select[PracticeSession]:
    return (
        select(PracticeSession)
        .where(PracticeSession.organisation_id == organisation_id)
        .options(
            joinedload(PracticeSession.enrolment).options(
                joinedload(Enrolment.member).joinedload(Member.person),
                joinedload(Enrolment.programme),
                joinedload(Enrolment.release),
            ),
            joinedload(PracticeSession.meeting).joinedload(SetMeeting.set),
        )
    )


# Observations.


def observation(organisation_id: UUID, id: UUID, lock: bool = False) -> Observation | None:
    """One observation with all it speaks of; with `lock` nobody else changes it meanwhile."""
    query = _observations(organisation_id).where(Observation.id == id)
    if lock:
        own = joinedload(Observation.assessor).selectinload(Member.held)  # who asks is read anew, with their duties
        query = query.options(own).with_for_update(of=Observation).execution_options(populate_existing=True)
    return db.session.scalar(query)


def observations_of(session: PracticeSession) -> list[Observation]:
    """Every observation of a session, in the order of assignment. Not for the eyes of its assessors."""
    query = _observations(session.organisation_id).where(Observation.session_id == session.id)
    return list(db.session.scalars(query.order_by(Observation.assigned_at, Observation.id)))


def observations_by(member: Member) -> list[Observation]:
    """An assessor's own observations, soonest meeting first."""
    query = (
        _observations(member.organisation_id)
        .join(Observation.session)
        .join(PracticeSession.meeting)
        .where(Observation.assessor_id == member.id)
        .order_by(SetMeeting.starts_at, Observation.id)
    )
    return list(db.session.scalars(query))


def observations_at(meeting: SetMeeting) -> list[Observation]:
    """Every observation of a meeting's sessions."""
    query = (
        _observations(meeting.organisation_id)
        .join(Observation.session)
        .where(PracticeSession.meeting_id == meeting.id)
        .order_by(Observation.assigned_at, Observation.id)
    )
    return list(db.session.scalars(query))


def own_observation_at(member: Member, meeting: SetMeeting) -> Observation | None:
    """The observation that a member has to make at a meeting."""
    mine = (row for row in observations_at(meeting) if row.assessor_id == member.id and row.state in ACTIVE)
    return next(mine, None)


def _observations(organisation_id: UUID) -> Select[Observation]:
    session = joinedload(Observation.session)
    enrolment = session.joinedload(PracticeSession.enrolment)
    return (
        select(Observation)
        .where(Observation.organisation_id == organisation_id)
        .options(
            enrolment.joinedload(Enrolment.member).joinedload(Member.person),
            enrolment.joinedload(Enrolment.programme),
            enrolment.joinedload(Enrolment.release),
            session.joinedload(PracticeSession.meeting).joinedload(SetMeeting.set),
            joinedload(Observation.assessor).joinedload(Member.person),
            joinedload(Observation.scheme),
            joinedload(Observation.rubric),
        )
    )


# What was captured.


def timeline(observation: Observation) -> Timeline:
    """What the assessor saw. What arrived after their judgement was locked is not part of it."""
    return fold(op(row) for row in operations(observation) if not _after_lock(row, observation))


def came_in_late(observation: Observation) -> list[Operation]:
    """What a device delivered after the judgement was locked; it never becomes evidence."""
    return [row for row in operations(observation) if _after_lock(row, observation)]


def operations(observation: Observation) -> list[Operation]:
    """Every operation of an observation."""
    query = (
        select(Operation)
        .where(Operation.organisation_id == observation.organisation_id, Operation.observation_id == observation.id)
        .order_by(Operation.at_ms, Operation.id)
    )
    return list(db.session.scalars(query))


def operation_count(observation: Observation) -> int:
    """How many operations have arrived."""
    query = select(func.count()).select_from(Operation)
    return (
        db.session.scalar(
            query.where(
                Operation.organisation_id == observation.organisation_id,
                Operation.observation_id == observation.id,
            )
        )
        or 0
    )


def owners_of_operations(organisation_id: UUID, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Which of these operations are stored, and for which observation."""
    query = select(Operation.id, Operation.observation_id).where(
        Operation.organisation_id == organisation_id, Operation.id.in_(list(ids))
    )
    return {row.id: row.observation_id for row in db.session.execute(query)}


def op(row: Operation) -> Op:
    """The operation of a row, as the fold takes it."""
    return Op(row.id, row.kind, row.code, row.actor, row.ref, row.text, row.at_ms, row.delta_ms, row.late)


def _after_lock(row: Operation, observation: Observation) -> bool:
    return observation.locked_at is not None and row.received_at > observation.locked_at


def session_reflection(session: PracticeSession) -> SessionReflection | None:
    """The trainee's four lines about a session."""
    same: dict[str, Any] = {"organisation_id": session.organisation_id, "session_id": session.id}
    return db.session.scalar(select(SessionReflection).filter_by(**same))


def roster(learning_set: LearningSet) -> list[str]:
    """The names of everybody who has or had a seat in a set."""
    return [seat.name for seat in seats(learning_set, everyone=True)]
