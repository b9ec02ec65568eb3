"""What became of a result once it was released: the trainee's reply, and a blind re-rating after an appeal."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainer.db import Frozen, OrganisationRow, Revised, refers, relates
from trainer.organisations.models import Member
from trainer.practice.models import PracticeSession


class ResultReply(Revised, OrganisationRow):
    """What a trainee has to say about a result of theirs. It stands beside it wherever it is read."""

    session_id: Mapped[UUID] = refers("PracticeSession", index=False)
    text: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "session_id"),)


class Rerating(Revised, OrganisationRow):
    """That somebody new was asked to rate a session again from its event log. Ended: locked, or handed back."""

    session_id: Mapped[UUID] = refers("PracticeSession", index=False)
    assessor_id: Mapped[UUID] = refers("Member")
    asked_by_id: Mapped[UUID] = refers("Member")
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    session: Mapped[PracticeSession] = relates("session_id")
    assessor: Mapped[Member] = relates("assessor_id")

    __table_args__ = (UniqueConstraint("organisation_id", "session_id", "assessor_id"),)


class Rescore(Frozen, OrganisationRow):
    """The result of a blind re-rating. The first judgements are kept beside it."""

    rerating_id: Mapped[UUID] = refers("Rerating")
    session_id: Mapped[UUID] = refers("PracticeSession", index=False)
    rubric_id: Mapped[UUID] = refers("Document")
    entrustment: Mapped[int]
    locked_at: Mapped[datetime]

    levels: Mapped[list["RescoreLevel"]] = relationship(
        lazy="raise",
        primaryjoin="and_(Rescore.id == foreign(RescoreLevel.rescore_id), "
        "Rescore.organisation_id == RescoreLevel.organisation_id)",
        viewonly=True,
    )

    __table_args__ = (UniqueConstraint("organisation_id", "session_id"),)


class RescoreLevel(Frozen, OrganisationRow):
    """The level of one criterion in a re-rating. Without one it could not be told from the log: the first ones hold."""

    rescore_id: Mapped[UUID] = refers("Rescore", index=False)
    criterion: Mapped[str]
    level: Mapped[int | None]
    comment: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        UniqueConstraint("organisation_id", "rescore_id", "criterion"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level_in_range"),
    )
