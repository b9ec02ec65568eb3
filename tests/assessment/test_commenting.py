"""The comment bank: what the sheet offers, what still waits in a comment, and that nobody locks a mere beginning."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.assessment import arrange, guesting
from tests.assessment.arrange import Ids, draft, form
from tests.cast import Cast
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.assessment import actions, queries
from trainer.assessment.commenting import MOST, is_unfinished
from trainer.audit import AuditEntry
from trainer.curriculum import actions as curriculum
from trainer.curriculum.checker import compile_programme
from trainer.db import db
from trainer.web import Refused

Visit = Callable[..., Visitor]
PHRASE = "After … turns of advice you handed it back by …"
SHORT = "You …, so …"
CASES = [
    ("a phrase as it is", PHRASE, True),
    ("with its time in front", f"12:40 {PHRASE}", True),
    ("in the midst of other words", f"Early on it went well. {PHRASE} And so on.", True),
    ("one gap is filled", "After three turns of advice you handed it back by …", True),
    ("the other gap is filled", "After … turns of advice you handed it back by asking what she wants.", True),
    ("in capitals and over lines", "AFTER …\nTURNS of advice you handed it back by silence.", True),
    ("both are filled", "After three turns of advice you handed it back by silence.", False),
    ("dots of one's own", "Then a long pause … and the set went on.", False),
    ("nothing", "", False),
    ("too little stands beside the gap", SHORT, True),
    ("too little to know it by", "If so …", False),
]


@pytest.mark.parametrize(("comment", "waits"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_gap_that_nobody_filled_is_found(comment: str, waits: bool) -> None:
    assert is_unfinished(comment, (PHRASE, SHORT)) is waits


LETTERS = st.text("abcdefghij ", min_size=1, max_size=20)


@given(st.lists(LETTERS, min_size=2, max_size=4), LETTERS)
def test_a_phrase_whose_gaps_are_filled_waits_for_nothing(parts: list[str], filling: str) -> None:
    phrase = "…".join(parts)
    assert not is_unfinished(phrase.replace("…", filling), (phrase,))


@given(LETTERS.filter(lambda text: len(text.replace(" ", "")) >= 3), LETTERS, LETTERS)
def test_a_phrase_that_was_only_inserted_always_waits(before: str, behind: str, around: str) -> None:
    phrase = f"{before}…{behind}"
    assert is_unfinished(f"{around} {phrase} {around}", (phrase,))


# The sheet.


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Ana and Sam have captured."""
    with store():
        found = arrange.ask(cast)
        arrange.capture(cast, found)
        arrange.capture(cast, found, "sam")
        return found


def group(page: str, criterion: str) -> str:
    """What the sheet shows about one criterion."""
    return page.partition(f'id="c-{criterion}-level"')[2].partition("</fieldset>")[0]


def test_each_criterion_offers_its_phrases_and_those_that_fit_each(visit: Visit, cast: Cast, ids: Ids) -> None:
    page = visit(cast.ana).get(ids.rating).text
    inquiry, strengths = group(page, "inquiry"), group(page, "strengths")
    assert "<li>The advice in “…” passed until …</li>" in inquiry
    assert "<li>You asked “…”, and the presenter …</li>" in inquiry
    assert "<li>What made the difference was …</li>" in inquiry
    assert "named the phase" not in inquiry
    assert strengths.count("<li>") - strengths.count("<li><label") == 1
    assert "<button" not in inquiry, "a script makes the buttons; without it the words are there to copy"


