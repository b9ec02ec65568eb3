"""What has a reader written beside the text, and where does it stand now?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import joinedload

from trainer.curriculum.anchoring import Quote, Span, find, fragment
from trainer.curriculum.models import Enrolment, Lesson, Note, Release
from trainer.curriculum.outline import LessonLine, Outline, Place
from trainer.curriculum.plain import Plain, plain
from trainer.db import db
from trainer.kept import Kept

_plain = Kept(600)


@dataclass(frozen=True)
class Placed:
    """A note, where it stands in the lesson as its reader has it now, its words there, and what leads to them.

    It is lost where the words it was written beside are gone from the lesson in every language of the release.
    """

    note: Note
    lost: bool = False
    span: Span | None = None
    words: str = ""
    fragment: str = ""


@dataclass(frozen=True)
class Noted:
    """The notes on one lesson in the order of its text; `line` is None where the release has no such lesson."""

    place: Place
    title: str
    line: LessonLine | None
    notes: Sequence[Placed]

    @property
    def standing(self) -> list[Placed]:
        return [placed for placed in self.notes if not placed.lost]

    @property
    def lost(self) -> list[Placed]:
        return [placed for placed in self.notes if placed.lost]


def note(organisation_id: UUID, id: UUID) -> Note | None:
    """One note with the enrolment it belongs to."""
    query = select(Note).where(Note.organisation_id == organisation_id, Note.id == id)
    return db.session.scalar(query.options(joinedload(Note.enrolment)))


def same_note(enrolment: Enrolment, line: LessonLine, wanted: Quote, text: str) -> Note | None:
    """The note that already says this at this place."""
    own = {"organisation_id": enrolment.organisation_id, "enrolment_id": enrolment.id}
    place = {"module_key": line.module_key, "lesson_key": line.key}
    words = {"quote": wanted.exact, "prefix": wanted.prefix, "suffix": wanted.suffix, "text": text}
    return db.session.scalar(select(Note).filter_by(**own, **place, **words).limit(1))


def noted_in(enrolment: Enrolment, line: LessonLine) -> Noted:
    """The notes on one lesson."""
    query = _notes(enrolment).where(Note.module_key == line.module_key, Note.lesson_key == line.key)
    return Noted(
        line.place, line.title, line, _placed(db.session.scalars(query), _texts(enrolment, [line])[line.place])
    )


def noted(enrolment: Enrolment, outline: Outline) -> list[Noted]:
    """Every note of a reader, lesson by lesson; those on lessons that the release does not have come last."""
    by_place: dict[Place, list[Note]] = {}
    for row in db.session.scalars(_notes(enrolment)):
        by_place.setdefault((row.module_key, row.lesson_key), []).append(row)
    lines = [line for line in outline.lessons if line.place in by_place]
    gone = sorted(by_place.keys() - {line.place for line in lines})
    texts, titles = _texts(enrolment, lines), _titles(enrolment, gone)
    return [
        *(Noted(line.place, line.title, line, _placed(by_place[line.place], texts[line.place])) for line in lines),
        *(Noted(place, titles[place], None, _placed(by_place[place], ())) for place in gone),
    ]


def _notes(enrolment: Enrolment) -> Select[Note]:
    return (
        select(Note)
        .where(Note.organisation_id == enrolment.organisation_id, Note.enrolment_id == enrolment.id)
        .order_by(Note.written_at, Note.id)
    )


def text_of(enrolment: Enrolment, line: LessonLine) -> str:
    """The words of a lesson as a reader has it."""
    return _texts(enrolment, [line])[line.place][0].text


def _texts(enrolment: Enrolment, lines: Collection[LessonLine]) -> dict[Place, list[Plain]]:
    """What lessons of a reader's release say in each of its languages, that of the line first: one statement.

    Each text is taken apart once.
    """
    read_in = {line.place: line.language for line in lines}
    query = select(Lesson.id, Lesson.language, Lesson.module_key, Lesson.key, Lesson.html).where(
        Lesson.organisation_id == enrolment.organisation_id,
        Lesson.release_id == enrolment.release_id,
        tuple_(Lesson.module_key, Lesson.key).in_(list(read_in)),
    )
    texts: dict[Place, list[Plain]] = {place: [] for place in read_in}
    for id, language, module, key, html in db.session.execute(query):
        first = language == read_in[module, key]
        texts[module, key].insert(0 if first else 1, _plain.get(id, partial(plain, html)))
    return texts


def _titles(enrolment: Enrolment, places: Collection[Place]) -> dict[Place, str]:
    """What lessons were called in the newest release that had them."""
    query = (
        select(Lesson.module_key, Lesson.key, Lesson.title)
        .join(Lesson.release)
        .where(
            Lesson.organisation_id == enrolment.organisation_id,
            Release.programme_id == enrolment.programme_id,
            tuple_(Lesson.module_key, Lesson.key).in_(list(places)),
        )
        .order_by(Release.number)
    )
    return {(module, key): title for module, key, title in db.session.execute(query)}


def _placed(notes: Iterable[Note], texts: Sequence[Plain]) -> list[Placed]:
    """Notes with their places, in the order of the text; those on the whole lesson come first."""
    placed = [_place(note, texts) for note in notes]
    return sorted(placed, key=lambda one: one.span or (-1, 0))


def _place(note: Note, texts: Sequence[Plain]) -> Placed:
    if not note.quote:
        return Placed(note)
    wanted = Quote(note.quote, note.prefix, note.suffix)
    found = [(text, span) for text in texts if (span := find(text.text, wanted))]
    if not found or found[0][0] is not texts[0]:
        return Placed(note, lost=not found)  # found in a language that its reader does not read now: it is there
    here, span = found[0]
    words = here.text[slice(*span)]
    return Placed(note, False, span, words, fragment(here.heading_at(span[0]), words))
