"""What can be done about whether a set agrees to be observed?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from trainer import audit
from trainer.db import db, new_id
from trainer.organisations.models import Member
from trainer.practice import agreement, queries
from trainer.practice.access import BEFORE_IT_IS_HELD, may_go_unobserved, may_stop_captures
from trainer.practice.actions.invitations import tell_not_needed, tell_seat
from trainer.practice.actions.signing import sign
from trainer.practice.actions.states import drop, hold
from trainer.practice.lifecycle import Answer, LinkPurpose, MeetingState, ObservationState
from trainer.practice.links import Door
from trainer.practice.models import Agreement, Observation, PracticeSession, Seat, SetMeeting, SignedLink
from trainer.verdict import refuse_if
from trainer.web import demand

AGREEMENTS_ARE_KEPT = timedelta(days=730)


def record_agreements(
    meeting: SetMeeting,
    given: Mapping[UUID, Answer],
    method: str,
    *,
    by: Member,
    now: datetime,
    further: Mapping[tuple[UUID, str], Answer] | None = None,
) -> None:
    """Keep what each seat answered in the room; the latest answer counts.

    `given` is about the observer and what they tap, `further` about whatever else this meeting is asked. A no that
    somebody gave themself is not turned into a yes by anybody else.

    A no stops every observation at the meeting that has begun and is not locked, and what was captured in it is
    deleted; after the meeting only when somebody notes it who arranges meetings (`may_stop_captures`). A no after a
    yes is kept as a withdrawal.
    """
    said = {(seat, kind): answer for seat, answer in given.items() for kind in agreement.KINDS} | dict(further or {})
    theirs = queries.latest_answers(meeting)
    heard = {place: answer for place, answer in said.items() if not _overrules(theirs.get(place), answer)}
    _record(meeting, heard, method, by, now)


def answer_by_link(link: SignedLink, said: Mapping[str, Answer], *, now: datetime) -> None:
    """Keep what somebody answered themself, by kind. Their no stops what is not locked, also after the meeting."""
    assert link.meeting, "a link to answer by names a meeting"
    assert link.seat_id, "and a seat"
    _record(link.meeting, {(link.seat_id, kind): answer for kind, answer in said.items()}, agreement.BY_LINK, None, now)


def _overrules(before: Agreement | None, answer: Answer) -> bool:
    own_no = before is not None and before.method == agreement.BY_LINK and before.answer in agreement.NO
    return own_no and answer is Answer.AGREED


def _record(
    meeting: SetMeeting,
    said: Mapping[tuple[UUID, str], Answer],
    method: str,
    by: Member | None,
    now: datetime,
) -> None:
    demand(refuse_if(meeting.state is MeetingState.CANCELLED, "This meeting was cancelled."))
    seats, kinds = {seat.id for seat in queries.seats_asked(meeting)}, agreement.asked(meeting.asks)
    before = queries.answers(meeting)
    settled = {
        (seat, kind): _settled(answer, before.get((seat, kind)))
        for (seat, kind), answer in said.items()
        if seat in seats and kind in kinds
    }
    for (seat, kind), answer in settled.items():
        db.session.add(_row(meeting, seat, kind, answer, method, by, now))
    stopped = _stop(meeting, settled, by, now)
    audit.record(
        meeting.organisation_id,
        "agreements.recorded",
        by=by.id if by else None,
        subject=meeting.id,
        at=now,
        answers={f"{seat} {kind}": answer.value for (seat, kind), answer in settled.items()},
        wording=agreement.wording(meeting.asks),
        method=method,
        stopped=[observation.id for observation in stopped],
    )


def _stop(
    meeting: SetMeeting, settled: Mapping[tuple[UUID, str], Answer], by: Member | None, now: datetime
) -> list[Observation]:
    """A no to the observer stops everybody, one to somebody from outside the guests."""
    refused = {kind for (_seat, kind), answer in settled.items() if answer in agreement.NO}
    stops = refused.intersection((*agreement.KINDS, agreement.SHARE_WITH_EXTERNAL_ASSESSOR))
    if not stops or not (by is None or may_stop_captures(by, queries.gathering_at(meeting))):
        return []
    return _stop_begun(meeting, now) if stops.intersection(agreement.KINDS) else _stop_guests(meeting, now)


def _settled(answer: Answer, before: Answer | None) -> Answer:
    took_back = answer is Answer.DECLINED and before in (Answer.AGREED, Answer.WITHDRAWN)
    return Answer.WITHDRAWN if took_back else answer


def _row(
    meeting: SetMeeting, seat: UUID, kind: str, answer: Answer, method: str, by: Member | None, now: datetime
) -> Agreement:
    return Agreement(
        organisation_id=meeting.organisation_id,
        id=new_id(),
        meeting_id=meeting.id,
        seat_id=seat,
        kind=kind,
        answer=answer,
        wording=agreement.wording(meeting.asks),
        method=method,
        recorded_by_id=by.id if by else None,
        answered_at=now,
    )


def ask_by_link(meeting: SetMeeting, *, door: Door, by: Member, now: datetime) -> None:
    """Give everybody in the set a link to answer by, and a letter to those who have an address.

    Who has a link keeps it.
    """
    demand(refuse_if(meeting.state is MeetingState.CANCELLED, "This meeting was cancelled."))
    there = {link.seat_id: link for link in queries.agreement_links(meeting)}
    made = [_offer(meeting, seat, door.key, now) for seat in queries.seats_asked(meeting) if seat.id not in there]
    for link in (*there.values(), *made):
        tell_seat(link, door.to(link.id), now)
    audit.record(meeting.organisation_id, "agreements.asked", by=by.id, subject=meeting.id, at=now, links=len(made))


def _offer(meeting: SetMeeting, seat: Seat, key: str, now: datetime) -> SignedLink:
    lasts = max(now, meeting.starts_at) + AGREEMENTS_ARE_KEPT
    whose = {"seat_id": seat.id, "meeting_id": meeting.id, "seat": seat, "meeting": meeting}
    return sign(meeting.organisation_id, LinkPurpose.AGREEMENT, key, now, expires_at=lasts, **whose)


def _stop_begun(meeting: SetMeeting, now: datetime) -> list[Observation]:
    observations = queries.observations_at(meeting)
    stopped = drop(row for row in observations if row.state is not ObservationState.ASSIGNED)
    for session in {row.session.id: row.session for row in stopped}.values():
        drop(row for row in observations if row.session_id == session.id)
        _leave_unobserved(session, observations, now)
    return stopped


def _stop_guests(meeting: SetMeeting, now: datetime) -> list[Observation]:
    guests = [row for row in queries.observations_at(meeting) if row.assessor.is_guest]
    stopped = drop(row for row in guests if row.state is not ObservationState.ASSIGNED)
    for observation in stopped:
        _leave_unobserved_if_last(observation, now)
    return stopped


def _leave_unobserved(session: PracticeSession, observations: list[Observation], now: datetime) -> None:
    """Without any locked judgement a session was held and nobody has observed it."""
    if any(row.session_id == session.id and row.counts and row.locked_at for row in observations):
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
    if not observation.shadow and not any(row.counts for row in others):
        _leave_unobserved(observation.session, others, now)