def test_a_programme_without_phrases_offers_none(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        plain = compile_programme({path: body for path, body in FILES.items() if path != "phrases.yaml"}).programme
        assert plain
        curriculum.publish(cast.abel.organisation_id, plain, by=cast.abel.member, now=arrange.MONDAY)
        ids = arrange.ask(cast)
        arrange.capture(cast, ids)
    assert "Phrases to begin with" not in words(visit(cast.ana).get(ids.rating))


def test_a_comment_that_is_only_a_beginning_is_kept_and_not_locked(visit: Visit, cast: Cast, ids: Ids) -> None:
    marks = draft().marks
    begun = replace(
        draft(), marks={**marks, "inquiry": replace(marks["inquiry"], comment="00:10 The advice in “…” passed until …")}
    )
    ana = visit(cast.ana)
    assert ana.post(ids.rating, dict(form(begun))).status_code == 303, "half a sheet is kept as it is"
    answer = ana.post(ids.rating, {**form(begun, revision="1"), "lock": "y"})
    assert answer.status_code == 422
    said = "Say what you saw where “…” still stands in the comment on A2 Questions before advice."
    assert said in words(answer)
    assert f'<a href="#c-inquiry-comment">{said}</a>' in answer.text
    assert "passed until …</textarea>" in answer.text
    done = replace(
        draft(),
        marks={**marks, "inquiry": replace(marks["inquiry"], comment="The advice in “have you” passed until the end.")},
    )
    assert ana.post(ids.rating, {**form(done, revision="2"), "lock": "y"}).status_code == 303


# Phrases of one's own.

PAGE = "assess/phrases"
MINE = "After …, you turned to the set …"


def kept(cast: Cast) -> list[str]:
    return [phrase.text for phrase in queries.own_phrases(cast.ana.member)]


def test_a_phrase_is_kept_stands_on_ones_sheets_and_is_thrown_away(
    visit: Visit, cast: Cast, store: Any, ids: Ids
) -> None:
    ana = visit(cast.ana)
    assert f"/o/acme/{PAGE}" in ana.get("assess").text
    assert "No phrase yet." in words(ana.get(PAGE))
    answer = ana.post(PAGE, {"text": f"  {MINE.replace(', ', ',  ')} "})
    assert (answer.status_code, answer.location) == (303, f"/o/acme/{PAGE}")
    assert "Kept. Only you can read it." in words(ana.get(PAGE))
    assert ana.post(PAGE, {"text": MINE}).status_code == 303
    with store():
        assert kept(cast) == [MINE], "sent twice, it is one phrase"
        (phrase,) = queries.own_phrases(cast.ana.member)
        assert set(db.session.scalars(select(AuditEntry.verb).where(AuditEntry.subject_id == phrase.id))) == set()
    page = ana.get(ids.rating).text
    assert [f"<li>{MINE}</li>" in group(page, key) for key in arrange.CRITERIA] == [True] * 4
    answer = ana.post(f"{PAGE}/{phrase.id}/remove", {})
    assert (answer.status_code, answer.location) == (303, f"/o/acme/{PAGE}")
    assert "The phrase is gone. " in words(ana.get(PAGE))
    assert MINE not in ana.get(ids.rating).text


def test_nobody_else_reads_it_or_throws_it_away(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    visit(cast.ana).post(PAGE, {"text": MINE})
    with store():
        (phrase,) = queries.own_phrases(cast.ana.member)
    sam = visit(cast.sam)
    assert MINE not in sam.get(PAGE).text
    assert MINE not in sam.get(f"observations/{ids.sam}/rating").text
    for player in (cast.sam, cast.lena, cast.ada, cast.tara):
        assert visit(player).post(f"{PAGE}/{phrase.id}/remove", {}).status_code == 404
        assert MINE not in visit(player).get("audit").text
    with store():
        assert kept(cast) == [MINE]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write the phrase."),
        (" \n ", "Write the phrase."),
        ("x" * 121, "Use at most 120 characters: it is only a beginning."),
    ],
)
def test_what_is_no_phrase_is_said_and_kept_in_the_field(
    visit: Visit, cast: Cast, store: Any, text: str, said: str
) -> None:
    answer = visit(cast.ana).post(PAGE, {"text": text})
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{text.strip()}"' in answer.text
    with store():
        assert kept(cast) == []


def test_there_are_as_many_as_can_be_looked_through(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        for number in range(MOST):
            actions.keep_phrase(cast.ana.member, f"After {number} …", now=arrange.SOON)
    answer = visit(cast.ana).post(PAGE, {"text": MINE})
    assert answer.status_code == 422
    assert "You have 40 phrases. Remove one first." in words(answer)
    with store():
        assert len(kept(cast)) == MOST
        with pytest.raises(Refused, match="Remove one first"):
            actions.keep_phrase(cast.ana.member, MINE, now=arrange.SOON)


def test_a_gap_of_ones_own_phrase_is_found_too(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    with store():
        actions.keep_phrase(cast.ana.member, MINE, now=arrange.SOON)
    marks = draft().marks
    begun = replace(draft(), marks={**marks, "stance": replace(marks["stance"], comment=MINE)})
    answer = visit(cast.ana).post(ids.rating, {**form(begun), "lock": "y"})
    assert answer.status_code == 422
    assert "still stands in the comment on B1 Stance." in words(answer)


def test_a_guest_reads_the_programmes_phrases_and_has_no_page_of_their_own(
    visit: Visit, cast: Cast, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.clock.datetime", guesting.stopped(arrange.SOON))
    with store():
        gina = guesting.ask(cast)
        guesting.captured(gina)
    page = visit().get(gina.at("rating")).text
    assert "<li>What made the difference was …</li>" in page
    assert "assess/phrases" not in page
