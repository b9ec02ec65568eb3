"""Who may see and change an organisation's people, letters and settings?"""

from trainer.organisations.duties import Duty
from trainer.organisations.models import Invitation, Member
from trainer.verdict import YES, Verdict, every, hide_unless, refuse_if


def holds(member: Member, *duties: Duty) -> bool:
    """Whether a member holds any of these duties."""
    return not member.duties.isdisjoint(duties)


def needs(member: Member, *duties: Duty) -> Verdict:
    """A page for the holders of any of these duties."""
    names = ", ".join(duty.value for duty in duties)
    return refuse_if(
        not holds(member, *duties), "This page is for: %(duties)s. Ask your coordinator if you need it.", duties=names
    )


def may_enter(member: Member) -> Verdict:
    """Every member of the organisation."""
    return YES


def may_see_people(member: Member) -> Verdict:
    """Coordinators and administrators."""
    return needs(member, Duty.COORDINATOR, Duty.ADMINISTRATOR)


def may_invite(member: Member) -> Verdict:
    """Coordinators and administrators."""
    return may_see_people(member)


def may_change_duties(member: Member, other: Member) -> Verdict:
    """An administrator, but never one's own: nobody gives themselves a duty."""
    return every(
        needs(member, Duty.ADMINISTRATOR),
        refuse_if(other.id == member.id, "Nobody changes their own duties. Ask another administrator."),
    )


def may_see_member(member: Member, other: Member) -> Verdict:
    """Coordinators and administrators."""
    return may_see_people(member)


def may_repeat_invitation(member: Member, invitation: Invitation) -> Verdict:
    """Whoever may invite, while nobody has accepted."""
    return every(
        may_invite(member),
        refuse_if(invitation.accepted_at, "This invitation was accepted. There is nothing to send again."),
        hide_unless(invitation.withdrawn_at is None),
    )


def may_see_letters(member: Member) -> Verdict:
    """Coordinators."""
    return needs(member, Duty.COORDINATOR)


def may_change_settings(member: Member) -> Verdict:
    """Administrators."""
    return needs(member, Duty.ADMINISTRATOR)
