"""What is done about judging: license, calibrate, assign, draft, lock, compare, moderate, release, reply, propose."""

from trainer.assessment.actions.assignments import assign, assign_shadow, decline, give_up
from trainer.assessment.actions.calibrations import confirm_case, explain_case, save_case_draft
from trainer.assessment.actions.corrections import leave_as_it_is, reopen
from trainer.assessment.actions.guests import invite_guest
from trainer.assessment.actions.hidden import ask_hidden, lock_hidden
from trainer.assessment.actions.licences import grant_licence, license_by_rule, suspend_licence
from trainer.assessment.actions.looks import look_into
from trainer.assessment.actions.oneself import assess_oneself
from trainer.assessment.actions.phrases import keep_phrase, remove_phrase
from trainer.assessment.actions.replies import reply_to_result
from trainer.assessment.actions.reratings import (
    ask_to_rerate,
    hand_back_rerating,
    lock_rerating,
    take_back_rerating,
)
from trainer.assessment.actions.results import compare_session, moderate, release, resolve_stop_event
from trainer.assessment.actions.sheets import lock_rating, save_draft
from trainer.assessment.actions.standards import propose_standard
from trainer.assessment.actions.thirds import end_third, lock_third

__all__ = [
    "ask_hidden",
    "ask_to_rerate",
    "assess_oneself",
    "assign",
    "assign_shadow",
    "compare_session",
    "confirm_case",
    "decline",
    "end_third",
    "explain_case",
    "give_up",
    "grant_licence",
    "hand_back_rerating",
    "invite_guest",
    "keep_phrase",
    "leave_as_it_is",
    "license_by_rule",
    "lock_hidden",
    "lock_rating",
    "lock_rerating",
    "lock_third",
    "look_into",
    "moderate",
    "propose_standard",
    "release",
    "remove_phrase",
    "reopen",
    "reply_to_result",
    "resolve_stop_event",
    "save_case_draft",
    "save_draft",
    "suspend_licence",
    "take_back_rerating",
]
