"""Organisations, their units, their members and what each member may do there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainer.accounts.models import Person
from trainer.db import Base, OrganisationRow, new_id, refers, relates, words
from trainer.organisations.duties import Duty


class Organisation(Base):
    """Who the data belongs to. Its slug opens every address of its pages."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    colour: Mapped[str] = mapped_column(default="#2f5d50")
    locale: Mapped[str] = mapped_column(default="en")
    timezone: Mapped[str] = mapped_column(default="Europe/London")
    created_at: Mapped[datetime]


class Unit(OrganisationRow):
    """A site or department whose capability is counted on its own."""

    name: Mapped[str]

    __table_args__ = (UniqueConstraint("organisation_id", "name"),)


class Member(OrganisationRow):
    """A person's place in an organisation; everything else points here, never at the person.

    A guest has no sign-in: letters go to their `address`, and `introduction` says why they were asked.
    """

    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    introduction: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[UUID | None] = refers("Unit")
    manager_id: Mapped[UUID | None] = refers("Member")
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    unit: Mapped[Unit | None] = relates("unit_id")
    manager: Mapped["Member | None"] = relates("manager_id")
    person: Mapped[Person | None] = relationship(lazy="raise")
    held: Mapped[list["MemberDuty"]] = relationship(
        lazy="raise",
        back_populates="member",
        cascade="all, delete-orphan",
        primaryjoin="and_(Member.id == foreign(MemberDuty.member_id), "
        "Member.organisation_id == MemberDuty.organisation_id)",
    )

    __table_args__ = (UniqueConstraint("organisation_id", "person_id"),)

    @property
    def is_guest(self) -> bool:
        """Whether they come by links, without a sign-in."""
        return self.person_id is None and bool(self.address)

    @property
    def duties(self) -> frozenset[Duty]:
        return frozenset(row.duty for row in self.held)


class MemberDuty(OrganisationRow):
    """One duty of one member."""

    member_id: Mapped[UUID] = refers("Member")
    duty: Mapped[Duty] = mapped_column(words(Duty))

    member: Mapped[Member] = relates("member_id")

    __table_args__ = (UniqueConstraint("organisation_id", "member_id", "duty"),)


class Invitation(OrganisationRow):
    """A link that lets a person take their place as a member: one use, fourteen days."""

    member_id: Mapped[UUID] = refers("Member")
    email: Mapped[str] = mapped_column(index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    invited_by_id: Mapped[UUID | None] = refers("Member")
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    member: Mapped[Member] = relates("member_id")
