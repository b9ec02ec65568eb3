"""Reflections: drafts may have gaps, submitted ones may not, and nobody else reads them."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import MONDAY, Cast
from tests.curriculum.studying import begin
from tests.entries import verbs
from tests.visiting import Visitor, words
from trainer.curriculum import actions, queries
from trainer.curriculum.reflection import LONGEST, Lines, is_whole
from trainer.web import Refused

Visit = Callable[..., Visitor]
PAGE = "reflections/whose-approval"
FOUR = {
    "did": "I answered for the set.",
    "effect": "They fell silent.",
    "protecting": "My standing.",
    "next_time": "Count to five.",
}
SUBMIT, SAVE = {"submit": "Submit"}, {"save": "Save as draft"}


@pytest.mark.parametrize(("gaps", "whole"), [((), True), ((0,), False), ((3,), False), ((0, 1, 2, 3), False)])
def test_four_lines_are_whole_when_each_says_something(gaps: tuple[int, ...], whole: bool) -> None:
    assert bool(is_whole(Lines(*(" \n" if place in gaps else "x" for place in range(4))))) is whole


@given(st.lists(st.text(max_size=3), min_size=4, max_size=4))
def test_a_line_of_spaces_is_no_line(texts: list[str]) -> None:
    assert bool(is_whole(Lines(*texts))) is all(text.strip() for text in texts)


def test_the_list_holds_every_prompt(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    seen = words(visit(cast.tara).get("reflections"))
    assert "Whose approval do I seek when I advise?" in seen
    assert "What do I do when time runs out?" in seen
    assert seen.count("To write") == 2


def test_who_is_on_no_programme_is_sent_to_the_way_in(visit: Visit, cast: Cast) -> None:
    assert visit(cast.tara).get("reflections").location == "/o/acme/learn"
    assert visit(cast.tara).get(PAGE).status_code == 404


def test_a_page_shows_the_prompt_with_its_text(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    seen = words(visit(cast.tara).get(PAGE))
    assert "Whose approval do I seek when I advise?" in seen
    assert "Think of one moment in the last month." in seen
    assert "What I did" in seen


def test_a_draft_may_have_gaps_and_leaves_no_entry(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        before = verbs(cast.tara.organisation_id)
    tara = visit(cast.tara)
    assert tara.post(PAGE, {"did": "Half a", **SAVE}).status_code == 303
    seen = words(tara.get(PAGE))
    assert "Draft saved." in seen
    assert "Half a" in seen
    assert "Draft" in words(tara.get("reflections"))
    with store():
        assert verbs(cast.tara.organisation_id) == before


def test_submitting_counts_and_says_so(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    assert tara.post(PAGE, {**FOUR, **SUBMIT}).status_code == 303
    assert "It counts; you can still change it." in words(tara.get(PAGE))
    with store():
        enrolment = queries.enrolment_of(cast.tara.member)
        assert enrolment
        row = queries.reflection(enrolment, "whose-approval")
        assert row
        assert (row.did, row.next_time, row.shared) == (FOUR["did"], FOUR["next_time"], False)
        assert verbs(cast.tara.organisation_id)[-1] == "reflection.submitted"
    assert "1 of 2 submitted" in words(tara.get("learn"))


@pytest.mark.parametrize("gap", list(FOUR))
def test_gaps_are_asked_for_with_everything_else_kept(visit: Visit, cast: Cast, store: Any, gap: str) -> None:
    with store():
        begin(cast.tara)
    page = visit(cast.tara).post(PAGE, {**FOUR, gap: "  ", **SUBMIT})
    assert page.status_code == 422
    assert f'href="#{gap}"' in page.text
    assert words(page).count("Write a line here before you submit.") == 2  # in the summary and at the field
    assert all(text in words(page) for name, text in FOUR.items() if name != gap)


def test_what_counts_stays_whole(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    tara.post(PAGE, {**FOUR, **SUBMIT})
    assert "Save as draft" not in words(tara.get(PAGE))
    for way in (SAVE, SUBMIT, {}):
        assert tara.post(PAGE, {**FOUR, "did": "", **way}).status_code == 422
    tara.post(PAGE, {**FOUR, "did": "I waited.", **SAVE})
    assert "I waited." in words(tara.get(PAGE))
    with store():
        enrolment = queries.enrolment_of(cast.tara.member)
        assert enrolment
        with pytest.raises(Refused, match="all four lines"):
            actions.write_reflection(
                enrolment,
                "whose-approval",
                Lines("x", "", "x", "x"),
                submit=False,
                by=cast.tara.member,
                now=MONDAY,
            )


SILLY = [
    ({}, 303),
    ({"did": "x" * LONGEST}, 303),
    ({"did": "x" * (LONGEST + 1)}, 422),
    ({"did": "a\x00b"}, 303),
    ({"did": ["one", "two"]}, 303),
    ({"did": b"\xff\xfe"}, 303),
    ({"submit": ""}, 303),
    ({"further": "x"}, 303),
]


@pytest.mark.parametrize(("sent", "status"), SILLY)
def test_nothing_breaks_it(visit: Visit, cast: Cast, store: Any, sent: dict[str, Any], status: int) -> None:
    with store():
        begin(cast.tara)
    assert visit(cast.tara).post(PAGE, sent).status_code == status


def test_nobody_else_reads_or_writes_it(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        begin(cast.tom)
    visit(cast.tara).post(PAGE, {**FOUR, **SUBMIT})
    assert FOUR["did"] not in words(visit(cast.tom).get(PAGE))
    for who in (cast.ana, cast.lena, cast.cora, cast.udo, cast.ada):
        assert visit(who).get(PAGE).status_code == 404
        assert visit(who).post(PAGE, {**FOUR, **SUBMIT}).status_code == 404
    assert visit(cast.olga).get(f"/o/acme/{PAGE}").status_code == 404
