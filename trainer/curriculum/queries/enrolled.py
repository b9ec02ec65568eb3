"""Who is on a programme, and what have they done with it?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import joinedload

from trainer.curriculum import carrying
from trainer.curriculum.carrying import Fate
from trainer.curriculum.models import (
    Document,
    Enrolment,
    LessonProgress,
    Programme,
    Release,
)
from trainer.curriculum.outline import LessonLine, ModuleLine, Onward, Outline, Place, Stop, onward
from trainer.curriculum.queries.published import outline
from trainer.curriculum.queries.speaking import outline_for
from trainer.db import db
from trainer.organisations.models import Member


def pinned() -> tuple[Any, ...]:
    """What an enrolment is pinned to. Documents come without their bodies, which are read once and kept."""
    release = joinedload(Enrolment.release)
    return (
        joinedload(Enrolment.programme),
        release.joinedload(Release.rubric).defer(Document.body),
        joinedload(Enrolment.policy).defer(Document.body),
    )


def enrolment(organisation_id: UUID, id: UUID) -> Enrolment | None:
    """One enrolment with its member, programme, release and policy."""
    query = (
        select(Enrolment)
        .where(Enrolment.organisation_id == organisation_id, Enrolment.id == id)
        .options(joinedload(Enrolment.member), *pinned())
    )
    return db.session.scalar(query)


def enrolment_in(member: Member, programme: str) -> Enrolment | None:
    """A member's enrolment in the programme under a key."""
    query = (
        select(Enrolment)
        .join(Enrolment.programme)
        .where(
            Enrolment.organisation_id == member.organisation_id,
            Enrolment.member_id == member.id,
            Programme.key == programme,
        )
    )
    return db.session.scalar(query)


def enrolment_of(member: Member) -> Enrolment | None:
    """The programme a member is on; with several, the newest."""
    query = (
        select(Enrolment)
        .where(Enrolment.organisation_id == member.organisation_id, Enrolment.member_id == member.id)
        .options(joinedload(Enrolment.member), *pinned())
        .order_by(Enrolment.enrolled_at.desc())
        .limit(1)
    )
    return db.session.scalar(query)


class Earlier(NamedTuple):
    """When a lesson was read, whether that was in the release its reader is on, and in which wording."""

    at: datetime
    here: bool
    wording: str


@dataclass(frozen=True)
class Reading:
    """How far a member is in one module of a programme: when they read what counts, and what is to be read again.

    `last` is the last time they read each, whether it counts or not; `stops` say where they are in the others.
    """

    enrolment: Enrolment
    outline: Outline
    read: Mapping[Place, datetime]
    again: frozenset[Place]
    last: Mapping[Place, Earlier]
    stops: tuple[Stop, ...]


def reading(member: Member, programme: str, module: str) -> Reading | None:
    """What a member has read of a module of the programme under a key: one statement, for releases are kept."""
    values = {
        "organisation_id": member.organisation_id,
        "member_id": member.id,
        "programme": programme,
        "module": module,
    }
    rows = db.session.execute(_reading(), values).all()
    if not rows:
        return None
    enrolment: Enrolment = rows[0][0]
    to = outline(member.organisation_id, enrolment.release_id)
    read: dict[Place, datetime] = {}
    last: dict[Place, Earlier] = {}
    before: set[Place] = set()
    stops = [Stop((module, lesson), heading, seen) for _, lesson, _, at, _, heading, seen in rows if lesson and not at]
    for _, lesson, release_id, at, wording, _, _ in rows:
        if at is None:
            continue
        place = (module, lesson)
        fate = carrying.lesson(place, outline(member.organisation_id, release_id), to)
        if fate is Fate.KEPT:
            read[place] = max(at, read.get(place, at))
        elif fate is Fate.AGAIN:
            before.add(place)
        found = Earlier(at, release_id == enrolment.release_id, wording or "")
        last[place] = max(found, last.get(place, found))
    return Reading(enrolment, to, read, frozenset(before - read.keys()), last, tuple(stops))


