"""What is different between two texts of a lesson: paragraph by paragraph, and in a reworded one word by word?

A paragraph is a block of plain text: a paragraph, a heading, a list item, a table row, the title of a block. Two
paragraphs at the same place are one that was reworded if they have more than half of their words in common.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import quote

from trainer.curriculum.wordwise import Piece, pieces, tokens

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = {
    *_HEADINGS,
    *("p", "li", "tr", "dt", "dd", "pre", "div", "ul", "ol", "dl", "table", "thead", "tbody", "blockquote", "hr"),
}
_EMPTY = {"br", "hr", "img"}
_OURS = {"footnote-ref", "footnote-backref", "block-action"}  # numbers and links that the renderer adds
_CELLS = " · "
_ALIKE = 0.5
_MOST_BLOCKS, _MOST_PAIRS = 2000, 10_000  # what is longer was written anew as a whole
_QUOTED = 8


class Block(NamedTuple):
    """One paragraph of a lesson; `anchor` and `section` are the id and the words of the heading above it."""

    text: str
    anchor: str = ""
    section: str = ""

    @property
    def address(self) -> str:
        """The part of an address after the #: the heading, and for browsers that can the paragraph itself."""
        words = self.text.partition(_CELLS)[0].split()[:_QUOTED]
        return f"{self.anchor}:~:text={quote(' '.join(words), safe='').replace('-', '%2D')}"


class Step(NamedTuple):
    """One paragraph in both texts, or in one of them only."""

    old: Block | None
    new: Block | None

    @property
    def kind(self) -> str:
        if self.old is None or self.new is None:
            return "removed" if self.old else "added"
        return "same" if self.old.text == self.new.text else "reworded"


class Change(NamedTuple):
    """A paragraph that is different, under which heading it stands, and the part of an address that leads there."""

    kind: str
    pieces: tuple[Piece, ...]
    section: str
    address: str


class Tally(NamedTuple):
    """How many paragraphs are different."""

    reworded: int
    added: int
    removed: int


def compare(old: str, new: str) -> tuple[Step, ...]:
    """Every paragraph of two texts in order. The old ones of the steps are the old text, the new ones the new text."""
    before, after = blocks(old), blocks(new)
    if max(len(before), len(after)) > _MOST_BLOCKS:
        return tuple(_unpaired(before, after))
    return tuple(_steps(before, after))


def changes(steps: Sequence[Step]) -> tuple[Change, ...]:
    """The paragraphs that are different. One that is gone leads to where it stood."""
    found, before = [], Block("")
    for step in steps:
        place = step.new or before
        if step.kind != "same":
            words = pieces(step.old.text if step.old else "", step.new.text if step.new else "")
            found.append(Change(step.kind, words, place.section, place.address if step.new else place.anchor))
        before = place
    return tuple(found)


def tally(steps: Sequence[Step]) -> Tally:
    """How many paragraphs were reworded, are new, are gone."""
    kinds = Counter(step.kind for step in steps)
    return Tally(kinds["reworded"], kinds["added"], kinds["removed"])


def _steps(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Step]:
    matcher = SequenceMatcher(None, [block.text for block in before], [block.text for block in after])
    for code, i, to_i, j, to_j in matcher.get_opcodes():
        if code == "equal":
            yield from map(Step, before[i:to_i], after[j:to_j])
        else:
            yield from _paired(before[i:to_i], after[j:to_j])


def _unpaired(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Step]:
    yield from (Step(block, None) for block in before)
    yield from (Step(None, block) for block in after)


def _paired(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Step]:
    """The paragraphs of a passage that is different, in pairs that have as much in common as their order allows."""
    if not before or not after or len(before) * len(after) > _MOST_PAIRS:
        yield from _unpaired(before, after)
        return
    old, new = [_words(block.text) for block in before], [_words(block.text) for block in after]
    common = [[_likeness(one, other) for other in new] for one in old]
    best = _best(common)
    i = j = 0
    while i < len(before) and j < len(after):
        if common[i][j] and best[i][j] == common[i][j] + best[i + 1][j + 1]:
            yield Step(before[i], after[j])
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield Step(before[i], None)
            i += 1
        else:
            yield Step(None, after[j])
            j += 1
    yield from _unpaired(before[i:], after[j:])


def _best(common: list[list[float]]) -> list[list[float]]:
    """How much can be had in common from the i-th old and the j-th new paragraph on."""
    rows, columns = len(common), len(common[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            pair = common[i][j] + best[i + 1][j + 1] if common[i][j] else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    return best


def _words(text: str) -> Counter[str]:
    return Counter(token.lower() for token in tokens(text) if not token.isspace())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two paragraphs have in common (Dice), or 0 where that is half of them or less."""
    share = 2 * (one & other).total() / (one.total() + other.total())
    return share if share > _ALIKE else 0.0


def blocks(html: str) -> tuple[Block, ...]:
    """The paragraphs of a lesson."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return tuple(reader.found)


@dataclass
class _Read:
    found: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open: list[bool] = field(default_factory=list)  # for each element around: are its words passed over?
    heading: str = ""  # the id of the heading that is being read
    anchor: str = ""
    section: str = ""


class _Reader(HTMLParser, _Read):
    """Reads the compiler's own HTML, which is whole: every element that is opened is closed."""

    def __init__(self) -> None:
        HTMLParser.__init__(self)
        _Read.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self.end()
        if tag in _HEADINGS:
            self.heading = about.get("id", "")
        if tag in ("td", "th") and "".join(self.words).strip():
            self.words.append(_CELLS)
        if tag in _EMPTY:
            self.handle_data(f" {about.get('alt', '')} ")
        else:
            self.open.append(not _OURS.isdisjoint(about.get("class", "").split()))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end()
        if self.open and tag not in _EMPTY:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.words.append(data)

    def end(self) -> None:
        """A paragraph is over, if one was begun."""
        text = " ".join("".join(self.words).split())
        self.words.clear()
        if text and self.heading:
            self.anchor, self.section = self.heading, text
        if text:
            self.found.append(Block(text, self.anchor, self.section))
        self.heading = ""
