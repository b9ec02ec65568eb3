"""Which observations count? Those that somebody makes to learn never do: every query of what was judged asks here."""

from sqlalchemy import ColumnElement, and_

from trainer.practice.lifecycle import ACTIVE, ObservationState
from trainer.practice.models import Observation


def counts() -> ColumnElement[bool]:
    """That an observation counts: it stands, and nobody makes it to learn."""
    return and_(Observation.state.in_(ACTIVE), Observation.shadow.is_(False))


def judged() -> ColumnElement[bool]:
    """That the judgement of an observation counts: it is locked, and nobody made it to learn."""
    return and_(Observation.state == ObservationState.LOCKED, Observation.shadow.is_(False))
