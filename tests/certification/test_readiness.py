"""Readiness: each kind of requirement met, missing, waiting or blocked, with who must act and how it was computed."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.certification.values import (
    ANA,
    COMPLETE,
    LENA,
    POLICY,
    RUBRIC,
    SAM,
    TODAY,
    TWO,
    facts,
    held,
    judged,
    line,
    only,
    policy,
    session,
)
from trainer.assessment.comparison import Line as Compared
from trainer.certification.facts import Facts, Session
from trainer.certification.readiness import Line, counted_sessions
from trainer.certification.standing import Standing

OCTOBER = date(2026, 10, 12)
LONG_AGO = datetime(2026, 8, 3, 12, tzinfo=UTC)
ARRANGED = {"arranged": 1, "arranged_for": date(2026, 12, 14)}


def told(row: Line) -> list[str]:
    return [str(step) for step in row.workings]


# Every kind of requirement, in every state it can have.

STATES: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("lessons", {}, "met", "nobody", "4 of 4 read"),
    ("lessons", {"lessons_read": 3}, "missing", "trainee", "3 of 4 read"),
    ("checks", {}, "met", "nobody", "2 of 2 passed"),
    ("checks", {"checks_passed": 0}, "missing", "trainee", "0 of 2 passed"),
    ("reflections", {}, "met", "nobody", "4 of 4 submitted"),
    ("reflections", {"prompts_answered": 1}, "missing", "trainee", "3 of 4 submitted"),
    ("reflections", {"sessions": (session(1, reflected=False), TWO[1])}, "missing", "trainee", "3 of 4 submitted"),
    ("observations", {}, "met", "nobody", "2 released of at least 2, each rated by 2"),
    ("observations", {"sessions": ()}, "missing", "trainee", "2 still to be held. Ask for an observed session."),
    ("observations", {"sessions": TWO[:1]}, "missing", "trainee", "1 still to be held. Ask"),
    ("observations", {"sessions": (), "asked_for": 1}, "missing", "trainee", "1 still to be held. Ask"),
    ("observations", {"sessions": (), "asked_for": 2}, "waiting", "coordinator", "waits for its assessors"),
    ("observations", {"sessions": TWO[:1], "asked_for": 1}, "waiting", "coordinator", "waits for its assessors"),
    ("observations", {"sessions": TWO[:1], **ARRANGED}, "waiting", "nobody", "A session is arranged for 2026-12-14."),
    ("observations", {"sessions": (), **ARRANGED}, "missing", "trainee", "1 still to be held. Ask"),
    ("observations", {"sessions": (), **ARRANGED, "asked_for": 1}, "waiting", "coordinator", "waits for its assessors"),
    (
        "observations",
        {"sessions": (), **ARRANGED, "overdue": 1},
        "waiting",
        "coordinator",
        "day of a session has passed",
    ),
    ("observations", {"sessions": TWO[:1], "overdue": 1, "to_be_rated": 1}, "waiting", "assessors", "its ratings"),
    ("observations", {"sessions": TWO[:1], "to_be_rated": 1}, "waiting", "assessors", "waits for its ratings"),
    ("observations", {"sessions": TWO[:1], "to_be_released": 1}, "waiting", "lead", "waits for its release"),
    ("observations", {"sessions": (), "to_be_rated": 1, "to_be_released": 1}, "waiting", "lead", "its release"),
    ("scores", {}, "met", "nobody", "Every line is met"),
    ("scores", {"sessions": ()}, "missing", "trainee", "No level is released yet."),
    ("scores", {"sessions": (), "asked_for": 1}, "waiting", "coordinator", "No level is released yet."),
    ("scores", {"sessions": (), **ARRANGED}, "waiting", "nobody", "No level is released yet."),
    ("scores", {"sessions": (), "to_be_rated": 1}, "waiting", "assessors", "No level is released yet."),
    ("scores", {"sessions": (), "to_be_released": 1}, "waiting", "lead", "No level is released yet."),
    ("stop_events", {}, "met", "nobody", "None is open"),
    ("stop_events", {"stop_events_open": 1}, "waiting", "lead", "being looked into"),
    ("stop_events", {"stop_events_upheld": 1}, "blocked", "lead", "was upheld"),
    ("stop_events", {"stop_events_open": 1, "stop_events_upheld": 1}, "blocked", "lead", "was upheld"),
    ("panel", {}, "missing", "coordinator", "A panel of 2, of whom 1 rated none of the sessions"),
    ("panel", {"panel_open": True}, "waiting", "panel", "voting"),
    ("panel", {"standing": Standing.VALID}, "met", "nobody", "Decided"),
    ("panel", {"standing": Standing.EXPIRING}, "met", "nobody", "Decided"),
    ("panel", {"standing": Standing.VALID, "panel_open": True}, "waiting", "panel", "voting"),
    ("panel", {"standing": Standing.EXPIRED}, "missing", "coordinator", "has expired. A panel decides anew."),
    ("panel", {"standing": Standing.REVOKED}, "missing", "coordinator", "was revoked. A panel decides anew."),
    ("panel", {"standing": Standing.SUPERSEDED}, "missing", "coordinator", "was superseded. A panel decides anew."),
    ("panel", {"standing": Standing.NOT_YET_VALID}, "missing", "coordinator", "not valid yet"),
    ("panel", {"standing": Standing.SUSPENDED}, "missing", "lead", "The certificate is suspended."),
    ("panel", {"not_yet_at": LONG_AGO}, "missing", "trainee", "Since then 0 of 2 new sessions were released."),
    ("panel", {"not_yet_at": LONG_AGO, "asked_for": 2}, "waiting", "coordinator", "0 of 2 new sessions"),
    ("panel", {"not_yet_at": LONG_AGO, "panel_open": True}, "waiting", "panel", "voting"),
]


@pytest.mark.parametrize(("kind", "changes", "state", "actor", "says"), STATES)
def test_how_a_requirement_stands_and_who_acts(
    kind: str, changes: dict[str, Any], state: str, actor: str, says: str
) -> None:
    row = line(kind, facts(**changes))
    assert (row.state, row.actor) == (state, actor)
    assert says in str(row.detail)


def test_lines_stand_in_the_order_of_the_policy() -> None:
    assert [row.kind for row in held().lines] == [part.kind for part in POLICY.requirements]
    backwards = POLICY.model_copy(update={"requirements": POLICY.requirements[::-1]})
    assert [row.kind for row in held(by=backwards).lines] == [part.kind for part in POLICY.requirements][::-1]


def test_somebody_who_has_just_begun_acts_themselves_everywhere_but_for_the_panel() -> None:
    rows = held(Facts(lessons_total=4, checks_total=2, prompts_total=2)).lines
    actors = {row.kind: str(row.actor) for row in rows if not row.met}
    assert actors == {
        **dict.fromkeys(["lessons", "checks", "reflections", "observations", "scores"], "trainee"),
        "panel": "coordinator",
    }


def test_ready_asks_for_everything_but_the_decision() -> None:
    found = held()
    assert found.ready
    assert (found.met, found.left, found.next) == (6, 1, None)
    assert held(facts(standing=Standing.VALID)).left == 0


@pytest.mark.parametrize(
    ("changes", "called"),
    [
        ({}, True),
        ({"lessons_read": 0}, False),
        ({"panel_open": True}, False),
        ({"standing": Standing.VALID}, False),
        ({"standing": Standing.SUSPENDED}, False),  # a lead settles that first
        ({"standing": Standing.EXPIRED}, True),
        ({"standing": Standing.REVOKED}, True),
        ({"not_yet_at": LONG_AGO}, False),
    ],
)
def test_when_it_is_the_coordinators_turn(changes: dict[str, Any], called: bool) -> None:
    assert held(facts(**changes)).to_be_called is called


def test_a_policy_without_a_word_about_its_panel_has_one_called_too() -> None:
    assert held(by=only("lessons")).to_be_called


@pytest.mark.parametrize(
    ("said", "released", "today", "ready", "says"),
    [
        (0, (), 90, False, "Since then 0 of 2 new sessions were released."),
        (0, (-3, -1), 90, False, "Since then 0 of 2"),  # what the panel had read is nothing new
        (0, (0, 0), 90, False, "Since then 0 of 2"),
        (0, (-3, 1), 90, False, "Since then 1 of 2"),
        (0, (1, 2), 29, False, "The next one is called on 2026-09-02 or later."),
        (0, (1, 2), 30, True, ""),
        (0, (-9, 1, 2), 90, True, ""),
    ],
)
def test_after_not_yet_a_panel_needs_new_sessions_and_days(
    said: int, released: tuple[int, ...], today: int, ready: bool, says: str
) -> None:
    rows = [session(n, day=LONG_AGO.date(), released_at=LONG_AGO + timedelta(hours=h)) for n, h in enumerate(released)]
    of = facts(sessions=tuple(rows) or TWO, not_yet_at=LONG_AGO)
    found = held(of, policy(observations={"sessions": 1}), today=LONG_AGO.date() + timedelta(days=today))
    assert found.ready is ready
    assert found.to_be_called is ready
    assert says in str(found.again.verdict.reason or "")
    assert ready or not found.lines[-1].met


def test_when_only_the_days_are_missing_nobody_need_act() -> None:
    new = tuple(session(n, day=OCTOBER, released_at=LONG_AGO + timedelta(days=40)) for n in (1, 2))
    row = line("panel", facts(sessions=new, not_yet_at=datetime(2026, 8, 3, tzinfo=UTC)), today=OCTOBER)
    assert row.actor == "coordinator"
    row = line("panel", facts(sessions=new, not_yet_at=datetime(2026, 8, 3, tzinfo=UTC)), today=date(2026, 9, 1))
    assert (row.state, row.actor) == ("waiting", "nobody")


def test_a_session_that_does_not_count_is_no_new_evidence() -> None:
    later = LONG_AGO + timedelta(days=40)
    alone = session(9, judged(ANA), day=OCTOBER, released_at=later)
    both = session(8, day=OCTOBER, released_at=later)
    found = held(facts(sessions=(*TWO, alone, both), not_yet_at=LONG_AGO))
    assert "1 of 2" in str(found.again.verdict.reason)


@pytest.mark.parametrize(("asked", "days", "ready"), [(1, 0, True), (1, 200, False), (2, 0, False)])
def test_the_policy_says_how_many_and_how_long(asked: int, days: int, ready: bool) -> None:
    by = POLICY.model_copy(update={"new_sessions_after_not_yet": asked, "not_yet_days": days})
    new = session(3, day=OCTOBER, released_at=LONG_AGO + timedelta(days=40))
    assert held(facts(sessions=(*TWO, new), not_yet_at=LONG_AGO), by).ready is ready


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"lessons_read": 0, "checks_passed": 0}, "lessons"),
        ({"checks_passed": 0, "prompts_answered": 0}, "checks"),
        ({"sessions": TWO[:1], "asked_for": 1, "prompts_answered": 0}, "reflections"),
        ({"sessions": TWO[:1], "asked_for": 1}, None),
        ({"stop_events_open": 1}, None),
    ],
)
def test_the_next_step_is_the_first_on_which_the_trainee_acts(changes: dict[str, Any], kind: str | None) -> None:
    found = held(facts(**changes))
    assert not found.ready
    assert (found.next.kind if found.next else None) == kind


def test_reflections_ask_only_for_what_the_policy_says() -> None:
    nothing = facts(prompts_answered=0, sessions=(session(1, reflected=False), TWO[1]))
    assert str(line("reflections", nothing, policy(reflections={"prompts": False})).detail) == "1 of 2 submitted"
    assert str(line("reflections", nothing, policy(reflections={"per_session": False})).detail) == "0 of 2 submitted"


# Which sessions count.


@pytest.mark.parametrize(
    ("day", "today", "months", "counts"),
    [
        (date(2025, 11, 23), TODAY, 12, True),  # to the day, that day included
        (date(2025, 11, 22), TODAY, 12, False),
        (TODAY, TODAY, 1, True),
        (date(2026, 2, 28), date(2026, 3, 31), 1, True),  # 31 March less a month is 28 February
        (date(2026, 2, 27), date(2026, 3, 31), 1, False),
        (date(2027, 2, 28), date(2028, 2, 29), 12, True),
        (date(2028, 2, 29), date(2029, 2, 28), 12, True),
        (date(2028, 2, 29), date(2029, 3, 1), 12, False),
        (date(2026, 1, 1), date(2026, 7, 1), 6, True),
        (date(2025, 12, 31), date(2026, 7, 1), 6, False),
    ],
)
def test_recency_runs_in_calendar_months_from_the_day_of_the_session(
    day: date, today: date, months: int, counts: bool
) -> None:
    found = counted_sessions(policy(observations={"months": months}), [session(day=day)], today)
    assert bool(found) is counts


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(1, 60), st.integers(0, 400))
def test_a_session_that_has_stopped_counting_never_counts_again(day: date, months: int, later: int) -> None:
    asked = policy(observations={"months": months})
    today = day + timedelta(days=later)
    now = bool(counted_sessions(asked, [session(day=day)], today))
    tomorrow = bool(counted_sessions(asked, [session(day=day)], today + timedelta(days=1)))
    assert now or not tomorrow


def test_a_session_that_too_few_have_judged_does_not_count() -> None:
    alone = session(2, judged(ANA), day=OCTOBER)
    assert [s.code for s in counted_sessions(POLICY, [alone, TWO[0]], TODAY)] == ["S-0001"]
    assert line("observations", facts(sessions=(TWO[0], alone))).state == "missing"


def test_sessions_count_oldest_first() -> None:
    rows = [session(3), session(2, day=OCTOBER), session(1)]
    assert [s.code for s in counted_sessions(POLICY, rows, TODAY)] == ["S-0001", "S-0003", "S-0002"]
    assert [s.code for s in counted_sessions(only("scores"), rows, TODAY)] == ["S-0001", "S-0003", "S-0002"]


def test_without_a_requirement_about_sessions_every_one_counts() -> None:
    old = session(1, judged(ANA), day=date(2001, 1, 1))
    assert counted_sessions(only("scores"), [old], TODAY) == (old,)


def test_more_sessions_than_asked_for_count_too() -> None:
    three = (*TWO, session(3, judged(ANA, 1, 1, 1, 1), judged(SAM, 1, 1, 1, 1), day=date(2026, 11, 2)))
    row = line("observations", facts(sessions=three))
    assert (row.state, str(row.detail)) == ("met", "3 released of at least 2, each rated by 2")
    assert line("scores", facts(sessions=three)).state == "missing"


@pytest.mark.parametrize(
    ("under_way", "state", "actor"),
    [
        ({}, "missing", "trainee"),
        ({"asked_for": 1}, "waiting", "coordinator"),
        ({"to_be_rated": 1}, "waiting", "assessors"),
    ],
)
def test_the_same_two_assessors_are_not_three(under_way: dict[str, int], state: str, actor: str) -> None:
    asked = policy(observations={"distinct_assessors": 3})
    row = line("observations", facts(**under_way), asked)
    assert (row.state, row.actor) == (state, actor)
    assert "2 of 3 different assessors" in str(row.detail)
    new = session(2, judged(SAM), judged(LENA), day=OCTOBER)
    assert line("observations", facts(sessions=(TWO[0], new)), asked).met


@pytest.mark.parametrize(
    ("coverage", "levels", "holes"),
    [
        (1, [(None, None), (None, None)], True),
        (1, [(None, None), (None, 2)], False),  # one voice is enough to have been seen
        (2, [(None, None), (3, 3)], True),
        (2, [(None, 3), (3, None)], False),
    ],
)
def test_a_hole_in_coverage_is_filled_by_another_session(
    coverage: int, levels: list[tuple[int | None, int | None]], holes: bool
) -> None:
    rows = tuple(
        session(number, judged(ANA, strengths=one), judged(SAM, strengths=two), day=OCTOBER)
        for number, (one, two) in enumerate(levels, 1)
    )
    row = line("observations", facts(sessions=rows), policy(observations={"coverage": coverage}))
    assert row.met is not holes
    assert ("B2 Strengths" in str(row.detail)) is holes


def test_a_hole_waits_for_whoever_has_the_next_session() -> None:
    rows = tuple(session(n, judged(ANA, strengths=None), judged(SAM, strengths=None), day=OCTOBER) for n in (1, 2))
    assert line("observations", facts(sessions=rows)).actor == "trainee"
    assert line("observations", facts(sessions=rows, to_be_released=1)).actor == "lead"


# Levels.


def mean(value: Fraction) -> Facts:
    """Facts in which every criterion has this mean, to a ten-thousandth: one session with very many voices."""
    threes = int((value - 2) * 10_000)
    voices = (*[judged(ANA, 3, 3, 3, 3)] * threes, *[judged(ANA, 2, 2, 2, 2)] * (10_000 - threes))
    return facts(sessions=(session(1, *voices),))


@pytest.mark.parametrize(
    ("value", "met", "shown"),
    [
        (Fraction(29, 10), True, "Mean of all criteria: 2.90, at least 2.90"),
        (Fraction(28999, 10000), False, "Mean of all criteria: 2.89, below 2.90"),
        (Fraction(29001, 10000), True, "Mean of all criteria: 2.90, at least 2.90"),
    ],
)
def test_the_cut_is_exact_and_what_is_shown_never_rounds_up_to_it(value: Fraction, met: bool, shown: str) -> None:
    row = line("scores", mean(value), only("scores", recent=1))
    assert shown in told(row)
    assert row.met is met


@pytest.mark.parametrize(
    ("least", "met", "shown"),
    [
        (2.875, True, "A1 Phases and time: 2.875, at least 2.875"),
        (2.876, False, "A1 Phases and time: 2.875, below 2.876"),
        (2.5, True, "A1 Phases and time: 2.87, at least 2.50"),
    ],
)
def test_a_finer_cut_is_shown_as_finely(least: float, met: bool, shown: str) -> None:
    rows = tuple(session(n, judged(ANA, phases=2 if n == 1 else 3), day=OCTOBER) for n in range(1, 9))
    row = line("scores", facts(sessions=rows), only("scores", each=least, overall=1, recent=1))
    assert shown in told(row)
    assert row.met is met


@given(st.lists(st.integers(1, 4), min_size=1, max_size=40), st.sampled_from([1.0, 2.0, 2.5, 2.75, 2.9, 3.0, 4.0]))
def test_what_is_shown_never_disagrees_with_what_was_decided(levels: list[int], cut: float) -> None:
    rows = tuple(session(n, judged(ANA, level, level, level, level), day=OCTOBER) for n, level in enumerate(levels))
    asked = only("scores", overall=cut, critical=1, each=1, recent=1, entrustment=1)
    shown = next(step for step in told(line("scores", facts(sessions=rows), asked)) if step.startswith("Mean of all"))
    number = Fraction(shown.split(": ")[1].split(",")[0])
    exact = Fraction(sum(levels), len(levels))
    assert number <= exact < number + Fraction(1, 100)
    assert ("at least" in shown) is (exact >= Fraction(str(cut))) is (number >= Fraction(str(cut)))


@pytest.mark.parametrize(
    ("criterion", "levels", "met"),
    [
        ("inquiry", (2, 3, 3, 3), True),  # 2.75, the cut of a critical one
        ("inquiry", (2, 2, 3, 3), False),
        ("stance", (2, 2, 2, 2), True),  # 2.00, the cut of any other
        ("stance", (1, 2, 2, 2), False),
    ],
)
def test_critical_criteria_have_their_own_cut(criterion: str, levels: tuple[int, ...], met: bool) -> None:
    one, two, three, four = (judged(who, 4, 4, 4, 4) for who in (ANA, SAM, ANA, SAM))
    marks = [
        judged(x.assessor_id, **{**x.levels, criterion: level})
        for x, level in zip((one, two, three, four), levels, strict=True)
    ]
    rows = (session(1, *marks[:2]), session(2, *marks[2:], day=OCTOBER))
    assert line("scores", facts(sessions=rows)).met is met


def test_not_observed_is_never_a_zero() -> None:
    seen = session(1, judged(ANA, 3, 3, 3, 3), judged(SAM, 3, 3, 3, None))
    row = line("scores", facts(sessions=(seen, TWO[1])))
    assert row.met
    assert "B2 Strengths: 3.00, at least 2.00" in told(row)


def test_a_criterion_nobody_saw_has_no_mean_at_all() -> None:
    rows = tuple(session(n, judged(ANA, strengths=None), judged(SAM, strengths=None), day=OCTOBER) for n in (1, 2))
    row = line("scores", facts(sessions=rows))
    assert row.met
    assert not any("B2" in step for step in told(row))
    assert "Mean of all criteria: 3.00, at least 2.90" in told(row)


def test_when_nothing_was_seen_there_is_no_mean_of_zero() -> None:
    blind = tuple(session(n, judged(ANA, None, None, None, None), judged(SAM, None, None, None, None)) for n in (1, 2))
    row = line("scores", facts(sessions=blind))
    assert (row.state, row.workings) == ("missing", ())
    assert str(row.detail) == "No level is released yet."
    assert not any("0.00" in step for r in held(facts(sessions=blind)).lines for step in told(r))


def test_a_moderated_level_takes_the_place_of_both() -> None:
    apart = session(1, judged(ANA, phases=1), judged(SAM, phases=3))
    settled = session(1, judged(ANA, phases=1), judged(SAM, phases=3), settled={"phases": 2})
    assert "A1 Phases and time: 2.50, at least 2.00" in told(line("scores", facts(sessions=(apart, TWO[1]))))
    # In the place of each of the two, so that the session weighs what any other does: (2 + 2 + 3 + 3) / 4.
    assert "A1 Phases and time: 2.50, at least 2.00" in told(line("scores", facts(sessions=(settled, TWO[1]))))
    assert settled.counted("phases") == (2, 2)
    assert settled.counted("stance") == (3, 3)


@pytest.mark.parametrize(
    ("given", "settled", "counted"),
    [
        ((1, 4), 2, (2, 2)),
        ((1, None), 2, (2,)),
        ((1, 3, 4), 3, (3, 3, 3)),
        ((None, None), 2, (2,)),
        ((1, 4), None, (1, 4)),
    ],
)
def test_both_tables_count_a_settled_level_alike(
    given: tuple[int | None, ...], settled: int | None, counted: tuple[int, ...]
) -> None:
    marks = [judged(UUID(int=40 + place), phases=level) for place, level in enumerate(given)]
    one = session(1, *marks, settled={} if settled is None else {"phases": settled})
    assert one.counted("phases") == counted
    assert Compared(RUBRIC.criteria[0], given, settled).counted == counted


@pytest.mark.parametrize(("settled", "met"), [(1, False), (2, True)])
def test_a_session_that_was_moderated_weighs_no_less_than_another(settled: int, met: bool) -> None:
    apart = session(1, judged(ANA, stance=1), judged(SAM, stance=3), settled={"stance": settled})
    other = session(2, judged(ANA, stance=2), judged(SAM, stance=3), day=OCTOBER)
    # (1 + 1 + 2 + 3) / 4 is 1.75; with one level for the first session it would be 2.00 and pass.
    shown = f"B1 {RUBRIC.criteria[2].name}: {'2.25, at least' if met else '1.75, below'} 2.00"
    assert shown in told(line("scores", facts(sessions=(apart, other)), only("scores", overall=1)))


def test_the_overall_mean_is_of_criteria_so_that_a_hole_weighs_nothing() -> None:
    rows = (session(1, judged(ANA, 4, 4, 4, None), judged(SAM, 4, 4, 4, None)), session(2, judged(ANA, 2, 4, 4, 2)))
    row = line("scores", facts(sessions=rows), only("scores", recent=1))
    # (4 + 4 + 2) / 3, 4, 4 and 2: their mean is 3.33…
    assert "Mean of all criteria: 3.33, at least 2.90" in told(row)


LOST = "A2 Questions before advice was at level 1 in S-0002"


@pytest.mark.parametrize(
    ("levels", "settled", "lost"),
    [
        ((1, 1), {}, True),
        ((1, 4), {}, False),  # half is no majority
        ((1, 1, 4), {}, True),
        ((1, 4, 4), {}, False),
        ((None, 1), {}, True),  # the only voice there is
        ((1, 4), {"inquiry": 1}, True),
        ((1, 1), {"inquiry": 3}, False),
        ((None, None), {}, False),
    ],
)
def test_a_critical_criterion_at_level_one_by_a_majority_fails_whatever_the_means(
    levels: tuple[int | None, ...], settled: dict[str, int], lost: bool
) -> None:
    fine = tuple(session(n, judged(ANA, 4, 4, 4, 4), judged(SAM, 4, 4, 4, 4)) for n in range(10, 20))
    marks = [judged(UUID(int=40 + place), 4, level, 4, 4) for place, level in enumerate(levels)]
    bad = session(2, *marks, day=OCTOBER, settled=settled)
    row = line("scores", facts(sessions=(*fine, bad)))
    assert row.met is not lost
    assert (LOST in told(row)) is lost
    assert not lost or str(row.detail) == "1 of 7 lines are below the policy"


def test_level_one_on_a_critical_criterion_is_forgiven_once_it_is_no_longer_recent() -> None:
    bad = session(2, judged(ANA, 4, 1, 4, 4), judged(SAM, 4, 1, 4, 4), day=date(2026, 1, 5))
    fine = tuple(session(n, judged(ANA, 4, 4, 4, 4), judged(SAM, 4, 4, 4, 4), day=OCTOBER) for n in range(10, 14))
    assert not line("scores", facts(sessions=(bad, fine[0]))).met
    assert line("scores", facts(sessions=(bad, *fine))).met


def test_level_one_on_another_criterion_is_judged_by_its_mean_alone() -> None:
    rows = (session(1, judged(ANA, stance=1), judged(SAM, stance=1)), session(2, day=OCTOBER))
    assert not any("was at level 1" in step for step in told(line("scores", facts(sessions=rows))))


@pytest.mark.parametrize(
    ("voices", "met", "shown"),
    [
        ((4, 4, 4, 4), True, "4.00, at least 4.00"),
        ((3, 4, 4, 5), True, "4.00, at least 4.00"),
        ((3, 3, 4, 5), False, "3.50, below 4.00"),
        ((3, 3, 5, 5), True, "4.00, at least 4.00"),
    ],
)
def test_the_prospective_level_is_a_median_of_the_recent_sessions(
    voices: tuple[int, ...], met: bool, shown: str
) -> None:
    one, two, three, four = (judged(who, entrustment=v) for who, v in zip((ANA, SAM, ANA, SAM), voices, strict=True))
    old = session(9, judged(ANA, entrustment=1), judged(SAM, entrustment=1), day=date(2026, 1, 5))
    row = line("scores", facts(sessions=(old, session(1, one, two), session(2, three, four, day=OCTOBER))))
    assert f"What they should do next time (median): {shown}" in told(row)
    assert row.met is met


def test_what_is_below_stands_first_and_every_line_once() -> None:
    rows = (session(1, judged(ANA, stance=1), judged(SAM, stance=1)), session(2, judged(ANA, stance=1), judged(SAM)))
    row = line("scores", facts(sessions=rows))
    assert str(row.detail) == "2 of 6 lines are below the policy"
    assert [" below " in step or ", below" in step for step in told(row)] == [True, True, False, False, False, False]
    assert len(set(told(row))) == 6


@pytest.mark.parametrize(
    ("under_way", "state", "actor"), [({}, "missing", "trainee"), ({"to_be_rated": 1}, "waiting", "assessors")]
)
def test_levels_below_the_policy_ask_for_another_session(under_way: dict[str, int], state: str, actor: str) -> None:
    low = tuple(session(n, judged(ANA, 2, 2, 2, 2), judged(SAM, 2, 2, 2, 2), day=OCTOBER) for n in (1, 2))
    row = line("scores", facts(sessions=low, **under_way))
    assert (row.state, row.actor) == (state, actor)


def test_a_name_with_a_percent_sign_is_shown_as_it_is() -> None:
    domains = list(RUBRIC.domains)
    named = domains[0].criteria[0].model_copy(update={"name": "100 % of %(time)s"})
    domains[0] = domains[0].model_copy(update={"criteria": (named, *domains[0].criteria[1:])})
    rubric = RUBRIC.model_copy(update={"domains": tuple(domains)})
    rubric.__dict__.pop("criteria", None)  # a copy keeps what was computed of the original
    row = next(row for row in held(rubric=rubric).lines if row.kind == "scores")
    assert "A1 100 % of %(time)s: 3.00, at least 2.00" in told(row)


def test_a_programme_without_a_rubric_has_no_levels() -> None:
    assert next(row for row in held(rubric=None).lines if row.kind == "scores").state == "missing"


# Properties of the whole.

levels = st.one_of(st.none(), st.integers(1, 4))
judgements = st.builds(
    lambda who, given, next_time: judged(who, *given, entrustment=next_time),
    st.sampled_from([ANA, SAM, LENA]),
    st.tuples(levels, levels, levels, levels),
    st.integers(1, 5),
)
sessions = st.builds(
    lambda number, given, days, reflected: session(
        number, *given, day=TODAY - timedelta(days=days), reflected=reflected
    ),
    st.integers(1, 9999),
    st.lists(judgements, min_size=1, max_size=3),
    st.integers(0, 500),
    st.booleans(),
)
small = st.integers(0, 3)


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    """Anything that can be so."""
    total = draw(small)
    return Facts(
        lessons_read=draw(st.integers(0, total)),
        lessons_total=total,
        checks_passed=draw(small),
        checks_total=3,
        prompts_answered=draw(small),
        prompts_total=3,
        sessions=tuple(draw(st.lists(sessions, max_size=4))),
        asked_for=draw(small),
        to_be_rated=draw(small),
        to_be_released=draw(small),
        stop_events_open=draw(small),
        stop_events_upheld=draw(small),
        arranged=draw(small),
        arranged_for=TODAY,
        overdue=draw(small),
        panel_open=draw(st.booleans()),
        standing=draw(st.none() | st.sampled_from(Standing)),
        not_yet_at=draw(st.none() | st.just(LONG_AGO)),
    )


@settings(max_examples=50)
@given(any_facts())
def test_every_line_that_waits_for_people_names_them(of: Facts) -> None:
    found = held(of)
    for row in found.lines:
        # Nobody need act for what is met, and for what waits for a day.
        of_sessions = row.kind in ("observations", "scores") and row.state == "waiting"
        assert (row.actor == "nobody") is (row.met or (of_sessions and waits_for_a_day(of)))
        assert str(row.detail)
    assert found.met + found.left == len(found.lines)
    assert found.ready is (bool(found.again.verdict) and all(row.met for row in found.lines[:-1]))


def waits_for_a_day(of: Facts) -> bool:
    return bool(of.arranged) and not (of.to_be_released or of.to_be_rated or of.overdue or of.asked_for)


@settings(max_examples=50)
@given(any_facts())
def test_the_order_of_sessions_makes_no_difference(of: Facts) -> None:
    unique = {s.code: s for s in of.sessions}.values()
    forth, back = (facts(sessions=tuple(order)) for order in (unique, reversed(list(unique))))
    assert held(forth) == held(back)


@settings(max_examples=50)
@given(any_facts())
def test_a_better_level_never_makes_anybody_less_ready(of: Facts) -> None:
    def better(row: Session) -> Session:
        raised = tuple(
            judged(j.assessor_id, *(level and min(4, level + 1) for level in j.levels.values()), entrustment=5)
            for j in row.judgements
        )
        return Session(row.id, row.code, row.held_on, row.set_id, raised, row.settled, row.reflected)

    before, after = line("scores", of), line("scores", facts(sessions=tuple(better(s) for s in of.sessions)))
    assert after.met or not before.met


def test_who_has_everything_is_ready() -> None:
    assert held(COMPLETE).ready
