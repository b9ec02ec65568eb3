"""Of what has somebody to be reminded? What is ahead within days, and what was promised and has not come."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainer.db import db
from trainer.practice.lifecycle import LinkPurpose, MeetingState, SessionState
from trainer.practice.models import PracticeSession, SetMeeting, SignedLink
from trainer.practice.queries.meetings import answers


def sessions_between(organisation_id: UUID, state: SessionState, since: datetime, until: datetime) -> list[UUID]:
    """The sessions in a state whose meeting begins within a time, soonest first."""
    query = (
        select(PracticeSession.id)
        .join(PracticeSession.meeting)
        .where(PracticeSession.organisation_id == organisation_id, PracticeSession.state == state)
        .where(SetMeeting.starts_at > since, SetMeeting.starts_at <= until)
    )
    return list(db.session.scalars(query.order_by(SetMeeting.starts_at, PracticeSession.id)))


def unanswered_links(organisation_id: UUID, now: datetime, within: timedelta) -> list[SignedLink]:
    """The links to answer by of planned meetings that begin soon, of those who have not answered at all."""
    query = (
        select(SignedLink)
        .join(SignedLink.meeting)
        .where(SignedLink.organisation_id == organisation_id, SignedLink.purpose == LinkPurpose.AGREEMENT)
        .where(SignedLink.ended_at.is_(None), SetMeeting.state == MeetingState.PLANNED)
        .where(SetMeeting.starts_at > now, SetMeeting.starts_at <= now + within)
        .options(joinedload(SignedLink.seat), joinedload(SignedLink.meeting).joinedload(SetMeeting.set))
    )
    links = list(db.session.scalars(query.order_by(SignedLink.made_at, SignedLink.id)))
    meetings = {link.meeting.id: link.meeting for link in links if link.meeting}
    answered = {(id, seat) for id, meeting in meetings.items() for seat, _kind in answers(meeting)}
    return [link for link in links if (link.meeting_id, link.seat_id) not in answered]
