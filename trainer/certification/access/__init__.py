"""Who may see a candidate's file, decide, and change a certificate's standing?"""

from trainer.certification.lifecycle import DecisionState, Vote
from trainer.certification.models import Certificate
from trainer.certification.panel import may_cast, may_sit
from trainer.certification.queries import Case
from trainer.curriculum.access import may_follow_drafts
from trainer.curriculum.lifecycle import EnrolmentState, may_become
from trainer.curriculum.models import Draft, Enrolment
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


def may_see_doubts(member: Member, enrolment: Enrolment) -> Verdict:
    """Those who arrange, judge, decide or audit, never the trainee: how assessors' licences stand is not theirs."""
    return every(hide_unless(enrolment.member_id != member.id), hide_unless(holds(member, *STAFF)))


def may_see_without(member: Member, enrolment: Enrolment) -> Verdict:
    """Those who arrange, judge, decide or audit, never the trainee: nobody is compared for them."""
    return may_see_doubts(member, enrolment)


def may_see_replay(member: Member, draft: Draft) -> Verdict:
    """Authors, and those who may open a candidate's file: by the draft it would be read."""
    return may_follow_drafts(member)


def may_see_replayed(member: Member) -> Verdict:
    """Those who may open every candidate's file. Authors as such read numbers, never a name, level or requirement line.

    Nobody reads more here than in the files themselves: only released results are replayed.
    """
    return needs(member, *STAFF)


def may_open_decision(member: Member, enrolment: Enrolment) -> Verdict:
    """Coordinators and leads, never for themselves or for somebody they manage, while nothing is being decided."""
    return every(
        may_see_readiness(member, enrolment),
        needs(member, Duty.COORDINATOR, Duty.LEAD),
        refuse_if(enrolment.member_id == member.id, "Nobody calls a panel about themselves."),
        refuse_if(enrolment.member.manager_id == member.id, "A manager calls no panel about a report."),
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
    """A member of the panel who still holds the duty, until the decision is recorded or they recuse themselves."""
    seat = case.seat_of(member)
    return every(
        hide_unless(seat),
        needs(member, Duty.PANEL, Duty.LEAD),
        refuse_if(case.decision.state is not DecisionState.OPEN, CLOSED),
        may_sit(case.candidate, member.id),
        may_cast(seat.vote if seat else None),
    )


def may_see_votes(member: Member, case: Case) -> Verdict:
    """Who has voted themselves; everybody else once the decision is recorded; of a dissolved panel leads and auditors.

    A recusal is no vote and opens nothing. The candidate sees reasons, never votes.
    """
    if case.decision.enrolment.member_id == member.id:
        return hide_unless(False)
    seat, state = case.seat_of(member), case.decision.state
    return either(
        hide_unless(state is DecisionState.DECIDED),
        hide_unless(state is DecisionState.WITHDRAWN and holds(member, Duty.LEAD, Duty.AUDITOR)),
        hide_unless(seat and seat.vote not in (None, Vote.RECUSED)),
    )


def may_record(member: Member, case: Case) -> Verdict:
    """A member of the panel, once everyone has voted and the votes agree."""
    return every(may_vote(member, case), case.tally.verdict)


def may_withdraw(member: Member, case: Case) -> Verdict:
    """Coordinators and leads without a seat on it, and never the candidate's manager, while nothing is recorded.

    Who has a seat has read votes or may read them: they record what was said, or talk. Nobody dissolves what they
    do not like to read.
    """
    return every(
        may_see_case(member, case),
        needs(member, Duty.COORDINATOR, Duty.LEAD),
        refuse_if(case.decision.state is not DecisionState.OPEN, CLOSED),
        refuse_if(case.seat_of(member), "You sit on this panel. Somebody who does not sit on it can dissolve it."),
        refuse_if(case.candidate.manager_id == member.id, "A manager dissolves no panel about a report."),
    )


def may_see_certificate(member: Member, certificate: Certificate) -> Verdict:
    """The holder, and those who arrange, judge, decide or audit."""
    return may_see_readiness(member, certificate.enrolment)


def may_change_certificate(member: Member, certificate: Certificate) -> Verdict:
    """Leads, never their own or that of somebody they manage."""
    holder = certificate.enrolment.member
    return every(
        may_see_certificate(member, certificate),
        needs(member, Duty.LEAD),
        refuse_if(holder.id == member.id, "Nobody changes their own certificate."),
        refuse_if(holder.manager_id == member.id, "A manager does not change the certificate of a report."),
    )
