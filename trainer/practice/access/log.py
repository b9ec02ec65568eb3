"""Who may keep, read and look into a practice log?"""

from dataclasses import dataclass

from trainer.curriculum.models import Enrolment
from trainer.organisations.access import holds, needs
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice.log import Belief, Round
from trainer.practice.models import PracticeRound, RoundCheck
from trainer.verdict import Verdict, every, hide_unless, refuse_if


@dataclass(frozen=True)
class Log:
    """A trainee's practice log: every round, newest first."""

    enrolment: Enrolment
    rounds: tuple[Round, ...]


@dataclass(frozen=True)
class Looked:
    """A written round with how far it is believed and what was found out so far, newest first."""

    row: PracticeRound
    belief: Belief
    checks: tuple[RoundCheck, ...]


def may_keep_log(member: Member) -> Verdict:
    """Trainees, of what they facilitate themselves."""
    return needs(member, Duty.TRAINEE)


def may_read_log(member: Member, log: Log) -> Verdict:
    """The trainee, and those who arrange, decide or audit."""
    return hide_unless(
        log.enrolment.member_id == member.id or holds(member, Duty.COORDINATOR, Duty.LEAD, Duty.AUDITOR, Duty.PANEL)
    )


def may_note_actions(member: Member, of: Round) -> Verdict:
    """Whoever facilitated the round; it is loaded from their own log alone."""
    return needs(member, Duty.TRAINEE)


def may_withdraw_round(member: Member, looked: Looked) -> Verdict:
    """Its trainee, until somebody is to look into it or has."""
    return every(
        hide_unless(looked.row.enrolment.member_id == member.id),
        refuse_if(
            looked.belief is not Belief.WRITTEN, "A lead assessor looks into this round, so it stays in the log."
        ),
    )


def may_check_rounds(member: Member) -> Verdict:
    """Lead assessors."""
    return needs(member, Duty.LEAD)


def may_check_round(member: Member, looked: Looked) -> Verdict:
    """Lead assessors, never their own round or one of somebody they manage."""
    trainee = looked.row.enrolment.member
    return every(
        hide_unless(holds(member, Duty.LEAD)),
        refuse_if(trainee.id == member.id, "Nobody confirms their own practice."),
        refuse_if(trainee.manager_id == member.id, "A line manager does not confirm the practice of their own people."),
    )
