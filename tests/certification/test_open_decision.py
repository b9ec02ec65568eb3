"""Calling a panel: for whom, by whom, with whom; a refusal gives its reason and writes nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from tests.certification import story
from tests.certification.conftest import Chapter
from tests.certification.story import TODAY_NOON, Ids
from tests.visiting import Visitor, words
from trainer.audit import AuditEntry
from trainer.certification.lifecycle import Vote
from trainer.certification.models import Decision, PanelSeat
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.db import db, new_id
from trainer.organisations.duties import Duty
from trainer.outbox import Letter
from trainer.web import Refused

Visit = Callable[..., Visitor]


def begun(cast: Cast) -> Ids:
    return story.begin(cast.tara)


def half_way(cast: Cast) -> Ids:
    return story.released(cast, story.learn(cast.tara))


def rows() -> list[int | None]:
    return [db.session.scalar(select(func.count()).select_from(table)) for table in (Decision, PanelSeat, AuditEntry)]


def send(visit: Visit, cast: Cast, ids: Ids, *names: str, who: str = "cora") -> Any:
    members = [str(getattr(cast, name).member_id) for name in names]
    return visit(getattr(cast, who)).post(ids.panel_page, {"members": members})


def test_a_panel_is_called_and_everyone_on_it_has_a_letter(visit: Visit, cast: Cast, store: Any, ready: Ids) -> None:
    cora = visit(cast.cora)
    assert "Call a panel" in words(cora.get(ready.readiness_page))
    answer = send(visit, cast, ready, "pat", "pia")
    assert answer.status_code == 303
    with store():
        decision = db.session.scalars(select(Decision)).one()
        assert (decision.number, decision.state, decision.outcome) == (1, "open", None)
        assert story.state_of(ready) is EnrolmentState.UNDER_REVIEW
        letters = list(db.session.scalars(select(Letter).where(Letter.kind == "panel")))
        assert {letter.to_name for letter in letters} == {"Pat Panel", "Pia Panel"}
        assert all(letter.link.endswith(answer.location) for letter in letters)
        assert not any("Tara" in letter.body + letter.subject for letter in letters)
        assert story.verbs(ready)[-2:] == ["enrolment.under_review", "decision.opened"]
    assert "The open decision" in words(cora.get(ready.readiness_page))


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("pat",), "The policy asks for a panel of 2."),
        (("pat", "pat"), "The policy asks for a panel of 2."),
        (("ana", "sam"), "At least 1 of the panel must have rated nothing of this trainee."),
    ],
)
def test_a_panel_that_may_not_decide_is_refused_and_nothing_is_written(
    visit: Visit, cast: Cast, store: Any, ready: Ids, names: tuple[str, ...], says: str
) -> None:
    with store():
        for player in (cast.ana, cast.sam):
            story.give(cast, player, Duty.ASSESSOR, Duty.PANEL)
        before = rows()
    answer = send(visit, cast, ready, *names)
    assert answer.status_code == 403
    assert says in words(answer)
    with store():
        assert rows() == before
        assert story.state_of(ready) is EnrolmentState.OBSERVATION_READY


def test_a_rater_may_sit_beside_somebody_who_rated_nothing(visit: Visit, cast: Cast, store: Any, ready: Ids) -> None:
    with store():
        story.give(cast, cast.ana, Duty.ASSESSOR, Duty.PANEL)
    assert "Ana Assessor (rated this trainee)" in words(visit(cast.cora).get(ready.panel_page))
    assert send(visit, cast, ready, "ana", "pat").status_code == 303


def test_the_manager_and_the_trainee_cannot_be_chosen(visit: Visit, cast: Cast, store: Any, ready: Ids) -> None:
    with store():
        cast.tara.member.manager_id = cast.lena.member_id
        story.give(cast, cast.tara, Duty.TRAINEE, Duty.PANEL)
        before = rows()
    page = words(visit(cast.cora).get(ready.panel_page))
    assert "Lena Lead A manager never decides about a report." in page
    assert "Tara Trainee Nobody decides about themselves." in page
    for names in (("lena", "pat"), ("tara", "pat"), ("cora", "pat"), ("olga", "pat")):
        answer = send(visit, cast, ready, *names)
        assert answer.status_code == 422
        assert answer.text.count("checked") == 1
    with store():
        assert rows()[:2] == before[:2]


@pytest.mark.parametrize("sent", [{}, {"members": []}, {"members": ["x"]}, {"members": [str(new_id())]}])
def test_somebody_must_be_chosen(visit: Visit, cast: Cast, ready: Ids, sent: dict[str, Any]) -> None:
    answer = visit(cast.cora).post(ready.panel_page, sent)
    assert answer.status_code == 422
    assert 'href="#members-0"' in answer.text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("cora", 200),
        ("lena", 200),
        ("tara", 403),
        ("pat", 403),
        ("udo", 403),
        ("ana", 404),
        ("abel", 404),
        ("olga", 404),
    ],
)
def test_who_calls_panels(visit: Visit, cast: Cast, ready: Ids, who: str, status: int) -> None:
    assert visit(getattr(cast, who)).get(f"/o/acme/{ready.panel_page}").status_code == status


def test_nobody_calls_a_panel_about_themselves(visit: Visit, cast: Cast, store: Any, ready: Ids) -> None:
    with store():
        story.give(cast, cast.tara, Duty.TRAINEE, Duty.COORDINATOR)
    answer = send(visit, cast, ready, "pat", "pia", who="tara")
    assert answer.status_code == 403
    assert "Nobody calls a panel about themselves." in words(answer)


def test_a_manager_calls_no_panel_about_a_report(visit: Visit, cast: Cast, store: Any, ready: Ids) -> None:
    with store():
        cast.tara.member.manager_id = cast.cora.member_id
    cora = visit(cast.cora)
    assert "Call a panel" not in words(cora.get(ready.readiness_page))
    assert cora.get(ready.panel_page).status_code == 403
    answer = send(visit, cast, ready, "pat", "pia")
    assert answer.status_code == 403
    assert "A manager calls no panel about a report." in words(answer)
    with store():
        assert rows()[0] == 0
    assert send(visit, cast, ready, "pat", "pia", who="lena").status_code == 303


def test_after_not_yet_another_panel_waits_for_new_evidence(
    visit: Visit, cast: Cast, store: Any, clock: Any, called: Ids
) -> None:
    with store():
        story.decided(cast, called, Vote.NOT_YET)
    cora = visit(cast.cora)
    page = words(cora.get(called.readiness_page))
    assert "Since then 0 of 2 new sessions were released. The trainee acts." in page
    assert "Call a panel" not in page
    assert "Ready for a panel" not in words(cora.get("decisions"))
    assert "coordinator calls a panel" not in words(visit(cast.tara).get("path"))
    answer = send(visit, cast, called, "pat", "pia")
    assert answer.status_code == 403
    assert "Since then 0 of 2 new sessions were released." in words(answer)
    with store():
        ids = story.released(cast, called, at=TODAY_NOON + timedelta(days=1))
        story.released(cast, ids, at=TODAY_NOON + timedelta(days=8))
    clock.set(2026, 12, 22)
    assert "The next one is called on 23 December 2026 or later." in words(send(visit, cast, called, "pat", "pia"))
    clock.set(2026, 12, 23)
    assert "Ready for a panel" in words(cora.get("decisions"))
    assert send(visit, cast, called, "pat", "pia").status_code == 303


def test_something_missing_keeps_a_panel_from_being_called(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(half_way)
    assert "Something is still missing" in words(visit(cast.cora).get(ids.panel_page))
    assert "Call a panel" not in words(visit(cast.cora).get(ids.readiness_page))
    answer = send(visit, cast, ids, "pat", "pia")
    assert answer.status_code == 403
    assert "Something is still missing" in words(answer)
    with store():
        assert rows()[0] == 0


def test_who_has_just_begun_cannot_be_put_to_a_panel(visit: Visit, cast: Cast, chapter: Chapter) -> None:
    answer = send(visit, cast, chapter(begun), "pat", "pia")
    assert answer.status_code == 403
    assert "“learning” cannot become “under review”" in words(answer)


def test_two_panels_at_once_are_refused(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    answer = send(visit, cast, called, "pat", "pia")
    assert answer.status_code == 403
    with store():
        assert rows()[0] == 1


def test_the_action_refuses_without_any_page(cast: Cast, store: Any, ready: Ids) -> None:
    with store():
        cast.tara.member.manager_id = cast.lena.member_id
    with store():
        for players, says in (((cast.tara, cast.pat), "themselves"), ((cast.lena, cast.pat), "manager")):
            with pytest.raises(Refused, match=says):
                story.call(cast, ready, *players)
        assert rows()[0] == 0


def test_sessions_that_have_become_too_old_close_the_way_again(
    visit: Visit, cast: Cast, clock: Any, ready: Ids
) -> None:
    clock.set(2027, 9, 14)
    assert "Call a panel" in words(visit(cast.cora).get(ready.readiness_page))
    clock.set(2027, 9, 15)
    assert "1 still to be held" in words(visit(cast.cora).get(ready.readiness_page))
    assert send(visit, cast, ready, "pat", "pia").status_code == 403
