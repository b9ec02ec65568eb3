"""How do sessions and observations change state? The steps that several actions share; they record nothing."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete

from trainer.db import db
from trainer.practice.lifecycle import (
    MeetingState,
    ObservationState,
    SessionState,
    observation_may_become,
    session_may_become,
)
from trainer.practice.models import Observation, Operation, PracticeSession, RatingDraft, Receipt
from trainer.web import demand

UNLOCKED = frozenset(
    {
        ObservationState.ASSIGNED,
        ObservationState.CAPTURING,
        ObservationState.CAPTURED,
        ObservationState.RATING,
    }
)


def move(session: PracticeSession, following: SessionState) -> None:
    """Move a session on, if its lifecycle lets it."""
    demand(session_may_become(session.state, following))
    session.state = following


def step(observation: Observation, following: ObservationState) -> None:
    """Move an observation on, if its lifecycle lets it."""
    demand(observation_may_become(observation.state, following))
    observation.state = following


def hold(session: PracticeSession, at: datetime, *, captured: bool = False) -> None:
    """Note that a session has taken place, and its meeting with it unless that is still ahead.

    What was `captured` took place, also before the hour that was planned.
    """
    if session.state is SessionState.PLANNED:
        move(session, SessionState.CONFIRMED)
    move(session, SessionState.HELD)
    session.held_at = at
    meeting = session.meeting
    if meeting.state is MeetingState.PLANNED and (captured or meeting.starts_at <= at):
        meeting.state = MeetingState.HELD


def drop(observations: Iterable[Observation]) -> list[Observation]:
    """Void every observation that is not locked, and delete what was captured in it and drafted about it."""
    dropped = [observation for observation in observations if observation.state in UNLOCKED]
    for observation in dropped:
        step(observation, ObservationState.VOID)
        for kept in (Operation, Receipt, RatingDraft):
            db.session.execute(
                delete(kept).where(
                    kept.organisation_id == observation.organisation_id, kept.observation_id == observation.id
                )
            )
    return dropped
