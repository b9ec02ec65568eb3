"""Words that stand in too many comments: found whatever is around them, told with their number, never of too few."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.arrange import CRITERIA
from tests.assessment.test_usage import Store, Visit, address
from tests.cast import Cast
from tests.rated import Held, Sheet, rate
from tests.visiting import words
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.repeating import FEWEST_WORDS, wording


def told(*comments: str) -> list[tuple[str, float | None]]:
    return [(one.words, one.share.value) for one in wording(comments).repeated]


def some(text: str, times: int, of: int = 10) -> list[str]:
    """A text so many times, each with another end, among comments that have nothing in common."""
    ends = ("who asked", "was silent", "came late", "felt it", "saw more", "grew calm", "spoke up", "left", "won", "x")
    odd = [f"{a}{n} {b}{n} {c}{n}" for n, (a, b, c) in enumerate([("aa", "bb", "cc")] * of)]
    return [f"{text} {end}" for end in ends[:times]] + odd[: of - times]


CASES: list[tuple[str, list[str], list[tuple[str, float | None]]]] = [
    ("seven of ten", some("After the silence you", 7), [("after the silence you", 0.7)]),
    ("six of ten are not more than 60%", some("After the silence you", 6), []),
    ("two words are no phrase", some("After you", 9), []),
    ("three words are", some("After silence you", 9), [("after silence you", 0.9)]),
    ("nine comments are too few", some("After the silence you", 9)[:9], []),
    ("blank ones are none", [*some("After the silence you", 9)[:9], "", " … "], []),
    (
        "case, punctuation and lines count for nothing",
        [*some("After the silence you", 4)[:4], *some("AFTER: the “silence”,\nyou", 4)[:4], "aa bb cc", "dd ee ff"],
        [("after the silence you", 0.8)],
    ),
    (
        "words on either side of what was seen",
        [f"At {n} you handed it back by asking {word}" for n, word in enumerate("abcdefghijkl")],
        [("you handed it back by asking", 1.0)],
    ),
    (
        "two phrases, the commoner first",
        [
            *(f"Good {n} timing all through. {n} What made the difference: {n}" for n in range(7)),
            *(f"{n} What made the difference: {n}" for n in range(7, 9)),
            *(f"Nothing {n}" for n in range(2)),
        ],
        [("what made the difference", 9 / 11), ("timing all through", 7 / 11)],
    ),
    ("twice in one comment is once", ["you saw it you saw it"] * 5 + ["aa bb cc"] * 5, []),
]


@pytest.mark.parametrize(("comments", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_written_again_and_again(comments: list[str], found: list[tuple[str, float | None]]) -> None:
    assert told(*comments) == found


def test_too_few_say_so_with_their_number() -> None:
    found = wording(["After the silence you asked", "", "After the silence you asked"])
    assert (found.comments, str(found.reason)) == (2, "2 of 10 comments.")


COMMENTS = st.lists(st.lists(st.sampled_from("abc"), max_size=6).map(" ".join), min_size=10, max_size=14)


@given(COMMENTS, st.randoms(use_true_random=False))
def test_a_run_is_long_enough_common_and_as_long_as_can_be(comments: list[str], chance: Any) -> None:
    found = wording(comments)
    for one in found.repeated:
        held = sum(f" {one.words} " in f" {comment} " for comment in comments)
        assert len(one.words.split()) >= FEWEST_WORDS
        assert 10 * held > 6 * found.comments
        assert (one.share.value, one.share.n) == (held / found.comments, found.comments)
        assert not [other for other in found.repeated if other != one and f" {one.words} " in f" {other.words} "]
    shuffled = list(comments)
    chance.shuffle(shuffled)
    assert wording(shuffled) == found


# The page.


def commented(cast: Cast, comment: str, sessions: int, result: ResultState | None = ResultState.RELEASED) -> list[Held]:
    """Sessions in which Ana writes one comment to every criterion, and Sam another."""
    levels = dict.fromkeys(CRITERIA, 3)
    return [
        Held(
            number % 5, [Sheet(cast.ana, levels, comment=comment), Sheet(cast.sam, levels, comment="Sam saw.")], result
        )
        for number in range(sessions)
    ]


def line(read: str) -> str:
    return read.partition(" Wording ")[2].partition(" How this is counted")[0]


def test_it_is_told_to_the_assessor_and_leads_with_its_number(visit: Visit, cast: Cast, store: Store) -> None:
    with store():
        rate(cast, commented(cast, "After the silence you asked.", 2))
    assert line(words(visit(cast.ana).get(address(cast.ana)))) == "8 of 10 comments. 8 comments Nothing conspicuous"
    with store():
        rate(cast, commented(cast, "After the silence you asked.", 1))
    for who in (cast.ana, cast.lena):
        read = line(words(visit(who).get(address(cast.ana))))
        assert read == "“… after the silence you asked …” stands in 100% of the comments. 12 comments Look into it"
    sam = line(words(visit(cast.lena).get(address(cast.sam))))
    assert sam == "No three words in a row stand in more than 60% of the comments. 12 comments Nothing conspicuous"


def test_no_comment_of_a_session_that_is_not_compared_enters(visit: Visit, cast: Cast, store: Store) -> None:
    with store():
        rate(cast, commented(cast, "", 3))
        rate(cast, commented(cast, "After the silence you asked.", 4, None))
    read = words(visit(cast.lena).get(address(cast.ana)))
    assert line(read) == "0 of 10 comments. 0 comments Nothing conspicuous"
    assert "silence" not in read
