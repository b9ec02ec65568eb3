"""What can be done about one assessor's work on a session?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from trainer import audit
from trainer.curriculum.models import Document
from trainer.db import db, new_id
from trainer.organisations.models import Member
from trainer.practice import agreement, queries
from trainer.practice.access import may_be_assigned
from trainer.practice.actions.invitations import tell_assessor, tell_confirmed, tell_not_needed
from trainer.practice.actions.states import move, step
from trainer.practice.lifecycle import ObservationState, SessionState
from trainer.practice.models import Observation, PracticeSession, SetMeeting
from trainer.web import demand


def assign_observation(
    session: PracticeSession,
    assessor: Member,
    scheme_id: UUID,
    rubric_id: UUID,
    *,
    by: Member,
    now: datetime,
    link: str = "",
    link_session: str = "",
    despite: Sequence[str] = (),
    shadow: bool = False,
) -> Observation:
    """Ask an assessor to observe a session; the first one confirms it, but nobody who is to learn beside others.

    `link`, with `ID`, tells them; `link_session` tells the trainee that the session is confirmed.
    """
    demand(may_be_assigned(assessor, session, queries.observations_of(session)))
    observation = _place(session, assessor, scheme_id, rubric_id)
    observation.assigned_at, observation.assigned_by_id, observation.shadow = now, by.id, shadow
    db.session.add(observation)
    if assessor.is_guest:
        _ask_about_outsiders(session.meeting)
    confirms = session.state is SessionState.PLANNED and not shadow
    if confirms:
        move(session, SessionState.CONFIRMED)
    audit.record(
        session.organisation_id,
        "observation.assigned",
        by=by.id,
        subject=observation.id,
        at=now,
        session=session.id,
        assessor=assessor.id,
        **({"despite": list(despite)} if despite else {}),
        **({"shadow": True} if shadow else {}),
    )
    if link:
        tell_assessor(observation, link.replace("ID", str(observation.id)), now)
    if link_session and confirms:
        tell_confirmed(session, link_session, now)
    return observation


def _place(session: PracticeSession, assessor: Member, scheme_id: UUID, rubric_id: UUID) -> Observation:
    """What somebody observes and by which documents; its rows are at hand, so that nothing is loaded for a letter."""
    own = session.organisation_id
    return Observation(
        organisation_id=own,
        id=new_id(),
        session_id=session.id,
        assessor_id=assessor.id,
        scheme_id=scheme_id,
        rubric_id=rubric_id,
        state=ObservationState.ASSIGNED,
        session=session,
        assessor=assessor,
        scheme=db.session.get(Document, (own, scheme_id)),
        rubric=db.session.get(Document, (own, rubric_id)),
    )


def _ask_about_outsiders(meeting: SetMeeting) -> None:
    """The set is asked whether somebody from outside may take part; before all agree no guest captures anything."""
    wanted = {*meeting.asks, agreement.SHARE_WITH_EXTERNAL_ASSESSOR}
    meeting.asks = [kind for kind in agreement.FURTHER if kind in wanted]


def decline_observation(observation: Observation, reason: str, *, by: Member, now: datetime, link: str = "") -> None:
    """Hand an observation back before it has begun. A session that nobody observes waits for an assessor again.

    `link` takes the date out of the assessor's calendar.
    """
    step(observation, ObservationState.DECLINED)
    observation.declined_reason = reason
    session = observation.session
    if session.state is SessionState.CONFIRMED and not any(row.counts for row in queries.observations_of(session)):
        move(session, SessionState.PLANNED)
    audit.record(observation.organisation_id, "observation.declined", by=by.id, subject=observation.id, at=now)
    if link and session.meeting.starts_at > now:
        tell_not_needed(observation, link, now)


def start_rating(observation: Observation, *, by: Member, now: datetime) -> None:
    """Go from what was captured to judging it."""
    step(observation, ObservationState.RATING)
    audit.record(observation.organisation_id, "observation.rating_started", by=by.id, subject=observation.id, at=now)


def lock_observation(observation: Observation, *, by: Member, now: datetime) -> None:
    """Close an observation for good: what arrives from now on is kept apart from the timeline."""
    step(observation, ObservationState.LOCKED)
    observation.locked_at = now
    audit.record(observation.organisation_id, "observation.locked", by=by.id, subject=observation.id, at=now)
