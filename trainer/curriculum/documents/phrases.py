"""What does a programme's comment bank hold: phrases with which a comment on the rating sheet may begin?"""

from typing import Annotated

from pydantic import Field

from trainer.curriculum.documents.parts import Part

LONGEST = 120
GAP = "…"


class Phrase(Part):
    """A beginning with gaps (“…”) for what the assessor saw. `criteria` it fits; without any it fits each."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    criteria: tuple[str, ...] = ()


class Phrases(Part):
    """The phrases of a programme, in the order in which the sheet offers them."""

    phrases: Annotated[tuple[Phrase, ...], Field(min_length=1)]

    def fitting(self, criterion: str) -> tuple[str, ...]:
        """What is offered beside a criterion: its own phrases, then those that fit each."""
        own = tuple(one.text for one in self.phrases if criterion in one.criteria)
        return own + tuple(one.text for one in self.phrases if not one.criteria)
