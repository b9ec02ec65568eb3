"""What has changed in a lesson since somebody read it?"""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from markupsafe import escape
from sqlalchemy import select

from trainer.curriculum import revisions
from trainer.curriculum.models import Lesson, Release
from trainer.curriculum.outline import LessonLine
from trainer.curriculum.queries.enrolled import Opened
from trainer.curriculum.queries.published import lesson_text
from trainer.curriculum.revisions import Change, Step, Tally
from trainer.db import db
from trainer.kept import Kept

_revisions = Kept(200)


@dataclass(frozen=True)
class Revision:
    """A lesson as it was read beside the same lesson as it is now, in the language in which it was read."""

    language: str
    steps: tuple[Step, ...]

    @cached_property
    def tally(self) -> Tally:
        return revisions.tally(self.steps)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The paragraphs that are different."""
        return revisions.changes(self.steps)


def revision(opened: Opened) -> Revision | None:
    """What has changed since the reader read a lesson in other words; None where these cannot be compared."""
    line, earlier, enrolment = opened.line, opened.earlier, opened.enrolment
    if line is None or earlier is None:
        return None
    key = (enrolment.organisation_id, enrolment.programme_id, enrolment.release_id, line.module_key, line.key)
    found: Revision | None = _revisions.get((*key, earlier.wording), lambda: _revision(*key[:3], line, earlier.wording))
    return found


def _revision(
    organisation_id: UUID, programme_id: UUID, release_id: UUID, line: LessonLine, wording: str | None
) -> Revision | None:
    query = (
        select(Lesson)
        .join(Lesson.release)
        .where(
            Lesson.organisation_id == organisation_id,
            Release.programme_id == programme_id,
            Lesson.module_key == line.module_key,
            Lesson.key == line.key,
            Lesson.wording_digest == wording,
        )
        .limit(1)
    )
    old = db.session.scalar(query)
    new = lesson_text(organisation_id, release_id, line.module_key, line.key, old.language) if old else None
    if old is None or new is None or old.language != new.language:  # a translation that the release has no more
        return None
    return Revision(new.language, revisions.compare(_whole(old), _whole(new)))


def _whole(lesson: Lesson) -> str:
    return f"<h1>{escape(lesson.title)}</h1>{lesson.html}"
