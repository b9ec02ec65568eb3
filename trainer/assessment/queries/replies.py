"""What did trainees say about results of theirs?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from trainer.assessment import reply as rules
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import ResultReply, SessionResult
from trainer.assessment.queries.results import result
from trainer.db import db


@dataclass(frozen=True)
class Replying:
    """A released result with what its trainee said about it so far, and until when they may."""

    result: SessionResult
    reply: ResultReply | None
    until: date
    today: date


def replying(organisation_id: UUID, id: UUID, today: date) -> Replying | None:
    """A released result as its trainee answers it, by the session's id."""
    found = result(organisation_id, id)
    if found is None or found.state is not ResultState.RELEASED or found.released_at is None:
        return None
    until = rules.last_day(found.released_at.date())
    return Replying(found, replies(organisation_id, [id]).get(id), until, today)


def replies(organisation_id: UUID, sessions: Collection[UUID]) -> dict[UUID, ResultReply]:
    """What was said about the results of these sessions, by session."""
    query = select(ResultReply).where(
        ResultReply.organisation_id == organisation_id, ResultReply.session_id.in_(sessions)
    )
    return {row.session_id: row for row in db.session.scalars(query)}
