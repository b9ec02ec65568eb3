"""Which letters are to be sent, and have they left?

A letter is written in the transaction of the action it tells of; the worker sends it after the commit. Without
SMTP settings nothing is sent and the coordinator copies the link.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import render_template
from sqlalchemy import UniqueConstraint, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from trainer import ics
from trainer.db import Base, OrganisationRow, db, new_id
from trainer.web import say

LEASE = timedelta(minutes=5)
ATTEMPTS = 8


class _Letter:
    kind: Mapped[str]
    to_name: Mapped[str]
    to_address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    link: Mapped[str]
    once: Mapped[str]
    written_at: Mapped[datetime]
    due_at: Mapped[datetime]
    until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    failure: Mapped[str] = mapped_column(default="")


class Letter(_Letter, OrganisationRow):
    """A letter of an organisation. `once` keeps the same news from being told twice; `calendar` is a date to keep."""

    calendar: Mapped[str] = mapped_column(default="")

    __table_args__ = (UniqueConstraint("organisation_id", "kind", "once"),)


class AccountLetter(_Letter, Base):
    """A letter about a person's sign-in, which belongs to no organisation."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)

    __table_args__ = (UniqueConstraint("kind", "once"),)


@dataclass(frozen=True)
class Recipient:
    """Somebody to write to."""

    name: str
    address: str


def write(
    organisation_id: UUID,
    kind: str,
    to: Recipient,
    link: str,
    *,
    once: str,
    now: datetime,
    until: datetime | None = None,
    event: ics.Event | None = None,
    **facts: object,
) -> None:
    """Write a letter of `templates/mail/<kind>.txt`, whose first line is the subject, unless it was written before.

    `until`: when its link opens nothing any more. `event`: the date it tells of, for a calendar program.
    """
    told = select(Letter.id).where(Letter.organisation_id == organisation_id, Letter.kind == kind, Letter.once == once)
    if to.address and db.session.scalar(told) is None:
        words = _words(kind, to, link, once, now, facts)
        calendar = ics.invitation(event, to.name, to.address, now, say) if event else ""
        db.session.add(Letter(organisation_id=organisation_id, until=until, calendar=calendar, **words))


def write_account_letter(
    kind: str, to: Recipient, link: str, *, once: str, now: datetime, until: datetime, **facts: object
) -> None:
    """Write a letter about somebody's own sign-in."""
    db.session.add(AccountLetter(until=until, **_words(kind, to, link, once, now, facts)))


def forget(organisation_id: UUID, kind: str, once: str) -> None:
    """Forget the words of a letter whose link has done its work: it is not sent any more either."""
    theirs = (Letter.organisation_id == organisation_id, Letter.kind == kind, Letter.once == once)
    db.session.execute(update(Letter).where(*theirs).values(body="", link="", calendar=""))


def forget_secret(organisation_id: UUID, secret: str) -> None:
    """Forget the words of every letter whose link ends with a secret that opens nothing any more."""
    theirs = (Letter.organisation_id == organisation_id, Letter.link.endswith(f"/{secret}", autoescape=True))
    db.session.execute(update(Letter).where(*theirs).values(body="", link="", calendar=""))


def forget_to(address: str, kind: str) -> None:
    """Forget the words of every letter of a kind about the sign-in of whoever has this address."""
    theirs = (AccountLetter.to_address == address, AccountLetter.kind == kind)
    db.session.execute(update(AccountLetter).where(*theirs).values(body="", link=""))


def forget_expired(now: datetime) -> None:
    """Forget the words of every letter whose link opens nothing any more."""
    for model in (Letter, AccountLetter):
        db.session.execute(update(model).where(model.until <= now, model.body != "").values(body="", link=""))


def _words(
    kind: str, to: Recipient, link: str, once: str, now: datetime, facts: dict[str, object]
) -> dict[str, object]:
    text = render_template(f"mail/{kind}.txt", to=to, link=link, **facts)
    subject, _, body = text.partition("\n")
    return {
        "kind": kind,
        "to_name": to.name,
        "to_address": to.address,
        "subject": subject.strip(),
        "body": body.strip() + "\n",
        "link": link,
        "once": once,
        "written_at": now,
        "due_at": now,
    }


def claim(model: type[Letter] | type[AccountLetter], now: datetime, limit: int = 20) -> list[Letter | AccountLetter]:
    """Lease the letters that are due, so that two workers never send the same one at once."""
    due = (
        select(model)
        .where(model.sent_at.is_(None), model.due_at <= now, model.attempts < ATTEMPTS, model.body != "")
        .where(or_(model.until.is_(None), model.until > now))
        .where(or_(model.leased_until.is_(None), model.leased_until < now))
        .order_by(model.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    letters: list[Any] = list(db.session.scalars(due))
    for letter in letters:
        letter.leased_until = now + LEASE
        letter.attempts += 1
    return letters


def settle(letter: Letter | AccountLetter, now: datetime, failure: str = "") -> None:
    """Note that a letter left, and forget its words, or put it back for a later try."""
    letter.leased_until = None
    letter.failure = failure
    if failure:
        letter.due_at = now + timedelta(minutes=2**letter.attempts)
    else:
        letter.sent_at, letter.body, letter.link = now, "", ""
        if isinstance(letter, Letter):
            letter.calendar = ""
