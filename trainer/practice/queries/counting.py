"""Which observations count? Those that somebody makes to learn never do: every query of what was judged asks here."""

from sqlalchemy import ColumnElement, and_, select

from trainer.practice.lifecycle import ACTIVE, Answer, ObservationState
from trainer.practice.models import Agreement, Observation, Operation, PracticeSession


def counts() -> ColumnElement[bool]:
    """That an observation counts: it stands, and nobody makes it to learn."""
    return and_(Observation.state.in_(ACTIVE), Observation.shadow.is_(False))


def judged() -> ColumnElement[bool]:
    """That the judgement of an observation counts: it is locked, and nobody made it to learn."""
    return and_(Observation.state == ObservationState.LOCKED, Observation.shadow.is_(False))


def log_may_be_used() -> ColumnElement[bool]:
    """That there is a log of an observation, and nobody of its meeting took back that it was observed."""
    logged = select(Operation.id).where(
        Operation.organisation_id == Observation.organisation_id, Operation.observation_id == Observation.id
    )
    taken_back = (
        select(Agreement.id)
        .join(
            PracticeSession,
            and_(
                PracticeSession.organisation_id == Agreement.organisation_id,
                PracticeSession.meeting_id == Agreement.meeting_id,
            ),
        )
        .where(
            PracticeSession.organisation_id == Observation.organisation_id,
            PracticeSession.id == Observation.session_id,
            Agreement.answer == Answer.WITHDRAWN,
        )
        .correlate(Observation)
    )
    return and_(logged.correlate(Observation).exists(), ~taken_back.exists())
