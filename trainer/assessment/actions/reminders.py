"""Which assessors are reminded that a judgement of theirs is waited for? Each of their own only."""

from datetime import datetime, timedelta
from uuid import UUID

from trainer import outbox
from trainer.assessment import queries
from trainer.organisations.queries import recipient
from trainer.practice.actions.invitations import way_to
from trainer.practice.actions.reminders import Addresses

# From when until when after the meeting each reminder is written: a worker that was away writes no heap of them.
AFTER = ((timedelta(days=1), timedelta(days=3)), (timedelta(days=3), timedelta(days=14)))


def remind(organisation_id: UUID, to: Addresses, *, now: datetime) -> None:
    """Remind an assessor one day and three days after the meeting of a judgement that is not locked.

    It says nothing of anybody else's, nor whether somebody waits for it. A guest without a link is left alone.
    """
    for number, (since, until) in enumerate(AFTER, 1):
        for observation in queries.unlocked_between(organisation_id, now - until, now - since):
            session, link = observation.session, way_to(observation, to.assess, to.guests)
            if not link:
                continue
            outbox.write(
                organisation_id,
                "judgement_waited_for",
                recipient(observation.assessor),
                link,
                once=f"{observation.id}:{number}",
                now=now,
                session=session.code,
                ended=observation.ended_at is not None,
            )
