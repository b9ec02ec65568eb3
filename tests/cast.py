"""The people of the tests. Everyone's name begins with what they do.

Acme: Tara and Tom are trainees, Ana and Sam assessors, Lena the lead, Pat and Pia panel members, Cora coordinates,
Abel is the author, Udo audits, Ada administers. Olga belongs to another organisation and must see nothing of it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask_security import hash_password
from sqlalchemy import select

from tests.programme import publish
from trainer.accounts.models import Person
from trainer.db import db, new_id
from trainer.organisations import actions
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member, Organisation

MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"

_ACME = {
    "tara": ("Tara Trainee", {Duty.TRAINEE}),
    "tom": ("Tom Trainee", {Duty.TRAINEE}),
    "ana": ("Ana Assessor", {Duty.ASSESSOR}),
    "sam": ("Sam Second", {Duty.ASSESSOR}),
    "lena": ("Lena Lead", {Duty.LEAD}),
    "pat": ("Pat Panel", {Duty.PANEL}),
    "pia": ("Pia Panel", {Duty.PANEL}),
    "cora": ("Cora Coordinator", {Duty.COORDINATOR}),
    "abel": ("Abel Author", {Duty.AUTHOR}),
    "udo": ("Udo Auditor", {Duty.AUDITOR}),
    "ada": ("Ada Administrator", {Duty.ADMINISTRATOR}),
}


@dataclass(frozen=True)
class Player:
    """One of the cast: ids to find their rows by, and how they sign in."""

    slug: str
    organisation_id: UUID
    member_id: UUID
    person_id: UUID
    uniquifier: str
    name: str
    email: str

    @property
    def member(self) -> Member:
        """Their row in the present session, with duties loaded."""
        from trainer.organisations import queries

        found = queries.member(self.organisation_id, self.member_id)
        assert found
        return found


@dataclass(frozen=True)
class Cast:
    """Everybody by first name."""

    tara: Player
    tom: Player
    ana: Player
    sam: Player
    lena: Player
    pat: Player
    pia: Player
    cora: Player
    abel: Player
    udo: Player
    ada: Player
    olga: Player

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(vars(self).values())


def assemble() -> Cast:
    """Write the cast, their organisations and a small published programme into an empty database."""
    password = hash_password(PASSWORD)
    acme = actions.create_organisation("acme", "Acme", now=MONDAY)
    other = actions.create_organisation("other", "Other", now=MONDAY)
    everybody = Duty.__members__.values()
    players = {key: _player(acme, key, name, duties, password) for key, (name, duties) in _ACME.items()}
    players["olga"] = _player(other, "olga", "Olga Outsider", set(everybody), password)
    publish(acme, players["abel"].member, MONDAY)
    publish(other, players["olga"].member, MONDAY)
    return Cast(**players)


def _player(organisation: Organisation, key: str, name: str, duties: set[Duty], password: str) -> Player:
    person = Person(
        id=new_id(),
        email=f"{key}@example.org",
        name=name,
        password=password,
        created_at=MONDAY,
        confirmed_at=MONDAY,
        fs_uniquifier=f"{organisation.slug}-{key}",
    )
    db.session.add(person)
    member = actions.add_member(organisation.id, name, duties, by=None, now=MONDAY, person=person)
    return Player(organisation.slug, organisation.id, member.id, person.id, person.fs_uniquifier, name, person.email)


def organisation(slug: str) -> Organisation:
    """An organisation's row in the present session."""
    found = db.session.scalar(select(Organisation).where(Organisation.slug == slug))
    assert found
    return found
