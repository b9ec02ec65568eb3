"""What does somebody who searches ask for, and which words of what was found are those?

Whatever is typed is words and never syntax: letters and digits count, everything else stands between them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from trainer.curriculum.lifecycle import PassageKind
from trainer.curriculum.outline import Place

LONGEST = 200  # characters that are read of what was typed
MOST = 12  # words
OPEN, CLOSE = "\x02", "\x03"  # what an engine puts around a hit; no text that can be found holds them

_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 60  # stems are made of words up to 64 bytes
_LEAST_BEGINNING = 3  # letters that a word needs before longer ones are looked for
# PostgreSQL's English list: words that every text holds say nothing about what is looked for.
_STOP_WORDS = frozenset(
    _WORD.findall(
        """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it
    its itself they them their theirs themselves what which who whom this that these those am is are was were be been
    being have has had having do does did doing a an the and but if or because as until while of at by for with about
    against between into through during before after above below to from up down in out on off over under again
    further then once here there when where why how all any both each few more most other some such no nor not only
    own same so than too very s t can will just don should now
        """
    )
)


@dataclass(frozen=True)
class Question:
    """The words somebody looks for, without accents. The last one may be the beginning of a longer word."""

    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words)

    def fts5(self, *, every: bool) -> str:
        """As SQLite's FTS5 is asked: all of the words, or any."""
        return (" AND " if every else " OR ").join(self._each('"{0}"', '("{0}" OR "{0}" *)'))

    def tsquery(self, *, every: bool) -> str:
        """As PostgreSQL's to_tsquery is asked: all of the words, or any."""
        return (" & " if every else " | ").join(self._each("'{0}'", "('{0}' | '{0}':*)"))

    def _each(self, whole: str, beginning: str) -> list[str]:
        *first, last = self.words
        shape = beginning if len(last) >= _LEAST_BEGINNING else whole
        return [*(whole.format(word) for word in first), shape.format(last)]


def question(typed: str) -> Question:
    """The words of what somebody typed, each once; words that say nothing only where there are no others."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFD", typed[:LONGEST])).lower()
    words = list(dict.fromkeys(word[:_LONGEST_WORD] for word in _WORD.findall(plain)))
    return Question(tuple([word for word in words if word not in _STOP_WORDS] or words)[:MOST])


@dataclass(frozen=True)
class Part:
    """A run of words of something found, and whether they were looked for."""

    text: str
    hit: bool


def parts(marked: str) -> tuple[Part, ...]:
    """A text with the engine's marks as runs of words."""
    found = []
    for run in re.split(f"(?={OPEN})", marked):
        hit, _, rest = run.removeprefix(OPEN).partition(CLOSE) if run.startswith(OPEN) else ("", "", run)
        found += [Part(hit, True), Part(rest.replace(CLOSE, ""), False)]
    return tuple(part for part in found if part.text)


@dataclass(frozen=True)
class Hit:
    """A passage that was found, with its title and about thirty words of it."""

    kind: PassageKind
    module_key: str
    key: str
    anchor: str
    language: str
    title: tuple[Part, ...]
    snippet: tuple[Part, ...]

    @property
    def place(self) -> Place:
        return self.module_key, self.key


@dataclass(frozen=True)
class NoteHit:
    """A reader's own note that was found, with about thirty words of it and of what it was written beside."""

    id: UUID
    module_key: str
    lesson_key: str
    text: tuple[Part, ...]
    quote: tuple[Part, ...]


@dataclass(frozen=True)
class Found:
    """What was found, best first; `every` tells whether all words had to occur, `more` whether there is more."""

    hits: tuple[Hit, ...] = ()
    notes: tuple[NoteHit, ...] = ()
    every: bool = True
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.hits or self.notes)

    @property
    def lessons(self) -> dict[Place, list[Hit]]:
        """The sections found by lesson, in the order of each lesson's best."""
        return _by_place(self.of("lesson"))

    @property
    def kinds(self) -> list[PassageKind]:
        """What kinds of passages were found, those with the best first."""
        return list(dict.fromkeys(hit.kind for hit in self.hits))

    def of(self, kind: str) -> list[Hit]:
        """The hits of one kind."""
        return [hit for hit in self.hits if hit.kind == kind]


def _by_place(hits: Iterable[Hit]) -> dict[Place, list[Hit]]:
    found: dict[Place, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.place, []).append(hit)
    return found
