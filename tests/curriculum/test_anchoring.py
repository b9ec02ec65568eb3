"""Is a quotation found again in an edited text, and never anywhere else?"""

import re
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trainer.curriculum.anchoring import AROUND, Quote, find, fragment, quote, take
from trainer.message import Message

TEXT = (
    "Ten minutes in, Leila says: “In my team we simply meet every Monday.” Nobody asked her. Advice comes early "
    "because helping feels good. Ask so that they think. The presenter goes quiet, and the set takes it for agreement. "
    "Ask so that they think. Müßig ist nur, wer fragt, um zu führen. 🙂🙂 Count to five before you speak."
)
FIRST, SECOND = (place.start() for place in re.finditer("Ask so that they think", TEXT))


def of(words: str, nth: int = 0) -> tuple[int, int]:
    """Where words stand in the text for the nth time."""
    place = [found.start() for found in re.finditer(re.escape(words), TEXT)][nth]
    return place, place + len(words)


def again(text: str, words: str, nth: int = 0) -> str | None:
    """What is found in an edited text of a quotation from TEXT."""
    found = find(text, quote(TEXT, of(words, nth)))
    return text[slice(*found)] if found else None


HELPING = "helping feels good"
UNCHANGED = [
    (HELPING, 0),
    ("Ten minutes in", 0),
    ("before you speak.", 0),
    ("Ask so that they think", 0),
    ("Ask so that they think", 1),
    ("a", 3),
    ("Müßig ist nur", 0),
    ("🙂", 0),
    ("🙂", 1),
    (TEXT, 0),
]


@pytest.mark.parametrize(("words", "nth"), UNCHANGED)
def test_in_an_unchanged_text_it_stands_where_it_stood(words: str, nth: int) -> None:
    assert find(TEXT, quote(TEXT, of(words, nth))) == of(words, nth)


def changed(*pairs: tuple[str, str]) -> str:
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


EDITED = [
    # what is done to the text, the quotation and which of several, what is found
    (changed(("Ten minutes in", "A quarter of an hour later")), HELPING, 0, HELPING),
    (changed(("Advice comes early because ", "It is because ")), HELPING, 0, HELPING),
    (changed(("feels good. Ask so", "feels good! Now ask so")), HELPING, 0, HELPING),
    (changed(("helping feels good", "helping somebody feels good")), HELPING, 0, "helping somebody feels good"),
    (changed(("helping feels good", "to help feels good")), HELPING, 0, "feels good"),
    (changed(("helping feels good", "it is kind")), HELPING, 0, None),
    (changed((" because helping feels good", "")), HELPING, 0, None),
    # a quotation as long as this one is known by itself, whatever is said around it
    (
        "Elsewhere one reads: the set takes it for agreement, and no more than that.",
        "the set takes it for agreement",
        0,
        "the set takes it for agreement",
    ),
    # a short one is not
    ("They all think so, and helping feels good to each of them at once.", HELPING, 0, None),
    ("", HELPING, 0, None),
    ("🙂", "🙂", 0, None),
    # emoji and the first and last words, with other words beside them
    (changed(("zu führen", "zu leiten")), "🙂", 0, "🙂"),
    (changed(("🙂🙂", "🙂🙂🙂")), "Count to five", 0, "Count to five"),
    (f"Before. {TEXT}", "Ten minutes in", 0, "Ten minutes in"),
    (f"{TEXT} And after.", "before you speak.", 0, "before you speak."),
    (changed(("wer fragt, um", "wer nur fragt, um")), "wer fragt, um zu führen", 0, "wer nur fragt, um zu führen"),
    # case and the kind of blank do not make another word
    (changed(("The presenter goes quiet", "the Presenter goes quiet")), "The presenter", 0, "the Presenter"),
]


@pytest.mark.parametrize(("text", "words", "nth", "found"), EDITED)
def test_in_an_edited_text_it_is_found_or_given_up(text: str, words: str, nth: int, found: str | None) -> None:
    assert again(text, words, nth) == found


def test_of_two_places_with_the_same_words_the_one_with_more_of_its_surroundings_is_meant() -> None:
    text = changed(("Müßig ist nur", "Faul ist nur"), ("helping feels good", "helping feels fine"))
    second = text.rindex("Ask so that they think")
    assert find(text, quote(TEXT, of("Ask so that they think", 1))) == (second, second + 22)
    assert find(text, quote(TEXT, of("Ask so that they think", 0))) == (text.index("Ask so"), text.index("Ask so") + 22)


def test_a_place_that_is_gone_is_not_moved_to_the_same_words_elsewhere() -> None:
    text = TEXT[: SECOND - 12] + TEXT[SECOND + 24 :]  # “agreement. ” stays
    assert text.count("Ask so that they think") == 1
    assert find(text, quote(TEXT, of("Ask so that they think", 1))) is None


def test_an_edited_place_goes_before_the_same_words_elsewhere() -> None:
    long = "The set waits until the presenter has found the words for it"
    text = f"{long}. Then somebody laughs out loud. As before, {long}. Nobody moves for a while."
    mine = quote(text, (text.rindex(long), text.rindex(long) + len(long)))
    other = long.replace("words", "sentence")
    edited = f"{long}. Then somebody laughs out loud. As before, {other}. Nobody moves for a while."
    found = find(edited, mine)
    assert found
    assert edited[slice(*found)] == other


