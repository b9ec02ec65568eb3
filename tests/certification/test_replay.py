"""Who would be ready or not by another policy and rubric, and is that said of the draft and never of the person?"""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.certification.values import (
    ANA,
    COMPLETE,
    POLICY,
    RUBRIC,
    SAM,
    TODAY,
    TWO,
    facts,
    judged,
    only,
    policy,
    session,
)
from trainer.certification.facts import Facts
from trainer.certification.readiness import readiness
from trainer.certification.replay import Count, Effect, Replayed, Unable, Yardstick, replay, summary, unable
from trainer.curriculum.documents import Criterion, Policy, Rubric

NEW = Criterion(
    key="silence", code="C1", name="Silence", summary="Lets it stand.", anchors=("Fills it.", "Less.", "Waits.", "All.")
)


def rubric(*adding: Criterion, without: str = "", **changes: dict[str, Any]) -> Rubric:
    """The small rubric with more in its last domain, without a criterion, or with some changed by key."""
    values = RUBRIC.model_dump()
    for domain in values["domains"]:
        kept = [part for part in domain["criteria"] if part["key"] != without]
        domain["criteria"] = [{**part, **changes.get(part["key"], {})} for part in kept]
    values["domains"][-1]["criteria"] += [part.model_dump() for part in adding]
    return Rubric.model_validate(values)


def held(
    draft: Policy = POLICY,
    by: Rubric | None = RUBRIC,
    of: Facts = COMPLETE,
    judged_by: tuple[Rubric, ...] = (RUBRIC,),
    now: Policy = POLICY,
) -> Replayed:
    """Somebody on the small policy and rubric, held against a draft."""
    return replay(Yardstick(now, RUBRIC), Yardstick(draft, by), of, judged_by, TODAY)


def told(found: Replayed) -> list[str]:
    """Each requirement that turns: its title, + or −, what it says by the draft, and the steps that decide it."""
    return [
        f"{'+' if turn.clears else '-'} {turn.line.title}: "
        + " | ".join([str(turn.then.detail) if turn.then else "not asked for", *map(str, turn.told)])
        for turn in found.turns
    ]


_VALUES = RUBRIC.model_dump()
ANOTHER = Rubric.model_validate(
    {**_VALUES, "domains": [{"key": "care", "name": "Care", "criteria": [NEW.model_dump()]}]}
)
LOW = judged(ANA, phases=2, stance=2)
POOR = facts(sessions=(session(1, LOW, judged(SAM, phases=2)), session(2)))  # A1 2.50, B1 2.75, mean of all 2.81
ONE = facts(sessions=TWO[:1])
FEWER, MORE = policy(observations={"sessions": 1, "distinct_assessors": 1}), policy(observations={"sessions": 3})
STILL = "- Observed sessions: 1 still to be held. Ask for an observed session."
NOT_YET = facts(
    not_yet_at=datetime(2026, 10, 20, tzinfo=UTC),
    sessions=(*TWO, session(3, released_at=datetime(2026, 11, 2, tzinfo=UTC))),
)
SOONER = POLICY.model_copy(update={"new_sessions_after_not_yet": 1, "not_yet_days": 0})

