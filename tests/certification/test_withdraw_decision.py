"""Dissolving a panel: nothing is decided, and the candidate stands where they stood before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.certification import story
from tests.certification.story import Ids
from tests.visiting import Visitor, words
from trainer.certification.lifecycle import Vote
from trainer.organisations.duties import Duty

Visit = Callable[..., Visitor]
WHY = {"reason": "Pia is ill for months."}


def test_a_panel_is_dissolved_and_another_one_called(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    cora = visit(cast.cora)
    assert "Dissolve this panel" in words(cora.get(called.decision_page))
    answer = cora.post(f"{called.decision_page}/withdraw", WHY)
    assert answer.status_code == 303
    assert "The panel is dissolved." in words(cora.get(answer.location))
    page = words(cora.get(called.decision_page))
    assert "This panel was dissolved. Pia is ill for months." in page
    assert "Dissolve this panel" not in page
    assert "Tara Trainee 23 November 2026 Dissolved" in words(cora.get("decisions"))
    with store():
        assert story.verbs(called)[-2:] == ["enrolment.observation_ready", "decision.withdrawn"]
        assert story.decision_of(called).outcome is None
        again = story.call(cast, called)
        assert story.decision_of(again).number == 2


@pytest.mark.parametrize(
    ("outcome", "state"), [(Vote.CERTIFIED, "certified"), (Vote.CONDITIONAL, "conditional"), (Vote.NOT_YET, "not_yet")]
)
def test_who_was_decided_about_before_stands_where_they_stood(
    visit: Visit, cast: Cast, store: Any, clock: Any, called: Ids, outcome: Vote, state: str
) -> None:
    later = story.TODAY_NOON + timedelta(days=30)
    with store():
        ids = story.decided(cast, called, outcome, "With a colleague.")
        ids = story.released(cast, story.released(cast, ids, at=later), at=later)
        ids = story.call(cast, ids, now=later)
    clock.set(2026, 12, 23)
    assert visit(cast.lena).post(f"{ids.decision_page}/withdraw", WHY).status_code == 303
    with store():
        assert story.state_of(ids) == state


@pytest.mark.parametrize("sent", [{}, {"reason": " "}, {"reason": "x" * 2001}])
def test_it_needs_a_reason(visit: Visit, cast: Cast, store: Any, called: Ids, sent: dict[str, str]) -> None:
    answer = visit(cast.cora).post(f"{called.decision_page}/withdraw", sent)
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert sent.get("reason", "").strip() in answer.text
    with store():
        assert story.decision_of(called).state == "open"


@pytest.mark.parametrize(("who", "status"), [("pat", 403), ("udo", 403), ("tara", 404), ("ana", 404), ("olga", 404)])
def test_who_may_not(visit: Visit, cast: Cast, called: Ids, who: str, status: int) -> None:
    url = f"/o/acme/{called.decision_page}/withdraw"
    assert visit(getattr(cast, who)).get(url).status_code == status
    assert visit(getattr(cast, who)).post(url, WHY).status_code == status


@pytest.mark.parametrize("votes", [{}, {"pia": Vote.NOT_YET}, {"pia": Vote.NOT_YET, "lena": Vote.CERTIFIED}])
def test_who_sits_on_the_panel_does_not_dissolve_it(
    visit: Visit, cast: Cast, store: Any, ready: Ids, votes: dict[str, Vote]
) -> None:
    with store():
        ids = story.call(cast, ready, cast.lena, cast.pia)
        story.cast_votes(ids, cast, **votes)
    lena = visit(cast.lena)
    answer = lena.post(f"{ids.decision_page}/withdraw", WHY)
    assert answer.status_code == 403
    assert "You sit on this panel." in words(answer)
    assert "Dissolve this panel" not in words(lena.get(ids.decision_page))
    assert visit(cast.cora).post(f"{ids.decision_page}/withdraw", WHY).status_code == 303


def test_nor_does_the_candidates_manager(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    with store():
        cast.tara.member.manager_id = cast.cora.member_id
    cora = visit(cast.cora)
    answer = cora.post(f"{called.decision_page}/withdraw", WHY)
    assert answer.status_code == 403
    assert "A manager dissolves no panel about a report." in words(answer)
    assert "Dissolve this panel" not in words(cora.get(called.decision_page))
    assert visit(cast.lena).post(f"{called.decision_page}/withdraw", WHY).status_code == 303


@pytest.mark.parametrize(
    ("who", "open_", "dissolved"),
    [("lena", False, True), ("udo", False, True), ("cora", False, False), ("pat", True, True), ("pia", False, False)],
)
def test_leads_and_auditors_read_the_votes_of_a_dissolved_panel(
    visit: Visit, cast: Cast, store: Any, called: Ids, who: str, open_: bool, dissolved: bool
) -> None:
    with store():
        story.cast_votes(called, cast, pat=Vote.NOT_YET)
    reader = visit(getattr(cast, who))
    assert ("pat has read all of it." in words(reader.get(called.decision_page))) is open_
    visit(cast.cora).post(f"{called.decision_page}/withdraw", WHY)
    assert ("pat has read all of it." in words(reader.get(called.decision_page))) is dissolved


def test_nobody_dissolves_the_panel_about_themselves(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    with store():
        story.give(cast, cast.tara, Duty.TRAINEE, Duty.COORDINATOR)
    assert visit(cast.tara).post(f"{called.decision_page}/withdraw", WHY).status_code == 404


def test_a_recorded_decision_is_not_dissolved(visit: Visit, cast: Cast, certified: Ids) -> None:
    answer = visit(cast.cora).post(f"{certified.decision_page}/withdraw", WHY)
    assert answer.status_code == 403
    assert "This decision is closed." in words(answer)


def test_a_dissolved_panel_votes_no_more(visit: Visit, cast: Cast, called: Ids) -> None:
    visit(cast.cora).post(f"{called.decision_page}/withdraw", WHY)
    sent = {"vote": "certified", "reason": "All the same."}
    assert visit(cast.pat).post(f"{called.decision_page}/vote", sent).status_code == 403
    assert visit(cast.tara).get(called.decision_page).status_code == 404
