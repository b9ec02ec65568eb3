"""One's own account: looks, password, and the proof asked for before anything about signing in changes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import pytz  # type: ignore[import-untyped]
from babel.dates import get_timezone

from tests.cast import MONDAY, PASSWORD, Cast
from tests.entries import installation_verbs
from tests.visiting import Visitor, words
from trainer.accounts import actions, queries
from trainer.accounts.forms import TIME_ZONES
from trainer.accounts.throttle import PER_ACCOUNT
from trainer.db import new_id

Visit = Callable[..., Visitor]
PROFILE = {"name": "Tara T.", "timezone": "Asia/Tokyo", "theme": "dark"}
CHANGE = {"present": PASSWORD, "password": "a wholly new password", "again": "a wholly new password"}
STALE = {"fs_paa": datetime(2020, 1, 1, tzinfo=UTC).timestamp()}
GUARDED = [
    ("GET", "/account/authenticator"),
    ("POST", "/account/authenticator/remove"),
    ("POST", "/account/passkeys/remove"),
    ("POST", "/account/passkeys/offer"),
    ("POST", "/account/passkeys"),
]


def test_nobody_signed_in_has_no_account(visit: Visit, cast: Cast) -> None:
    assert visit().get("/account").location == "/sign-in?next=/account"
    assert visit().post("/account", PROFILE).location == "/sign-in"
    for method, path in GUARDED:
        assert visit().client.open(path, method=method).status_code in (303, 400)


def test_name_and_looks_are_changed(visit: Visit, cast: Cast, store: Any) -> None:
    tara = visit(cast.tara)
    assert tara.post("/account", PROFILE).location == "/account"
    page = tara.get("/account")
    assert 'data-theme="dark"' in page.text
    assert "Tara T." in words(page)
    with store():
        person = queries.person(cast.tara.person_id)
        assert person
        assert (person.timezone, person.theme) == ("Asia/Tokyo", "dark")
        assert installation_verbs()[-1] == "person.profile_changed"


def test_every_time_zone_that_is_offered_can_be_used(app: Any, cast: Cast) -> None:
    zones = [choice.value for choice in TIME_ZONES]
    assert {"Europe/London", "Asia/Tokyo", "UTC"} <= set(zones)
    for zone in zones:
        assert get_timezone(zone).utcoffset(MONDAY.replace(tzinfo=None)) is not None
    assert pytz.all_timezones_set.issuperset(zones)


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "Enter a name."),
    ({"name": " \x00 "}, "Enter a name."),
    ({"name": "x" * 121}, "Use at most 120 characters."),
    ({"timezone": "Atlantis"}, "Not a valid choice"),
    ({"timezone": "Factory"}, "Not a valid choice"),  # known to the system, not to what shows the times
    ({"theme": "pink"}, "Not a valid choice"),
    ({"theme": "\x00dark"}, ""),
    ({"theme": ["pink", "dark"]}, "Not a valid choice"),
]


@pytest.mark.parametrize(("change", "says"), MISTAKES)
def test_mistakes_are_explained_with_everything_kept(
    visit: Visit, cast: Cast, change: dict[str, Any], says: str
) -> None:
    answer = visit(cast.tara).post("/account", {**PROFILE, **change})
    if not says:
        assert answer.status_code == 303
        return
    assert answer.status_code == 422
    assert says in words(answer)
    if "name" not in change:
        assert 'value="Tara T."' in answer.text


def test_a_new_password_ends_every_other_session_and_keeps_this_one(visit: Visit, cast: Cast, store: Any) -> None:
    here, there = visit(cast.tara), visit(cast.tara)
    kept = visit()
    kept.post("/sign-in", {"email": "tara@example.org", "password": PASSWORD, "remember": "y"})
    assert here.post("/account/password", CHANGE).location == "/account"
    assert "Other devices are signed out." in words(here.get("/account"))
    assert there.get("/account").status_code == 303
    assert kept.get("/account").status_code == 303
    assert visit(cast.tom).get("/account").status_code == 200
    assert visit().post("/sign-in", {"email": "tara@example.org", "password": CHANGE["password"]}).status_code == 303
    with store():
        assert installation_verbs()[-2:] == ["person.password_changed", "person.signed_in"]


WRONG = [
    ({"present": "wrong"}, "That is not your password."),
    ({"present": ""}, "Enter your present password."),
    ({"again": "something else"}, "The two passwords differ."),
    ({"password": "short", "again": "short"}, "Use at least 12 characters"),
    ({"present": "\x00"}, "Enter your present password."),
]


@pytest.mark.parametrize(("change", "says"), WRONG)
def test_a_password_is_changed_by_who_knows_it(visit: Visit, cast: Cast, change: dict[str, str], says: str) -> None:
    tara = visit(cast.tara)
    answer = tara.post("/account/password", {**CHANGE, **change})
    assert answer.status_code == 422
    assert says in words(answer)
    assert PASSWORD not in answer.text
    assert visit().post("/sign-in", {"email": "tara@example.org", "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize(("page", "field"), [("/account/confirm", "password"), ("/account/password", "present")])
def test_who_guesses_at_an_open_session_finds_the_door_closed(visit: Visit, cast: Cast, page: str, field: str) -> None:
    tara = visit(cast.tara)
    for _ in range(PER_ACCOUNT):
        assert tara.post(page, {**CHANGE, field: "wrong guess"}).status_code == 422
    answer = tara.post(page, {**CHANGE, field: PASSWORD})
    assert answer.status_code == 422
    assert "Too many tries." in words(answer)


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_the_password_is_asked_for_once_more(visit: Visit, cast: Cast, method: str, path: str) -> None:
    tara = visit(cast.tara)
    for proved in ({}, STALE):
        with tara.client.session_transaction() as session:
            session.update(proved)
        answer = tara.get(path) if method == "GET" else tara.post(path)
        target = path if method == "GET" else "/account"
        assert (answer.status_code, answer.location) == (303, f"/account/confirm?next={target}")


def test_after_the_proof_one_goes_on_where_one_was(visit: Visit, cast: Cast) -> None:
    tara = visit(cast.tara)
    where = tara.get("/account/authenticator").location
    assert "Enter your password once more" in words(tara.get(where))
    wrong = tara.post(where, {"password": "wrong"})
    assert (wrong.status_code, "That is not your password." in words(wrong)) == (422, True)
    assert tara.post(where, {}).status_code == 422
    done = tara.post(where, {"password": PASSWORD})
    assert (done.status_code, done.location) == (303, "/account/authenticator")
    assert tara.get("/account/authenticator").status_code == 200


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\t/evil.example", "", "/\\evil"])
def test_the_proof_leads_nowhere_else(visit: Visit, cast: Cast, wanted: str) -> None:
    answer = visit(cast.tara).post("/account/confirm", {"password": PASSWORD, "next": wanted})
    assert answer.location == "/account"


def with_passkey(store: Any, cast: Cast, name: str = "Phone") -> str:
    with store():
        person = queries.person(cast.tom.person_id)
        assert person
        made = actions.add_passkey(person, name, new_id().bytes, b"key", 0, synced=True, now=MONDAY)
        return str(made.id)


def test_a_passkey_is_removed_by_whose_it_is(visit: Visit, cast: Cast, store: Any) -> None:
    id = with_passkey(store, cast)
    for player, left in ((cast.tara, 1), (cast.tom, 0)):
        visitor = visit()
        visitor.post("/sign-in", {"email": player.email, "password": PASSWORD})
        for sent in ("", "x", str(new_id()), id):
            assert visitor.post("/account/passkeys/remove", {"id": sent}).location == "/account"
        with store():
            person = queries.person(cast.tom.person_id)
            assert person
            assert len(person.webauthn) == left
    with store():
        assert installation_verbs()[-1] == "person.passkey_removed"
