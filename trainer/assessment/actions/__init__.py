"""What is done about judging: license, assign, draft, lock, compare, moderate, release, resolve, propose lines."""

from trainer.assessment.actions.assignments import assign, decline, give_up
from trainer.assessment.actions.licences import grant_licence, suspend_licence
from trainer.assessment.actions.oneself import assess_oneself
from trainer.assessment.actions.results import compare_session, moderate, release, resolve_stop_event
from trainer.assessment.actions.sheets import lock_rating, save_draft
from trainer.assessment.actions.standards import propose_standard

__all__ = [
    "assess_oneself",
    "assign",
    "compare_session",
    "decline",
    "give_up",
    "grant_licence",
    "lock_rating",
    "moderate",
    "propose_standard",
    "release",
    "resolve_stop_event",
    "save_draft",
    "suspend_licence",
]
