"""The first occurrence of a term in a lesson is marked, once, and the lesson stays what it was."""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.curriculum.documents import Glossary, Term
from trainer.curriculum.glossaries import marked
from trainer.curriculum.lessons import render, sanitise

GLOSSARY = Glossary(
    terms=(
        Term(key="set", term="set", text="A group."),
        Term(key="set-meeting", term="set meeting", text="A dated meeting."),
        Term(key="presenter", term="presenter", also=("issue holder",), text="Whose challenge it is."),
        Term(key="p-and-q", term="L = P + Q", text="Revans's formula."),
    )
)


def show(term: Term, words: str) -> str:
    return f"[{term.key}|{escape(words, quote=False)}]"


CASES = [
    ("<p>The set waits.</p>", "<p>The [set|set] waits.</p>"),
    ("<p>Sets wait, a set does not.</p>", "<p>[set|Sets] wait, a set does not.</p>"),
    ("<p>The set meeting of a set.</p>", "<p>The [set-meeting|set meeting] of a [set|set].</p>"),
    ("<p>Settle the asset; re-set, set-up.</p>", "<p>Settle the asset; re-set, set-up.</p>"),
    ("<h2>The set</h2><p>a set</p>", "<h2>The set</h2><p>a [set|set]</p>"),
    ('<p><a href="x">the set</a> or set</p>', '<p><a href="x">the set</a> or [set|set]</p>'),
    ("<p><code>set</code> <em>set</em></p>", "<p><code>set</code> <em>[set|set]</em></p>"),
    ("<pre>set</pre><p>Issue   holders</p>", "<pre>set</pre><p>Issue   holders</p>"),
    ("<p>Issue holders</p>", "<p>[presenter|Issue holders]</p>"),
    ("<p>L = P + Q &amp; more</p>", "<p>[p-and-q|L = P + Q] &amp; more</p>"),
    ("<p>a &lt;set&gt; b</p>", "<p>a &lt;[set|set]&gt; b</p>"),
    ('<p class="block-title">A set</p><p>A set<br>b</p>', '<p class="block-title">A set</p><p>A [set|set]<br>b</p>'),
    ('<p><img src="x" alt="a set"> set</p>', '<p><img src="x" alt="a set"> [set|set]</p>'),
    ("", ""),
]


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_first_occurrences_are_marked(html: str, expected: str) -> None:
    assert marked(html, GLOSSARY, show) == expected


@given(st.text(alphabet="set presenter <>&\"'#*_`[]()\n-é😀", max_size=200))
def test_taking_the_marks_out_gives_the_lesson_back(text: str) -> None:
    html = render(text).html
    done = marked(html, GLOSSARY, lambda term, words: f"\ue000{term.key}\ue001{escape(words, quote=False)}\ue002")
    without = re.sub(r"\ue000[^\ue001]*\ue001|\ue002", "", done)
    assert sanitise(without) == sanitise(html)
    assert len(re.findall("\ue000set\ue001", done)) <= 1
