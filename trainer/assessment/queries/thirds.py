"""Who rates a session from its log before a difference is settled, and what did they give?"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainer.assessment.lifecycle import Again as Kind
from trainer.assessment.lifecycle import Way
from trainer.assessment.models import Rerating, ThirdRating
from trainer.assessment.queries.compared import Compared, asked_about
from trainer.assessment.queries.reratings import reratings_of
from trainer.db import db


def third(organisation_id: UUID, session_id: UUID) -> ThirdRating | None:
    """What a third assessor gave a session, with their name."""
    query = select(ThirdRating).filter_by(organisation_id=organisation_id, session_id=session_id)
    return db.session.scalar(query.options(joinedload(ThirdRating.rerating).joinedload(Rerating.assessor)))


def asked_third(organisation_id: UUID, session_id: UUID) -> Rerating | None:
    """Whoever is asked for a third rating of a session and has not answered."""
    asked = reratings_of(organisation_id, session_id, Kind.THIRD)
    return next((row for row in asked if row.ended_at is None), None)


def ways(compared: Compared, given: ThirdRating | None) -> tuple[Way, ...]:
    """How what differs may be settled now: as the policy lets it, and with a third assessor once there is one."""
    alone = not asked_about(compared.result.session).settling.third
    return tuple(
        way for way, open_ in ((Way.THIRD, given is not None), (Way.READING, alone), (Way.CONFERENCE, True)) if open_
    )
