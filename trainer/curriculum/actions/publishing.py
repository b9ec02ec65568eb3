"""Publish: freeze a compiled programme as its next release."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from trainer import audit
from trainer.curriculum import passages, queries
from trainer.curriculum.compiled import (
    CompiledAsset,
    CompiledDocument,
    CompiledHandout,
    CompiledLesson,
    CompiledModule,
    CompiledProgramme,
    CompiledTranslation,
)
from trainer.curriculum.models import (
    Asset,
    Document,
    Handout,
    Lesson,
    Passage,
    Programme,
    Release,
    ReleaseDocument,
    ReleaseModule,
    Source,
)
from trainer.db import db, new_id
from trainer.organisations.models import Member


def publish(organisation_id: UUID, compiled: CompiledProgramme, *, by: Member | None, now: datetime) -> Release:
    """Freeze a compiled programme as its next release. The same words again are the same release."""
    programme = _programme(organisation_id, compiled)
    newest = queries.newest_release(organisation_id, programme.id)
    if newest and newest.digest == compiled.digest:
        return newest
    release = Release(
        organisation_id=organisation_id,
        id=new_id(),
        programme_id=programme.id,
        number=newest.number + 1 if newest else 1,
        digest=compiled.digest,
        title=compiled.title,
        language=compiled.language,
        summary=compiled.summary,
        published_at=now,
        published_by_id=by.id if by else None,
        **_documents(organisation_id, compiled),
    )
    db.session.add(release)
    db.session.add_all(_parts(release, compiled))
    audit.record(
        organisation_id,
        "release.published",
        by=by.id if by else None,
        subject=release.id,
        at=now,
        programme=compiled.key,
        number=release.number,
        digest=release.digest,
    )
    return release


def _programme(organisation_id: UUID, compiled: CompiledProgramme) -> Programme:
    programme = queries.programme(organisation_id, compiled.key)
    if programme is None:
        programme = Programme(organisation_id=organisation_id, id=new_id(), key=compiled.key, title=compiled.title)
        db.session.add(programme)
    programme.title = compiled.title
    return programme


def _documents(organisation_id: UUID, compiled: CompiledProgramme) -> dict[str, UUID | None]:
    parts = {"rubric": compiled.rubric, "scheme": compiled.scheme, "policy": compiled.policy}
    return {
        f"{kind}_id": _document(organisation_id, kind, part.key, part.version, part, compiled.document_digests[kind])
        if part
        else None
        for kind, part in parts.items()
    }


def _document(
    organisation_id: UUID, kind: str, key: str, version: str, body: BaseModel, digests: tuple[str, str]
) -> UUID:
    """The id of the document of exactly these words: the one there is, or a new one."""
    structure, wording = digests
    document = queries.document(organisation_id, kind, structure, wording)
    if document is None:
        document = Document(
            organisation_id=organisation_id,
            id=new_id(),
            kind=kind,
            key=key,
            version=version,
            body=body.model_dump_json(),
            structure_digest=structure,
            wording_digest=wording,
        )
        db.session.add(document)
    return document.id


def _parts(release: Release, compiled: CompiledProgramme) -> list[Any]:
    same = {"organisation_id": release.organisation_id, "release_id": release.id}
    lessons = [(module.key, lesson) for module in compiled.modules for lesson in module.lessons]
    return [
        *_texts(same, compiled.language, compiled.modules, lessons, compiled.handouts),
        *(row for part in compiled.translations for row in _translation(same, part)),
        *(_asset(asset, same) for asset in compiled.assets),
        *(_citation(part, same, position) for position, part in enumerate(compiled.documents)),
        *(Source(**same, id=new_id(), **vars(written)) for written in compiled.sources),
        *(Passage(**same, id=new_id(), **vars(piece)) for piece in passages.pieces(compiled)),
    ]


def _translation(same: Mapping[str, UUID], part: CompiledTranslation) -> list[Any]:
    return _texts(same, part.language, part.modules, part.lessons, part.handouts)


def _texts(
    same: Mapping[str, UUID],
    language: str,
    modules: Sequence[CompiledModule],
    lessons: Sequence[tuple[str, CompiledLesson]],
    handouts: Sequence[CompiledHandout],
) -> list[Any]:
    """Everything to be read in one language."""
    return [
        *(_module(part, same, language, position) for position, part in enumerate(modules)),
        *(_lesson(key, part, same, language, position) for position, (key, part) in enumerate(lessons)),
        *(_handout(part, same, language, position) for position, part in enumerate(handouts)),
    ]


def _citation(part: CompiledDocument, same: Mapping[str, UUID], position: int) -> ReleaseDocument:
    id = _document(same["organisation_id"], part.kind, part.key, "", part.body, part.digests)
    return ReleaseDocument(**same, id=new_id(), document_id=id, position=position)


def _handout(part: CompiledHandout, same: Mapping[str, UUID], language: str, position: int) -> Handout:
    return Handout(
        **same,
        id=new_id(),
        language=language,
        kind=part.kind,
        key=part.key,
        module_key=part.module_key,
        position=position,
        title=part.title,
        summary=part.summary,
        minutes=part.minutes,
        html=part.html,
    )


def _module(module: CompiledModule, same: Mapping[str, UUID], language: str, position: int) -> ReleaseModule:
    return ReleaseModule(
        **same,
        id=new_id(),
        language=language,
        key=module.key,
        position=position,
        title=module.title,
        summary=module.summary,
        minutes_self=module.minutes_self,
        minutes_live=module.minutes_live,
        outcomes=list(module.outcomes),
        requires=list(module.requires),
        practice=module.practice,
        readings=list(module.readings),
        check_body=module.check.model_dump_json() if module.check else None,
        structure_digest=module.structure_digest,
        wording_digest=module.wording_digest,
    )


def _lesson(module_key: str, lesson: CompiledLesson, same: Mapping[str, UUID], language: str, position: int) -> Lesson:
    return Lesson(
        **same,
        id=new_id(),
        language=language,
        module_key=module_key,
        key=lesson.key,
        position=position,
        title=lesson.title,
        minutes=lesson.minutes,
        word_count=lesson.word_count,
        html=lesson.html,
        headings=list(lesson.headings),
        reflections=list(lesson.reflections),
        outcomes=list(lesson.outcomes),
        structure_digest=lesson.structure_digest,
        wording_digest=lesson.wording_digest,
    )


def _asset(asset: CompiledAsset, same: Mapping[str, UUID]) -> Asset:
    return Asset(
        **same, id=new_id(), path=asset.path, media_type=asset.media_type, digest=asset.digest, body=asset.body
    )
