"""Tables of practice: sets and meetings, observed sessions, and what stands beside them."""

from trainer.practice.models.arranged import Agreement, LearningSet, Seat, SetMeeting
from trainer.practice.models.beside import ActionTally, Adjustments, PracticeRound, PulseTally, RoundCheck, SignedLink
from trainer.practice.models.observed import (
    FormativeNote,
    Observation,
    Operation,
    PracticeSession,
    RatingDraft,
    Receipt,
    SessionReflection,
)

__all__ = [
    "ActionTally",
    "Adjustments",
    "Agreement",
    "FormativeNote",
    "LearningSet",
    "Observation",
    "Operation",
    "PracticeRound",
    "PracticeSession",
    "PulseTally",
    "RatingDraft",
    "Receipt",
    "RoundCheck",
    "Seat",
    "SessionReflection",
    "SetMeeting",
    "SignedLink",
]
