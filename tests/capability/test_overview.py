"""What the organisation can do by itself: each figure with its definition and the list it counts."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.certification import story
from tests.certification.story import TODAY_NOON, Ids
from tests.visiting import Visitor, words
from trainer.certification import actions
from trainer.certification.lifecycle import StatusChange, Vote
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.organisations import actions as people

Visit = Callable[..., Visitor]
PAGES = ("capability", "capability/certificates", "capability/pipeline/certified")


@pytest.mark.parametrize(
    ("who", "figures", "names"),
    [
        ("cora", 200, 200),
        ("lena", 200, 200),
        ("udo", 200, 200),
        ("ada", 200, 403),
        ("pat", 403, 403),
        ("ana", 403, 403),
        ("tara", 403, 403),
        ("abel", 403, 403),
        ("olga", 404, 404),
    ],
)
def test_who_sees_what(visit: Visit, cast: Cast, who: str, figures: int, names: int) -> None:
    visitor = visit(getattr(cast, who))
    found = [visitor.get(f"/o/acme/{page}").status_code for page in PAGES]
    assert found == [figures, figures, names]


def test_on_the_first_day_nothing_is_shown_as_nothing(visit: Visit, cast: Cast) -> None:
    page = words(visit(cast.cora).get("capability"))
    assert "0 certified facilitators 0 on the way 0 end within 90 days" in page
    assert "Nobody is certified yet." in page
    assert "Learning 0 – –" in page
    assert "No certificate was issued yet." in words(visit(cast.cora).get("capability/certificates"))
    assert "Nobody is at this stage." in words(visit(cast.cora).get("capability/pipeline/learning"))


def test_figures_and_the_lists_behind_them_agree(
    visit: Visit, cast: Cast, store: Any, clock: Any, certified: Ids
) -> None:
    with store():
        unit = people.add_unit(certified.organisation, "Lyon", by=cast.ada.member, now=TODAY_NOON)
        cast.tara.member.unit_id = unit.id
        story.begin(cast.tom)
    clock.set(2026, 11, 24)
    cora = visit(cast.cora)
    page = words(cora.get("capability"))
    assert "as of 24 November 2026, 12:00." in page
    assert "1 certified facilitator 1 on the way 0 end within 90 days" in page
    assert "Learning 1 78 1" in page  # 78 days since 7 September, and so stuck
    assert "Tara Trainee Lyon 22 November 2027 Valid" in page
    listed = words(cora.get("capability/pipeline/learning"))
    assert "Tom Trainee – Set facilitator 7 September 2026 78 stuck" in listed
    assert "Tara Trainee Lyon Set facilitator 23 November 2026 1" in words(cora.get("capability/pipeline/certified"))
    assert "stuck" not in words(cora.get("capability/pipeline/certified"))


@pytest.mark.parametrize(
    ("day", "change", "figures", "standing"),
    [
        ((2027, 8, 23), None, "1 certified facilitator 0 on the way 0 end within 90 days", "Valid"),
        ((2027, 8, 24), None, "1 certified facilitator 0 on the way 1 ends within 90 days", "Valid, ends soon"),
        ((2027, 11, 23), None, "0 certified facilitators 0 on the way 0 end within 90 days", "Expired"),
        ((2026, 11, 24), StatusChange.SUSPENDED, "0 certified facilitators", "Suspended"),
        ((2026, 11, 24), StatusChange.REVOKED, "0 certified facilitators", "Revoked"),
    ],
)
def test_only_what_is_in_force_today_is_counted(
    visit: Visit, cast: Cast, store: Any, clock: Any, certified: Ids, day: Any, change: Any, figures: str, standing: str
) -> None:
    if change:
        with store():
            held = story.certificate_of(certified)
            actions.change_certificate(held, change, reason="Why.", by=cast.lena.member, now=TODAY_NOON)
    clock.set(*day)
    cora = visit(cast.cora)
    assert figures in words(cora.get("capability"))
    row = f"Tara Trainee – 23 November 2026 22 November 2027 {standing}"
    assert row in words(cora.get("capability/certificates"))


def test_a_person_with_two_certificates_is_one_facilitator(
    visit: Visit, cast: Cast, store: Any, certified: Ids
) -> None:
    with store():
        story.decided(cast, story.call(cast, certified), Vote.CONDITIONAL, "With a colleague.")
    cora = visit(cast.cora)
    page = words(cora.get("capability"))
    assert "1 certified facilitator 0" in page
    assert "Tara Trainee – 22 May 2027 Valid on condition" in page
    listed = words(cora.get("capability/certificates"))
    assert listed.index("22 May 2027 Valid on condition") < listed.index("22 November 2027 Superseded")


@pytest.mark.parametrize("name", ["nowhere", "dormant", "LEARNING", "%00", "x" * 2000, "😀"])
def test_there_is_no_such_stage(visit: Visit, cast: Cast, name: str) -> None:
    assert visit(cast.cora).get(f"capability/pipeline/{name}").status_code == 404


def test_every_stage_has_its_list(visit: Visit, cast: Cast) -> None:
    for state in EnrolmentState:
        status = visit(cast.cora).get(f"capability/pipeline/{state.value}").status_code
        assert status == (404 if state in ("dormant", "suspended", "withdrawn") else 200)


def test_an_administrator_sees_figures_and_no_way_to_files(visit: Visit, cast: Cast, certified: Ids) -> None:
    for page in PAGES[:2]:
        text = visit(cast.ada).get(page).text
        assert "Tara Trainee" in text
        assert certified.certificate_page not in text
        assert "capability/pipeline" not in text


def test_another_organisations_people_are_not_counted(visit: Visit, cast: Cast, certified: Ids) -> None:
    page = words(visit(cast.olga).get("capability"))
    assert "0 certified facilitators 0 on the way" in page
    assert "Tara" not in page


def test_it_takes_few_statements(visit: Visit, cast: Cast, statements: Any, certified: Ids) -> None:
    cora = visit(cast.cora)
    for page in PAGES:
        cora.get(page)
        with statements() as sent:
            cora.get(page)
        assert len(sent) <= 6, page
