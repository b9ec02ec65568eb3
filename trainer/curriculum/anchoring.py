"""Where does a quotation stand in a text that may have been edited since?

A quotation is kept with the words before and after it, as a TextQuoteSelector of the Web Annotation Data Model
(https://www.w3.org/TR/annotation-model/#text-quote-selector). Texts are folded (plain.py); places count characters
from 0, and a span ends before its second place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from urllib.parse import quote as escape

from trainer.message import Message

AROUND = 32  # characters kept on either side of a quotation
TELLING = 24  # characters from which on a quotation that stands once in a text is known by itself
ALIKE = 0.6  # the least likeness of what was edited, from 0 (nothing) to 1 (the same), as difflib measures it

Span = tuple[int, int]

# A word, or a character of the scripts that are written without spaces.
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+(?:['’-][^\W_]+)*")
_SHORT = 40  # characters of a quotation that an address holds whole


@dataclass(frozen=True)
class Quote:
    """The words themselves, and those before and after them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


def quote(text: str, span: Span) -> Quote:
    """What tells a span from every other place of the text: its words, and as much around it as that takes."""
    start, end = span
    around = AROUND
    while True:
        found = Quote(text[start:end], text[max(0, start - around) : start], text[end : end + around])
        if around >= len(text) or len(_in_place(text, found)) == 1:
            return found
        around *= 2


@lru_cache(4096)  # what was edited takes some hundredths of a second, and is asked for with every page
def find(text: str, wanted: Quote) -> Span | None:
    """Where a quotation stands, or None where it does not any more. Of places that fit equally well the first.

    In order of trust: the same words with the same around them; the same words with most of the same around them;
    words and surroundings that are both alike; the same words, if they are telling and stand only once.
    """
    if not wanted.exact:
        return None
    size = len(wanted.exact)
    places = list(_places(text, wanted.exact))
    in_place = _in_place(text, wanted)
    if in_place:
        return in_place[0], in_place[0] + size
    best = max(places, key=lambda place: _likeness(text, wanted, place), default=None)
    if best is not None and _likeness(text, wanted, best) >= ALIKE:
        return best, best + size
    edited = _edited(text, wanted)
    if edited is None and len(places) == 1 and size >= TELLING:
        return places[0], places[0] + size
    return edited


def take(text: str, words: str, near: int | None = None) -> Quote | Message:
    """What is kept of words that somebody copied from a text, or why they cannot be found in it.

    Words that stand there several times are those nearest to the place `near`; without one, nobody can know which.
    No words are a quotation of nothing: a note on the whole text.
    """
    if not words:
        return Quote("")
    places = list(_places(text, words))
    if len(places) > 1 and near is None:
        told = {"count": len(places)}
        return Message(
            "These words stand in the lesson %(count)d times. Copy a few more, so that it is one place.", told
        )
    if places:
        place = min(places, key=lambda place: abs(place - (near or 0)))
        return quote(text, (place, place + len(words)))
    alike = find(text, Quote(words))
    if alike is None:
        return Message("These words are not in the lesson. Copy them from it, or leave this empty.")
    return quote(text, alike)


def fragment(heading: str, words: str) -> str:
    """What follows the # in an address that leads to words: their heading, and for browsers that can the words."""
    if len(words) <= _SHORT:
        return f"{heading}:~:text={_escaped(words)}"
    begins = words[:_SHORT].rsplit(" ", 1)[0]
    rest = words[len(begins) :].strip()
    ends = rest if len(rest) <= _SHORT else rest[-_SHORT:].split(" ", 1)[-1]
    return f"{heading}:~:text={_escaped(begins)},{_escaped(ends)}"


def _escaped(words: str) -> str:
    return escape(words, safe="").replace("-", "%2D")


def _places(text: str, words: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _in_place(text: str, wanted: Quote) -> list[int]:
    """Where the words stand with everything around them."""
    before = len(wanted.prefix)
    return [place + before for place in _places(text, f"{wanted.prefix}{wanted.exact}{wanted.suffix}")]


def _likeness(text: str, wanted: Quote, place: int) -> float:
    """How much of what stood around the words stands around them at a place."""
    end = place + len(wanted.exact)
    around = text[max(0, place - len(wanted.prefix)) : place] + text[end : end + len(wanted.suffix)]
    return SequenceMatcher(None, wanted.prefix + wanted.suffix, around, autojunk=False).ratio()


@dataclass(frozen=True)
class _Words:
    """The words of a text, and where each begins and ends."""

    words: list[str]
    spans: list[Span]


def _words(text: str) -> _Words:
    found = list(_WORD.finditer(text))
    return _Words([word.group().casefold() for word in found], [word.span() for word in found])


def _edited(text: str, wanted: Quote) -> Span | None:
    """The place that is most alike, word by word, if the quotation and all that is kept of the place are enough so."""
    told = _words(f"{wanted.prefix}{wanted.exact}{wanted.suffix}")
    first, last = len(wanted.prefix), len(wanted.prefix) + len(wanted.exact)
    own = [number for number, (start, end) in enumerate(told.spans) if end > first and start < last]
    here = _words(text)
    place = _most_alike(here.words, told.words)
    if place is None or not own:
        return None
    window = here.words[place : place + len(told.words)]
    kept = list(_matched(window, told.words, own[0], own[-1] + 1))
    if not kept:
        return None
    length = max(len(own), kept[-1] - kept[0] + 1)
    if 2 * len(kept) / (len(own) + length) < ALIKE:
        return None
    return here.spans[place + kept[0]][0], here.spans[place + kept[-1]][1]


def _most_alike(words: list[str], wanted: list[str]) -> int | None:
    """Where as many words as are wanted are most like them."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    best, found = ALIKE, None
    for place in range(max(1, len(words) - len(wanted) + 1)):
        matcher.set_seq1(words[place : place + len(wanted)])
        if matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best and (ratio > best or found is None):
            best, found = ratio, place
    return found


def _matched(window: list[str], wanted: list[str], first: int, end: int) -> Iterator[int]:
    """Which words of the window are those of `wanted` between two places."""
    for block in SequenceMatcher(None, window, wanted, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            if first <= block.b + step < end:
                yield block.a + step
