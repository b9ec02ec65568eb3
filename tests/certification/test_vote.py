"""Votes: one's own before anybody else's is seen, changed until the decision is recorded, never told by the trail."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.certification import story
from tests.certification.story import Ids
from tests.visiting import Visitor, words
from trainer.audit import AuditEntry
from trainer.certification import actions
from trainer.certification.lifecycle import Vote
from trainer.certification.models import PanelVote
from trainer.db import db
from trainer.organisations.duties import Duty
from trainer.web import Refused

Visit = Callable[..., Visitor]
YES = {"vote": "certified", "reason": "Three at level three."}


def test_a_vote_is_hidden_until_ones_own_is_cast(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    pat, pia = visit(cast.pat), visit(cast.pia)
    assert "0 of 2 votes are in. Hidden until you have voted." in words(pat.get(called.decision_page))
    answer = pat.post(f"{called.decision_page}/vote", YES)
    assert answer.status_code == 303
    assert "Your vote is in." in words(pat.get(answer.location))
    for player in (cast.pia, cast.cora, cast.udo):
        page = visit(player).get(called.decision_page)
        assert "1 of 2 votes are in. Hidden until" in words(page)
        assert "Three at level three." not in page.text
        assert "Certified" not in words(page)
    assert "Three at level three." in words(pat.get(called.decision_page))
    pia.post(f"{called.decision_page}/vote", {**YES, "vote": "not_yet"})
    assert "Certified: Three at level three." in words(pia.get(called.decision_page))
    assert "Not yet: Three at level three." in words(pat.get(called.decision_page))
    with store():
        assert story.verbs(called)[-2:] == ["decision.voted", "decision.voted"]
        texts = db.session.scalars(select(AuditEntry.text).where(AuditEntry.verb == "decision.voted"))
        assert not any("certified" in text or "not_yet" in text or "level" in text for text in texts)


def test_a_vote_can_be_changed_until_the_decision_is_recorded(
    visit: Visit, cast: Cast, store: Any, called: Ids
) -> None:
    pat = visit(cast.pat)
    pat.post(f"{called.decision_page}/vote", YES)
    page = pat.get(called.decision_page)
    assert "Change my vote" in words(page)
    assert "Three at level three.</textarea>" in page.text.replace("\r\n", "").replace("\n", "")
    pat.post(f"{called.decision_page}/vote", {"vote": "conditional", "reason": "On second thoughts."})
    with store():
        seat = story.case_of(called).seat_of(cast.pat.member)
        assert seat
        assert (seat.vote, seat.reason) == (Vote.CONDITIONAL, "On second thoughts.")
        story.decided(cast, called)
    answer = pat.post(f"{called.decision_page}/vote", YES)
    assert answer.status_code == 403
    assert "This decision is closed." in words(answer)


def test_every_vote_is_kept_and_a_changed_one_says_so(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    pat, pia = visit(cast.pat), visit(cast.pia)
    pat.post(f"{called.decision_page}/vote", {"vote": "conditional", "reason": "First thoughts."})
    pat.post(f"{called.decision_page}/vote", {"vote": "not_yet", "reason": "Before anybody else."})
    pia.post(f"{called.decision_page}/vote", YES)
    page = words(pat.get(called.decision_page))
    assert "changed after reading the others" not in page  # Pia had not voted, and Pia's is her first
    pat.post(f"{called.decision_page}/vote", {"vote": "certified", "reason": "As Pia says."})
    for player in (cast.pat, cast.pia):
        page = words(visit(player).get(called.decision_page))
        assert (
            "Certified: As Pia says. changed after reading the others Before: Not yet: Before anybody else. "
            "Before: Certified with a condition: First thoughts." in page
        )
        assert page.count("changed after reading the others") == 1
    with store():
        rows = db.session.scalars(select(PanelVote).order_by(PanelVote.number))
        assert [(row.number, row.vote.value) for row in rows] == [
            (1, "conditional"),
            (2, "not_yet"),
            (3, "certified"),
            (4, "certified"),
        ]


def test_the_same_vote_again_is_no_other_vote(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    for _ in range(2):
        assert visit(cast.pat).post(f"{called.decision_page}/vote", YES).status_code == 303
    with store():
        assert len(list(db.session.scalars(select(PanelVote)))) == 1
        assert story.verbs(called).count("decision.voted") == 1


def test_a_recusal_opens_nothing_and_is_final(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    pat, pia = visit(cast.pat), visit(cast.pia)
    pia.post(f"{called.decision_page}/vote", YES)
    answer = pat.post(f"{called.decision_page}/vote", {"vote": "recused", "reason": "We share an office."})
    assert answer.status_code == 303
    page = pat.get(called.decision_page)
    assert "Hidden until the decision is recorded." in words(page)
    assert "Three at level three." not in page.text
    assert "You recused yourself from this decision. That is final." in words(page)
    assert "Change my vote" not in page.text
    answer = pat.post(f"{called.decision_page}/vote", {**YES, "reason": "As Pia says."})
    assert answer.status_code == 403
    assert "That is final." in words(answer)
    with store():
        seat = story.case_of(called).seat_of(cast.pat.member)
        assert seat
        assert seat.vote is Vote.RECUSED
        with pytest.raises(Refused, match="final"):
            actions.vote(seat, Vote.CERTIFIED, "As Pia says.", by=cast.pat.member, now=story.TODAY_NOON)


def test_who_recuses_themselves_after_voting_reads_no_more(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    with store():
        story.cast_votes(called, cast, pat=Vote.NOT_YET, pia=Vote.CERTIFIED)
    pat = visit(cast.pat)
    assert "pia has read all of it." in words(pat.get(called.decision_page))
    pat.post(f"{called.decision_page}/vote", {"vote": "recused", "reason": "We share an office."})
    assert "pia has read all of it." not in words(pat.get(called.decision_page))


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "vote-0"),
        ({"vote": "", "reason": "Because."}, "vote-0"),
        ({"vote": "maybe", "reason": "Because."}, "vote-0"),
        ({"vote": "certified"}, "reason"),
        ({"vote": "certified", "reason": "  \n "}, "reason"),
        ({"vote": "certified", "reason": "x" * 2001}, "reason"),
    ],
)
def test_a_vote_needs_an_answer_and_a_reason(
    visit: Visit, cast: Cast, store: Any, called: Ids, sent: dict[str, str], field: str
) -> None:
    answer = visit(cast.pat).post(f"{called.decision_page}/vote", sent)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    assert sent.get("reason", "").strip() in answer.text
    with store():
        assert story.case_of(called).tally.cast == 0


@pytest.mark.parametrize(
    "sent",
    [
        {"vote": ["certified", "not_yet"], "reason": ["a", "b"]},
        {"vote": "certified", "reason": "nul \x00 byte"},
        {"vote": "certified", "reason": "\ud800".encode("utf-8", "surrogatepass")},
        {"vote": b"\xff\xfe", "reason": b"\xff\xfe"},
        {"vote": "certified", "reason": "😀" * 2000},
    ],
)
def test_nothing_that_is_sent_breaks_it(visit: Visit, cast: Cast, called: Ids, sent: dict[str, Any]) -> None:
    assert visit(cast.pat).post(f"{called.decision_page}/vote", sent).status_code in (303, 400, 422)


@pytest.mark.parametrize("who", ["cora", "lena", "udo", "tara", "ana", "ada", "olga"])
def test_only_the_panel_votes(visit: Visit, cast: Cast, called: Ids, who: str) -> None:
    url = f"/o/acme/{called.decision_page}/vote"
    assert visit(getattr(cast, who)).post(url, YES).status_code == 404


def test_who_has_become_the_manager_votes_no_more(visit: Visit, cast: Cast, store: Any, called: Ids) -> None:
    with store():
        cast.tara.member.manager_id = cast.pat.member_id
    answer = visit(cast.pat).post(f"{called.decision_page}/vote", YES)
    assert answer.status_code == 403
    assert "A manager never decides about a report." in words(answer)


def test_the_trainee_sees_no_votes_even_with_a_seat_of_their_duty(
    visit: Visit, cast: Cast, store: Any, called: Ids
) -> None:
    with store():
        story.give(cast, cast.tara, Duty.TRAINEE, Duty.PANEL, Duty.COORDINATOR)
    assert visit(cast.tara).get(called.decision_page).status_code == 404
    assert "Tara" not in words(visit(cast.tara).get("decisions")).split("Sign out")[1]
    with store():
        story.decided(cast, called)
    page = words(visit(cast.tara).get(called.decision_page))
    assert "The levels hold." in page
    assert "has read all of it" not in page
    assert "Pia Panel" not in page


@pytest.mark.parametrize(
    ("votes", "says"),
    [
        ({"pat": Vote.CERTIFIED}, "Every panel member votes before the decision is recorded."),
        ({"pat": Vote.CERTIFIED, "pia": Vote.NOT_YET}, "The votes differ."),
        ({"pat": Vote.CERTIFIED, "pia": Vote.RECUSED}, "The policy asks for a panel of 2."),
        ({"pat": Vote.RECUSED, "pia": Vote.CERTIFIED}, "You recused yourself from this decision. That is final."),
    ],
)
def test_a_panel_that_has_not_agreed_is_told_why_it_cannot_record(
    visit: Visit, cast: Cast, store: Any, called: Ids, votes: dict[str, Vote], says: str
) -> None:
    with store():
        story.cast_votes(called, cast, **votes)
    pat = visit(cast.pat)
    assert says in words(pat.get(called.decision_page))
    answer = pat.post(f"{called.decision_page}/record", {"rationale": "All the same."})
    assert answer.status_code == 403
    assert says in words(answer)
    with store():
        assert story.decision_of(called).outcome is None


def test_every_vote_counts_in_the_decisions_revision(cast: Cast, store: Any, called: Ids) -> None:
    with store():
        before = story.decision_of(called).revision
    with store():
        story.cast_votes(called, cast, pat=Vote.CERTIFIED)
    with store():
        assert story.decision_of(called).revision == before + 1
