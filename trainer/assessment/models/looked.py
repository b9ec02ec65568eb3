"""What leads found who looked into judgements. The judgements themselves stay as they are."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainer.db import Frozen, OrganisationRow, refers, relates
from trainer.organisations.models import Member
from trainer.practice.models import Observation


class Look(Frozen, OrganisationRow):
    """What a lead found in one judgement: sound, or something to talk about with its assessor."""

    observation_id: Mapped[UUID] = refers("Observation", index=False)
    sound: Mapped[bool]
    remark: Mapped[str] = mapped_column(default="")
    looked_by_id: Mapped[UUID] = refers("Member")
    looked_at: Mapped[datetime]

    observation: Mapped[Observation] = relates("observation_id")
    looked_by: Mapped[Member] = relates("looked_by_id")

    __table_args__ = (UniqueConstraint("organisation_id", "observation_id"),)
