"""Who is told of a date by letter, each with an entry for their own calendar? These steps record nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from trainer import outbox
from trainer.ics import Event
from trainer.organisations.models import Member
from trainer.organisations.queries import organisation, recipient
from trainer.practice import diary, queries
from trainer.practice.lifecycle import ObservationState
from trainer.practice.links import Door
from trainer.practice.models import Observation, PracticeSession, SignedLink


def tell_assessor(observation: Observation, link: str, now: datetime) -> None:
    """Ask an assessor to keep the date."""
    session, to = observation.session, recipient(observation.assessor)
    date = _date(session, str(observation.id), _observing(observation, link), now)
    outbox.write(session.organisation_id, "observation_assigned", to, link, **date)


def tell_guest(observation: Observation, link: SignedLink, address: str, by: Member, now: datetime) -> None:
    """Give a guest their link: with the date to keep while it is ahead, afterwards to go on with."""
    session, to = observation.session, recipient(observation.assessor)
    date = _date(session, f"{observation.id}:{link.id}", _observing(observation, address), now)
    ahead = session.meeting.starts_at > now and observation.state is ObservationState.ASSIGNED
    facts = {
        "organisation": organisation(link.organisation_id).name,
        "inviter": by.name,
        "expires": link.expires_at,
        "ahead": ahead,
    }
    known = {**date, "event": date["event"] if ahead else None, **facts}
    outbox.write(link.organisation_id, "guest_asked", to, address, until=link.expires_at, **known)


def way_to(observation: Observation, link: str, guests: Door | None) -> str:
    """Where an assessor finds what they are asked: at `link`, a guest at their own; nowhere once that is withdrawn."""
    if guests is None or not observation.assessor.is_guest:
        return link
    own = queries.guest_link(observation)
    return guests.to(own.id) if own else ""


def tell_confirmed(session: PracticeSession, link: str, now: datetime) -> None:
    """Tell a trainee that somebody will observe; not who."""
    to = recipient(session.enrolment.member)
    date = _date(session, str(session.id), _facilitating(session, link), now)
    outbox.write(session.organisation_id, "session_confirmed", to, link, **date)


def tell_not_needed(observation: Observation, link: str, now: datetime) -> None:
    """Take a date out of an assessor's calendar that is not theirs any more."""
    session, to = observation.session, recipient(observation.assessor)
    date = _date(session, str(observation.id), _observing(observation, link).called_off(), now)
    outbox.write(session.organisation_id, "observation_not_needed", to, link, **date)


def tell_cancelled(
    session: PracticeSession, dropped: Iterable[Observation], by: Member, link: str, guests: Door | None, now: datetime
) -> None:
    """Tell the trainee and each assessor, each for themselves, but not whoever called it off."""
    for member, event, way in _concerned(session, dropped, link, guests):
        if member.id != by.id:
            date = _date(session, f"{session.id}:{member.id}", event.called_off(), now)
            outbox.write(session.organisation_id, "session_cancelled", recipient(member), way, **date)


def tell_moved(
    session: PracticeSession, observations: Iterable[Observation], link: str, guests: Door | None, now: datetime
) -> None:
    """Tell the trainee and each assessor that the date has changed, each for themselves."""
    for member, event, way in _concerned(session, observations, link, guests):
        date = _date(session, f"{session.id}:{member.id}:{session.meeting.changed}", event, now)
        outbox.write(session.organisation_id, "session_moved", recipient(member), way, **date)


def tell_seat(link: SignedLink, address: str, now: datetime) -> None:
    """Ask somebody in a set whether they agree to an observer, if their address is known; and tell the date."""
    event = _attending(link, address)
    facts = _meeting(link, event, now)
    outbox.write(link.organisation_id, "agreement_asked", of_seat(link), address, until=link.expires_at, **facts)


def tell_set_moved(links: Iterable[SignedLink], door: Door, now: datetime) -> None:
    """Tell whoever was asked in the set that the date has changed."""
    for link in links:
        address = door.to(link.id)
        facts = _meeting(link, _attending(link, address), now)
        outbox.write(link.organisation_id, "meeting_moved", of_seat(link), address, **facts)


def tell_set_cancelled(links: Iterable[SignedLink], door: Door, now: datetime) -> None:
    """Tell whoever was asked in the set that it does not meet."""
    for link in links:
        address = door.to(link.id)
        facts = _meeting(link, _attending(link, address).called_off(), now)
        outbox.write(link.organisation_id, "meeting_cancelled", of_seat(link), address, **facts)


def of_seat(link: SignedLink) -> outbox.Recipient:
    """Where a letter goes to somebody in a set: nowhere once they have left it."""
    seat = link.seat
    assert seat, "a link to answer by names a seat"
    return outbox.Recipient(seat.name, "" if seat.left_at else seat.address)


def _attending(link: SignedLink, address: str) -> Event:
    meeting = link.meeting
    assert meeting, "a link to answer by names a meeting"
    return diary.attending(link.id, meeting.set.name, meeting.number, meeting.meets, address)


def _meeting(link: SignedLink, event: Event, now: datetime) -> dict[str, Any]:
    meeting = link.meeting
    assert meeting, "a link to answer by names a meeting"
    facts = {"set": meeting.set.name, "starts_at": meeting.starts_at, "place": meeting.place}
    return {"once": f"{meeting.id}:{link.seat_id}:{meeting.changed}", "now": now, "event": event, **facts}


def _concerned(
    session: PracticeSession, observations: Iterable[Observation], link: str, guests: Door | None
) -> Iterator[tuple[Member, Event, str]]:
    """Who has a part in it, with the date as their calendar keeps it and where they find it."""
    yield session.enrolment.member, _facilitating(session, link), link
    for observation in observations:
        way = way_to(observation, link, guests)
        yield observation.assessor, _observing(observation, way), way


def _facilitating(session: PracticeSession, link: str) -> Event:
    return diary.facilitating(session.id, session.code, session.meeting.meets, link)


def _observing(observation: Observation, link: str) -> Event:
    return diary.observing(observation.id, observation.session.code, observation.session.meeting.meets, link)


def _date(session: PracticeSession, once: str, event: Event, now: datetime) -> dict[str, Any]:
    """`once` begins with the id of what not everybody may know of, so that the page of letters can hide it."""
    meeting = session.meeting
    facts = {"session": session.code, "starts_at": meeting.starts_at, "place": meeting.place}
    return {"once": once, "now": now, "event": event, **facts}
