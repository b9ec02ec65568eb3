"""Who is behind an address, and is their door closed?"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from trainer.accounts.models import Passkey, Person, Throttle
from trainer.accounts.throttle import Knocks
from trainer.db import db


def by_email(email: str) -> Person | None:
    """The person who signs in with an address."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def person(id: UUID) -> Person | None:
    """A person with their passkeys."""
    return db.session.scalar(select(Person).where(Person.id == id).options(selectinload(Person.webauthn)))


def passkey(credential_id: bytes) -> Passkey | None:
    """The passkey a device answered with, and whose it is."""
    query = select(Passkey).where(Passkey.credential_id == credential_id).options(selectinload(Passkey.user))
    return db.session.scalar(query)


def knocks(doors: Collection[str]) -> dict[str, Knocks]:
    """The vain tries at these doors."""
    rows = db.session.scalars(select(Throttle).where(Throttle.key.in_(doors)))
    return {row.key: Knocks(row.failures, row.since, row.closed_until) for row in rows}
