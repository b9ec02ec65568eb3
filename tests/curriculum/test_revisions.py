"""What is different between two texts of a lesson."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.curriculum.lessons import render
from trainer.curriculum.revisions import Block, Change, Tally, blocks, changes, compare, tally
from trainer.curriculum.wordwise import Piece, pieces

LADDER = '<h2 id="ladder">The ladder</h2>'
WHOLE = """\
# About

/// say | In the set
“What do you *want*?”[^1]
///

## The ladder

1. Pause.
2. Name:

    - what you heard
    - what you saw

| Sign | Meaning |
|---|---|
| silence | thinking |

![Six chairs](chairs.png)

/// reflection | Whose approval?
    key: whose

Think of one moment.
///

[^1]: Ask it once.
"""


def test_a_lesson_is_cut_into_what_a_reader_calls_a_paragraph() -> None:
    found = blocks(render(WHOLE).html)
    assert [block.text for block in found] == [
        "About",
        "Words to use: In the set",
        "“What do you want?”",
        "The ladder",
        "Pause.",
        "Name:",
        "what you heard",
        "what you saw",
        "Sign · Meaning",
        "silence · thinking",
        "Six chairs",
        "Reflection: Whose approval?",
        "Think of one moment.",
        "Ask it once.",
    ]
    assert [block.section for block in found] == ["About"] * 3 + ["The ladder"] * 11
    assert {block.anchor for block in found[3:]} == {"the-ladder"}


ADDRESSES = [
    (Block("Pause."), ":~:text=Pause."),
    (Block("Pause.", "ladder", "The ladder"), "ladder:~:text=Pause."),
    (Block("one two three four five six seven eight nine"), ":~:text=one two three four five six seven eight"),
    (Block("silence · thinking", "x"), "x:~:text=silence"),
]


@pytest.mark.parametrize(("block", "address"), ADDRESSES)
def test_an_address_leads_to_the_words_of_a_paragraph(block: Block, address: str) -> None:
    assert unquote(block.address) == address


@given(st.text(min_size=1))
def test_no_paragraph_breaks_its_address(text: str) -> None:
    quoted = Block(text, "x").address.removeprefix("x:~:text=")
    assert not set(quoted) & set("&,-#\"'<> \n")  # what ends or divides a text directive, or an attribute


CASES = [
    # old, new → kinds in order
    ("<p>a</p>", "<p>a</p>", []),
    ("", "", []),
    ("<p>a</p>", "<div><ul><li>a</li></ul></div>", []),  # the same words in another form
    ('<p><a href="x">a b</a></p>', '<p><a href="y">a <em>b</em></a></p>', []),
    ("<p>a</p>", "", ["removed"]),
    ("", "<p>a</p>", ["added"]),
    ("<p>a</p><p>c</p>", "<p>a</p><p>b</p><p>c</p>", ["added"]),
    ("<p>one two three</p>", "<p>one two four</p>", ["reworded"]),
    ("<p>one two</p>", "<p>one three</p>", ["removed", "added"]),  # half of the words are not more than half
    ("<p>one two three</p>", "<p>four five six</p>", ["removed", "added"]),
    ("<p>one two three</p><p>x</p>", "<p>x</p><p>one two three</p>", ["added", "removed"]),  # moved
    ("<p>a b c d</p><p>k l m n</p>", "<p>a b c x</p><p>new</p><p>k l m y</p>", ["reworded", "added", "reworded"]),
    ("<p>a b c d</p><p>k l m n</p>", "<p>k l m y</p>", ["removed", "reworded"]),
    ("<p>それは簡単な質問です</p>", "<p>それは難しい質問です</p>", ["reworded"]),
    ('<p>Ask.<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>', "<p>Ask.</p>", []),
]


@pytest.mark.parametrize(("old", "new", "kinds"), CASES)
def test_paragraphs_are_paired_by_what_they_have_in_common(old: str, new: str, kinds: list[str]) -> None:
    steps = compare(old, new)
    assert [step.kind for step in steps if step.kind != "same"] == kinds
    assert tally(steps) == Tally(kinds.count("reworded"), kinds.count("added"), kinds.count("removed"))
    assert [change.kind for change in changes(steps)] == kinds


def test_a_change_says_under_which_heading_it_stands_and_leads_there() -> None:
    old = f"<p>First.</p>{LADDER}<p>Pause.</p><p>Name it aloud.</p>"
    new = f"<p>Second!</p>{LADDER}<p>Name it softly aloud.</p>"
    gone = Change("removed", (Piece("removed", "First."),), "", "")
    come = Change("added", (Piece("added", "Second!"),), "", ":~:text=Second%21")
    left = Change("removed", (Piece("removed", "Pause."),), "The ladder", "ladder")
    words = (Piece("same", "Name it "), Piece("added", "softly "), Piece("same", "aloud."))
    reworded = Change("reworded", words, "The ladder", "ladder:~:text=Name%20it%20softly%20aloud.")
    assert changes(compare(old, new)) == (gone, come, left, reworded)


WORDINGS = [
    ("a b c", "a b c", "a b c"),
    ("a b c", "a x c", "a -b-+x+ c"),
    ("a b c d", "a x y d", "a -b c-+x y+ d"),  # the space between two changes belongs to them
    ("a b", "a b c", "a b+ c+"),
    ("a b c", "c", "-a b -c"),
    ("Wait.", "Wait, then.", "Wait+, then+."),
    ("don't ask", "do ask", "-don't-+do+ ask"),
    ("質問です", "答えです", "-質問-+答え+です"),
]


@pytest.mark.parametrize(("old", "new", "told"), WORDINGS)
def test_a_reworded_paragraph_is_told_word_by_word(old: str, new: str, told: str) -> None:
    signs = {"same": "", "removed": "-", "added": "+"}
    assert "".join(f"{signs[kind]}{text}{signs[kind]}" for kind, text in pieces(old, new)) == told


TEXTS = st.lists(st.sampled_from(["ask", "the", "set", "what", ",", "now", ".", "don't", "質", "問"]), max_size=12).map(
    " ".join
)
LESSONS = st.lists(
    st.tuples(st.sampled_from(["p", "li", "h2", "pre"]), TEXTS).map(lambda part: "<{0}>{1}</{0}>".format(*part)),
    max_size=8,
).map("".join)


@given(TEXTS, TEXTS)
def test_the_pieces_make_both_wordings(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.kind != "added") == old
    assert "".join(piece.text for piece in found if piece.kind != "removed") == new
    assert all(piece.text for piece in found)


@given(LESSONS, LESSONS)
def test_the_steps_lead_from_the_old_text_to_the_new(old: str, new: str) -> None:
    steps = compare(old, new)
    assert tuple(step.old for step in steps if step.old) == blocks(old)
    assert tuple(step.new for step in steps if step.new) == blocks(new)
    assert sum(tally(steps)) == len(changes(steps))


@given(LESSONS)
def test_the_same_text_has_no_changes(text: str) -> None:
    assert changes(compare(text, text)) == ()


def test_long_texts_are_set_side_by_side_in_a_moment() -> None:
    many = "".join(f"<p>{number % 7} and {number % 11}</p>" for number in range(2500))
    assert tally(compare(many, many + "<p>x</p>")) == (0, 2501, 2500)  # written anew as a whole
    some = "".join(f"<p>{number} and {number * 3} of {number * 7}</p>" for number in range(300))
    assert tally(compare(some, some.replace("and", "or"))) == (0, 300, 300)
    one = "word " * 5000
    assert [piece.kind for piece in pieces(one, f"{one}x")] == ["removed", "added"]
