"""The second proof: an authenticator app that is believed after one right code, and recovery codes that work once."""

import re
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import update

from tests.cast import MONDAY, PASSWORD, Cast, Player
from tests.entries import installation_verbs
from tests.visiting import Visitor, words
from trainer.accounts import actions, queries
from trainer.accounts.models import Person
from trainer.accounts.security import authenticator, new_recovery_codes, recovery_codes
from trainer.accounts.throttle import PER_ACCOUNT
from trainer.db import db

Visit = Callable[..., Visitor]
TARA = {"email": "tara@example.org", "password": PASSWORD}


def protect(player: Player) -> tuple[str, list[str]]:
    """Give somebody an authenticator app: the code of this moment and the recovery codes."""
    secret = authenticator().generate_totp_secret()
    shown, stored = new_recovery_codes()
    person = queries.person(player.person_id)
    assert person
    actions.use_authenticator(person, secret, stored, now=MONDAY)
    return authenticator().generate_totp_password(secret), shown


def waiting(visit: Visit) -> Visitor:
    """Somebody who gave the password and is asked for a code."""
    visitor = visit()
    assert visitor.post("/sign-in", {**TARA, "next": "/account"}).location == "/sign-in/code?next=/account"
    return visitor


def test_a_password_alone_does_not_open_the_door(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        protect(cast.tara)
    visitor = waiting(visit)
    assert visitor.get("/account").status_code == 303
    assert "One more proof that it is you." in words(visitor.get("/sign-in/code"))
    with store():
        assert "person.signed_in" not in installation_verbs()


def test_the_code_of_the_moment_opens_it(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        code, _ = protect(cast.tara)
    visitor = waiting(visit)
    answer = visitor.post("/sign-in/code", {"code": f" {code[:3]} {code[3:]} ", "next": "/account"})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert visitor.get("/account").status_code == 200
    with store():
        assert installation_verbs()[-1] == "person.signed_in"


def test_a_recovery_code_opens_it_once(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        _, codes = protect(cast.tara)
    assert waiting(visit).post("/sign-in/code", {"code": codes[4]}).status_code == 303
    assert waiting(visit).post("/sign-in/code", {"code": codes[4]}).status_code == 422
    assert waiting(visit).post("/sign-in/code", {"code": codes[5]}).status_code == 303
    with store():
        person = queries.person(cast.tara.person_id)
        assert person
        assert sorted(recovery_codes(person)) == sorted(set(codes) - {codes[4], codes[5]})
        assert codes[0] not in str(person.mf_recovery_codes)


def test_a_code_of_the_app_opens_it_once(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        code, _ = protect(cast.tara)
    assert waiting(visit).post("/sign-in/code", {"code": code}).status_code == 303
    again = waiting(visit).post("/sign-in/code", {"code": code})
    assert (again.status_code, "That code is not right." in words(again)) == (422, True)


@pytest.mark.parametrize("kind", ["of the app", "to recover"])
def test_a_code_that_is_sent_twice_at_once_opens_it_once(visit: Visit, cast: Cast, store: Any, kind: str) -> None:
    with store():
        code, codes = protect(cast.tara)
    visitors, start, statuses = [waiting(visit) for _ in range(3)], Barrier(3), []

    def press(visitor: Visitor) -> None:
        start.wait()
        sent = {"code": code if kind == "of the app" else codes[0]}
        statuses.append(visitor.post("/sign-in/code", sent).status_code)

    threads = [Thread(target=press, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 422, 422]


SILLY = ["", "000000", "12345", "x" * 41, "abc;def", "\x00", "١٢٣٤٥٦", ["1", "2"], b"\xff\xff\xff\xff\xff\xff"]


@pytest.mark.parametrize("code", SILLY)
def test_any_other_code_does_not(visit: Visit, cast: Cast, store: Any, code: Any) -> None:
    with store():
        protect(cast.tara)
    visitor = waiting(visit)
    answer = visitor.post("/sign-in/code", {"code": code})
    assert answer.status_code == 422
    assert 'href="#code"' in answer.text
    assert visitor.get("/account").status_code == 303


def test_who_guesses_finds_the_door_closed(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        code, _ = protect(cast.tara)
    visitor = waiting(visit)
    for _ in range(PER_ACCOUNT):
        visitor.post("/sign-in/code", {"code": "000000"})
    answer = visitor.post("/sign-in/code", {"code": code})
    assert answer.status_code == 429
    assert "Too many tries." in words(answer)


def test_who_gave_no_password_is_asked_for_it(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        code, _ = protect(cast.tara)
    for visitor in (visit(), visit(cast.tom)):
        assert visitor.get("/sign-in/code").location == "/sign-in?next="
        assert visitor.post("/sign-in/code", {"code": code}).status_code == 303
        assert "That took too long." in words(visitor.get("/sign-in"))


@pytest.mark.parametrize("values", [{"active": False}, {"tf_totp_secret": None}])
def test_what_changed_since_the_password_counts(
    visit: Visit, cast: Cast, store: Any, values: dict[str, object]
) -> None:
    with store():
        code, _ = protect(cast.tara)
    visitor = waiting(visit)
    with store():
        db.session.execute(update(Person).where(Person.id == cast.tara.person_id).values(**values))
    assert "/sign-in?" in visitor.post("/sign-in/code", {"code": code}).location
    assert visitor.get("/account").status_code == 303


def test_a_password_of_long_ago_is_asked_for_again(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        code, _ = protect(cast.tara)
    visitor = waiting(visit)
    with visitor.client.session_transaction() as session:
        person, since, remember = session["code_for"]
        session["code_for"] = [person, since - 601, remember]
    assert "/sign-in?" in visitor.post("/sign-in/code", {"code": code}).location


def fresh(visit: Visit, player: Player) -> Visitor:
    """Somebody who gave their password a moment ago."""
    visitor = visit()
    assert visitor.post("/sign-in", {"email": player.email, "password": PASSWORD}).status_code == 303
    return visitor


def test_an_app_is_believed_after_a_first_right_code(visit: Visit, cast: Cast, store: Any) -> None:
    visitor = fresh(visit, cast.tara)
    page = visitor.get("/account/authenticator")
    key = re.search(r'class="secret">([A-Z2-7 -]+)<', page.text)
    assert key
    assert "<svg" in page.text
    assert visitor.post("/account/authenticator", {"code": "000000"}).status_code == 422
    with visitor.client.session_transaction() as session:
        code = authenticator_code(visitor, session["new_totp"])
    done = visitor.post("/account/authenticator", {"code": code})
    assert done.status_code == 200
    assert done.text.count("<li>") >= 10
    assert done.headers["Cache-Control"] == "no-store"
    with store():
        person = queries.person(cast.tara.person_id)
        assert person
        assert (person.tf_primary_method, len(recovery_codes(person))) == ("authenticator", 10)
        assert installation_verbs()[-1] == "person.authenticator_added"
    assert "10 recovery codes are left." in words(visitor.get("/account"))


def authenticator_code(visitor: Visitor, secret: str) -> str:
    with visitor.app.app_context():
        return authenticator().generate_totp_password(secret)


def test_an_app_is_removed(visit: Visit, cast: Cast, store: Any) -> None:
    visitor = fresh(visit, cast.tara)
    with store():
        protect(cast.tara)
    assert visitor.post("/account/authenticator/remove").location == "/account"
    with store():
        person = queries.person(cast.tara.person_id)
        assert person
        assert (person.tf_totp_secret, person.mf_recovery_codes) == (None, None)
        assert installation_verbs()[-1] == "person.authenticator_removed"
