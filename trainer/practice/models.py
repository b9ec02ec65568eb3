"""Sets and their meetings, who agreed to what, observed sessions, and what each assessor taps and drafts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainer.curriculum.models import Document, Enrolment, FourLines
from trainer.db import Frozen, OrganisationRow, Revised, refers, relates, words
from trainer.organisations.models import Member
from trainer.practice.lifecycle import (
    Answer,
    MeetingState,
    Modality,
    ObservationState,
    SessionKind,
    SessionState,
)


class LearningSet(OrganisationRow):
    """A small stable group that meets to work on its members' real challenges."""

    name: Mapped[str]
    modality: Mapped[Modality] = mapped_column(words(Modality))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Seat(OrganisationRow):
    """A place in a set. Captured events name the seat, never the person."""

    set_id: Mapped[UUID] = refers("LearningSet", index=False)
    code: Mapped[str]
    name: Mapped[str]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("organisation_id", "set_id", "code"),)


class SetMeeting(Revised, OrganisationRow):
    """One dated meeting of a set. Agreements belong to it."""

    set_id: Mapped[UUID] = refers("LearningSet")
    number: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(default="")
    modality: Mapped[Modality] = mapped_column(words(Modality))
    state: Mapped[MeetingState] = mapped_column(words(MeetingState))

    set: Mapped[LearningSet] = relates("set_id")

    __table_args__ = (UniqueConstraint("organisation_id", "set_id", "number"),)


class Agreement(Frozen, OrganisationRow):
    """What the person on a seat answered for one meeting and one kind. The latest answer counts."""

    meeting_id: Mapped[UUID] = refers("SetMeeting")
    seat_id: Mapped[UUID] = refers("Seat")
    kind: Mapped[str]
    answer: Mapped[Answer] = mapped_column(words(Answer))
    wording: Mapped[str]
    method: Mapped[str]
    recorded_by_id: Mapped[UUID | None] = refers("Member")
    answered_at: Mapped[datetime]

    seat: Mapped[Seat] = relates("seat_id")


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
    """One assessor's work on one session, pinned to the rubric and the event codes it is made under."""

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

    session: Mapped[PracticeSession] = relates("session_id")
    assessor: Mapped[Member] = relates("assessor_id")
    scheme: Mapped[Document] = relates("scheme_id")
    rubric: Mapped[Document] = relates("rubric_id")

    __table_args__ = (UniqueConstraint("organisation_id", "session_id", "assessor_id"),)


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
