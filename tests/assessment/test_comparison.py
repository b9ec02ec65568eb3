"""Where judgements differ so much that somebody has to look."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.test_judgement import RUBRIC
from trainer.assessment.comparison import Asked, Line, compare, outcomes, to_moderate
from trainer.curriculum.documents import ScoresRequirement, Settling

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
    each = [{"phases": level} for level in levels]
    line = compare(RUBRIC, each)[0]
    assert (line.gap, line.differs) == (gap, differs)
    assert bool(to_moderate([line])) is differs
    assert to_moderate(compare(RUBRIC, each, {"phases": 3})) == ()


LINES = ScoresRequirement(kind="scores", overall=2.9, critical=2.75, each=2, entrustment=4)
SAME = dict.fromkeys(("phases", "inquiry", "stance", "strengths"), 3)


@pytest.mark.parametrize(
    ("settling", "one", "other", "waits"),
    [
        (Settling(), {"phases": 2}, {"phases": 4}, ["phases"]),
        (Settling(), {"inquiry": 2}, {}, []),
        (Settling(tolerance=0), {"inquiry": 2}, {"phases": 4}, ["phases", "inquiry"]),
        (Settling(tolerance=2), {"phases": 2}, {"phases": 4}, []),
        (Settling(tolerance=2), {"phases": 1}, {"phases": 4}, ["phases"]),
        # the critical criterion alone keeps one of them from the line; strengths stand on the same side of ready
        (Settling(outcome=True), {"inquiry": 2}, {"strengths": 4}, ["inquiry"]),
        (Settling(outcome=True), {"inquiry": 2}, {"inquiry": 2}, []),
        # only phases fails, below its own line; stance lies across ready
        (
            Settling(outcome=True),
            {"phases": 1, "inquiry": 4, "strengths": 4},
            {"phases": 2, "inquiry": 4, "strengths": 4, "stance": 2},
            ["phases", "stance"],
        ),
        (Settling(outcome=True), {"phases": 2, "strengths": 4}, {}, []),  # both meet the lines
        (Settling(outcome=True), {"inquiry": None, "phases": None}, {}, []),
    ],
)
def test_a_policy_says_what_is_settled(
    settling: Settling, one: dict[str, int | None], other: dict[str, int | None], waits: list[str]
) -> None:
    for two in ([SAME | one, SAME | other], [SAME | other, SAME | one]):
        lines = compare(RUBRIC, two, asked=Asked(settling, LINES))
        assert [line.criterion.key for line in to_moderate(lines)] == waits
        assert to_moderate(compare(RUBRIC, two, dict.fromkeys(SAME, 3), Asked(settling, LINES))) == ()


def test_where_no_level_is_on_the_other_side_of_ready_every_difference_waits() -> None:
    high = ScoresRequirement(kind="scores", overall=3.4, critical=3, each=3, entrustment=4)
    two = [SAME, SAME | {"phases": 4, "stance": 4}]
    lines = compare(RUBRIC, two, asked=Asked(Settling(outcome=True), high))
    assert [line.criterion.key for line in to_moderate(lines)] == ["phases", "stance"]


@pytest.mark.parametrize(
    ("levels", "met"),
    [
        (SAME, True),
        (SAME | {"phases": 2}, False),  # the mean is 2.75
        (SAME | {"phases": 2, "strengths": 4}, True),
        (SAME | {"inquiry": 2, "strengths": 4, "phases": 4}, False),  # a critical criterion
        (SAME | {"strengths": 1, "stance": 4, "phases": 4}, False),  # under the line of every criterion
        (dict.fromkeys(SAME, None), None),
        ({}, None),
    ],
)
def test_what_one_judgement_alone_would_come_to(levels: dict[str, int | None], met: bool | None) -> None:
    assert outcomes(RUBRIC, [levels], LINES) == (met,)
    assert outcomes(RUBRIC, [levels], None) == (None,)


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
    each = [{"phases": level} for level in levels]
    there, back = compare(RUBRIC, each)[0], compare(RUBRIC, each[::-1])[0]
    assert there.gap == back.gap
    assert there.differs == back.differs
    assert sorted(there.counted) == sorted(back.counted)
