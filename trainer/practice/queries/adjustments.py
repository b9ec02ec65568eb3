"""What is arranged for somebody now?"""

from sqlalchemy import select

from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice.adjustments import Adjustment
from trainer.practice.models import Adjustments


def adjustments(member: Member) -> frozenset[Adjustment]:
    """The kinds noted last; none where nothing was ever noted."""
    latest = adjustments_noted(member)[:1]
    return frozenset(Adjustment(kind) for row in latest for kind in row.kinds)


def adjustments_noted(member: Member) -> list[Adjustments]:
    """Everything that was noted for a member, the newest first."""
    query = (
        select(Adjustments)
        .where(Adjustments.organisation_id == member.organisation_id, Adjustments.member_id == member.id)
        .order_by(Adjustments.recorded_at.desc(), Adjustments.id.desc())
    )
    return list(db.session.scalars(query))
