"""Frozen releases of what authors wrote, and what each trainee has done with them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainer.curriculum.lifecycle import EnrolmentState
from trainer.db import Frozen, OrganisationRow, Revised, refers, relates, words
from trainer.organisations.models import Member


class Programme(OrganisationRow):
    """A curriculum under one key; its releases carry the words."""

    key: Mapped[str]
    title: Mapped[str]

    __table_args__ = (UniqueConstraint("organisation_id", "key"),)


class Document(Frozen, OrganisationRow):
    """A rubric, an observation scheme or a policy as it was published: people are judged by its digest."""

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


class ReleaseModule(Frozen, OrganisationRow):
    """One module of a release with its knowledge check."""

    release_id: Mapped[UUID] = refers("Release", index=False)
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

    __table_args__ = (UniqueConstraint("organisation_id", "release_id", "key"),)


class Lesson(Frozen, OrganisationRow):
    """One lesson of a release, compiled once to safe HTML."""

    release_id: Mapped[UUID] = refers("Release", index=False)
    module_key: Mapped[str]
    key: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    minutes: Mapped[int]
    word_count: Mapped[int]
    html: Mapped[str]
    headings: Mapped[list[Any]]
    reflections: Mapped[list[Any]]
    structure_digest: Mapped[str]
    wording_digest: Mapped[str]

    release: Mapped[Release] = relates("release_id")

    __table_args__ = (UniqueConstraint("organisation_id", "release_id", "module_key", "key"),)


class Asset(Frozen, OrganisationRow):
    """A picture or file that lessons of a release show."""

    release_id: Mapped[UUID] = refers("Release", index=False)
    path: Mapped[str]
    media_type: Mapped[str]
    digest: Mapped[str]
    body: Mapped[bytes]

    release: Mapped[Release] = relates("release_id")

    __table_args__ = (UniqueConstraint("organisation_id", "release_id", "path"),)


class Enrolment(Revised, OrganisationRow):
    """A member's way through a programme, pinned to the release and policy they began under."""

    member_id: Mapped[UUID] = refers("Member")
    programme_id: Mapped[UUID] = refers("Programme")
    release_id: Mapped[UUID] = refers("Release")
    policy_id: Mapped[UUID | None] = refers("Document")
    state: Mapped[EnrolmentState] = mapped_column(words(EnrolmentState), index=True)
    enrolled_at: Mapped[datetime]
    state_since: Mapped[datetime]

    member: Mapped[Member] = relates("member_id")
    programme: Mapped[Programme] = relates("programme_id")
    release: Mapped[Release] = relates("release_id")
    policy: Mapped[Document | None] = relates("policy_id")

    __table_args__ = (UniqueConstraint("organisation_id", "member_id", "programme_id"),)


class LessonProgress(OrganisationRow):
    """Whether a lesson was read, in which wording, and where the reader stopped."""

    enrolment_id: Mapped[UUID] = refers("Enrolment", index=False)
    module_key: Mapped[str]
    lesson_key: Mapped[str]
    read_at: Mapped[datetime | None]
    read_wording: Mapped[str | None]
    heading: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "enrolment_id", "module_key", "lesson_key"),)


class CheckAttempt(OrganisationRow):
    """One go at a knowledge check: the items drawn, and once submitted the answers and the score."""

    enrolment_id: Mapped[UUID] = refers("Enrolment", index=False)
    module_key: Mapped[str]
    number: Mapped[int]
    drawn: Mapped[list[Any]]
    answers: Mapped[dict[str, Any] | None]
    score: Mapped[float | None]
    passed: Mapped[bool | None]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("organisation_id", "enrolment_id", "module_key", "number"),
        CheckConstraint("(submitted_at IS NULL) = (passed IS NULL)", name="submitted_has_result"),
    )


class FourLines:
    """The reflection form: what I did, what it did to the set, what I protected, what I will try."""

    did: Mapped[str] = mapped_column(default="")
    effect: Mapped[str] = mapped_column(default="")
    protecting: Mapped[str] = mapped_column(default="")
    next_time: Mapped[str] = mapped_column(default="")
    shared: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]


class Reflection(FourLines, OrganisationRow):
    """A trainee's answer to a prompt of the programme. Only the trainee reads it."""

    enrolment_id: Mapped[UUID] = refers("Enrolment", index=False)
    key: Mapped[str]

    __table_args__ = (UniqueConstraint("organisation_id", "enrolment_id", "key"),)
