"""Who did what, and can anybody have changed the story since?

Every action leaves one entry in its own transaction. Entries form a chain per organisation, and one for the
installation: each carries the digest of the one before. The digest covers a stored canonical text that holds ids
only, so that erasing a person's name does not break the chain.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trainer.db import Base, Frozen, OrganisationRow, db, new_id

START = "0" * 64


class _Entry(Frozen):
    seq: Mapped[int]
    at: Mapped[datetime]
    verb: Mapped[str]
    by_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    text: Mapped[str]
    digest: Mapped[str]


class AuditEntry(_Entry, OrganisationRow):
    """One thing done in an organisation. `by_id` is a member."""

    __table_args__ = (UniqueConstraint("organisation_id", "seq"),)


class InstallationEntry(_Entry, Base):
    """One thing done to the installation: a sign-in, a password, a setting. `by_id` is a person."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)

    __table_args__ = (UniqueConstraint("seq"),)


class AuditHead(Base):
    """Where a chain ends. Its row is locked while an entry is added, so that two writers cannot fork it."""

    chain: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    digest: Mapped[str]


INSTALLATION = UUID(int=0)


@dataclass(frozen=True)
class Break:
    """The first entry of a chain that does not follow from the one before."""

    seq: int
    why: str


def link(previous: str, text: str) -> str:
    """The digest of an entry: SHA-256 over the digest before it and its canonical text."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def canonical(value: Any) -> str:
    """JSON in one spelling only: sorted keys, no spaces, ids and instants as text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def record(
    organisation_id: UUID, verb: str, *, by: UUID | None, subject: UUID | None, at: datetime, **details: Any
) -> None:
    """Add one entry to the organisation's chain. `details` hold ids, keys and numbers, never names or notes."""
    entry = _next(organisation_id, verb, by, subject, at, details)
    db.session.add(AuditEntry(organisation_id=organisation_id, **entry))


def record_installation(verb: str, *, by: UUID | None, subject: UUID | None, at: datetime, **details: Any) -> None:
    """Add one entry to the installation's own chain."""
    db.session.add(InstallationEntry(**_next(INSTALLATION, verb, by, subject, at, details)))


def _next(
    chain: UUID, verb: str, by: UUID | None, subject: UUID | None, at: datetime, details: dict[str, Any]
) -> dict[str, Any]:
    db.session.flush()  # the head is locked last: everything the entry speaks of is written before it
    head = _head(chain)
    head.seq += 1
    text = canonical({"seq": head.seq, "at": at, "verb": verb, "by": by, "subject": subject, "details": details})
    head.digest = link(head.digest, text)
    return {
        "seq": head.seq,
        "at": at,
        "verb": verb,
        "by_id": by,
        "subject_id": subject,
        "text": text,
        "digest": head.digest,
    }


def _head(chain: UUID) -> AuditHead:
    head = db.session.get(AuditHead, chain, with_for_update=True, populate_existing=True)
    if head is None:
        head = AuditHead(chain=chain, seq=0, digest=START)
        db.session.add(head)
    return head


def first_break(entries: Iterable[AuditEntry | InstallationEntry], head: AuditHead | None) -> Break | None:
    """Walk a chain from its start; the first entry that is missing, altered or out of place, or None."""
    seq, digest = 0, START
    for entry in entries:
        if entry.seq != seq + 1:
            return Break(seq + 1, "the entry is missing")
        if link(digest, entry.text) != entry.digest:
            return Break(entry.seq, "its text or the digest before it was changed")
        if not _tells(entry):
            return Break(entry.seq, "its columns do not say what its text says")
        seq, digest = entry.seq, entry.digest
    if (head.seq, head.digest) != (seq, digest) if head else seq:
        return Break(seq + 1, "the chain ends before its head")
    return None


def _tells(entry: AuditEntry | InstallationEntry) -> bool:
    told = json.loads(entry.text)
    columns = {"seq": entry.seq, "verb": entry.verb, "by": entry.by_id, "subject": entry.subject_id}
    same = all(str(told[name]) == str(value) for name, value in columns.items())
    return same and datetime.fromisoformat(told["at"]) == entry.at  # an engine may tell it in another time zone


def chain_of(session: Session, organisation_id: UUID | None) -> Break | None:
    """Check one organisation's chain, or with None the installation's."""
    entries: Any = (
        select(AuditEntry).where(AuditEntry.organisation_id == organisation_id).order_by(AuditEntry.seq)
        if organisation_id
        else select(InstallationEntry).order_by(InstallationEntry.seq)
    )
    head = session.get(AuditHead, organisation_id or INSTALLATION)
    rows = session.scalars(entries.execution_options(yield_per=1000))
    try:
        return first_break(rows, head)
    finally:
        rows.close()  # a chain that breaks early leaves rows unread, and PostgreSQL a cursor open
