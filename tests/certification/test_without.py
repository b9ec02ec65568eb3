"""A result with and without any one assessor: what turns, what is left, and who is shown it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.certification import story
from tests.certification.conftest import Chapter
from tests.certification.story import SECOND, Ids
from tests.certification.values import (
    ANA,
    COMPLETE,
    LENA,
    POLICY,
    RUBRIC,
    SAM,
    TODAY,
    TWO,
    held,
    judged,
    only,
    policy,
    session,
)
from tests.visiting import Visitor, words
from trainer.certification.facts import Judged, Session
from trainer.certification.without import Way, WithAndWithout, left_out, with_and_without
from trainer.curriculum.documents import Policy
from trainer.organisations.duties import Duty

Visit = Callable[..., Visitor]
NAMES = {ANA: "Ana", SAM: "Sam", LENA: "Lena"}
LOW = {"overall": 2.5, "critical": 2.5, "each": 1, "entrustment": 3}
BY = policy(scores=LOW)


def read(*sessions: Session, by: Policy = BY) -> WithAndWithout:
    found = with_and_without(by, RUBRIC, sessions, TODAY)
    assert found
    return found


def told(found: WithAndWithout) -> list[str]:
    return [str(turn.told(NAMES[one.assessor_id])) for one in found.without for turn in one.turns]


ALL_TWO, ALL_THREE = (2, 2, 2, 2), (3, 3, 3, 3)
CASES: list[tuple[str, tuple[Session, ...], bool, dict[str, bool], list[str]]] = [
    ("nobody decides", TWO, True, {"Ana": False, "Sam": False}, []),
    (
        "Ana lifts both means to the line",
        (session(1, judged(ANA, *ALL_THREE), judged(SAM, *ALL_TWO)),),
        True,
        {"Ana": True, "Sam": False},
        [
            "Without Ana the overall mean falls below the line.",
            "Without Ana the mean of A2 Questions before advice falls below the line.",
        ],
    ),
    (
        "Sam alone stands in the way",
        (session(1, judged(ANA), judged(SAM, 2, 1, 2, 2)),),
        False,
        {"Ana": False, "Sam": True},
        [
            "Without Ana it counts that most levels of A2 Questions before advice in S-0001 are 1.",
            "Without Sam the overall mean rises to the line.",
            "Without Sam the mean of A2 Questions before advice rises to the line.",
        ],
    ),
    (
        "level 1 by most of three is not that without one of them",
        (session(1, judged(ANA, 4, 4, 4, 4), judged(SAM, 4, 1, 4, 4), judged(LENA, 4, 1, 4, 4)),),
        False,
        {"Ana": False, "Sam": True, "Lena": True},
        [
            f"Without {name} {what}"
            for name in ("Sam", "Lena")
            for what in (
                "the mean of A2 Questions before advice rises to the line.",
                "level 1 is not what most gave for A2 Questions before advice in S-0001.",
            )
        ],
    ),
    (
        "what they should do next time hangs on one",
        (session(1, judged(ANA, entrustment=4), judged(SAM, entrustment=2)),),
        True,
        {"Ana": True, "Sam": False},
        ["Without Ana what they should do next time falls below the line."],
    ),
    (
        "only Ana saw a criterion",
        (session(1, judged(ANA), judged(SAM, 3, 3, None, 3)),),
        True,
        {"Ana": False, "Sam": False},
        ["Without Ana no level of B1 Stance is left."],
    ),
    (
        "a settled level stands once fewer and stays what it is",
        (session(1, judged(ANA, *ALL_THREE), judged(SAM, *ALL_TWO), settled=dict.fromkeys(("phases", "inquiry"), 3)),),
        True,
        {"Ana": False, "Sam": False},
        [],
    ),
    (
        "a settled level weighs by the places that are left",
        (
            session(1, judged(ANA), judged(SAM), settled={"inquiry": 4}),
            session(2, judged(SAM, 3, 1, 3, 3), judged(LENA, 3, 1, 3, 3), settled={"inquiry": 1}),
        ),
        False,
        {"Ana": False, "Sam": False, "Lena": False},
        ["Without Ana the mean of A2 Questions before advice falls below the line."],
    ),
]


def test_where_only_levels_of_an_older_rubric_are_left_there_is_nothing_to_hold_against() -> None:
    found = read(session(1, Judged(ANA, {"gone": 3}, 4)), session(2, judged(SAM)), by=only("scores", **LOW))
    without = {NAMES[one.assessor_id]: one for one in found.without}
    assert without["Sam"].left.judgements == 1
    assert not without["Sam"].left.scores.tests
    assert without["Sam"].decides
    assert [turn.way for turn in without["Sam"].turns] == [Way.GONE] * len(RUBRIC.criteria)
    assert told(found) == [f"Without Sam no level of {one.code} {one.name} is left." for one in RUBRIC.criteria]


@pytest.mark.parametrize(
    ("sessions", "met", "decides", "sentences"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_what_turns_without_somebody(
    sessions: tuple[Session, ...], met: bool, decides: dict[str, bool], sentences: list[str]
) -> None:
    found = read(*sessions)
    assert found.everybody.scores.met is met
    assert {NAMES[one.assessor_id]: one.decides for one in found.without} == decides
    assert told(found) == sentences


def test_settled_levels_stand_in_one_place_fewer_for_each_who_is_left_out() -> None:
    one = session(1, judged(ANA), judged(SAM), judged(LENA, inquiry=None), settled={"inquiry": 4, "stance": 1})
    (left,) = left_out([one], SAM)
    assert (one.counted("inquiry"), left.counted("inquiry")) == ((4, 4), (4,))
    assert (one.counted("stance"), left.counted("stance")) == ((1, 1, 1), (1, 1))


def test_a_session_left_with_fewer_judgements_than_asked_is_used_and_named() -> None:
    three = (judged(ANA), judged(SAM), judged(LENA))
    found = read(session(1), session(2, *three))
    assert [(one.left.judgements, one.left.thin) for one in found.without] == [
        (3, ("S-0001",)),
        (3, ("S-0001",)),
        (4, ()),
    ]
    assert (found.everybody.judgements, found.everybody.thin, found.thin) == (5, (), ("S-0001",))


def test_a_session_that_nobody_else_judged_is_gone_and_nothing_left_is_said() -> None:
    alone = policy(scores=LOW, observations={"assessors": 1})
    found = read(session(1, judged(ANA)), by=alone)
    (one,) = found.without
    assert (one.left.judgements, one.left.scores.tests, one.turns, one.decides) == (0, (), (), True)
    found = read(session(1, judged(ANA)), session(2, judged(SAM)), by=alone)
    assert [one.left.judgements for one in found.without] == [1, 1]


@pytest.mark.parametrize(
    ("by", "sessions"),
    [(only("lessons"), TWO), (POLICY, ()), (POLICY, (session(1, judged(ANA)),))],
    ids=["no level is asked for", "no session", "no session that counts"],
)
def test_there_is_nothing_to_compare(by: Any, sessions: tuple[Session, ...]) -> None:
    assert with_and_without(by, RUBRIC, sessions, TODAY) is None


def test_without_a_rubric_no_line_can_be_met() -> None:
    found = with_and_without(POLICY, None, TWO, TODAY)
    assert found
    assert not found.everybody.scores.met
    assert not found.depends


LEVEL = st.none() | st.integers(1, 4)


@st.composite
def some_sessions(draw: st.DrawFn) -> tuple[Session, ...]:
    """One to three sessions, judged by two or three different people, some levels settled."""
    made = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        people = draw(st.sampled_from([(ANA, SAM), (SAM, LENA), (ANA, SAM, LENA)]))
        given = [judged(who, *draw(st.tuples(*[LEVEL] * 4)), entrustment=draw(st.integers(1, 5))) for who in people]
        settled = draw(st.dictionaries(st.sampled_from(["phases", "inquiry"]), st.integers(1, 4)))
        made.append(session(number, *given, settled=settled))
    return tuple(made)


@settings(max_examples=150, deadline=None)
@given(some_sessions())
def test_leaving_out_nobody_changes_nothing_and_everybody_is_what_readiness_says(sessions: tuple[Session, ...]) -> None:
    assert left_out(sessions, None) == sessions
    found = read(*sessions)
    line = next(row for row in held(replace(COMPLETE, sessions=sessions), BY).lines if row.kind == "scores")
    assert found.everybody.scores.met is line.met
    assert {str(test.told) for test in found.everybody.scores.tests} == set(map(str, line.workings))


@settings(max_examples=150, deadline=None)
@given(some_sessions())
def test_without_somebody_it_is_what_readiness_would_say_had_they_never_judged(sessions: tuple[Session, ...]) -> None:
    alone = policy(scores=LOW, observations={"assessors": 1})
    for one in read(*sessions).without:
        facts = replace(COMPLETE, sessions=left_out(sessions, one.assessor_id))
        line = next(row for row in held(facts, alone).lines if row.kind == "scores")
        assert one.left.scores.met is line.met
        assert {str(test.told) for test in one.left.scores.tests} == set(map(str, line.workings))
        assert one.turns or not one.decides or not one.left.judgements


# Pages.


def depending(cast: Cast) -> Ids:
    """Tara meets every line with Ana's levels; without them two lie below theirs."""
    ids = story.released(cast, story.learn(cast.tara))
    return story.released(cast, ids, story.draft(), story.draft(inquiry=2), at=SECOND)


