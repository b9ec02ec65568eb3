"""Panels, their votes and reasons, the certificates that followed, changes of their status, and appeals."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainer.certification.lifecycle import AppealState, DecisionState, Ground, Outcome, Remedy, StatusChange, Vote
from trainer.curriculum.models import Document, Enrolment
from trainer.db import Frozen, OrganisationRow, Revised, refers, relates, words
from trainer.organisations.models import Member
from trainer.practice.models import PracticeSession


class Decision(Revised, OrganisationRow):
    """A panel's decision about one enrolment, with the evidence frozen as it was when they decided."""

    enrolment_id: Mapped[UUID] = refers("Enrolment")
    policy_id: Mapped[UUID] = refers("Document")
    number: Mapped[int]
    state: Mapped[DecisionState] = mapped_column(words(DecisionState), index=True)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID] = refers("Member")
    outcome: Mapped[Outcome | None] = mapped_column(words(Outcome))
    rationale: Mapped[str] = mapped_column(default="")
    conditions: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    evidence_digest: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relates("enrolment_id")
    policy: Mapped[Document] = relates("policy_id")

    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        CheckConstraint("(state = 'decided') = (outcome IS NOT NULL)", name="decided_has_outcome"),
    )


class PanelSeat(OrganisationRow):
    """One member of a panel. What they voted, and what before, is hidden from the others until they have voted too."""

    decision_id: Mapped[UUID] = refers("Decision", index=False)
    member_id: Mapped[UUID] = refers("Member")

    decision: Mapped[Decision] = relates("decision_id")
    member: Mapped[Member] = relates("member_id")
    votes: Mapped[list["PanelVote"]] = relationship(
        lazy="raise",
        back_populates="seat",
        primaryjoin="and_(PanelSeat.id == foreign(PanelVote.seat_id), "
        "PanelSeat.organisation_id == PanelVote.organisation_id)",
        order_by="PanelVote.number",
    )

    __table_args__ = (UniqueConstraint("organisation_id", "decision_id", "member_id"),)

    @property
    def vote(self) -> Vote | None:
        return self.votes[-1].vote if self.votes else None

    @property
    def reason(self) -> str:
        return self.votes[-1].reason if self.votes else ""


class PanelVote(Frozen, OrganisationRow):
    """A vote as it was cast, with its reason, numbered within the panel. A member's latest counts; none is lost."""

    seat_id: Mapped[UUID] = refers("PanelSeat", index=False)
    number: Mapped[int]
    vote: Mapped[Vote] = mapped_column(words(Vote))
    reason: Mapped[str]
    cast_at: Mapped[datetime]

    seat: Mapped[PanelSeat] = relates("seat_id")

    __table_args__ = (UniqueConstraint("organisation_id", "seat_id", "number"),)


class Certificate(Frozen, OrganisationRow):
    """What a panel's decision put into the holder's hands: a period, never a state."""

    enrolment_id: Mapped[UUID] = refers("Enrolment")
    decision_id: Mapped[UUID] = refers("Decision", index=False)
    public_key: Mapped[str] = mapped_column(unique=True)
    holder: Mapped[str]
    title: Mapped[str]
    scope: Mapped[str]
    conditions: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date] = mapped_column(index=True)
    issued_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relates("enrolment_id")
    decision: Mapped[Decision] = relates("decision_id")

    __table_args__ = (UniqueConstraint("organisation_id", "decision_id"),)


class CertificateStatus(Frozen, OrganisationRow):
    """A change of a certificate's standing, with its reason. The latest counts."""

    certificate_id: Mapped[UUID] = refers("Certificate")
    change: Mapped[StatusChange] = mapped_column(words(StatusChange))
    reason: Mapped[str]
    changed_by_id: Mapped[UUID] = refers("Member")
    changed_at: Mapped[datetime]


class Appeal(Revised, OrganisationRow):
    """A trainee's objection to a released result or to a decision: one of the two is named."""

    enrolment_id: Mapped[UUID] = refers("Enrolment")
    session_id: Mapped[UUID | None] = refers("PracticeSession", index=False)
    decision_id: Mapped[UUID | None] = refers("Decision", index=False)
    said_on: Mapped[date]
    state: Mapped[AppealState] = mapped_column(words(AppealState), index=True)
    since: Mapped[datetime]
    remedy: Mapped[Remedy | None] = mapped_column(words(Remedy))

    enrolment: Mapped[Enrolment] = relates("enrolment_id")
    session: Mapped[PracticeSession | None] = relates("session_id")
    decision: Mapped[Decision | None] = relates("decision_id")
    steps: Mapped[list["AppealStep"]] = relationship(
        lazy="raise",
        back_populates="appeal",
        primaryjoin="and_(Appeal.id == foreign(AppealStep.appeal_id), "
        "Appeal.organisation_id == AppealStep.organisation_id)",
        order_by="AppealStep.number",
    )

    __table_args__ = (
        UniqueConstraint("organisation_id", "session_id"),
        UniqueConstraint("organisation_id", "decision_id"),
    )


class AppealStep(Frozen, OrganisationRow):
    """What somebody said that brought an appeal to a state."""

    appeal_id: Mapped[UUID] = refers("Appeal", index=False)
    number: Mapped[int]
    state: Mapped[AppealState] = mapped_column(words(AppealState))
    ground: Mapped[Ground | None] = mapped_column(words(Ground))
    text: Mapped[str]
    by_id: Mapped[UUID] = refers("Member")
    at: Mapped[datetime]

    appeal: Mapped[Appeal] = relates("appeal_id")
    by: Mapped[Member] = relates("by_id")

    __table_args__ = (UniqueConstraint("organisation_id", "appeal_id", "number"),)


class AppealSeat(Revised, OrganisationRow):
    """One of the two from outside who hear an appeal last. What they find is hidden until both have said it."""

    appeal_id: Mapped[UUID] = refers("Appeal", index=False)
    member_id: Mapped[UUID] = refers("Member")
    upheld: Mapped[bool | None]
    remedy: Mapped[Remedy | None] = mapped_column(words(Remedy))
    reason: Mapped[str] = mapped_column(default="")

    member: Mapped[Member] = relates("member_id")

    __table_args__ = (UniqueConstraint("organisation_id", "appeal_id", "member_id"),)
