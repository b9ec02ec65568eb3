"""Frozen releases of what authors wrote."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainer.curriculum.lifecycle import HandoutKind, PassageKind
from trainer.db import Frozen, OrganisationRow, refers, relates, words


class Programme(OrganisationRow):
    """A curriculum under one key; its releases carry the words."""

    key: Mapped[str]
    title: Mapped[str]

    __table_args__ = (UniqueConstraint("organisation_id", "key"),)


class Document(Frozen, OrganisationRow):
    """A rubric, scheme, policy, glossary, viva, list of phrases or case as it was published, cited by its digests."""

    kind: Mapped[str]
    key: Mapped[str]
    version: Mapped[str]
    body: Mapped[str]
    structure_digest: Mapped[str]
    wording_digest: Mapped[str]

    __table_args__ = (UniqueConstraint("organisation_id", "kind", "structure_digest", "wording_digest"),)


class Release(Frozen, OrganisationRow):
    """A programme as it was at one moment. Never changed; the next publication is another release."""

    programme_id: Mapped[UUID] = refers("Programme")
    number: Mapped[int]
    digest: Mapped[str]
    title: Mapped[str]
    language: Mapped[str]
    summary: Mapped[str]
    rubric_id: Mapped[UUID | None] = refers("Document")
    scheme_id: Mapped[UUID | None] = refers("Document")
    policy_id: Mapped[UUID | None] = refers("Document")
    published_at: Mapped[datetime]
    published_by_id: Mapped[UUID | None] = refers("Member")

    programme: Mapped[Programme] = relates("programme_id")
    rubric: Mapped[Document | None] = relates("rubric_id")
    scheme: Mapped[Document | None] = relates("scheme_id")
    policy: Mapped[Document | None] = relates("policy_id")

    __table_args__ = (UniqueConstraint("organisation_id", "programme_id", "number"),)


class ReleaseDocument(Frozen, OrganisationRow):
    """That a release holds a glossary, a viva, phrases or a calibration case, in its author's order."""

    release_id: Mapped[UUID] = refers("Release", index=False)
    document_id: Mapped[UUID] = refers("Document")
    position: Mapped[int]

    document: Mapped[Document] = relates("document_id")

    __table_args__ = (UniqueConstraint("organisation_id", "release_id", "document_id"),)


class ReleaseModule(Frozen, OrganisationRow):
    """One module of a release with its knowledge check, in one of the release's languages."""

    release_id: Mapped[UUID] = refers("Release", index=False)
    language: Mapped[str]
    key: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str]
    minutes_self: Mapped[int]
    minutes_live: Mapped[int]
    outcomes: Mapped[list[Any]]
    requires: Mapped[list[Any]]
    practice: Mapped[str]
    readings: Mapped[list[Any]]
    check_body: Mapped[str | None]
    structure_digest: Mapped[str]
    wording_digest: Mapped[str]

    release: Mapped[Release] = relates("release_id")

    __table_args__ = (UniqueConstraint("organisation_id", "release_id", "language", "key"),)


class Lesson(Frozen, OrganisationRow):
    """One lesson of a release in one of its languages, compiled once to safe HTML."""

    release_id: Mapped[UUID] = refers("Release", index=False)
    language: Mapped[str]
    module_key: Mapped[str]
    key: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    minutes: Mapped[int]
    word_count: Mapped[int]
    html: Mapped[str]
    headings: Mapped[list[Any]]
    reflections: Mapped[list[Any]]
    outcomes: Mapped[list[Any]]
    structure_digest: Mapped[str]
    wording_digest: Mapped[str]

    release: Mapped[Release] = relates("release_id")

    __table_args__ = (UniqueConstraint("organisation_id", "release_id", "language", "module_key", "key"),)


class Asset(Frozen, OrganisationRow):
    """A picture or file that lessons of a release show."""

    release_id: Mapped[UUID] = refers("Release", index=False)
    path: Mapped[str]
    media_type: Mapped[str]
    digest: Mapped[str]
    body: Mapped[bytes]

    release: Mapped[Release] = relates("release_id")

    __table_args__ = (UniqueConstraint("organisation_id", "release_id", "path"),)


class Handout(Frozen, OrganisationRow):
    """A page beside the lessons: a card for a facilitator's pocket, or the plan of a live session for its trainer."""

    release_id: Mapped[UUID] = refers("Release", index=False)
    language: Mapped[str]
    kind: Mapped[HandoutKind] = mapped_column(words(HandoutKind))
    key: Mapped[str]
    module_key: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str]
    minutes: Mapped[int]
    html: Mapped[str]

    release: Mapped[Release] = relates("release_id")

    __table_args__ = (UniqueConstraint("organisation_id", "release_id", "language", "kind", "key"),)


class Source(Frozen, OrganisationRow):
    """A file of the folder that a release was made of, as its author wrote it. `language`: of a translation."""

    release_id: Mapped[UUID] = refers("Release", index=False)
    language: Mapped[str]
    path: Mapped[str]
    body: Mapped[bytes]

    __table_args__ = (UniqueConstraint("organisation_id", "release_id", "language", "path"),)


class Passage(Frozen, OrganisationRow):
    """A piece of a release that is found by its words: a section of a lesson, a term of the glossary, a card.

    Its words are indexed by the database itself (see the migration): by an FTS5 table that triggers fill on SQLite,
    by an expression index on PostgreSQL.
    """

    release_id: Mapped[UUID] = refers("Release", index=False)
    language: Mapped[str]
    kind: Mapped[PassageKind] = mapped_column(words(PassageKind))
    module_key: Mapped[str]
    key: Mapped[str]
    anchor: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    position: Mapped[int]

    __table_args__ = (UniqueConstraint("organisation_id", "release_id", "language", "position"),)
