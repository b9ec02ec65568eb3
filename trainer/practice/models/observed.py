"""Observed sessions, and what each assessor taps, drafts and says of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainer.curriculum.models import Document, Enrolment, FourLines
from trainer.db import Frozen, OrganisationRow, Revised, refers, relates, words
from trainer.organisations.models import Member
from trainer.practice.lifecycle import (
    ACTIVE,
    ObservationState,
    SessionKind,
    SessionState,
)
from trainer.practice.models.arranged import SetMeeting


class PracticeSession(Revised, OrganisationRow):
    """One trainee's facilitation of a slot of a meeting."""

    enrolment_id: Mapped[UUID] = refers("Enrolment")
    meeting_id: Mapped[UUID] = refers("SetMeeting")
    number: Mapped[int]
    kind: Mapped[SessionKind] = mapped_column(words(SessionKind))
    slot_minutes: Mapped[int]
    state: Mapped[SessionState] = mapped_column(words(SessionState), index=True)
    requested_at: Mapped[datetime]
    held_at: Mapped[datetime | None]
    observed: Mapped[bool] = mapped_column(default=True)
    ended_reason: Mapped[str] = mapped_column(default="")

    enrolment: Mapped[Enrolment] = relates("enrolment_id")
    meeting: Mapped[SetMeeting] = relates("meeting_id")

    __table_args__ = (UniqueConstraint("organisation_id", "number"),)

    @property
    def code(self) -> str:
        return f"S-{self.number:04d}"


class Observation(Revised, OrganisationRow):
    """One assessor's work on one session, pinned to the rubric and the event codes it is made under. A shadow is made
    to learn, beside those who judge: it never counts."""

    session_id: Mapped[UUID] = refers("PracticeSession")
    assessor_id: Mapped[UUID] = refers("Member")
    scheme_id: Mapped[UUID] = refers("Document")
    rubric_id: Mapped[UUID] = refers("Document")
    state: Mapped[ObservationState] = mapped_column(words(ObservationState), index=True)
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[UUID] = refers("Member")
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    declined_reason: Mapped[str] = mapped_column(default="")
    accepted_at: Mapped[datetime | None]
    shadow: Mapped[bool] = mapped_column(default=False)
    reopened_at: Mapped[datetime | None]  # what is locked may be corrected since then
    reopened_reason: Mapped[str | None]

    session: Mapped[PracticeSession] = relates("session_id")
    assessor: Mapped[Member] = relates("assessor_id")
    scheme: Mapped[Document] = relates("scheme_id")
    rubric: Mapped[Document] = relates("rubric_id")

    __table_args__ = (UniqueConstraint("organisation_id", "session_id", "assessor_id"),)

    @property
    def counts(self) -> bool:
        return self.state in ACTIVE and not self.shadow


class Operation(Frozen, OrganisationRow):
    """One thing an assessor's device recorded. Its id is made on the device and is the only unique key:
    a second one would swallow what another tab recorded at the same place."""

    observation_id: Mapped[UUID] = refers("Observation")
    device: Mapped[UUID]
    seq: Mapped[int]
    kind: Mapped[str]
    code: Mapped[str | None]
    actor: Mapped[str | None]
    ref: Mapped[UUID | None]
    text: Mapped[str | None]
    at_ms: Mapped[int]
    delta_ms: Mapped[int | None]
    wall_ms: Mapped[int] = mapped_column(BigInteger)
    skew_ms: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime]
    late: Mapped[bool]


class Receipt(OrganisationRow):
    """How many operations of one device were taken for an observation, and the sum of their digests (receipts.py):
    the device compares it with its own."""

    observation_id: Mapped[UUID] = refers("Observation", index=False)
    device: Mapped[UUID]
    count: Mapped[int]
    digest: Mapped[str]

    __table_args__ = (UniqueConstraint("organisation_id", "observation_id", "device"),)


class RatingDraft(Revised, OrganisationRow):
    """An assessor's unfinished judgement, as the form holds it; it goes when its observation is stopped. `revision`
    tells two devices apart."""

    observation_id: Mapped[UUID] = refers("Observation", index=False)
    body: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "observation_id"),)


class SessionReflection(FourLines, OrganisationRow):
    """A trainee's four lines about one observed session."""

    session_id: Mapped[UUID] = refers("PracticeSession", index=False)

    session: Mapped[PracticeSession] = relates("session_id")

    __table_args__ = (UniqueConstraint("organisation_id", "session_id"),)


class FormativeNote(Frozen, OrganisationRow):
    """What somebody who was there tells a trainee at once: one strength, one thing to work on, one sentence. It counts
    for nothing, and only the two of them read it."""

    session_id: Mapped[UUID] = refers("PracticeSession")
    observer_id: Mapped[UUID] = refers("Member")
    rubric_id: Mapped[UUID] = refers("Document")
    strength: Mapped[str]
    work_on: Mapped[str]
    sentence: Mapped[str]
    written_at: Mapped[datetime]

    session: Mapped[PracticeSession] = relates("session_id")
    observer: Mapped[Member] = relates("observer_id")
    rubric: Mapped[Document] = relates("rubric_id")
