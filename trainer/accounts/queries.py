"""Who is behind an address, and is their door closed?"""

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from trainer.accounts.models import Passkey, Person, Throttle
from trainer.accounts.throttle import Knocks
from trainer.db import db

T = TypeVar("T")


def by_email(email: str) -> Person | None:
    """The person who signs in with an address."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def person(id: UUID, *, lock: bool = False) -> Person | None:
    """A person with their passkeys. Who is about to use up a code of theirs locks them: two at once would both pass."""
    query = select(Person).where(Person.id == id).options(selectinload(Person.webauthn))
    return db.session.scalar(_locked(query) if lock else query)


def passkey(credential_id: bytes) -> Passkey | None:
    """The passkey a device answered with, and whose it is."""
    query = select(Passkey).where(Passkey.credential_id == credential_id).options(selectinload(Passkey.user))
    return db.session.scalar(query)


def knocks(doors: Collection[str]) -> dict[str, Knocks]:
    """The vain tries at these doors."""
    rows = db.session.scalars(select(Throttle).where(Throttle.key.in_(doors)))
    return {row.key: Knocks(row.failures, row.since, row.closed_until) for row in rows}


def counters(doors: Collection[str]) -> list[Throttle]:
    """The rows of these doors for whoever is about to count, each in its turn."""
    return list(db.session.scalars(_locked(select(Throttle).where(Throttle.key.in_(doors)).order_by(Throttle.key))))


def _locked(query: Select[T]) -> Select[T]:
    """Rows as they are once nobody else is changing them."""
    return query.with_for_update().execution_options(populate_existing=True)
