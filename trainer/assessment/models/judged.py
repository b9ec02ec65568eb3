"""Who may rate, how that was found out, what they judged, and what became of it. Judgements are frozen."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainer.assessment.lifecycle import Confidence, Relationship, ResultState, Way
from trainer.curriculum.models import Document, Programme
from trainer.db import Frozen, OrganisationRow, Revised, refers, relates, words
from trainer.organisations.models import Member
from trainer.practice.models import Observation, PracticeSession


class AssessorLicence(OrganisationRow):
    """A member's licence to rate, with the day it ends."""

    member_id: Mapped[UUID] = refers("Member")
    granted_by_id: Mapped[UUID] = refers("Member")
    granted_at: Mapped[datetime]
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    reason: Mapped[str]
    suspended_at: Mapped[datetime | None]
    suspended_reason: Mapped[str] = mapped_column(default="")

    member: Mapped[Member] = relates("member_id")


class Judgement(Frozen, OrganisationRow):
    """One assessor's locked judgement of one session. A correction is a higher number with a reason."""

    observation_id: Mapped[UUID] = refers("Observation", index=False)
    number: Mapped[int]
    rubric_id: Mapped[UUID] = refers("Document")
    entrustment: Mapped[int]
    strength_one: Mapped[str]
    strength_two: Mapped[str]
    try_next: Mapped[str]
    question: Mapped[str]
    confidence: Mapped[Confidence] = mapped_column(words(Confidence))
    relationship_: Mapped[Relationship] = mapped_column("relationship", words(Relationship))
    locked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")

    observation: Mapped[Observation] = relates("observation_id")
    rubric: Mapped[Document] = relates("rubric_id")
    ratings: Mapped[list["Rating"]] = relationship(
        lazy="raise",
        back_populates="judgement",
        primaryjoin="and_(Judgement.id == foreign(Rating.judgement_id), "
        "Judgement.organisation_id == Rating.organisation_id)",
    )
    stop_events: Mapped[list["StopEvent"]] = relationship(
        lazy="raise",
        back_populates="judgement",
        primaryjoin="and_(Judgement.id == foreign(StopEvent.judgement_id), "
        "Judgement.organisation_id == StopEvent.organisation_id)",
    )

    __table_args__ = (UniqueConstraint("organisation_id", "observation_id", "number"),)


class Rating(Frozen, OrganisationRow):
    """The level of one criterion in one judgement. Not observed has no level and is never a zero."""

    judgement_id: Mapped[UUID] = refers("Judgement", index=False)
    criterion: Mapped[str]
    level: Mapped[int | None]
    not_observed: Mapped[bool]
    comment: Mapped[str] = mapped_column(default="")

    judgement: Mapped[Judgement] = relates("judgement_id")
    evidence: Mapped[list["Evidence"]] = relationship(
        lazy="raise",
        back_populates="rating",
        primaryjoin="and_(Rating.id == foreign(Evidence.rating_id), "
        "Rating.organisation_id == Evidence.organisation_id)",
        order_by="Evidence.at_ms",
    )

    __table_args__ = (
        UniqueConstraint("organisation_id", "judgement_id", "criterion"),
        CheckConstraint("(level IS NULL) = not_observed", name="level_or_not_observed"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level_in_range"),
    )


class Evidence(Frozen, OrganisationRow):
    """What a rating rests on: an event of the assessor's own timeline, or words with a time."""

    rating_id: Mapped[UUID] = refers("Rating")
    operation_id: Mapped[UUID | None] = refers("Operation", index=False)
    at_ms: Mapped[int]
    text: Mapped[str]

    rating: Mapped[Rating] = relates("rating_id")


class StopEvent(Frozen, OrganisationRow):
    """Something that blocks whatever the levels say, until a lead has resolved it."""

    judgement_id: Mapped[UUID] = refers("Judgement")
    key: Mapped[str]
    what: Mapped[str]

    judgement: Mapped[Judgement] = relates("judgement_id")


class StopEventResolution(Frozen, OrganisationRow):
    """What a lead found out about a stop event; upheld ones keep blocking."""

    stop_event_id: Mapped[UUID] = refers("StopEvent", index=False)
    upheld: Mapped[bool]
    reason: Mapped[str]
    resolved_by_id: Mapped[UUID] = refers("Member")
    resolved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "stop_event_id"),)


class SessionResult(Revised, OrganisationRow):
    """What a session came to, once every assigned judgement is locked."""

    session_id: Mapped[UUID] = refers("PracticeSession", index=False)
    state: Mapped[ResultState] = mapped_column(words(ResultState), index=True)
    compared_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[UUID | None] = refers("Member")

    session: Mapped[PracticeSession] = relates("session_id")

    __table_args__ = (UniqueConstraint("organisation_id", "session_id"),)


