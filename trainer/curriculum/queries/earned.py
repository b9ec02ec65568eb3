"""What has somebody earned, in whatever release, and how far does that take them in the one they are on?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Uuid, cast, literal, null, select, union_all

from trainer.curriculum import carrying
from trainer.curriculum.carrying import Earned
from trainer.curriculum.models import CheckAttempt, Enrolment, LessonProgress, Reflection
from trainer.curriculum.outline import Learning, Outline, Place, Stop
from trainer.curriculum.queries.published import outline
from trainer.db import db


def learning_of(enrolment: Enrolment) -> Learning:
    """How far somebody is: lessons read, checks passed, reflections submitted."""
    return learning_of_each([enrolment])[enrolment.id]


def learning_of_each(enrolments: Sequence[Enrolment]) -> dict[UUID, Learning]:
    """How far each of them is in the release they are on, by enrolment: one statement, for releases are kept."""
    organisation_id = enrolments[0].organisation_id
    earned = earned_by_each(organisation_id, [row.id for row in enrolments])
    known = outlines(organisation_id, earned.values())
    return {
        row.id: carrying.counted(earned[row.id], known, outline(organisation_id, row.release_id)) for row in enrolments
    }


def earned_by_each(organisation_id: UUID, enrolments: Collection[UUID]) -> dict[UUID, Earned]:
    """Everything each of them has earned, in whatever release, by enrolment: one statement."""
    read: dict[UUID, dict[Place, set[UUID]]] = {id: defaultdict(set) for id in enrolments}
    passed: dict[UUID, dict[str, set[UUID]]] = {id: defaultdict(set) for id in enrolments}
    answered: dict[UUID, set[str]] = {id: set() for id in enrolments}
    stops: dict[UUID, list[Stop]] = {id: [] for id in enrolments}
    for id, kind, key, lesson, release_id, heading, at in db.session.execute(_steps(organisation_id, enrolments)):
        if kind == "read":
            read[id][key, lesson].add(release_id)
        elif kind == "stop":
            stops[id].append(Stop((key, lesson), heading, at))
        elif kind == "passed":
            passed[id][key].add(release_id)
        else:
            answered[id].add(key)
    return {id: Earned(read[id], passed[id], answered[id], stops[id]) for id in enrolments}


def outlines(organisation_id: UUID, earned: Iterable[Earned]) -> dict[UUID, Outline]:
    """The releases in which something was earned, by id; they are kept."""
    return {id: outline(organisation_id, id) for id in frozenset().union(*(one.releases for one in earned))}


def _steps(organisation_id: UUID, enrolments: Collection[UUID]) -> CompoundSelect[Any]:
    """Everything people have done with their programmes, in which release, and where they are: one statement."""
    lesson, passed, answered, none = LessonProgress, CheckAttempt, Reflection, literal("")
    in_lesson = (lesson.module_key, lesson.lesson_key, lesson.release_id, lesson.heading, lesson.seen_at)
    of_lessons = (lesson.organisation_id == organisation_id, lesson.enrolment_id.in_(enrolments))
    tried = (passed.module_key, none, passed.release_id, none, passed.submitted_at)
    return union_all(
        select(lesson.enrolment_id, literal("read"), *in_lesson).where(*of_lessons, lesson.read_at.is_not(None)),
        select(lesson.enrolment_id, literal("stop"), *in_lesson).where(*of_lessons, lesson.read_at.is_(None)),
        select(passed.enrolment_id, literal("passed"), *tried).where(
            passed.organisation_id == organisation_id, passed.enrolment_id.in_(enrolments), passed.passed.is_(True)
        ),
        select(
            *(answered.enrolment_id, literal("answered"), answered.key, none, cast(null(), Uuid()), none),
            answered.submitted_at,
        ).where(
            answered.organisation_id == organisation_id,
            answered.enrolment_id.in_(enrolments),
            answered.submitted_at.is_not(None),
        ),
    )
