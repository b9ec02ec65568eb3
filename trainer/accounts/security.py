"""How is Flask-Security's machinery put behind our own pages?"""

import hashlib
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore, UserMixin, login_user
from flask_security.totp import Totp
from sqlalchemy import bindparam, select

from trainer.accounts.models import Passkey, Person
from trainer.clock import now
from trainer.db import db

_BY_UNIQUIFIER = select(Person).where(Person.fs_uniquifier == bindparam("fs_uniquifier"))

STEP = 30  # seconds for which a code holds
RESET_LASTS = timedelta(days=1)


class Datastore(SQLAlchemyUserDatastore):
    """Flask-Security's view of people. It never commits: the request does."""

    def commit(self) -> None:
        db.session.flush()

    def find_user(self, case_insensitive: bool = False, **by: Any) -> UserMixin | None:
        """Find whoever a session names, which every request asks for, in a statement that is built once."""
        if set(by) == {"fs_uniquifier"} and not case_insensitive:
            return db.session.scalar(_BY_UNIQUIFIER, by)
        return super().find_user(case_insensitive, **by)


class Codes(Totp):
    """Flask-Security's codes, of which none works twice."""

    def get_last_counter(self, user: Any) -> int | None:
        last: int | None = user.last_code
        return last

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.last_code = tmatch.counter


def install(app: Flask) -> None:
    """Set Flask-Security up without any page, letter or route of its own."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 the name of a scheme
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_DEPRECATED_PASSWORD_SCHEMES=[],
        SECURITY_PASSWORD_SALT="unused: argon2 salts each password itself",  # noqa: S106
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_REGISTERABLE=False,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_DATETIME_FACTORY=now,
        SECURITY_RESET_PASSWORD_WITHIN=RESET_LASTS,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS=[_derived(app, "recovery codes")],
        SECURITY_TOTP_SECRETS={"1": _derived(app, "authenticator").decode()},
        SECURITY_TOTP_ISSUER="Facilitator training",
    )
    Security(app, Datastore(db, Person, RoleMixin, Passkey), register_blueprint=False, totp_cls=Codes)
    manager: LoginManager = app.login_manager  # type: ignore[attr-defined]
    manager.unauthorized_handler(_ask_to_sign_in)


def _ask_to_sign_in() -> ResponseReturnValue:
    """Whoever is not signed in signs in and goes on where they were; what they were about to send is not sent."""
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=None if target == "/" else target), 303)


def _derived(app: Flask, purpose: str) -> bytes:
    """A key for one purpose, from the installation's secret key."""
    return urlsafe_b64encode(hashlib.sha256(f"{purpose}:{app.secret_key!r}".encode()).digest())


def begin_session(person: Person, how: str, *, remember: bool = False) -> None:
    """Sign somebody in with nothing left of whoever used this browser before: no key they saw, no cookie they kept.

    Only the token of forms stays, so that one which is open in another tab can still be sent.
    """
    kept = {"csrf_token": session["csrf_token"]} if "csrf_token" in session else {}
    session.clear()
    session.update(kept, _remember="clear")
    login_user(person, remember=remember, authn_via=[how])


def authenticator() -> Totp:
    """Flask-Security's codes that change every half minute."""
    return _security()._totp_factory


def code_fits(person: Person, code: str, secret: str) -> bool:
    """Whether it is the code of this moment or of one beside it: clocks differ, and typing takes a while."""
    token = code.replace(" ", "")
    return bool(authenticator().verify_totp(token=token, totp_secret=secret, user=person, window=STEP))


def code_is_right(person: Person, code: str) -> bool:
    """Whether it is the code of this moment, or a recovery code, which is then used up."""
    code = code.strip()
    if code_fits(person, code, person.tf_totp_secret or ""):
        return True
    util = _security()._mf_recovery_codes_util
    person.mf_recovery_codes = list(person.mf_recovery_codes or [])  # a copy: a change inside a list is never stored
    return bool(util.check_recovery_code(person, code) and util.delete_recovery_code(person, code))


def new_recovery_codes() -> tuple[list[str], list[str]]:
    """Ten recovery codes: as shown once, and as stored (encrypted with the installation's key)."""
    shown = authenticator().generate_recovery_codes(10)
    return shown, _security()._mf_recovery_codes_util._encrypt_codes(shown)


def recovery_codes(person: Person) -> list[str]:
    """The recovery codes that are left."""
    codes = _security()._mf_recovery_codes_util.get_recovery_codes(person) if person.mf_recovery_codes else []
    return list(codes)


def _security() -> Security:
    return current_app.extensions["security"]  # type: ignore[no-any-return]
