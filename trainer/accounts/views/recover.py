"""A forgotten password: a letter with a link, and the page behind it."""

from flask import current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import hash_password
from flask_security.recoverable import reset_password_token_status

from trainer.accounts import actions, throttle
from trainer.accounts.forms import ForgottenForm, NewPasswordForm
from trainer.accounts.models import Person
from trainer.accounts.views import bp
from trainer.accounts.views.sign_in import are_closed
from trainer.clock import now
from trainer.db import begin_write
from trainer.web import page, public, see_other, starts_reading


@bp.route("/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    """Send a link to the address, and say the same whether anybody signs in with it or not."""
    form = ForgottenForm()
    settings = current_app.config["SETTINGS"]
    if not settings.mail:
        return page("accounts/forgotten.html", ForgottenForm(formdata=None), sends=False)
    if form.validate_on_submit():
        address = request.remote_addr or ""
        if are_closed(throttle.reset_doors(form.email.data.strip().lower(), address)):
            form.form_errors.append(_("Too many letters were asked for. Wait a quarter of an hour."))
            return page("accounts/forgotten.html", form, 429, sends=True)
        actions.ask_for_reset(form.email.data, address, settings.base_url, now=now())
        return page("accounts/sent.html", email=form.email.data)
    return page("accounts/forgotten.html", form, sends=True)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@public
@starts_reading
def reset(token: str) -> ResponseReturnValue:
    """Let the reader of the letter choose a new password, once."""
    if _reader(token) is None:
        return page("accounts/stale.html", status=410)
    form = NewPasswordForm()
    if form.validate_on_submit():
        hashed = hash_password(form.password.data)
        begin_write()
        person = _reader(token)  # once more: the link may have done its work while the password was hashed
        if person is None:
            return page("accounts/stale.html", status=410)
        actions.reset_password(person, hashed, now=now())
        flash(_("Your password is changed. Sign in with it."))
        return see_other("accounts.sign_in")
    return page("accounts/reset.html", form, token=token)


def _reader(token: str) -> Person | None:
    """Whose password a link may change, if it still may."""
    expired, invalid, person = reset_password_token_status(token)  # type: ignore[no-untyped-call]
    return person if person and person.active and not (expired or invalid) else None
