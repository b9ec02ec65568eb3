"""What can be done about who may rate?"""

from datetime import date, datetime

from trainer import audit
from trainer.assessment.models import AssessorLicence
from trainer.assessment.queries import Proposal
from trainer.db import db, new_id
from trainer.organisations.models import Member


def grant_licence(member: Member, *, until: date, reason: str, by: Member, now: datetime) -> AssessorLicence:
    """Let an assessor rate from today until a day, for a reason."""
    licence = AssessorLicence(
        organisation_id=member.organisation_id,
        id=new_id(),
        member_id=member.id,
        granted_by_id=by.id,
        granted_at=now,
        valid_from=now.date(),
        valid_until=until,
        reason=reason,
    )
    db.session.add(licence)
    audit.record(
        member.organisation_id, "licence.granted", by=by.id, subject=member.id, at=now, licence=licence.id, until=until
    )
    return licence


def license_by_rule(proposal: Proposal, *, by: Member, now: datetime) -> AssessorLicence:
    """Confirm what a round of calibration proposes; the licence keeps the figures as its grounds."""
    return grant_licence(proposal.member, until=proposal.until, reason=_grounds(proposal), by=by, now=now)


def _grounds(proposal: Proposal) -> str:
    """In plain figures, so that they can be read whatever becomes of the policy."""
    found, row = proposal.comparison, proposal.round
    kappa = "–" if found.kappa.value is None else f"{found.kappa.value:.2f}"
    return (
        f"Calibration, {row.cases} cases, {row.policy.key} {row.policy.version}: exact {_percent(found.exact.value)}, "
        f"within one {_percent(found.within_one.value)}, weighted kappa {kappa}, n {found.n}."
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{int(100 * share)}%"


def suspend_licence(licence: AssessorLicence, *, reason: str, by: Member, now: datetime) -> None:
    """Take a licence out of force at once."""
    licence.suspended_at, licence.suspended_reason = now, reason
    audit.record(
        licence.organisation_id, "licence.suspended", by=by.id, subject=licence.member_id, at=now, licence=licence.id
    )
