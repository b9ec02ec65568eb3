"""What does a rubric hold, by which observed practice is rated?"""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from trainer.curriculum.documents.parts import Key, Part, Words


class Level(Part):
    """What a level means for every criterion."""

    level: Annotated[int, Field(ge=1, le=4)]
    name: Words
    text: Words


class Criterion(Part):
    """One behaviour to rate, with an anchor for each of the four levels.

    `not_observed`: may an assessor say that nothing of it was to be seen? `never`; `once` in a candidate's
    evidence; only at a `first_meeting`.
    """

    key: Key
    code: Words
    name: Words
    summary: Words
    critical: bool = False
    not_observed: Literal["never", "once", "first_meeting"] = "never"
    anchors: Annotated[tuple[Words, ...], Field(min_length=4, max_length=4)]


class Domain(Part):
    """Criteria that belong together."""

    key: Key
    name: Words
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class StopEventKind(Part):
    """Something that blocks whatever the levels say."""

    key: Key
    text: Words


class EntrustmentLevel(Part):
    """One answer to the question what this person should do next time."""

    level: Annotated[int, Field(ge=1, le=5)]
    text: Words


class Entrustment(Part):
    """The prospective question, apart from the criteria and never averaged with them."""

    question: Words
    levels: Annotated[tuple[EntrustmentLevel, ...], Field(min_length=5, max_length=5)]


class Rubric(Part):
    """Domains, criteria with anchors, stop events and the entrustment scale."""

    key: Key
    version: Words
    title: Words
    summary: str = ""
    levels: Annotated[tuple[Level, ...], Field(min_length=4, max_length=4)]
    domains: Annotated[tuple[Domain, ...], Field(min_length=1)]
    stop_events: tuple[StopEventKind, ...] = ()
    entrustment: Entrustment

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, in the order of the form."""
        return tuple(criterion for domain in self.domains for criterion in domain.criteria)

    def criterion(self, key: str) -> Criterion | None:
        return next((criterion for criterion in self.criteria if criterion.key == key), None)

    def stop_event(self, key: str) -> StopEventKind | None:
        return next((stop for stop in self.stop_events if stop.key == key), None)
