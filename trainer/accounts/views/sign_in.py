"""Signing in: password, then a code where the person asked for one."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app, flash, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import hash_password, logout_user, verify_password

from trainer.accounts import actions, destination, queries, throttle
from trainer.accounts.forms import CodeForm, SignInForm
from trainer.accounts.models import Person
from trainer.accounts.security import begin_session, code_is_right
from trainer.accounts.views import bp
from trainer.clock import now
from trainer.db import begin_write
from trainer.web import page, public, see_other, starts_reading

CODE_WAITS = timedelta(minutes=10)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@starts_reading
def sign_in() -> ResponseReturnValue:
    """Let in whoever knows the password; say the same to everyone who does not."""
    form = SignInForm()
    if not form.validate_on_submit():
        return page("accounts/sign_in.html", form, next=wanted(), demo=_demo_accounts())
    email = form.email.data.strip().lower()
    if is_closed(email):
        form.form_errors.append(too_many())
        return page("accounts/sign_in.html", form, 429, next=wanted(), demo=_demo_accounts())
    person = _proved(email, form.password.data)
    begin_write()
    if person is None:
        actions.note_failure(email, request.remote_addr or "", now=now())
        form.form_errors.append(_("The address or the password is not right. Check both, or ask for a new password."))
        return page("accounts/sign_in.html", form, next=wanted(), demo=_demo_accounts())
    if person.tf_totp_secret:
        session["code_for"] = [str(person.id), now().timestamp(), bool(form.remember.data)]
        return see_other("accounts.code", next=wanted())
    return let_in(person, "password", remember=bool(form.remember.data))


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """Ask for the second proof from whoever gave the password a moment ago."""
    person, remember = _awaited()
    if person is None:
        flash(_("That took too long. Sign in again."))
        return see_other("accounts.sign_in", next=wanted())
    form = CodeForm()
    if form.validate_on_submit():
        if is_closed(person.email):
            form.code.errors = [too_many()]
            return page("accounts/code.html", form, 429, next=wanted())
        if code_is_right(person, form.code.data):
            return let_in(person, "code", remember=remember)
        actions.note_failure(person.email, request.remote_addr or "", now=now())
        form.code.errors = [_("That code is not right. Use the newest one, or a recovery code.")]
    return page("accounts/code.html", form, next=wanted())


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this session, the one that a device was to keep included."""
    known = current_user.is_authenticated
    session.clear()
    if known:
        logout_user()  # last: it leaves word in the session that the device's cookie goes
    return see_other("accounts.sign_in")


def let_in(person: Person, how: str, *, remember: bool = False) -> ResponseReturnValue:
    """Begin the session of somebody who proved who they are, and go where they wanted to go."""
    actions.note_sign_in(person, how, person.email, request.remote_addr or "", now=now())
    begin_session(person, how, remember=remember)
    return current_app.redirect(wanted() or url_for("organisations.choose"), 303)


def _proved(email: str, password: str) -> Person | None:
    """The person whose password it is. An unknown address costs as much time as a known one."""
    person = queries.by_email(email)
    if person is None or not person.password or not person.active:
        hash_password(password)
        return None
    return person if verify_password(password, person.password) else None


def is_closed(email: str) -> bool:
    """Whether nobody may try this account, or from this address, at the moment."""
    return are_closed(throttle.doors(email, request.remote_addr or ""))


def are_closed(doors: Collection[str]) -> bool:
    """Whether one of these doors is closed at the moment."""
    return any(throttle.is_closed(knocks, now()) for knocks in queries.knocks(doors).values())


def too_many() -> str:
    """What is said at a closed door."""
    return str(_("Too many tries. Wait a quarter of an hour, or ask for a new password."))


def _awaited() -> tuple[Person | None, bool]:
    waiting: Any = session.get("code_for")
    if not waiting or now().timestamp() - waiting[1] > CODE_WAITS.total_seconds():
        return None, False
    person = queries.person(UUID(waiting[0]), lock=request.method == "POST")
    return (person, waiting[2]) if person and person.active and person.tf_totp_secret else (None, False)


def wanted() -> str:
    """The page that was asked for before the proof: of this site, never of another one."""
    return destination.local(request.values.get("next", ""))


def _demo_accounts() -> tuple[tuple[str, str], ...]:
    return current_app.extensions["demo_accounts"] if current_app.config["SETTINGS"].demo else ()
