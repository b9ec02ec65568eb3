"""The scene of tests/stage.py as rows of the present session, and what a deed is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.cast import Cast, Player
from tests.stage import Scene, day
from trainer.accounts import queries as persons
from trainer.certification import queries as files
from trainer.curriculum import queries as programmes
from trainer.organisations import queries as members
from trainer.practice import queries as sessions
from trainer.practice.lifecycle import Answer
from trainer.practice.models import Observation

NOW = day(21)
LINK = "https://t/ID"


@dataclass(frozen=True)
class World:
    """The rows of the scene in the present session of the database."""

    cast: Cast
    scene: Scene

    def __getattr__(self, name: str) -> Any:
        """A member by first name."""
        player: Player = getattr(self.cast, name, None) or getattr(self.scene, name)
        return player.member

    @property
    def acme(self) -> Any:
        return members.organisation(self.cast.ada.organisation_id)

    def get(self, query: Callable[..., Any], name: str) -> Any:
        """A row of the scene by its name, as a page would load it."""
        found = query(self.cast.ada.organisation_id, self.scene[name])
        assert found, name
        return found

    def session(self, name: str) -> Any:
        return self.get(sessions.session, name)

    def observation(self, name: str) -> Observation:
        found: Observation = self.get(sessions.observation, name)
        return found

    def enrolment(self, name: str) -> Any:
        return self.get(programmes.enrolment, f"enrolment of {name}")

    def case(self, name: str) -> Any:
        return self.get(files.case, name)

    def file(self, name: str) -> Any:
        return files.file(self.enrolment(name), NOW.date())

    def person(self, name: str) -> Any:
        return persons.person(getattr(self.cast, name).person_id)

    def seats(self, meeting: Any, answer: Answer) -> dict[Any, Answer]:
        return {seat.id: answer for seat in sessions.seats_asked(meeting)}


@dataclass(frozen=True)
class Deed:
    """One action done once. No verbs: a draft, which leaves no entry."""

    action: str
    do: Callable[[World], Any]
    verbs: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.action} {' '.join(self.verbs) or 'as a draft'}"
