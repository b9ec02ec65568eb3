"""Behind the link of an invitation: as somebody new, as somebody known, too late, and twice at once."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select

from tests.cast import MONDAY, Cast, organisation
from tests.entries import installation_verbs, verbs
from tests.visiting import Visitor, words
from trainer.accounts import queries as accounts
from trainer.accounts.models import Person
from trainer.clock import now
from trainer.db import db
from trainer.organisations import actions
from trainer.organisations.duties import Duty
from trainer.organisations.models import Invitation, Member
from trainer.web import Application

Visit = Callable[..., Visitor]
NELE = {"name": "Nele Newly", "password": "a wholly new password", "again": "a wholly new password"}


def invite(store: Any, cast: Cast, email: str = "nele@example.org", slug: str = "acme") -> str:
    """The path of a fresh invitation."""
    with store():
        by = cast.cora.member if slug == "acme" else cast.olga.member
        _, link = actions.invite(
            organisation(slug), "Nele New", email, {Duty.TRAINEE}, link_to="/invitation/TOKEN", by=by, now=now()
        )
    return link


def invitation() -> Invitation:
    return db.session.scalars(select(Invitation)).one()


def test_somebody_new_takes_their_place_and_is_signed_in(visit: Visit, cast: Cast, store: Any) -> None:
    link, nele = invite(store, cast), visit()
    page = nele.get(link)
    assert "Take your place at Acme" in words(page)
    assert 'value="Nele New"' in page.text
    assert nele.post(link, NELE).location == "/o/acme/"
    assert "Nele Newly" in words(nele.get("/o/acme/learn"))
    with store():
        person = accounts.by_email("nele@example.org")
        assert person
        member = db.session.scalars(select(Member).where(Member.person_id == person.id)).one()
        assert (member.name, member.id) == ("Nele Newly", invitation().member_id)
        assert verbs(cast.cora.organisation_id)[-1] == "member.accepted"
        assert installation_verbs()[-1] == "person.created"
    sent = {"email": "nele@example.org", "password": NELE["password"]}
    assert visit().post("/sign-in", sent).status_code == 303


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "Enter a name."),
    ({"name": "\x00"}, "Enter a name."),
    ({"name": "x" * 121}, "Use at most 120 characters."),
    ({"password": "short", "again": "short"}, "Use at least 12 characters"),
    ({"again": ""}, "The two passwords differ."),
    ({"password": ["x" * 1001, "y"], "again": "x" * 1001}, "Use at least 12 characters"),
]


@pytest.mark.parametrize(("change", "says"), MISTAKES)
def test_mistakes_are_explained(visit: Visit, cast: Cast, store: Any, change: dict[str, Any], says: str) -> None:
    link = invite(store, cast)
    answer = visit().post(link, {**NELE, **change})
    assert answer.status_code == 422
    assert says in words(answer)
    assert NELE["password"] not in answer.text
    if "name" not in change:
        assert 'value="Nele Newly"' in answer.text
    assert visit().post(link, NELE).status_code == 303  # the link is still good


STALE = [{"accepted_at": MONDAY}, {"withdrawn_at": MONDAY}, {"expires_at": MONDAY}]


@pytest.mark.parametrize("values", STALE)
def test_a_link_that_is_no_longer_open_opens_nothing(
    visit: Visit, cast: Cast, store: Any, values: dict[str, Any]
) -> None:
    link = invite(store, cast)
    with store():
        for name, value in values.items():
            setattr(invitation(), name, value)
    for answer in (visit().get(link), visit().post(link, NELE)):
        assert answer.status_code == 410
        assert "This invitation is no longer open" in words(answer)
    with store():
        assert accounts.by_email("nele@example.org") is None


@pytest.mark.parametrize("token", ["x", "%00", "%FF", "x" * 5000, "TOKEN", "'--"])
def test_an_invented_link_opens_nothing(visit: Visit, cast: Cast, token: str) -> None:
    assert visit().get(f"/invitation/{token}").status_code in (404, 410)
    assert visit().post(f"/invitation/{token}", NELE).status_code in (404, 410)


def test_a_link_works_once(visit: Visit, cast: Cast, store: Any) -> None:
    link = invite(store, cast)
    assert [visit().post(link, NELE).status_code for _ in range(2)] == [303, 410]


def test_somebody_known_joins_with_one_press(visit: Visit, cast: Cast, store: Any) -> None:
    link, olga = invite(store, cast, "Olga@example.org"), visit(cast.olga)
    assert "One press, and you belong to Acme as well." in words(olga.get(link))
    assert olga.post(link).location == "/o/acme/"
    assert olga.get("/o/acme/learn").status_code == 200
    with store():
        assert verbs(cast.cora.organisation_id)[-1] == "member.accepted"
        member = db.session.get_one(Member, (cast.cora.organisation_id, invitation().member_id))
        assert (member.person_id, member.name) == (cast.olga.person_id, cast.olga.name)


def test_somebody_known_signs_in_first(visit: Visit, cast: Cast, store: Any) -> None:
    link = invite(store, cast, cast.olga.email)
    page = visit().get(link)
    assert f'href="/sign-in?next={link}"' in page.text
    assert "olga@example.org, who signs in here already" in words(page)
    stranger = visit(cast.tom)
    assert "You are signed in as tom@example.org now." in words(stranger.get(link))
    for nobody in (visit(), stranger):
        assert nobody.post(link, NELE).status_code == 200
    with store():
        assert invitation().accepted_at is None


def test_who_has_a_place_already_is_told_so(visit: Visit, cast: Cast, store: Any) -> None:
    link = invite(store, cast, cast.tom.email)
    for answer in (visit(cast.tom).get(link), visit(cast.tom).post(link)):
        assert answer.status_code == 409
        assert "You have a place at Acme already." in words(answer)


def both(app: Application, visitors: list[Visitor], link: str) -> list[int]:
    """Send the same acceptance at the same moment; the statuses of the answers."""
    start, statuses = Barrier(len(visitors)), []

    def press(visitor: Visitor) -> None:
        start.wait()
        statuses.append(visitor.post(link, NELE).status_code)

    threads = [Thread(target=press, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def test_two_at_once_and_one_comes_in(app: Application, visit: Visit, cast: Cast, store: Any) -> None:
    link = invite(store, cast)
    first, *others = both(app, [visit() for _ in range(3)], link)
    assert first == 303
    assert set(others) <= {409, 410}
    with store():
        assert verbs(cast.cora.organisation_id).count("member.accepted") == 1
        assert len(db.session.scalars(select(Person).where(Person.email == "nele@example.org")).all()) == 1


def test_somebody_known_who_presses_twice_joins_once(app: Application, visit: Visit, cast: Cast, store: Any) -> None:
    link = invite(store, cast, cast.olga.email)
    first, *others = both(app, [visit(cast.olga) for _ in range(3)], link)
    assert first == 303
    assert set(others) <= {409, 410}
    with store():
        assert verbs(cast.cora.organisation_id).count("member.accepted") == 1
