"""What can be done about asking a set how a session was?"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from trainer import audit, outbox
from trainer.db import db, new_id
from trainer.organisations.models import Member
from trainer.practice import pulse, queries
from trainer.practice.actions.invitations import of_seat
from trainer.practice.actions.signing import sign
from trainer.practice.lifecycle import Answer, LinkPurpose
from trainer.practice.links import Door
from trainer.practice.models import PracticeSession, PulseTally, SignedLink

OPEN_FOR = timedelta(days=21)


def ask_pulse(session: PracticeSession, *, door: Door, by: Member, now: datetime) -> None:
    """Give everybody who was there a link to five questions, and a letter to those who have an address.

    A link is good for one answer and three weeks. Who has one gets no other, used or not.
    """
    there = {link.seat_id: link for link in queries.pulse_links(session)}
    absent = {seat for (seat, _kind), answer in queries.answers(session.meeting).items() if answer is Answer.ABSENT}
    members = (seat for seat in queries.seats_asked(session.meeting) if not seat.cofacilitates)
    seats = [seat for seat in members if seat.id not in absent]
    made = [
        sign(
            session.organisation_id,
            LinkPurpose.PULSE,
            door.key,
            now,
            seat_id=seat.id,
            session_id=session.id,
            expires_at=now + OPEN_FOR,
            seat=seat,
            session=session,
        )
        for seat in seats
        if seat.id not in there
    ]
    for link in (*there.values(), *made):
        _tell(link, session, door.to(link.id), now)
    audit.record(session.organisation_id, "pulse.asked", by=by.id, subject=session.id, at=now, links=len(made))


def _tell(link: SignedLink, session: PracticeSession, address: str, now: datetime) -> None:
    outbox.write(
        session.organisation_id,
        "pulse_asked",
        of_seat(link),
        address,
        once=f"{session.id}:{link.seat_id}",
        now=now,
        until=link.expires_at,
        set=session.meeting.set.name,
        starts_at=session.meeting.starts_at,
    )


def answer_pulse(link: SignedLink, said: Mapping[str, int], *, now: datetime) -> None:
    """Add one answer to what the set has said of a trainee. Nothing tells whose it was, or when it was given.

    The link is ended as of the moment it was made, so that its row does not tell the time of the answer either.
    """
    session = link.session
    assert session, "a link to a pulse names a session"
    tally = queries.tally(session.enrolment, session.meeting.set_id) or _blank(session)
    tally.answers, tally.sums = tally.answers + 1, pulse.added(tally.sums, said)
    link.ended_at = link.made_at
    audit.record(session.organisation_id, "pulse.answered", by=None, subject=session.id, at=now)


def _blank(session: PracticeSession) -> PulseTally:
    tally = PulseTally(
        organisation_id=session.organisation_id,
        id=new_id(),
        enrolment_id=session.enrolment_id,
        set_id=session.meeting.set_id,
        answers=0,
        sums={},
    )
    db.session.add(tally)
    return tally
