"""Signing in with a password, the door that closes, and signing out."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.cast import PASSWORD, Cast
from tests.entries import installation_verbs
from tests.visiting import Visitor, words
from trainer.accounts.models import Person, Throttle
from trainer.accounts.throttle import PER_ACCOUNT
from trainer.clock import now
from trainer.db import db

Visit = Callable[..., Visitor]
TARA = {"email": "tara@example.org", "password": PASSWORD}
WRONG = "The address or the password is not right."


def test_the_right_password_opens_the_door(visit: Visit, cast: Cast, store: Any) -> None:
    visitor = visit()
    answer = visitor.post("/sign-in", {**TARA, "email": " TARA@Example.org "})
    assert (answer.status_code, answer.location) == (303, "/")
    assert visitor.get("/").location == "/o/acme/"
    with store():
        assert installation_verbs()[-1] == "person.signed_in"


VAIN = [
    {**TARA, "password": "wrong"},
    {**TARA, "password": PASSWORD.upper()},
    {**TARA, "email": "nobody@example.org"},
    {**TARA, "email": "x" * 254},
    {**TARA, "email": "tara@example.org\n"},
    {**TARA, "email": "%' OR 1=1 --"},
]


@pytest.mark.parametrize("sent", VAIN)
def test_everybody_else_hears_the_same(visit: Visit, cast: Cast, sent: dict[str, str]) -> None:
    visitor = visit()
    answer = visitor.post("/sign-in", sent)
    if sent["email"].strip() == TARA["email"] and sent["password"] == PASSWORD:
        assert answer.status_code == 303  # white space around an address is nobody's fault
        return
    assert answer.status_code == 422
    assert WRONG in words(answer)
    assert sent["password"] not in answer.text
    assert visitor.get("/account").status_code == 303


MISSING: list[tuple[dict[str, Any], str]] = [
    ({}, "Enter your e-mail address."),
    ({"email": "tara@example.org"}, "Enter your password."),
    ({"password": PASSWORD}, "Enter your e-mail address."),
    ({"email": "x" * 255, "password": "x"}, "254"),
    ({"email": "\x00", "password": "\x00"}, "Enter your e-mail address."),
    ({"email": b"\xff", "password": ["x" * 1001, "y"]}, "1000"),
]


@pytest.mark.parametrize(("sent", "says"), MISSING)
def test_what_is_missing_is_asked_for(visit: Visit, cast: Cast, sent: dict[str, Any], says: str) -> None:
    answer = visit().post("/sign-in", sent)
    assert answer.status_code == 422
    assert says in words(answer)


def test_somebody_without_a_password_or_who_was_shut_out_stays_outside(visit: Visit, cast: Cast, store: Any) -> None:
    for values in ({"password": None}, {"active": False}):
        with store():
            db.session.execute(update(Person).where(Person.id == cast.tara.person_id).values(**values))
        answer = visit().post("/sign-in", TARA)
        assert (answer.status_code, WRONG in words(answer)) == (422, True)


NEXT = [
    ("/o/acme/learn?x=1", "/o/acme/learn?x=1"),
    ("//evil.example/", "/"),
    ("https://evil.example/", "/"),
    ("/\t/evil.example", "/"),
    ("/a\r\nSet-Cookie: x=y", "/"),
]


@pytest.mark.parametrize(("wanted", "where"), NEXT)
def test_one_goes_on_where_one_was_but_never_elsewhere(visit: Visit, cast: Cast, wanted: str, where: str) -> None:
    answer = visit().post("/sign-in", {**TARA, "next": wanted})
    assert (answer.status_code, answer.location) == (303, where)
    assert answer.headers.get("Set-Cookie", "").count("x=y") == 0


def test_the_page_asked_for_comes_after_signing_in(visit: Visit, cast: Cast) -> None:
    visitor = visit()
    asked = visitor.get("/o/acme/learn?a=b")
    assert asked.location == "/sign-in?next=/o/acme/learn?a%3Db"
    form = visitor.get(asked.location)
    assert 'name="next" value="/o/acme/learn?a=b"' in form.text
    assert visitor.post("/sign-in", {**TARA, "next": "/o/acme/learn?a=b"}).location == "/o/acme/learn?a=b"


def test_a_form_sent_while_signed_out_is_not_replayed(visit: Visit, cast: Cast) -> None:
    assert visit().post("/o/acme/people/invite", {"name": "x"}).location == "/sign-in"


def test_a_door_closes_after_vain_tries_even_for_the_right_password(visit: Visit, cast: Cast, store: Any) -> None:
    for _ in range(PER_ACCOUNT):
        assert visit().post("/sign-in", {**TARA, "password": "wrong"}).status_code == 422
    answer = visit().post("/sign-in", TARA)
    assert answer.status_code == 429
    assert "Too many tries. Wait a quarter of an hour" in words(answer)
    assert visit().post("/sign-in", {**TARA, "email": "tom@example.org"}).status_code == 303  # another's is open
    with store():
        later = timedelta(minutes=-16)
        for row in db.session.scalars(select(Throttle)):
            row.since, row.closed_until = row.since + later, row.closed_until and row.closed_until + later
    assert visit().post("/sign-in", TARA).status_code == 303
    with store():
        assert installation_verbs().count("person.sign_in_failed") == PER_ACCOUNT
        assert [row.key for row in db.session.scalars(select(Throttle))] == ["address:127.0.0.1"]


def test_an_address_closes_after_many_accounts(visit: Visit, cast: Cast, store: Any) -> None:
    assert visit().post("/sign-in", {**TARA, "email": "nobody@example.org"}).status_code == 422
    with store():
        db.session.get_one(Throttle, "address:127.0.0.1").failures = 29
    assert visit().post("/sign-in", {**TARA, "email": "noone@example.org"}).status_code == 422
    assert visit().post("/sign-in", TARA).status_code == 429


def test_signing_out_ends_the_session(visit: Visit, cast: Cast) -> None:
    visitor = visit(cast.tara)
    assert visitor.get("/account").status_code == 200
    assert visitor.post("/sign-out").location == "/sign-in"
    assert visitor.get("/account").status_code == 303
    assert visit().post("/sign-out").location == "/sign-in"  # somebody who is not in goes out all the same


def test_signing_out_ends_what_a_device_was_to_keep(visit: Visit, cast: Cast, app: Any) -> None:
    visitor = visit()
    visitor.post("/sign-in", {**TARA, "remember": "y"})
    kept = visitor.client.get_cookie("remember_token")
    assert kept
    assert kept.http_only
    with visitor.client.session_transaction() as session:
        session.clear()  # the browser was closed
    assert visitor.get("/account").status_code == 200
    with visitor.client.session_transaction() as session:
        session["csrf_token"] = "c" * 40
    assert visitor.post("/sign-out").status_code == 303
    assert visitor.client.get_cookie("remember_token") is None
    assert visitor.get("/account").status_code == 303


def test_a_device_is_kept_signed_in_for_thirty_days(visit: Visit, cast: Cast) -> None:
    visitor = visit()
    visitor.post("/sign-in", {**TARA, "remember": "y"})
    kept = visitor.client.get_cookie("remember_token")
    assert kept
    assert kept.expires
    assert timedelta(days=29) < kept.expires - now() <= timedelta(days=30)
    assert kept.same_site == "Lax"


LEFT_BEHIND = {"new_totp": "a key that another has seen", "challenge": "x", "code_for": ["x", 0, False], "fs_paa": 9e9}


def test_nothing_is_left_of_whoever_used_the_browser_before(visit: Visit, cast: Cast) -> None:
    visitor = visit()
    visitor.post("/sign-in", {**TARA, "email": "tom@example.org", "remember": "y"})
    with visitor.client.session_transaction() as session:
        session.update(LEFT_BEHIND)
    assert visitor.post("/sign-in", TARA).status_code == 303
    with visitor.client.session_transaction() as session:
        assert {"new_totp", "challenge", "code_for"}.isdisjoint(session)
        assert session["fs_paa"] < 9e9
        assert session["csrf_token"]  # a form that is open in another tab can still be sent
    assert visitor.client.get_cookie("remember_token") is None


def test_of_vain_tries_at_the_same_moment_none_is_lost(app: Any, visit: Visit, cast: Cast, store: Any) -> None:
    start = Barrier(4)

    def guess() -> None:
        visitor = visit()
        start.wait()
        visitor.post("/sign-in", {**TARA, "password": "wrong"})

    threads = [Thread(target=guess) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store():
        assert db.session.get_one(Throttle, "account:tara@example.org").failures == 4


def test_nothing_of_another_persons_sign_in_page_is_kept(visit: Visit, cast: Cast) -> None:
    answer = visit().get("/sign-in")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "Look around as" not in words(answer)
