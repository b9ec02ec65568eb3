"""What each trainee has done with a programme."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models.published import Document, Programme, Release
from trainer.db import OrganisationRow, Revised, refers, relates, words
from trainer.organisations.models import Member


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
    """Whether a lesson was read in a release, in which wording, and where the reader stopped.

    Who is moved to another release and reads the lesson again there gets another row: nothing earned is overwritten.
    """

    enrolment_id: Mapped[UUID] = refers("Enrolment", index=False)
    module_key: Mapped[str]
    lesson_key: Mapped[str]
    release_id: Mapped[UUID] = refers("Release")
    read_at: Mapped[datetime | None]
    read_wording: Mapped[str | None]
    heading: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "enrolment_id", "module_key", "lesson_key", "release_id"),)


class CheckAttempt(OrganisationRow):
    """One go at a knowledge check: the items drawn, the answers as they come, and once submitted the score."""

    enrolment_id: Mapped[UUID] = refers("Enrolment", index=False)
    module_key: Mapped[str]
    release_id: Mapped[UUID] = refers("Release")
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


class Note(OrganisationRow):
    """What a reader wrote beside a place in a lesson, for nobody else.

    The place is a quotation with the words around it (a W3C text quote selector), so that it is found again after the
    lesson was edited; an empty quotation is a note on the whole lesson.
    """

    enrolment_id: Mapped[UUID] = refers("Enrolment")
    module_key: Mapped[str]
    lesson_key: Mapped[str]
    quote: Mapped[str]
    prefix: Mapped[str]
    suffix: Mapped[str]
    text: Mapped[str]
    written_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relates("enrolment_id")
