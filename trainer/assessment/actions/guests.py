"""How is somebody without a sign-in asked to observe and rate one session?"""

from datetime import datetime

from trainer import outbox
from trainer.assessment import queries
from trainer.assessment.actions.assignments import assign
from trainer.assessment.actions.licences import grant_licence
from trainer.db import db
from trainer.organisations import actions as organisations
from trainer.organisations import queries as people
from trainer.organisations.access import holds
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice.actions.guests import until
from trainer.practice.links import Door
from trainer.practice.models import Observation, PracticeSession
from trainer.web import demand


def invite_guest(
    session: PracticeSession,
    name: str,
    address: str,
    introduction: str,
    *,
    guests: Door,
    by: Member,
    now: datetime,
    link_session: str = "",
    link_licence: str = "",
) -> Observation | None:
    """Ask a guest to a session. A lead assessor licenses them with it, on the grounds that introduce them.

    Anybody else keeps them for the leads, who get a letter: nobody is asked before a licence covers the session.
    """
    demand(queries.may_come(session, address, now))
    own, duties = session.organisation_id, {Duty.ASSESSOR}
    made = organisations.add_member(own, name, duties, by=by, now=now, address=address, introduction=introduction)
    db.session.flush()
    guest = people.member(own, made.id)
    assert guest, "who was just added is there"
    if not holds(by, Duty.LEAD):
        _ask_for_licence(guest, session, link_licence, now)
        return None
    last = until(session.meeting, now).date()
    grant_licence(guest, until=last, reason=introduction, by=by, now=now)
    return assign(session, guest, link="", link_session=link_session, guests=guests, by=by, now=now)


def _ask_for_licence(guest: Member, session: PracticeSession, link: str, now: datetime) -> None:
    for lead in people.with_duty(session.organisation_id, Duty.LEAD):
        outbox.write(
            session.organisation_id,
            "guest_to_license",
            people.recipient(lead),
            link,
            once=f"{session.id}:{guest.id}:{lead.id}",
            now=now,
            guest=guest.name,
            introduction=guest.introduction,
            session=session.code,
            starts_at=session.meeting.starts_at,
        )
