"""Who may appeal, follow an appeal, and hear it?"""

from trainer.certification.appeal import in_time, may_arrange, may_become, may_hear, may_take_further
from trainer.certification.lifecycle import AppealState, Remedy
from trainer.certification.queries import Appealable, Contested
from trainer.organisations.access import holds, needs
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.verdict import Verdict, either, every, hide_unless, refuse_if

# Whoever runs the programme is not outside it.
INSIDE = (Duty.LEAD, Duty.ASSESSOR, Duty.AUTHOR)


def may_look_to_appeal(member: Member, about: Appealable) -> Verdict:
    """Whoever was judged, as long as an appeal can be lodged or once there is one."""
    return every(
        hide_unless(about.enrolment.member_id == member.id),
        hide_unless(True) if about.appeal else in_time(about.said_on, about.today),
    )


def may_lodge(member: Member, about: Appealable) -> Verdict:
    """Whoever was judged, once about each result or decision, within the days after it."""
    return every(
        may_look_to_appeal(member, about),
        refuse_if(about.appeal, "There is an appeal about this already. Open it and go on there."),
    )


def may_see_appeals(member: Member) -> Verdict:
    """Leads, coordinators, auditors, and panel members those that they hear."""
    return needs(member, Duty.LEAD, Duty.COORDINATOR, Duty.AUDITOR, Duty.PANEL)


def may_see_appeal(member: Member, contested: Contested) -> Verdict:
    """Whose it is, those who arrange or audit, and the two who hear it."""
    return either(
        hide_unless(contested.parties.trainee == member.id),
        hide_unless(holds(member, Duty.LEAD, Duty.COORDINATOR, Duty.AUDITOR)),
        hide_unless(contested.seat_of(member) and holds(member, Duty.PANEL)),
    )


def _own(member: Member, contested: Contested) -> Verdict:
    return every(
        may_see_appeal(member, contested),
        refuse_if(contested.parties.trainee != member.id, "Only whoever appeals can do that."),
    )


def may_record_talk(member: Member, contested: Contested) -> Verdict:
    """Leads, also those who judged: a talk is with whoever knows. Never whose appeal it is, or their manager."""
    return every(
        may_see_appeal(member, contested),
        needs(member, Duty.LEAD),
        refuse_if(member.id == contested.parties.trainee, "Nobody has a say in their own appeal."),
        refuse_if(member.id == contested.parties.manager, "A manager has no say in the appeal of a report."),
        may_become(contested.appeal.state, AppealState.TALKED),
    )


def may_write_appeal(member: Member, contested: Contested) -> Verdict:
    """Whose it is, after or instead of the talk, within the days after the result or decision."""
    return every(
        _own(member, contested),
        may_become(contested.appeal.state, AppealState.WRITTEN),
        in_time(contested.appeal.said_on, contested.today),
    )


def may_answer_appeal(member: Member, contested: Contested) -> Verdict:
    """A lead who had no part in what it is about and has not heard it before."""
    return every(
        may_see_appeal(member, contested),
        needs(member, Duty.LEAD),
        may_hear(contested.parties, member.id),
        may_become(contested.appeal.state, AppealState.REFUSED),
    )


def may_take_appeal_further(member: Member, contested: Contested) -> Verdict:
    """Whose it is: what was refused, within days, and what nobody answered in time."""
    return every(
        _own(member, contested),
        may_take_further(contested.appeal.state, contested.since, contested.today),
    )


def may_seat_appeal(member: Member, contested: Contested) -> Verdict:
    """Coordinators and leads who neither judged nor heard it, until one of the panel has spoken."""
    return every(
        may_see_appeal(member, contested),
        needs(member, Duty.COORDINATOR, Duty.LEAD),
        may_arrange(contested.parties, member.id),
        refuse_if(contested.seat_of(member), "You sit on this panel. Somebody else chooses who sits there."),
        may_become(contested.appeal.state, AppealState.FINAL),
        refuse_if(any(contested.said), "Somebody of the panel has spoken. It stays as it is."),
    )


def may_sit_on_appeal(member: Member, contested: Contested) -> Verdict:
    """Panel members from outside the programme who had no part in it."""
    return every(
        refuse_if(not holds(member, Duty.PANEL), "Only panel members hear an appeal last."),
        refuse_if(holds(member, *INSIDE), "Leads, assessors and authors are part of the programme."),
        may_hear(contested.parties, member.id),
    )


def may_say_on_appeal(member: Member, contested: Contested) -> Verdict:
    """The two who were asked, as long as they are outside and the appeal has no outcome."""
    return every(
        may_see_appeal(member, contested),
        hide_unless(contested.seat_of(member)),
        may_sit_on_appeal(member, contested),
        may_become(contested.appeal.state, AppealState.FINAL),
    )


def may_see_what_was_said(member: Member, contested: Contested) -> Verdict:
    """The two themselves once both have spoken; nobody else before there is an outcome, and the outcome stands then."""
    return every(hide_unless(contested.seat_of(member)), hide_unless(contested.all_have_said))


def may_ask_to_rerate(member: Member, contested: Contested) -> Verdict:
    """Leads who did not judge the session, once an appeal is upheld so; whoever upheld it may."""
    appeal, parties = contested.appeal, contested.parties
    return every(
        may_see_appeal(member, contested),
        needs(member, Duty.LEAD),
        refuse_if(member.id in (parties.trainee, parties.manager), "Nobody chooses who rates them or their report."),
        refuse_if(member.id in parties.judged, "You had a part in this result. Another lead asks somebody new."),
        refuse_if(
            appeal.state is not AppealState.UPHELD or appeal.remedy is not Remedy.RERATE,
            "No re-rating follows from this appeal.",
        ),
    )


def may_withdraw_appeal(member: Member, contested: Contested) -> Verdict:
    """Whose it is, before there is an outcome."""
    return every(_own(member, contested), may_become(contested.appeal.state, AppealState.WITHDRAWN))
