"""How many people stand at each stage, for how long, and who is stuck? Stock, not flow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from trainer.curriculum.lifecycle import EnrolmentState

STUCK_AFTER_DAYS = 30
STAGES = (
    EnrolmentState.LEARNING,
    EnrolmentState.PRACTISING,
    EnrolmentState.OBSERVATION_READY,
    EnrolmentState.UNDER_REVIEW,
    EnrolmentState.NOT_YET,
    EnrolmentState.CONDITIONAL,
    EnrolmentState.CERTIFIED,
)
ON_THE_WAY = frozenset(STAGES[:5])


@dataclass(frozen=True)
class Stage:
    """The people at one stage: how many, the median of their whole days there, and how many are stuck.

    Nobody is stuck in a final stage; with nobody there the median is None.
    """

    state: EnrolmentState
    people: int
    median_days: float | None
    stuck: int


def stages(standing: Iterable[tuple[EnrolmentState, date]], today: date) -> tuple[Stage, ...]:
    """Every stage in the order of the journey, from (state, since which day) of each enrolment."""
    days: dict[EnrolmentState, list[int]] = {state: [] for state in STAGES}
    for state, since in standing:
        if state in days:
            days[state].append((today - since).days)
    return tuple(_stage(state, days[state]) for state in STAGES)


def _stage(state: EnrolmentState, days: Sequence[int]) -> Stage:
    stuck = sum(count > STUCK_AFTER_DAYS for count in days) if state in ON_THE_WAY else 0
    return Stage(state, len(days), median(days) if days else None, stuck)


def largest(found: Sequence[Stage]) -> int:
    """The most people at any stage, at least one: the length of the longest bar."""
    return max([stage.people for stage in found], default=1) or 1
