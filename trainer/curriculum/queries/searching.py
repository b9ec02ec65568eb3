"""Which passages of a release, and which of a reader's own notes, have the words somebody looks for?

Each engine compares words by its own stems and ranks by its own measure, bm25 or ts_rank_cd; a title counts more than
a text. Notes are no part of a release: SQLite, which cannot compare words without an index, gets one in memory for
the few hundred of one reader, so that what is private lies in no index that others search.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, case, column, func, literal_column, or_, select, table, tuple_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from trainer.curriculum.models import Enrolment, Note, Passage
from trainer.curriculum.searching import CLOSE, OPEN, Found, Hit, NoteHit, Question, parts
from trainer.db import db

MOST_HITS, MOST_NOTES = 40, 10
SNIPPET = 30  # words
_NOTE_WORDS = (
    "CREATE VIRTUAL TABLE note_words USING fts5(text, quote, tokenize = 'porter unicode61 remove_diacritics 2')"
)


def search(enrolment: Enrolment, question: Question, language: str) -> Found:
    """What has all words of a question in the reader's release and in their own notes; if nothing has, what has any.

    A lesson is searched in the reader's language where it is translated, else in the release's.
    """
    found = _search(enrolment, question, language, every=True)
    return found if found or len(question.words) < 2 else _search(enrolment, question, language, every=False)


def _search(enrolment: Enrolment, question: Question, language: str, *, every: bool) -> Found:
    sqlite = db.session.get_bind().dialect.name == "sqlite"
    passages, notes = (_sqlite_passages, _sqlite_notes) if sqlite else (_postgresql_passages, _postgresql_notes)
    query = passages(enrolment.release_id, question, every=every).where(
        Passage.organisation_id == enrolment.organisation_id,
        Passage.release_id == enrolment.release_id,
        _in(language, enrolment),
    )
    rows = db.session.execute(query.limit(MOST_HITS + 1)).all()
    return Found(
        hits=tuple(_hit(*row) for row in rows[:MOST_HITS]),
        notes=tuple(notes(enrolment, question, every=every)),
        every=every,
        more=len(rows) > MOST_HITS,
    )


def _hit(passage: Passage, title: str, snippet: str) -> Hit:
    place = (passage.kind, passage.module_key, passage.key, passage.anchor, passage.language)
    return Hit(*place, parts(title), parts(_cut(snippet, passage.text)))


def _in(language: str, enrolment: Enrolment) -> ColumnElement[bool]:
    """A passage in the reader's language, or one of the release's own where there is no translation."""
    original = Passage.language == enrolment.release.language
    if language == enrolment.release.language:
        return original
    other = aliased(Passage)
    translated = select(other.kind, other.module_key, other.key).where(
        other.organisation_id == enrolment.organisation_id,
        other.release_id == enrolment.release_id,
        other.language == language,
    )
    untranslated = tuple_(Passage.kind, Passage.module_key, Passage.key).not_in(translated)
    return or_(Passage.language == language, and_(original, untranslated))


def _own_notes(enrolment: Enrolment, *columns: Any) -> Select[Any]:
    return select(*columns).where(Note.organisation_id == enrolment.organisation_id, Note.enrolment_id == enrolment.id)


# SQLite.

_words = table("passage_words", column("passage_id", Uuid()), column("rank"))


def _sqlite_passages(release_id: UUID, question: Question, *, every: bool) -> Select[Any]:
    index: ColumnElement[str] = literal_column("passage_words")
    asked = f'place : "{release_id.hex}" AND {{title text}} : ({question.fts5(every=every)})'
    return (
        select(
            Passage,
            func.highlight(index, 1, OPEN, CLOSE),
            func.snippet(index, 2, OPEN, CLOSE, "…", SNIPPET),
        )
        .select_from(_words)
        .join(Passage, Passage.id == _words.c.passage_id)
        .where(index.op("MATCH")(asked), _words.c.rank.op("MATCH")("bm25(0, 8, 1)"))
        .order_by(_words.c.rank)
    )


def _sqlite_notes(enrolment: Enrolment, question: Question, *, every: bool) -> list[NoteHit]:
    notes = db.session.scalars(_own_notes(enrolment, Note)).all()
    found = [(notes[place], text, quote) for place, text, quote in _matching(notes, question, every)]
    return [_note_hit(*row) for row in found]


def _note_hit(note: Note, text: str, quote: str) -> NoteHit:
    return NoteHit(note.id, note.module_key, note.lesson_key, parts(text), parts(quote))


def _matching(rows: Sequence[Note], question: Question, every: bool) -> list[tuple[int, str, str]]:
    if not rows:
        return []
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(_NOTE_WORDS)
        texts = [(place, row.text, row.quote) for place, row in enumerate(rows)]
        memory.executemany("INSERT INTO note_words (rowid, text, quote) VALUES (?, ?, ?)", texts)
        return memory.execute(
            "SELECT rowid, snippet(note_words, 0, :open, :close, '…', :words), "
            "snippet(note_words, 1, :open, :close, '…', :words) FROM note_words "
            "WHERE note_words MATCH :asked ORDER BY rank LIMIT :most",
            {"open": OPEN, "close": CLOSE, "words": SNIPPET, "asked": question.fts5(every=every), "most": MOST_NOTES},
        ).fetchall()


# PostgreSQL.

_english: ColumnElement[Any] = literal_column("'pg_catalog.english'::regconfig")
_passage_words: ColumnElement[Any] = literal_column(
    "(setweight(words_of(passage.title), 'A') || setweight(words_of(passage.text), 'D'))"
)
_title_words: ColumnElement[Any] = literal_column("setweight(words_of(passage.title), 'A')")
_note_words: ColumnElement[Any] = literal_column(
    "(setweight(words_of(note.text), 'A') || setweight(words_of(note.quote), 'D'))"
)
_WHOLE = f'StartSel="{OPEN}", StopSel="{CLOSE}", HighlightAll=true'
_SHORT = f'StartSel="{OPEN}", StopSel="{CLOSE}", MaxFragments=1, MaxWords={SNIPPET}, MinWords={SNIPPET // 2}'
_BY_LENGTH = 1  # a long text needs more hits than a short one


def _postgresql_passages(_release_id: UUID, question: Question, *, every: bool) -> Select[Any]:
    asked = func.to_tsquery(_english, question.tsquery(every=every))
    some = func.to_tsquery(_english, question.tsquery(every=False))
    in_title = func.ts_rank(_title_words, some, _BY_LENGTH)  # the more, the more of the title is what is asked
    return (
        select(
            Passage,
            func.ts_headline(_english, Passage.title, asked, _WHOLE),
            _snippet(Passage.text, asked),
        )
        .where(_passage_words.op("@@")(asked))
        .order_by((func.ts_rank_cd(_passage_words, asked, _BY_LENGTH) + in_title).desc(), Passage.position)
    )


def _postgresql_notes(enrolment: Enrolment, question: Question, *, every: bool) -> list[NoteHit]:
    asked = func.to_tsquery(_english, question.tsquery(every=every))
    query = (
        _own_notes(enrolment, Note, _snippet(Note.text, asked), _snippet(Note.quote, asked))
        .where(_note_words.op("@@")(asked))
        .order_by(func.ts_rank_cd(_note_words, asked, _BY_LENGTH).desc(), Note.written_at.desc())
        .limit(MOST_NOTES)
    )
    rows = db.session.execute(query)
    return [_note_hit(note, _cut(text, note.text), _cut(quote, note.quote)) for note, text, quote in rows]


def _snippet(words: InstrumentedAttribute[str], asked: ColumnElement[Any]) -> ColumnElement[str]:
    """About thirty words around a hit, or a text that has no more as it stands: a fragment loses its last full stop."""
    shown = case((func.length(words) <= SNIPPET * 6, _WHOLE), else_=_SHORT)
    return func.ts_headline(_english, words, asked, shown)


def _cut(snippet: str, whole: str) -> str:
    """A snippet that says where it was cut, as SQLite's do by themselves."""
    bare = snippet.replace(OPEN, "").replace(CLOSE, "")
    if "…" in (bare[:1], bare[-1:]):
        return snippet
    return f"{'' if whole.startswith(bare) else '…'}{snippet}{'' if whole.endswith(bare) else '…'}"
