"""What can be done about whether a set agrees to be observed?"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from trainer import audit
from trainer.db import db, new_id
from trainer.organisations.models import Member
from trainer.practice import agreement, queries
from trainer.practice.access import BEFORE_IT_IS_HELD, may_go_unobserved, may_stop_captures
from trainer.practice.actions.invitations import tell_not_needed
from trainer.practice.actions.states import drop, hold
from trainer.practice.lifecycle import ACTIVE, Answer, MeetingState, ObservationState
from trainer.practice.models import Agreement, Observation, PracticeSession, SetMeeting
from trainer.verdict import refuse_if
from trainer.web import demand


def record_agreements(
    meeting: SetMeeting, given: Mapping[UUID, Answer], method: str, *, by: Member, now: datetime
) -> None:
    """Keep what each seat answered; the latest answer counts.

    A no stops every observation at the meeting that has begun and is not locked, and what was captured in it is
    deleted; after the meeting only when somebody notes it who arranges meetings (`may_stop_captures`). A no after a
    yes is kept as a withdrawal.
    """
    demand(refuse_if(meeting.state is MeetingState.CANCELLED, "This meeting was cancelled."))
    asked = {seat.id for seat in queries.seats_asked(meeting)}
    before = queries.answers(meeting)
    settled = {seat: _settled(answer, before, seat) for seat, answer in given.items() if seat in asked}
    for seat, answer in settled.items():
        for kind in agreement.KINDS:
            db.session.add(_row(meeting, seat, kind, answer, method, by, now))
    stops = agreement.NO.intersection(settled.values()) and may_stop_captures(by, queries.gathering_at(meeting))
    stopped = _stop_begun(meeting, now) if stops else []
    audit.record(
        meeting.organisation_id,
        "agreements.recorded",
        by=by.id,
        subject=meeting.id,
        at=now,
        answers={str(seat): answer.value for seat, answer in settled.items()},
        wording=agreement.WORDING,
        stopped=[observation.id for observation in stopped],
    )


def _settled(answer: Answer, before: Mapping[tuple[UUID, str], Answer], seat: UUID) -> Answer:
    latest = {before.get((seat, kind)) for kind in agreement.KINDS}
    took_back = answer is Answer.DECLINED and latest & {Answer.AGREED, Answer.WITHDRAWN}
    return Answer.WITHDRAWN if took_back else answer


def _row(
    meeting: SetMeeting, seat: UUID, kind: str, answer: Answer, method: str, by: Member, now: datetime
) -> Agreement:
    return Agreement(
        organisation_id=meeting.organisation_id,
        id=new_id(),
        meeting_id=meeting.id,
        seat_id=seat,
        kind=kind,
        answer=answer,
        wording=agreement.WORDING,
        method=method,
        recorded_by_id=by.id,
        answered_at=now,
    )


def _stop_begun(meeting: SetMeeting, now: datetime) -> list[Observation]:
    observations = queries.observations_at(meeting)
    stopped = drop(row for row in observations if row.state is not ObservationState.ASSIGNED)
    for session in {row.session.id: row.session for row in stopped}.values():
        drop(row for row in observations if row.session_id == session.id)
        _leave_unobserved(session, observations, now)
    return stopped


def _leave_unobserved(session: PracticeSession, observations: list[Observation], now: datetime) -> None:
    """Without any locked judgement a session was held and nobody has observed it."""
    if any(row.session_id == session.id and row.state is ObservationState.LOCKED for row in observations):
        return
    session.observed = False
    if session.state in BEFORE_IT_IS_HELD:
        mine = (row for row in observations if row.session_id == session.id)
        hold(session, now, captured=any(row.started_at for row in mine))


def go_unobserved(session: PracticeSession, *, by: Member, now: datetime) -> None:
    """Hold a session without an observer because somebody said no. It leaves no evidence and no blame."""
    demand(refuse_if(session.state not in BEFORE_IT_IS_HELD, "This session is over."))
    demand(may_go_unobserved(queries.agreement_standing(session.meeting)))
    observations = queries.observations_of(session)
    dropped = drop(observations)
    _leave_unobserved(session, observations, now)
    audit.record(
        session.organisation_id,
        "session.unobserved",
        by=by.id,
        subject=session.id,
        at=now,
        observations=[observation.id for observation in dropped],
    )


def stop_observation(observation: Observation, *, by: Member, now: datetime, link: str = "") -> None:
    """End an observation at once and delete what was captured in it. `link` tells the assessor if it was ahead."""
    demand(refuse_if(not drop([observation]), "There is nothing to stop: the judgement is locked, or it never began."))
    _leave_unobserved_if_last(observation, now)
    audit.record(observation.organisation_id, "observation.stopped", by=by.id, subject=observation.id, at=now)
    if link and observation.session.meeting.starts_at > now:
        tell_not_needed(observation, link, now)


def _leave_unobserved_if_last(observation: Observation, now: datetime) -> None:
    db.session.flush()
    others = queries.observations_of(observation.session)
    if not any(row.state in ACTIVE for row in others):
        _leave_unobserved(observation.session, others, now)
