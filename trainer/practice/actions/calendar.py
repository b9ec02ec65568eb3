"""What can be done about the address at which somebody's calendar program reads their dates?"""

from datetime import datetime

from trainer import audit
from trainer.organisations.models import Member
from trainer.practice import queries
from trainer.practice.actions.signing import sign
from trainer.practice.lifecycle import LinkPurpose
from trainer.practice.models import SignedLink


def open_calendar(*, key: str, by: Member, now: datetime) -> SignedLink:
    """Make an address for one's own dates; the one before leads nowhere from now on. `key` signs it."""
    _end(by, now)
    link = sign(by.organisation_id, LinkPurpose.CALENDAR, key, now, member_id=by.id)
    audit.record(by.organisation_id, "calendar.opened", by=by.id, subject=link.id, at=now)
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
