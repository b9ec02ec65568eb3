"""What is written down when a lead has looked into judgements?"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from trainer import audit
from trainer.assessment.models import Look
from trainer.assessment.queries import Compared
from trainer.db import db, new_id
from trainer.organisations.models import Member


def look_into(compared: Compared, found: Mapping[UUID, tuple[bool, str]], *, by: Member, now: datetime) -> None:
    """Write down what was found in judgements of a session, by observation: whether it is sound, and a remark.

    No level changes by it; what a level should be is settled by moderation or an appeal.
    """
    for observation_id, (sound, remark) in found.items():
        row = Look(
            organisation_id=by.organisation_id,
            id=new_id(),
            observation_id=observation_id,
            sound=sound,
            remark=remark,
            looked_by_id=by.id,
            looked_at=now,
        )
        db.session.add(row)
        audit.record(by.organisation_id, "judgement.looked_into", by=by.id, subject=observation_id, at=now, sound=sound)
    db.session.flush()
