"""What is published, who is on it, and how far are they? Releases are frozen, so what is read of them is kept."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from trainer.curriculum.documents import Check, ObservationScheme, Policy, Rubric
from trainer.curriculum.models import (
    Asset,
    CheckAttempt,
    Document,
    Enrolment,
    Lesson,
    LessonProgress,
    Programme,
    Reflection,
    Release,
    ReleaseModule,
)
from trainer.curriculum.outline import Learning, LessonLine, ModuleLine, Outline, Prompt, learning
from trainer.db import db
from trainer.organisations.models import Member

T = TypeVar("T")


class Kept:
    """A few hundred frozen things by key; the one unused for longest makes room."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.things: OrderedDict[Any, Any] = OrderedDict()

    def get(self, key: Any, make: Callable[[], T]) -> T:
        if key not in self.things:
            self.things[key] = make()
            while len(self.things) > self.size:
                self.things.popitem(last=False)
        self.things.move_to_end(key)
        return self.things[key]  # type: ignore[no-any-return]


_outlines, _documents, _checks = Kept(200), Kept(200), Kept(400)


def rubric(document: Document) -> Rubric:
    """The rubric a document holds."""
    return _documents.get(document.id, lambda: Rubric.model_validate_json(document.body))


def scheme(document: Document) -> ObservationScheme:
    """The observation scheme a document holds."""
    return _documents.get(document.id, lambda: ObservationScheme.model_validate_json(document.body))


def policy(document: Document) -> Policy:
    """The policy a document holds."""
    return _documents.get(document.id, lambda: Policy.model_validate_json(document.body))


def programmes(organisation_id: UUID) -> list[Programme]:
    """The organisation's programmes, by title."""
    query = select(Programme).where(Programme.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(Programme.title)))


def programme(organisation_id: UUID, programme: str) -> Programme | None:
    """The programme under a key."""
    return db.session.scalar(
        select(Programme).where(Programme.organisation_id == organisation_id, Programme.key == programme)
    )


def releases(organisation_id: UUID) -> list[Release]:
    """Every release of every programme, newest first."""
    query = (
        select(Release)
        .where(Release.organisation_id == organisation_id)
        .options(*_documents_of_release(), joinedload(Release.programme))
        .order_by(Release.published_at.desc(), Release.number.desc())
    )
    return list(db.session.scalars(query))


