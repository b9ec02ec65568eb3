"""By which pieces is a release found: sections of lessons from heading to heading, terms, cards, all as plain text?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from trainer.curriculum.compiled import CompiledHandout, CompiledLesson, CompiledProgramme
from trainer.curriculum.documents import Glossary
from trainer.curriculum.lifecycle import HandoutKind, PassageKind

LONGEST = 20_000  # characters; a longer section is found in several pieces, for no engine takes an endless text

_HEADING = re.compile(r"h[1-6]")
_WITHIN = frozenset({"em", "strong", "a", "code", "span", "sup"})  # the words around any other tag stand apart
_HOLLOW = frozenset({"br", "hr", "img"})  # without an end tag
_UNSAID = frozenset({"footnote-ref", "footnote-backref", "block-action"})  # signs and buttons, not words of the lesson
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Section:
    """A piece of a lesson. `anchor` is where it begins: a heading's id, a footnote's, or nothing for the top."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True)
class Piece:
    """What a row of the table says besides its release. `position` counts within a language."""

    language: str
    kind: PassageKind
    module_key: str
    key: str
    anchor: str
    title: str
    text: str
    position: int


def pieces(compiled: CompiledProgramme) -> list[Piece]:
    """Everything by which a compiled programme is found, in each of its languages in the order in which it is read."""
    glossaries = {part.key: part.body for part in compiled.documents if isinstance(part.body, Glossary)}
    lessons = tuple((module.key, lesson) for module in compiled.modules for lesson in module.lessons)
    texts = [(compiled.language, lessons, compiled.handouts)]
    texts += [(part.language, part.lessons, part.handouts) for part in compiled.translations]
    return [
        Piece(language, *place, section.anchor, section.title, section.text, position)
        for language, lessons, handouts in texts
        for position, (place, section) in enumerate(_all(lessons, glossaries.get(language), handouts))
    ]


def _all(
    lessons: Sequence[tuple[str, CompiledLesson]], glossary: Glossary | None, handouts: Sequence[CompiledHandout]
) -> Iterator[tuple[tuple[PassageKind, str, str], Section]]:
    """Every section of one language, with the kind, module and key of what it belongs to."""
    for module, lesson in lessons:
        for section in sections(lesson.html, lesson.title):
            yield (PassageKind.LESSON, module, lesson.key), section
    for term in glossary.terms if glossary else ():
        title = f"{term.term} ({', '.join(term.also)})" if term.also else term.term
        yield (PassageKind.TERM, "", term.key), Section(term.key, title, term.text)
    for card in handouts:
        if card.kind is HandoutKind.CARD:
            text = plain(f"<p>{escape(card.summary)}</p>{card.html}")[:LONGEST]
            yield (PassageKind.CARD, "", card.key), Section("", card.title, text)


def sections(html: str, title: str) -> list[Section]:
    """The sections of a lesson's HTML in order; the first, under the lesson's own title, is always there."""
    reader = _Reader(title)
    reader.feed(html)
    reader.close()
    return [piece for part in reader.parts for piece in _pieces(part)]


def plain(html: str) -> str:
    """All words of a piece of HTML."""
    return " ".join(words for part in sections(html, "") for words in (part.title, part.text) if words)


class _Part:
    def __init__(self, anchor: str, title: str = "") -> None:
        self.anchor, self.title = anchor, [title]
        self.text: list[str] = []


class _Reader(HTMLParser):
    """Puts every word where it belongs: into the title or the text of the section that is open."""

    def __init__(self, title: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts = [_Part("", title)]
        self.into = self.parts[0].text
        self.unsaid: list[str] = []  # the open tags of something that is passed over

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._space(tag)
        if self.unsaid or _UNSAID & set((values.get("class") or "").split()):
            self.unsaid += [] if tag in _HOLLOW else [tag]
        elif _HEADING.fullmatch(tag) and values.get("id"):
            self._begin(values["id"] or "")
            self.into = self.parts[-1].title
        elif tag == "li" and (values.get("id") or "").startswith("fn:"):
            self._begin(values["id"] or "")
        elif tag == "img":
            self.into.append(values.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unsaid:
            del self.unsaid[self.unsaid.index(tag, -1) :]
        if _HEADING.fullmatch(tag):
            self.into = self.parts[-1].text
        self._space(tag)

    def handle_data(self, data: str) -> None:
        if not self.unsaid:
            self.into.append(data)

    def _begin(self, anchor: str) -> None:
        self.parts.append(_Part(anchor))
        self.into = self.parts[-1].text

    def _space(self, tag: str) -> None:
        if tag not in _WITHIN:
            self.into.append(" ")


def _pieces(part: _Part) -> Iterator[Section]:
    title, text = _tidy(part.title)[:300], _tidy(part.text)
    while len(text) > LONGEST:
        end = text.rfind(" ", 1, LONGEST) + 1 or LONGEST
        yield Section(part.anchor, title, text[:end].rstrip())
        text = text[end:]
    yield Section(part.anchor, title, text)


def _tidy(words: list[str]) -> str:
    return " ".join(_NO_TEXT.sub("", "".join(words)).split())
