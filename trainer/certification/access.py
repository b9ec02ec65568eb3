"""Who may see a candidate's file, decide, and change a certificate's standing?"""

from trainer.certification.lifecycle import DecisionState
from trainer.certification.models import Certificate
from trainer.certification.panel import may_sit
from trainer.certification.queries import Case
from trainer.curriculum.lifecycle import EnrolmentState, may_become
from trainer.curriculum.models import Enrolment
from trainer.organisations.access import holds, needs
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.verdict import Verdict, either, every, hide_unless, refuse_if

CLOSED = "This decision is closed. Nothing about it changes any more."
STAFF = (Duty.COORDINATOR, Duty.LEAD, Duty.PANEL, Duty.AUDITOR)


def may_have_path(member: Member) -> Verdict:
    """Trainees."""
    return needs(member, Duty.TRAINEE)


def may_see_decisions(member: Member) -> Verdict:
    """Panel members, coordinators, leads and auditors."""
    return needs(member, *STAFF)


def may_see_readiness(member: Member, enrolment: Enrolment) -> Verdict:
    """The trainee, and those who arrange, judge, decide or audit."""
    return either(hide_unless(enrolment.member_id == member.id), hide_unless(holds(member, *STAFF)))


def may_open_decision(member: Member, enrolment: Enrolment) -> Verdict:
    """Coordinators and leads, never for themselves, while nothing is being decided."""
    return every(
        may_see_readiness(member, enrolment),
        needs(member, Duty.COORDINATOR, Duty.LEAD),
        refuse_if(enrolment.member_id == member.id, "Nobody calls a panel about themselves."),
        may_become(enrolment.state, EnrolmentState.UNDER_REVIEW),
    )


def may_see_case(member: Member, case: Case) -> Verdict:
    """The panel, coordinators, leads and auditors; the candidate once it is decided."""
    mine = case.decision.enrolment.member_id == member.id
    if mine:
        return hide_unless(case.decision.state is DecisionState.DECIDED)
    return either(
        hide_unless(case.seat_of(member)), hide_unless(holds(member, Duty.COORDINATOR, Duty.LEAD, Duty.AUDITOR))
    )


def may_vote(member: Member, case: Case) -> Verdict:
    """A member of the panel, with a vote of their own, until the decision is recorded."""
    return every(
        hide_unless(case.seat_of(member)),
        refuse_if(case.decision.state is not DecisionState.OPEN, CLOSED),
        may_sit(case.candidate, member.id),
    )


def may_see_votes(member: Member, case: Case) -> Verdict:
    """Who has voted themselves; everybody else once the decision is recorded. The candidate sees reasons, not votes."""
    if case.decision.enrolment.member_id == member.id:
        return hide_unless(False)
    seat = case.seat_of(member)
    return either(
        hide_unless(case.decision.state is DecisionState.DECIDED), hide_unless(seat is not None and seat.vote)
    )


def may_record(member: Member, case: Case) -> Verdict:
    """A member of the panel, once everyone has voted and the votes agree."""
    return every(may_vote(member, case), case.tally.verdict)


def may_withdraw(member: Member, case: Case) -> Verdict:
    """Coordinators and leads, while nothing is recorded: for a panel that cannot decide."""
    return every(
        may_see_case(member, case),
        needs(member, Duty.COORDINATOR, Duty.LEAD),
        refuse_if(case.decision.state is not DecisionState.OPEN, CLOSED),
    )


def may_see_certificate(member: Member, certificate: Certificate) -> Verdict:
    """The holder, and those who arrange, judge, decide or audit."""
    return may_see_readiness(member, certificate.enrolment)


def may_change_certificate(member: Member, certificate: Certificate) -> Verdict:
    """Leads, never about their own."""
    return every(
        may_see_certificate(member, certificate),
        needs(member, Duty.LEAD),
        refuse_if(certificate.enrolment.member_id == member.id, "Nobody changes their own certificate."),
    )