def called(cast: Cast) -> Ids:
    """A panel about them."""
    return story.call(cast, depending(cast))


TITLE = "With and without any one assessor"
SAYS = (
    "The outcome of the levels depends on Ana Assessor: with everybody they meet the policy, without Ana Assessor they",
    "Without Ana Assessor the overall mean falls below the line.",
    "Without Ana Assessor the mean of A2 Questions before advice falls below the line.",
    "Left with fewer judgements than the policy asks, and used here all the same: S-0001, S-0002.",
    "Fewer judgements are less certain. This adjusts nothing",
    "Everybody 4 2.93 2.75 Met",
    "Without Ana Assessor 2 2.87 below 2.50 below Not met",
    "Without Sam Second 2 3.00 3.00 Met",
    "The policy asks for at least 2.90 2.75",
)


@pytest.mark.parametrize("who", ["pat", "lena", "cora", "udo"])
def test_it_is_shown_to_those_who_decide_judge_arrange_or_audit(
    visit: Visit, cast: Cast, chapter: Chapter, who: str
) -> None:
    ids = chapter(called)
    pages = [ids.readiness_page, ids.decision_page]
    for page in pages:
        shown = words(visit(getattr(cast, who)).get(page))
        assert [text for text in SAYS if text not in shown] == [], page