def test_of_places_that_fit_equally_well_the_first_is_taken() -> None:
    once = "One says so and the other says so and "
    assert find(once * 3, Quote("the other", "so and ", " says so")) == (
        once.index("the other"),
        once.index("the other") + 9,
    )


def test_what_is_kept_is_as_long_as_it_must_be_to_be_one_place() -> None:
    assert quote(TEXT, of(HELPING)) == Quote(
        HELPING, TEXT[of(HELPING)[0] - AROUND : of(HELPING)[0]], TEXT[of(HELPING)[1] : of(HELPING)[1] + AROUND]
    )
    same = "Pause and count to five before anybody else speaks again. " * 4
    place = same.index("five", 120)
    kept = quote(same, (place, place + 4))
    assert len(kept.prefix) > AROUND
    assert find(same, kept) == (place, place + 4)


WORDS = st.sampled_from(["ask", "so", "that", "they", "think", "größer", "🙂", "the", "set", "“no”", "五"])
SENTENCES = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
ANYTHING = st.text(max_size=60)


@st.composite
def quoted(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> tuple[str, int, int]:
    """A text and a part of it."""
    text = draw(texts)
    start = draw(st.integers(0, max(0, len(text) - 1)))
    end = draw(st.integers(start + 1, max(start + 1, min(len(text), start + 40))))
    assume(text[start:end])
    return text, start, min(end, len(text))


@given(quoted(SENTENCES | ANYTHING))
def test_an_unchanged_text_always_has_it_in_its_place(told: tuple[str, int, int]) -> None:
    text, start, end = told
    assert find(text, quote(text, (start, end))) == (start, end)


@given(quoted(SENTENCES), SENTENCES | st.just(""), SENTENCES | st.just(""))
def test_edits_elsewhere_never_move_it_to_another_place(told: tuple[str, int, int], before: str, after: str) -> None:
    text, start, end = told
    kept = quote(text, (start, end))
    begins, ends = start - len(kept.prefix), end + len(kept.suffix)
    edited = before + text[begins:ends] + after
    whole = f"{kept.prefix}{kept.exact}{kept.suffix}"
    assume(edited.count(whole) == 1 and edited.find(whole, edited.find(whole) + 1) < 0)  # no copy was made of it
    place = len(before) + len(kept.prefix)
    assert find(edited, kept) == (place, place + end - start)


@given(ANYTHING | SENTENCES, ANYTHING | SENTENCES, ANYTHING, ANYTHING)
def test_whatever_is_looked_for_is_a_part_of_the_text_or_nothing(
    text: str, words: str, before: str, after: str
) -> None:
    found = find(text, Quote(words, before, after))
    assert found is None or 0 <= found[0] < found[1] <= len(text)
    if words and words in text and found is None:
        assert text.count(words) > 1 or len(words) < 24


@given(quoted(SENTENCES))
def test_what_is_selected_is_taken_at_its_own_place(told: tuple[str, int, int]) -> None:
    text, start, end = told
    kept = take(text, text[start:end], start)
    assert isinstance(kept, Quote)
    assert find(text, kept) == (start, end)


TAKEN = [
    ("", None, ""),
    ("", 7, ""),
    (HELPING, None, HELPING),
    (HELPING, 10**9, HELPING),
    ("helping people feels good", None, "helping feels good"),  # typed, not copied
    ("Ask so that they think", None, 2),
    ("Ask so that they think", FIRST, "Ask so that they think"),
    ("Nothing of the kind stands there", None, 0),
    ("xyz", 3, 0),
]


@pytest.mark.parametrize(("words", "near", "kept"), TAKEN)
def test_copied_words_are_taken_if_they_are_one_place(words: str, near: int | None, kept: str | int) -> None:
    found = take(TEXT, words, near)
    if isinstance(found, Message):
        assert found.values.get("count", 0) == kept
    else:
        assert found.exact == kept


FRAGMENTS = [
    ("signs", HELPING, "signs:~:text=helping%20feels%20good"),
    ("", "half-way, she said", ":~:text=half%2Dway%2C%20she%20said"),
    ("", f"{HELPING} {HELPING} and so on", ":~:text=helping%20feels%20good%20helping%20feels%20good,and%20so%20on"),
    ("", "für 🙂 & mehr", ":~:text=f%C3%BCr%20%F0%9F%99%82%20%26%20mehr"),
]


@pytest.mark.parametrize(("heading", "words", "address"), FRAGMENTS)
def test_an_address_leads_to_words_and_else_to_their_heading(heading: str, words: str, address: str) -> None:
    assert fragment(heading, words) == address


def test_an_address_holds_the_first_and_the_last_words_of_a_long_passage() -> None:
    begins, _, ends = fragment("x", TEXT).removeprefix("x:~:text=").partition(",")
    assert TEXT.startswith(unquote(begins))
    assert TEXT.endswith(unquote(ends))
    assert max(len(unquote(begins)), len(unquote(ends))) <= 40
