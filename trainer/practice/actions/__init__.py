"""What can be done about sets, meetings, sessions, observations and what is captured in them?"""

from trainer.practice.actions.adjustments import note_adjustments
from trainer.practice.actions.agreements import (
    answer_by_link,
    ask_by_link,
    go_unobserved,
    record_agreements,
    stop_observation,
)
from trainer.practice.actions.calendar import end_calendar, open_calendar
from trainer.practice.actions.capture import Rejected, Taken, amend_timeline, take_batch, take_operations
from trainer.practice.actions.guests import accept_observation, end_guest_link, open_to_guest
from trainer.practice.actions.log import check_round, note_actions, withdraw_round, write_round
from trainer.practice.actions.notes import write_formative_note
from trainer.practice.actions.observations import (
    assign_observation,
    decline_observation,
    lock_observation,
    start_rating,
)
from trainer.practice.actions.pulse import answer_pulse, ask_pulse
from trainer.practice.actions.sessions import (
    abort_session,
    cancel_session,
    close_session,
    record_held,
    request_session,
    write_session_reflection,
)
from trainer.practice.actions.sets import (
    add_seat,
    cancel_meeting,
    change_address,
    create_set,
    end_seat,
    move_meeting,
    plan_meeting,
)

__all__ = [
    "Rejected",
    "Taken",
    "abort_session",
    "accept_observation",
    "add_seat",
    "amend_timeline",
    "answer_by_link",
    "answer_pulse",
    "ask_by_link",
    "ask_pulse",
    "assign_observation",
    "cancel_meeting",
    "cancel_session",
    "change_address",
    "check_round",
    "close_session",
    "create_set",
    "decline_observation",
    "end_calendar",
    "end_guest_link",
    "end_seat",
    "go_unobserved",
    "lock_observation",
    "move_meeting",
    "note_actions",
    "note_adjustments",
    "open_calendar",
    "open_to_guest",
    "plan_meeting",
    "record_agreements",
    "record_held",
    "request_session",
    "start_rating",
    "stop_observation",
    "take_batch",
    "take_operations",
    "withdraw_round",
    "write_formative_note",
    "write_round",
    "write_session_reflection",
]
