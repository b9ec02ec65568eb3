"""Where judgements differ so much that somebody has to look."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.test_judgement import RUBRIC
from trainer.assessment.comparison import Line, compare, to_moderate

FIRST = RUBRIC.criteria[0]
LEVEL = st.none() | st.integers(1, 4)


@pytest.mark.parametrize(
    ("levels", "gap", "differs"),
    [
        ((3, 3), 0, False),
        ((3, 4), 1, False),
        ((2, 4), 2, True),
        ((1, 4), 3, True),
        ((None, 1), 0, False),  # a hole is no zero
        ((None, None), 0, False),
        ((), 0, False),
        ((2, None, 4), 2, True),
        ((2, 3, 4), 2, True),
    ],
)
def test_two_levels_apart_differ(levels: tuple[int | None, ...], gap: int, differs: bool) -> None:
    line = Line(FIRST, levels)
    assert (line.gap, line.differs) == (gap, differs)
    assert bool(to_moderate([line])) is differs
    assert to_moderate([Line(FIRST, levels, settled=3)]) == ()


def test_what_was_settled_counts_in_the_place_of_all() -> None:
    assert set(Line(FIRST, (1, 4), settled=3).counted) == {3}
    assert Line(FIRST, (None, 4)).counted == (4,)
    assert Line(FIRST, (None, None)).counted == ()


def test_lines_come_in_the_order_of_the_rubric_with_holes_where_nothing_was_given() -> None:
    lines = compare(RUBRIC, [{"inquiry": 2, "phases": 1}, {"phases": 3}], {"phases": 2, "unknown": 4})
    assert [line.criterion.key for line in lines] == ["phases", "inquiry", "stance", "strengths"]
    assert [line.levels for line in lines] == [(1, 3), (2, None), (None, None), (None, None)]
    assert [line.settled for line in lines] == [2, None, None, None]


@given(st.lists(LEVEL, max_size=6))
def test_who_comes_first_makes_no_difference(levels: Sequence[int | None]) -> None:
    there, back = Line(FIRST, tuple(levels)), Line(FIRST, tuple(reversed(levels)))
    assert there.gap == back.gap
    assert there.differs == back.differs
    assert sorted(there.counted) == sorted(back.counted)
