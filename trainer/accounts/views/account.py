"""Somebody's own account: name, looks, password, authenticator app, recovery codes."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import hash_password, login_user, verify_password
from markupsafe import Markup
from wtforms import PasswordField

from trainer.accounts import actions, queries
from trainer.accounts.forms import ChangePasswordForm, CodeForm, ConfirmForm, ProfileForm
from trainer.accounts.models import Person
from trainer.accounts.security import authenticator, code_fits, new_recovery_codes, recovery_codes
from trainer.accounts.views import bp
from trainer.accounts.views.sign_in import is_closed, too_many, wanted
from trainer.clock import now
from trainer.db import begin_write
from trainer.web import page, see_other, signed_in, starts_reading

FRESH = 30 * 60


def fresh(view: Callable[..., Any]) -> Callable[..., Any]:
    """Whoever changes how they sign in has proved who they are within half an hour; then they go on where they were."""

    @wraps(view)
    def confirmed(**values: Any) -> Any:
        if time.time() - session.get("fs_paa", 0) > FRESH:
            target = request.full_path if request.method == "GET" else url_for("accounts.account")
            return see_other("accounts.confirm", next=target.rstrip("?"))
        return view(**values)

    return confirmed


def myself() -> Person:
    """The person who is signed in, as a row of this request."""
    found = queries.person(current_user.id)
    assert found
    return found


@bp.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> ResponseReturnValue:
    """Show the account; change name, time zone and colours."""
    person = myself()
    form = ProfileForm(obj=person)
    if form.validate_on_submit():
        actions.change_profile(
            person,
            name=form.name.data,
            timezone=form.timezone.data,
            theme=form.theme.data,
            now=now(),
        )
        flash(_("Saved."))
        return see_other("accounts.account")
    return page("accounts/account.html", form, person=person, codes_left=len(recovery_codes(person)))


@bp.route("/account/confirm", methods=["GET", "POST"])
@signed_in
@starts_reading
def confirm() -> ResponseReturnValue:
    """Ask for the password once more; who guesses finds the door closed as at the sign-in."""
    form = ConfirmForm()
    if form.validate_on_submit() and _knows(form.password):
        session["fs_paa"] = time.time()
        return redirect(wanted() or url_for("accounts.account"), 303)
    return page("accounts/confirm.html", form)


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
@starts_reading
def password() -> ResponseReturnValue:
    """Change the password; every other session ends."""
    form = ChangePasswordForm()
    if form.validate_on_submit() and _knows(form.present):
        hashed = hash_password(form.password.data)
        begin_write()
        person = myself()
        actions.set_password(person, hashed, now=now())
        login_user(person, authn_via=["password"])
        flash(_("Your password is changed. Other devices are signed out."))
        return see_other("accounts.account")
    return page("accounts/password.html", form)


def _knows(field: PasswordField) -> bool:
    """Whether the present password was typed; the field says what is wrong, and vain tries are counted."""
    email, hashed = current_user.email, current_user.password
    if is_closed(email):
        field.errors = [too_many()]
        return False
    if hashed and verify_password(field.data, hashed):
        return True
    begin_write()
    actions.note_failure(email, request.remote_addr or "", now=now())
    field.errors = [_("That is not your password.")]
    return False


@bp.route("/account/authenticator", methods=["GET", "POST"])
@signed_in
@fresh
def add_authenticator() -> ResponseReturnValue:
    """Show a key for an authenticator app and believe it only after a first right code."""
    person, app = myself(), authenticator()
    secret = session.setdefault("new_totp", app.generate_totp_secret())
    form = CodeForm()
    if form.validate_on_submit():
        if code_fits(person, form.code.data, secret):
            session.pop("new_totp")
            shown, stored = new_recovery_codes()
            actions.use_authenticator(person, secret, stored, now=now())
            return page("accounts/codes.html", codes=shown)
        form.code.errors = [_("That code is not right. Check the clock of your phone and use the newest code.")]
    picture = segno.make(app.get_totp_uri(person.email, secret)).svg_inline(scale=5, omitsize=True)
    key = app.get_totp_pretty_key(secret)
    return page("accounts/authenticator.html", form, picture=Markup(picture), key=key)  # noqa: S704 our own drawing


@bp.post("/account/authenticator/remove")
@signed_in
@fresh
def remove_authenticator() -> ResponseReturnValue:
    """Ask for no code any more."""
    actions.drop_authenticator(myself(), now=now())
    flash(_("Signing in asks for your password only."))
    return see_other("accounts.account")


@bp.post("/account/passkeys/remove")
@signed_in
@fresh
def remove_passkey() -> ResponseReturnValue:
    """Forget a passkey."""
    for passkey in myself().webauthn:
        if str(passkey.id) == request.form.get("id"):
            actions.remove_passkey(myself(), passkey.id, now=now())
            flash(_("“%(name)s” signs in no longer.", name=passkey.name))
    return see_other("accounts.account")
