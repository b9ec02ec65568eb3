"""What is done about certification: call a panel, vote, record, issue, change a standing, hear an appeal."""

from trainer.certification.actions.appeals import (
    answer_appeal,
    ask_for_rerating,
    lodge_appeal,
    record_talk,
    say_on_appeal,
    seat_appeal,
    take_back_rerating,
    take_further,
    withdraw_appeal,
    write_appeal,
)
from trainer.certification.actions.decisions import (
    change_certificate,
    open_decision,
    record_decision,
    vote,
    withdraw_decision,
)

__all__ = [
    "answer_appeal",
    "ask_for_rerating",
    "change_certificate",
    "lodge_appeal",
    "open_decision",
    "record_decision",
    "record_talk",
    "say_on_appeal",
    "seat_appeal",
    "take_back_rerating",
    "take_further",
    "vote",
    "withdraw_appeal",
    "withdraw_decision",
    "write_appeal",
]
