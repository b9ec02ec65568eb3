"""A knowledge check: one question a page, kept as one goes, handed in whole, marked once, explained."""

import re
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.cast import MONDAY, Cast, Player
from tests.curriculum.studying import CHECK, PLACES, begin, hand_in, read, solution
from tests.entries import verbs
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.curriculum import actions, knowledge, queries
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.documents import Check
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import CheckAttempt
from trainer.db import db

Visit = Callable[..., Visitor]
BANK = next(module.check for module in compile_programme(FILES).programme.modules)  # type: ignore[union-attr]
WHERE = f"/o/acme/{CHECK}"


def drawn(player: Player, seed: int = 3) -> CheckAttempt:
    """An open attempt at the check of the first module."""
    enrolment = queries.enrolment_of(player.member) or begin(player)
    bank = queries.check(enrolment.organisation_id, enrolment.release_id, "questions")
    assert bank
    return actions.draw_check(enrolment, "questions", bank, seed=seed, now=MONDAY)


def attempts(player: Player) -> list[CheckAttempt]:
    query = select(CheckAttempt).where(CheckAttempt.organisation_id == player.organisation_id)
    return list(db.session.scalars(query.order_by(CheckAttempt.number)))


def chosen(page: Any) -> int:
    """How many things are chosen on a page."""
    return len(re.findall(r" (?:checked|selected)>", page.text))


