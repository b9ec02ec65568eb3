"""Is the text of a lesson the one that a browser holds?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programme import FILES
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.plain import fold, plain

FOLDED = [
    ("", ""),
    (" \n\t ", ""),
    ("a  b\n\nc", "a b c"),
    (" a\u00a0 b ", "a b"),
    ("a\u2009b", "a\u2009b"),  # a thin space is a character like others
    ("ü🙂", "ü🙂"),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_blanks_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


PLAIN = [
    ("<p>One &amp; two</p>\n<p>three</p>", "One & two three", ()),
    ("<pre>\na\n  b</pre>", "a b", ()),
    ("<p>a<br>\nb<em>c</em>d</p>", "a bcd", ()),
    ("<p>&lt;script&gt; &#128578;</p>", "<script> 🙂", ()),
    ('<h2 id="a">A</h2>\n<p>x y</p>\n<h3 id="b">B</h3>', "A x y B", ((0, "a"), (6, "b"))),
    ('<p>x</p><h2 id="a"> A</h2>', "x A", ((1, "a"),)),
]


@pytest.mark.parametrize(("html", "text", "headings"), PLAIN)
def test_markup_falls_away_and_headings_keep_their_places(
    html: str, text: str, headings: tuple[tuple[int, str], ...]
) -> None:
    found = plain(html)
    assert (found.text, found.headings) == (text, headings)


def test_the_heading_of_a_place_is_the_last_one_before_it() -> None:
    found = plain('<p>x</p>\n<h2 id="a">A</h2>\n<p>y</p>\n<h2 id="b">B</h2>\n<p>z</p>')
    assert [found.heading_at(found.text.index(word)) for word in "xAyBz"] == ["", "a", "a", "b", "b"]


def test_every_word_of_a_real_lesson_is_there() -> None:
    programme = compile_programme(FILES).programme
    assert programme
    text = plain(programme.modules[0].lessons[0].html).text
    assert text.startswith("Ten minutes in, Leila says: “In my team we simply meet every Monday.” Advice comes early")
    assert "Sign Meaning “Have you tried …?” advice" in text
