"""What is counted, and what happened?"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainer.assessment.queries import owed_by
from trainer.audit import AuditEntry
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice.models import Observation

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


def entries(member: Member, before: int | None) -> list[AuditEntry]:
    """The newest entries of the organisation's chain before one of them.

    Whoever still owes a judgement sees nothing of what others do about that session: what they may not know of is
    left out, and as no entry shows its number, nothing tells that it is.
    """
    query = (
        select(AuditEntry)
        .where(AuditEntry.organisation_id == member.organisation_id)
        .order_by(AuditEntry.seq.desc())
        .limit(PAGE)
    )
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    hidden = _not_to_be_known(member)
    if hidden:
        query = query.where(AuditEntry.subject_id.not_in(hidden) | AuditEntry.subject_id.is_(None))
    return list(db.session.scalars(query))


def _not_to_be_known(member: Member) -> Collection[UUID]:
    owed = owed_by(member)
    if not owed:
        return []
    others = select(Observation.id).where(
        Observation.organisation_id == member.organisation_id,
        Observation.session_id.in_(owed),
        Observation.assessor_id != member.id,
    )
    return [*owed, *db.session.scalars(others)]


def names(organisation_id: UUID) -> dict[UUID, str]:
    """Everybody's name by member."""
    query = select(Member.id, Member.name).where(Member.organisation_id == organisation_id)
    return {row[0]: row[1] for row in db.session.execute(query)}
