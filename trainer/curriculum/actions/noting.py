"""Write beside the text. Notes are their writer's alone: none of this leaves an audit entry."""

from datetime import datetime

from trainer.curriculum import queries
from trainer.curriculum.anchoring import Quote
from trainer.curriculum.models import Enrolment, Note
from trainer.curriculum.outline import LessonLine
from trainer.db import db, new_id


def keep_note(enrolment: Enrolment, line: LessonLine, wanted: Quote, text: str, *, now: datetime) -> Note:
    """Write a note beside a quotation, or with an empty one on the whole lesson. Sent twice, it is one note."""
    kept = queries.same_note(enrolment, line, wanted, text)
    if kept is None:
        kept = Note(
            organisation_id=enrolment.organisation_id,
            id=new_id(),
            enrolment_id=enrolment.id,
            module_key=line.module_key,
            lesson_key=line.key,
            quote=wanted.exact,
            prefix=wanted.prefix,
            suffix=wanted.suffix,
            text=text,
            written_at=now,
        )
        db.session.add(kept)
    return kept


def change_note(note: Note, text: str, *, now: datetime) -> None:
    """Write a note anew; its place stays."""
    note.text, note.written_at = text, now


def remove_note(note: Note) -> None:
    """Throw a note away."""
    db.session.delete(note)
