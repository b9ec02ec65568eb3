"""Where somebody begins: their only organisation, a choice of several, or a word about what is missing."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import MONDAY, Cast, Player, organisation
from tests.visiting import Visitor, words
from trainer.accounts.queries import person
from trainer.db import db
from trainer.organisations import actions
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member

Visit = Callable[..., Visitor]


def belong(player: Player, slug: str, *duties: Duty) -> None:
    """Give somebody a place in a further organisation."""
    where = organisation(slug)
    actions.add_member(where.id, player.name, duties, by=None, now=MONDAY, person=person(player.person_id))


HOMES = [
    ("tara", "/o/acme/path"),
    ("ana", "/o/acme/assess"),
    ("lena", "/o/acme/sessions"),
    ("pat", "/o/acme/decisions"),
    ("cora", "/o/acme/sessions"),
    ("abel", "/o/acme/author"),
    ("udo", "/o/acme/decisions"),
    ("ada", "/o/acme/capability"),
    ("olga", "/o/other/path"),
]


@pytest.mark.parametrize(("who", "home"), HOMES)
def test_who_belongs_to_one_organisation_begins_there_by_duty(visit: Visit, cast: Cast, who: str, home: str) -> None:
    visitor = visit(getattr(cast, who))
    slug = home.split("/")[2]
    assert visitor.get("/").location == f"/o/{slug}/"
    answer = visitor.get(f"/o/{slug}/")
    assert (answer.status_code, answer.location) == (303, home)
    assert visitor.get(answer.location, follow_redirects=True).status_code == 200


def test_who_belongs_to_several_chooses(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        belong(cast.tara, "other", Duty.TRAINEE)
    page = visit(cast.tara).get("/")
    assert page.status_code == 200
    assert 'href="/o/acme/"' in page.text
    assert 'href="/o/other/"' in page.text


def test_the_choice_can_be_asked_for(visit: Visit, cast: Cast) -> None:
    page = visit(cast.tara).get("/?all=1")
    assert (page.status_code, 'href="/o/other/"' in page.text) == (200, False)


def test_who_belongs_nowhere_is_told_what_to_do(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        db.session.get_one(Member, (cast.tara.organisation_id, cast.tara.member_id)).left_at = MONDAY
    tara = visit(cast.tara)
    assert "You have no place in an organisation yet." in words(tara.get("/"))
    assert tara.get("/o/acme/").status_code == 404


def test_who_holds_no_duty_is_told_whom_to_ask(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        actions.change_duties(cast.tara.member, set(), by=cast.ada.member, now=MONDAY)
    tara = visit(cast.tara)
    assert tara.get("/o/acme/").location == "/o/acme/welcome"
    assert "Ask your coordinator or an administrator" in words(tara.get("/o/acme/welcome"))


@pytest.mark.parametrize("slug", ["other", "nothing", "%00", "ACME", "x" * 5000, "%FF"])
def test_any_other_organisation_does_not_exist(visit: Visit, cast: Cast, slug: str) -> None:
    assert visit(cast.tara).get(f"/o/{slug}/").status_code == 404


def test_nobody_is_asked_to_sign_in(visit: Visit, cast: Cast) -> None:
    assert visit().get("/").location == "/sign-in"
    assert visit().get("/o/nothing/welcome").location == "/sign-in?next=/o/nothing/welcome"
