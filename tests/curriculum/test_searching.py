"""Which words are looked for in what somebody typed, and which words of what was found are they?"""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.curriculum.lifecycle import PassageKind
from trainer.curriculum.searching import CLOSE, MOST, OPEN, Found, Hit, Part, parts, question

TYPED = [
    ("", ()),
    ("  \t\n", ()),
    ("silence", ("silence",)),
    ("Silence SILENCE silence", ("silence",)),
    ("what is advice", ("advice",)),
    ("what is the", ("what", "is", "the")),
    ("Naïve Ça Ångström", ("naive", "ca", "angstrom")),
    ("nai\u0308ve", ("naive",)),
    ('"hand it" AND NEAR(back, 2) -no', ("hand", "near", "back", "2")),
    ("co-facilitator's", ("co", "facilitator")),
    ("snake_case and/or path", ("snake", "case", "path")),
    ("*", ()),
    ("%_\\'\x00;--", ()),
    ("💥 🙂", ()),
    ("Вопрос 質問 ερώτηση", ("вопрос", "質問", "ερωτηση")),
    ("P + Q", ("p", "q")),
    ("x" * 500, ("x" * 60,)),
]


@pytest.mark.parametrize(("typed", "words"), TYPED)
def test_words_are_what_is_looked_for(typed: str, words: tuple[str, ...]) -> None:
    assert question(typed).words == words
    assert bool(question(typed)) is bool(words)


def test_no_more_words_than_an_engine_can_bear() -> None:
    assert len(question(" ".join(f"w{number}" for number in range(1000))).words) == MOST


ASKED = [
    ("redir", '("redir" OR "redir" *)', "('redir' | 'redir':*)"),
    ("pq", '"pq"', "'pq'"),
    ("hand redirect", '"hand" AND ("redirect" OR "redirect" *)', "'hand' & ('redirect' | 'redirect':*)"),
]


@pytest.mark.parametrize(("typed", "fts5", "tsquery"), ASKED)
def test_the_last_word_may_be_the_beginning_of_one(typed: str, fts5: str, tsquery: str) -> None:
    assert question(typed).fts5(every=True) == fts5
    assert question(typed).tsquery(every=True) == tsquery
    assert question(typed).fts5(every=False) == fts5.replace(" AND ", " OR ")
    assert question(typed).tsquery(every=False) == tsquery.replace(" & ", " | ")


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    made.execute("CREATE VIRTUAL TABLE words USING fts5(place, title, text)")
    return made


@given(st.text(max_size=300))
def test_nothing_that_is_typed_is_syntax(index: sqlite3.Connection, typed: str) -> None:
    asked = question(typed)
    for every in (True, False):
        if asked:
            index.execute("SELECT * FROM words WHERE words MATCH ?", (f"{{title text}} : ({asked.fts5(every=every)})",))
            assert all(word.replace("'", "").isalnum() for word in asked.words)


MARKED = [
    ("", ()),
    ("none", (Part("none", False),)),
    ("a \x02b\x03 c", (Part("a ", False), Part("b", True), Part(" c", False))),
    ("\x02a\x03\x02b\x03", (Part("a", True), Part("b", True))),
    ("<b>\x02&\x03", (Part("<b>", False), Part("&", True))),
    ("\x03stray\x02open", (Part("stray", False), Part("open", True))),
]


@pytest.mark.parametrize(("marked", "found"), MARKED)
def test_marks_become_runs_of_words(marked: str, found: tuple[Part, ...]) -> None:
    assert parts(marked) == found


@given(st.text(alphabet=st.sampled_from(["a", " ", OPEN, CLOSE, "<"])))
def test_marks_are_never_shown_and_nothing_else_is_lost(marked: str) -> None:
    assert "".join(part.text for part in parts(marked)) == marked.replace(OPEN, "").replace(CLOSE, "")


def test_sections_stand_together_in_the_order_of_each_lessons_best() -> None:
    hits = [_hit("m", "b", "1"), _hit("m", "a", "2"), _hit("m", "b", "3"), _hit("", "term", "4", PassageKind.TERM)]
    found = Found(hits=tuple(hits))
    assert {place: [hit.anchor for hit in group] for place, group in found.lessons.items()} == {
        ("m", "b"): ["1", "3"],
        ("m", "a"): ["2"],
    }
    assert list(found.lessons) == [("m", "b"), ("m", "a")]
    assert [hit.anchor for hit in found.of("term")] == ["4"]
    assert found.kinds == [PassageKind.LESSON, PassageKind.TERM]
    assert Found(hits=tuple(reversed(hits))).kinds == [PassageKind.TERM, PassageKind.LESSON]
    assert not Found()


def _hit(module: str, key: str, anchor: str, kind: PassageKind = PassageKind.LESSON) -> Hit:
    return Hit(kind, module, key, anchor, "en", (), ())
