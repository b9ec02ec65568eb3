"""Sets and their meetings, who agreed to what, observed sessions, and what each assessor taps and drafts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainer.curriculum.models import Document, Enrolment, FourLines
from trainer.db import Frozen, OrganisationRow, Revised, refers, relates, words
from trainer.organisations.models import Member
from trainer.practice.diary import Meets
from trainer.practice.lifecycle import (
    ACTIVE,
    Answer,
    LinkPurpose,
    MeetingState,
    Modality,
    ObservationState,
    SessionKind,
    SessionState,
)
from trainer.practice.log import Part, Stage
from trainer.practice.roster import COFACILITATOR


class LearningSet(OrganisationRow):
    """A small stable group that meets to work on its members' real challenges."""

    name: Mapped[str]
    modality: Mapped[Modality] = mapped_column(words(Modality))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Seat(OrganisationRow):
    """A place in a set. Captured events name the seat, never the person. `address`: where their letters go, if any."""

    set_id: Mapped[UUID] = refers("LearningSet", index=False)
    code: Mapped[str]
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("organisation_id", "set_id", "code"),)

    @property
    def cofacilitates(self) -> bool:
        """Whether they run the set with its facilitator: asked like a member, and not counted as one."""
        return self.code.startswith(COFACILITATOR)


class SetMeeting(Revised, OrganisationRow):
    """One dated meeting of a set. Agreements belong to it.

    `changed` counts how often its date was changed; `asks` are the kinds asked for besides an observer who codes.
    """

    set_id: Mapped[UUID] = refers("LearningSet")
    number: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(default="")
    modality: Mapped[Modality] = mapped_column(words(Modality))
    state: Mapped[MeetingState] = mapped_column(words(MeetingState))
    changed: Mapped[int] = mapped_column(default=0)
    asks: Mapped[list[Any]] = mapped_column(default=list)

    set: Mapped[LearningSet] = relates("set_id")

    __table_args__ = (UniqueConstraint("organisation_id", "set_id", "number"),)

    @property
    def meets(self) -> Meets:
        return Meets(self.starts_at, self.minutes, self.place, self.changed)


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


class SignedLink(OrganisationRow):
    """A link that opens one thing for one person without a sign-in, until it expires or is ended."""

    purpose: Mapped[LinkPurpose] = mapped_column(words(LinkPurpose))
    token_digest: Mapped[str] = mapped_column(unique=True)
    member_id: Mapped[UUID | None] = refers("Member")
    seat_id: Mapped[UUID | None] = refers("Seat")
    meeting_id: Mapped[UUID | None] = refers("SetMeeting")
    session_id: Mapped[UUID | None] = refers("PracticeSession")
    observation_id: Mapped[UUID | None] = refers("Observation")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    member: Mapped[Member | None] = relates("member_id")
    seat: Mapped[Seat | None] = relates("seat_id")
    meeting: Mapped[SetMeeting | None] = relates("meeting_id")
    session: Mapped[PracticeSession | None] = relates("session_id")
    observation: Mapped[Observation | None] = relates("observation_id")


class PracticeRound(OrganisationRow):
    """A round that a trainee facilitated and wrote down themself. Sets may be ours or, by a name, anybody's."""

    enrolment_id: Mapped[UUID] = refers("Enrolment")
    set_id: Mapped[UUID | None] = refers("LearningSet")
    set_name: Mapped[str]
    held_on: Mapped[date]
    minutes: Mapped[int]
    modality: Mapped[Modality] = mapped_column(words(Modality))
    stage: Mapped[Stage] = mapped_column(words(Stage))
    part: Mapped[Part] = mapped_column(words(Part))
    written_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relates("enrolment_id")


class ActionTally(OrganisationRow):
    """How many actions a set agreed, did and left open, as its facilitator counted them after one round. No words."""

    round_id: Mapped[UUID | None] = refers("PracticeRound", index=False)
    session_id: Mapped[UUID | None] = refers("PracticeSession", index=False)
    agreed: Mapped[int]
    done: Mapped[int]
    open: Mapped[int]
    overdue: Mapped[int]
    noted_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("organisation_id", "round_id"),
        UniqueConstraint("organisation_id", "session_id"),
        CheckConstraint("(round_id IS NULL) <> (session_id IS NULL)", name="of_one_round"),
        CheckConstraint("overdue BETWEEN 0 AND open", name="overdue_is_open"),
    )


class RoundCheck(Frozen, OrganisationRow):
    """What a lead assessor found out about a written round. The latest finding counts."""

    round_id: Mapped[UUID] = refers("PracticeRound")
    confirmed: Mapped[bool]
    reason: Mapped[str]
    checked_by_id: Mapped[UUID] = refers("Member")
    checked_at: Mapped[datetime]

    checked_by: Mapped[Member] = relates("checked_by_id")


class PulseTally(OrganisationRow):
    """What the people of a set have said of a trainee, added up. Single answers are never kept."""

    enrolment_id: Mapped[UUID] = refers("Enrolment", index=False)
    set_id: Mapped[UUID] = refers("LearningSet")
    answers: Mapped[int]
    sums: Mapped[dict[str, Any]]

    set: Mapped[LearningSet] = relates("set_id")

    __table_args__ = (UniqueConstraint("organisation_id", "enrolment_id", "set_id"),)
