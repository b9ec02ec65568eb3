"""What does a viva hold: scenarios for a structured oral?"""

from typing import Annotated

from pydantic import Field

from trainer.curriculum.documents.parts import Key, Part, Words

Points = Annotated[tuple[Words, ...], Field(min_length=1)]


class Scenario(Part):
    """A situation up to the moment of decision, and what an assessor listens for in the answer."""

    key: Key
    title: Words
    module: Key | None = None
    criteria: Annotated[tuple[str, ...], Field(min_length=1)]
    situation: Words
    question: Words
    listen_for: Points
    concerns: Points
    follow_up: str = ""


class Viva(Part):
    """Scenarios, and how one is run."""

    title: Words
    introduction: str = ""
    scenarios: Annotated[tuple[Scenario, ...], Field(min_length=1)]
