"""What can be done about a trainee's session?"""

from datetime import datetime

from trainer import audit, outbox
from trainer.curriculum import actions as curriculum
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment
from trainer.curriculum.reflection import Lines, is_whole
from trainer.db import db, new_id
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.organisations.queries import recipient, with_duty
from trainer.practice import queries
from trainer.practice.access import BEFORE_IT_IS_HELD
from trainer.practice.actions.invitations import tell_cancelled
from trainer.practice.actions.states import drop, hold, move
from trainer.practice.lifecycle import MeetingState, SessionKind, SessionState
from trainer.practice.links import Door
from trainer.practice.models import PracticeSession, SessionReflection, SetMeeting
from trainer.verdict import Verdict, every, refuse_if
from trainer.web import demand

NOT_YET_OBSERVED = frozenset({EnrolmentState.LEARNING, EnrolmentState.PRACTISING, EnrolmentState.NOT_YET})


def request_session(
    enrolment: Enrolment,
    meeting: SetMeeting,
    kind: SessionKind,
    slot_minutes: int,
    *,
    by: Member,
    now: datetime,
    link: str = "",
) -> PracticeSession:
    """Ask for a slot of a meeting to be observed. `link` to the session, with `ID`, tells the coordinators."""
    demand(_may_be_requested(enrolment, meeting, slot_minutes))
    session = PracticeSession(
        organisation_id=enrolment.organisation_id,
        id=new_id(),
        enrolment_id=enrolment.id,
        meeting_id=meeting.id,
        number=queries.next_session_number(enrolment.organisation_id),
        kind=kind,
        slot_minutes=slot_minutes,
        state=SessionState.PLANNED,
        requested_at=now,
        enrolment=enrolment,
        meeting=meeting,
    )
    db.session.add(session)
    audit.record(session.organisation_id, "session.requested", by=by.id, subject=session.id, at=now, kind=kind)
    if kind is SessionKind.SUMMATIVE and enrolment.state in NOT_YET_OBSERVED:
        curriculum.move(enrolment, EnrolmentState.OBSERVATION_READY, by=by, now=now)
    if link:
        _tell_coordinators(session, link.replace("ID", str(session.id)), now)
    return session


def _may_be_requested(enrolment: Enrolment, meeting: SetMeeting, slot_minutes: int) -> Verdict:
    there = [session for session in queries.sessions_at(meeting) if session.enrolment_id == enrolment.id]
    return every(
        refuse_if(meeting.state is not MeetingState.PLANNED, "This meeting is over or was cancelled. Choose another."),
        refuse_if(
            any(session.state in BEFORE_IT_IS_HELD for session in there),
            "You have asked for a session at this meeting already.",
        ),
        refuse_if(
            slot_minutes > meeting.minutes,
            "The meeting lasts %(minutes)d minutes. Choose a slot that fits into it.",
            minutes=meeting.minutes,
        ),
    )


def _tell_coordinators(session: PracticeSession, link: str, now: datetime) -> None:
    for coordinator in with_duty(session.organisation_id, Duty.COORDINATOR):
        outbox.write(
            session.organisation_id,
            "session_requested",
            recipient(coordinator),
            link,
            once=f"{session.id}:{coordinator.id}",
            now=now,
            session=session.code,
            starts_at=session.meeting.starts_at,
        )


def cancel_session(
    session: PracticeSession,
    reason: str,
    *,
    by: Member,
    now: datetime,
    link: str = "",
    guests: Door | None = None,
) -> None:
    """Call a session off before it is held. The trainee and each assessor are told, each for themselves."""
    move(session, SessionState.CANCELLED)
    session.ended_reason = reason
    dropped = drop(queries.observations_of(session))
    audit.record(session.organisation_id, "session.cancelled", by=by.id, subject=session.id, at=now)
    if link:
        tell_cancelled(session, dropped, by, link, guests, now)


def abort_session(session: PracticeSession, reason: str, *, by: Member, now: datetime) -> None:
    """Break a session off for a reason outside the trainee: nothing of it counts, and nobody has failed."""
    move(session, SessionState.ABORTED)
    session.ended_reason = reason
    drop(queries.observations_of(session))
    audit.record(session.organisation_id, "session.aborted", by=by.id, subject=session.id, at=now)


def close_session(session: PracticeSession, *, by: Member, now: datetime) -> None:
    """Note that everything about a held session is done."""
    move(session, SessionState.CLOSED)
    audit.record(session.organisation_id, "session.closed", by=by.id, subject=session.id, at=now)


def record_held(session: PracticeSession, *, by: Member, now: datetime) -> None:
    """Note that a session took place although no device said so."""
    hold(session, now)
    audit.record(session.organisation_id, "session.held", by=by.id, subject=session.id, at=now)


def write_session_reflection(
    session: PracticeSession,
    lines: Lines,
    submitted: bool,
    *,
    by: Member,
    now: datetime,
    shared: bool = False,
) -> SessionReflection:
    """Keep the trainee's four lines. A draft stays a draft until it is submitted once; only that is recorded."""
    if submitted:
        demand(is_whole(lines))
    reflection = queries.session_reflection(session) or _blank(session, now)
    reflection.did, reflection.effect = lines.did, lines.effect
    reflection.protecting, reflection.next_time = lines.protecting, lines.next_time
    reflection.shared, reflection.written_at = shared, now
    if submitted and reflection.submitted_at is None:
        reflection.submitted_at = now
        audit.record(session.organisation_id, "session_reflection.submitted", by=by.id, subject=session.id, at=now)
    return reflection


def _blank(session: PracticeSession, now: datetime) -> SessionReflection:
    reflection = SessionReflection(
        organisation_id=session.organisation_id, id=new_id(), session_id=session.id, written_at=now
    )
    db.session.add(reflection)
    return reflection
