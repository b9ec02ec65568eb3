"""Where does a person belong, and who else is there?"""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from trainer.accounts.models import Person
from trainer.db import db
from trainer.organisations.duties import Duty
from trainer.organisations.models import Invitation, Member, MemberDuty, Organisation, Unit
from trainer.outbox import Letter, Recipient


def place(slug: str, person_id: UUID) -> tuple[Organisation, Member] | None:
    """The organisation under that slug and the person's place in it, duties included: one statement."""
    found = db.session.execute(_place(), {"slug": slug, "person_id": person_id}).unique().first()
    return (found[0], found[1]) if found else None


@cache  # every request asks for it, and building it takes longer than the database does
def _place() -> Select[Organisation, Member]:
    return (
        select(Organisation, Member)
        .join(Member, Member.organisation_id == Organisation.id)
        .outerjoin(Member.held)
        .options(contains_eager(Member.held))
        .where(
            Organisation.slug == bindparam("slug"),
            Member.person_id == bindparam("person_id"),
            Member.left_at.is_(None),
        )
    )


def organisations_of(person_id: UUID) -> list[Organisation]:
    """Every organisation in which a person has a place."""
    query = (
        select(Organisation)
        .join(Member, Member.organisation_id == Organisation.id)
        .where(Member.person_id == person_id, Member.left_at.is_(None))
        .order_by(Organisation.name)
    )
    return list(db.session.scalars(query))


def everybodys_organisations() -> list[Organisation]:
    """Every organisation of the installation, for what the worker does in each."""
    return list(db.session.scalars(select(Organisation).order_by(Organisation.slug)))


def by_slug(slug: str) -> Organisation | None:
    """The organisation under a slug."""
    return db.session.scalar(select(Organisation).where(Organisation.slug == slug))


def member(organisation_id: UUID, id: UUID) -> Member | None:
    """One member with duties, unit and person."""
    query = (
        select(Member)
        .where(Member.organisation_id == organisation_id, Member.id == id)
        .options(
            selectinload(Member.held),
            joinedload(Member.unit),
            joinedload(Member.person),
            joinedload(Member.manager),
        )
    )
    return db.session.scalar(query)


def members(organisation_id: UUID) -> list[Member]:
    """Everyone who has a place in the organisation, by name."""
    query = (
        select(Member)
        .where(Member.organisation_id == organisation_id, Member.left_at.is_(None))
        .options(selectinload(Member.held), joinedload(Member.unit), joinedload(Member.person))
        .order_by(Member.name, Member.id)
    )
    return list(db.session.scalars(query))


def former_members(organisation_id: UUID) -> list[Member]:
    """Everyone who had taken their place and has left, by name."""
    query = (
        select(Member)
        .where(Member.organisation_id == organisation_id, Member.left_at.is_not(None), Member.person_id.is_not(None))
        .order_by(Member.name, Member.id)
    )
    return list(db.session.scalars(query))


def with_duty(organisation_id: UUID, duty: Duty) -> list[Member]:
    """The members who hold a duty, by name, with their person (for letters)."""
    query = (
        select(Member)
        .join(Member.held)
        .where(Member.organisation_id == organisation_id, MemberDuty.duty == duty, Member.left_at.is_(None))
        .options(joinedload(Member.person), selectinload(Member.held))
        .order_by(Member.name, Member.id)
    )
    return list(db.session.scalars(query))


def units(organisation_id: UUID) -> list[Unit]:
    """The organisation's units, by name."""
    return list(db.session.scalars(select(Unit).where(Unit.organisation_id == organisation_id).order_by(Unit.name)))


def unit(organisation_id: UUID, id: UUID | None) -> Unit | None:
    """One unit."""
    return db.session.get(Unit, (organisation_id, id)) if id else None


def organisation(id: UUID) -> Organisation:
    """An organisation that a row of its own points at."""
    return db.session.get_one(Organisation, id)


def is_member(organisation_id: UUID, email: str) -> bool:
    """Whether somebody who signs in with this address has a place here."""
    query = (
        select(Member.id)
        .join(Person, Person.id == Member.person_id)
        .where(Member.organisation_id == organisation_id, Person.email == email.strip().lower())
    )
    return db.session.scalar(query) is not None


def guest(organisation_id: UUID, address: str) -> Member | None:
    """The guest who is written to at an address."""
    query = select(Member).where(
        Member.organisation_id == organisation_id,
        Member.address == address.strip().lower(),
        Member.person_id.is_(None),
        Member.left_at.is_(None),
    )
    return db.session.scalars(query).first()


def is_invited(organisation_id: UUID, email: str, now: datetime) -> bool:
    """Whether a link to this address is open."""
    query = select(Invitation.id).where(
        Invitation.organisation_id == organisation_id,
        Invitation.email == email.strip().lower(),
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at >= now,
    )
    return db.session.scalars(query).first() is not None


def letters(organisation_id: UUID, hidden: Collection[UUID] = (), limit: int = 100) -> list[Letter]:
    """The newest letters, but none about what is hidden: `once` begins with the id of what a letter tells of."""
    query = select(Letter).where(Letter.organisation_id == organisation_id)
    if hidden:
        query = query.where(func.substr(Letter.once, 1, 36).not_in([str(id) for id in hidden]))
    return list(db.session.scalars(query.order_by(Letter.written_at.desc(), Letter.id.desc()).limit(limit)))


def open_invitation(organisation_id: UUID, id: UUID) -> Invitation | None:
    """One invitation with its member."""
    query = (
        select(Invitation)
        .where(Invitation.organisation_id == organisation_id, Invitation.id == id)
        .options(joinedload(Invitation.member).selectinload(Member.held))
    )
    return db.session.scalar(query)


def open_invitations_of(member: Member) -> list[Invitation]:
    """A member's invitations that nobody has accepted or withdrawn."""
    return [one for one in open_invitations(member.organisation_id) if one.member_id == member.id]


def open_invitations(organisation_id: UUID) -> list[Invitation]:
    """Invitations that nobody has accepted or withdrawn, newest first."""
    query = (
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .options(joinedload(Invitation.member).selectinload(Member.held))
        .order_by(Invitation.invited_at.desc())
    )
    return list(db.session.scalars(query))


def invitation(token_digest: str, now: datetime, *, lock: bool = False) -> Invitation | None:
    """The open invitation behind a link. Who is about to accept it locks it: two at once would both find it open."""
    query = (
        select(Invitation)
        .where(
            Invitation.token_digest == token_digest,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at >= now,
        )
        .options(selectinload(Invitation.member).selectinload(Member.held))
    )
    return db.session.scalar(query.with_for_update() if lock else query)


def recipient(member: Member) -> Recipient:
    """Where a letter to a member goes; nowhere while they are neither signed up nor a guest: then none is written."""
    return Recipient(member.name, member.person.email if member.person else member.address)
