"""The difference of two texts tells every line that went or came, in its place, and nothing that stayed."""

import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.curriculum.lines import AROUND, Line, difference

texts = st.lists(st.sampled_from(["", "a", "b", "c", "  a"]), max_size=40).map("\n".join)


def signs(before: str, after: str) -> list[str]:
    """The difference as other tools write it, one string a hunk."""
    mark = {"same": " ", "old": "-", "new": "+"}
    return ["|".join(f"{mark[line.how]}{line.text}" for line in hunk) for hunk in difference(before, after)]


CASES = [
    ("", "", []),
    ("a", "a", []),
    ("a\n", "a", []),
    ("", "a", ["+a"]),
    ("a", "", ["-a"]),
    ("a\nb\nc", "a\nB\nc", [" a|-b|+B| c"]),
    ("1\n2\n3\n4\n5\n6", "1\n2\n3\n4\n5\n6\n7", [" 4| 5| 6|+7"]),
    ("x\n1\n2\n3\n4\n5\n6\n7\ny", "X\n1\n2\n3\n4\n5\n6\n7\nY", ["-x|+X| 1| 2| 3", " 5| 6| 7|-y|+Y"]),
    ("x\n1\n2\n3\n4\n5\n6\ny", "X\n1\n2\n3\n4\n5\n6\nY", ["-x|+X| 1| 2| 3| 4| 5| 6|-y|+Y"]),
]


@pytest.mark.parametrize(("before", "after", "hunks"), CASES)
def test_what_differs(before: str, after: str, hunks: list[str]) -> None:
    assert signs(before, after) == hunks


@given(texts, texts)
def test_from_the_one_text_the_difference_makes_the_other(before: str, after: str) -> None:
    shown = [line for hunk in difference(before, after) for line in hunk]
    old, new = before.splitlines(), after.splitlines()
    assert all(line.old is None or old[line.old - 1] == line.text for line in shown)
    assert all(line.new is None or new[line.new - 1] == line.text for line in shown)
    gone = {line.old for line in shown if line.how == "old"}
    come = {line.new for line in shown if line.how == "new"}
    kept = [text for number, text in enumerate(old, 1) if number not in gone]
    assert kept == [text for number, text in enumerate(new, 1) if number not in come]


@given(texts)
def test_nothing_differs_from_itself(text: str) -> None:
    assert difference(text, text) == ()


def test_around_a_change_stand_three_lines() -> None:
    text = "\n".join(map(str, range(100)))
    (hunk,) = difference(text, text.replace("\n50\n", "\nfifty\n"))
    assert [line.how for line in hunk].count("same") == 2 * AROUND
    assert hunk[AROUND] == Line("old", "50", 51, None)


random = Random(1)
SLOW = {
    "two lines in turns": (["x", "y"] * 3000, ["y", "x"] * 3000),
    "a few lines at random": tuple([str(random.randrange(30)) for _ in range(3000)] for _ in range(2)),
    "many lines at random": tuple([str(random.randrange(3000)) for _ in range(3000)] for _ in range(2)),
    "nothing but line ends": ([""] * 100_000, [""] * 99_000 + ["a"]),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_text_takes_long(name: str) -> None:
    before, after = ("\n".join(lines) for lines in SLOW[name])
    begun = time.process_time()
    difference(before, after)
    assert time.process_time() - begun < 3
