"""What does a calibration case hold: a stored session that assessors rate alone, and the reference to compare with?"""

from typing import Annotated, Literal

from pydantic import Field

from trainer.curriculum.documents.parts import Count, Key, Part, Words

Clock = Annotated[str, Field(pattern=r"^[0-9]{1,3}:[0-5][0-9]$")]


def seconds(clock: str) -> int:
    """Seconds from the start of a session at “minutes:seconds”."""
    minutes, _, rest = clock.partition(":")
    return int(minutes) * 60 + int(rest)


class CaseFile(Part):
    """case.yaml: what an assessor knows before the case is read."""

    title: Words
    summary: str = ""
    setting: Words
    modality: Literal["in_person", "virtual", "hybrid"] = "in_person"
    meeting: Literal["first", "middle", "last"] = "middle"
    slot_minutes: Count = 60
    members: Annotated[int, Field(ge=2, le=20)] = 6


class PhaseMark(Part):
    """When a phase began."""

    at: Clock
    phase: Key


class LoggedEvent(Part):
    """One tap. `actor` is a seat; `note` speaks of behaviour and never of what the issue was."""

    at: Clock
    code: Words
    actor: Words
    note: Annotated[str, Field(max_length=280)] = ""


class EventLog(Part):
    """events.yaml: the session as it was captured."""

    phases: tuple[PhaseMark, ...] = ()
    events: Annotated[tuple[LoggedEvent, ...], Field(min_length=1)]


class ReferenceRating(Part):
    """The level that experienced assessors settled on, the moments that decide it, and why no neighbour holds."""

    criterion: Key
    level: Annotated[int, Field(ge=1, le=4)] | Literal["not_observed"]
    moments: tuple[Clock, ...] = ()
    reason: Words
    neighbour: str = ""


class ReferenceStopEvent(Part):
    """A stop event in the case, and when."""

    key: Key
    at: Clock
    reason: Words


class ReferenceEntrustment(Part):
    """The answer to the prospective question."""

    level: Annotated[int, Field(ge=1, le=5)]
    reason: Words


class Reference(Part):
    """reference.yaml: what the case is compared with after an assessor has confirmed their own levels."""

    ratings: Annotated[tuple[ReferenceRating, ...], Field(min_length=1)]
    stop_events: tuple[ReferenceStopEvent, ...] = ()
    entrustment: ReferenceEntrustment
    strengths: tuple[Words, ...] = ()
    next_time: str = ""
    question: str = ""
    discussion: str = ""


class Case(Part):
    """A calibration case, put together from its files; `narrative` is safe HTML."""

    key: Key
    about: CaseFile
    log: EventLog
    narrative: str
    reference: Reference
