"""Is every difference between two rubrics, schemes or policies told in words, and with what follows from it?"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from tests.programme import FILES
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.digests import both
from trainer.curriculum.documents import HiddenPlan, ObservationScheme, Policy, Rubric, Settling
from trainer.curriculum.instruments import Instruments
from trainer.curriculum.rewording import Difference, Kind, instruments, policies, rubrics, schemes
from trainer.curriculum.wordwise import Piece, pieces

_compiled = compile_programme(FILES).programme
assert _compiled
assert _compiled.rubric
assert _compiled.scheme
assert _compiled.policy
RUBRIC, SCHEME, POLICY = _compiled.rubric, _compiled.scheme, _compiled.policy
KINDS: Mapping[str, tuple[Any, type[BaseModel], Callable[[Any, Any], tuple[Difference, ...]]]] = {
    "rubric": (RUBRIC, Rubric, rubrics),
    "scheme": (SCHEME, ObservationScheme, schemes),
    "policy": (POLICY, Policy, policies),
}
of_each = pytest.mark.parametrize("kind", KINDS)

Edit = Callable[[dict[str, Any]], Any]


def edited(kind: str, edit: Edit) -> Any:
    """The document of the small programme after an edit of its values."""
    document, shape, _ = KINDS[kind]
    values = document.model_dump(mode="json")
    edit(values)
    return shape.model_validate(values)


def told(kind: str, edit: Edit) -> list[Difference]:
    """What is told of an edit."""
    document, _, compare = KINDS[kind]
    return list(compare(document, edited(kind, edit)))


def put(*path: str | int, value: Any) -> Edit:
    """Put a value in a place."""

    def edit(values: Any) -> None:
        for step in path[:-1]:
            values = values[step]
        values[path[-1]] = value

    return edit


def criterion(number: int, **changes: Any) -> Edit:
    """Change the nth criterion of the first domain."""
    return lambda values: values["domains"][0]["criteria"][number].update(changes)


def requirement(kind: str, **changes: Any) -> Edit:
    """Change the requirement of a kind."""
    return lambda values: next(part for part in values["requirements"] if part["kind"] == kind).update(changes)


NEW = {
    "key": "silence",
    "code": "A3",
    "name": "Silence",
    "summary": "Lets it stand.",
    "anchors": ["Fills it.", "Waits a little.", "Waits.", "The set waits."],
}
CODE = {
    "key": "SILENCE",
    "label": "Silence",
    "hotkey": "s",
    "group": "does",
    "actors": ["F"],
    "actor": "F",
    "definition": "Five seconds.",
}
ANCHORS = ["Phases blur.", "Phases leak.", "Each phase is opened aloud.", "The set keeps time itself."]


def without(name: str, number: int) -> Edit:
    return lambda values: values[name].pop(number)


def with_one(name: str, part: Any) -> Edit:
    return lambda values: values[name].append(part)


def turned(*path: str | int) -> Edit:
    """Turn a list round."""

    def edit(values: Any) -> None:
        for step in path:
            values = values[step]
        values.reverse()

    return edit


def to_the_other_domain(values: dict[str, Any]) -> None:
    values["domains"][1]["criteria"].append(values["domains"][0]["criteria"].pop(0))


CASES: list[tuple[str, Edit, list[tuple[Kind, bool, str]]]] = [
    ("rubric", criterion(0, critical=True), [(Kind.STRICTER, True, "Criterion A1 Phases and time is critical now.")]),
    (
        "rubric",
        criterion(1, critical=False),
        [(Kind.LOOSER, True, "Criterion A2 Questions before advice is not critical any more.")],
    ),
    ("rubric", criterion(0, anchors=ANCHORS), [(Kind.REWORDED, False, "Anchor 3 of A1 Phases and time is reworded.")]),
    ("rubric", criterion(0, name="Phases"), [(Kind.REWORDED, False, "Criterion A1 Phases has another name.")]),
    (
        "rubric",
        criterion(0, code="A9"),
        [(Kind.CHANGED, True, "Criterion Phases and time has the code A9, before A1.")],
    ),
    (
        "rubric",
        criterion(0, not_observed="once"),
        [(Kind.LOOSER, True, "Criterion A1 Phases and time may go unobserved once in somebody's sessions now.")],
    ),
    (
        "rubric",
        put("domains", 1, "criteria", 1, "not_observed", value="never"),
        [(Kind.STRICTER, True, "Criterion B2 Strengths must be seen in every session now.")],
    ),
    (
        "rubric",
        put("domains", 1, "criteria", 1, "not_observed", value="first_meeting"),
        [(Kind.CHANGED, True, "Criterion B2 Strengths may go unobserved at a first meeting now.")],
    ),
    (
        "rubric",
        lambda values: values["domains"][0]["criteria"].insert(0, NEW),
        [(Kind.ADDED, True, "Criterion A3 Silence is added.")],
    ),
    (
        "rubric",
        lambda values: values["domains"][0]["criteria"].append({**NEW, "critical": True}),
        [(Kind.ADDED, True, "Criterion A3 Silence is added, as a critical one.")],
    ),
    (
        "rubric",
        lambda values: values["domains"][0]["criteria"].pop(0),
        [(Kind.REMOVED, True, "Criterion A1 Phases and time is removed.")],
    ),
    (
        "rubric",
        turned("domains", 0, "criteria"),
        [(Kind.MOVED, True, "The criteria under “Holding the structure” stand in another order.")],
    ),
    ("rubric", turned("domains"), [(Kind.MOVED, True, "The domains stand in another order.")]),
    (
        "rubric",
        to_the_other_domain,
        [
            (
                Kind.MOVED,
                True,
                "Criterion A1 Phases and time stands under “Deepening the thinking”, before under “Holding the "
                "structure”.",
            )
        ],
    ),
    (
        "rubric",
        with_one("domains", {"key": "care", "name": "Care", "criteria": [NEW]}),
        [(Kind.ADDED, True, "The domain “Care” is added."), (Kind.ADDED, True, "Criterion A3 Silence is added.")],
    ),
    ("rubric", put("levels", 2, "name", value="Able"), [(Kind.REWORDED, False, "Level 3 has another name.")]),
    ("rubric", put("levels", 2, "text", value="Alone."), [(Kind.REWORDED, False, "What level 3 means is reworded.")]),
    ("rubric", without("stop_events", 0), [(Kind.REMOVED, True, "A stop event is removed.")]),
    ("rubric", with_one("stop_events", {"key": "x", "text": "Harm."}), [(Kind.ADDED, True, "A stop event is added.")]),
    ("rubric", put("stop_events", 0, "text", value="Harm."), [(Kind.REWORDED, False, "A stop event is reworded.")]),
    ("rubric", turned("stop_events"), [(Kind.MOVED, True, "The stop events stand in another order.")]),
    (
        "rubric",
        put("entrustment", "levels", 3, "text", value="run it"),
        [(Kind.REWORDED, False, "Answer 4 to the question about next time is reworded.")],
    ),
    ("rubric", put("version", value="2"), [(Kind.REWORDED, False, "The rubric has another version.")]),
    (
        "scheme",
        put("phases", 1, "minutes", "60", value=25),
        [(Kind.CHANGED, True, "Phase Explore takes 25 minutes in a 60-minute slot, before 30.")],
    ),
    (
        "scheme",
        put("phases", 1, "minutes", "90", value=40),
        [(Kind.ADDED, True, "Phase Explore takes 40 minutes in a 90-minute slot.")],
    ),
    (
        "scheme",
        lambda values: values["phases"][1]["minutes"].pop("30"),
        [(Kind.REMOVED, True, "Nothing is said any more of phase Explore in a 30-minute slot.")],
    ),
    (
        "scheme",
        put("phases", 1, "early", value=False),
        [(Kind.CHANGED, True, "Advice in phase Explore does not come too early any more.")],
    ),
    (
        "scheme",
        put("phases", 1, "may_not", value="Advise or tell."),
        [(Kind.REWORDED, False, "What one may not do in phase Explore is reworded.")],
    ),
    ("scheme", without("phases", 0), [(Kind.REMOVED, True, "Phase Present is removed.")]),
    ("scheme", turned("phases"), [(Kind.MOVED, True, "The phases come in another order.")]),
    ("scheme", with_one("codes", CODE), [(Kind.ADDED, True, "Event Silence is added.")]),
    ("scheme", without("codes", 3), [(Kind.REMOVED, True, "Event Gives advice is removed.")]),
    (
        "scheme",
        put("codes", 1, "criteria", value=["inquiry"]),
        [(Kind.CHANGED, True, "Event Hands it back serves the criteria inquiry, before inquiry, stance.")],
    ),
    (
        "scheme",
        put("codes", 1, "group", value="watch"),
        [(Kind.CHANGED, True, "Event Hands it back is one to watch now.")],
    ),
    (
        "scheme",
        put("codes", 1, "hotkey", value="h"),
        [(Kind.CHANGED, True, "Event Hands it back has the key “h”, before “r”.")],
    ),
    (
        "scheme",
        put("codes", 0, "definition", value="One open question."),
        [(Kind.REWORDED, False, "The definition of event Open question is reworded.")],
    ),
    ("scheme", turned("codes"), [(Kind.MOVED, True, "The events stand in another order.")]),
    (
        "scheme",
        put("indicators", 1, "guide", value="1"),
        [(Kind.REWORDED, False, "The guide band of indicator Advice from the facilitator differs.")],
    ),
    (
        "policy",
        requirement("observations", sessions=3),
        [(Kind.STRICTER, True, "The policy asks for 3 sessions, before 2.")],
    ),
    (
        "policy",
        requirement("observations", months=24),
        [(Kind.LOOSER, True, "A session counts for 24 months, before 12.")],
    ),
    (
        "policy",
        requirement("observations", assessors=1, coverage=2),
        [
            (Kind.LOOSER, True, "A session counts if 1 assessors rated it, before 2."),
            (Kind.STRICTER, True, "Each criterion must be seen in 2 sessions, before in 1."),
        ],
    ),
    (
        "policy",
        requirement("scores", overall=2.875),
        [(Kind.LOOSER, True, "The mean of all criteria must be at least 2.875, before 2.9.")],
    ),
    (
        "policy",
        requirement("scores", critical=3),
        [(Kind.STRICTER, True, "The mean of each critical criterion must be at least 3, before 2.75.")],
    ),
    (
        "policy",
        requirement("scores", recent=1),
        [
            (
                Kind.CHANGED,
                True,
                "Of the last 1 sessions the answers about next time and lost critical criteria count, before 2.",
            )
        ],
    ),
    (
        "policy",
        requirement("reflections", prompts=False),
        [(Kind.LOOSER, True, "The policy does not ask for answers to prompts any more.")],
    ),
    ("policy", requirement("panel", members=3), [(Kind.STRICTER, True, "A panel of 3 decides, before of 2.")]),
    (
        "policy",
        without("requirements", 0),
        [(Kind.LOOSER, True, "The policy does not ask for lessons any more.")],
    ),
    (
        "policy",
        without("requirements", 6),
        [
            (
                Kind.CHANGED,
                True,
                "The policy does not say any more who decides: two people do, one of whom rated nothing.",
            )
        ],
    ),
    ("policy", turned("requirements"), [(Kind.MOVED, True, "The requirements stand in another order.")]),
    (
        "policy",
        put("validity_months", value=24),
        [(Kind.LOOSER, True, "A certificate holds for 24 months, before 12.")],
    ),
    (
        "policy",
        put("not_yet_days", value=60),
        [(Kind.STRICTER, True, "After “not yet” the next panel waits for 60 days, before 30.")],
    ),
    (
        "policy",
        put("assessors", "months", value=6),
        [(Kind.CHANGED, True, "An assessor's licence holds for 6 months, before 12.")],
    ),
    (
        "policy",
        put("assessors", value=None),
        [(Kind.CHANGED, True, "The policy does not say any more when an assessor is licensed.")],
    ),
    (
        "policy",
        put("hidden", value={"every": 6}),
        [(Kind.CHANGED, True, "The policy says now how often an assessor is given a hidden rating.")],
    ),
    ("policy", put("warning", value="Few."), [(Kind.REWORDED, False, "The warning of the policy is reworded.")]),
]


@pytest.mark.parametrize(("kind", "edit", "expected"), CASES, ids=[case[2][0][2][:50] for case in CASES])
def test_an_edit_is_told_in_a_sentence(kind: str, edit: Edit, expected: list[tuple[Kind, bool, str]]) -> None:
    assert [(one.kind, one.structure, str(one.message)) for one in told(kind, edit)] == expected


def test_the_words_before_and_after_are_kept() -> None:
    (one,) = told("rubric", criterion(0, anchors=ANCHORS))
    assert (one.old, one.new) == ("Each phase is opened and closed aloud.", "Each phase is opened aloud.")
    assert [piece for piece in one.pieces if piece.kind != "same"] == [Piece("removed", "and closed ")]
    (one,) = told("rubric", lambda values: values["domains"][0]["criteria"].append(NEW))
    assert one.pieces == (Piece("added", "Lets it stand."),)


def test_a_document_that_comes_or_goes_is_one_difference() -> None:
    nothing, everything = Instruments(None, None, None), Instruments(RUBRIC, SCHEME, POLICY)
    came, went = instruments(nothing, everything), instruments(everything, nothing)
    assert [str(one.message) for found in came.values() for one in found] == [
        "There is a rubric now.",
        "There are event codes now.",
        "There is a policy now.",
    ]
    assert {one.kind for found in went.values() for one in found} == {Kind.REMOVED}
    assert instruments(everything, everything) == instruments(nothing, nothing) == {}
    assert list(instruments(everything, Instruments(RUBRIC, SCHEME, edited("policy", put("key", value="x"))))) == [
        "policy"
    ]


# There is a difference exactly when a digest differs.


def told_as_the_digests_say(before: Any, after: Any, compare: Callable[[Any, Any], tuple[Difference, ...]]) -> None:
    structure, wording = (one == other for one, other in zip(both(before), both(after), strict=True))
    found = compare(before, after)
    assert bool(found) == (not structure or not wording)
    assert any(one.structure for one in found) == (not structure)
    for one in found:
        assert str(one.message)
        assert "".join(piece.text for piece in one.pieces if piece.kind != "added") == one.old
        assert "".join(piece.text for piece in one.pieces if piece.kind != "removed") == one.new


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place that holds a word, a number or a switch."""
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(part, (*path, key))
    else:
        yield path


