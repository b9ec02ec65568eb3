"""Which sets are there, who sits in them, when do they meet, and what did they answer?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from trainer.db import db
from trainer.practice.agreement import SHARE_WITH_EXTERNAL_ASSESSOR, Standing, standing
from trainer.practice.lifecycle import Answer, MeetingState
from trainer.practice.models import Agreement, LearningSet, Observation, Seat, SetMeeting
from trainer.verdict import YES, Verdict, every


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


def roster(learning_set: LearningSet) -> list[str]:
    """The names of everybody who has or had a seat in a set."""
    return [seat.name for seat in seats(learning_set, everyone=True)]


# Agreements.


def answers(meeting: SetMeeting) -> dict[tuple[UUID, str], Answer]:
    """The latest answer of each seat to each kind."""
    return {place: row.answer for place, row in latest_answers(meeting).items()}


def latest_answers(meeting: SetMeeting) -> dict[tuple[UUID, str], Agreement]:
    """The latest answer of each seat to each kind, with how and when it was given."""
    query = (
        select(Agreement)
        .where(Agreement.organisation_id == meeting.organisation_id, Agreement.meeting_id == meeting.id)
        .order_by(Agreement.answered_at, Agreement.id)
    )
    return {(row.seat_id, row.kind): row for row in db.session.scalars(query)}


def seats_asked(meeting: SetMeeting) -> list[Seat]:
    """The seats that are asked for a meeting: those taken when it begins, or by now if it is still ahead."""
    query = (
        select(Seat)
        .where(Seat.organisation_id == meeting.organisation_id, Seat.set_id == meeting.set_id)
        .where(Seat.joined_at <= meeting.starts_at)
        .where(or_(Seat.left_at.is_(None), Seat.left_at > meeting.starts_at))
    )
    return list(db.session.scalars(query.order_by(Seat.code, Seat.id)))


def may_be_captured(observation: Observation) -> Verdict:
    """Whether everyone at its meeting has agreed to an observation: to a guest as somebody from outside, too."""
    found = agreement_standing(observation.session.meeting)
    outside = found.may(SHARE_WITH_EXTERNAL_ASSESSOR) if observation.assessor.is_guest else YES
    return every(found.may_observe, outside)


def agreement_standing(meeting: SetMeeting) -> Standing:
    """Whether everyone at a meeting has agreed to be observed."""
    asked = seats_asked(meeting)
    beside = [seat.id for seat in asked if seat.cofacilitates]
    return standing([seat.id for seat in asked], answers(meeting), meeting.asks, beside)
