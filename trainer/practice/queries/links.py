"""Which links without a sign-in are open, and what is behind them?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from trainer.db import db
from trainer.organisations import queries as organisations
from trainer.organisations.models import Member, Organisation
from trainer.practice import links
from trainer.practice.lifecycle import LinkPurpose
from trainer.practice.models import Observation, PracticeSession, SetMeeting, SignedLink


def opened(purpose: LinkPurpose, token_digest: str, now: datetime, *, lock: bool = False) -> SignedLink | None:
    """The open link behind a secret, with whose it is. What it opens is one thing, so its purpose is asked for.

    Who is about to use up a link locks it: two at once would both find it open.
    """
    query = _open(purpose, token_digest, now).options(
        joinedload(SignedLink.member).joinedload(Member.person),
        joinedload(SignedLink.seat),
        joinedload(SignedLink.meeting).joinedload(SetMeeting.set),
        joinedload(SignedLink.session).options(
            joinedload(PracticeSession.enrolment), joinedload(PracticeSession.meeting).joinedload(SetMeeting.set)
        ),
    )
    found = db.session.scalar(query.with_for_update(of=SignedLink) if lock else query)
    return found if found and not (found.member and found.member.left_at) else None


@dataclass(frozen=True)
class Guest:
    """Somebody without a sign-in who came by a link: their place, and the only ids that may stand in an address."""

    token: str
    organisation: Organisation
    member: Member
    opens: frozenset[UUID]


def guest(token: str, now: datetime) -> Guest | None:
    """Whoever holds the secret of a guest's link, as long as it is open."""
    query = (
        _open(LinkPurpose.GUEST, links.digest(token), now)
        .join(SignedLink.member)
        .where(Member.left_at.is_(None))
        .options(
            joinedload(SignedLink.member).options(joinedload(Member.person), selectinload(Member.held)),
            joinedload(SignedLink.observation).joinedload(Observation.session),
        )
    )
    found = db.session.scalar(query)
    if found is None or found.member is None or found.observation is None:
        return None
    opens = frozenset({found.observation.id, found.observation.session.meeting_id})
    return Guest(token, organisations.organisation(found.organisation_id), found.member, opens)


def _open(purpose: LinkPurpose, token_digest: str, now: datetime) -> Select[SignedLink]:
    return (
        select(SignedLink)
        .where(SignedLink.token_digest == token_digest, SignedLink.purpose == purpose, SignedLink.ended_at.is_(None))
        .where(or_(SignedLink.expires_at.is_(None), SignedLink.expires_at > now))
    )


def guest_link(observation: Observation) -> SignedLink | None:
    """The link by which a guest comes to an observation, until it is ended."""
    return db.session.scalar(_of_guests(observation.organisation_id).where(SignedLink.observation_id == observation.id))


def guest_links_at(meeting: SetMeeting) -> list[SignedLink]:
    """The links of the guests who observe at a meeting."""
    query = (
        _of_guests(meeting.organisation_id)
        .join(SignedLink.observation)
        .join(Observation.session)
        .where(PracticeSession.meeting_id == meeting.id)
    )
    return list(db.session.scalars(query))


def _of_guests(organisation_id: UUID) -> Select[SignedLink]:
    return select(SignedLink).where(
        SignedLink.organisation_id == organisation_id,
        SignedLink.purpose == LinkPurpose.GUEST,
        SignedLink.ended_at.is_(None),
    )


def calendar_link(member: Member) -> SignedLink | None:
    """The address at which a member's calendar is read, if there is one."""
    return db.session.scalar(_own(member).where(SignedLink.purpose == LinkPurpose.CALENDAR))


def _own(member: Member) -> Select[SignedLink]:
    return select(SignedLink).where(
        SignedLink.organisation_id == member.organisation_id,
        SignedLink.member_id == member.id,
        SignedLink.ended_at.is_(None),
    )


def agreement_links(meeting: SetMeeting) -> list[SignedLink]:
    """The links by which the set answers about a meeting, in the order they were made."""
    query = (
        select(SignedLink)
        .where(
            SignedLink.organisation_id == meeting.organisation_id,
            SignedLink.meeting_id == meeting.id,
            SignedLink.purpose == LinkPurpose.AGREEMENT,
            SignedLink.ended_at.is_(None),
        )
        .options(joinedload(SignedLink.seat), joinedload(SignedLink.meeting).joinedload(SetMeeting.set))
    )
    return list(db.session.scalars(query.order_by(SignedLink.made_at, SignedLink.id)))
