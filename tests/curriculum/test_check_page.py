"""A knowledge check: drawn once, handed in whole, marked once, explained; answers never before answering."""

import re
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.cast import MONDAY, Cast, Player
from tests.curriculum.studying import CHECK, PLACES, begin, read, solution
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


def drawn(player: Player, seed: int = 3) -> CheckAttempt:
    """An open attempt at the check of the first module."""
    enrolment = queries.enrolment_of(player.member) or begin(player)
    bank = queries.check(enrolment.organisation_id, enrolment.release_id, "questions")
    assert bank
    return actions.draw_check(enrolment, "questions", bank, seed=seed, now=MONDAY)


def attempts(player: Player) -> list[CheckAttempt]:
    query = select(CheckAttempt).where(CheckAttempt.organisation_id == player.organisation_id)
    return list(db.session.scalars(query.order_by(CheckAttempt.number)))


def test_the_way_in_says_what_is_asked(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    seen = words(visit(cast.tara).get(CHECK))
    assert "4, drawn from a bank of 5" in seen
    assert "75 % right" in seen
    assert "Begin" in seen


def test_drawing_shows_the_questions_and_leaves_no_entry(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        before = verbs(cast.tara.organisation_id)
    tara = visit(cast.tara)
    for _ in range(2):  # the second press goes on with the same questions
        assert tara.post(f"{CHECK}/draw").location == f"/o/acme/{CHECK}"
    assert "Question 4 of 4" in words(tara.get(CHECK))
    with store():
        assert [attempt.number for attempt in attempts(cast.tara)] == [1]
        assert verbs(cast.tara.organisation_id) == before


@pytest.mark.parametrize("seed", range(6))
def test_no_answer_stands_in_the_page_before_answering(visit: Visit, cast: Cast, store: Any, seed: int) -> None:
    with store():
        attempt = drawn(cast.tara, seed)
        items = {item.id: item for item in BANK.items}
        feedback = [option.feedback for shown in attempt.drawn for option in items[shown["item"]].options]
    page = visit(cast.tara).get(CHECK)
    assert not [text for text in feedback if text in words(page)]
    assert not re.search("(?i)feedback|correct|best answer", page.text)
    assert "checked" not in page.text
    assert "selected" not in page.text


def test_everything_right_passes_and_explains_every_option(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        answers = solution(drawn(cast.tara))
    tara = visit(cast.tara)
    assert tara.post(CHECK, answers).status_code == 303
    seen = words(tara.get(CHECK))
    assert "4 of 4 right" in seen
    assert "Passed." in seen
    assert "Not right" not in seen
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
    tara.post(CHECK, answers)
    seen = words(tara.get(CHECK))
    assert f"{4 - misses} of 4 right" in seen
    assert ("Passed." in seen, "75 % are needed" in seen) == (passes, not passes)
    assert seen.count("Not right") == misses


def test_questions_without_an_answer_are_asked_again_with_the_others_kept(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        attempt = drawn(cast.tara)
        answers = solution(attempt)
        gap = attempt.drawn[1]["item"]
    kept = {name: value for name, value in answers.items() if not name.startswith(gap)}
    page = visit(cast.tara).post(CHECK, kept)
    assert page.status_code == 422
    assert "Some questions have no answer yet Question 2" in words(page)
    assert 'href="#question-2"' in page.text
    assert 'id="question-2"' in page.text
    assert "<title>Error:" in page.text
    assert page.text.count(" checked") + page.text.count(" selected") == sum(map(len, kept.values()))
    assert not re.search("(?i)best answer", page.text)
    with store():
        (attempt,) = attempts(cast.tara)
        assert (attempt.submitted_at, attempt.answers) == (None, None)


SILLY = ["", "x", "-1", "99", "1e3", "\x00", "٣", "1" * 5000, "\ud83d".encode("utf-8", "surrogatepass")]


@pytest.mark.parametrize("value", SILLY)
def test_what_the_page_does_not_offer_is_no_answer(visit: Visit, cast: Cast, store: Any, value: Any) -> None:
    with store():
        names = list(solution(drawn(cast.tara)))
    page = visit(cast.tara).post(CHECK, dict.fromkeys(names, value))
    assert page.status_code == 422
    assert "Question 4" in words(page)


def test_answers_that_are_doubled_are_stored_and_wrong(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        answers = {name: values * 2 for name, values in solution(drawn(cast.tara)).items()}
    tara = visit(cast.tara)
    assert tara.post(CHECK, {**answers, "further": "x" * 1000}).status_code == 303
    assert "0 of 4 right" in words(tara.get(CHECK))
    with store():
        assert attempts(cast.tara)[0].answers == answers


def test_an_attempt_is_handed_in_once(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        answers = solution(drawn(cast.tara))
    tara = visit(cast.tara)
    tara.post(CHECK, answers)
    assert tara.post(CHECK, {}).status_code == 303
    with store():
        assert attempts(cast.tara)[0].score == 1.0
        assert verbs(cast.tara.organisation_id).count("check.submitted") == 1


def test_an_attempt_that_is_handed_in_twice_at_once_counts_once(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        answers = solution(drawn(cast.tara))
    start = Barrier(3)

    def press() -> None:
        tara = visit(cast.tara)
        start.wait()
        assert tara.post(CHECK, answers).status_code in (303, 409)

    threads = [Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store():
        assert verbs(cast.tara.organisation_id).count("check.submitted") == 1


def test_handing_in_before_drawing_shows_the_way_in(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    assert tara.post(CHECK, {"q-01": "0"}).status_code == 303
    assert "Begin" in words(tara.get(CHECK))


def test_a_retry_draws_what_was_seen_least_and_a_pass_stays(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        attempt = drawn(cast.tara)
        seen, answers = {shown["item"] for shown in attempt.drawn}, solution(attempt)
    tara = visit(cast.tara)
    tara.post(CHECK, answers)
    tara.post(f"{CHECK}/draw")
    with store():
        _, second = attempts(cast.tara)
        assert {item.id for item in BANK.items} - seen <= {shown["item"] for shown in second.drawn}
        answers = solution(second, frozenset(shown["item"] for shown in second.drawn))
    tara.post(CHECK, answers)
    page = words(tara.get(CHECK))
    assert "Try 2: 0 of 4 right" in page
    assert "An earlier try passed, and that counts." in page
    assert "Passed" in words(tara.get("learn/facilitator/questions"))


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
            answers = solution(open_attempt)
        tara.post(where, answers)
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
    where = f"/o/acme/{CHECK}"
    assert [
        stranger.get(where).status_code,
        stranger.post(where, answers).status_code,
        stranger.post(f"{where}/draw").status_code,
    ] == [404, 404, 404]


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
