"""Who is licensed to rate, and until when?"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainer.assessment.licence import Period
from trainer.assessment.models import (
    AssessorLicence,
)
from trainer.db import db
from trainer.organisations import queries as organisations
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member


def licences(organisation_id: UUID) -> dict[UUID, list[AssessorLicence]]:
    """Every licence by member: those that were not suspended first, then the one that ends last."""
    query = (
        select(AssessorLicence)
        .where(AssessorLicence.organisation_id == organisation_id)
        .order_by(AssessorLicence.suspended_at.is_not(None), AssessorLicence.valid_until.desc(), AssessorLicence.id)
    )
    found: dict[UUID, list[AssessorLicence]] = {}
    for licence in db.session.scalars(query):
        found.setdefault(licence.member_id, []).append(licence)
    return found


def periods(licences: Collection[AssessorLicence]) -> tuple[Period, ...]:
    """Licences as the rule reads them."""
    return tuple(Period(row.valid_from, row.valid_until, row.suspended_at is not None) for row in licences)


def licence(organisation_id: UUID, id: UUID) -> AssessorLicence | None:
    """One licence with its member."""
    query = (
        select(AssessorLicence)
        .where(AssessorLicence.organisation_id == organisation_id, AssessorLicence.id == id)
        .options(joinedload(AssessorLicence.member))
    )
    return db.session.scalar(query)


def assessors(organisation_id: UUID) -> list[Member]:
    """The members who hold the duty of assessor, by name."""
    return organisations.with_duty(organisation_id, Duty.ASSESSOR)
