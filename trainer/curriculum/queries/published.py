"""What is published? Releases are frozen, so what is read of them is kept."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import defer, joinedload

from trainer.curriculum.documents import Check, ObservationScheme, Policy, Rubric
from trainer.curriculum.models import (
    Asset,
    Document,
    Lesson,
    Programme,
    Release,
    ReleaseModule,
    Source,
)
from trainer.curriculum.outline import LessonLine, ModuleLine, Outline, Prompt
from trainer.curriculum.translated import LessonWords, ModuleWords, translated
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


def outline(organisation_id: UUID, release_id: UUID, language: str | None = None) -> Outline:
    """A release without its texts, in its own language or in another one that it holds."""
    key = (organisation_id, release_id)
    own: Outline = _outlines.get(key, lambda: _read_outline(organisation_id, release_id))
    if language not in own.languages[1:]:
        return own
    return _outlines.get((*key, language), lambda: _translate(organisation_id, own, language))


def _read_outline(organisation_id: UUID, release_id: UUID) -> Outline:
    found = release(organisation_id, release_id)
    assert found, "an outline is asked for by a row that points at its release"
    modules = db.session.scalars(
        select(ReleaseModule)
        .where(*_of(ReleaseModule, found), ReleaseModule.language == found.language)
        .order_by(ReleaseModule.position)
    )
    columns = (
        *(Lesson.module_key, Lesson.key, Lesson.language, Lesson.title, Lesson.minutes, Lesson.reflections),
        *(Lesson.wording_digest, Lesson.structure_digest, Lesson.outcomes, Lesson.headings),
    )
    lessons = db.session.execute(
        select(*columns).where(*_of(Lesson, found), Lesson.language == found.language).order_by(Lesson.position)
    ).all()
    return Outline(
        release_id=release_id,
        programme_key=found.programme.key,
        title=found.title,
        language=found.language,
        summary=found.summary,
        number=found.number,
        modules=tuple(_module_line(module, [row for row in lessons if row[0] == module.key]) for module in modules),
        read_in=found.language,
        **_every_language(found),
    )


def _of(part: type[Lesson] | type[ReleaseModule], release: Release) -> tuple[Any, ...]:
    return part.organisation_id == release.organisation_id, part.release_id == release.id


def _every_language(release: Release) -> dict[str, Any]:
    """The languages of a release, its own first, and the wordings of its lessons in all of them."""
    texts = db.session.execute(select(Lesson.language, Lesson.wording_digest).where(*_of(Lesson, release))).all()
    modules = db.session.scalars(select(ReleaseModule.language).where(*_of(ReleaseModule, release)).distinct())
    others = {*(row.language for row in texts), *modules} - {release.language}
    return {
        "languages": (release.language, *sorted(others)),
        "wordings": frozenset(row.wording_digest for row in texts),
    }


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
        lessons=tuple(map(_lesson_line, lessons)),
        prompts=tuple(
            Prompt(prompt["key"], prompt["title"], module.key, row.key, module.language)
            for row in lessons
            for prompt in row.reflections
        ),
        tests=frozenset(item["outcome"] for item in json.loads(module.check_body or '{"items": []}')["items"]),
        language=module.language,
        check_language=module.language if module.check_body else "",
    )


def _lesson_line(row: Any) -> LessonLine:
    return LessonLine(
        module_key=row.module_key,
        key=row.key,
        title=row.title,
        minutes=row.minutes,
        wording=row.wording_digest,
        structure=row.structure_digest,
        outcomes=tuple(row.outcomes),
        language=row.language,
        headings=_headings(row.headings),
    )


def _headings(told: list[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((heading["id"], heading["text"]) for heading in told)


def _translate(organisation_id: UUID, own: Outline, language: str) -> Outline:
    here = {"organisation_id": organisation_id, "release_id": own.release_id, "language": language}
    modules = db.session.scalars(select(ReleaseModule).filter_by(**here))
    words = {(row.module_key, row.key): _lesson_words(row) for row in db.session.scalars(_titles().filter_by(**here))}
    return translated(own, language, {module.key: _module_words(module) for module in modules}, words)


def _titles() -> Select[Lesson]:
    return select(Lesson).options(defer(Lesson.html))


def _lesson_words(row: Lesson) -> LessonWords:
    prompts = {prompt["key"]: prompt["title"] for prompt in row.reflections}
    return LessonWords(row.title, row.minutes, row.wording_digest, prompts, _headings(row.headings))


def _module_words(module: ReleaseModule) -> ModuleWords:
    return ModuleWords(
        title=module.title,
        summary=module.summary,
        practice=module.practice,
        outcomes=tuple(outcome["text"] for outcome in module.outcomes),
        readings=tuple(module.readings),
        has_check=module.check_body is not None,
    )


def sources(organisation_id: UUID, release_id: UUID) -> dict[str, dict[str, bytes]]:
    """The files that a release was made of: by language (empty: the programme's own folder), then by path."""
    found: dict[str, dict[str, bytes]] = {}
    query = select(Source).where(Source.organisation_id == organisation_id, Source.release_id == release_id)
    for row in db.session.scalars(query):
        found.setdefault(row.language, {})[row.path] = row.body
    return found


def lesson_text(
    organisation_id: UUID, release_id: UUID, module_key: str, key: str, language: str | None = None
) -> Lesson | None:
    """One lesson with its text; where it is not translated, in the release's own language."""
    query = (
        select(Lesson)
        .join(Lesson.release)
        .where(
            Lesson.organisation_id == organisation_id,
            Lesson.release_id == release_id,
            Lesson.module_key == module_key,
            Lesson.key == key,
            or_(Lesson.language == Release.language, Lesson.language == language),
        )
        .order_by(Lesson.language == Release.language)  # what is true comes last
        .limit(1)
    )
    return db.session.scalar(query)


def check(organisation_id: UUID, release_id: UUID, module_key: str, language: str | None = None) -> Check | None:
    """A module's knowledge check; where it is not translated, in the release's own language."""
    translated = _check(organisation_id, release_id, module_key, language) if language else None
    return translated or _check(organisation_id, release_id, module_key, None)


def _check(organisation_id: UUID, release_id: UUID, module_key: str, language: str | None) -> Check | None:
    key = (organisation_id, release_id, module_key, language)
    return _checks.get(key, lambda: _read_check(*key))


def _read_check(organisation_id: UUID, release_id: UUID, module_key: str, language: str | None) -> Check | None:
    body = db.session.scalar(
        select(ReleaseModule.check_body)
        .join(ReleaseModule.release)
        .where(
            ReleaseModule.organisation_id == organisation_id,
            ReleaseModule.release_id == release_id,
            ReleaseModule.key == module_key,
            ReleaseModule.language == (language or Release.language),
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
    """A lesson of a release in each language that it is written in, the release's own first."""

    release: Release
    texts: tuple[Lesson, ...]

    def text(self, language: str) -> Lesson:
        """The lesson in a language; where it is not translated, in the release's own."""
        return next((text for text in self.texts if text.language == language), self.texts[0])


def preview(organisation_id: UUID, id: UUID, module: str, lesson: str) -> Preview | None:
    """A lesson of any release, for authors and those who judge by it."""
    found = release(organisation_id, id)
    if found is None:
        return None
    query = select(Lesson).where(*_of(Lesson, found), Lesson.module_key == module, Lesson.key == lesson)
    texts = list(db.session.scalars(query.order_by(Lesson.language != found.language, Lesson.language)))
    return Preview(found, tuple(texts)) if texts else None
