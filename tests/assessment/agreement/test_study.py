"""What more sessions or assessors buy and cost: plans, hours, and the ends between which evidence lies."""

import pytest

from trainer.assessment.agreement.dependability import Design, estimate
from trainer.assessment.agreement.study import Plan, options, shares


@pytest.mark.parametrize(
    ("plan", "fewest", "most", "hours"),
    [
        (Plan(1, 1), Design(1, 1, 1), Design(1, 1, 1), 1.5),
        (Plan(2, 2, 2), Design(2, 4, 2), Design(2, 4, 4), 6.0),
        (Plan(3, 2, 3), Design(3, 6, 3), Design(3, 6, 6), 9.0),
        (Plan(2, 3, 2), Design(2, 6, 3), Design(2, 6, 6), 9.0),
        (Plan(1, 2, 9), Design(1, 2, 2), Design(1, 2, 2), 3.0),
    ],
)
def test_a_plan_says_by_how_many_and_for_how_long(plan: Plan, fewest: Design, most: Design, hours: float) -> None:
    assert (plan.fewest, plan.most, plan.hours(60)) == (fewest, most, hours)


def test_more_of_anything_buys_something_and_costs_something() -> None:
    now, *more = options(Plan(2, 2, 2), estimate([]), 60)
    for option in more:
        assert option.hours > now.hours
        for after, before in zip(option.borrowed, now.borrowed, strict=True):
            assert after.value > before.value
    assert shares(estimate([])) == {}
    assert {figure.value for option in (now, *more) for figure in option.own} == {None}