@cache  # every page of a lesson asks for it, and building it takes longer than the database does
def _reading() -> Select[Enrolment, str, UUID, datetime | None, str | None, str, datetime]:
    kept = LessonProgress
    return (
        select(
            *(Enrolment, kept.lesson_key, kept.release_id, kept.read_at, kept.read_wording, kept.heading, kept.seen_at)
        )
        .join(Enrolment.programme)
        .outerjoin(
            LessonProgress,
            and_(
                LessonProgress.organisation_id == Enrolment.organisation_id,
                LessonProgress.enrolment_id == Enrolment.id,
                LessonProgress.module_key == bindparam("module"),
            ),
        )
        .where(
            Enrolment.organisation_id == bindparam("organisation_id"),
            Enrolment.member_id == bindparam("member_id"),
            Programme.key == bindparam("programme"),
        )
    )


def progress(enrolment: Enrolment, module_key: str, lesson_key: str) -> list[LessonProgress]:
    """What a reader has done with one lesson, in each release in which they came upon it; the newest first."""
    query = (
        select(LessonProgress)
        .filter_by(
            organisation_id=enrolment.organisation_id,
            enrolment_id=enrolment.id,
            module_key=module_key,
            lesson_key=lesson_key,
        )
        .order_by(LessonProgress.seen_at.desc(), LessonProgress.id.desc())
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Opened:
    """A place in a programme as its reader finds it, in their language; `read` tells when they read which lesson.

    `again` are the lessons of the module that they read in another release and that are to be read again in this one;
    `changed` are those, and the ones whose words are others than when they read them last; `stops` say where they are
    in what they have not read.
    """

    enrolment: Enrolment
    outline: Outline
    module: ModuleLine
    line: LessonLine | None
    read: Mapping[Place, datetime]
    again: frozenset[Place] = frozenset()
    changed: Mapping[Place, Earlier] = field(default_factory=dict)
    stops: tuple[Stop, ...] = ()

    @property
    def here(self) -> datetime | None:
        """When the reader read this lesson."""
        return self.read.get(self.line.place) if self.line else None

    @property
    def earlier(self) -> Earlier | None:
        """When the reader read this lesson last, if it is another one since."""
        return self.changed.get(self.line.place) if self.line else None

    @property
    def onward(self) -> Onward | None:
        """Where to go on reading in the module."""
        return onward(self.module.lessons, self.read, self.stops)


def opened(member: Member, programme: str, module: str, lesson: str | None = None) -> Opened | None:
    """A module or lesson of a programme the member is on: one statement, for the release is kept."""
    found = reading(member, programme, module)
    if found is None:
        return None
    to = outline_for(member, found.enrolment.release_id)
    line = to.line((module, lesson)) if lesson else None
    module_line = to.module(module)
    if module_line is None or (lesson and line is None):
        return None
    changed = _changed(found, module_line)
    return Opened(found.enrolment, to, module_line, line, found.read, found.again, changed, found.stops)


def _changed(found: Reading, module: ModuleLine) -> dict[Place, Earlier]:
    """The lessons that are to be read again, or were read in words that the release has in none of its languages."""
    return {
        line.place: last
        for line in module.lessons
        if (last := found.last.get(line.place))
        and (line.place in found.again or last.wording not in found.outline.wordings)
    }


def opened_lesson(member: Member, programme: str, module: str, lesson: str) -> Opened | None:
    """A lesson of a programme the member is on."""
    return opened(member, programme, module, lesson)


def opened_check(member: Member, programme: str, module: str) -> Opened | None:
    """A module that has a knowledge check."""
    found = opened(member, programme, module)
    return found if found and found.module.has_check else None


def people_on(organisation_id: UUID) -> dict[UUID, int]:
    """How many people are on each release."""
    query = (
        select(Enrolment.release_id, func.count())
        .where(Enrolment.organisation_id == organisation_id)
        .group_by(Enrolment.release_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
