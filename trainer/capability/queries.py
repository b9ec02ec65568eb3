"""What is counted, and what happened?"""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainer.assessment.queries import not_to_be_known
from trainer.audit import AuditEntry
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment
from trainer.db import db
from trainer.organisations.models import Member

PAGE = 100


def standing(organisation_id: UUID) -> list[tuple[EnrolmentState, date]]:
    """Where every enrolment stands, and since which day."""
    query = select(Enrolment.state, Enrolment.state_since).where(Enrolment.organisation_id == organisation_id)
    return [(state, since.date()) for state, since in db.session.execute(query)]


def people_at(organisation_id: UUID, state: EnrolmentState) -> list[Enrolment]:
    """The enrolments at one stage, the longest there on top: the list behind the number."""
    query = (
        select(Enrolment)
        .where(Enrolment.organisation_id == organisation_id, Enrolment.state == state)
        .options(joinedload(Enrolment.member).joinedload(Member.unit), joinedload(Enrolment.programme))
        .order_by(Enrolment.state_since, Enrolment.id)
    )
    return list(db.session.scalars(query))


def entries(member: Member, before: UUID | None) -> list[AuditEntry]:
    """The newest entries of the organisation's chain before one of them.

    Whoever still owes a judgement sees nothing of what others do about that session: what they may not know of is
    left out, and as no page and no address shows an entry's number, nothing tells that it is.
    """
    own = AuditEntry.organisation_id == member.organisation_id
    query = select(AuditEntry).where(own).order_by(AuditEntry.seq.desc()).limit(PAGE)
    if before is not None:
        place = select(AuditEntry.seq).where(own, AuditEntry.id == before).correlate(None).scalar_subquery()
        query = query.where(AuditEntry.seq < place)
    hidden = not_to_be_known(member)
    if hidden:
        query = query.where(AuditEntry.subject_id.not_in(hidden) | AuditEntry.subject_id.is_(None))
    return list(db.session.scalars(query))


def names(organisation_id: UUID) -> dict[UUID, str]:
    """Everybody's name by member."""
    query = select(Member.id, Member.name).where(Member.organisation_id == organisation_id)
    return {row[0]: row[1] for row in db.session.execute(query)}
