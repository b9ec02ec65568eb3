"""Decisions: who finds which in the list, and what a panel, an auditor and the candidate see of one."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.certification import story
from tests.certification.conftest import Chapter
from tests.certification.story import TODAY_NOON, Ids, draft
from tests.visiting import Visitor, words
from trainer.certification.lifecycle import Vote
from trainer.db import new_id
from trainer.organisations.duties import Duty

Visit = Callable[..., Visitor]


def moderated(cast: Cast) -> Ids:
    """A panel about somebody of whom two assessors thought differently."""
    ids = story.released(cast, story.learn(cast.tara), draft(4), draft(2), settle=dict.fromkeys(story.CRITERIA, 3))
    ids = story.released(cast, ids, draft(3, strengths="no"), draft(3), at=story.SECOND)
    return story.call(cast, ids)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("cora", 200),
        ("lena", 200),
        ("pat", 200),
        ("udo", 200),
        ("tara", 403),
        ("ana", 403),
        ("ada", 403),
        ("abel", 403),
    ],
)
def test_who_has_the_list(visit: Visit, cast: Cast, who: str, status: int) -> None:
    answer = visit(getattr(cast, who)).get("decisions")
    assert answer.status_code == status
    assert "No decision is open." in words(answer) or status == 403


def test_candidates_are_listed_for_those_who_call_panels(visit: Visit, cast: Cast, ready: Ids) -> None:
    for who, listed in (("cora", True), ("lena", True), ("udo", True), ("pat", False)):
        page = words(visit(getattr(cast, who)).get("decisions"))
        assert (
            "Candidates Tara Trainee Being observed, since 7 September 2026 Ready for a panel" in page
        ) or not listed
        assert ("Tara Trainee" in page) is listed


def test_who_is_ready_stands_on_top(visit: Visit, cast: Cast, store: Any, ready: Ids) -> None:
    with store():
        story.released(cast, story.learn(cast.tom))
        enrolment = story.enrolment_of(ready)
        enrolment.state_since = TODAY_NOON  # Tom has been waiting for longer
    page = words(visit(cast.cora).get("decisions"))
    assert "Tara Trainee Being observed, since 23 November 2026 Ready for a panel Tom Trainee since" in page
    assert page.count("Ready for a panel") == 1


def test_who_has_no_certificate_in_force_any_more_is_a_candidate_again(
    visit: Visit, cast: Cast, store: Any, clock: Any, certified: Ids
) -> None:
    cora = visit(cast.cora)
    assert "Candidates" not in words(cora.get("decisions")).split("People decide")[1]
    with store():
        story.suspend(cast, certified)
    assert "Candidates Tara Trainee since 23 November 2026 Certified" in words(cora.get("decisions"))
    with store():
        story.revoke(cast, certified)
    assert "Candidates Tara Trainee Certified, since 23 November 2026 Ready for a panel" in words(cora.get("decisions"))
    clock.set(2027, 11, 23)
    assert "Candidates Tara Trainee since 23 November 2026 Certified" in words(cora.get("decisions"))


def test_a_panel_member_sees_their_own_decisions_only(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    with store():
        story.give(cast, cast.sam, Duty.PANEL)
    pat = visit(cast.pat)
    assert "Open Tara Trainee Called 23 November 2026 You vote" in words(pat.get("decisions"))
    assert "Tara" not in words(visit(cast.sam).get("decisions"))
    assert "With the panel" in words(visit(cast.cora).get("decisions"))
    with store():
        story.cast_votes(called, cast, pat=Vote.CERTIFIED)
    assert "You have voted" in words(pat.get("decisions"))


def test_closed_ones_stay_in_the_list(visit: Visit, cast: Cast, certified: Ids) -> None:
    assert "Closed Tara Trainee 23 November 2026 Certified" in words(visit(cast.pat).get("decisions"))


@pytest.mark.parametrize(
    ("who", "open_", "closed"),
    [
        ("pat", 200, 200),
        ("pia", 200, 200),
        ("cora", 200, 200),
        ("lena", 200, 200),
        ("udo", 200, 200),
        ("tara", 404, 200),
        ("tom", 404, 404),
        ("ana", 404, 404),
        ("ada", 404, 404),
        ("olga", 404, 404),
    ],
)
def test_who_sees_a_decision(
    visit: Visit, cast: Cast, store: Any, called: Ids, who: str, open_: int, closed: int
) -> None:
    visitor = visit(getattr(cast, who))
    assert visitor.get(f"/o/acme/{called.decision_page}").status_code == open_
    with store():
        story.decided(cast, called)
    assert visitor.get(f"/o/acme/{called.decision_page}").status_code == closed


def test_another_panel_member_may_not_know_of_it(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    with store():
        story.give(cast, cast.sam, Duty.PANEL)
    assert visit(cast.sam).get(called.decision_page).status_code == 404
    assert visit(cast.pat).get(f"decisions/{new_id()}").status_code == 404


def test_the_panel_reads_every_level_and_every_word(visit: Visit, cast: Cast, chapter: Chapter) -> None:
    page = visit(cast.pat).get(chapter(moderated).decision_page)
    text = words(page)
    assert "policy “Light”" in text
    assert "Four ratings are few." in text  # the policy's own warning
    assert "A2 Questions before advice critical 4 2 3, 3 moderated" in text
    assert "B2 Strengths – not observed 3 3" in text
    assert "Held the silence until Mona spoke. Named the time twice." in text
    assert "To try Ask one question at a time. Next time should run it alone" in text
    assert text.index("Session S-0002") < text.index("Session S-0001")


def test_the_page_takes_as_many_statements_with_many_sessions(
    visit: Visit, cast: Cast, store: Any, statements: Any, called: Ids
) -> None:
    pat, counts = visit(cast.pat), []
    pat.get(called.decision_page)
    for _ in range(2):
        with statements() as sent:
            pat.get(called.decision_page)
        counts.append(len(sent))
        with store():
            story.released(cast, called, at=story.SECOND)
    assert counts[0] == counts[1] <= 28


def test_the_evidence_digest_is_on_the_page(visit: Visit, cast: Cast, store: Any, certified: Ids) -> None:
    with store():
        digest = story.decision_of(certified).evidence_digest
    assert digest[:12] in words(visit(cast.udo).get(certified.decision_page))


def test_the_candidate_reads_reasons_and_no_votes(visit: Visit, cast: Cast, certified: Ids) -> None:
    page = words(visit(cast.tara).get(certified.decision_page))
    assert "The levels hold." in page
    assert "has read all of it" not in page
    assert "Pat Panel" not in page
    assert "My vote" not in page
