"""What does an assessor keep to begin comments with?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from trainer.db import OrganisationRow, refers


class OwnPhrase(OrganisationRow):
    """A phrase of an assessor's own for the comments on their sheets; nobody else reads it."""

    member_id: Mapped[UUID] = refers("Member", index=False)
    text: Mapped[str]
    kept_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "member_id", "text"),)
