"""What is published? Releases are frozen, so what is read of them is kept."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainer.curriculum.documents import Check, ObservationScheme, Policy, Rubric
from trainer.curriculum.models import (
    Asset,
    Document,
    Lesson,
    Programme,
    Release,
    ReleaseModule,
)
from trainer.curriculum.outline import LessonLine, ModuleLine, Outline, Prompt
from trainer.db import db
from trainer.kept import Kept

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


def open_releases(organisation_id: UUID) -> list[Release]:
    """The newest release of each programme: what somebody can begin today."""
    newest: dict[UUID, Release] = {}
    for release in releases(organisation_id):
        held = newest.get(release.programme_id)
        if held is None or release.number > held.number:
            newest[release.programme_id] = release
    return sorted(newest.values(), key=lambda release: release.title)


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
        lessons=tuple(LessonLine(module.key, row[1], row[2], row[3], row[4]) for row in lessons),
        prompts=tuple(
            Prompt(prompt["key"], prompt["title"], module.key, key)
            for _, key, _, _, _, prompts in lessons
            for prompt in prompts
        ),
    )


def lesson_text(organisation_id: UUID, release_id: UUID, module_key: str, key: str) -> Lesson | None:
    """One lesson with its text."""
    query = select(Lesson).where(
        Lesson.organisation_id == organisation_id,
        Lesson.release_id == release_id,
        Lesson.module_key == module_key,
        Lesson.key == key,
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


def file(organisation_id: UUID, programme: str, digest: str, name: str) -> Asset | None:
    """A file of any release of a programme; its address holds its digest, so each of them holds the same."""
    query = (
        select(Asset)
        .join(Asset.release)
        .join(Release.programme)
        .where(Asset.organisation_id == organisation_id, Programme.key == programme, Asset.path == f"{digest}/{name}")
        .limit(1)
    )
    return db.session.scalar(query)


@dataclass(frozen=True)
class Preview:
    """A lesson of a release, outside anybody's enrolment."""

    release: Release
    lesson: Lesson


def preview(organisation_id: UUID, id: UUID, module: str, lesson: str) -> Preview | None:
    """A lesson of any release, for authors."""
    found = release(organisation_id, id)
    text = lesson_text(organisation_id, id, module, lesson) if found else None
    return Preview(found, text) if found and text else None
