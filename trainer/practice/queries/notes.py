"""What did somebody who was there tell a trainee at once, and about which sessions can they?"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from trainer.curriculum.models import Document, Enrolment
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice.access import Observed
from trainer.practice.access.notes import TOOK_PLACE, Noting
from trainer.practice.lifecycle import SessionKind, SessionState
from trainer.practice.models import FormativeNote, Observation, PracticeSession, SetMeeting
from trainer.practice.queries.counting import counts
from trainer.practice.queries.meetings import agreement_standing

RECENT = timedelta(days=30)
MOST = 30


def noting(observed: Observed, now: datetime) -> Noting:
    """A session as whoever was there finds it."""
    asked = frozenset(row.assessor_id for row in observed.observations if row.counts)
    meeting = observed.session.meeting
    return Noting(observed.session, asked, agreement_standing(meeting), meeting.starts_at <= now)


def to_note(member: Member, *, all_: bool, now: datetime) -> list[PracticeSession]:
    """Sessions of the last weeks about which a note can be written, newest first; one's own observations, or `all_`.

    Whether the set agreed is asked when one is opened.
    """
    mine = select(Observation.session_id).where(
        Observation.organisation_id == member.organisation_id,
        Observation.assessor_id == member.id,
        counts(),
    )
    query = (
        select(PracticeSession)
        .join(PracticeSession.meeting)
        .join(PracticeSession.enrolment)
        .where(PracticeSession.organisation_id == member.organisation_id)
        .where(PracticeSession.observed, PracticeSession.state.in_(TOOK_PLACE), Enrolment.member_id != member.id)
        .where(SetMeeting.starts_at <= now, SetMeeting.starts_at > now - RECENT)
        .where(or_(PracticeSession.kind == SessionKind.FORMATIVE, PracticeSession.state == SessionState.CLOSED))
        .options(
            joinedload(PracticeSession.enrolment).joinedload(Enrolment.member),
            joinedload(PracticeSession.meeting).joinedload(SetMeeting.set),
        )
        .order_by(SetMeeting.starts_at.desc(), PracticeSession.number.desc())
        .limit(MOST)
    )
    return list(db.session.scalars(query if all_ else query.where(PracticeSession.id.in_(mine))))


def notes_of(session: PracticeSession) -> list[FormativeNote]:
    """The notes about a session, newest first. For its trainee only."""
    return list(db.session.scalars(_notes(session.organisation_id).where(FormativeNote.session_id == session.id)))


def notes_by(member: Member) -> list[FormativeNote]:
    """What somebody wrote themself, newest first."""
    query = _notes(member.organisation_id).where(FormativeNote.observer_id == member.id).limit(MOST)
    return list(db.session.scalars(query))


def same_note(session: PracticeSession, observer: Member, sentence: str) -> FormativeNote | None:
    """The note that says this already: a button that was pressed twice tells nothing twice."""
    query = _notes(session.organisation_id).where(
        FormativeNote.session_id == session.id,
        FormativeNote.observer_id == observer.id,
        FormativeNote.sentence == sentence,
    )
    return db.session.scalar(query.limit(1))


def rubric_of_notes(session: PracticeSession) -> Document | None:
    """The rubric that the trainee began under; a programme may have none."""
    id = session.enrolment.release.rubric_id
    return db.session.get(Document, (session.organisation_id, id)) if id else None


def _notes(organisation_id: UUID) -> Select[FormativeNote]:
    return (
        select(FormativeNote)
        .where(FormativeNote.organisation_id == organisation_id)
        .options(
            joinedload(FormativeNote.observer),
            joinedload(FormativeNote.rubric),
            joinedload(FormativeNote.session).options(
                joinedload(PracticeSession.enrolment).joinedload(Enrolment.member),
                joinedload(PracticeSession.meeting).joinedload(SetMeeting.set),
            ),
        )
        .order_by(FormativeNote.written_at.desc(), FormativeNote.id.desc())
    )
