"""What a move would mean by name, and whom the ticks of a page stand for."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.curriculum.test_carrying import FIRST, ONE, OUTLINES, SECOND, TWO
from trainer.curriculum.carrying import Earned
from trainer.curriculum.documents import Policy
from trainer.curriculum.moves import Thing, apart, groups, mark, meaning, shared, ticked

EVERYTHING = Earned(
    {(key, lesson): {ONE} for key, lesson in ("ma", "mb", "mc", "nd")}, {"m": {ONE}, "n": {ONE}}, {"p", "q"}
)


def names(things: tuple[Thing, ...]) -> str:
    return " ".join(f"{thing.kind}:{thing.title}" for thing in things)


def test_what_a_move_means_for_who_has_done_everything() -> None:
    found = meaning(EVERYTHING, OUTLINES, FIRST, SECOND)
    assert names(found.kept) == "lesson:a reflection:p lesson:d"
    assert names(found.again) == "lesson:b check:m"
    assert names(found.gone) == "lesson:c reflection:q check:n"
    assert names(found.new) == "lesson:e"


def test_for_a_beginner_only_what_is_new_is_new() -> None:
    found = meaning(Earned({}, {}, ()), OUTLINES, FIRST, SECOND)
    assert (found.kept, found.again, found.gone, names(found.new)) == ((), (), (), "lesson:e")


def test_what_is_kept_of_a_whole_module_is_told_by_its_name() -> None:
    back = meaning(EVERYTHING, OUTLINES, SECOND, FIRST)
    assert names(back.in_short) == "module:m module:n"
    found = meaning(EVERYTHING, OUTLINES, FIRST, SECOND)
    assert names(found.in_short) == "lesson:a reflection:p lesson:d"  # a module of one thing is that thing


def test_moving_back_makes_everything_count_again() -> None:
    found = meaning(EVERYTHING, OUTLINES, SECOND, FIRST)
    assert len(found.kept) == 8
    assert (found.again, found.gone) == ((), ())


def test_what_does_not_count_now_is_not_told_as_gone() -> None:
    third = SECOND.__class__(UUID(int=3), "p", "P", "en", "", 3, ())
    found = meaning(EVERYTHING, OUTLINES, SECOND, third)
    assert names(found.gone) == "lesson:a reflection:p lesson:d"


LEEDS = [("Leeds", "1"), ("Leeds", "2")]
GROUPED = [
    ([], []),
    (LEEDS, [(None, "12")]),
    ([("", "3")], [(None, "3")]),
    ([*LEEDS, ("York", "3"), ("", "4")], [(None, "1234"), ("Leeds", "12"), ("York", "3"), ("", "4")]),
]


@pytest.mark.parametrize(("people", "found"), GROUPED)
def test_several_units_can_be_ticked_one_by_one(
    people: list[tuple[str, str]], found: list[tuple[str | None, str]]
) -> None:
    assert [(group.unit, "".join(sorted(group.marks))) for group in groups(people)] == found


def test_a_tick_stands_for_who_was_on_the_page() -> None:
    shown = groups([*LEEDS, ("York", "3")])
    everybody, leeds, york = (group.mark for group in shown)
    assert ticked(["1"], shown) == {"1"}
    assert ticked([leeds, "3"], shown) == {"1", "2", "3"}
    assert ticked([everybody], shown) == ticked([leeds, york, "1"], shown) == {"1", "2", "3"}
    for later in (groups([*LEEDS, ("Leeds", "9"), ("York", "3")]), groups([LEEDS[0], ("York", "3")])):
        assert ticked([leeds], later) is None
        assert ticked([york, "1"], later) == {"1", "3"}
    assert ticked(["2"], groups([LEEDS[0], ("York", "3")])) is None
    assert ticked([mark(ONE, 1)], groups([("", mark(ONE, 2))])) is None
    assert ticked([mark(TWO, 2)], groups([("", mark(TWO, 2))])) == {mark(TWO, 2)}


@given(st.lists(st.tuples(st.sampled_from(["", "Leeds", "York"]), st.text("123", min_size=1)), max_size=6), st.data())
def test_ticks_never_stand_for_anybody_else(people: list[tuple[str, str]], data: st.DataObject) -> None:
    shown = groups(people)
    known = {one for _, one in people}
    marks = data.draw(st.lists(st.sampled_from(sorted(known | {group.mark for group in shown} | {"x"}))))
    found = ticked(marks, shown)
    assert (found is None) == ("x" in marks)
    assert found is None or found <= known


def policy(months: int, *sessions: int, days: int = 30) -> Policy:
    """A policy that asks for reading, and for so many sessions."""
    asked = [{"kind": "observations", "sessions": count, "assessors": 2} for count in sessions]
    values = {"key": "p", "version": "1", "title": "P", "scope": "Run.", "validity_months": months}
    return Policy.model_validate({**values, "not_yet_days": days, "requirements": [{"kind": "lessons"}, *asked]})


BOTH = ["lessons", "observations"]
POLICIES = [
    # a policy, the others → what sets it apart (requirements, months, again), what all of them ask for
    (policy(12, 2), [policy(12, 2)], ([], None, None), (BOTH, 12, (2, 30))),
    (policy(12, 3), [policy(12, 2)], (["observations"], None, None), (["lessons"], 12, (2, 30))),
    (policy(24), [policy(12, 2)], ([], 24, None), (["lessons"], None, (2, 30))),
    (policy(12, days=60), [policy(12)], ([], None, (2, 60)), (["lessons"], 12, None)),
    (policy(12, 2), [policy(12, 2), policy(24, 3)], (["observations"], 12, None), (["lessons"], None, (2, 30))),
    (policy(12), [None], (["lessons"], 12, (2, 30)), ([], None, None)),
]


@pytest.mark.parametrize(("one", "others", "own", "same"), POLICIES)
def test_what_sets_a_policy_apart(one: Policy, others: list[Policy | None], own: Any, same: Any) -> None:
    for found, wanted in ((apart(one, others), own), (shared(one, others), same)):
        assert ([part.kind for part in found.requirements], found.months, found.again) == wanted
        assert bool(found) is (wanted != ([], None, None))
