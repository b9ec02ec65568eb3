"""Who is reminded of what is ahead? Letters that the worker asks for again and again, and that are written once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from trainer import outbox
from trainer.organisations.duties import Duty
from trainer.organisations.queries import recipient, with_duty
from trainer.practice import queries
from trainer.practice.actions.invitations import of_seat, way_to
from trainer.practice.lifecycle import ObservationState, SessionState
from trainer.practice.links import Door
from trainer.practice.models import PracticeSession

SOON = timedelta(days=2)
TO_FIND_SOMEBODY = timedelta(days=7)


@dataclass(frozen=True)
class Addresses:
    """Where letters of an organisation lead: a session, an assessor's own page, answers and guests by link."""

    session: Callable[[UUID], str]
    assess: str
    answers: Door
    guests: Door


def remind(organisation_id: UUID, to: Addresses, *, now: datetime) -> None:
    """Remind whoever takes part in a session within two days, and coordinators of those that nobody will observe."""
    for session in _sessions(organisation_id, SessionState.CONFIRMED, now, SOON):
        _remind_of(session, to, now)
    for session in _sessions(organisation_id, SessionState.PLANNED, now, TO_FIND_SOMEBODY):
        _remind_coordinators(session, to.session(session.id), now)
    for link in queries.unanswered_links(organisation_id, now, SOON):
        assert link.meeting, "a link to answer by names a meeting"
        outbox.write(
            organisation_id,
            "agreement_reminder",
            of_seat(link),
            to.answers.to(link.id),
            once=f"{link.meeting.id}:{link.seat_id}:{link.meeting.changed}",
            now=now,
            until=link.meeting.starts_at,
            set=link.meeting.set.name,
            starts_at=link.meeting.starts_at,
        )


def _sessions(organisation_id: UUID, state: SessionState, now: datetime, within: timedelta) -> list[PracticeSession]:
    ids = queries.sessions_between(organisation_id, state, now, now + within)
    return [found for id in ids if (found := queries.session(organisation_id, id))]


def _remind_of(session: PracticeSession, to: Addresses, now: datetime) -> None:
    meeting = session.meeting
    agreed = bool(queries.agreement_standing(meeting).may_observe)
    mine = (session.id, session.enrolment.member, to.session(session.id), True)
    waiting = [row for row in queries.observations_of(session) if row.state is ObservationState.ASSIGNED]
    theirs = ((row.id, row.assessor, way_to(row, to.assess, to.guests), False) for row in waiting)
    for id, member, link, own in (one for one in (mine, *theirs) if one[2]):
        outbox.write(
            session.organisation_id,
            "session_soon",
            recipient(member),
            link,
            once=f"{id}:{meeting.changed}",
            now=now,
            until=meeting.starts_at,
            session=session.code,
            starts_at=meeting.starts_at,
            place=meeting.place,
            own=own,
            agreed=agreed,
        )


def _remind_coordinators(session: PracticeSession, link: str, now: datetime) -> None:
    for coordinator in with_duty(session.organisation_id, Duty.COORDINATOR):
        if coordinator.id != session.enrolment.member_id:
            outbox.write(
                session.organisation_id,
                "assessor_missing",
                recipient(coordinator),
                link,
                once=f"{session.id}:{coordinator.id}:{session.meeting.changed}",
                now=now,
                until=session.meeting.starts_at,
                session=session.code,
                starts_at=session.meeting.starts_at,
            )
