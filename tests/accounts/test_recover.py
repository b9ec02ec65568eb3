"""A forgotten password: one answer for everybody, a link of one use, nothing promised where nothing is sent."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.cast import PASSWORD, Cast
from tests.entries import installation_verbs
from tests.visiting import Visitor, words
from trainer.accounts import actions, queries
from trainer.accounts.models import Person, Throttle
from trainer.accounts.throttle import PER_ACCOUNT, PER_ADDRESS
from trainer.clock import now
from trainer.config import Mail
from trainer.db import db
from trainer.outbox import AccountLetter
from trainer.web import Application

Visit = Callable[..., Visitor]
MAIL = Mail("localhost", 25, "none", "", "", "trainer@example.org")
NEW = {"password": "a wholly new password", "again": "a wholly new password"}


@pytest.fixture
def mail(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that sends letters."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mail=MAIL))


def letters() -> list[AccountLetter]:
    return list(db.session.scalars(select(AccountLetter)))


@pytest.mark.usefixtures("mail")
def test_a_link_is_sent_to_who_signs_in_here_and_the_same_is_said_to_everybody(
    visit: Visit, cast: Cast, store: Any
) -> None:
    known = visit().post("/forgotten", {"email": "Tara@example.org"})
    unknown = visit().post("/forgotten", {"email": "Tora@example.org"})
    assert known.status_code == unknown.status_code == 200
    assert words(known).replace("Tara", "Tora") == words(unknown)
    with store():
        (letter,) = letters()
        assert (letter.to_address, letter.kind) == ("tara@example.org", "reset")
        assert letter.link.startswith("http://127.0.0.1:8000/reset/")
        assert letter.link in letter.body
        assert installation_verbs()[-1] == "person.reset_asked"


@pytest.mark.usefixtures("mail")
def test_who_was_shut_out_gets_no_link(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        db.session.execute(update(Person).where(Person.id == cast.tara.person_id).values(active=False))
    assert visit().post("/forgotten", {"email": "tara@example.org"}).status_code == 200
    with store():
        assert letters() == []


SILLY: list[dict[str, Any]] = [
    {},
    {"email": ""},
    {"email": "tara"},
    {"email": "\x00"},
    {"email": "x" * 5000 + "@e.org"},
]


@pytest.mark.usefixtures("mail")
@pytest.mark.parametrize("sent", SILLY)
def test_an_address_is_asked_for(visit: Visit, cast: Cast, sent: dict[str, Any]) -> None:
    answer = visit().post("/forgotten", sent)
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text


def test_without_smtp_nothing_is_promised(visit: Visit, cast: Cast, store: Any) -> None:
    for answer in (visit().get("/forgotten"), visit().post("/forgotten", {"email": "tara@example.org"})):
        assert answer.status_code == 200
        assert "This installation sends no letters." in words(answer)
        assert "<form" not in answer.text
        assert "on its way" not in words(answer)
    with store():
        assert letters() == []


def link(cast: Cast) -> str:
    """The path of a fresh link for Tara, as `trainer user reset` or a letter gives it."""
    person = queries.person(cast.tara.person_id)
    assert person
    return actions.send_reset(person, "", now=now())


def test_the_reader_of_the_letter_chooses_a_new_password(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        path = link(cast)
    elsewhere = visit(cast.tara)
    assert "Choose a new password" in words(visit().get(path))
    assert visit().post(path, NEW).location == "/sign-in"
    assert elsewhere.get("/account").status_code == 303  # every session ended
    assert visit().post("/sign-in", {"email": "tara@example.org", "password": PASSWORD}).status_code == 422
    assert visit().post("/sign-in", {"email": "tara@example.org", **NEW}).status_code == 303
    with store():
        assert "person.password_reset" in installation_verbs()


def test_whoever_was_in_the_account_before_stays_in_it_no_longer(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        path = link(cast)
        person = queries.person(cast.tara.person_id)
        assert person
        actions.add_passkey(person, "Of somebody else", b"theirs", b"key", 0, synced=True, now=now())
        actions.use_authenticator(person, "secret", ["code"], now=now())
    assert "Passkeys and the authenticator app are removed" in words(visit().get(path))
    visit().post(path, NEW)
    with store():
        person = queries.person(cast.tara.person_id)
        assert person
        assert (person.webauthn, queries.passkey(b"theirs")) == ([], None)
        assert (person.tf_primary_method, person.tf_totp_secret, person.mf_recovery_codes) == (None, None, None)
    assert visit().post("/sign-in", {"email": "tara@example.org", **NEW}).location == "/"


def test_a_new_password_opens_the_door_that_vain_tries_had_closed(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        path = link(cast)
    for _ in range(PER_ACCOUNT):
        visit().post("/sign-in", {"email": "tara@example.org", "password": "wrong"})
    assert visit().post("/sign-in", {"email": "tara@example.org", "password": PASSWORD}).status_code == 429
    visit().post(path, NEW)
    assert visit().post("/sign-in", {"email": "tara@example.org", **NEW}).status_code == 303


CHANGES = [("reset", actions.reset_password), ("change", actions.set_password)]


@pytest.mark.parametrize(("_how", "change"), CHANGES)
def test_a_link_that_opens_nothing_any_more_is_forgotten(
    cast: Cast, store: Any, _how: str, change: Callable[..., None]
) -> None:
    with store():
        link(cast)
        tara, tom = (queries.person(player.person_id) for player in (cast.tara, cast.tom))
        assert tara
        assert tom
        actions.send_reset(tom, "", now=now())
        change(tara, "hashed", now=now())
        kept = {letter.to_address: (letter.link != "", letter.body != "") for letter in letters()}
        assert kept == {"tara@example.org": (False, False), "tom@example.org": (True, True)}
        assert {letter.until > now() for letter in letters() if letter.until} == {True}


@pytest.mark.usefixtures("mail")
@pytest.mark.parametrize("email", ["tara@example.org", "nobody@example.org"])
def test_nobody_asks_for_letters_without_end(visit: Visit, cast: Cast, store: Any, email: str) -> None:
    for _ in range(PER_ACCOUNT):
        assert visit().post("/forgotten", {"email": email}).status_code == 200
    closed = visit().post("/forgotten", {"email": email.upper()})
    assert (closed.status_code, "Too many letters were asked for." in words(closed)) == (429, True)
    assert visit().post("/forgotten", {"email": "tom@example.org"}).status_code == 200  # another's door is open
    assert visit().post("/sign-in", {"email": "tara@example.org", "password": PASSWORD}).status_code == 303
    with store():
        assert len([letter for letter in letters() if letter.to_address == email]) in (0, PER_ACCOUNT)


@pytest.mark.usefixtures("mail")
def test_nobody_asks_for_letters_to_everybody(visit: Visit, cast: Cast, store: Any) -> None:
    visit().post("/forgotten", {"email": "nobody@example.org"})
    with store():
        db.session.get_one(Throttle, "reset-from:127.0.0.1").failures = PER_ADDRESS - 1
    assert visit().post("/forgotten", {"email": "noone@example.org"}).status_code == 200
    assert visit().post("/forgotten", {"email": "tara@example.org"}).status_code == 429


def test_a_link_works_once(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        first, second = link(cast), link(cast)
    visit().post(first, NEW)
    for path in (first, second):  # a newer link dies with the old password as well
        for answer in (visit().get(path), visit().post(path, NEW)):
            assert answer.status_code == 410
            assert "This link has done its work" in words(answer)


@pytest.mark.parametrize("token", ["x", "%00", "%FF", "a.b.c", "x" * 4000, "..", "WyJ4Il0.x.y"])
def test_an_invented_link_opens_nothing(visit: Visit, cast: Cast, token: str) -> None:
    assert visit().get(f"/reset/{token}").status_code in (404, 410)
    assert visit().post(f"/reset/{token}", NEW).status_code in (404, 410)


def test_who_was_shut_out_meanwhile_changes_nothing(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        path = link(cast)
        db.session.execute(update(Person).where(Person.id == cast.tara.person_id).values(active=False))
    assert visit().post(path, NEW).status_code == 410


WEAK: list[tuple[dict[str, Any], str]] = [
    ({}, "Enter a password."),
    ({"password": "short", "again": "short"}, "Use at least 12 characters"),
    ({"password": "x" * 1001, "again": "x" * 1001}, "Use at least 12 characters"),
    ({**NEW, "again": "another new password"}, "The two passwords differ."),
    ({"password": NEW["password"]}, "The two passwords differ."),
]


@pytest.mark.parametrize(("sent", "says"), WEAK)
def test_a_weak_or_mistyped_password_is_explained(
    visit: Visit, cast: Cast, store: Any, sent: dict[str, Any], says: str
) -> None:
    with store():
        path = link(cast)
    answer = visit().post(path, sent)
    assert answer.status_code == 422
    assert says in words(answer)
    assert NEW["password"] not in answer.text
