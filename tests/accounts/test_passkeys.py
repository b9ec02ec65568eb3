"""Passkeys: what a device is offered, and every way in which its answer is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import MONDAY, PASSWORD, Cast
from tests.entries import installation_verbs
from tests.visiting import Visitor
from trainer.accounts import actions, queries
from trainer.accounts.views.passkeys import free_name
from trainer.db import new_id

Visit = Callable[..., Visitor]
ID = "cHJldGVuZA"  # base64url of “pretend”
CLIENT = "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0"
ANSWER = {
    "id": ID,
    "rawId": ID,
    "type": "public-key",
    "response": {"clientDataJSON": CLIENT, "authenticatorData": "AAAA", "signature": "AAAA"},
}
MADE = {"id": ID, "rawId": ID, "type": "public-key", "response": {"clientDataJSON": CLIENT, "attestationObject": "AA"}}


def fresh(visit: Visit, cast: Cast) -> Visitor:
    visitor = visit()
    visitor.post("/sign-in", {"email": cast.tara.email, "password": PASSWORD})
    return visitor


def own(store: Any, cast: Cast) -> None:
    """Let Tara have a passkey that no device answers for."""
    with store():
        person = queries.person(cast.tara.person_id)
        assert person
        actions.add_passkey(person, "Phone", b"pretend", b"no key", 7, synced=True, now=MONDAY)


def test_any_device_is_asked_to_sign_something_new(visit: Visit, cast: Cast) -> None:
    visitor = visit()
    first, second = (json.loads(visitor.send("/sign-in/passkey/offer", {}).data) for _ in range(2))
    assert first["challenge"] != second["challenge"]
    assert (first["rpId"], first["userVerification"]) == ("127.0.0.1", "required")
    assert not first.get("allowCredentials")  # says nothing about who is here


def test_a_device_is_asked_to_make_a_key_for_oneself(visit: Visit, cast: Cast, store: Any) -> None:
    own(store, cast)
    options = json.loads(fresh(visit, cast).send("/account/passkeys/offer", {}).data)
    assert options["user"]["name"] == "tara@example.org"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert [key["id"] for key in options["excludeCredentials"]] == [ID]


BROKEN = [
    None,
    [],
    "x",
    1,
    {},
    {"id": 1},
    {"id": "%%%"},
    {"id": "x" * 100_000},
    {"id": "\x00"},
    {"id": "Größe"},
    {"id": ID},
    {**ANSWER, "response": None},
    {**ANSWER, "response": {"clientDataJSON": "AA"}},
    {**ANSWER, "type": "x"},
    {**ANSWER, "rawId": "other"},
    ANSWER,
]


@pytest.mark.parametrize("answer", BROKEN)
@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("offered", [False, True])
def test_an_answer_that_does_not_fit_lets_nobody_in(
    visit: Visit, cast: Cast, store: Any, answer: Any, known: bool, offered: bool
) -> None:
    if known:
        own(store, cast)
    visitor = visit()
    if offered:
        visitor.send("/sign-in/passkey/offer", {})
    refused = visitor.send("/sign-in/passkey", answer)
    assert refused.status_code == 422
    assert refused.json == {"error": "This passkey is not known here. Sign in with your password."}
    assert visitor.get("/account").status_code == 303
    with store():
        assert "person.signed_in" not in installation_verbs()


NO_KEYS = [None, [], {}, {"key": None}, {"key": {}}, {"key": "x"}, {"key": MADE}, {"key": MADE, "name": "x" * 9999}]


@pytest.mark.parametrize("sent", NO_KEYS)
@pytest.mark.parametrize("offered", [False, True])
def test_a_key_that_does_not_fit_is_not_kept(visit: Visit, cast: Cast, store: Any, sent: Any, offered: bool) -> None:
    visitor = fresh(visit, cast)
    if offered:
        visitor.send("/account/passkeys/offer", {})
    refused = visitor.send("/account/passkeys", sent)
    assert (refused.status_code, refused.json) == (422, {"error": "The device's answer did not fit. Begin again."})
    with store():
        person = queries.person(cast.tara.person_id)
        assert person
        assert person.webauthn == []


def test_what_is_no_json_or_comes_without_a_token_is_refused(visit: Visit, cast: Cast) -> None:
    visitor = visit()
    assert visitor.post("/sign-in/passkey", {"id": ID}).status_code == 422
    assert visitor.client.post("/sign-in/passkey", json=ANSWER).status_code == 400
    bad = visitor.client.post(
        "/sign-in/passkey", data=b"\xff{", headers={"X-CSRFToken": visitor.csrf, "Content-Type": "application/json"}
    )
    assert bad.status_code == 422


@pytest.mark.parametrize("path", ["/sign-in/passkey", "/account/passkeys"])
def test_brackets_without_end_are_no_answer(visit: Visit, cast: Cast, path: str) -> None:
    visitor = fresh(visit, cast)
    headers = {"X-CSRFToken": visitor.csrf, "Content-Type": "application/json"}
    assert visitor.client.post(path, data=b"[" * 200_000, headers=headers).status_code == 422


NAMES: list[tuple[Any, set[str], str]] = [
    ("Phone", set(), "Phone"),
    ("Phone", {"Phone", "Phone 2"}, "Phone 3"),
    ("Phone", {"Phone", *(f"Phone {number}" for number in range(2, 200))}, "Phone 200"),
    ("a\x00b\ud800c\n", set(), "abc"),
    (" \x00 ", set(), "Passkey"),
    (None, {"Passkey"}, "Passkey 2"),
    ({"a": 1}, set(), "{'a': 1}"),
    ("x" * 90, set(), "x" * 60),
]


@pytest.mark.parametrize(("wanted", "taken", "name"), NAMES)
def test_a_name_can_be_kept_and_is_nobody_elses(app: Any, wanted: Any, taken: set[str], name: str) -> None:
    with app.test_request_context():
        assert free_name(wanted, taken) == name


def test_two_passkeys_of_one_name_are_told_apart_by_the_database(cast: Cast, store: Any) -> None:
    own(store, cast)
    with store():
        person = queries.person(cast.tara.person_id)
        assert person
        passkey = queries.passkey(b"pretend")
        assert passkey
        actions.use_passkey(passkey, 8, now=MONDAY)
        assert (passkey.sign_count, passkey.user.id) == (8, person.id)
        assert queries.passkey(new_id().bytes) is None
        actions.remove_passkey(person, passkey.id, now=MONDAY)
        actions.remove_passkey(person, passkey.id, now=MONDAY)  # gone already
        assert installation_verbs().count("person.passkey_removed") == 1
