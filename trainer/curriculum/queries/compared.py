"""What is published now, to set beside what an author offers?"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from trainer.curriculum import comparing
from trainer.curriculum.comparing import Digests, Parts
from trainer.curriculum.models import Asset, Document, Handout, Lesson, Release, ReleaseDocument, ReleaseModule
from trainer.curriculum.paths import Files
from trainer.curriculum.queries.enrolled import people_on
from trainer.curriculum.queries.published import newest_release, programme, releases, sources
from trainer.db import db


@dataclass(frozen=True)
class Standing:
    """The newest release of a programme with the digests of its parts, and how many people are on which release."""

    release: Release
    parts: Parts
    people: tuple[tuple[int, int], ...]


def standing(organisation_id: UUID, programme_key: str) -> Standing | None:
    """How a programme stands today, if it was ever published."""
    release = newest(organisation_id, programme_key)
    return Standing(release, published_parts(release), _people(release)) if release else None


def newest(organisation_id: UUID, programme_key: str) -> Release | None:
    """The newest release of the programme under a key."""
    found = programme(organisation_id, programme_key)
    return newest_release(organisation_id, found.id) if found else None


def made_of(organisation_id: UUID, programme_key: str, files: Files) -> Release | None:
    """The newest release of a programme, if it was made of exactly these files."""
    release = newest(organisation_id, programme_key)
    return release if release and sources(organisation_id, release.id) == files else None


def published_parts(release: Release) -> dict[str, Digests]:
    """The digests of structure and of wording of everything in a release, by the names of its parts."""
    modules = _by_language(ReleaseModule, release)
    lessons, handouts = _by_language(Lesson, release), _by_language(Handout, release)
    found = comparing.about(release.title, release.language, release.summary)
    for language in sorted(modules.keys() | lessons.keys() | handouts.keys()):
        named = "" if language == release.language else language
        placed = [(lesson.module_key, lesson) for lesson in lessons.get(language, ())]
        found |= comparing.texts(named, modules.get(language, ()), placed, handouts.get(language, ()))
    return found | _documents(release) | _files(release)


def _by_language(model: type[Any], release: Release) -> dict[str, list[Any]]:
    """What a release holds of a kind, by language, in its author's order."""
    query = select(model).where(model.organisation_id == release.organisation_id, model.release_id == release.id)
    found: dict[str, list[Any]] = {}
    for row in db.session.scalars(query.order_by(model.position)):
        found.setdefault(row.language, []).append(row)
    return found


def _documents(release: Release) -> dict[str, Digests]:
    own = {"rubric": release.rubric, "scheme": release.scheme, "policy": release.policy}
    query = (
        select(Document)
        .join(ReleaseDocument, ReleaseDocument.document_id == Document.id)
        .where(
            ReleaseDocument.organisation_id == release.organisation_id,
            ReleaseDocument.release_id == release.id,
            Document.organisation_id == release.organisation_id,
        )
        .order_by(ReleaseDocument.position)
    )
    named = {comparing.named(row.kind, row.key): row for row in db.session.scalars(query)}
    documents = {kind: row for kind, row in own.items() if row} | named
    return {name: (row.structure_digest, row.wording_digest) for name, row in documents.items()}


def _files(release: Release) -> dict[str, Digests]:
    query = select(Asset.path, Asset.digest).where(
        Asset.organisation_id == release.organisation_id, Asset.release_id == release.id
    )
    return {
        comparing.named("file", path): (digest, digest)
        for path, digest in db.session.execute(query.order_by(Asset.path))
    }


def _people(newest: Release) -> tuple[tuple[int, int], ...]:
    """Release number and how many people are on it, newest first; releases that nobody is on are left out."""
    people = people_on(newest.organisation_id)
    own = [row for row in releases(newest.organisation_id) if row.programme_id == newest.programme_id]
    return tuple((row.number, people[row.id]) for row in own if people.get(row.id))
