"""The trainee's home: what is next, what is missing, when the next session is, and what the certificate says."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.certification import story
from tests.certification.conftest import Chapter
from tests.certification.story import TODAY_NOON, Ids
from tests.visiting import Visitor, words
from trainer.certification import actions
from trainer.certification.lifecycle import StatusChange
from trainer.curriculum import actions as curriculum
from trainer.curriculum import queries as programmes

Visit = Callable[..., Visitor]


def begun(cast: Cast) -> Ids:
    return story.begin(cast.tara)


def learnt(cast: Cast) -> Ids:
    return story.learn(cast.tara)


def test_who_is_on_no_programme_chooses_one(visit: Visit, cast: Cast) -> None:
    answer = visit(cast.tara).get("path")
    assert answer.status_code == 303
    assert answer.location.endswith("/o/acme/learn")


@pytest.mark.parametrize("who", ["ana", "lena", "pat", "cora", "abel", "udo", "ada"])
def test_it_is_for_trainees(visit: Visit, cast: Cast, who: str) -> None:
    answer = visit(getattr(cast, who)).get("path")
    assert answer.status_code == 403
    assert "trainee" in words(answer)


def test_the_first_lesson_is_next(visit: Visit, cast: Cast, chapter: Chapter) -> None:
    chapter(begun)
    page = visit(cast.tara).get("path")
    assert "Hello Tara 6 things are left until certification." in words(page)
    assert "Next Why advice comes early Questions before advice · 6 minutes Continue reading" in words(page)
    assert "learn/facilitator/questions/why-advice-comes-early" in page.text
    assert "Lessons 0 of 4 read. You act. Missing" in words(page)
    assert "0.00" not in words(page)


def test_then_checks_then_reflections_then_a_session(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids, tara = chapter(begun), visit(cast.tara)
    with store():
        enrolment = story.enrolment_of(ids)
        for line in programmes.learning_of(enrolment).outline.lessons:
            curriculum.mark_read(enrolment, line, by=cast.tara.member, now=TODAY_NOON)
    assert "Next Knowledge check: Questions before advice Take the check" in words(tara.get("path"))


@pytest.mark.parametrize(
    ("arrange", "says"),
    [
        (lambda cast, ids: None, "Next Run a slot of a set and be observed Ask for an observed session"),
        (
            lambda cast, ids: story.asked(cast, ids, TODAY_NOON.replace(month=12)),
            "Next Prepare session S-0001 Open the session",
        ),
        (
            lambda cast, ids: story.released(cast, ids, reflect=False),
            "Next Reflect on session S-0001 Write your four lines",
        ),
    ],
)
def test_what_is_next_once_everything_is_learnt(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, arrange: Any, says: str
) -> None:
    ids = chapter(learnt)
    with store():
        arrange(cast, ids)
    assert says in words(visit(cast.tara).get("path"))


def test_when_all_is_there_others_act(visit: Visit, cast: Cast, ready: Ids) -> None:
    page = words(visit(cast.tara).get("path"))
    assert "1 thing is left until certification." in page
    assert "Everything is there. Your coordinator calls a panel." in page
    assert "Waits for the coordinator." in page
    assert "Latest feedback “Held the silence until Mona spoke.” Read all of S-0002" in page


def test_while_a_panel_reads_there_is_nothing_to_do(visit: Visit, cast: Cast, called: Ids) -> None:
    page = visit(cast.tara).get("path")
    assert "A panel is reading your evidence." in words(page)
    assert "The panel is voting. Waits for the panel." in words(page)
    assert "Pat" not in words(page)
    assert called.decision_page not in page.text


def test_a_certificate_is_on_the_home_page(visit: Visit, cast: Cast, certified: Ids) -> None:
    page = visit(cast.tara).get("path")
    assert "You are certified until 22 November 2027." in words(page)
    assert "What it rests on 7 of 7 met" in words(page)
    assert "Certificate Valid until 22 November 2027 Open it" in words(page)
    assert certified.certificate_page in page.text


def test_a_suspended_certificate_lets_nobody_say_they_are_certified(
    visit: Visit, cast: Cast, store: Any, certified: Ids
) -> None:
    with store():
        actions.change_certificate(
            story.certificate_of(certified),
            StatusChange.SUSPENDED,
            reason="A complaint.",
            by=cast.lena.member,
            now=TODAY_NOON,
        )
    page = words(visit(cast.tara).get("path"))
    assert "You are certified" not in page
    assert "Certificate Suspended until" in page
    assert "Next Your certificate is suspended. A lead assessor looks into it" in page
    assert "1 thing is left until certification." in page
    assert "The certificate is suspended. Waits for a lead assessor. Missing" in page
    assert "calls a panel" not in page
    page = words(visit(cast.cora).get(certified.readiness_page))
    assert "The certificate is suspended. A lead assessor reinstates or revokes it." in page
    assert "People decide." not in page


def test_a_revoked_one_waits_for_another_panel(visit: Visit, cast: Cast, store: Any, certified: Ids) -> None:
    with store():
        story.revoke(cast, certified)
    page = words(visit(cast.tara).get("path"))
    assert "Next Everything is there. Your coordinator calls a panel." in page
    assert "The certificate was revoked. A panel decides anew. Waits for the coordinator. Missing" in page


def test_nor_does_one_that_has_run_out(visit: Visit, cast: Cast, clock: Any, certified: Ids) -> None:
    clock.set(2027, 11, 22)
    assert "You are certified until 22 November 2027." in words(visit(cast.tara).get("path"))
    clock.set(2027, 11, 23)
    page = words(visit(cast.tara).get("path"))
    assert "You are certified" not in page
    assert "Certificate Expired" in page
    assert "The certificate has expired. A panel decides anew. Waits for the coordinator. Missing" in page
    assert "Next Run a slot of a set and be observed" in page


def test_a_session_that_is_arranged_waits_for_its_day(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(learnt)
    with store():
        story.released(cast, ids)
        story.asked(cast, ids, TODAY_NOON.replace(month=12))
    page = words(visit(cast.tara).get("path"))
    assert "Observed sessions A session is arranged for 23 December 2026. How this is worked out" in page


def test_it_takes_few_statements(visit: Visit, cast: Cast, statements: Any, certified: Ids) -> None:
    tara = visit(cast.tara)
    tara.get("path")
    with statements() as sent:
        tara.get("path")
    assert len(sent) <= 12