def newest_release(organisation_id: UUID, programme_id: UUID) -> Release | None:
    """The release that somebody who begins today gets."""
    query = (
        select(Release)
        .where(Release.organisation_id == organisation_id, Release.programme_id == programme_id)
        .options(*_documents_of_release())
        .order_by(Release.number.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def release(organisation_id: UUID, id: UUID) -> Release | None:
    """One release with its programme and documents."""
    query = (
        select(Release)
        .where(Release.organisation_id == organisation_id, Release.id == id)
        .options(*_documents_of_release(), joinedload(Release.programme))
    )
    return db.session.scalar(query)


def _documents_of_release() -> tuple[Any, ...]:
    return joinedload(Release.rubric), joinedload(Release.scheme), joinedload(Release.policy)


def document(organisation_id: UUID, kind: str, structure: str, wording: str) -> Document | None:
    """The document of exactly these digests."""
    query = select(Document).where(
        Document.organisation_id == organisation_id,
        Document.kind == kind,
        Document.structure_digest == structure,
        Document.wording_digest == wording,
    )
    return db.session.scalar(query)


def outline(organisation_id: UUID, release_id: UUID) -> Outline:
    """A release without its texts."""
    return _outlines.get((organisation_id, release_id), lambda: _read_outline(organisation_id, release_id))


def _read_outline(organisation_id: UUID, release_id: UUID) -> Outline:
    found = release(organisation_id, release_id)
    assert found, "an outline is asked for by a row that points at its release"
    modules = db.session.scalars(
        select(ReleaseModule)
        .where(ReleaseModule.organisation_id == organisation_id, ReleaseModule.release_id == release_id)
        .order_by(ReleaseModule.position)
    )
    columns = (Lesson.module_key, Lesson.key, Lesson.title, Lesson.minutes, Lesson.wording_digest, Lesson.reflections)
    lessons = db.session.execute(
        select(*columns)
        .where(Lesson.organisation_id == organisation_id, Lesson.release_id == release_id)
        .order_by(Lesson.position)
    ).all()
    return Outline(
        release_id=release_id,
        programme_key=found.programme.key,
        title=found.title,
        language=found.language,
        summary=found.summary,
        number=found.number,
        modules=tuple(_module_line(module, [row for row in lessons if row[0] == module.key]) for module in modules),
    )


def _module_line(module: ReleaseModule, lessons: list[Any]) -> ModuleLine:
    return ModuleLine(
        key=module.key,
        title=module.title,
        summary=module.summary,
        minutes_self=module.minutes_self,
        minutes_live=module.minutes_live,
        practice=module.practice,
        outcomes=tuple(outcome["text"] for outcome in module.outcomes),
        readings=tuple(module.readings),
        requires=tuple(module.requires),
        has_check=module.check_body is not None,
        lessons=tuple(LessonLine(module.key, key, title, minutes, digest) for _, key, title, minutes, digest, _ in lessons),
        prompts=tuple(
            Prompt(prompt["key"], prompt["title"], module.key, key)
            for _, key, _, _, _, prompts in lessons
            for prompt in prompts
        ),
    )


def lesson(organisation_id: UUID, release_id: UUID, module_key: str, key: str) -> Lesson | None:
    """One lesson with its text."""
    query = select(Lesson).where(
        Lesson.organisation_id == organisation_id,
        Lesson.release_id == release_id,
        Lesson.module_key == module_key,
        Lesson.key == key,
    )
    return db.session.scalar(query)


def asset(organisation_id: UUID, release_id: UUID, path: str) -> Asset | None:
    """A file that lessons of a release show."""
    query = select(Asset).where(
        Asset.organisation_id == organisation_id, Asset.release_id == release_id, Asset.path == path
    )
    return db.session.scalar(query)


def check(organisation_id: UUID, release_id: UUID, module_key: str) -> Check | None:
    """A module's knowledge check."""
    key = (organisation_id, release_id, module_key)
    return _checks.get(key, lambda: _read_check(organisation_id, release_id, module_key))


def _read_check(organisation_id: UUID, release_id: UUID, module_key: str) -> Check | None:
    body = db.session.scalar(
        select(ReleaseModule.check_body).where(
            ReleaseModule.organisation_id == organisation_id,
            ReleaseModule.release_id == release_id,
            ReleaseModule.key == module_key,
        )
    )
    return Check.model_validate_json(body) if body else None


def enrolment(organisation_id: UUID, id: UUID) -> Enrolment | None:
    """One enrolment with its member, programme, release and policy."""
    query = (
        select(Enrolment)
        .where(Enrolment.organisation_id == organisation_id, Enrolment.id == id)
        .options(
            joinedload(Enrolment.member),
            joinedload(Enrolment.programme),
            joinedload(Enrolment.release),
            joinedload(Enrolment.policy),
        )
    )
    return db.session.scalar(query)


def enrolment_of(member: Member) -> Enrolment | None:
    """The programme a member is on; with several, the newest."""
    query = (
        select(Enrolment)
        .where(Enrolment.organisation_id == member.organisation_id, Enrolment.member_id == member.id)
        .options(
            joinedload(Enrolment.member),
            joinedload(Enrolment.programme),
            joinedload(Enrolment.release),
            joinedload(Enrolment.policy),
        )
        .order_by(Enrolment.enrolled_at.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def reading(member: Member, programme_key: str) -> tuple[Enrolment, list[LessonProgress]] | None:
    """A member's enrolment in the programme under a key with all their progress: one statement."""
    query = (
        select(Enrolment, LessonProgress)
        .join(Programme, and_(Programme.organisation_id == Enrolment.organisation_id, Programme.id == Enrolment.programme_id))
        .outerjoin(
            LessonProgress,
            and_(
                LessonProgress.organisation_id == Enrolment.organisation_id,
                LessonProgress.enrolment_id == Enrolment.id,
            ),
        )
        .where(
            Enrolment.organisation_id == member.organisation_id,
            Enrolment.member_id == member.id,
            Programme.key == programme_key,
        )
    )
    rows = db.session.execute(query).all()
    return (rows[0][0], [progress for _, progress in rows if progress]) if rows else None


def learning_of(enrolment: Enrolment) -> Learning:
    """How far somebody is: lessons read, checks passed, reflections submitted."""
    same = {"organisation_id": enrolment.organisation_id, "enrolment_id": enrolment.id}
    progress = db.session.scalars(select(LessonProgress).filter_by(**same)).all()
    passed = db.session.scalars(
        select(CheckAttempt.module_key).filter_by(**same, passed=True).group_by(CheckAttempt.module_key)
    )
    answered = db.session.scalars(
        select(Reflection.key).filter_by(**same).where(Reflection.submitted_at.is_not(None))
    )
    return learning(
        outline(enrolment.organisation_id, enrolment.release_id),
        {(row.module_key, row.lesson_key) for row in progress if row.read_at},
        set(passed),
        set(answered),
        {(row.module_key, row.lesson_key): row.heading for row in progress},
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


def attempts(enrolment: Enrolment, module_key: str) -> list[CheckAttempt]:
    """Every go at a module's check, newest first."""
    query = (
        select(CheckAttempt)
        .filter_by(organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id, module_key=module_key)
        .order_by(CheckAttempt.number.desc())
    )
    return list(db.session.scalars(query))


def reflection(enrolment: Enrolment, key: str) -> Reflection | None:
    """A trainee's answer to one prompt."""
    return db.session.scalar(
        select(Reflection).filter_by(
            organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id, key=key
        )
    )


def reflections(enrolment: Enrolment) -> dict[str, Reflection]:
    """A trainee's answers by prompt."""
    query = select(Reflection).filter_by(organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id)
    return {row.key: row for row in db.session.scalars(query)}


def enrolled(organisation_id: UUID, release_id: UUID) -> int:
    """How many people are on a release."""
    query = select(func.count()).select_from(Enrolment).filter_by(organisation_id=organisation_id, release_id=release_id)
    return db.session.scalar(query) or 0
