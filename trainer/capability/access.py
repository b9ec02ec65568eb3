"""Who may see what the organisation can do, and its audit trail?"""

from trainer.organisations.access import needs
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.verdict import Verdict


def may_see_capability(member: Member) -> Verdict:
    """Coordinators, leads, auditors and administrators."""
    return needs(member, Duty.COORDINATOR, Duty.LEAD, Duty.AUDITOR, Duty.ADMINISTRATOR)


def may_propose_standard(member: Member) -> Verdict:
    """Lead assessors; authors then write it into the policy's next version."""
    return needs(member, Duty.LEAD)


def may_see_people_at(member: Member) -> Verdict:
    """Those who may open a candidate's file."""
    return needs(member, Duty.COORDINATOR, Duty.LEAD, Duty.AUDITOR)


def may_audit(member: Member) -> Verdict:
    """Auditors and administrators."""
    return needs(member, Duty.AUDITOR, Duty.ADMINISTRATOR)