def test_the_trainee_sees_no_assessor_compared_whatever_else_they_may(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(called)
    with store():
        story.decided(cast, ids)
        story.give(cast, cast.tara, Duty.TRAINEE, Duty.PANEL, Duty.LEAD, Duty.COORDINATOR)
    for page in (ids.readiness_page, ids.decision_page):
        answer = visit(cast.tara).get(page)
        assert answer.status_code == 200
        assert TITLE not in words(answer)
        assert "Without" not in words(answer)


def test_the_vote_stays_ones_own_and_a_form_with_mistakes_shows_it_again(
    visit: Visit, cast: Cast, chapter: Chapter
) -> None:
    ids = chapter(called)
    answer = visit(cast.pat).post(f"{ids.decision_page}/vote", {"vote": "certified"})
    assert answer.status_code == 422
    assert SAYS[0] in words(answer)
    assert "0 of 2 votes are in. Hidden until you have voted." in words(answer)


def test_nothing_of_it_stands_where_nothing_depends_on_one_person(visit: Visit, cast: Cast, ready: Ids) -> None:
    shown = words(visit(cast.pat).get(ready.readiness_page))
    assert "The outcome of the levels is the same without any one assessor." in shown
    assert "depends on" not in shown
    assert "falls below" not in shown


def test_nothing_is_read_from_a_judgement_that_is_not_released(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(_one_waits)
    shown = words(visit(cast.pat).get(ids.readiness_page))
    assert "Without Sam Second 1 " in shown
    assert "S-0002" not in shown.partition(TITLE)[2].partition("Sessions")[0]


def _one_waits(cast: Cast) -> Ids:
    ids = story.released(cast, story.learn(cast.tara))
    story.rated(cast, story.asked(cast, ids, SECOND), story.draft(), story.draft(inquiry=2), at=SECOND)
    return ids
