"""How far somebody is through a programme."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import MONDAY
from trainer.curriculum.outline import LessonLine, ModuleLine, Outline, Prompt, Stop, learning, onward


def module(
    key: str, lessons: str, has_check: bool = True, prompts: str = "", requires: tuple[str, ...] = ()
) -> ModuleLine:
    """A module whose lessons take one, two, three … minutes; its prompts stand in its first lesson."""
    return ModuleLine(
        key=key,
        title=key,
        summary="",
        minutes_self=0,
        minutes_live=0,
        practice="",
        outcomes=(),
        readings=(),
        requires=requires,
        has_check=has_check,
        lessons=tuple(LessonLine(key, name, name, minutes, "w") for minutes, name in enumerate(lessons, start=1)),
        prompts=tuple(Prompt(name, name, key, lessons[0]) for name in prompts),
    )


def outline(*modules: ModuleLine) -> Outline:
    return Outline(UUID(int=1), "p", "P", "en", "", 1, modules)


SMALL = outline(module("m", "ab", prompts="x"), module("n", "c", has_check=False), module("o", "d"))
ALL = {("m", "a"), ("m", "b"), ("n", "c"), ("o", "d")}

WAYS = [
    # read, passed → next lesson, next check, complete
    (set(), set(), "a", "m", False),
    ({("m", "a")}, set(), "b", "m", False),
    ({("m", "b")}, {"m"}, "a", "o", False),  # in any order
    (ALL, {"m"}, None, "o", False),
    (ALL, {"m", "o"}, None, None, True),
    (ALL - {("n", "c")}, {"m", "o"}, "c", None, False),
    ({("m", "gone"), *ALL}, {"m", "o", "gone"}, None, None, True),  # of an older release
]


@pytest.mark.parametrize(("read", "passed", "lesson", "check", "complete"), WAYS)
def test_what_comes_next(
    read: set[tuple[str, str]], passed: set[str], lesson: str | None, check: str | None, complete: bool
) -> None:
    way = learning(SMALL, read, passed, set())
    assert (way.onward and way.onward.line.key, way.next_check and way.next_check.key) == (lesson, check)
    assert way.complete is complete


def line(key: str, *headings: str) -> LessonLine:
    return LessonLine("m", key, key, 1, "w", headings=tuple((id, id.title()) for id in headings))


def stop(key: str, heading: str, minute: int) -> Stop:
    return Stop(("m", key), heading, MONDAY + timedelta(minutes=minute))


LINES = [line("a", "one", "two"), line("b", "three"), line("c")]
ONWARD = [
    # read, where the reader stopped → the lesson, the heading
    ("", [], "a", ""),
    ("a", [], "b", ""),
    ("", [stop("a", "two", 1)], "a", "two"),
    ("", [stop("a", "two", 1), stop("b", "three", 2)], "b", "three"),  # the last one they were in
    ("", [stop("b", "three", 2), stop("a", "two", 1)], "b", "three"),
    ("b", [stop("b", "three", 2), stop("a", "two", 1)], "a", "two"),  # unless that is read
    ("", [stop("c", "", 3), stop("a", "two", 1)], "c", ""),  # at its beginning
    ("", [stop("a", "gone", 1)], "a", ""),  # a heading of another release
    ("", [stop("gone", "two", 1)], "a", ""),  # a lesson of another release
    ("abc", [stop("a", "two", 1)], None, ""),
]


@pytest.mark.parametrize(("read", "stops", "lesson", "heading"), ONWARD)
def test_one_goes_on_where_one_stopped_last(read: str, stops: list[Stop], lesson: str | None, heading: str) -> None:
    found = onward(LINES, {("m", key) for key in read}, stops)
    assert (found and found.line.key, found.heading_id if found else "") == (lesson, heading)
    if found:
        assert found.heading == heading.title()


@given(st.sets(st.sampled_from("abc")), st.lists(st.tuples(st.sampled_from("abcd"), st.datetimes())))
def test_one_goes_on_in_something_unread_as_long_as_there_is_something(
    read: set[str], stops: list[tuple[str, datetime]]
) -> None:
    found = onward(LINES, {("m", key) for key in read}, [Stop(("m", key), "one", at) for key, at in stops])
    assert (found is None) is (read == {"a", "b", "c"})
    assert found is None or found.line.key not in read


def test_a_check_counts_only_where_there_is_one() -> None:
    way = learning(SMALL, set(), {"m", "n", "gone"}, {"x", "gone"})
    assert (way.checks_passed, way.checks_total) == (1, 2)
    assert (way.prompts_answered, way.prompts_total, way.next_prompt) == (1, 1, None)


def test_reading_time_is_what_is_not_read_yet() -> None:
    way = learning(SMALL, {("m", "a")}, set(), set())
    assert [way.minutes_left(part) for part in SMALL.modules] == [2, 1, 1]


BUILT = outline(
    module("m", "ab"), module("n", "c", has_check=False), module("o", "d", requires=("m", "n", "gone")), module("p", "")
)
OPEN = [
    # read, passed → what the third module is better after
    (set(), set(), ["m", "n"]),
    ({("m", "a"), ("m", "b")}, set(), ["m", "n"]),  # the check is open
    ({("m", "a")}, {"m"}, ["m", "n"]),  # a lesson is open
    ({("m", "a"), ("m", "b")}, {"m"}, ["n"]),
    ({("m", "a"), ("m", "b"), ("n", "c")}, {"m"}, []),
]


@pytest.mark.parametrize(("read", "passed", "after"), OPEN)
def test_a_module_is_better_after_those_it_builds_on_until_they_are_done(
    read: set[tuple[str, str]], passed: set[str], after: list[str]
) -> None:
    way = learning(BUILT, read, passed, set())
    first, second, third, _ = BUILT.modules
    assert [needed.key for needed in way.better_after(third)] == after
    assert way.better_after(first) == ()
    assert BUILT.required(third) == (first, second)  # a module that is not there asks for nothing
    assert way.owes_check(second) is False


NEIGHBOURS = [("m", "a", None, "b"), ("m", "b", "a", "c"), ("n", "c", "b", "d"), ("o", "d", "c", None)]


@pytest.mark.parametrize(("key", "lesson", "before", "after"), NEIGHBOURS)
def test_the_lessons_beside_one_go_across_modules(key: str, lesson: str, before: str | None, after: str | None) -> None:
    left, right = SMALL.neighbours(key, lesson)
    assert (left and left.key, right and right.key) == (before, after)


def test_an_empty_programme_is_complete() -> None:
    way = learning(outline(), set(), set(), set())
    assert (way.complete, way.onward, way.lessons_total) == (True, None, 0)


@given(st.sets(st.sampled_from(sorted(ALL))), st.sets(st.sampled_from(["m", "o"])))
def test_counts_never_pass_their_totals_and_agree_with_what_is_next(
    read: set[tuple[str, str]], passed: set[str]
) -> None:
    way = learning(SMALL, read, passed, set())
    assert way.lessons_read == len(read) <= way.lessons_total
    assert (way.onward is None) is (way.lessons_read == way.lessons_total)
    assert (way.next_check is None) is (way.checks_passed == way.checks_total)
    assert sum(map(way.minutes_left, SMALL.modules)) == sum(
        line.minutes for line in SMALL.lessons if (line.module_key, line.key) not in read
    )
