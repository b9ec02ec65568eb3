"""What became of a result once it was released: the trainee's reply, and who rates from the log again and why."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainer.assessment.lifecycle import Again
from trainer.curriculum.models import Document, Release
from trainer.db import Frozen, OrganisationRow, Revised, refers, relates, words
from trainer.organisations.models import Member
from trainer.practice.models import PracticeSession


class ResultReply(Revised, OrganisationRow):
    """What a trainee has to say about a result of theirs. It stands beside it wherever it is read."""

    session_id: Mapped[UUID] = refers("PracticeSession", index=False)
    text: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "session_id"),)


class Rerating(Revised, OrganisationRow):
    """That somebody was asked to rate from an event log alone. Ended: locked, handed back, taken back, lapsed, or its
    log is gone.

    A lead asks somebody new about a session, after an appeal or before a difference is settled. Hidden ones nobody asks
    for: a reference case of a release, or a session that the assessor judged before, drawn by the policy of a release
    until a day.
    """

    kind: Mapped[Again] = mapped_column(words(Again))
    session_id: Mapped[UUID | None] = refers("PracticeSession", index=False)
    assessor_id: Mapped[UUID] = refers("Member")
    asked_by_id: Mapped[UUID | None] = refers("Member")
    release_id: Mapped[UUID | None] = refers("Release")
    case_id: Mapped[UUID | None] = refers("Document")
    asked_at: Mapped[datetime]
    counted_to: Mapped[datetime | None]  # the lock that made a hidden one due; later ones count towards the next
    lapses_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    session: Mapped[PracticeSession | None] = relates("session_id")
    assessor: Mapped[Member] = relates("assessor_id")
    release: Mapped[Release | None] = relates("release_id")
    case: Mapped[Document | None] = relates("case_id")

    __table_args__ = (
        UniqueConstraint("organisation_id", "session_id", "assessor_id"),
        CheckConstraint("session_id IS NOT NULL OR case_id IS NOT NULL", name="of_something"),
    )


class HiddenRating(Frozen, OrganisationRow):
    """Levels that were locked in a hidden rating. They enter no result, figure of agreement or readiness."""

    rerating_id: Mapped[UUID] = refers("Rerating", index=False)
    rubric_id: Mapped[UUID] = refers("Document")
    entrustment: Mapped[int]
    levels: Mapped[dict[str, Any]]
    comments: Mapped[dict[str, Any]]
    locked_at: Mapped[datetime]

    rerating: Mapped[Rerating] = relates("rerating_id")
    rubric: Mapped[Document] = relates("rubric_id")

    __table_args__ = (UniqueConstraint("organisation_id", "rerating_id"),)


class ThirdRating(Frozen, OrganisationRow):
    """Levels of a third assessor, given from the log before a difference was settled. Whoever settles weighs them; by
    themselves they enter no result and no figure."""

    rerating_id: Mapped[UUID] = refers("Rerating", index=False)
    session_id: Mapped[UUID] = refers("PracticeSession", index=False)
    entrustment: Mapped[int]
    levels: Mapped[dict[str, Any]]
    comments: Mapped[dict[str, Any]]
    locked_at: Mapped[datetime]

    rerating: Mapped[Rerating] = relates("rerating_id")

    __table_args__ = (
        UniqueConstraint("organisation_id", "rerating_id"),
        UniqueConstraint("organisation_id", "session_id"),
    )


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
