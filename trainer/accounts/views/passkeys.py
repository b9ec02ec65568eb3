"""Passkeys: the JSON that our page and a device exchange through this site."""

import re
from collections.abc import Collection
from itertools import chain, count
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException

from trainer.accounts import actions, passkeys, queries
from trainer.accounts.views import bp
from trainer.accounts.views.account import fresh, myself
from trainer.accounts.views.sign_in import let_in
from trainer.clock import now
from trainer.web import public, signed_in

BAD = (WebAuthnException, AttributeError, KeyError, TypeError, ValueError)


@bp.post("/account/passkeys/offer")
@signed_in
@fresh
def offer_passkey() -> ResponseReturnValue:
    """Ask the device to make a key."""
    person = myself()
    known = [key.credential_id for key in person.webauthn]
    options, challenge = passkeys.offer_registration(_("Facilitator training"), _host(), person.id, person.email, known)
    session["challenge"] = challenge
    return options, 200, {"Content-Type": "application/json"}


@bp.post("/account/passkeys")
@signed_in
@fresh
def add_passkey() -> ResponseReturnValue:
    """Keep the key that the device made."""
    sent = _sent()
    try:
        key = passkeys.accept_registration(sent["key"], session.pop("challenge"), _host(), _origin())
    except BAD:
        return {"error": _("The device's answer did not fit. Begin again.")}, 422
    person = myself()
    name = free_name(sent.get("name"), {passkey.name for passkey in person.webauthn})
    synced = bool(key.credential_backed_up)
    actions.add_passkey(
        person, name, key.credential_id, key.credential_public_key, key.sign_count, synced=synced, now=now()
    )
    return {"name": name}


@bp.post("/sign-in/passkey/offer")
@public
def offer_sign_in() -> ResponseReturnValue:
    """Ask any device with a key of this site to sign."""
    options, challenge = passkeys.offer_sign_in(_host())
    session["challenge"] = challenge
    return options, 200, {"Content-Type": "application/json"}


@bp.post("/sign-in/passkey")
@public
def sign_in_with_passkey() -> ResponseReturnValue:
    """Let in the person whose device signed."""
    answer = _sent()
    refused = {"error": _("This passkey is not known here. Sign in with your password.")}, 422
    try:
        passkey = queries.passkey(base64url_to_bytes(answer["id"]))
        if passkey is None or not passkey.user.active:
            return refused
        challenge = session.pop("challenge")
        count = passkeys.accept_sign_in(answer, challenge, _host(), _origin(), passkey.public_key, passkey.sign_count)
    except BAD:
        return refused
    actions.use_passkey(passkey, count, now=now())
    location = current_app.make_response(let_in(passkey.user, "passkey")).location
    return {"location": location}


def free_name(wanted: Any, taken: Collection[str]) -> str:
    """A name that the database can keep and that no other passkey of this person has."""
    name = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", str(wanted or ""))[:60].strip() or str(_("Passkey"))
    return next(one for one in chain([name], (f"{name} {number}" for number in count(2))) if one not in taken)


def _sent() -> dict[str, Any]:
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets without end
        return {}
    return sent if isinstance(sent, dict) else {}


def _origin() -> str:
    return str(current_app.config["SETTINGS"].base_url)


def _host() -> str:
    return urlsplit(_origin()).hostname or ""
