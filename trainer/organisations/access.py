"""Who may see and change an organisation's people, letters and settings?"""

from collections.abc import Collection

from trainer.organisations.duties import Duty
from trainer.organisations.models import Invitation, Member
from trainer.verdict import YES, Verdict, every, hide_unless, refuse_if

# Whoever gives these cannot come by more than they have: none of them changes duties, licences or programmes.
GIVEN_BY_COORDINATORS = frozenset({Duty.TRAINEE, Duty.ASSESSOR, Duty.PANEL})


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


def may_give(member: Member, duties: Collection[Duty]) -> Verdict:
    """An administrator any duty; a coordinator those of a trainee, an assessor and a panel member only."""
    return every(
        may_invite(member),
        refuse_if(
            not holds(member, Duty.ADMINISTRATOR) and not GIVEN_BY_COORDINATORS.issuperset(duties),
            "A coordinator invites trainees, assessors and panel members. Ask an administrator to invite anybody else.",
        ),
    )


def may_change_duties(member: Member, other: Member) -> Verdict:
    """An administrator, but never one's own: nobody gives themselves a duty; nor those of somebody who has left."""
    return every(
        needs(member, Duty.ADMINISTRATOR),
        refuse_if(other.id == member.id, "Nobody changes their own duties. Ask another administrator."),
        _is_here(other),
    )


def may_change_manager(member: Member, other: Member) -> Verdict:
    """An administrator, but never one's own line manager."""
    return every(
        needs(member, Duty.ADMINISTRATOR),
        refuse_if(other.id == member.id, "Nobody chooses their own line manager. Ask another administrator."),
        _is_here(other),
    )


def may_manage(manager: Member, other: Member) -> Verdict:
    """Anybody but the person themselves and whoever they manage."""
    return every(
        refuse_if(manager.id == other.id, "Nobody manages themselves."),
        refuse_if(manager.manager_id == other.id, "Two people do not manage each other."),
        _is_here(manager),
    )


def may_end_membership(member: Member, other: Member) -> Verdict:
    """An administrator, but never their own: so somebody who can give duties remains."""
    return every(
        needs(member, Duty.ADMINISTRATOR),
        refuse_if(other.id == member.id, "Nobody records that they have left themselves. Ask another administrator."),
        _is_here(other),
    )


def may_take_back(member: Member, other: Member) -> Verdict:
    """An administrator, whoever has left; who never came is invited anew."""
    return every(
        needs(member, Duty.ADMINISTRATOR),
        refuse_if(other.person_id is None, "They never took their place. Invite them again."),
        refuse_if(other.left_at is None, "They have a place here."),
    )


def _is_here(other: Member) -> Verdict:
    return refuse_if(other.left_at, "%(name)s has left.", name=other.name)


def may_see_member(member: Member, other: Member) -> Verdict:
    """Coordinators and administrators."""
    return may_see_people(member)


def may_repeat_invitation(member: Member, invitation: Invitation) -> Verdict:
    """Whoever may give the duties that it offers, while nobody has accepted."""
    return every(
        may_give(member, invitation.member.duties),
        refuse_if(invitation.accepted_at, "This invitation was accepted. There is nothing to send again."),
        hide_unless(invitation.withdrawn_at is None),
    )


def may_see_letters(member: Member) -> Verdict:
    """Coordinators."""
    return needs(member, Duty.COORDINATOR)


def may_change_settings(member: Member) -> Verdict:
    """Administrators."""
    return needs(member, Duty.ADMINISTRATOR)
