"""The people of an organisation, who invites them, and who changes their duties."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from tests.cast import MONDAY, Cast, organisation
from tests.entries import verbs
from tests.visiting import Visitor, words
from trainer.db import db, new_id
from trainer.organisations import actions
from trainer.organisations.duties import Duty
from trainer.organisations.models import Invitation, Member, Unit
from trainer.outbox import Letter

Visit = Callable[..., Visitor]
NELE = {"name": "Nele New", "email": "Nele@Example.org", "duties": ["trainee", "assessor"], "unit": ""}


def invitations() -> list[Invitation]:
    return list(db.session.scalars(select(Invitation).order_by(Invitation.invited_at)))


@pytest.mark.parametrize("who", ["cora", "ada"])
def test_the_list_holds_everybody_of_this_organisation(visit: Visit, cast: Cast, who: str) -> None:
    seen = words(visit(getattr(cast, who)).get("people"))
    assert "11 people have a place here." in seen
    assert "Tara Trainee" in seen
    assert "Olga" not in seen


@pytest.mark.parametrize("who", ["tara", "ana", "lena", "pat", "abel", "udo"])
def test_nobody_else_sees_it(visit: Visit, cast: Cast, who: str) -> None:
    visitor = visit(getattr(cast, who))
    for place in ("people", "people/invite", f"people/{cast.tom.member_id}"):
        answer = visitor.get(place)
        assert answer.status_code == 403
        assert "This page is for: coordinator, administrator." in words(answer)
    assert visitor.post("people/invite", NELE).status_code == 403


def test_an_invitation_writes_a_place_a_letter_and_an_entry(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        unit = actions.add_unit(cast.cora.organisation_id, "North", by=cast.ada.member, now=MONDAY).id
    answer = visit(cast.cora).post("people/invite", {**NELE, "unit": str(unit)})
    assert answer.status_code == 200
    assert "No letters leave this installation." in words(answer)
    with store():
        (invitation,) = invitations()
        member = db.session.get_one(Member, (cast.cora.organisation_id, invitation.member_id))
        assert (invitation.email, member.name, member.unit_id) == ("nele@example.org", "Nele New", unit)
        assert member.person_id is None
        letter = db.session.scalar(select(Letter))
        assert letter
        assert letter.link in words(answer)
        assert actions.digest(letter.link.rpartition("/")[2]) == invitation.token_digest
        assert "Cora Coordinator invites you" in letter.body
        assert verbs(cast.cora.organisation_id)[-2:] == ["member.added", "member.invited"]
    seen = words(visit(cast.cora).get("people"))
    assert "Nele New nele@example.org" in seen
    assert "11 people" in seen  # who has not come yet has no place


GIVEN = [duty.value for duty in Duty if duty.value in ("trainee", "assessor", "panel")]
KEPT = [duty.value for duty in Duty if duty.value not in GIVEN]


@pytest.mark.parametrize("duty", KEPT)
def test_a_coordinator_gives_nobody_more_than_they_may(visit: Visit, cast: Cast, store: Any, duty: str) -> None:
    cora, ada = visit(cast.cora), visit(cast.ada)
    assert f'value="{duty}"' not in cora.get("people/invite").text
    assert f'value="{duty}"' in ada.get("people/invite").text
    answer = cora.post("people/invite", {**NELE, "duties": ["trainee", duty]})
    assert (answer.status_code, "not a valid choice" in words(answer)) == (422, True)
    with store():
        assert invitations() == []
    assert ada.post("people/invite", {**NELE, "duties": ["trainee", duty]}).status_code == 200
    with store():
        (id,) = (one.id for one in invitations())
    assert "Invite again" not in words(cora.get("people"))
    assert "Invite again" in words(ada.get("people"))
    refused = cora.post(f"invitations/{id}/again")
    assert refused.status_code == 403
    assert "Ask an administrator to invite anybody else." in words(refused)
    assert ada.post(f"invitations/{id}/again").status_code == 200


def test_a_coordinator_gives_these(visit: Visit, cast: Cast, store: Any) -> None:
    assert visit(cast.cora).post("people/invite", {**NELE, "duties": GIVEN}).status_code == 200
    with store():
        (id,) = (one.id for one in invitations())
    assert visit(cast.cora).post(f"invitations/{id}/again").status_code == 200


def test_what_was_added_to_an_invited_person_counts(visit: Visit, cast: Cast, store: Any) -> None:
    visit(cast.cora).post("people/invite", NELE)
    with store():
        (one,) = invitations()
        id, where = one.id, f"people/{one.member_id}"
    assert visit(cast.ada).post(where, {"duties": ["administrator"]}).status_code == 303
    assert visit(cast.cora).post(f"invitations/{id}/again").status_code == 403


def test_the_same_duty_twice_is_one_duty(visit: Visit, cast: Cast, store: Any) -> None:
    assert visit(cast.cora).post("people/invite", {**NELE, "duties": ["trainee", "trainee"]}).status_code == 200


MISTAKES: list[tuple[dict[str, Any], str, str]] = [
    ({"name": ""}, "name", "Enter their name."),
    ({"name": "\x00 "}, "name", "Enter their name."),
    ({"name": "x" * 121}, "name", "120"),
    ({"email": ""}, "email", "Enter their e-mail address."),
    ({"email": "nele"}, "email", "Enter an address such as"),
    ({"email": "x" * 3000 + "@example.org"}, "email", "Enter an address such as"),
    ({"email": "tom@example.org"}, "email", "a member already"),
    ({"email": "TOM@example.org"}, "email", "a member already"),
    ({"duties": []}, "duties-0", "Choose at least one duty."),
    ({"duties": ["king"]}, "duties-0", "not a valid choice"),
    ({"unit": "x"}, "unit", "Not a valid choice"),
    ({"unit": str(new_id())}, "unit", "Not a valid choice"),
]


@pytest.mark.parametrize(("change", "field", "says"), MISTAKES)
def test_mistakes_are_explained_with_everything_kept(
    visit: Visit, cast: Cast, store: Any, change: dict[str, Any], field: str, says: str
) -> None:
    with store():
        actions.add_unit(cast.cora.organisation_id, "North", by=cast.ada.member, now=MONDAY)
    answer = visit(cast.cora).post("people/invite", {**NELE, **change})
    assert answer.status_code == 422
    assert says in words(answer)
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    if "name" not in change:
        assert 'value="Nele New"' in answer.text
    if "duties" not in change:
        assert answer.text.count("checked") == 2
    with store():
        assert invitations() == []


def test_a_unit_of_another_organisation_is_no_unit(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        actions.add_unit(cast.cora.organisation_id, "North", by=cast.ada.member, now=MONDAY)
        foreign = actions.add_unit(cast.olga.organisation_id, "South", by=cast.olga.member, now=MONDAY).id
    answer = visit(cast.cora).post("people/invite", {**NELE, "unit": str(foreign)})
    assert answer.status_code == 422
    assert "South" not in answer.text


def test_an_address_is_invited_once_at_a_time(visit: Visit, cast: Cast, store: Any) -> None:
    cora = visit(cast.cora)
    cora.post("people/invite", NELE)
    answer = cora.post("people/invite", {**NELE, "email": "nele@example.org"})
    assert answer.status_code == 422
    assert "This address is invited already." in words(answer)
    assert visit(cast.olga).post("people/invite", NELE).status_code == 200  # elsewhere that is no matter
    with store():
        for one in invitations():
            one.expires_at = MONDAY
    assert cora.post("people/invite", NELE).status_code == 200


def test_inviting_again_replaces_the_link(visit: Visit, cast: Cast, store: Any) -> None:
    cora = visit(cast.cora)
    cora.post("people/invite", NELE)
    with store():
        (first,) = invitations()
        id = first.id
        old = str(db.session.scalar(select(Letter.link)))
    answer = cora.post(f"invitations/{id}/again")
    assert answer.status_code == 200
    assert old not in answer.text
    assert visit().get(urlsplit(old).path).status_code == 410
    with store():
        first, second = invitations()
        assert (first.withdrawn_at is None, second.member_id) == (False, first.member_id)
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 2
        assert db.session.scalars(select(Letter.link).where(Letter.once == str(id))).all() == [""]
        assert verbs(cast.cora.organisation_id)[-1] == "member.invited"
    assert cora.post(f"invitations/{id}/again").status_code == 404  # the old one is gone


def test_an_accepted_invitation_is_not_sent_again(visit: Visit, cast: Cast, store: Any) -> None:
    visit(cast.cora).post("people/invite", NELE)
    with store():
        (one,) = invitations()
        id, one.accepted_at = one.id, MONDAY
    answer = visit(cast.cora).post(f"invitations/{id}/again")
    assert answer.status_code == 403
    assert "This invitation was accepted." in words(answer)
    assert visit(cast.olga).post(f"invitations/{id}/again").status_code == 404
    assert visit(cast.tara).post(f"invitations/{id}/again").status_code == 403


def test_an_administrator_changes_duties(visit: Visit, cast: Cast, store: Any) -> None:
    ada = visit(cast.ada)
    where = f"people/{cast.tom.member_id}"
    assert "tom@example.org" in words(ada.get(where))
    assert ada.post(where, {"duties": ["trainee", "author", "author"]}).status_code == 303
    assert "Saved." in words(ada.get(where))
    assert visit(cast.tom).get("author").status_code == 200
    with store():
        assert cast.tom.member.duties == {Duty.TRAINEE, Duty.AUTHOR}
        assert verbs(cast.tom.organisation_id)[-1] == "member.duties_changed"
    ada.post(where, {})
    with store():
        assert cast.tom.member.duties == set()


@pytest.mark.parametrize("duties", [["king"], ["trainee", ""], ["\x00"], ["x" * 10_000], [b"\xff"]])
def test_a_duty_that_does_not_exist_is_refused(visit: Visit, cast: Cast, store: Any, duties: list[str]) -> None:
    assert visit(cast.ada).post(f"people/{cast.tom.member_id}", {"duties": duties}).status_code == 422
    with store():
        assert cast.tom.member.duties == {Duty.TRAINEE}


def test_nobody_changes_their_own_duties(visit: Visit, cast: Cast, store: Any) -> None:
    answer = visit(cast.ada).post(f"people/{cast.ada.member_id}", {"duties": ["panel", "administrator"]})
    assert answer.status_code == 403
    assert "Nobody changes their own duties." in words(answer)
    assert "Save" not in words(visit(cast.ada).get(f"people/{cast.ada.member_id}"))


def test_a_coordinator_looks_but_does_not_change(visit: Visit, cast: Cast, store: Any) -> None:
    cora, where = visit(cast.cora), f"people/{cast.tom.member_id}"
    assert "This page is for: administrator." in words(cora.get(where))
    assert cora.post(where, {"duties": ["panel"]}).status_code == 403
    with store():
        assert cast.tom.member.duties == {Duty.TRAINEE}


def manager_of(cast: Cast) -> Any:
    return cast.tom.member.manager_id


def test_an_administrator_says_who_manages_whom(visit: Visit, cast: Cast, store: Any) -> None:
    ada, where = visit(cast.ada), f"people/{cast.tom.member_id}"
    assert "Line manager nobody" in words(ada.get(where))
    assert ada.post(f"{where}/manager", {"manager": str(cast.lena.member_id)}).location == f"/o/acme/{where}"
    page = ada.get(where)
    assert "Line manager Lena Lead" in words(page)
    assert f'selected value="{cast.lena.member_id}"' in page.text
    with store():
        assert manager_of(cast) == cast.lena.member_id
        assert cast.tom.member.duties == {Duty.TRAINEE}
        assert verbs(cast.tom.organisation_id)[-1] == "member.manager_changed"
    assert ada.post(f"{where}/manager", {"manager": ""}).status_code == 303
    with store():
        assert manager_of(cast) is None


def test_nobody_is_managed_by_themselves_by_their_report_or_from_elsewhere(
    visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        actions.change_manager(cast.sam.member, cast.tom.member, by=cast.ada.member, now=MONDAY)
        actions.leave(cast.pia.member, by=cast.ada.member, now=MONDAY)
    ada, where = visit(cast.ada), f"people/{cast.tom.member_id}"
    page = ada.get(where)
    for wrong in (cast.tom, cast.sam, cast.olga, cast.pia):
        assert f'value="{wrong.member_id}"' not in page.text
        answer = ada.post(f"{where}/manager", {"manager": str(wrong.member_id), "duties": ["panel"]})
        assert (answer.status_code, 'href="#manager"' in answer.text) == (422, True)
        assert answer.text.count("checked") == 1  # the duties are shown as they are
    for silly in ("x", "\x00", str(new_id()), "0" * 5000):
        assert ada.post(f"{where}/manager", {"manager": silly}).status_code == (303 if silly == "\x00" else 422)
    with store():
        assert (manager_of(cast), cast.tom.member.duties) == (None, {Duty.TRAINEE})


def test_nobody_chooses_their_own_manager_or_leaves_by_themselves(visit: Visit, cast: Cast, store: Any) -> None:
    ada, where = visit(cast.ada), f"people/{cast.ada.member_id}"
    for act, says in (("manager", "Nobody chooses their own line manager."), ("leave", "Ask another administrator.")):
        answer = ada.post(f"{where}/{act}", {"manager": ""})
        assert (answer.status_code, says in words(answer)) == (403, True)
    assert "They have left" not in words(ada.get(where))
    cora = visit(cast.cora)
    for act in ("manager", "leave", "back"):
        assert cora.post(f"people/{cast.tom.member_id}/{act}").status_code == 403
        assert act not in re.findall(r'action="[^"]*/(\w+)"', cora.get(f"people/{cast.tom.member_id}").text)


def test_who_has_left_holds_nothing_and_comes_in_no_longer(visit: Visit, cast: Cast, store: Any) -> None:
    ada, tom, where = visit(cast.ada), visit(cast.tom), f"people/{cast.tom.member_id}"
    assert tom.get("learn").status_code == 200
    assert ada.post(f"{where}/leave").location == f"/o/acme/{where}"
    page = words(ada.get(where))
    assert "Tom Trainee has left." in page
    assert "Save" not in page
    assert tom.get("learn").status_code == 404
    seen = words(ada.get("people"))
    assert "10 people have a place here." in seen
    assert "Have left Tom Trainee" in seen
    for act, data in (("", {"duties": ["panel"]}), ("/manager", {"manager": ""}), ("/leave", {})):
        assert ada.post(f"{where}{act}", data).status_code == 403
    assert "they can be taken back" in words(ada.post("people/invite", {**NELE, "email": cast.tom.email}))
    with store():
        assert cast.tom.member.duties == set()
        assert cast.tom.member.left_at
        assert verbs(cast.tom.organisation_id)[-1] == "member.left"


def test_who_comes_back_has_their_place_and_no_duty(visit: Visit, cast: Cast, store: Any) -> None:
    ada, where = visit(cast.ada), f"people/{cast.tom.member_id}"
    assert ada.post(f"{where}/back").status_code == 403  # they are here
    ada.post(f"{where}/leave")
    assert ada.post(f"{where}/back").location == f"/o/acme/{where}"
    assert visit(cast.tom).get("").location == "/o/acme/welcome"
    assert ada.post(where, {"duties": ["trainee"]}).status_code == 303
    with store():
        assert (cast.tom.member.left_at, cast.tom.member.duties) == (None, {Duty.TRAINEE})
        assert "member.taken_back" in verbs(cast.tom.organisation_id)


def test_who_was_invited_and_has_left_is_let_in_no_longer(visit: Visit, cast: Cast, store: Any) -> None:
    visit(cast.cora).post("people/invite", NELE)
    with store():
        (one,) = invitations()
        where, link = f"people/{one.member_id}", urlsplit(str(db.session.scalar(select(Letter.link)))).path
    ada = visit(cast.ada)
    assert visit().get(link).status_code == 200
    assert ada.post(f"{where}/leave").status_code == 303
    assert visit().get(link).status_code == 410
    assert ada.post(f"{where}/back").status_code == 403  # they are invited anew
    with store():
        assert db.session.scalar(select(Letter.body)) == ""
    assert ada.post("people/invite", NELE).status_code == 200


@pytest.mark.parametrize("id", ["other", "none", "zero", "word"])
def test_a_person_of_another_organisation_is_unknown(visit: Visit, cast: Cast, id: str) -> None:
    ids = {"other": cast.olga.member_id, "none": new_id(), "zero": "0" * 8 + "-0000-0000-0000-" + "0" * 12, "word": "x"}
    ada = visit(cast.ada)
    assert ada.get(f"people/{ids[id]}").status_code == 404
    assert ada.post(f"people/{ids[id]}", {"duties": ["trainee"]}).status_code == 404


def test_people_of_both_organisations_meet_nowhere(cast: Cast, store: Any) -> None:
    with store():
        actions.add_unit(organisation("other").id, "South", by=cast.olga.member, now=MONDAY)
        assert db.session.scalars(select(Unit).where(Unit.organisation_id == cast.ada.organisation_id)).all() == []
