"""The way into a programme, its outline and its modules."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from tests.cast import MONDAY, Cast
from tests.curriculum.studying import CHECK, LESSON, PLACES, begin, read
from tests.curriculum.test_lesson_page import passed
from tests.curriculum.test_publishing import ADVICE, changed
from tests.entries import verbs
from tests.visiting import Visitor, words
from trainer.curriculum import actions, queries
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment, Release
from trainer.db import db, new_id

Visit = Callable[..., Visitor]
FOUR = {"did": "a", "effect": "b", "protecting": "c", "next_time": "d", "submit": "y"}


def test_whoever_is_on_nothing_is_offered_the_newest_release(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        actions.publish(
            cast.abel.organisation_id,
            changed("programme.yaml", "title: Set facilitator", "title: Set facilitator two"),
            by=cast.abel.member,
            now=MONDAY,
        )
    seen = words(visit(cast.tara).get("learn"))
    assert seen.count("Begin Set facilitator two") == 1
    assert seen.count("Begin") == 1


def test_beginning_pins_the_words_and_the_policy(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        release = queries.open_releases(cast.tara.organisation_id)[0]
        id, policy = release.id, release.policy_id
    answer = visit(cast.tara).post(f"learn/begin/{id}")
    assert (answer.status_code, answer.location) == (303, "/o/acme/learn")
    with store():
        enrolment = queries.enrolment_of(cast.tara.member)
        assert enrolment
        assert (enrolment.release_id, enrolment.policy_id) == (id, policy)
        assert enrolment.state is EnrolmentState.LEARNING
        assert verbs(cast.tara.organisation_id)[-1] == "enrolment.begun"
    with store():
        actions.publish(cast.abel.organisation_id, changed(ADVICE, "Ten", "Nine"), by=cast.abel.member, now=MONDAY)
    assert "Ten minutes in" in words(visit(cast.tara).get(LESSON))


def test_beginning_again_changes_nothing(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        id = begin(cast.tara).release_id
        before = verbs(cast.tara.organisation_id)
    assert visit(cast.tara).post(f"learn/begin/{id}").status_code == 303
    with store():
        assert verbs(cast.tara.organisation_id) == before


def test_the_button_of_an_old_page_begins_the_newest_words(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        old = queries.open_releases(cast.tara.organisation_id)[0].id
        actions.publish(cast.abel.organisation_id, changed(ADVICE, "Ten", "Nine"), by=cast.abel.member, now=MONDAY)
    visit(cast.tara).post(f"learn/begin/{old}")
    with store():
        enrolment = queries.enrolment_of(cast.tara.member)
        assert enrolment
        assert db.session.get_one(Release, (enrolment.organisation_id, enrolment.release_id)).number == 2


def test_another_organisations_programme_cannot_be_begun(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        foreign = queries.open_releases(cast.olga.organisation_id)[0].id
    tara = visit(cast.tara)
    assert [tara.post(f"learn/begin/{id}").status_code for id in (foreign, new_id())] == [404, 404]
    with store():
        assert db.session.scalars(select(Enrolment)).all() == []


@pytest.mark.parametrize("who", ["ana", "cora", "abel", "udo"])
def test_who_does_not_learn_is_told_so(visit: Visit, cast: Cast, who: str) -> None:
    answer = visit(getattr(cast, who)).get("learn")
    assert answer.status_code == 403
    assert "This page is for: trainee." in words(answer)


def test_the_outline_says_how_far_one_is_and_what_is_next(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, *PLACES[:2])
    page = visit(cast.tara).get("learn")
    seen = words(page)
    assert "2 of 4 lessons read, 0 of 2 checks passed" in seen
    assert "Continue: The phases" in seen
    assert "Check left" in seen
    assert "12 minutes of reading left" in seen
    assert 'href="/o/acme/learn/facilitator/meetings/the-phases"' in page.text


def test_a_module_that_builds_on_others_says_what_is_still_open_there(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara, meetings = visit(cast.tara), "learn/facilitator/meetings"
    said = (
        "Better after: Questions before advice (2 lessons and its check are still open). You can read on all the same."
    )
    page = tara.get(meetings)
    assert said in words(page)
    assert (
        '<a href="/o/acme/learn/facilitator/questions"><span lang="en">Questions before advice</span></a>' in page.text
    )
    assert "Builds on" not in words(page)
    assert "12 minutes of reading left Better after module 1" in words(tara.get("learn"))
    lesson = words(tara.get(f"{meetings}/the-phases"))
    assert "The phases Better after: Questions before advice" in lesson
    assert "still open" not in lesson
    with store():
        read(cast.tara, PLACES[0])
    assert "(1 lesson and its check are still open)" in words(tara.get(meetings))
    with store():
        read(cast.tara, PLACES[1])
    assert "(its check is still open)" in words(tara.get(meetings))
    with store():
        db.session.add(passed(enrolled(cast), "questions"))
    seen = words(tara.get(meetings))
    assert "Better after" not in seen
    assert "Builds on Questions before advice" in seen
    assert "Better after" not in words(tara.get("learn"))
    assert "Better after" not in words(tara.get("learn/facilitator/questions"))


def enrolled(cast: Cast) -> Enrolment:
    found = queries.enrolment_of(cast.tara.member)
    assert found
    return found


def test_a_module_says_what_counts_as_done(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    seen = words(visit(cast.tara).get("learn/facilitator/questions"))
    assert seen.count("A lesson is done when you mark it as read, a check when it is passed.") == 1


LEFT = [
    ((), "0 of 2 read, 14 minutes left"),
    (PLACES[:1], "1 of 2 read, 8 minutes left"),
    (PLACES[:2], "2 of 2 read"),
]


@pytest.mark.parametrize(("places", "says"), LEFT)
def test_a_lesson_says_what_is_left_of_its_module(visit: Visit, cast: Cast, store: Any, places: Any, says: str) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, *places)
    seen = words(visit(cast.tara).get(LESSON))
    assert f"Lesson 1 of 2 · 6 minutes · {says} Why advice comes early" in seen


def test_a_module_costs_as_many_statements_whatever_it_builds_on(
    visit: Visit, cast: Cast, store: Any, statements: Any
) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    for page in ("questions", "meetings"):
        tara.get(f"learn/facilitator/{page}")
        with statements() as sent:
            assert tara.get(f"learn/facilitator/{page}").status_code == 200
        assert len(sent) == 6, sent


def test_when_everything_is_read_the_check_is_next(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, *PLACES)
    page = visit(cast.tara).get("learn")
    assert "Knowledge check: Questions before advice" in words(page)
    assert f'href="/o/acme/{CHECK}"' in page.text


def test_who_has_left_is_told_what_to_do(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        actions.move(begin(cast.tara), EnrolmentState.WITHDRAWN, by=cast.cora.member, now=MONDAY)
    for place in ("learn", "learn/facilitator/questions", LESSON, CHECK, "reflections/whose-approval"):
        answer = visit(cast.tara).get(place)
        assert answer.status_code == 403
        assert "You have left this programme." in words(answer)


def test_a_module_shows_its_lessons_check_and_practice(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, PLACES[0])
    seen = words(visit(cast.tara).get("learn/facilitator/questions"))
    for text in (
        "Why advice comes early Read",
        "Handing it back 8 minutes",
        "Knowledge check",
        "Whose approval do I seek when I advise?",
        "Run a ten-minute round",
        "Spot advice that is dressed as a question.",
        "Revans 2011",
    ):
        assert text in seen
    assert "Questions before advice" in words(visit(cast.tara).get("learn/facilitator/meetings"))


def test_a_module_offers_what_comes_next_in_it(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, PLACES[0])
    tara, place = visit(cast.tara), "learn/facilitator/questions"
    assert "Read: Handing it back" in words(tara.get(place))
    tara.post("learn/facilitator/questions/handing-back")
    page = tara.get(place)
    assert "Take the check" in words(page)
    assert "Read: " not in words(page)
    for sent, state in (({"did": "Half a", "save": "y"}, "Draft"), (FOUR, "Submitted")):
        assert tara.post("reflections/whose-approval", sent).status_code == 303
        assert f"Whose approval do I seek when I advise? Reflection {state}" in words(tara.get(place))


UNKNOWN = [
    "learn/facilitator/nothing",
    "learn/nothing/questions",
    "learn/facilitator/questions/nothing",
    "learn/facilitator/meetings/handing-back",
    "learn/facilitator/%00/handing-back",
    "learn/facilitator/questions/" + "x" * 3000,
    "learn/facilitator/%FF%FE",
    "learn/facilitator/nothing/check",
    "reflections/nothing",
    "reflections/%00",
]


@pytest.mark.parametrize("place", UNKNOWN)
def test_what_is_not_there_is_not_found(visit: Visit, cast: Cast, store: Any, place: str) -> None:
    with store():
        begin(cast.tara)
    assert visit(cast.tara).get(place).status_code == 404
    assert visit(cast.tom).get(place).status_code == 404  # on nothing yet


def test_the_database_holds_one_way_through_a_programme(cast: Cast, store: Any) -> None:
    with store():
        first = begin(cast.tara)
        db.session.flush()
        again = {"id": new_id(), "revision": 1, "enrolled_at": MONDAY + timedelta(days=1), "state_since": MONDAY}
        pins = {name: getattr(first, name) for name in ("organisation_id", "member_id", "programme_id", "release_id")}
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(insert(Enrolment).values(**again, **pins, state=EnrolmentState.LEARNING))
