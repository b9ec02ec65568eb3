"""What can be done with a programme: write, publish, begin, read, answer, reflect, note, move to another release."""

from trainer.curriculum.actions.drafting import (
    GONE,
    SAVED_MEANWHILE,
    begin_draft,
    delete_file,
    discard_draft,
    import_draft,
    move_file,
    publish_draft,
    save_file,
)
from trainer.curriculum.actions.late import Heard, take_reads
from trainer.curriculum.actions.learning import (
    begin,
    draw_check,
    keep_answer,
    keep_place,
    mark_read,
    mark_unread,
    move,
    see_changes,
    submit_check,
    write_reflection,
)
from trainer.curriculum.actions.moving import move_to_release
from trainer.curriculum.actions.noting import change_note, keep_note, remove_note
from trainer.curriculum.actions.publishing import publish

__all__ = [
    "GONE",
    "SAVED_MEANWHILE",
    "Heard",
    "begin",
    "begin_draft",
    "change_note",
    "delete_file",
    "discard_draft",
    "draw_check",
    "import_draft",
    "keep_answer",
    "keep_note",
    "keep_place",
    "mark_read",
    "mark_unread",
    "move",
    "move_file",
    "move_to_release",
    "publish",
    "publish_draft",
    "remove_note",
    "save_file",
    "see_changes",
    "submit_check",
    "take_reads",
    "write_reflection",
]
