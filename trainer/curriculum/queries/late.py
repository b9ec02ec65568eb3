"""In which release did somebody read words that a device tells of later?"""

from uuid import UUID

from sqlalchemy import select

from trainer.curriculum.models import Enrolment, Lesson, Release
from trainer.curriculum.outline import Place
from trainer.db import db


def release_with(enrolment: Enrolment, place: Place, wording: str) -> UUID | None:
    """The release of somebody's programme that holds a lesson in these words: the one they are on, else the newest."""
    query = (
        select(Lesson.release_id)
        .join(Lesson.release)
        .where(
            Lesson.organisation_id == enrolment.organisation_id,
            Release.programme_id == enrolment.programme_id,
            Lesson.module_key == place[0],
            Lesson.key == place[1],
            Lesson.wording_digest == wording,
        )
        .order_by(Lesson.release_id != enrolment.release_id, Release.number.desc())
        .limit(1)
    )
    return db.session.scalar(query)
