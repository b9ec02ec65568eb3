"""Who may know what is arranged for somebody, and who notes it?"""

from trainer.organisations.access import holds
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.verdict import Verdict, every, hide_unless, refuse_if


def may_know_adjustments(member: Member, other: Member) -> Verdict:
    """The person themself, those who arrange, and panels. An assessor is told with their own observation only."""
    return hide_unless(member.id == other.id or holds(member, Duty.COORDINATOR, Duty.LEAD, Duty.PANEL))


def may_note_adjustments(member: Member, other: Member) -> Verdict:
    """Coordinators, for anybody but themselves."""
    return every(
        hide_unless(holds(member, Duty.COORDINATOR)),
        refuse_if(member.id == other.id, "Another coordinator notes what is arranged for you."),
        refuse_if(other.left_at is not None, "%(name)s has left.", name=other.name),
    )
