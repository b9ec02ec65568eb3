"""An organisation's name, colour, time zone and units."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.cast import Cast, organisation
from tests.entries import verbs
from tests.visiting import Visitor, words
from trainer.db import db
from trainer.organisations.models import Unit

Visit = Callable[..., Visitor]
NEW = {"name": "Acme & Sons", "colour": "#AA3300", "timezone": "Asia/Tokyo"}


def units(cast: Cast) -> list[str]:
    query = select(Unit.name).where(Unit.organisation_id == cast.ada.organisation_id).order_by(Unit.name)
    return list(db.session.scalars(query))


def test_an_administrator_changes_how_the_organisation_looks(visit: Visit, cast: Cast, store: Any) -> None:
    ada = visit(cast.ada)
    assert ada.post("settings", NEW).location == "/o/acme/settings"
    page = ada.get("settings")
    assert "Acme &amp; Sons" in page.text
    assert 'href="/theme/aa3300.css"' in page.text
    assert ada.get("/theme/aa3300.css").status_code == 200
    with store():
        acme = organisation("acme")
        assert (acme.colour, acme.timezone) == ("#aa3300", "Asia/Tokyo")
        assert verbs(acme.id)[-1] == "organisation.changed"
        assert organisation("other").name == "Other"


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "name"),
    ({"name": " \x00"}, "name"),
    ({"name": "x" * 121}, "name"),
    ({"colour": "red"}, "colour"),
    ({"colour": "#12345"}, "colour"),
    ({"colour": "#123456\n"}, "colour"),
    ({"colour": ["", "#123456"]}, "colour"),
    ({"colour": b"\xff"}, "colour"),
    ({"timezone": "Atlantis"}, "timezone"),
    ({"timezone": "Factory"}, "timezone"),
    ({"timezone": ""}, "timezone"),
]


@pytest.mark.parametrize(("change", "field"), MISTAKES)
def test_mistakes_are_explained_with_everything_kept(
    visit: Visit, cast: Cast, store: Any, change: dict[str, Any], field: str
) -> None:
    answer = visit(cast.ada).post("settings", {**NEW, **change})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "<title>Error:" in answer.text
    if field != "name":
        assert 'value="Acme &amp; Sons"' in answer.text
    with store():
        assert organisation("acme").name == "Acme"


def test_what_is_not_sent_stays_as_it_is(visit: Visit, cast: Cast, store: Any) -> None:
    assert visit(cast.ada).post("settings", {"name": "Acme Two"}).status_code == 303
    with store():
        acme = organisation("acme")
        assert (acme.name, acme.colour, acme.timezone) == ("Acme Two", "#2f5d50", "Europe/London")


def test_a_unit_is_named(visit: Visit, cast: Cast, store: Any) -> None:
    ada = visit(cast.ada)
    assert ada.post("units", {"name": " North <1> "}).location == "/o/acme/settings"
    assert "North &lt;1&gt;" in ada.get("settings").text
    with store():
        assert units(cast) == ["North <1>"]
        assert verbs(cast.ada.organisation_id)[-1] == "unit.added"


WRONG: list[tuple[Any, str]] = [
    ("", "Enter a name."),
    ("  \x00 ", "Enter a name."),
    ("North", "There is a unit of that name already."),
    (" North ", "There is a unit of that name already."),
    ("x" * 121, "120"),
]


@pytest.mark.parametrize(("name", "says"), WRONG)
def test_a_unit_needs_a_name_of_its_own(visit: Visit, cast: Cast, store: Any, name: Any, says: str) -> None:
    ada = visit(cast.ada)
    ada.post("units", {"name": "North"})
    answer = ada.post("units", {"name": name})
    assert answer.status_code == 422
    assert says in words(answer)
    assert 'href="#unit-name"' in answer.text
    assert 'id="unit-name"' in answer.text
    assert 'value="Acme"' in answer.text  # the other form of the page keeps what is true
    assert 'href="#name"' not in answer.text
    with store():
        assert units(cast) == ["North"]


@pytest.mark.parametrize("who", ["tara", "ana", "lena", "pat", "cora", "abel", "udo"])
def test_only_administrators_come_here(visit: Visit, cast: Cast, who: str) -> None:
    visitor = visit(getattr(cast, who))
    answers = visitor.get("settings"), visitor.post("settings", NEW), visitor.post("units", {"name": "North"})
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert "This page is for: administrator." in words(answers[0])


def test_another_organisations_settings_are_unknown(visit: Visit, cast: Cast) -> None:
    olga = visit(cast.olga)
    assert olga.get("/o/acme/settings").status_code == 404
    assert olga.post("/o/acme/settings", NEW).status_code == 404
