"""The letters of an organisation: what left, what did not, and the links to copy where nothing is sent."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.cast import MONDAY, Cast, organisation
from tests.visiting import Visitor, words
from trainer import outbox
from trainer.accounts.actions import create_person
from trainer.clock import now
from trainer.config import Mail
from trainer.db import db
from trainer.organisations import actions, queries
from trainer.organisations.duties import Duty
from trainer.organisations.models import Invitation
from trainer.outbox import Letter
from trainer.web import Application

Visit = Callable[..., Visitor]
MAIL = Mail("localhost", 25, "none", "", "", "trainer@example.org")


@pytest.fixture
def mail(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that sends letters."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mail=MAIL))


def write(store: Any, cast: Cast, name: str = "Nele New", slug: str = "acme") -> str:
    """Invite somebody; the link in their letter."""
    with store():
        by = (cast.cora if slug == "acme" else cast.olga).member
        _, link = actions.invite(
            organisation(slug), name, "n@example.org", {Duty.TRAINEE}, link_to="/invitation/TOKEN", by=by, now=MONDAY
        )
    return link


def test_an_empty_list_says_what_will_come(visit: Visit, cast: Cast) -> None:
    seen = words(visit(cast.cora).get("letters"))
    assert "No letter has been written yet." in seen
    assert "No letters leave this installation" in seen


def test_without_smtp_the_link_is_there_to_copy(visit: Visit, cast: Cast, store: Any) -> None:
    link = write(store, cast, "Nele <New>")
    page = visit(cast.cora).get("letters")
    assert link in page.text
    assert "Nele &lt;New&gt;" in page.text
    assert "To be copied" in words(page)


@pytest.mark.parametrize("duty", list(Duty))
def test_a_link_is_shown_to_whoever_may_give_what_it_gives(visit: Visit, cast: Cast, store: Any, duty: Duty) -> None:
    with store():
        to = {"link_to": "/invitation/TOKEN", "by": cast.ada.member, "now": now()}
        _, link = actions.invite(organisation("acme"), "Nele New", "n@example.org", {Duty.TRAINEE, duty}, **to)
    seen = link in visit(cast.cora).get("letters").text
    assert seen is (duty in {Duty.TRAINEE, Duty.ASSESSOR, Duty.PANEL})
    with store():
        actions.change_duties(cast.cora.member, {Duty.COORDINATOR, Duty.ADMINISTRATOR}, by=cast.ada.member, now=now())
    assert link in visit(cast.cora).get("letters").text


def test_a_link_that_has_done_its_work_is_nowhere_any_more(visit: Visit, cast: Cast, store: Any) -> None:
    link = write(store, cast)
    with store():
        invitation = db.session.scalars(select(Invitation)).one()
        person = create_person("n@example.org", "Nele", None, now=MONDAY, timezone="UTC")
        found = queries.open_invitation(invitation.organisation_id, invitation.id)
        assert found
        actions.accept_invitation(found, person, name="Nele", now=MONDAY)
    with store():
        letter = db.session.scalars(select(Letter)).one()
        assert (letter.link, letter.body, letter.sent_at) == ("", "", None)
    page = visit(cast.cora).get("letters")
    assert link not in page.text
    assert "Not needed any more" in words(page)


@pytest.mark.usefixtures("mail")
def test_with_smtp_no_link_is_shown(visit: Visit, cast: Cast, store: Any) -> None:
    link = write(store, cast)
    page = visit(cast.cora).get("letters")
    assert link not in page.text
    assert "Waiting" in words(page)


@pytest.mark.usefixtures("mail")
@pytest.mark.parametrize(("failure", "says"), [("", "Sent"), ("Timeout: <b>", "Did not leave Timeout: <b>")])
def test_what_became_of_a_letter_is_said(visit: Visit, cast: Cast, store: Any, failure: str, says: str) -> None:
    write(store, cast)
    with store():
        letter = db.session.scalars(select(Letter)).one()
        outbox.settle(letter, MONDAY, failure)
        assert bool(letter.body) is bool(failure)  # the words of a letter that left are forgotten
    page = visit(cast.cora).get("letters")
    assert says in words(page)
    assert "<b>" not in page.text


def test_the_same_news_is_told_once(cast: Cast, store: Any) -> None:
    with store():
        to = outbox.Recipient("Tara", "tara@example.org")
        facts = {"organisation": "Acme", "inviter": "Cora", "expires": MONDAY}
        for _ in range(2):
            outbox.write(cast.cora.organisation_id, "invitation", to, "/x", once="1", now=MONDAY, **facts)
            db.session.flush()
        nowhere = outbox.Recipient("A guest without an address", "")
        outbox.write(cast.cora.organisation_id, "invitation", nowhere, "/x", once="2", now=MONDAY, **facts)
        assert len(db.session.scalars(select(Letter)).all()) == 1


def test_letters_of_another_organisation_are_not_shown(visit: Visit, cast: Cast, store: Any) -> None:
    write(store, cast, "Somebody Else", "other")
    assert "Somebody Else" not in words(visit(cast.cora).get("letters"))
    assert "Somebody Else" in words(visit(cast.olga).get("letters"))


@pytest.mark.parametrize("who", ["tara", "ana", "lena", "pat", "abel", "udo", "ada"])
def test_only_coordinators_read_letters(visit: Visit, cast: Cast, who: str) -> None:
    answer = visit(getattr(cast, who)).get("letters")
    assert answer.status_code == 403
    assert "This page is for: coordinator." in words(answer)
