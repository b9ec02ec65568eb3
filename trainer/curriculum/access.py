"""Who may read, answer, publish?"""

from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment, Release
from trainer.organisations.access import needs
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.verdict import Verdict, every, hide_unless, refuse_if


def may_learn(member: Member) -> Verdict:
    """Trainees."""
    return needs(member, Duty.TRAINEE)


def may_study(member: Member, enrolment: Enrolment) -> Verdict:
    """The trainee whose enrolment it is, while they have not left the programme."""
    return every(
        hide_unless(enrolment.member_id == member.id),
        refuse_if(
            enrolment.state is EnrolmentState.WITHDRAWN,
            "You have left this programme. Ask your coordinator to take you on again.",
        ),
    )


def may_author(member: Member) -> Verdict:
    """Authors."""
    return needs(member, Duty.AUTHOR)


def may_see_release(member: Member, release: Release) -> Verdict:
    """Authors, and those who judge and decide by it."""
    return needs(member, Duty.AUTHOR, Duty.LEAD, Duty.ASSESSOR, Duty.PANEL, Duty.AUDITOR)
