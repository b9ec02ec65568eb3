"""What stands beside an observed session: links, the practice log, figures of a set, what is arranged for somebody."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainer.curriculum.models import Enrolment
from trainer.db import Frozen, OrganisationRow, refers, relates, words
from trainer.organisations.models import Member
from trainer.practice.lifecycle import LinkPurpose, Modality
from trainer.practice.log import Part, Stage
from trainer.practice.models.arranged import LearningSet, Seat, SetMeeting
from trainer.practice.models.observed import Observation, PracticeSession


class SignedLink(OrganisationRow):
    """A link that opens one thing for one person without a sign-in, until it expires or is ended."""

    purpose: Mapped[LinkPurpose] = mapped_column(words(LinkPurpose))
    token_digest: Mapped[str] = mapped_column(unique=True)
    member_id: Mapped[UUID | None] = refers("Member")
    seat_id: Mapped[UUID | None] = refers("Seat")
    meeting_id: Mapped[UUID | None] = refers("SetMeeting")
    session_id: Mapped[UUID | None] = refers("PracticeSession")
    observation_id: Mapped[UUID | None] = refers("Observation")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    member: Mapped[Member | None] = relates("member_id")
    seat: Mapped[Seat | None] = relates("seat_id")
    meeting: Mapped[SetMeeting | None] = relates("meeting_id")
    session: Mapped[PracticeSession | None] = relates("session_id")
    observation: Mapped[Observation | None] = relates("observation_id")


class PracticeRound(OrganisationRow):
    """A round that a trainee facilitated and wrote down themself. Sets may be ours or, by a name, anybody's."""

    enrolment_id: Mapped[UUID] = refers("Enrolment")
    set_id: Mapped[UUID | None] = refers("LearningSet")
    set_name: Mapped[str]
    held_on: Mapped[date]
    minutes: Mapped[int]
    modality: Mapped[Modality] = mapped_column(words(Modality))
    stage: Mapped[Stage] = mapped_column(words(Stage))
    part: Mapped[Part] = mapped_column(words(Part))
    written_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relates("enrolment_id")


class ActionTally(OrganisationRow):
    """How many actions a set agreed, did and left open, as its facilitator counted them after one round. No words."""

    round_id: Mapped[UUID | None] = refers("PracticeRound", index=False)
    session_id: Mapped[UUID | None] = refers("PracticeSession", index=False)
    agreed: Mapped[int]
    done: Mapped[int]
    open: Mapped[int]
    overdue: Mapped[int]
    noted_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("organisation_id", "round_id"),
        UniqueConstraint("organisation_id", "session_id"),
        CheckConstraint("(round_id IS NULL) <> (session_id IS NULL)", name="of_one_round"),
        CheckConstraint("overdue BETWEEN 0 AND open", name="overdue_is_open"),
    )


class RoundCheck(Frozen, OrganisationRow):
    """What a lead assessor found out about a written round. The latest finding counts."""

    round_id: Mapped[UUID] = refers("PracticeRound")
    confirmed: Mapped[bool]
    reason: Mapped[str]
    checked_by_id: Mapped[UUID] = refers("Member")
    checked_at: Mapped[datetime]

    checked_by: Mapped[Member] = relates("checked_by_id")


class PulseTally(OrganisationRow):
    """What the people of a set have said of a trainee, added up. Single answers are never kept."""

    enrolment_id: Mapped[UUID] = refers("Enrolment", index=False)
    set_id: Mapped[UUID] = refers("LearningSet")
    answers: Mapped[int]
    sums: Mapped[dict[str, Any]]

    set: Mapped[LearningSet] = relates("set_id")

    __table_args__ = (UniqueConstraint("organisation_id", "enrolment_id", "set_id"),)


class Adjustments(Frozen, OrganisationRow):
    """What is arranged for a member from a moment on, by its kind and never why. The latest row counts; earlier ones
    tell what was agreed when."""

    member_id: Mapped[UUID] = refers("Member")
    kinds: Mapped[list[Any]]
    recorded_by_id: Mapped[UUID] = refers("Member")
    recorded_at: Mapped[datetime]
