"""Where a reader stopped: told by the page of a lesson, kept by the server, and gone on from on any device."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.cast import MONDAY, Cast, Player
from tests.curriculum.studying import LESSON, PLACES, SECOND, begin, read
from tests.curriculum.test_publishing import ADVICE, changed
from tests.entries import verbs
from tests.visiting import Visitor, words
from trainer.curriculum import actions
from trainer.curriculum.models import Enrolment, LessonProgress
from trainer.db import db

Visit = Callable[..., Visitor]
PLACE, SECOND_PLACE = f"{LESSON}/place", f"{SECOND}/place"
CONTINUE = [
    # the page with the button, and what the button says
    ("learn", "Continue: Why advice comes early"),
    ("learn/facilitator/questions", "Continue: Why advice comes early"),
    ("path", "Continue reading"),
]


def kept(player: Player) -> list[tuple[str, str]]:
    """The lessons somebody was in, with their headings."""
    query = select(LessonProgress.lesson_key, LessonProgress.heading).join(
        Enrolment, LessonProgress.enrolment_id == Enrolment.id
    )
    found = db.session.execute(query.where(Enrolment.member_id == player.member_id))
    return sorted((key, heading) for key, heading in found)


@pytest.mark.parametrize(("page", "button"), CONTINUE)
def test_the_button_leads_to_the_heading_where_one_stopped(
    visit: Visit, cast: Cast, store: Any, page: str, button: str
) -> None:
    with store():
        begin(cast.tara)
    assert "You stopped at" not in words(visit(cast.tara).get(page))
    assert visit(cast.tara).post(PLACE, {"heading": "signs"}).status_code == 204
    answer = visit(cast.tara).get(page)  # in another browser
    assert f'href="/o/acme/{LESSON}#signs"' in answer.text
    assert button in words(answer)
    assert "You stopped at Signs" in words(answer)


def test_the_last_lesson_one_was_in_goes_before_the_first_unread(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    for place, heading in ((SECOND_PLACE, "the-ladder"), (PLACE, "signs"), (SECOND_PLACE, "the-ladder")):
        tara.post(place, {"heading": heading})
        assert f"{place.removesuffix('/place')}#{heading}" in tara.get("learn").text
    tara.post(SECOND)  # read: one goes on where one stopped before
    assert f"{LESSON}#signs" in tara.get("learn").text
    tara.post(LESSON)
    assert "Continue: The phases" in words(tara.get("learn"))


def test_a_place_is_kept_once_however_often_it_is_told(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        before = verbs(cast.tara.organisation_id)
    for heading in ("signs", "signs", "", "signs"):
        assert visit(cast.tara).post(PLACE, {"heading": heading}).status_code == 204
    with store():
        assert kept(cast.tara) == [("why-advice-comes-early", "signs")]
        assert verbs(cast.tara.organisation_id) == before


@pytest.mark.parametrize("heading", ["gone", "the-ladder", "\x00signs\x01", "x" * 5000, "🙂", "signs "])
def test_a_heading_that_the_lesson_does_not_have_changes_nothing(
    visit: Visit, cast: Cast, store: Any, heading: str
) -> None:
    with store():
        begin(cast.tara)
    assert visit(cast.tara).post(PLACE, {"heading": heading}).status_code == 204
    with store():
        assert kept(cast.tara) == []
    visit(cast.tara).post(PLACE, {"heading": "signs"})
    visit(cast.tara).post(PLACE, {"heading": heading})
    with store():
        assert kept(cast.tara) == [("why-advice-comes-early", "signs")]


def test_whoever_scrolls_back_to_the_top_goes_on_from_there(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    tara.post(PLACE, {"heading": "signs"})
    tara.post(PLACE)
    page = tara.get("learn")
    assert f'href="/o/acme/{LESSON}"' in page.text
    assert "You stopped at" not in words(page)


def test_a_lesson_that_is_read_has_no_place(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, PLACES[0])
    assert visit(cast.tara).post(PLACE, {"heading": "signs"}).status_code == 204
    with store():
        assert kept(cast.tara) == [("why-advice-comes-early", "")]
        assert db.session.scalar(select(LessonProgress.seen_at)) == MONDAY


def test_marking_a_lesson_read_counts_though_its_place_came_first(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    tara.post(PLACE, {"heading": "signs"})
    assert tara.post(LESSON).status_code == 303
    assert "1 of 2 read" in words(tara.get(LESSON))
    tara.post(LESSON, {"read": "no"})  # by mistake: the place is there still
    assert f"{LESSON}#signs" in tara.get("learn").text


def test_a_heading_that_another_release_lacks_is_the_beginning(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = visit(cast.tara)
    tara.post(PLACE, {"heading": "signs"})
    with store():
        other = actions.publish(
            cast.abel.organisation_id, changed(ADVICE, "## Signs", "## Marks"), by=cast.abel.member, now=MONDAY
        )
        db.session.flush()
        db.session.execute(update(Enrolment).values(release_id=other.id))
    page = tara.get("learn")
    assert f'href="/o/acme/{LESSON}"' in page.text
    assert "You stopped at" not in words(page)


@pytest.mark.parametrize("who", ["tom", "ana", "cora"])
def test_nobody_moves_the_place_of_somebody_else(visit: Visit, cast: Cast, store: Any, who: str) -> None:
    with store():
        begin(cast.tara)
        begin(cast.olga)
    visit(cast.tara).post(PLACE, {"heading": "signs"})
    assert visit(getattr(cast, who)).post(PLACE, {"heading": ""}).status_code == 404
    assert visit(cast.olga).post(f"/o/acme/{PLACE}", {"heading": ""}).status_code == 404
    assert visit(cast.olga).post(PLACE, {"heading": ""}).status_code == 204
    assert visit().post(f"/o/acme/{PLACE}", {"heading": ""}).status_code == 303
    with store():
        assert kept(cast.tara) == [("why-advice-comes-early", "signs")]


def test_a_place_that_comes_while_the_button_is_pressed_is_in_nobodys_way(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    visitors = [visit(cast.tara) for _ in range(6)]
    together = Barrier(len(visitors))

    def send(number: int) -> int:
        together.wait()
        if number % 2:
            return visitors[number].post(PLACE, {"heading": "signs"}).status_code
        return visitors[number].post(LESSON).status_code

    with ThreadPoolExecutor(len(visitors)) as pool:
        answers = list(pool.map(send, range(len(visitors))))
    assert set(answers) == {204, 303}
    assert "1 of 2 read" in words(visit(cast.tara).get(LESSON))
    with store():
        assert len(kept(cast.tara)) == 1
