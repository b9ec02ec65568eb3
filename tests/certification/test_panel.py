"""Panels: who may sit on one, who may decide together, and what their votes come to."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.certification.values import ANA, LENA, PAT, PIA, SAM, TARA
from trainer.certification.lifecycle import Outcome, Vote
from trainer.certification.panel import Candidate, adapted, may_cast, may_decide, may_sit, tally
from trainer.curriculum.documents import PanelRequirement

ASKED = PanelRequirement(kind="panel", members=2, outsiders=1)
ABOUT = Candidate(TARA, manager_id=LENA, raters=frozenset({ANA, SAM}))
YES, IF, NO, OUT = Vote.CERTIFIED, Vote.CONDITIONAL, Vote.NOT_YET, Vote.RECUSED


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (TARA, "Nobody decides about themselves."),
        (LENA, "A manager never decides about a report."),
        (ANA, ""),  # a rater may sit, but not with raters only
        (PAT, ""),
    ],
)
def test_who_may_sit(who: UUID, reason: str) -> None:
    verdict = may_sit(ABOUT, who)
    assert (bool(verdict), str(verdict.reason or "")) == (not reason, reason)


def test_somebody_without_a_manager_is_managed_by_nobody() -> None:
    assert may_sit(Candidate(TARA, None, frozenset()), LENA)


@pytest.mark.parametrize(
    ("asked", "members", "says"),
    [
        ((2, 1), [PAT, PIA], ""),
        ((2, 1), [PAT, ANA], ""),
        ((2, 1), [ANA, SAM], "At least 1 of the panel must have rated nothing of this trainee."),
        ((2, 0), [ANA, SAM], ""),
        ((3, 2), [ANA, PAT, PIA], ""),
        ((3, 2), [ANA, SAM, PIA], "At least 2 of the panel"),
        ((2, 1), [PAT], "The policy asks for a panel of 2."),
        ((2, 1), [PAT, PAT], "The policy asks for a panel of 2."),
        ((2, 1), [], "The policy asks for a panel of 2."),
        ((2, 1), [PAT, PIA, TARA], "Nobody decides about themselves."),
        ((2, 1), [PAT, PIA, LENA], "A manager never decides about a report."),
        ((1, 1), [PAT], ""),
    ],
)
def test_who_may_decide_together(asked: tuple[int, int], members: list[UUID], says: str) -> None:
    needed = PanelRequirement(kind="panel", members=asked[0], outsiders=asked[1])
    verdict = may_decide(needed, ABOUT, members)
    assert bool(verdict) is (says == "")
    assert str(verdict.reason or "").startswith(says)


WAITING = "Every panel member votes before the decision is recorded."
DIFFER = "The votes differ."
FEW = "The policy asks for a panel of 2."


@pytest.mark.parametrize(
    ("votes", "outcome", "says"),
    [
        ([(PAT, YES), (PIA, YES)], Outcome.CERTIFIED, ""),
        ([(PAT, IF), (PIA, IF)], Outcome.CONDITIONAL, ""),
        ([(PAT, NO), (PIA, NO)], Outcome.NOT_YET, ""),
        ([(PAT, None), (PIA, None)], None, WAITING),
        ([(PAT, YES), (PIA, None)], None, WAITING),
        ([(PAT, YES), (PIA, NO)], None, DIFFER),
        ([(PAT, YES), (PIA, IF)], None, DIFFER),
        ([(PAT, YES), (PIA, OUT)], None, FEW),
        ([(PAT, OUT), (PIA, OUT)], None, FEW),
        ([(PAT, YES), (ANA, YES), (PIA, OUT)], Outcome.CERTIFIED, ""),
        ([(SAM, YES), (ANA, YES), (PIA, OUT)], None, "At least 1 of the panel"),  # the outsider has gone
        ([(PAT, YES), (ANA, YES), (PIA, NO)], None, DIFFER),  # a majority is not enough
        ([(PAT, YES), (LENA, YES)], None, "A manager never decides"),
        ([], None, FEW),
    ],
)
def test_what_votes_come_to(votes: list[tuple[UUID, Vote | None]], outcome: Outcome | None, says: str) -> None:
    found = tally(ASKED, ABOUT, votes)
    assert found.outcome is outcome
    assert bool(found.verdict) is (outcome is not None)
    assert str(found.verdict.reason or "").startswith(says)
    assert (found.cast, found.asked) == (sum(vote is not None for _, vote in votes), len(votes))


def test_a_recusal_beside_two_differing_votes_still_differs() -> None:
    found = tally(ASKED, ABOUT, [(PAT, YES), (ANA, NO), (PIA, OUT)])
    assert str(found.verdict.reason).startswith(DIFFER)


@pytest.mark.parametrize(
    ("casts", "found"),
    [
        ((), set()),
        ((PAT,), set()),
        ((PAT, PIA), set()),  # who votes second has read nobody: votes open with one's own
        ((PAT, PAT), set()),  # nobody else had voted
        ((PAT, PAT, PIA), set()),
        ((PAT, PIA, PAT), {PAT}),
        ((PAT, PIA, PIA), {PIA}),
        ((PAT, PIA, PIA, PAT), {PAT, PIA}),
        ((PAT, PAT, PIA, ANA), set()),
    ],
)
def test_who_changed_their_vote_when_others_could_be_read(casts: tuple[UUID, ...], found: set[UUID]) -> None:
    assert adapted(casts) == found


@pytest.mark.parametrize(("before", "says"), [(None, ""), (YES, ""), (NO, ""), (OUT, "That is final.")])
def test_a_recusal_is_final(before: Vote | None, says: str) -> None:
    verdict = may_cast(before)
    assert bool(verdict) is (says == "")
    assert says in str(verdict.reason or "")


people = st.sampled_from([ANA, SAM, LENA, PAT, PIA, TARA])
panels = st.lists(st.tuples(people, st.one_of(st.none(), st.sampled_from(Vote))), max_size=6, unique_by=lambda v: v[0])


@given(panels, st.integers(1, 4), st.integers(0, 4))
def test_an_outcome_is_what_everybody_said_who_said_anything(
    votes: Sequence[tuple[UUID, Vote | None]], members: int, outsiders: int
) -> None:
    needed = PanelRequirement(kind="panel", members=members, outsiders=outsiders)
    found = tally(needed, ABOUT, votes)
    if found.outcome is None:
        return
    voices = [who for who, vote in votes if vote is not Vote.RECUSED]
    assert {vote for _, vote in votes} - {Vote.RECUSED} == {Vote(found.outcome.value)}
    assert len(voices) >= members
    assert len(set(voices) - ABOUT.raters) >= outsiders
    assert not {TARA, LENA} & set(voices)


@given(panels)
def test_the_order_of_votes_makes_no_difference(votes: list[tuple[UUID, Vote | None]]) -> None:
    forth, back = tally(ASKED, ABOUT, votes), tally(ASKED, ABOUT, votes[::-1])
    assert (forth.outcome, forth.cast) == (back.outcome, back.cast)
