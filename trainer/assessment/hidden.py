"""When is an assessor asked for a hidden rating, and which reference case or session of their own is it?

Chance is a keyed digest: it can be neither chosen nor, by anybody without the installation's key, foreseen.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from trainer.assessment.calibration import Level, Pair, reference_level
from trainer.assessment.lifecycle import Again
from trainer.assessment.lot import lot
from trainer.curriculum.documents import Case, Criterion, HiddenPlan, Rubric

# So that nobody tells a hidden rating by its coming right after a lock.
SOONEST, LATEST = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Locked:
    """An observation whose judgement was first locked at an instant."""

    observation: UUID
    at: datetime


@dataclass(frozen=True)
class Drawn:
    """What somebody is to rate: a case of calibration by its key, or a session by its id."""

    kind: Again
    which: str


def completing(plan: HiddenPlan, judged: Collection[Locked], since: datetime | None) -> Locked | None:
    """The judgement that makes the number full after the one that did so last; None while it is not full."""
    fresh = sorted((one.at, one.observation) for one in judged if since is None or one.at > since)
    if len(fresh) < plan.every:
        return None
    at, observation = fresh[plan.every - 1]
    return Locked(observation, at)


def falls_due(key: str, one: Locked) -> datetime:
    """When somebody is asked after that judgement: by chance one to seven days later."""
    return one.at + SOONEST + (LATEST - SOONEST) * lot(key, "when", one.observation)


def draw(key: str, one: Locked, cases: Mapping[str, datetime], sessions: Collection[UUID]) -> Drawn | None:
    """Draw a kind of which there is something, each as likely, and one of it; None where there is nothing.

    `cases`: when the assessor last rated each case whose reference they know. The one of longest ago can be drawn.
    """
    oldest = sorted(cases, key=lambda key: (cases[key], key))[:1]
    pools = {Again.REFERENCE: oldest, Again.REPEAT: sorted(map(str, sessions))}
    kinds = [kind for kind, pool in pools.items() if pool]
    if not kinds:
        return None
    kind = kinds[int(lot(key, "kind", one.observation) * len(kinds))]
    pool = pools[kind]
    return Drawn(kind, pool[int(lot(key, "which", one.observation) * len(pool))])


@dataclass(frozen=True)
class Line:
    """One criterion: the level in the hidden rating, and the reference's or the one of the first time."""

    name: str
    pair: Pair
    why: str = ""


def beside_reference(rubric: Rubric, given: Mapping[str, Level], case: Case) -> list[Line]:
    """Levels beside the reference, in the order of the rubric."""
    reference = {rating.criterion: rating for rating in case.reference.ratings}
    return [
        Line(_name(one), Pair(given[one.key], reference_level(found), one.critical), found.reason)
        for one in rubric.criteria
        if one.key in given and (found := reference.get(one.key))
    ]


def beside_first(rubric: Rubric, given: Mapping[str, Level], first: Mapping[str, Level]) -> list[Line]:
    """Levels beside what the same assessor gave the first time, in the order of the rubric."""
    return [
        Line(_name(one), Pair(given[one.key], first[one.key], one.critical))
        for one in rubric.criteria
        if one.key in given and one.key in first
    ]


def pairs(lines: Sequence[Line]) -> list[Pair]:
    return [line.pair for line in lines]


def _name(criterion: Criterion) -> str:
    return f"{criterion.code} {criterion.name}"
