"""Record what a device read without a network."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from trainer.curriculum import late, queries
from trainer.curriculum.access import may_study
from trainer.curriculum.actions.learning import mark_read
from trainer.curriculum.late import Late, Told
from trainer.curriculum.models import Enrolment
from trainer.message import Message
from trainer.organisations.models import Member

GONE = Message("Your programme no longer has this lesson.")
NEVER = Message("These words were never part of your programme.")
UNREADABLE = Message("This device told it in a way that cannot be read.")


@dataclass
class Heard:
    """What became of a batch: the ids of reads that count now, and of those that cannot, with the reason."""

    recorded: list[str] = field(default_factory=list)
    unknown: list[tuple[str, Message]] = field(default_factory=list)


def take_reads(member: Member, raw: Iterable[Any], client_now: int, *, now: datetime) -> Heard:
    """Record each lesson in the words in which it was read, when it was; sent again it changes nothing.

    What is no read of a lesson that there is in the member's programme is answered as unknown.
    """
    heard = Heard()
    for item in raw:
        told = late.told(item)
        problem = _take(member, told, client_now, now) if told else UNREADABLE
        id = late.name_of(item)
        if problem and id:
            heard.unknown.append((id, problem))
        elif id:
            heard.recorded.append(id)
    return heard


def _take(member: Member, told: Told, client_now: int, now: datetime) -> Message | None:
    enrolment = queries.enrolment_in(member, told.programme)
    if enrolment is None:
        return GONE
    verdict = may_study(member, enrolment)
    return _record(enrolment, told, client_now, now, member) if verdict else verdict.reason or GONE


def _record(enrolment: Enrolment, told: Told, client_now: int, now: datetime, by: Member) -> Message | None:
    line = queries.outline(enrolment.organisation_id, enrolment.release_id).line(told.place)
    if line is None:
        return GONE
    release_id = queries.release_with(enrolment, told.place, told.wording)
    if release_id is None:
        return NEVER
    at = late.instant(told.at_ms, client_now, now, enrolment.enrolled_at)
    mark_read(enrolment, line, by=by, now=now, late=Late(at, told.wording, release_id))
    return None
