"""What did each assessor give a session alone, before it was compared, and as which figures ask for it?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from trainer.assessment.agreement.dependability import Rated
from trainer.assessment.agreement.pool import Session
from trainer.assessment.lifecycle import Relationship


class Given(NamedTuple):
    """An assessor's first locked judgement of one session. A criterion that was not observed has no level."""

    session: int
    trainee: UUID
    assessor: UUID
    summative: bool
    slot_minutes: int
    entrustment: int
    relationship: Relationship
    ended_at: datetime | None
    locked_at: datetime
    levels: Mapping[str, int]

    @property
    def mean(self) -> float:
        return sum(self.levels.values()) / len(self.levels)


def read(words: str) -> dict[str, int]:
    """Levels by criterion from `criterion:level criterion:level …`, as the database puts a judgement together."""
    return dict(map(_level, words.split()))


@lru_cache(2_000)  # some fifty of them make up every judgement by a rubric
def _level(words: str) -> tuple[str, int]:
    key, _, level = words.rpartition(":")
    return key, int(level)


def by_session(given: Iterable[tuple[int, str]], criteria: Sequence[str]) -> list[Session]:
    """For each session by criterion the levels that its assessors gave: what agreement is worked out from.

    `given`: of each judgement its session's number and its levels as `read` takes them. A pool of ten thousand sessions
    has a quarter of a million levels, so that no step is taken for a single one here but by `map` and `zip`.
    """
    found: dict[int, list[dict[str, int]]] = {}
    for session, words in given:
        found.setdefault(session, []).append(read(words))
    return [
        dict(zip(criteria, zip(*[map(levels.get, criteria) for levels in judged], strict=True), strict=True))
        for judged in found.values()
    ]


def scores(given: Iterable[Given]) -> list[Rated]:
    """Each summative judgement as one score, the mean of its levels: what a decision rests on.

    People are numbered as they come: what is grouped by them a hundred times is grouped by numbers quicker than by ids.
    """
    number: dict[UUID, int] = {}
    return [
        Rated(
            number.setdefault(one.trainee, len(number)),
            one.session,
            number.setdefault(one.assessor, len(number)),
            one.mean,
        )
        for one in given
        if one.summative and one.levels
    ]


def slot_minutes(given: Sequence[Given]) -> int | None:
    """How long a slot usually is: the median over summative sessions, the shorter of two in the middle."""
    slots = sorted({one.session: one.slot_minutes for one in given if one.summative}.values())
    return slots[(len(slots) - 1) // 2] if slots else None
