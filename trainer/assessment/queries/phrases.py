"""Which phrases of their own does an assessor keep?"""

from uuid import UUID

from sqlalchemy import select

from trainer.assessment.models import OwnPhrase
from trainer.db import db
from trainer.organisations.models import Member


def own_phrases(member: Member) -> list[OwnPhrase]:
    """Everything that an assessor keeps, the oldest first."""
    query = select(OwnPhrase).filter_by(organisation_id=member.organisation_id, member_id=member.id)
    return list(db.session.scalars(query.order_by(OwnPhrase.kept_at, OwnPhrase.id)))


def own_phrase(organisation_id: UUID, id: UUID) -> OwnPhrase | None:
    """One of them."""
    return db.session.scalar(select(OwnPhrase).filter_by(organisation_id=organisation_id, id=id))
