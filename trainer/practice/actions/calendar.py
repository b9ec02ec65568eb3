"""What can be done about the address at which somebody's calendar program reads their dates?"""

from datetime import datetime

from trainer import audit
from trainer.db import db, new_id
from trainer.organisations.models import Member
from trainer.practice import links, queries
from trainer.practice.lifecycle import LinkPurpose
from trainer.practice.models import SignedLink


def open_calendar(*, key: str, by: Member, now: datetime) -> SignedLink:
    """Make an address for one's own dates; the one before leads nowhere from now on. `key` signs it."""
    _end(by, now)
    id = new_id()
    link = SignedLink(
        organisation_id=by.organisation_id,
        id=id,
        purpose=LinkPurpose.CALENDAR,
        token_digest=links.digest(links.token(key, id)),
        member_id=by.id,
        made_at=now,
    )
    db.session.add(link)
    audit.record(by.organisation_id, "calendar.opened", by=by.id, subject=id, at=now)
    return link


def end_calendar(*, by: Member, now: datetime) -> None:
    """Let the address lead nowhere."""
    if link := _end(by, now):
        audit.record(by.organisation_id, "calendar.ended", by=by.id, subject=link.id, at=now)


def _end(member: Member, now: datetime) -> SignedLink | None:
    link = queries.calendar_link(member)
    if link:
        link.ended_at = now
    return link
