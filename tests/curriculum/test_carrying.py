"""What of everything earned counts in another release: tables of cases, and that nothing is ever forgotten."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.curriculum import carrying
from trainer.curriculum.carrying import Earned, Fate, carry, counted, having
from trainer.curriculum.outline import LessonLine, ModuleLine, Outline, Prompt

K, A, G = Fate.KEPT, Fate.AGAIN, Fate.GONE


def module(key: str, lessons: str = "", tests: str = "", prompts: str = "") -> ModuleLine:
    """A module of lessons such as `a1 b2` (key and structure), a check of outcomes and prompts, a letter each."""
    return ModuleLine(
        key=key,
        title=key,
        summary="",
        minutes_self=0,
        minutes_live=0,
        practice="",
        outcomes=(),
        readings=(),
        requires=(),
        has_check=bool(tests),
        lessons=tuple(LessonLine(key, word[0], word[0], 1, f"w{word}", word[1]) for word in lessons.split()),
        prompts=tuple(Prompt(name, name, key, "a") for name in prompts),
        tests=frozenset(tests),
    )


def outline(number: int, *modules: ModuleLine) -> Outline:
    return Outline(UUID(int=number), "p", "P", "en", "", number, modules)


LESSONS = [
    # read in, to → fate
    ("a1", "a1", K),
    ("a1 b1", "b1 a1", K),  # the place in the order does not matter
    ("a1", "a2", A),
    ("a1", "b1", G),
    ("a1", "", G),
    ("b1", "a1", A),  # the row speaks of a lesson that its release does not have: it is read again
]


@pytest.mark.parametrize(("before", "after", "fate"), LESSONS)
def test_a_lesson_is_kept_while_its_structure_is_the_same(before: str, after: str, fate: Fate) -> None:
    old, new = outline(1, module("m", before)), outline(2, module("m", after))
    assert carrying.lesson(("m", "a"), old, new) is fate


def test_a_lesson_in_another_module_is_another_lesson() -> None:
    old, new = outline(1, module("m", "a1")), outline(2, module("n", "a1"))
    assert carrying.lesson(("m", "a"), old, new) is G


CHECKS = [
    # passed under, to → fate
    ("xy", "xy", K),
    ("xy", "x", K),
    ("x", "xy", A),
    ("x", "y", A),
    ("xy", "", G),
    ("", "x", A),
]


@pytest.mark.parametrize(("before", "after", "fate"), CHECKS)
def test_a_check_is_kept_unless_it_asks_about_something_new(before: str, after: str, fate: Fate) -> None:
    assert carrying.check("m", outline(1, module("m", tests=before)), outline(2, module("m", tests=after))) is fate


def test_a_check_of_a_module_that_is_gone_is_no_longer_needed() -> None:
    assert carrying.check("m", outline(1, module("m", tests="x")), outline(2)) is G


FIRST = outline(1, module("m", "a1 b1 c1", "x", "pq"), module("n", "d1", "z"))
SECOND = outline(2, module("m", "a1 b2 e1", "xy", "p"), module("n", "d1"))
OUTLINES = {one.release_id: one for one in (FIRST, SECOND)}
ONE, TWO = FIRST.release_id, SECOND.release_id


def test_everything_is_carried() -> None:
    everything = {("m", "a"): {ONE}, ("m", "b"): {ONE}, ("m", "c"): {ONE}, ("n", "d"): {ONE}}
    found = carry(Earned(everything, {"m": {ONE}, "n": {ONE}}, {"p", "q"}), OUTLINES, SECOND)
    assert found.read == {("m", "a"): K, ("m", "b"): A, ("m", "c"): G, ("n", "d"): K}
    assert found.passed == {"m": A, "n": G}
    assert found.answered == {"p": K, "q": G}


def test_one_of_several_times_is_enough() -> None:
    earned = Earned({("m", "b"): {ONE, TWO}}, {"m": {ONE, TWO}}, ())
    for to in (FIRST, SECOND):
        assert set(carry(earned, OUTLINES, to).read.values()) == {K}
        assert set(carry(earned, OUTLINES, to).passed.values()) == {K}


def test_how_far_somebody_is_counts_what_is_kept() -> None:
    way = counted(Earned({("m", "a"): {ONE}, ("m", "b"): {ONE}}, {"m": {ONE}}, {"p", "q"}), OUTLINES, SECOND)
    assert (way.lessons_read, way.lessons_total, way.checks_passed, way.prompts_answered) == (1, 4, 0, 1)
    assert (way.again, way.retake, way.arrived, way.moved) == ({("m", "b")}, {"m"}, True, True)


NEWS = [
    # read in the first, passed in the first, read in the second → moved
    ("", "", "", False),
    ("", "", "ma", False),  # who began in this release was not moved
    ("ma", "", "", True),  # nothing done here yet
    ("ma", "", "nd", False),  # looked at, and nothing is to be done again
    ("mb", "", "nd", True),  # to be read again
    ("mb", "", "mb", False),
    ("ma", "m", "me", True),  # to be passed again
]


@pytest.mark.parametrize(("first", "passed", "second", "moved"), NEWS)
def test_who_was_moved_is_told_until_they_have_looked(first: str, passed: str, second: str, moved: bool) -> None:
    read: dict[tuple[str, str], set[UUID]] = {}
    for id, words in ((ONE, first), (TWO, second)):
        if words:
            read.setdefault((words[0], words[1]), set()).add(id)
    way = counted(Earned(read, {key: {ONE} for key in passed}, ()), OUTLINES, SECOND)
    assert way.moved is moved


# Any programme of two modules in three releases, and anything earned in any of them.
STRUCTURES = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("12"), max_size=4)


@st.composite
def releases(draw: st.DrawFn) -> tuple[Outline, ...]:
    def one(key: str) -> ModuleLine:
        lessons = " ".join(name + structure for name, structure in draw(STRUCTURES).items())
        return module(key, lessons, draw(st.text("xyz", max_size=3)), draw(st.text("pq", max_size=2)))

    return tuple(outline(number, one("m"), one("n")) for number in (1, 2, 3))


@given(releases(), st.data())
def test_only_what_is_asked_for_counts_and_what_was_earned_there_always_does(
    three: tuple[Outline, ...], data: st.DataObject
) -> None:
    known = {one.release_id: one for one in three}
    places = [(one.release_id, line.place) for one in three for line in one.lessons]
    checks = [(one.release_id, part.key) for one in three for part in one.modules if part.has_check]
    read = data.draw(st.sets(st.sampled_from(places))) if places else set()
    passed = data.draw(st.sets(st.sampled_from(checks))) if checks else set()
    answered = data.draw(st.sets(st.sampled_from("pq")))
    earned = Earned(
        {place: {id for id, other in read if other == place} for _, place in read},
        {key: {id for id, other in passed if other == key} for _, key in passed},
        answered,
    )
    for to in three:
        found, way = carry(earned, known, to), counted(earned, known, to)
        # Everything earned has one fate; what is gone is exactly what the release does not have.
        assert set(found.read) == set(earned.read)
        assert having(G, found.read) == {place for place in earned.read if to.line(place) is None}
        # What was earned in this very release counts in it, wherever somebody was in between.
        assert {place for id, place in read if id == to.release_id} <= way.read
        assert {key for id, key in passed if id == to.release_id} <= way.passed
        assert way.again.isdisjoint(way.read)
        assert way.lessons_read == len(way.read)
        assert way.answered == answered & {prompt.key for prompt in to.prompts}
        # More earned is never less counted.
        fewer = Earned(dict(list(earned.read.items())[1:]), dict(list(earned.passed.items())[1:]), ())
        less = counted(fewer, known, to)
        assert less.read <= way.read
        assert less.passed <= way.passed
