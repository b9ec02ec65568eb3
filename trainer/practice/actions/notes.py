"""What can be done to tell a trainee at once what was seen?"""

from datetime import datetime

from trainer import audit, outbox
from trainer.curriculum.models import Document
from trainer.db import db, new_id
from trainer.organisations.models import Member
from trainer.organisations.queries import recipient
from trainer.practice import queries
from trainer.practice.models import FormativeNote, PracticeSession


def write_formative_note(
    session: PracticeSession,
    rubric: Document,
    strength: str,
    work_on: str,
    sentence: str,
    *,
    by: Member,
    now: datetime,
    link: str = "",
) -> FormativeNote:
    """Tell a trainee one strength, one thing to work on and one sentence; `link` lets them know. It counts nowhere.

    The entry and the letter speak of the session, so that whoever still owes a judgement of it finds neither.
    """
    if told := queries.same_note(session, by, sentence):
        return told
    note = FormativeNote(
        organisation_id=session.organisation_id,
        id=new_id(),
        session_id=session.id,
        observer_id=by.id,
        rubric_id=rubric.id,
        strength=strength,
        work_on=work_on,
        sentence=sentence,
        written_at=now,
    )
    db.session.add(note)
    audit.record(session.organisation_id, "formative_note.written", by=by.id, subject=session.id, at=now, note=note.id)
    if link:
        to, once = recipient(session.enrolment.member), f"{session.id}:{note.id}"
        outbox.write(session.organisation_id, "formative_note", to, link, once=once, now=now, session=session.code)
    return note
