"""The page of one candidate's readiness: who sees it, what it says, and where it leads."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.certification import story
from tests.certification.conftest import Chapter
from tests.certification.story import Ids, draft
from tests.visiting import Visitor, words
from trainer.certification.lifecycle import Vote
from trainer.db import new_id

Visit = Callable[..., Visitor]


def low(cast: Cast) -> Ids:
    """Levels that are exactly at one cut and just below another."""
    ids = story.released(cast, story.learn(cast.tara), draft(3), draft(2))
    return story.released(cast, ids, draft(3), draft(3, strengths="no"), at=story.SECOND, reflect=False)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("tara", 200),
        ("cora", 200),
        ("lena", 200),
        ("pat", 200),
        ("udo", 200),
        ("tom", 404),
        ("ana", 404),
        ("abel", 404),
        ("ada", 404),
        ("olga", 404),
    ],
)
def test_who_sees_it(visit: Visit, cast: Cast, ready: Ids, who: str, status: int) -> None:
    assert visit(getattr(cast, who)).get(f"/o/acme/{ready.readiness_page}").status_code == status


def test_nobody_sees_it_without_signing_in_or_of_another_organisation(visit: Visit, cast: Cast, ready: Ids) -> None:
    assert visit().get(ready.readiness_page).status_code in (302, 303, 401)
    assert visit(cast.olga).get(ready.readiness_page).status_code == 404
    assert visit(cast.cora).get(f"readiness/{new_id()}").status_code == 404
    assert visit(cast.cora).get("readiness/x").status_code == 404


def test_it_says_what_is_missing_who_acts_and_how_it_was_computed(visit: Visit, cast: Cast, chapter: Chapter) -> None:
    page = words(visit(cast.cora).get(chapter(low).readiness_page))
    assert "3 requirements are open." in page
    assert "Reflections 3 of 4 submitted. The trainee acts. Missing" in page
    assert "1 of 6 lines are below the policy. The trainee acts." in page
    assert "Mean of all criteria: 2.72, below 2.90" in page
    assert "B2 Strengths: 2.66, at least 2.00" in page  # 8/3: three voices, and no zero for the hole
    assert "A2 Questions before advice: 2.75, at least 2.75" in page
    assert ".." not in page
    assert "Call a panel" not in page


def test_two_ratings_apart_wait_for_the_lead(visit: Visit, cast: Cast, store: Any, ready: Ids) -> None:
    with store():
        story.rated(cast, story.asked(cast, ready, story.SECOND), draft(2), draft(4), at=story.SECOND)
    page = words(visit(cast.cora).get(ready.readiness_page))
    assert "S-0003 12 October 2026 Set 4 Counts Held" in page
    assert "Mean of all criteria: 3.00" in page  # nothing of what is not released


def test_somebody_who_is_certified_is_called_to_renew(visit: Visit, cast: Cast, certified: Ids) -> None:
    page = words(visit(cast.cora).get(certified.readiness_page))
    assert "Certified until 22 November 2027." in page
    assert "Call a panel to renew" in page
    assert "23 November 2026 – 22 November 2027 Valid" in page


def test_the_open_decision_is_linked_for_those_who_may_open_it(
    visit: Visit, cast: Cast, store: Any, called: Ids
) -> None:
    for who, linked in (("cora", True), ("pat", True), ("udo", True), ("tara", False)):
        page = visit(getattr(cast, who)).get(called.readiness_page)
        assert (called.decision_page in page.text) is linked, who
    with store():
        story.give(cast, cast.pat)
        story.give(cast, cast.ana, story.Duty.PANEL)
    page = visit(cast.ana).get(called.readiness_page)
    assert page.status_code == 200
    assert called.decision_page not in page.text


def test_it_takes_few_statements(visit: Visit, cast: Cast, statements: Any, ready: Ids) -> None:
    cora = visit(cast.cora)
    cora.get(ready.readiness_page)
    with statements() as sent:
        cora.get(ready.readiness_page)
    assert len(sent) <= 12


def test_a_candidate_for_whom_it_is_not_yet_is_shown_as_such(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    with store():
        story.decided(cast, called, Vote.NOT_YET)
    assert "Set facilitator · Not yet · as of 23 November 2026" in words(visit(cast.cora).get(called.readiness_page))
