"""What is arranged for somebody so that they can show what they can do, and which figures say nothing about them then?

Kinds only: why something is arranged is nobody's business here. Source: the documentation's chapter on dignity.
"""

from collections.abc import Collection
from enum import StrEnum

from trainer.message import Message


class Adjustment(StrEnum):
    """One thing that is arranged."""

    EXTRA_TIME = "extra_time"
    BREAKS = "breaks"
    INTERPRETER = "interpreter"
    CAPTIONS = "captions"
    SPEECH = "speech"
    WRITTEN_PROMPTS = "written_prompts"
    HELPER = "helper"
    TIMERS = "timers"
    VIVA = "viva"


NAMES = {
    Adjustment.EXTRA_TIME: Message("extra time"),
    Adjustment.BREAKS: Message("breaks"),
    Adjustment.INTERPRETER: Message("an interpreter"),
    Adjustment.CAPTIONS: Message("captions"),
    Adjustment.SPEECH: Message("speaks or listens in another way"),
    Adjustment.WRITTEN_PROMPTS: Message("written prompts"),
    Adjustment.HELPER: Message("somebody who keeps notes and time"),
    Adjustment.TIMERS: Message("a timer to see or to feel"),
    Adjustment.VIVA: Message("another form of the conversation with the panel"),
}
_OTHER_TALK = frozenset({Adjustment.INTERPRETER, Adjustment.CAPTIONS, Adjustment.SPEECH, Adjustment.WRITTEN_PROMPTS})
_OF_TALK = frozenset({"facilitator_talk_share", "silences_held"})


def told(kinds: Collection[Adjustment]) -> tuple[Message, ...]:
    """What is arranged, in words and in one order, however it was noted."""
    return tuple(name for kind, name in NAMES.items() if kind in kinds)


def withheld(kinds: Collection[Adjustment]) -> frozenset[str]:
    """The keys of the figures that are not shown: how long somebody talks and how long they are silent, once they talk
    in another way than the guide bands were made for."""
    return _OF_TALK if _OTHER_TALK.intersection(kinds) else frozenset()
