"""People who can sign in, and what they sign in with. These tables belong to no organisation."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_security import UserMixin, WebAuthnMixin
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainer.accounts.looks import Reading, parse
from trainer.db import Base, new_id


class Person(UserMixin, Base):
    """Somebody with a sign-in. Duties are held by a Member of an organisation, never here.

    Column names that look foreign (`fs_uniquifier`, `tf_…`) are the ones Flask-Security asks for. `last_code`
    counts the half minutes up to the authenticator's last code that was accepted: no code works twice.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(unique=True)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    mf_recovery_codes: Mapped[list[Any] | None]
    last_code: Mapped[int | None]
    locale: Mapped[str] = mapped_column(default="en")
    timezone: Mapped[str] = mapped_column(default="Europe/London")
    theme: Mapped[str] = mapped_column(default="auto")
    reading: Mapped[str] = mapped_column(default="")  # in the words of looks.py

    webauthn: Mapped[list["Passkey"]] = relationship(back_populates="user", cascade="all, delete-orphan")

    @property
    def roles(self) -> list[object]:
        """Flask-Security's global roles: this product has none."""
        return []

    @property
    def looks(self) -> Reading:
        """How lessons look to this person."""
        return parse(self.reading)


class Passkey(WebAuthnMixin, Base):
    """A public key that a person's device answers for."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[Any] | None]
    extensions: Mapped[str | None]
    lastuse_datetime: Mapped[datetime]
    name: Mapped[str]
    usage: Mapped[str]
    backup_state: Mapped[bool]
    device_type: Mapped[str]

    user: Mapped[Person] = relationship(back_populates="webauthn")

    __table_args__ = (UniqueConstraint("user_id", "name"),)


class Throttle(Base):
    """How often a door was knocked at in vain: one row per account and per address."""

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime]
    closed_until: Mapped[datetime | None]
