"""In which language does somebody read what they are taught?"""

from uuid import UUID

from sqlalchemy import and_, select

from trainer.accounts.looks import choose
from trainer.accounts.models import Person
from trainer.curriculum.models import Enrolment, Lesson
from trainer.curriculum.outline import Outline
from trainer.curriculum.queries.published import outline
from trainer.db import db
from trainer.organisations.models import Member


def outline_for(member: Member, release_id: UUID) -> Outline:
    """A release in the language in which a member would rather read: their setting, else that of their pages."""
    own = outline(member.organisation_id, release_id)
    if len(own.languages) < 2 or member.person_id is None:
        return own
    person = db.session.get_one(Person, member.person_id)  # of the request, so that nothing is sent to the database
    language = choose(own.languages, person.looks.language, person.locale)
    return outline(member.organisation_id, release_id, language)


def languages_for(person_id: UUID) -> list[str]:
    """The languages of every programme that a person is on, wherever they learn."""
    same = and_(
        Enrolment.organisation_id == Lesson.organisation_id,
        Enrolment.release_id == Lesson.release_id,
    )
    query = (
        select(Lesson.language)
        .join(Enrolment, same)
        .join(Enrolment.member)
        .where(Member.person_id == person_id, Member.left_at.is_(None))
        .distinct()
        .order_by(Lesson.language)
    )
    return list(db.session.scalars(query))
