"""What does a knowledge check hold?"""

from typing import Annotated, Literal

from pydantic import Field

from trainer.curriculum.documents.parts import Key, Part, Share, Words


class Option(Part):
    """One option of an item, with what choosing it would do to the set."""

    text: Words
    correct: bool = False
    match: str | None = None
    feedback: Words


class Item(Part):
    """One question of a bank. `order` lists its options in the right order; `match` gives each its partner."""

    id: Key
    type: Literal["single", "multiple", "order", "match"]
    outcome: Key
    stem: Words
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=10)]


class Check(Part):
    """A bank of items, how many of them an attempt draws, and the share that passes."""

    pass_mark: Share = 0.8
    draw: Annotated[int, Field(ge=1, le=50)] = 7
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
