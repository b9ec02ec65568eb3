"""Sets with their seats and meetings, and who agreed to what."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainer.db import Frozen, OrganisationRow, Revised, refers, relates, words
from trainer.practice.diary import Meets
from trainer.practice.lifecycle import Answer, MeetingState, Modality
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
