"""What can be done to somebody's sign-in? Each is an entry in the installation's own chain."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import delete

from trainer import audit, outbox
from trainer.accounts import queries, throttle
from trainer.accounts.looks import Reading
from trainer.accounts.models import Passkey, Person, Throttle
from trainer.accounts.security import RESET_LASTS
from trainer.accounts.throttle import Knocks
from trainer.db import db, insert_absent, new_id


def create_person(email: str, name: str, password_hash: str | None, *, now: datetime, timezone: str) -> Person:
    """Give somebody a sign-in."""
    person = Person(
        id=new_id(),
        email=email.strip().lower(),
        name=name,
        password=password_hash,
        created_at=now,
        confirmed_at=now,
        fs_uniquifier=secrets.token_hex(16),
        timezone=timezone,
    )
    db.session.add(person)
    audit.record_installation("person.created", by=person.id, subject=person.id, at=now)
    return person


def note_sign_in(person: Person, how: str, email: str, address: str, *, now: datetime) -> None:
    """Somebody proved who they are: their account's door opens again."""
    _open_door(email)
    audit.record_installation("person.signed_in", by=person.id, subject=person.id, at=now, how=how)


def note_failure(email: str, address: str, *, now: datetime) -> None:
    """Somebody tried in vain: count it at the account's and the address's door."""
    _knock(throttle.doors(email, address), now)
    audit.record_installation("person.sign_in_failed", by=None, subject=None, at=now)


def _knock(doors: Mapping[str, int], now: datetime) -> None:
    """Count once more at each door. A row is made before it is locked: of two first knocks neither is lost."""
    fresh = [{"key": key, "failures": 0, "since": now} for key in sorted(doors)]
    insert_absent(Throttle, fresh)
    for row in queries.counters(doors):
        knocks = throttle.after_failure(Knocks(row.failures, row.since, row.closed_until), doors[row.key], now)
        row.failures, row.since, row.closed_until = knocks.failures, knocks.since, knocks.closed_until


def _open_door(email: str) -> None:
    db.session.execute(delete(Throttle).where(Throttle.key == f"account:{email}"))


def forget_knocks(*, before: datetime) -> None:
    """Forget who knocked in vain, and from where, since it says nothing any more."""
    db.session.execute(delete(Throttle).where(Throttle.since < before))


def change_profile(person: Person, *, name: str, timezone: str, theme: str, now: datetime) -> None:
    """Change how a person is called, where their clock stands and which colours they see."""
    person.name, person.timezone, person.theme = name, timezone, theme
    audit.record_installation("person.profile_changed", by=person.id, subject=person.id, at=now)


def change_looks(person: Person, reading: Reading, theme: str) -> None:
    """Change how lessons look to a person. It concerns nobody else and leaves no entry."""
    person.reading, person.theme = str(reading), theme


def set_password(person: Person, password_hash: str, *, now: datetime) -> None:
    """Change a password. Every other session of this person ends, and so does every link to a new one."""
    _take_password(person, password_hash)
    audit.record_installation("person.password_changed", by=person.id, subject=person.id, at=now)


def reset_password(person: Person, password_hash: str, *, now: datetime) -> None:
    """Change a password for the reader of a letter. Whatever else signed this person in does so no longer.

    Somebody who was in this account before may have left a passkey or an authenticator app there.
    """
    _take_password(person, password_hash)
    _open_door(person.email)
    person.tf_primary_method = person.tf_totp_secret = person.mf_recovery_codes = None
    db.session.execute(delete(Passkey).where(Passkey.user_id == person.id))
    audit.record_installation("person.password_reset", by=person.id, subject=person.id, at=now)


def _take_password(person: Person, password_hash: str) -> None:
    person.password = password_hash
    person.fs_uniquifier = secrets.token_hex(16)
    outbox.forget_to(person.email, "reset")


def ask_for_reset(email: str, address: str, base_url: str, *, now: datetime) -> None:
    """Somebody forgot a password: count it, and write to whoever signs in with that e-mail address, if anybody does."""
    _knock(throttle.reset_doors(email.strip().lower(), address), now)
    person = queries.by_email(email)
    if person and person.active:
        send_reset(person, base_url, now=now)


def send_reset(person: Person, base_url: str, *, now: datetime) -> str:
    """Write the letter with a link that lets its reader choose a new password. Returns the link."""
    link = f"{base_url}/reset/{quote(_reset_token(person))}"
    to = outbox.Recipient(person.name, person.email)
    outbox.write_account_letter("reset", to, link, once=str(new_id()), now=now, until=now + RESET_LASTS)
    audit.record_installation("person.reset_asked", by=None, subject=person.id, at=now)
    return link


def _reset_token(person: Person) -> str:
    """A signed token that dies with the present password."""
    return str(generate_reset_password_token(person))  # type: ignore[no-untyped-call]


def use_authenticator(person: Person, secret: str, codes: list[str], *, now: datetime) -> None:
    """Ask for a code from now on. `codes` are the recovery codes as they are to be stored."""
    person.tf_primary_method, person.tf_totp_secret = "authenticator", secret
    person.mf_recovery_codes = list(codes)
    audit.record_installation("person.authenticator_added", by=person.id, subject=person.id, at=now)


def drop_authenticator(person: Person, *, now: datetime) -> None:
    """Ask for no code any more."""
    person.tf_primary_method = person.tf_totp_secret = person.mf_recovery_codes = None
    audit.record_installation("person.authenticator_removed", by=person.id, subject=person.id, at=now)


def add_passkey(
    person: Person, name: str, credential_id: bytes, public_key: bytes, sign_count: int, *, synced: bool, now: datetime
) -> Passkey:
    """Let a device of this person sign in."""
    passkey = Passkey(
        id=new_id(),
        user_id=person.id,
        name=name,
        credential_id=credential_id,
        public_key=public_key,
        sign_count=sign_count,
        usage="first",
        backup_state=synced,
        device_type="multi_device" if synced else "single_device",
        lastuse_datetime=now,
    )
    db.session.add(passkey)
    audit.record_installation("person.passkey_added", by=person.id, subject=passkey.id, at=now)
    return passkey


def remove_passkey(person: Person, id: UUID, *, now: datetime) -> None:
    """Let a device sign in no longer. One that is not there is gone already."""
    removed = db.session.execute(delete(Passkey).where(Passkey.id == id, Passkey.user_id == person.id))
    if removed.rowcount:  # type: ignore[attr-defined]
        audit.record_installation("person.passkey_removed", by=person.id, subject=id, at=now)


def use_passkey(passkey: Passkey, sign_count: int, *, now: datetime) -> None:
    """Remember when a passkey was last used, and its counter, which tells a copy from the original."""
    passkey.sign_count, passkey.lastuse_datetime = sign_count, now
