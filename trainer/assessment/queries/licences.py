"""Who is licensed to rate, until when, and who has earned it?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainer.assessment import licence as rules
from trainer.assessment.calibration import Comparison, recalled
from trainer.assessment.licence import Period, Standing
from trainer.assessment.models import AssessorLicence, CalibrationRound
from trainer.assessment.queries.calibrations import asked_by, rounds
from trainer.calendar import last_day
from trainer.curriculum.documents import LicenceRule
from trainer.db import db
from trainer.organisations import queries as organisations
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice.models import Observation
from trainer.verdict import YES, Verdict


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
    return tuple(Period(row.valid_from, row.valid_until, row.suspended_at) for row in licences)


def covers(observation: Observation) -> Verdict:
    """Whether a licence of its assessor covers the day of an observed session. Whoever learns needs none."""
    if observation.shadow:
        return YES
    held = licences(observation.organisation_id).get(observation.assessor_id, [])
    return rules.in_force(periods(held), observation.session.meeting.starts_at.date())


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


@dataclass(frozen=True)
class Proposal:
    """A round that earns a licence until a day, waiting for a lead to confirm it."""

    round: CalibrationRound
    member: Member
    until: date

    @property
    def comparison(self) -> Comparison:
        return recalled(self.round.figures)


@dataclass(frozen=True)
class Licensed:
    """One assessor as the leads see them: licence, standing, the newest round, and what it proposes."""

    member: Member
    licence: AssessorLicence | None
    standing: Standing
    round: CalibrationRound | None
    proposal: Proposal | None

    @property
    def comparison(self) -> Comparison | None:
        return recalled(self.round.figures) if self.round else None


def licensed(organisation_id: UUID, today: date) -> list[Licensed]:
    """Every assessor by name: as many statements for ten as for a thousand."""
    held, tried = licences(organisation_id), rounds(organisation_id)
    return [
        _licensed(member, held.get(member.id, []), tried.get(member.id, []), today)
        for member in assessors(organisation_id)
    ]


def standing_of(held: Sequence[AssessorLicence], tried: Sequence[CalibrationRound], today: date) -> Standing:
    """How somebody's licences stand; they are due as long before their end as the policy of the newest round says."""
    rule = asked_by(tried[0]) if tried else LicenceRule()
    return rules.standing(periods(held), today, rule.due_days)


def to_show(held: Sequence[AssessorLicence], standing: Standing) -> AssessorLicence | None:
    """The licence that a standing speaks of; `held` as `licences` sorts them."""
    suspended = standing is Standing.SUSPENDED
    return next((row for row in held if (row.suspended_at is not None) is suspended), None)


def _licensed(
    member: Member, held: Sequence[AssessorLicence], tried: Sequence[CalibrationRound], today: date
) -> Licensed:
    newest = tried[0] if tried else None
    proposal = _proposal(member, held, newest, today) if newest else None
    stands = standing_of(held, tried, today)
    return Licensed(member, to_show(held, stands), stands, newest, proposal)


def _proposal(member: Member, held: Sequence[AssessorLicence], row: CalibrationRound, today: date) -> Proposal | None:
    """Whoever could read the references beforehand has shown nothing by it: a lead licenses them on other grounds."""
    until = last_day(row.concluded_at.date(), asked_by(row).months)
    earns = row.met and not row.knew and rules.earned(until, row.concluded_at, periods(held), today)
    return Proposal(row, member, until) if earns else None


def proposal(organisation_id: UUID, id: UUID, today: date) -> Proposal | None:
    """What a round proposes today, by the round's id."""
    return next((one.proposal for one in licensed(organisation_id, today) if one.round and one.round.id == id), None)
