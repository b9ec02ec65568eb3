"""Which links without a sign-in are open, and what is behind them?"""

from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice.lifecycle import LinkPurpose
from trainer.practice.models import PracticeSession, SetMeeting, SignedLink


def opened(purpose: LinkPurpose, token_digest: str, now: datetime, *, lock: bool = False) -> SignedLink | None:
    """The open link behind a secret, with whose it is. What it opens is one thing, so its purpose is asked for.

    Who is about to use up a link locks it: two at once would both find it open.
    """
    query = (
        select(SignedLink)
        .where(SignedLink.token_digest == token_digest, SignedLink.purpose == purpose, SignedLink.ended_at.is_(None))
        .where(or_(SignedLink.expires_at.is_(None), SignedLink.expires_at > now))
        .options(
            joinedload(SignedLink.member).joinedload(Member.person),
            joinedload(SignedLink.seat),
            joinedload(SignedLink.meeting).joinedload(SetMeeting.set),
            joinedload(SignedLink.session).options(
                joinedload(PracticeSession.enrolment), joinedload(PracticeSession.meeting).joinedload(SetMeeting.set)
            ),
        )
    )
    found = db.session.scalar(query.with_for_update(of=SignedLink) if lock else query)
    return found if found and not (found.member and found.member.left_at) else None


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
