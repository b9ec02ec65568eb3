"""Who and what is there already when the next step of the story is done?"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatch
from typing import Any
from uuid import UUID

from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import Policy, Rubric
from trainer.curriculum.models import Enrolment, Release
from trainer.curriculum.outline import Outline
from trainer.demo.people import House
from trainer.demo.steps import Step
from trainer.organisations import queries as organisations
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member, Organisation
from trainer.practice.models import LearningSet, Observation, PracticeSession, SetMeeting
from trainer.web import absolute


@dataclass
class World:
    """An organisation of the demonstration while it is being built: its rows by the keys of the story."""

    house: House
    organisation: Organisation
    password: str
    release: Release
    outline: Outline
    rubric: Rubric
    policy: Policy
    units: list[UUID]
    members: dict[str, Member] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    sets: dict[str, LearningSet] = field(default_factory=dict)
    meetings: dict[str, SetMeeting] = field(default_factory=dict)
    sessions: dict[str, PracticeSession] = field(default_factory=dict)
    observations: dict[tuple[str, str], Observation] = field(default_factory=dict)
    decisions: dict[str, UUID] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return self.organisation.id

    def holder(self, duty: Duty) -> Member:
        """The first member who holds a duty."""
        return self.members[self.house.holders(duty)[0]]

    def look_again(self, key: str) -> None:
        """Load what rows of a person speak of: taking in what a phone sends reads them afresh, without it."""
        organisations.member(self.id, self.members[key].id)
        if key in self.enrolments:
            curriculum.enrolment_of(self.members[key])

    def address(self, endpoint: str, **values: Any) -> str:
        """The whole address of one of the organisation's pages, for letters. A blank id becomes the place `ID`."""
        address = absolute(endpoint, organisation=self.house.slug, **values)
        return address.replace(str(BLANK), "ID")


BLANK = UUID(int=0)


@singledispatch
def do(step: Step, world: World) -> None:
    """Do one step of the story."""
    raise NotImplementedError(f"nobody does {type(step).__name__}")


def milliseconds(instant: datetime) -> int:
    """The milliseconds of an instant, as a phone counts them."""
    return int(instant.timestamp() * 1000)