def lists(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place that holds a list."""
    if isinstance(value, list):
        yield path
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from lists(part, (*path, key))


def at(values: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        values = values[step]
    return values


WORDS = ["never", "once", "first_meeting", "does", "watch", "lessons", "checks", "scores", "F", "M"]


def others(value: Any) -> list[Any]:
    """Values that could stand in the place of one."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value - 1, value + 1, value + 0.5, value / 2]
    return [*WORDS, "w", "OTHER", "other words"]


def fitting(shape: type[BaseModel], values: Any) -> BaseModel | None:
    """The document of these values, if it is one that could be published: its keys are unique."""
    try:
        document = shape.model_validate(values)
    except ValidationError:
        return None
    return document if all(_unique(part) for part in _lists(document.model_dump(mode="json"))) else None


def _lists(value: Any) -> Iterator[list[Any]]:
    yield from (at(value, path) for path in lists(value))
    if isinstance(value, dict) and "domains" in value:
        yield [criterion for domain in value["domains"] for criterion in domain["criteria"]]


def _unique(parts: list[Any]) -> bool:
    keys = [part["key"] for part in parts if isinstance(part, dict) and "key" in part]
    return len(set(keys)) == len(keys)


@of_each
def test_no_place_can_be_changed_in_silence(kind: str) -> None:
    """Every word, number and switch of the document is put to something else, one at a time."""
    document, shape, compare = KINDS[kind]
    plain, tried = document.model_dump(mode="json"), set()
    for path in leaves(plain):
        for other in others(at(plain, path)):
            values = deepcopy(plain)
            at(values, path[:-1])[path[-1]] = other
            if changed := fitting(shape, values):
                told_as_the_digests_say(document, changed, compare)
                told_as_the_digests_say(changed, document, compare)
                if changed != document:
                    tried.add(path)
    assert tried >= {path for path in leaves(plain) if path[-1] != "kind"}


@of_each
@given(data=st.data())
def test_whatever_is_edited_is_told_as_the_digests_say(kind: str, data: st.DataObject) -> None:
    document, shape, compare = KINDS[kind]
    values = document.model_dump(mode="json")
    for _ in range(data.draw(st.integers(0, 4))):
        edit_somewhere(values, data)
    if after := fitting(shape, values):
        told_as_the_digests_say(document, after, compare)
        told_as_the_digests_say(after, document, compare)


def edit_somewhere(values: Any, data: st.DataObject) -> None:
    """Put another value somewhere, or drop, double or turn something in a list."""
    if data.draw(st.booleans()):
        path = data.draw(st.sampled_from(list(leaves(values))))
        at(values, path[:-1])[path[-1]] = data.draw(st.sampled_from(others(at(values, path))))
        return
    parts = at(values, data.draw(st.sampled_from(list(lists(values)))))
    if not parts:
        return
    number = data.draw(st.integers(0, len(parts) - 1))
    what = data.draw(st.sampled_from(["drop", "double", "turn", "move"]))
    if what == "drop":
        parts.pop(number)
    elif what == "double":
        double = deepcopy(parts[number])
        parts.append({**double, "key": "another"} if isinstance(double, dict) and "key" in double else double)
    elif what == "turn":
        parts.reverse()
    else:
        parts.insert(0, parts.pop(number))


# Words.


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("a b", "a b", [("same", "a b")]),
        ("", "New words.", [("added", "New words.")]),
        ("Old words.", "", [("removed", "Old words.")]),
        (
            "Early advice is caught.",
            "Early advice is caught and named.",
            [("same", "Early advice is caught"), ("added", " and named"), ("same", ".")],
        ),
        (
            "one two three",
            "one four three",
            [("same", "one "), ("removed", "two"), ("added", "four"), ("same", " three")],
        ),
        ("a b c d", "x y z d", [("removed", "a b c"), ("added", "x y z"), ("same", " d")]),
        ("don't wait", "don’t wait", [("removed", "don't"), ("added", "don’t"), ("same", " wait")]),
    ],
)
def test_words_that_differ(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert [tuple(piece) for piece in pieces(old, new)] == expected


@given(st.text(alphabet="ab .,\n"), st.text(alphabet="ab .,\n"))
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.kind != "added") == old
    assert "".join(piece.text for piece in found if piece.kind != "removed") == new
    assert all(piece.text for piece in found)


def test_each_part_of_a_hidden_plan_is_told() -> None:
    plan = HiddenPlan(every=6, repeat_weeks=8, days=21)
    before = POLICY.model_copy(update={"hidden": plan})
    after = POLICY.model_copy(update={"hidden": HiddenPlan(every=4, repeat_weeks=12, days=14)})
    assert [str(one.message) for one in policies(before, after)] == [
        "An assessor is given a hidden rating after every 4 judgements, before 6.",
        "A session is given to its assessor again 12 weeks later at the soonest, before 8.",
        "A hidden rating lapses after 14 days, before 21.",
    ]


def test_each_part_of_settling_is_told() -> None:
    before = POLICY.model_copy(update={"settling": Settling(tolerance=1)})
    after = POLICY.model_copy(update={"settling": Settling(tolerance=0, outcome=True, third=True)})
    assert [str(one.message) for one in policies(before, after)] == [
        "Levels more than 0 apart are settled, before more than 1.",
        "Where assessors would not end alike, what decides is settled now.",
        "Differences are settled with a third assessor or in a conference now, not by a lead's reading alone.",
    ]
    assert str(list(policies(after, before))[-1].message) == "A lead may settle differences by reading alone now."
