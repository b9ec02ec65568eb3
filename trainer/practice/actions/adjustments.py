"""What can be done about what is arranged for somebody?"""

from collections.abc import Collection
from datetime import datetime

from trainer import audit
from trainer.db import db, new_id
from trainer.organisations.models import Member
from trainer.practice import queries
from trainer.practice.adjustments import Adjustment
from trainer.practice.models import Adjustments


def note_adjustments(member: Member, kinds: Collection[Adjustment], *, by: Member, now: datetime) -> None:
    """Note what is arranged for a member from now on. The trail tells that it was noted, not what."""
    if frozenset(kinds) == queries.adjustments(member):
        return
    db.session.add(
        Adjustments(
            organisation_id=member.organisation_id,
            id=new_id(),
            member_id=member.id,
            kinds=sorted(kind.value for kind in kinds),
            recorded_by_id=by.id,
            recorded_at=now,
        )
    )
    audit.record(member.organisation_id, "adjustments.noted", by=by.id, subject=member.id, at=now)
