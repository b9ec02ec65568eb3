"""What makes a judgement whole, as tables of cases."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.arrange import CRITERIA, but, draft
from tests.programme import FILES
from trainer.assessment.judgement import Draft, Mark, gaps, may_be_not_observed, milliseconds, surprising
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.documents import Rubric

_PROGRAMME = compile_programme(FILES).programme
assert _PROGRAMME
assert _PROGRAMME.rubric
RUBRIC: Rubric = _PROGRAMME.rubric
BARE = Mark("3")


def missing(given: Draft, events: tuple[str, ...] = ("e1",), first_meeting: bool = False, **asked: Any) -> list[str]:
    """The fields of the form at which something is missing."""
    return [gap.field for gap in gaps(RUBRIC, given, events=events, first_meeting=first_meeting, **asked)]


def marked(**values: Any) -> Draft:
    """A whole judgement whose first criterion is marked otherwise."""
    whole = draft()
    return replace(whole, marks={**whole.marks, "phases": replace(BARE, **values)})


def test_a_whole_judgement_has_no_gap() -> None:
    assert missing(draft()) == []


def test_an_empty_one_lacks_everything_in_the_order_of_the_form() -> None:
    levels = [f"{key}-level" for key in CRITERIA]
    whole = ["entrustment", "strength_one", "strength_two", "try_next", "question", "confidence", "relationship"]
    assert missing(Draft()) == [*levels, "no_stop_event", *whole]


@pytest.mark.parametrize(
    ("values", "lacks"),
    [
        ({}, []),  # level 3 holds by itself
        ({"level": "1"}, ["phases-events"]),
        ({"level": "2"}, ["phases-events"]),
        ({"level": "4"}, ["phases-events"]),
        ({"level": "4", "events": ("e1",)}, []),
        ({"level": "4", "events": ("e1", "gone")}, ["phases-events"]),
        ({"level": "3", "events": ("gone",)}, ["phases-events"]),
        ({"level": "1", "quote": "  "}, ["phases-events"]),
        ({"level": "1", "quote": "Stop.", "quote_at": "1:05"}, []),
        ({"level": "1", "quote": "Stop."}, ["phases-quote_at"]),
        ({"level": "3", "quote": "Stop.", "quote_at": "later"}, ["phases-quote_at"]),
        ({"level": ""}, ["phases-level"]),
        ({"level": "0"}, ["phases-level"]),
        ({"level": "5"}, ["phases-level"]),
        ({"level": "no"}, ["phases-level"]),  # this criterion is always to be seen
    ],
)
def test_evidence_is_owed_for_every_level_but_ready(values: dict[str, Any], lacks: list[str]) -> None:
    assert missing(marked(**values)) == lacks


@pytest.mark.parametrize(
    ("not_observed", "first_meeting", "offered"),
    [
        ("never", False, False),
        ("never", True, False),
        ("once", False, True),
        ("once", True, True),
        ("first_meeting", False, False),
        ("first_meeting", True, True),
    ],
)
def test_when_not_observed_is_offered(not_observed: str, first_meeting: bool, offered: bool) -> None:
    criterion = RUBRIC.criteria[0].model_copy(update={"not_observed": not_observed})
    assert may_be_not_observed(criterion, first_meeting) is offered


def test_not_observed_needs_no_evidence() -> None:
    assert missing(but(draft(), strengths="no")) == []


@pytest.mark.parametrize(
    ("happened", "none", "lacks"),
    [
        ({}, True, []),
        ({}, False, ["no_stop_event"]),
        ({"coercion": "He pressed."}, False, []),
        ({"coercion": "He pressed."}, True, ["no_stop_event"]),
        ({"coercion": " "}, False, ["stop-coercion"]),
        ({"coercion": "", "breach": ""}, False, ["stop-coercion", "stop-breach"]),
        ({"of another rubric": "x"}, False, ["no_stop_event"]),
    ],
)
def test_stop_events_are_named_or_denied(happened: dict[str, str], none: bool, lacks: list[str]) -> None:
    assert missing(draft(stop_events=happened, no_stop_event=none)) == lacks


@pytest.mark.parametrize(
    "values",
    [{"entrustment": "6"}, {"entrustment": ""}, {"confidence": "certain"}, {"relationship": "boss"}]
    + [{name: " \n"} for name in ("strength_one", "strength_two", "try_next", "question")],
)
def test_the_whole_is_asked_for(values: dict[str, str]) -> None:
    assert missing(draft(**values)) == list(values)


def test_what_surprises_is_answered_in_words() -> None:
    told = {"phases": gaps(RUBRIC, Draft(), events=(), first_meeting=False)[0].message}
    assert missing(marked(comment=""), surprising=told) == ["phases-comment"]
    assert missing(marked(comment="The set asked for it."), surprising=told) == []


@pytest.mark.parametrize(
    ("criterion", "figure", "value", "level", "asks"),
    [
        ("questioning_before_advice", "redirect_rate", 0.39, "3", True),
        ("questioning_before_advice", "redirect_rate", 0.4, "3", False),
        ("questioning_before_advice", "redirect_rate", 0.0, "4", True),
        ("questioning_before_advice", "redirect_rate", 0.0, "2", False),
        ("questioning_before_advice", "redirect_rate", None, "4", False),
        ("questioning_before_advice", "redirect_rate", 0.0, "no", False),
        ("non_expert_stance", "facilitator_content", 1.0, "3", True),
        ("non_expert_stance", "facilitator_content", 0.0, "4", False),
        ("non_expert_stance", "facilitator_content", 9.0, "2", False),
    ],
)
def test_counts_ask_and_never_decide(criterion: str, figure: str, value: float | None, level: str, asks: bool) -> None:
    given = Draft(marks={criterion: Mark(level)})
    assert list(surprising(given, {figure: value})) == ([criterion] if asks else [])
    assert surprising(given, {}) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12:40", 760000),
        ("0:00", 0),
        (" 1:05 ", 65000),
        ("999:59", 59999000),
        ("1:5", None),
        ("1:60", None),
        ("1000:00", None),
        ("12", None),
        ("", None),
        (":30", None),
        ("-1:30", None),
        ("1:30:00", None),
        ("１:30", None),
    ],
)
def test_a_time_is_minutes_and_seconds(text: str, expected: int | None) -> None:
    assert milliseconds(text) == expected


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = milliseconds(text)
    assert found is None or 0 <= found < 60_000_000


WORD = st.text(max_size=8)
MARK = st.builds(Mark, WORD | st.sampled_from(["1", "2", "3", "4", "no"]), st.tuples(WORD), WORD, WORD, WORD)


@given(st.dictionaries(st.sampled_from(CRITERIA), MARK), st.dictionaries(WORD, WORD), st.booleans())
def test_a_judgement_without_gaps_can_be_stored(marks: dict[str, Mark], stops: dict[str, str], none: bool) -> None:
    """Whatever was typed: nothing raises, and what has no gap has a level or a hole for each criterion."""
    given = replace(draft(), marks={**draft().marks, **marks}, stop_events=stops, no_stop_event=none)
    if not missing(given, events=()):
        assert all(given.mark(key).number or given.mark(key).level == "no" for key in CRITERIA)
        assert all(
            milliseconds(given.mark(key).quote_at) is not None for key in CRITERIA if given.mark(key).quote.strip()
        )
