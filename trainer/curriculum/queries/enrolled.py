"""Who is on a programme, and what have they done with it?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, and_, bindparam, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from trainer.curriculum.models import (
    CheckAttempt,
    Document,
    Enrolment,
    LessonProgress,
    Programme,
    Reflection,
    Release,
)
from trainer.curriculum.outline import Learning, LessonLine, ModuleLine, Outline, Place, Prompt, learning
from trainer.curriculum.queries.published import lesson_text, outline
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


def reading(member: Member, programme: str, module: str) -> tuple[Enrolment, dict[Place, datetime]] | None:
    """A member's enrolment in the programme under a key, and when they read which lesson of a module: one statement."""
    values = {
        "organisation_id": member.organisation_id,
        "member_id": member.id,
        "programme": programme,
        "module": module,
    }
    rows = db.session.execute(_reading(), values).all()
    return (rows[0][0], {(module, lesson): at for _, lesson, at in rows if at}) if rows else None


@cache  # every page of a lesson asks for it, and building it takes longer than the database does
def _reading() -> Select[Enrolment, str, datetime | None]:
    return (
        select(Enrolment, LessonProgress.lesson_key, LessonProgress.read_at)
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


def learning_of(enrolment: Enrolment) -> Learning:
    """How far somebody is: lessons read, checks passed, reflections submitted."""
    return learning_of_each([enrolment])[enrolment.id]


def learning_of_each(enrolments: Sequence[Enrolment]) -> dict[UUID, Learning]:
    """How far each of them is, by enrolment: one statement, for releases are kept."""
    organisation_id = enrolments[0].organisation_id
    steps: dict[UUID, dict[str, set[Any]]] = {
        row.id: {"read": set(), "passed": set(), "answered": set()} for row in enrolments
    }
    for id, kind, key, lesson in db.session.execute(_steps(organisation_id, list(steps))):
        steps[id][kind].add((key, lesson) if kind == "read" else key)
    return {row.id: learning(outline(organisation_id, row.release_id), **steps[row.id]) for row in enrolments}


def _steps(organisation_id: UUID, enrolments: Collection[UUID]) -> CompoundSelect[Any]:
    """Everything people have done with their programmes, in one statement."""
    read, passed, answered = LessonProgress, CheckAttempt, Reflection
    return union_all(
        select(read.enrolment_id, literal("read"), read.module_key, read.lesson_key).where(
            read.organisation_id == organisation_id, read.enrolment_id.in_(enrolments), read.read_at.is_not(None)
        ),
        select(passed.enrolment_id, literal("passed"), passed.module_key, literal("")).where(
            passed.organisation_id == organisation_id, passed.enrolment_id.in_(enrolments), passed.passed.is_(True)
        ),
        select(answered.enrolment_id, literal("answered"), answered.key, literal("")).where(
            answered.organisation_id == organisation_id,
            answered.enrolment_id.in_(enrolments),
            answered.submitted_at.is_not(None),
        ),
    )


def progress(enrolment: Enrolment, module_key: str, lesson_key: str) -> LessonProgress | None:
    """What a reader has done with one lesson."""
    return db.session.scalar(
        select(LessonProgress).filter_by(
            organisation_id=enrolment.organisation_id,
            enrolment_id=enrolment.id,
            module_key=module_key,
            lesson_key=lesson_key,
        )
    )


def attempts(enrolment: Enrolment, module_key: str, *, lock: bool = False) -> list[CheckAttempt]:
    """Every go at a module's check, newest first. Who is about to submit one locks them: both of two would count."""
    query = (
        select(CheckAttempt)
        .filter_by(organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id, module_key=module_key)
        .order_by(CheckAttempt.number.desc())
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def reflection(enrolment: Enrolment, key: str) -> Reflection | None:
    """A trainee's answer to one prompt."""
    return db.session.scalar(
        select(Reflection).filter_by(organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id, key=key)
    )


def reflections(enrolment: Enrolment) -> dict[str, Reflection]:
    """A trainee's answers by prompt."""
    query = select(Reflection).filter_by(organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id)
    return {row.key: row for row in db.session.scalars(query)}


@dataclass(frozen=True)
class Opened:
    """A place in a programme as its reader finds it; `read` tells when they read which lesson of the module."""

    enrolment: Enrolment
    outline: Outline
    module: ModuleLine
    line: LessonLine | None
    read: Mapping[Place, datetime]

    @property
    def here(self) -> datetime | None:
        """When the reader read this lesson."""
        return self.read.get((self.line.module_key, self.line.key)) if self.line else None

    @property
    def next_line(self) -> LessonLine | None:
        """The first lesson of the module that is not read."""
        return next((line for line in self.module.lessons if (line.module_key, line.key) not in self.read), None)


def opened(member: Member, programme: str, module: str, lesson: str | None = None) -> Opened | None:
    """A module or lesson of a programme the member is on: one statement, for the release is kept."""
    found = reading(member, programme, module)
    if found is None:
        return None
    enrolment, read = found
    line = outline(member.organisation_id, enrolment.release_id)
    module_line = line.module(module)
    lesson_line = next((x for x in module_line.lessons if x.key == lesson), None) if module_line else None
    if module_line is None or (lesson and lesson_line is None):
        return None
    return Opened(enrolment, line, module_line, lesson_line, read)


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


@dataclass(frozen=True)
class Asked:
    """A prompt of the programme somebody is on, and what they have written to it."""

    enrolment: Enrolment
    prompt: Prompt
    text: str
    written: Reflection | None


def asked(member: Member, key: str) -> Asked | None:
    """The prompt under a key, with its text and the member's own answer."""
    enrolment = enrolment_of(member)
    if enrolment is None:
        return None
    prompts = outline(enrolment.organisation_id, enrolment.release_id).prompts
    prompt = next((prompt for prompt in prompts if prompt.key == key), None)
    if prompt is None:
        return None
    text = lesson_text(enrolment.organisation_id, enrolment.release_id, prompt.module_key, prompt.lesson_key)
    html = next((p["html"] for p in text.reflections if p["key"] == key), "") if text else ""
    return Asked(enrolment, prompt, html, reflection(enrolment, key))
