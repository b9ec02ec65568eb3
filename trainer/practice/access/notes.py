"""Who may tell a trainee at once what they saw?"""

from dataclasses import dataclass
from uuid import UUID

from trainer.organisations.access import holds, needs
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice.agreement import Standing
from trainer.practice.lifecycle import SessionKind, SessionState
from trainer.practice.models import PracticeSession
from trainer.verdict import Verdict, every, hide_unless, refuse_if

TOOK_PLACE = frozenset({SessionState.CONFIRMED, SessionState.HELD, SessionState.CLOSED})


@dataclass(frozen=True)
class Noting:
    """A session as whoever was there finds it: who was asked to observe, what the set said, whether it has begun."""

    session: PracticeSession
    observers: frozenset[UUID]
    standing: Standing
    begun: bool


def may_see_formative_notes(member: Member) -> Verdict:
    """Assessors and lead assessors, for what they wrote themselves."""
    return needs(member, Duty.ASSESSOR, Duty.LEAD)


def may_write_formative_note(member: Member, noting: Noting) -> Verdict:
    """Leads, and assessors who were asked to observe it, once it has begun and the set agreed to an observer.

    Of a session that counts only after its result is released: until then it reaches the trainee through that alone.
    The answer rests on one's own part only, so that it tells nobody who else observes.
    """
    session, trainee = noting.session, noting.session.enrolment.member
    asked = holds(member, Duty.ASSESSOR) and member.id in noting.observers
    return every(
        hide_unless(asked or holds(member, Duty.LEAD)),
        refuse_if(member.id == trainee.id, "Nobody observes their own session."),
        refuse_if(member.id == trainee.manager_id, "A line manager does not assess their own people."),
        refuse_if(not session.observed, "This session was not observed: somebody did not agree."),
        noting.standing.may_observe,
        refuse_if(
            not noting.begun or session.state not in TOOK_PLACE,
            "A note is written about a session that has begun and was not broken off.",
        ),
        refuse_if(
            session.kind is SessionKind.SUMMATIVE and session.state is not SessionState.CLOSED,
            "This session counts. Until its result is released, nothing reaches the trainee beside it.",
        ),
    )
