"""Who may read, answer, publish?"""

from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Asset, Enrolment, Release
from trainer.curriculum.queries import Asked, Opened, Preview
from trainer.organisations.access import needs
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.verdict import YES, Verdict, every, hide_unless, refuse_if


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


def may_begin(member: Member, release: Release) -> Verdict:
    """Trainees; the newest words of a programme are what one begins."""
    return may_learn(member)


def may_open(member: Member, opened: Opened) -> Verdict:
    """The trainee whose enrolment it is."""
    return may_study(member, opened.enrolment)


def may_reflect(member: Member, asked: Asked) -> Verdict:
    """The trainee who is asked; nobody else reads what is not shared."""
    return may_study(member, asked.enrolment)


def may_see_file(member: Member, asset: Asset) -> Verdict:
    """Every member: a picture of a lesson tells nothing about anybody."""
    return YES


def may_preview(member: Member, preview: Preview) -> Verdict:
    """As the release."""
    return may_see_release(member, preview.release)
