"""The pipeline: how many stand at each stage, for how long by the median, and who is stuck."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.capability.pipeline import ON_THE_WAY, STAGES, STUCK_AFTER_DAYS, Stage, largest, stages
from trainer.curriculum.lifecycle import EnrolmentState

TODAY = date(2026, 11, 23)
LEARNING, OBSERVED, CERTIFIED = (EnrolmentState(x) for x in ("learning", "observation_ready", "certified"))


def days_ago(*days: int, state: EnrolmentState = LEARNING) -> list[tuple[EnrolmentState, date]]:
    return [(state, TODAY - timedelta(days=count)) for count in days]


def at(state: EnrolmentState, found: tuple[Stage, ...]) -> Stage:
    return next(stage for stage in found if stage.state is state)


@pytest.mark.parametrize(
    ("days", "people", "median", "stuck"),
    [
        ((), 0, None, 0),
        ((0,), 1, 0, 0),
        ((30,), 1, 30, 0),
        ((31,), 1, 31, 1),
        ((1, 2, 40), 3, 2, 1),
        ((1, 2), 2, 1.5, 0),
        ((31, 32, 33), 3, 32, 3),
    ],
)
def test_one_stage(days: tuple[int, ...], people: int, median: float | None, stuck: int) -> None:
    stage = at(LEARNING, stages(days_ago(*days), TODAY))
    assert (stage.people, stage.median_days, stage.stuck) == (people, median, stuck)


def test_every_stage_is_there_in_the_order_of_the_journey() -> None:
    assert [stage.state for stage in stages([], TODAY)] == list(STAGES)
    assert STAGES[-1] is CERTIFIED


def test_nobody_is_stuck_where_the_journey_ends() -> None:
    found = stages([*days_ago(400, state=CERTIFIED), *days_ago(400, state=OBSERVED)], TODAY)
    assert (at(CERTIFIED, found).stuck, at(OBSERVED, found).stuck) == (0, 1)


@pytest.mark.parametrize("state", sorted(set(EnrolmentState) - set(STAGES)))
def test_who_has_left_the_journey_is_not_counted(state: EnrolmentState) -> None:
    assert sum(stage.people for stage in stages(days_ago(9, state=state), TODAY)) == 0


@pytest.mark.parametrize(("days", "found"), [((), 1), ((1,), 1), ((1, 2, 3), 3)])
def test_the_longest_bar_is_never_nothing(days: tuple[int, ...], found: int) -> None:
    assert largest(stages(days_ago(*days), TODAY)) == found
    assert largest([]) == 1


@given(st.lists(st.tuples(st.sampled_from(EnrolmentState), st.dates(date(2020, 1, 1), TODAY))))
def test_everybody_on_the_journey_is_counted_once(standing: list[tuple[EnrolmentState, date]]) -> None:
    found = stages(standing, TODAY)
    assert sum(stage.people for stage in found) == sum(state in STAGES for state, _ in standing)
    late = sum(state in ON_THE_WAY and (TODAY - since).days > STUCK_AFTER_DAYS for state, since in standing)
    assert sum(stage.stuck for stage in found) == late
    assert all((stage.median_days is None) is (stage.people == 0) for stage in found)
