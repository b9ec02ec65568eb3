"""A lesson: the same text for everybody, nothing of one reader in another's page, and what marking it leads to."""

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import pytest

from tests.cast import MONDAY, Cast, Player, organisation
from tests.curriculum.studying import LESSON, PLACES, SECOND, begin, read
from tests.entries import verbs
from tests.visiting import Visitor, words
from trainer.accounts.models import Person
from trainer.curriculum import queries
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import CheckAttempt, Enrolment
from trainer.db import db, new_id
from trainer.kept import Kept
from trainer.organisations import actions as organisations

Visit = Callable[..., Visitor]
TOKEN = re.compile(r'name="csrf_token" value="([^"]*)"')


def rename(player: Player, **values: str) -> None:
    person = db.session.get_one(Person, player.person_id)
    for name, value in values.items():
        setattr(person, name, value)


def test_a_lesson_shows_its_text_and_the_way_on(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    page = visit(cast.tara).get(LESSON)
    seen = words(page)
    assert page.status_code == 200
    for text in ("Lesson 1 of 2", "6 minutes", "0 of 2 read", "Try this: At your next meeting", "“Have you tried …?”"):
        assert text in seen
    assert "<strong>helping feels good</strong>" in page.text
    assert "Mark as read and continue" in seen
    assert ">Previous</a>" not in page.text
    assert "\x00" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_links_of_a_lesson_lead_somewhere(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara, here = visit(cast.tara), "/o/acme/learn/facilitator/meetings/the-phases"
    (target,) = re.findall(r'href="(\.\./[^"]+)"', tara.get(here).text)
    assert target == "../questions/handing-back"
    assert tara.get(urljoin(here, target)).status_code == 200


def test_a_page_holds_its_own_readers_name_and_token_only(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        begin(cast.tom)
        rename(cast.tara, name='Tara <b>& "T"</b> \x01')
    tara, tom = visit(cast.tara), visit(cast.tom)
    with tom.client.session_transaction() as session:
        session["csrf_token"] = "t" * 40
    first, second, third = tara.get(LESSON).text, tom.get(LESSON).text, tara.get(LESSON).text
    assert "Tara &lt;b&gt;&amp; &#34;T&#34;&lt;/b&gt;" in first
    assert "<b>&" not in first
    assert "Tara" not in second
    assert "Tom Trainee" in second
    assert "Tom" not in third
    for one, other in ((first, second), (second, third)):
        assert TOKEN.findall(one)
        assert not set(TOKEN.findall(one)) & set(TOKEN.findall(other))


def test_the_token_of_a_kept_page_is_good(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        begin(cast.tom)
    visit(cast.tom).get(LESSON)
    tara = visit(cast.tara)
    token = html.unescape(TOKEN.findall(tara.get(LESSON).text)[-1])
    assert tara.client.post(f"/o/acme/{LESSON}", data={"csrf_token": token}).status_code == 303
    assert tara.client.post(f"/o/acme/{LESSON}", data={"csrf_token": token[:-2] + "xx"}).status_code == 400
    assert tara.client.post(f"/o/acme/{LESSON}").status_code == 400


def test_news_for_one_reader_is_never_kept_for_the_next(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        begin(cast.tom)
    tara = visit(cast.tara)
    for _ in range(2):  # once while nothing is kept, once when the page is kept already
        with tara.client.session_transaction() as session:
            session["_flashes"] = [("message", "Only for Tara.")]
        assert "Only for Tara." in words(tara.get(LESSON))
        assert "Only for Tara." not in words(visit(cast.tom).get(LESSON))
        assert "Only for Tara." not in words(tara.get(LESSON))


LOOKS = [
    ({"theme": "dark"}, 'data-theme="dark"'),
    ({"theme": "light"}, 'data-theme="light"'),
    ({"reading": "large"}, 'data-reading="size-3"'),
    ({"reading": "sans wide"}, 'data-reading="sans wide"'),
    ({"reading": "keys"}, 'data-reading="keys" data-keys>'),
]


@pytest.mark.parametrize(("looks", "mark"), LOOKS)
def test_a_reader_gets_their_own_looks(visit: Visit, cast: Cast, store: Any, looks: dict[str, str], mark: str) -> None:
    with store():
        begin(cast.tara)
        begin(cast.tom)
        rename(cast.tara, **looks)
    assert mark in visit(cast.tara).get(LESSON).text
    assert mark not in visit(cast.tom).get(LESSON).text


def test_the_organisations_new_name_and_colour_show_at_once(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    before = visit(cast.tara).get(LESSON).text
    with store():
        organisations.change_settings(
            organisation("acme"), name="Acme & Co", colour="#aa0000", timezone="UTC", by=cast.ada.member, now=MONDAY
        )
    after = visit(cast.tara).get(LESSON).text
    assert "Acme &amp; Co" in after
    assert "/theme/aa0000.css" in after
    assert "/theme/aa0000.css" not in before


def test_a_new_duty_changes_the_menu_of_a_lesson_at_once(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    assert "Settings" not in words(visit(cast.tara).get(LESSON))
    with store():
        member = cast.tara.member
        organisations.change_duties(
            member, {*member.duties, organisations.Duty.ADMINISTRATOR}, by=cast.ada.member, now=MONDAY
        )
    assert "Settings" in words(visit(cast.tara).get(LESSON))


def test_a_lesson_costs_three_statements_once_it_was_read_by_anybody(
    visit: Visit, cast: Cast, store: Any, statements: Any
) -> None:
    with store():
        begin(cast.tara)
        begin(cast.tom)
    visit(cast.tom).get(LESSON)
    tara = visit(cast.tara)
    with statements() as sent:
        assert tara.get(LESSON).status_code == 200
    assert len(sent) <= 3, sent


def test_marking_a_lesson_read_goes_on_to_the_next(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    answer = tara.post(LESSON)
    assert (answer.status_code, answer.location) == (303, f"/o/acme/{SECOND}")
    seen = words(tara.get(LESSON))
    assert "Read on" in seen
    assert "1 of 2 read" in seen
    assert "Next: Handing it back" in seen
    assert ">Previous</a>" in tara.get(SECOND).text
    with store():
        assert verbs(cast.tara.organisation_id)[-1] == "lesson.read"
    assert tara.post(SECOND).location == "/o/acme/learn/facilitator/questions"  # the last one: back to the module


def test_a_button_pressed_twice_counts_once(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    tara.post(LESSON)
    assert tara.post(LESSON).status_code == 303
    assert "Read on" in words(tara.get(LESSON))
    with store():
        assert verbs(cast.tara.organisation_id).count("lesson.read") == 1


@pytest.mark.parametrize("times", [1, 2])
def test_reading_is_taken_back(visit: Visit, cast: Cast, store: Any, times: int) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    tara.post(LESSON)
    for _ in range(times):
        assert tara.post(LESSON, {"read": "no"}).location == f"/o/acme/{LESSON}"
    assert "0 of 2 read" in words(tara.get(LESSON))
    with store():
        assert verbs(cast.tara.organisation_id).count("lesson.unread") == 1


def test_what_one_reads_is_not_read_for_anybody_else(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        begin(cast.tom)
    visit(cast.tara).post(LESSON)
    assert "0 of 2 read" in words(visit(cast.tom).get(LESSON))


def test_the_last_lesson_after_both_checks_leads_to_practice(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        enrolment = begin(cast.tara)
        read(cast.tara, *PLACES[1:])
        for module in ("questions", "meetings"):
            db.session.add(passed(enrolment, module))
        assert enrolment.state is EnrolmentState.LEARNING
    tara = visit(cast.tara)
    tara.post(LESSON)
    with store():
        done = queries.enrolment_of(cast.tara.member)
        assert done
        assert done.state is EnrolmentState.PRACTISING
        assert verbs(cast.tara.organisation_id)[-2:] == ["lesson.read", "enrolment.practising"]
    tara.post(LESSON, {"read": "no"})  # taking it back later changes nothing about that
    with store():
        still = queries.enrolment_of(cast.tara.member)
        assert still
        assert still.state is EnrolmentState.PRACTISING


def passed(enrolment: Enrolment, module: str) -> CheckAttempt:
    return CheckAttempt(
        organisation_id=enrolment.organisation_id,
        id=new_id(),
        enrolment_id=enrolment.id,
        module_key=module,
        release_id=enrolment.release_id,
        number=1,
        drawn=[],
        answers={},
        score=1.0,
        passed=True,
        started_at=MONDAY,
        submitted_at=MONDAY,
    )


@pytest.mark.parametrize("who", ["tom", "ana", "abel", "cora"])
def test_nobody_opens_a_lesson_outside_their_own_programme(visit: Visit, cast: Cast, store: Any, who: str) -> None:
    with store():
        begin(cast.tara)
    stranger = visit(getattr(cast, who))
    assert [stranger.get(LESSON).status_code, stranger.post(LESSON).status_code] == [404, 404]


def test_another_organisation_and_nobody_see_nothing(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        begin(cast.olga)
    olga = visit(cast.olga)
    assert olga.get(f"/o/acme/{LESSON}").status_code == 404
    assert olga.get(LESSON).status_code == 200
    answer = visit().get(f"/o/acme/{LESSON}")
    assert (answer.status_code, answer.location) == (303, f"/sign-in?next=/o/acme/{LESSON}")


def test_a_cache_of_frozen_things_forgets_the_one_unused_for_longest() -> None:
    kept, made = Kept(2), []

    def make(key: str) -> Callable[[], str | None]:
        return lambda: made.append(key) or (key if key != "c" else None)

    assert [kept.get(key, make(key)) for key in "abacacb"] == ["a", "b", "a", None, "a", None, "b"]
    assert made == ["a", "b", "c", "b"]
