"""Which sets, meetings, sessions and observations are there, and what was captured? The organisation comes first."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from trainer.curriculum.models import Enrolment
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice.access import Gathering, Observed
from trainer.practice.lifecycle import ACTIVE, SessionState
from trainer.practice.models import Observation, Operation, PracticeSession, SessionReflection, SetMeeting
from trainer.practice.queries.adjustments import adjustments
from trainer.practice.queries.counting import counts, judged, log_may_be_used
from trainer.practice.queries.due import sessions_between, unanswered_links
from trainer.practice.queries.links import (
    Guest,
    agreement_links,
    calendar_link,
    guest,
    guest_link,
    guest_links_at,
    opened,
)
from trainer.practice.queries.log import log_of, looked, own_round, practice_log, to_check
from trainer.practice.queries.meetings import (
    agreement_standing,
    answers,
    latest_answers,
    learning_set,
    may_be_captured,
    meeting,
    meetings,
    next_meeting_number,
    roster,
    seat,
    seat_counts,
    seats,
    seats_asked,
    sets,
    upcoming_meetings,
)
from trainer.practice.queries.notes import notes_by, notes_of, noting, rubric_of_notes, same_note, to_note
from trainer.practice.queries.pulse import pulse_links, pulses, tally
from trainer.practice.timeline import Op, Timeline, fold

__all__ = [
    "Guest",
    "adjustments",
    "agreement_links",
    "agreement_standing",
    "answers",
    "calendar_link",
    "counts",
    "guest",
    "guest_link",
    "guest_links_at",
    "judged",
    "latest_answers",
    "learning_set",
    "log_may_be_used",
    "log_of",
    "looked",
    "may_be_captured",
    "meeting",
    "meetings",
    "next_meeting_number",
    "notes_by",
    "notes_of",
    "noting",
    "opened",
    "own_round",
    "practice_log",
    "pulse_links",
    "pulses",
    "roster",
    "rubric_of_notes",
    "same_note",
    "seat",
    "seat_counts",
    "seats",
    "seats_asked",
    "sessions_between",
    "sets",
    "tally",
    "to_check",
    "to_note",
    "unanswered_links",
    "upcoming_meetings",
]

KEPT_IN_CALENDARS = timedelta(weeks=8)

# Meetings with what happens there.


def gathering(organisation_id: UUID, id: UUID) -> Gathering | None:
    """A meeting with its sessions and observations."""
    found = meeting(organisation_id, id)
    return gathering_at(found) if found else None


def gathering_at(meeting: SetMeeting) -> Gathering:
    """A meeting's sessions and observations."""
    return Gathering(meeting, sessions_at(meeting), observations_at(meeting))


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


def sessions_to_come(member: Member, now: datetime) -> list[PracticeSession]:
    """Somebody's own sessions that somebody will observe, and those of the last weeks, soonest first."""
    query = (
        _sessions(member.organisation_id)
        .join(PracticeSession.enrolment)
        .join(PracticeSession.meeting)
        .where(Enrolment.member_id == member.id, SetMeeting.starts_at > now - KEPT_IN_CALENDARS)
        .where(PracticeSession.state.in_((SessionState.CONFIRMED, SessionState.HELD, SessionState.CLOSED)))
        .order_by(SetMeeting.starts_at, PracticeSession.number)
    )
    return list(db.session.scalars(query))


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


def observations_to_come(member: Member, now: datetime) -> list[Observation]:
    """An assessor's own observations that stand, and those of the last weeks, soonest first."""
    since = now - KEPT_IN_CALENDARS
    mine = observations_by(member)
    return [row for row in mine if row.state in ACTIVE and row.session.meeting.starts_at > since]


def observations_at(meeting: SetMeeting) -> list[Observation]:
    """Every observation of a meeting's sessions."""
    query = (
        _observations(meeting.organisation_id)
        .join(Observation.session)
        .where(PracticeSession.meeting_id == meeting.id)
        .order_by(Observation.assigned_at, Observation.id)
    )
    return list(db.session.scalars(query))


def own_observation_at(
    member: Member, meeting: SetMeeting, among: Callable[[UUID], bool] = lambda _id: True
) -> Observation | None:
    """The observation that a member has to make at a meeting, `among` those in reach."""
    mine = (row for row in observations_at(meeting) if row.assessor_id == member.id and row.state in ACTIVE)
    return next((row for row in mine if among(row.id)), None)


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


def timelines(organisation_id: UUID, observations: Iterable[Observation]) -> dict[UUID, Timeline]:
    """What each of several assessors saw, by observation: one statement for all."""
    by_id = {row.id: row for row in observations}
    query = select(Operation).where(Operation.organisation_id == organisation_id, Operation.observation_id.in_(by_id))
    found: dict[UUID, list[Op]] = {id: [] for id in by_id}
    for row in db.session.scalars(query):
        if not _after_lock(row, by_id[row.observation_id]):
            found[row.observation_id].append(op(row))
    return {id: fold(ops) for id, ops in found.items()}


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
