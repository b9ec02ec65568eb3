"""May somebody without a sign-in be asked to assess a session?"""

from datetime import datetime

from trainer.organisations import queries as organisations
from trainer.practice import queries as practice
from trainer.practice.models import PracticeSession
from trainer.verdict import Verdict, every, refuse_if


def may_come(session: PracticeSession, address: str, now: datetime) -> Verdict:
    """Whoever has no place here yet, neither with a sign-in nor as a guest, and does not sit in the set.

    Whoever has one is asked as any other assessor: only so is it known what speaks against them.
    """
    own, written_to = session.organisation_id, address.strip().lower()
    known = organisations.guest(own, written_to)
    in_the_set = {seat.address.strip().lower() for seat in practice.seats(session.meeting.set)}
    return every(
        refuse_if(
            organisations.is_member(own, written_to) or organisations.is_invited(own, written_to, now),
            "Somebody with this address has a place here. Ask them as any other assessor.",
        ),
        refuse_if(
            known,
            "%(name)s is a guest here already. Choose them among the assessors.",
            name=known.name if known else "",
        ),
        refuse_if(
            written_to in in_the_set,
            "Somebody with this address sits in this set. Who takes part does not assess.",
        ),
    )
