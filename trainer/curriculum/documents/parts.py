"""Of what are authors' documents made? Keys, words, and parts that never change.

A published document is a frozen value, and everything that was judged cites it by digest.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Words = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1, le=1000)]

LEVELS = (1, 2, 3, 4)


class Part(BaseModel):
    """A frozen part of a document; an unknown field is a mistake of its author."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)