class Moderation(Frozen, OrganisationRow):
    """A lead's settlement of one criterion on which assessors differed. The originals are kept."""

    result_id: Mapped[UUID] = refers("SessionResult", index=False)
    criterion: Mapped[str]
    level: Mapped[int]
    reason: Mapped[str]
    way: Mapped[Way] = mapped_column(words(Way), default=Way.READING)
    moderator_id: Mapped[UUID] = refers("Member")
    moderated_at: Mapped[datetime]

    moderator: Mapped[Member] = relates("moderator_id")

    __table_args__ = (
        UniqueConstraint("organisation_id", "result_id", "criterion"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level_in_range"),
    )


class StandardProposal(Frozen, OrganisationRow):
    """Lines for a policy's next version, with the method and the sample of own judgements that they come from."""

    policy_id: Mapped[UUID] = refers("Document")
    rubric_id: Mapped[UUID] = refers("Document")
    method: Mapped[str]
    level: Mapped[int]
    sessions: Mapped[int]
    judgements: Mapped[int]
    cuts: Mapped[list[Any]]
    overall: Mapped[float]
    critical: Mapped[float | None]
    each: Mapped[float]
    reason: Mapped[str]
    proposed_by_id: Mapped[UUID] = refers("Member")
    proposed_at: Mapped[datetime]

    policy: Mapped[Document] = relates("policy_id")
    proposed_by: Mapped[Member] = relates("proposed_by_id")


class SelfAssessment(Frozen, OrganisationRow):
    """How a trainee saw their own session before they read the feedback. No levels: they preferred not to say."""

    session_id: Mapped[UUID] = refers("PracticeSession", index=False)
    rubric_id: Mapped[UUID] = refers("Document")
    levels: Mapped[dict[str, Any]]
    written_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "session_id"),)


class CalibrationDraft(Revised, OrganisationRow):
    """Levels on a calibration case that are not confirmed yet; private to the assessor."""

    member_id: Mapped[UUID] = refers("Member", index=False)
    programme_id: Mapped[UUID] = refers("Programme")
    case_key: Mapped[str]
    body: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "member_id", "programme_id", "case_key"),)


class Calibration(Frozen, OrganisationRow):
    """One assessor's confirmed levels on a stored case, given alone. `knew`: they could read the reference before."""

    member_id: Mapped[UUID] = refers("Member", index=False)
    programme_id: Mapped[UUID] = refers("Programme")
    case_id: Mapped[UUID] = refers("Document")
    rubric_id: Mapped[UUID] = refers("Document")
    case_key: Mapped[str]
    round: Mapped[int]
    entrustment: Mapped[int]
    stop_events: Mapped[list[Any]]
    knew: Mapped[bool]
    confirmed_at: Mapped[datetime]

    member: Mapped[Member] = relates("member_id")
    programme: Mapped[Programme] = relates("programme_id")
    case: Mapped[Document] = relates("case_id")
    rubric: Mapped[Document] = relates("rubric_id")
    ratings: Mapped[list["CalibrationRating"]] = relationship(
        lazy="raise",
        primaryjoin="and_(Calibration.id == foreign(CalibrationRating.calibration_id), "
        "Calibration.organisation_id == CalibrationRating.organisation_id)",
        viewonly=True,
    )
    reasons: Mapped[list["CalibrationReason"]] = relationship(
        lazy="raise",
        primaryjoin="and_(Calibration.id == foreign(CalibrationReason.calibration_id), "
        "Calibration.organisation_id == CalibrationReason.organisation_id)",
        viewonly=True,
    )

    __table_args__ = (UniqueConstraint("organisation_id", "member_id", "programme_id", "case_key", "round"),)


class CalibrationRating(Frozen, OrganisationRow):
    """The level of one criterion on a case; none where it was not observed."""

    calibration_id: Mapped[UUID] = refers("Calibration", index=False)
    criterion: Mapped[str]
    level: Mapped[int | None]
    comment: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        UniqueConstraint("organisation_id", "calibration_id", "criterion"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level_in_range"),
    )


class CalibrationReason(Frozen, OrganisationRow):
    """Why an assessor's level differs from the reference, in their words after the reveal."""

    calibration_id: Mapped[UUID] = refers("Calibration", index=False)
    about: Mapped[str]
    reason: Mapped[str]
    given_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "calibration_id", "about"),)


class CalibrationRound(Frozen, OrganisationRow):
    """What an assessor's round of cases came to by the policy of that day, with every figure as it was then."""

    member_id: Mapped[UUID] = refers("Member", index=False)
    programme_id: Mapped[UUID] = refers("Programme")
    policy_id: Mapped[UUID] = refers("Document")
    round: Mapped[int]
    met: Mapped[bool]
    knew: Mapped[bool]
    cases: Mapped[int]
    figures: Mapped[dict[str, Any]]
    concluded_at: Mapped[datetime]

    member: Mapped[Member] = relates("member_id")
    programme: Mapped[Programme] = relates("programme_id")
    policy: Mapped[Document] = relates("policy_id")

    __table_args__ = (UniqueConstraint("organisation_id", "member_id", "programme_id", "round"),)
