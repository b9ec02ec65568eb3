"""Drawing is fair and repeatable; marking is exact, and nothing that a form can post breaks it."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.programme import FILES
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.documents import Check, Item
from trainer.curriculum.knowledge import Answers, Drawn, draw, mark, missed, questions


def bank(count: int = 10, drawn: int = 4, pass_mark: float = 0.75) -> Check:
    options = [{"text": f"option {n}", "correct": n == 1, "feedback": f"feedback {n}"} for n in range(4)]
    items = [
        {"id": f"i-{n}", "type": "single", "outcome": "o", "stem": f"stem {n}", "options": options}
        for n in range(count)
    ]
    return Check.model_validate({"pass_mark": pass_mark, "draw": drawn, "items": items})


def four_kinds() -> Check:
    programme = compile_programme(FILES).programme
    assert programme
    check = programme.modules[0].check
    assert check
    return check.model_copy(update={"draw": len(check.items)})


MIXED = four_kinds()
SHOWN: list[Drawn] = [
    {"item": "q-01", "options": [2, 0, 1]},
    {"item": "q-03", "options": [1, 2, 0]},
    {"item": "q-04", "options": [1, 2, 0]},
    {"item": "q-05", "options": [2, 0, 1], "partners": [1, 2, 0]},
]
RIGHT: dict[str, list[str]] = {
    "q-01": ["1"],
    "q-03": ["1", "2"],
    "q-04.0": ["1"],
    "q-04.1": ["2"],
    "q-04.2": ["0"],
    "q-05.0": ["1"],
    "q-05.1": ["2"],
    "q-05.2": ["0"],
}


def right_answers(check: Check, drawn: list[dict[str, object]]) -> dict[str, list[str]]:
    """What somebody who knows everything would post, found from the texts alone."""
    answers: dict[str, list[str]] = {}
    for question in questions(check, drawn):
        item = next(item for item in check.items if item.id == question.id)
        written = [option.text for option in item.options]
        for choice in question.options:
            option = item.options[written.index(choice.text)]
            if item.type in ("single", "multiple"):
                answers.setdefault(choice.name, []).extend([choice.value] if option.correct else [])
            else:
                partner = option.match or str(written.index(choice.text) + 1)
                answers[choice.name] = [str(question.partners.index(partner))]
    return answers


@given(st.integers(), st.integers(1, 10))
@settings(max_examples=60, deadline=None)
def test_a_draw_is_repeatable_distinct_and_complete(seed: int, count: int) -> None:
    check = bank(10, count)
    drawn = draw(check, seed)
    assert drawn == draw(check, seed)
    assert len({shown["item"] for shown in drawn}) == count
    assert all(sorted(shown["options"]) == [0, 1, 2, 3] for shown in drawn)


@given(st.integers(0, 2**32), st.lists(st.integers(0, 9), max_size=30))
@settings(max_examples=60, deadline=None)
def test_items_seen_least_often_come_first(seed: int, before: list[int]) -> None:
    seen = Counter(f"i-{n}" for n in before)
    drawn = {shown["item"] for shown in draw(bank(), seed, seen.elements())}
    left = {f"i-{n}" for n in range(10)} - drawn
    assert max(seen[item] for item in drawn) <= min(seen[item] for item in left)


def test_two_draws_of_half_the_bank_share_nothing() -> None:
    check = bank(8, 4)
    first = [shown["item"] for shown in draw(check, 1)]
    second = [shown["item"] for shown in draw(check, 2, first)]
    assert not set(first) & set(second)


RETRIES = [
    # items in the bank, drawn, seen before, missed → certainly drawn, certainly not
    (4, 2, "01", "", "23", "01"),  # nothing was missed: what was not seen
    (4, 2, "01", "0", "0", "1"),
    (4, 2, "01", "01", "01", "23"),
    (4, 2, "0123", "2", "2", ""),
    (4, 3, "0123012", "02", "023", "1"),  # what was seen once comes before what was seen twice
    (4, 2, "01230", "012", "12", "3"),  # more were missed than an attempt holds: those seen least often
    (4, 9, "01", "1", "0123", ""),  # no more than the bank holds
    (4, 2, "01", "x", "23", "01"),  # an item that the bank does not hold any more
]


@pytest.mark.parametrize(("count", "drawn", "before", "wrong", "certain", "never"), RETRIES)
def test_what_was_missed_comes_back_and_the_rest_is_what_was_seen_least(
    count: int, drawn: int, before: str, wrong: str, certain: str, never: str
) -> None:
    check = bank(count, drawn)
    for seed in range(20):
        found = {shown["item"] for shown in draw(check, seed, _ids(before), _ids(wrong))}
        assert len(found) == min(count, drawn)
        assert set(_ids(certain)) <= found
        assert not set(_ids(never)) & found


def _ids(numbers: str) -> list[str]:
    return [f"i-{number}" for number in numbers]


@given(st.integers(0, 2**32), st.integers(1, 14), st.lists(st.integers(0, 9), max_size=30), st.data())
@settings(max_examples=100, deadline=None)
def test_every_missed_item_of_the_last_attempt_is_in_the_next(
    seed: int, count: int, before: list[int], data: st.DataObject
) -> None:
    check = bank(10, count)
    last = draw(check, seed, (f"i-{n}" for n in before))
    wrong = data.draw(st.sets(st.sampled_from([shown["item"] for shown in last])))
    answers = {id: values for id, values in right_answers(check, last).items() if id not in wrong}
    assert missed(check, last, answers) == wrong
    seen = [*(f"i-{n}" for n in before), *(shown["item"] for shown in last)]
    again = draw(check, seed + 1, seen, wrong)
    found = [shown["item"] for shown in again]
    assert wrong <= set(found)
    assert len(found) == len(set(found)) == min(count, 10)
    assert again == draw(check, seed + 1, seen, wrong)
    if others := set(found) - wrong:
        left = {item.id for item in check.items} - set(found)
        times = Counter(seen)
        assert max(times[id] for id in others) <= min((times[id] for id in left), default=99)


def test_a_retry_is_shuffled() -> None:
    places = Counter([shown["item"] for shown in draw(bank(), seed, (), ["i-3"])].index("i-3") for seed in range(400))
    assert set(places) == {0, 1, 2, 3}


def test_every_place_holds_the_right_option_equally_often() -> None:
    check = bank(1, 1)
    places = Counter(draw(check, seed)[0]["options"].index(1) for seed in range(2000))
    assert set(places) == {0, 1, 2, 3}
    assert all(400 < count < 600 for count in places.values())


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_order_and_match_are_never_shown_solved(seed: int) -> None:
    drawn = {shown["item"]: shown for shown in draw(MIXED, seed)}
    assert drawn["q-04"]["options"] != [0, 1, 2]
    assert sorted(drawn["q-05"]["partners"]) == [0, 1, 2]
    assert drawn["q-05"]["partners"] != drawn["q-05"]["options"]


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_who_knows_everything_has_everything_right(seed: int) -> None:
    drawn = draw(MIXED, seed)
    result = mark(MIXED, drawn, right_answers(MIXED, drawn))
    assert (result.score, result.passed, result.right, result.total) == (1.0, True, 5, 5)


MARKED = [
    ({}, 4),
    ({"q-01": ["0"]}, 3),
    ({"q-01": ["2"]}, 3),
    ({"q-01": []}, 3),
    ({"q-01": ["1", "1"]}, 3),
    ({"q-01": ["1", "2"]}, 3),
    ({"q-01": ["1", "x"]}, 3),
    ({"q-01": ["-1"]}, 3),
    ({"q-01": ["01"]}, 4),
    ({"q-01": ["１"]}, 3),
    ({"q-01": ["9" * 5000]}, 3),
    ({"q-01": [1]}, 4),
    ({"q-01": [None]}, 3),
    ({"q-03": ["1"]}, 3),
    ({"q-03": ["2", "1"]}, 4),
    ({"q-03": ["0", "1", "2"]}, 3),
    ({"q-03": ["1", "2", "2"]}, 3),
    ({"q-03": ["1", "1"]}, 3),
    ({"q-04.0": ["0"]}, 3),
    ({"q-04.0": ["0"], "q-04.2": ["1"]}, 3),
    ({"q-04.1": []}, 3),
    ({"q-04.1": ["2", "2"]}, 3),
    ({"q-04.1": ["3"]}, 3),
    ({"q-05.0": ["2"], "q-05.1": ["1"]}, 3),
    ({"q-05.0": ["2"]}, 3),
    ({"q-05.0": [""]}, 3),
    ({"q-99": ["1"]}, 4),
]


@pytest.mark.parametrize(("changes", "right"), MARKED)
def test_marking(changes: dict[str, list[str]], right: int) -> None:
    result = mark(MIXED, SHOWN, RIGHT | changes)
    assert (result.right, result.score, result.passed) == (right, right / 4, right >= 3)


def test_no_answers_are_no_points() -> None:
    result = mark(MIXED, SHOWN, {})
    assert (result.right, result.total, result.passed) == (0, 4, False)
    assert mark(MIXED, [], {}).passed is False


@pytest.mark.parametrize(
    ("pass_mark", "right", "passed"),
    [
        *[
            (0.7, 7, True),
            (0.7, 6, False),
            (0.6, 6, True),
            (0.8, 8, True),
            (0.8, 7, False),
            (1, 10, True),
            (1, 9, False),
        ],
        *[(0.35, 4, True), (0.35, 3, False), (0.29, 3, True), (0.1, 1, True), (0.3, 3, True)],
    ],
)
def test_the_pass_mark_itself_passes(pass_mark: float, right: int, passed: bool) -> None:
    check = bank(10, 10, pass_mark)
    drawn = draw(check, 5)
    answers = right_answers(check, drawn)
    for name in list(answers)[right:]:
        answers[name] = []
    result = mark(check, drawn, answers)
    assert (result.right, result.passed) == (right, passed)


def test_questions_are_what_the_page_shows() -> None:
    single, multiple, order, match = questions(MIXED, SHOWN)
    assert (single.number, single.id, single.type, single.fields) == (1, "q-01", "single", ("q-01",))
    assert [(choice.value, choice.text) for choice in single.options] == [
        ("0", "A question for a missing fact"),
        ("1", "Advice in disguise"),
        ("2", "An open question about people"),
    ]
    assert multiple.fields == ("q-03",)
    assert (order.fields, order.partners) == (("q-04.0", "q-04.1", "q-04.2"), ("1", "2", "3"))
    assert [choice.text for choice in order.options] == ["Name", "Convert", "Pause"]
    assert match.partners == ("advice", "question", "story")


@pytest.mark.parametrize(
    ("number", "answers", "answered"),
    [
        (0, {"q-01": ["0"]}, True),
        (0, {"q-01": []}, False),
        (0, {"q-01": [""]}, False),
        (0, {}, False),
        (2, {"q-04.0": ["0"], "q-04.1": ["1"], "q-04.2": ["2"]}, True),
        (2, {"q-04.0": ["0"], "q-04.1": ["1"], "q-04.2": [""]}, False),
    ],
)
def test_is_answered(number: int, answers: Answers, answered: bool) -> None:
    assert questions(MIXED, SHOWN)[number].is_answered(answers) is answered


def test_every_option_has_its_feedback_and_what_was_chosen() -> None:
    result = mark(MIXED, SHOWN, {"q-01": ["0"], "q-04.0": ["0"], "q-05.0": ["0"]})
    single, multiple, order, match = result.items
    assert [(option.text, str(option.best), str(option.chosen)) for option in single.options] == [
        ("A question for a missing fact", "None", "You chose this"),
        ("Advice in disguise", "Best answer", "None"),
        ("An open question about people", "None", "None"),
    ]
    assert single.options[0].feedback == "No fact was asked for."
    assert [str(option.best) for option in multiple.options] == ["None", "Best answer", "Best answer"]
    assert (str(order.options[0].best), str(order.options[0].chosen)) == ("Place 2", "You put it at place 1")
    assert [str(option.best) for option in match.options] == [
        "Belongs to: question",
        "Belongs to: story",
        "Belongs to: advice",
    ]
    assert (str(match.options[0].chosen), match.options[1].chosen) == ("You chose: advice", None)


NAMES = st.sampled_from([*RIGHT, "q-04.9", "csrf_token", ""])
VALUES = st.lists(st.one_of(st.text(), st.integers().map(str), st.sampled_from(["0", "1", "2", "²", "٣"])), max_size=4)


@given(st.dictionaries(NAMES, VALUES))
@settings(max_examples=200, deadline=None)
def test_no_form_makes_marking_fail(answers: dict[str, list[str]]) -> None:
    result = mark(MIXED, SHOWN, answers)
    assert 0 <= result.score <= 1
    assert result.right == sum(item.right for item in result.items)
    assert all(isinstance(question.is_answered(answers), bool) for question in questions(MIXED, SHOWN))


@given(st.sampled_from(MIXED.items), st.integers(0, 2**32), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_what_is_shown_does_not_tell_how_the_item_is_written(item: Item, seed: int, chance: Random) -> None:
    """Another right option, other feedback, another written order with the same things shown: the same question."""
    shown = next(shown for shown in draw(MIXED, seed) if shown["item"] == item.id)
    order = list(range(len(item.options)))
    chance.shuffle(order)  # where each option is written now
    parts = [
        item.options[old].model_copy(update={"correct": chance.random() < 0.5, "feedback": "another"}) for old in order
    ]
    rewritten = MIXED.model_copy(update={"items": (item.model_copy(update={"options": tuple(parts)}),)})
    moved = {key: [order.index(old) for old in places] for key, places in shown.items() if key != "item"}
    assert questions(rewritten, [{"item": item.id, **moved}]) == questions(MIXED, [shown])