def test_the_way_in_says_what_is_asked(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    seen = words(visit(cast.tara).get(CHECK))
    assert "4, drawn from a bank of 5" in seen
    assert "75 % right" in seen
    assert "The next try brings back what was not right, and draws other questions for the rest." in seen
    assert "Begin" in seen


def test_drawing_leads_to_the_first_question_and_leaves_no_entry(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        before = verbs(cast.tara.organisation_id)
    tara = visit(cast.tara)
    for _ in range(2):  # the second press goes on with the same questions
        assert tara.post(f"{CHECK}/draw").location == WHERE
    assert tara.get(CHECK).location == f"{WHERE}/1"
    seen = words(tara.get(f"{CHECK}/1"))
    assert "Question 1 of 4" in seen
    assert "0 of 4 answered" in seen
    assert "Previous" not in seen
    with store():
        assert [attempt.number for attempt in attempts(cast.tara)] == [1]
        assert verbs(cast.tara.organisation_id) == before


def test_one_page_holds_one_question(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        stems = [question.stem for question in knowledge.questions(_bank(), drawn(cast.tara).drawn)]
    tara = visit(cast.tara)
    for number, stem in enumerate(stems, start=1):
        seen = words(tara.get(f"{CHECK}/{number}"))
        assert [other for other in stems if other.strip() in seen] == [stem]
        assert all(f"Question {step} open" in seen for step in (1, 2, 3, 4))


def test_what_is_chosen_is_kept_and_leaves_no_entry(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        attempt = drawn(cast.tara)
        answers, first = solution(attempt), attempt.drawn[0]["item"]
        before = verbs(cast.tara.organisation_id)
    tara = visit(cast.tara)
    assert tara.post(f"{CHECK}/1", answers).location == f"{WHERE}/2"
    with store():
        (attempt,) = attempts(cast.tara)
        kept = {name: values for name, values in answers.items() if name.split(".")[0] == first}
        assert (attempt.answers, attempt.submitted_at, attempt.score, attempt.passed) == (kept, None, None, None)
        assert verbs(cast.tara.organisation_id) == before
    elsewhere = visit(cast.tara)
    assert elsewhere.get(CHECK).location == f"{WHERE}/2"
    assert chosen(elsewhere.get(f"{CHECK}/1")) == sum(map(len, kept.values()))
    seen = words(elsewhere.get(f"{CHECK}/2"))
    assert ("1 of 4 answered" in seen, "Question 1 answered" in seen, "Question 2 open" in seen) == (True, True, True)
    assert "Begun" in words(elsewhere.get("learn/facilitator/questions"))


WAYS = [
    # question, button → where it leads
    ("1", "next", "2"),
    ("1", "", "2"),
    ("1", "previous", "1"),
    ("3", "previous", "2"),
    ("2", "4", "4"),
    ("2", "2", "2"),
    ("2", "hand-in", "hand-in"),
    ("4", "next", "hand-in"),
    ("4", "1", "1"),
    *(("2", silly, "3") for silly in ("5", "0", "-1", "x", "01", "٣", "9" * 5000)),
]


@pytest.mark.parametrize(("here", "go", "there"), WAYS)
def test_every_button_keeps_the_answer_and_leads_on(
    visit: Visit, cast: Cast, store: Any, here: str, go: str, there: str
) -> None:
    with store():
        answers = solution(drawn(cast.tara))
    assert visit(cast.tara).post(f"{CHECK}/{here}", {**answers, "go": go}).location == f"{WHERE}/{there}"
    with store():
        asked = knowledge.questions(_bank(), attempts(cast.tara)[0].drawn)
        kept = attempts(cast.tara)[0].answers or {}
        assert [question.number for question in asked if question.is_answered(kept)] == [int(here)]


def test_an_answer_can_be_changed_and_taken_back(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        attempt = drawn(cast.tara)
        answers = solution(attempt)
        number = 1 + next(n for n, shown in enumerate(attempt.drawn) if shown["item"] == "q-03")
    tara = visit(cast.tara)
    tara.post(f"{CHECK}/{number}", answers)
    tara.post(f"{CHECK}/{number}", {"q-03": ["0"]})
    assert chosen(tara.get(f"{CHECK}/{number}")) == 1
    tara.post(f"{CHECK}/{number}", {})  # nothing chosen is open: it is no answer, not even of a multiple item
    assert chosen(tara.get(f"{CHECK}/{number}")) == 0
    assert "0 of 4 answered" in words(tara.get(f"{CHECK}/{number}"))


def test_part_of_an_answer_is_kept_and_still_open(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        attempt = drawn(cast.tara)
        number = 1 + next(n for n, shown in enumerate(attempt.drawn) if shown["item"] in ("q-04", "q-05"))
        name, value = next(pair for pair in solution(attempt).items() if "." in pair[0])
    tara = visit(cast.tara)
    tara.post(f"{CHECK}/{number}", {name: value})
    assert chosen(tara.get(f"{CHECK}/{number}")) == 1
    assert "0 of 4 answered" in words(tara.get(f"{CHECK}/{number}"))


@pytest.mark.parametrize("seed", range(6))
def test_no_answer_stands_in_a_page_before_answering(visit: Visit, cast: Cast, store: Any, seed: int) -> None:
    with store():
        attempt = drawn(cast.tara, seed)
        items = {item.id: item for item in BANK.items}
        feedback = [option.feedback for shown in attempt.drawn for option in items[shown["item"]].options]
    tara = visit(cast.tara)
    for place in ("1", "2", "3", "4", "hand-in"):
        page = tara.get(f"{CHECK}/{place}")
        assert not [text for text in feedback if text in words(page)]
        assert not re.search("(?i)feedback|correct|best answer", page.text)
        assert chosen(page) == 0


def test_everything_right_passes_and_explains_every_option(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        answers = solution(drawn(cast.tara))
    tara = visit(cast.tara)
    assert hand_in(tara, answers).location == WHERE
    seen = words(tara.get(CHECK))
    assert "4 of 4 right" in seen
    assert "Passed." in seen
    assert "Not right" not in seen
    assert "Read again" not in seen
    with store():
        (attempt,) = attempts(cast.tara)
        assert (attempt.passed, attempt.score, attempt.answers) == (True, 1.0, answers)
        assert attempt.submitted_at
        assert verbs(cast.tara.organisation_id)[-1] == "check.submitted"
    assert "Passed" in words(tara.get("learn/facilitator/questions"))


@pytest.mark.parametrize(("misses", "passes"), [(1, True), (2, False), (4, False)])
def test_the_pass_mark_itself_passes(visit: Visit, cast: Cast, store: Any, misses: int, passes: bool) -> None:
    with store():
        attempt = drawn(cast.tara)
        wrong = frozenset(shown["item"] for shown in attempt.drawn[:misses])
        answers = solution(attempt, wrong)
    tara = visit(cast.tara)
    hand_in(tara, answers)
    seen = words(tara.get(CHECK))
    assert f"{4 - misses} of 4 right" in seen
    assert ("Passed." in seen, "75 % are needed" in seen) == (passes, not passes)
    assert seen.count("Not right") == seen.count("Read again:") == misses


def test_what_was_not_right_leads_to_the_lessons_that_serve_it(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        attempt = drawn(cast.tara)
        missed = next(item for item in BANK.items if item.id == attempt.drawn[0]["item"])
        answers = solution(attempt, frozenset([missed.id]))
    tara = visit(cast.tara)
    hand_in(tara, answers)
    served = re.search(r'<p class="again">.*?</p>', tara.get(CHECK).text, re.S)
    assert served
    lessons = re.findall(r'href="/o/acme/learn/facilitator/questions/([a-z-]+)"', served[0])
    serving = {"spot-advice": ["why-advice-comes-early", "handing-back"], "hand-back": ["handing-back"]}
    assert lessons == serving[missed.outcome]


def test_with_gaps_it_is_not_handed_in_and_leads_to_them(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        attempt = drawn(cast.tara)
        gap = attempt.drawn[1]["item"]
        answers = {name: value for name, value in solution(attempt).items() if not name.startswith(gap)}
    tara = visit(cast.tara)
    page = hand_in(tara, answers)
    assert page.status_code == 422
    assert "Some questions have no answer yet Answer question 2" in words(page)
    assert f'href="{WHERE}/2">Answer question 2' in page.text
    assert "<title>Error:" in page.text
    assert "1 question is open still" in words(tara.get(f"{CHECK}/hand-in"))
    assert tara.get(CHECK).location == f"{WHERE}/2"
    with store():
        (attempt,) = attempts(cast.tara)
        assert (attempt.submitted_at, attempt.score) == (None, None)
        assert verbs(cast.tara.organisation_id).count("check.submitted") == 0


def test_with_every_answer_the_way_in_leads_to_handing_in(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        answers = solution(drawn(cast.tara))
    tara = visit(cast.tara)
    for number in range(1, 5):
        tara.post(f"{CHECK}/{number}", answers)
    assert tara.get(CHECK).location == f"{WHERE}/hand-in"
    seen = words(tara.get(f"{CHECK}/hand-in"))
    assert "Every question has an answer." in seen
    assert seen.count("Answered") == 4


SILLY = ["", "x", "-1", "99", "1e3", "\x00", "٣", "1" * 5000, "\ud83d".encode("utf-8", "surrogatepass")]


@pytest.mark.parametrize("value", SILLY)
def test_what_the_page_does_not_offer_is_no_answer(visit: Visit, cast: Cast, store: Any, value: Any) -> None:
    with store():
        names = list(solution(drawn(cast.tara)))
    page = hand_in(visit(cast.tara), dict.fromkeys(names, value))
    assert page.status_code == 422
    assert "Answer question 4" in words(page)


def test_answers_that_are_doubled_are_stored_and_wrong(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        answers = {name: values * 2 for name, values in solution(drawn(cast.tara)).items()}
    tara = visit(cast.tara)
    assert hand_in(tara, {**answers, "further": ["x" * 1000]}).status_code == 303
    assert "0 of 4 right" in words(tara.get(CHECK))
    with store():
        assert attempts(cast.tara)[0].answers == answers


def test_an_attempt_is_handed_in_once_and_then_nothing_of_it_changes(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        answers = solution(drawn(cast.tara))
    tara = visit(cast.tara)
    hand_in(tara, answers)
    for place in ("hand-in", "2"):
        assert tara.post(f"{CHECK}/{place}", {}).location == WHERE
        assert "This try was handed in already." in words(tara.get(CHECK))
    with store():
        assert attempts(cast.tara)[0].score == 1.0
        assert verbs(cast.tara.organisation_id).count("check.submitted") == 1


def test_an_attempt_that_is_handed_in_twice_at_once_counts_once(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        answers = solution(drawn(cast.tara))
    for number in range(1, 5):
        visit(cast.tara).post(f"{CHECK}/{number}", answers)
    assert _at_once(3, lambda _: visit(cast.tara).post(f"{CHECK}/hand-in").status_code) <= {303, 409}
    with store():
        assert verbs(cast.tara.organisation_id).count("check.submitted") == 1


def test_answers_from_two_devices_at_once_are_all_kept(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        answers = solution(drawn(cast.tara))
    keep = lambda number: visit(cast.tara).post(f"{CHECK}/{number + 1}", answers).status_code  # noqa: E731
    assert _at_once(4, keep) == {303}
    with store():
        assert attempts(cast.tara)[0].answers == answers


def _at_once(count: int, press: Callable[[int], int]) -> set[int]:
    """The statuses of so many presses that begin at the same moment."""
    start, seen = Barrier(count), []

    def run(number: int) -> None:
        start.wait()
        seen.append(press(number))

    threads = [Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == count
    return set(seen)


@pytest.mark.parametrize("place", ["1", "99", "hand-in"])
def test_without_an_open_attempt_every_page_is_the_way_in(visit: Visit, cast: Cast, store: Any, place: str) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    assert tara.get(f"{CHECK}/{place}").location == WHERE
    assert tara.post(f"{CHECK}/{place}", {"q-01": "0"}).location == WHERE
    assert "Begin" in words(tara.get(CHECK))


@pytest.mark.parametrize("number", ["0", "5", "99999", "9" * 5000, "-1", "1.5"])
def test_a_question_that_is_not_drawn_is_not_there(visit: Visit, cast: Cast, store: Any, number: str) -> None:
    with store():
        drawn(cast.tara)
    tara = visit(cast.tara)
    assert tara.get(f"{CHECK}/{number}").status_code == 404
    assert tara.post(f"{CHECK}/{number}").status_code in (404, 405)  # 405: what no number can be may be another page


def test_a_retry_brings_back_what_was_not_right_and_a_pass_stays(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        attempt = drawn(cast.tara)
        seen = {shown["item"] for shown in attempt.drawn}
        answers = solution(attempt, frozenset([attempt.drawn[0]["item"]]))
    tara = visit(cast.tara)
    hand_in(tara, answers)
    assert "Passed." in words(tara.get(CHECK))
    tara.post(f"{CHECK}/draw")
    with store():
        first, second = attempts(cast.tara)
        again = {shown["item"] for shown in second.drawn}
        assert {first.drawn[0]["item"]} | {item.id for item in BANK.items} - seen <= again
        answers = solution(second, frozenset(again))
    hand_in(tara, answers)
    page = words(tara.get(CHECK))
    assert "Try 2: 0 of 4 right" in page
    assert "An earlier try passed, and that counts." in page
    assert "Passed" in words(tara.get("learn/facilitator/questions"))
    tara.post(f"{CHECK}/draw")
    with store():
        assert {shown["item"] for shown in attempts(cast.tara)[2].drawn} == again


def test_the_last_check_after_every_lesson_leads_to_practice(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, *PLACES)
    tara = visit(cast.tara)
    for module in ("questions", "meetings"):
        where = f"learn/facilitator/{module}/check"
        tara.post(f"{where}/draw")
        with store():
            open_attempt = next(one for one in attempts(cast.tara) if one.submitted_at is None)
            answers, count = solution(open_attempt), len(open_attempt.drawn)
        hand_in(tara, answers, count, where)
    with store():
        enrolment = queries.enrolment_of(cast.tara.member)
        assert enrolment
        assert enrolment.state is EnrolmentState.PRACTISING
        assert verbs(cast.tara.organisation_id)[-2:] == ["check.submitted", "enrolment.practising"]


@pytest.mark.parametrize("who", ["tom", "ana", "abel", "olga"])
def test_nobody_else_comes_near(visit: Visit, cast: Cast, store: Any, who: str) -> None:
    with store():
        answers = solution(drawn(cast.tara))
    stranger = visit(getattr(cast, who))
    for place in ("", "/1", "/hand-in"):
        assert stranger.get(WHERE + place).status_code == 404
    for place in ("/draw", "/1", "/hand-in"):
        assert stranger.post(WHERE + place, answers).status_code == 404
    with store():
        assert attempts(cast.tara)[0].answers is None


@given(st.integers(0, 99), st.dictionaries(st.text("q-0123456.\x00x", max_size=7), st.lists(st.text(max_size=3))))
def test_only_what_is_offered_is_kept(seed: int, posted: dict[str, list[str]]) -> None:
    asked = knowledge.questions(_bank(), knowledge.draw(_bank(), seed))
    kept = knowledge.offered(asked, posted)
    assert set(kept) == {name for question in asked for name in question.fields}
    for question in asked:
        for name in question.fields:
            assert set(kept[name]) <= question.values & set(posted.get(name, []))


def _bank() -> Check:
    assert BANK
    return BANK