CASES: dict[str, tuple[Replayed, Effect, list[str]]] = {
    "nothing differs": (held(), Effect.SAME, []),
    "becomes critical": (
        held(
            by=rubric(phases={"critical": True}),
            of=POOR,
            now=policy(scores={"overall": 2}),
            draft=policy(scores={"overall": 2}),
        ),
        Effect.LOSES,
        ["- Levels: 1 of 6 lines are below the policy | A1 Phases and time: 2.50, below 2.75"],
    ),
    "critical already": (
        held(
            by=rubric(stance={"critical": True}),
            of=POOR,
            now=policy(scores={"overall": 2}),
            draft=policy(scores={"overall": 2}),
        ),
        Effect.SAME,
        [],
    ),
    "asks for more sessions": (held(MORE), Effect.LOSES, [STILL]),
    "asks for fewer sessions": (
        held(FEWER, of=ONE),
        Effect.GAINS,
        ["+ Observed sessions: 1 released of at least 1, each rated by 2"],
    ),
    "asks for more of somebody who is not ready": (held(MORE, of=facts(lessons_read=3)), Effect.TURNS, [STILL]),
    "gives with one hand and takes with the other": (
        held(MORE, of=facts(checks_passed=1), now=POLICY),
        Effect.TURNS,
        [STILL],
    ),
    "asks for nothing but lessons": (
        held(only("lessons"), of=facts(checks_passed=1)),
        Effect.GAINS,
        ["+ Knowledge checks: not asked for"],
    ),
    "asks for checks, and they are missing": (
        held(POLICY, of=facts(checks_passed=1), now=only("lessons")),
        Effect.LOSES,
        ["- Knowledge checks: 1 of 2 passed"],
    ),
    "asks for checks, and they are there": (held(POLICY, now=only("lessons")), Effect.SAME, []),
    "a lower line": (
        held(policy(scores={"overall": 2.5}), of=POOR),
        Effect.GAINS,
        ["+ Levels: Every line is met | Mean of all criteria: 2.81, below 2.90"],
    ),
    "a criterion goes that held somebody back": (
        held(by=rubric(without="phases"), of=POOR),
        Effect.GAINS,
        ["+ Levels: Every line is met | Mean of all criteria: 2.81, below 2.90"],
    ),
    "a criterion comes": (held(by=rubric(NEW)), Effect.UNTOLD, []),
    "a criterion comes for somebody who is not ready": (
        held(by=rubric(NEW), of=facts(lessons_read=3)),
        Effect.SAME,
        [],
    ),
    "a criterion comes, and something else is lost": (held(MORE, rubric(NEW)), Effect.LOSES, [STILL]),
    "a criterion comes, and fewer sessions do": (
        held(FEWER, rubric(NEW), ONE),
        Effect.UNTOLD,
        ["+ Observed sessions: 1 released of at least 1, each rated by 2"],
    ),
    "a criterion comes where nothing must be seen": (held(only("scores"), rubric(NEW)), Effect.SAME, []),
    "a criterion has another key": (
        held(by=rubric(NEW, without="phases"), of=POOR),
        Effect.UNTOLD,
        ["+ Levels: Every line is met | Mean of all criteria: 2.81, below 2.90"],
    ),
    "no rubric any more": (
        held(by=None),
        Effect.LOSES,
        ["- Levels: No level is released yet."],
    ),
    "a panel again sooner": (
        held(SOONER, of=NOT_YET),
        Effect.GAINS,
        ["+ New evidence after “not yet”: not asked for"],
    ),
    "a panel again later": (
        held(POLICY, of=NOT_YET, now=SOONER),
        Effect.LOSES,
        ["- New evidence after “not yet”: The panel said “not yet”. Since then 1 of 2 new sessions were released."],
    ),
    "another panel decides": (held(policy(panel={"members": 5, "outsiders": 5})), Effect.SAME, []),
    "no panel decides": (held(only("lessons"), now=only("lessons")), Effect.SAME, []),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_draft_does(name: str) -> None:
    found, effect, expected = CASES[name]
    assert (found.effect, told(found)) == (effect, expected)


def test_a_criterion_that_came_is_named_and_is_no_requirement_that_turned() -> None:
    found = held(by=rubric(NEW))
    assert ([one.key for one in found.unobserved], found.asks, found.turns) == (["silence"], True, ())
    assert found.now.ready
    assert found.then.ready
    seen = facts(sessions=(session(1, judged(ANA, silence=3), judged(SAM, silence=3)), session(2)))
    found = held(by=rubric(NEW), of=seen, judged_by=(RUBRIC, rubric(NEW)))
    assert (found.unobserved, found.effect) == ((), Effect.SAME)


@pytest.mark.parametrize(
    ("changes", "reworded"),
    [
        ({}, []),
        ({"critical": True, "not_observed": "once", "code": "A7"}, []),
        ({"anchors": ("Phases blur.", "Leak.", "Opened and closed.", "Kept by the set.")}, ["phases"]),
        ({"summary": "Phases and time."}, ["phases"]),
        ({"name": "Phases"}, ["phases"]),
    ],
)
def test_a_reworded_criterion_keeps_its_levels_and_is_marked(changes: dict[str, Any], reworded: list[str]) -> None:
    found = held(by=rubric(phases=changes))
    assert [criterion.key for criterion in found.reworded] == reworded
    assert found.effect is Effect.SAME
    both = held(by=rubric(phases=changes), judged_by=(rubric(phases=changes), RUBRIC))
    assert [criterion.key for criterion in both.reworded] == reworded


@pytest.mark.parametrize(
    ("now", "draft", "expected"),
    [
        (POLICY, Yardstick(POLICY, RUBRIC), None),
        (None, Yardstick(POLICY, RUBRIC), Unable.NOTHING_NOW),
        (POLICY, Yardstick(POLICY, rubric(NEW, without="phases")), None),
        (POLICY, Yardstick(POLICY, None), None),
        (POLICY, Yardstick(POLICY, ANOTHER), Unable.NOTHING_SHARED),
    ],
)
def test_whose_evidence_cannot_be_held_against_it(
    now: Policy | None, draft: Yardstick, expected: Unable | None
) -> None:
    assert unable(now, draft, (RUBRIC,)) is expected


def test_a_summary_counts_people_and_requirements_and_names_nobody() -> None:
    loses, gains, same = held(MORE), held(FEWER, of=ONE), held()
    found = summary([loses, loses, gains, same, held(by=rubric(NEW))])
    assert {effect: number for effect, number in found.effects.items() if number} == {
        Effect.LOSES: 2,
        Effect.GAINS: 1,
        Effect.UNTOLD: 1,
        Effect.SAME: 1,
    }
    (line,) = (line for line in loses.now.lines if line.key == "observations")
    assert found.requirements == (Count(line.title, stops=2, clears=1),)
    assert (found.people, found.is_about_persons) == (5, False)
    assert summary([loses] * 4).is_about_persons


# Whatever the facts.

levels = st.none() | st.integers(1, 4)
judgements = st.builds(
    lambda who, given, answer: judged(who, *given, entrustment=answer),
    st.sampled_from([ANA, SAM]),
    st.tuples(*[levels] * 4),
    st.integers(1, 5),
)
sessions = st.lists(st.lists(judgements, min_size=1, max_size=2), max_size=3).map(
    lambda given: tuple(session(number, *some) for number, some in enumerate(given, 1))
)
anybody = st.builds(facts, sessions=sessions, lessons_read=st.integers(3, 4), stop_events_open=st.integers(0, 1))
drafts = st.builds(
    policy,
    observations=st.fixed_dictionaries({"sessions": st.integers(1, 3), "assessors": st.integers(1, 2)}),
    scores=st.fixed_dictionaries({"overall": st.sampled_from([2.0, 2.9]), "critical": st.sampled_from([2.0, 3.0])}),
)
rubrics = st.builds(
    lambda critical, words: rubric(phases={"critical": critical, "summary": words}),
    st.booleans(),
    st.sampled_from("ab"),
)


@given(drafts, rubrics, anybody)
def test_what_is_unchanged_changes_nobody(same: Policy, by: Rubric, of: Facts) -> None:
    yardstick = Yardstick(same, by)
    found = replay(yardstick, yardstick, of, (by,), TODAY)
    assert (found.effect, found.turns, found.unobserved, found.reworded) == (Effect.SAME, (), (), ())


OTHER_WAY = {Effect.LOSES: Effect.GAINS, Effect.GAINS: Effect.LOSES}


@given(drafts, rubrics, drafts, rubrics, anybody)
def test_what_one_draft_takes_the_way_back_gives(
    one: Policy, by: Rubric, other: Policy, by_other: Rubric, of: Facts
) -> None:
    before, after = Yardstick(one, by), Yardstick(other, by_other)
    there, back = replay(before, after, of, (by, by_other), TODAY), replay(after, before, of, (by, by_other), TODAY)
    assert back.effect is OTHER_WAY.get(there.effect, there.effect)
    assert {(turn.line.key, turn.clears) for turn in there.turns} == {
        (turn.line.key, not turn.clears) for turn in back.turns
    }
    assert (there.now.ready, there.then.ready) == (
        readiness(one, by, of, TODAY).ready,
        readiness(other, by_other, of, TODAY).ready,
    )
    if there.now.ready != there.then.ready:
        assert there.turns, "whose outcome changes is told by which requirement"
