"""What can be done about sets, their seats and their meetings?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from trainer import audit
from trainer.db import db, new_id
from trainer.organisations.models import Member
from trainer.practice import agreement, queries
from trainer.practice.access import BEFORE_IT_IS_HELD
from trainer.practice.actions.guests import prolong
from trainer.practice.actions.invitations import tell_cancelled, tell_moved, tell_set_cancelled, tell_set_moved
from trainer.practice.actions.states import drop, move
from trainer.practice.lifecycle import ACTIVE, MeetingState, Modality, SessionState
from trainer.practice.links import Door
from trainer.practice.models import LearningSet, Seat, SetMeeting
from trainer.practice.roster import COFACILITATOR, split_address
from trainer.verdict import refuse_if
from trainer.web import demand


def create_set(
    organisation_id: UUID, name: str, modality: Modality, names: Sequence[str], *, by: Member, now: datetime
) -> LearningSet:
    """Found a set with a seat for each of these people: M1, M2, and so on. An address may follow a name and a comma."""
    learning_set = LearningSet(
        organisation_id=organisation_id, id=new_id(), name=name, modality=modality, created_at=now
    )
    db.session.add(learning_set)
    for number, (person, address) in enumerate(map(split_address, names), 1):
        _seat(learning_set, f"M{number}", person, address, now)
    audit.record(
        organisation_id, "set.created", by=by.id, subject=learning_set.id, at=now, modality=modality, seats=len(names)
    )
    return learning_set


def add_seat(
    learning_set: LearningSet,
    name: str,
    *,
    by: Member,
    now: datetime,
    address: str = "",
    cofacilitates: bool = False,
) -> Seat:
    """Give somebody a seat in a set, or beside its facilitator. The code of a seat that was left is not used again."""
    alike = [row for row in queries.seats(learning_set, everyone=True) if row.cofacilitates is cofacilitates]
    code = f"{COFACILITATOR}{len(alike) + 1 if alike else ''}" if cofacilitates else f"M{len(alike) + 1}"
    seat = _seat(learning_set, code, name, address, now)
    audit.record(seat.organisation_id, "seat.added", by=by.id, subject=seat.id, at=now, code=seat.code)
    return seat


def change_address(seat: Seat, address: str, *, by: Member, now: datetime) -> None:
    """Write to somebody in a set at this address from now on, or no more."""
    seat.address = address
    audit.record(seat.organisation_id, "seat.address_changed", by=by.id, subject=seat.id, at=now)


def _seat(learning_set: LearningSet, code: str, name: str, address: str, now: datetime) -> Seat:
    seat = Seat(
        organisation_id=learning_set.organisation_id,
        id=new_id(),
        set_id=learning_set.id,
        code=code,
        name=name,
        address=address,
        joined_at=now,
    )
    db.session.add(seat)
    return seat


def end_seat(seat: Seat, *, by: Member, now: datetime) -> None:
    """Note that somebody has left a set. Their address is of no use any more."""
    demand(refuse_if(seat.left_at, "This seat was left already."))
    seat.left_at, seat.address = now, ""
    audit.record(seat.organisation_id, "seat.left", by=by.id, subject=seat.id, at=now, code=seat.code)


def plan_meeting(
    learning_set: LearningSet,
    starts_at: datetime,
    minutes: int,
    *,
    by: Member,
    now: datetime,
    place: str = "",
    modality: Modality | None = None,
    asks: Sequence[str] = (),
) -> SetMeeting:
    """Set the date of a set's next meeting. It is held the way the set usually meets unless told otherwise.

    `asks`: what the set is asked besides whether somebody may observe.
    """
    meeting = SetMeeting(
        organisation_id=learning_set.organisation_id,
        id=new_id(),
        set_id=learning_set.id,
        number=queries.next_meeting_number(learning_set),
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        modality=modality or learning_set.modality,
        state=MeetingState.PLANNED,
        asks=[kind for kind in agreement.FURTHER if kind in asks],
        set=learning_set,
    )
    db.session.add(meeting)
    audit.record(meeting.organisation_id, "meeting.planned", by=by.id, subject=meeting.id, at=now, starts_at=starts_at)
    return meeting


def move_meeting(
    meeting: SetMeeting,
    starts_at: datetime,
    minutes: int,
    place: str,
    *,
    by: Member,
    now: datetime,
    link: str = "",
    door: Door | None = None,
    guests: Door | None = None,
) -> None:
    """Give a planned meeting another date, length or place. Whoever has a part in it gets a letter with `link`, by
    `guests` with their own, and with `door` those in the set who were asked by link."""
    demand(refuse_if(meeting.state is not MeetingState.PLANNED, "Only a meeting that is still planned moves."))
    sessions = [session for session in queries.sessions_at(meeting) if session.state in BEFORE_IT_IS_HELD]
    longest = max((session.slot_minutes for session in sessions), default=0)
    demand(
        refuse_if(
            minutes < longest,
            "A slot of %(minutes)d minutes was asked for. The meeting lasts as long.",
            minutes=longest,
        )
    )
    if (meeting.starts_at, meeting.minutes, meeting.place) == (starts_at, minutes, place):
        return
    meeting.starts_at, meeting.minutes, meeting.place = starts_at, minutes, place
    meeting.changed += 1
    prolong(meeting, now)
    audit.record(meeting.organisation_id, "meeting.moved", by=by.id, subject=meeting.id, at=now, starts_at=starts_at)
    if door:
        tell_set_moved(queries.agreement_links(meeting), door, now)
    for session in sessions if link else ():
        observing = [row for row in queries.observations_of(session) if row.state in ACTIVE]
        tell_moved(session, observing, link, guests, now)


def cancel_meeting(
    meeting: SetMeeting,
    *,
    by: Member,
    now: datetime,
    link: str = "",
    door: Door | None = None,
    guests: Door | None = None,
) -> None:
    """Call a meeting off, and with it every session that was to be held there.

    `link` tells those who facilitate or observe there, by `guests` with their own, `door` those in the set who were
    asked by link.
    """
    demand(
        refuse_if(meeting.state is not MeetingState.PLANNED, "Only a meeting that is still planned can be cancelled.")
    )
    sessions = [session for session in queries.sessions_at(meeting) if session.state in BEFORE_IT_IS_HELD]
    for session in sessions:
        move(session, SessionState.CANCELLED)
        dropped = drop(queries.observations_of(session))
        if link:
            tell_cancelled(session, dropped, by, link, guests, now)
    meeting.state = MeetingState.CANCELLED
    if door:
        tell_set_cancelled(queries.agreement_links(meeting), door, now)
    ids = [session.id for session in sessions]
    audit.record(meeting.organisation_id, "meeting.cancelled", by=by.id, subject=meeting.id, at=now, sessions=ids)
