"""Who may license, calibrate, and read how an assessor uses the scale?"""

from trainer.assessment.models import AssessorLicence
from trainer.assessment.queries import Proposal, Revealed, Sitting
from trainer.organisations.access import holds, needs
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.verdict import Verdict, every, hide_unless, refuse_if


def may_manage_assessors(member: Member) -> Verdict:
    """Lead assessors license; coordinators look."""
    return needs(member, Duty.LEAD, Duty.COORDINATOR)


def may_see_usage(member: Member, assessor: Member) -> Verdict:
    """Assessors about themselves, and lead assessors about each by name; for anybody else there is nothing."""
    return every(
        hide_unless(member.id == assessor.id or holds(member, Duty.LEAD)),
        hide_unless(holds(assessor, Duty.ASSESSOR)),
    )


def may_license(member: Member) -> Verdict:
    """Lead assessors."""
    return needs(member, Duty.LEAD)


def may_license_member(member: Member, other: Member) -> Verdict:
    """Lead assessors, but never themselves."""
    return every(
        may_license(member),
        refuse_if(member.id == other.id, "Nobody licenses themselves. Ask another lead assessor."),
        refuse_if(Duty.ASSESSOR not in other.duties, "Only somebody with the duty of assessor can be licensed."),
    )


def may_suspend(member: Member, licence: AssessorLicence) -> Verdict:
    """Lead assessors, but never their own."""
    return every(
        may_license(member),
        refuse_if(member.id == licence.member_id, "Nobody decides about their own licence."),
        refuse_if(licence.suspended_at, "This licence is suspended already."),
    )


def may_license_by_rule(member: Member, proposal: Proposal) -> Verdict:
    """Lead assessors, but never themselves."""
    return may_license_member(member, proposal.member)


def may_calibrate(member: Member) -> Verdict:
    """Assessors, with or without a licence: that is how one comes by it."""
    return needs(member, Duty.ASSESSOR)


def may_open_case(member: Member, sitting: Sitting) -> Verdict:
    """An assessor, if the case is in their round and the policy lets the round be open."""
    return every(
        may_calibrate(member),
        sitting.place.round.verdict,
        refuse_if(
            sitting.key not in sitting.place.offered,
            "This case is not in your round. Each is rated once, and those that you know least come first.",
        ),
    )


def may_change_case(member: Member, sitting: Sitting) -> Verdict:
    """As long as they have not confirmed; afterwards nobody."""
    return every(
        may_open_case(member, sitting),
        refuse_if(sitting.calibration, "You have confirmed this case. Your levels stay as they are."),
    )


def may_read_calibration(member: Member, revealed: Revealed) -> Verdict:
    """Whoever gave the levels, and leads."""
    return hide_unless(revealed.calibration.member_id == member.id or holds(member, Duty.LEAD))


def may_explain(member: Member, revealed: Revealed) -> Verdict:
    """Whoever gave the levels, as long as a reason is owed."""
    return every(
        may_read_calibration(member, revealed),
        may_calibrate(member),
        refuse_if(revealed.calibration.member_id != member.id, "Only whoever gave these levels can say why."),
        refuse_if(revealed.reveal.complete, "Nothing is owed here: every difference has its reason, and they stay."),
    )
