"""Which pieces of a lesson can be found, and where does each begin?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.curriculum.test_translating import german
from tests.programme import FILES
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.lessons import render
from trainer.curriculum.lifecycle import PassageKind
from trainer.curriculum.passages import LONGEST, pieces, plain, sections

# What an author wrote → (anchor, title, text) of every section.
WRITTEN = [
    ("Only a paragraph.", [("", "Title", "Only a paragraph.")]),
    (
        "Top.\n\n## One\n\nFirst.\n\n## Two\n\nSecond.",
        [("", "Title", "Top."), ("one", "One", "First."), ("two", "Two", "Second.")],
    ),
    ("## At once\n\nText.", [("", "Title", ""), ("at-once", "At once", "Text.")]),
    ("## Over\n\n### Under\n\nText.", [("", "Title", ""), ("over", "Over", ""), ("under", "Under", "Text.")]),
    ("## Own id {#mine}\n\nText.", [("", "Title", ""), ("mine", "Own id", "Text.")]),
    ("## *Both* `of` them\n\nText.", [("", "Title", ""), ("both-of-them", "Both of them", "Text.")]),
    ("One *re*direct, two.\n\nThree", [("", "Title", "One redirect, two. Three")]),
    ("- a\n- b\n\n1. c", [("", "Title", "a b c")]),
    ("| A | B |\n|---|---|\n| c | d |", [("", "Title", "A B c d")]),
    ("Fish & chips < 3 &copy;", [("", "Title", "Fish & chips < 3 ©")]),
    ("<script>alert(1)</script>", [("", "Title", "<script>alert(1)</script>")]),
    ("![A set in a circle](a.png)", [("", "Title", "A set in a circle")]),
    (
        "Said.[^1]\n\n## Later\n\nMore.\n\n[^1]: By whom.",
        [("", "Title", "Said."), ("later", "Later", "More."), ("fn:1", "", "By whom.")],
    ),
    ("/// try | Tomorrow\nCount.\n///", [("", "Title", "Try this: Tomorrow Count.")]),
    ("/// reflection | Why?\n    key: why\n\nThink.\n///", [("", "Title", "Reflection: Why? Think.")]),
]


@pytest.mark.parametrize(("written", "found"), WRITTEN)
def test_a_lesson_is_found_from_heading_to_heading(written: str, found: list[tuple[str, str, str]]) -> None:
    assert [(part.anchor, part.title, part.text) for part in sections(render(written).html, "Title")] == found


def test_an_endless_section_is_found_in_pieces_that_lose_no_word() -> None:
    text = " ".join(f"word{number}" for number in range(LONGEST // 4))
    found = sections(f'<h2 id="a">Long</h2><p>{text}</p>', "Title")
    assert len(found) > 2
    assert {(part.anchor, part.title) for part in found[1:]} == {("a", "Long")}
    assert all(len(part.text) <= LONGEST for part in found)
    assert " ".join(part.text for part in found[1:]) == text


def test_a_word_longer_than_a_piece_is_cut() -> None:
    assert "".join(part.text for part in sections("x" * (LONGEST * 2 + 5), "")) == "x" * (LONGEST * 2 + 5)


def test_what_no_text_holds_is_left_out() -> None:
    assert plain("<p>a\x02b\x03c\x07</p>\r\n<p>d</p>") == "abc d"


@given(st.text())
def test_any_text_can_be_cut_into_sections(html: str) -> None:
    found = sections(html, "Title")
    assert found[0].anchor == ""
    assert not [part for part in found if "\x02" in part.text or "\x03" in part.text or "\x00" in part.text]


def test_every_heading_of_a_programme_can_be_found_once() -> None:
    compiled = compile_programme(FILES).programme
    assert compiled
    found = [
        (part.module_key, part.key, part.anchor)
        for part in pieces(compiled)
        if part.kind is PassageKind.LESSON and not part.anchor.startswith("fn:")
    ]
    headings = [
        (module.key, lesson.key, anchor)
        for module in compiled.modules
        for lesson in module.lessons
        for anchor in ["", *(heading["id"] for heading in lesson.headings)]
    ]
    assert found == headings
    assert [part.position for part in pieces(compiled)] == list(range(len(pieces(compiled))))
    assert {part.language for part in pieces(compiled)} == {"en"}


def test_terms_and_cards_can_be_found_and_plans_are_for_trainers() -> None:
    compiled = compile_programme(FILES).programme
    assert compiled
    beside = {(part.kind, part.key): part for part in pieces(compiled) if part.kind is not PassageKind.LESSON}
    assert set(beside) == {
        *((PassageKind.TERM, key) for key in ("set", "presenter", "disguised-advice")),
        (PassageKind.CARD, "phase-card"),
    }
    term = beside[PassageKind.TERM, "presenter"]
    assert (term.title, term.anchor) == ("presenter (issue holder)", "presenter")
    assert term.text == "The member whose challenge the set works on."
    card = beside[PassageKind.CARD, "phase-card"].text
    assert card.startswith("For the first three meetings. Phase Say Present “We listen.”")
    assert "Time Say it aloud. See the phases." in card


def test_a_translation_can_be_found_in_its_language() -> None:
    compiled = compile_programme(FILES, {"de": german()}).programme
    assert compiled
    found = [(part.kind, part.title, part.position) for part in pieces(compiled) if part.language == "de"]
    assert found == [
        (PassageKind.LESSON, "Weitergeben", 0),
        (PassageKind.LESSON, "Die Leiter", 1),
        (PassageKind.TERM, "Set", 2),
        (PassageKind.CARD, "Phasenkarte", 3),
    ]
