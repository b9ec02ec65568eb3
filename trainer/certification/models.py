"""Panels, their votes and reasons, the certificates that followed, and every change of their status."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainer.certification.lifecycle import DecisionState, Outcome, StatusChange, Vote
from trainer.curriculum.models import Document, Enrolment
from trainer.db import Frozen, OrganisationRow, Revised, refers, relates, words
from trainer.organisations.models import Member


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
