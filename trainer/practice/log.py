"""How much has a trainee facilitated, and which of it does a lead assessor look into?

Every round counts, observed or not, until somebody finds that it did not take place as it was written down.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

# A fifth of what a trainee writes down, and at least one of it (in-house starting point; docs/assessment.md).
SAMPLED = 0.2


class Stage(StrEnum):
    """Where a meeting stands in the life of its set."""

    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"


class Part(StrEnum):
    """What a trainee did in a round."""

    FACILITATED = "facilitated"
    CO_FACILITATED = "co_facilitated"


class Belief(StrEnum):
    """How far a round is believed."""

    OBSERVED = "observed"  # an assessor was there
    WRITTEN = "written"
    SAMPLED = "sampled"  # a lead assessor looks into it
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


@dataclass(frozen=True)
class Actions:
    """How many actions of a set were agreed at a meeting, and of those agreed earlier how many are done or open.

    `overdue`: how many of the open ones are past their day. Numbers only: what the actions are is the set's.
    """

    agreed: int
    done: int
    open: int
    overdue: int


@dataclass(frozen=True)
class Round:
    """One round as the rules see it. `set_name` tells sets apart, with or without one in this system."""

    id: UUID
    held_on: date
    set_name: str
    minutes: int
    stage: Stage
    part: Part
    belief: Belief
    code: str = ""
    actions: Actions | None = None


@dataclass(frozen=True)
class Totals:
    """What the rounds come to that nobody has refuted."""

    rounds: int
    minutes: int
    sets: int
    first_meetings: int

    @property
    def hours(self) -> float:
        return self.minutes / 60


def totals(rounds: Collection[Round]) -> Totals:
    """Count rounds, minutes, different sets and first meetings; what was refuted is left out."""
    counted = [one for one in rounds if one.belief is not Belief.REFUTED]
    return Totals(
        len(counted),
        sum(one.minutes for one in counted),
        len({one.set_name.casefold() for one in counted}),
        sum(one.stage is Stage.FIRST for one in counted),
    )


def sampled(ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of a trainee's written rounds are looked into.

    Chance decides by the round's id, so that it cannot be foreseen, does not change when others are added, and needs
    no list to be kept: those in the lowest fifth of all possible digests, and else the lowest one there is.
    """
    chosen = frozenset(id for id in ids if _place(id) < SAMPLED)
    return chosen or frozenset(sorted(ids, key=_place)[:1])


def _place(id: UUID) -> float:
    return int.from_bytes(hashlib.sha256(b"sample:" + id.bytes).digest()[:6]) / 2**48


def belief(checked: bool | None, is_sampled: bool) -> Belief:
    """How far a written round is believed: what somebody found, and else whether somebody is to look."""
    if checked is not None:
        return Belief.CONFIRMED if checked else Belief.REFUTED
    return Belief.SAMPLED if is_sampled else Belief.WRITTEN
