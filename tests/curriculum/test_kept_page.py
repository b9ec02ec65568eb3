"""What is told to a device that keeps a module, and what becomes of what it read?"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.cast import MONDAY, Cast, Player, organisation
from tests.curriculum.studying import LESSON, PLACES, begin, read
from tests.curriculum.test_translating import german
from tests.entries import verbs
from tests.programme import FILES
from tests.stage import PNG
from tests.visiting import Visitor, words
from trainer.accounts.models import Person
from trainer.audit import AuditEntry
from trainer.curriculum import actions, keeping, queries
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import LessonProgress, Release
from trainer.db import db, new_id
from trainer.organisations import actions as organisations

Visit = Callable[..., Visitor]
MODULE = "learn/facilitator/questions"
FILE = "modules/01-questions/01-why-advice-comes-early.md"
NOW_MS = round(datetime.now(UTC).timestamp() * 1000)


def publish(files: dict[str, bytes], translations: dict[str, dict[str, bytes]] | None = None) -> Release:
    compiled = compile_programme(files, translations or {}).programme
    assert compiled
    return actions.publish(organisation("acme").id, compiled, by=None, now=MONDAY)


def manifest(visitor: Visitor, module: str = MODULE) -> dict[str, Any]:
    answer = visitor.get(f"{module}/kept.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


# What belongs to a kept module.


def test_everything_that_a_kept_module_needs_is_there(visit: Visit, cast: Cast, store: Any) -> None:
    pictures = b"\n![A dot](dot.png)\n\n![Again](dot.png)\n\n![Another](../other.png)\n"
    files = {**FILES, FILE: FILES[FILE] + pictures}
    files |= {"modules/01-questions/dot.png": PNG, "modules/other.png": PNG + b"\x00"}
    with store():
        publish(files)
        begin(cast.tara)
    tara = visit(cast.tara)
    told = manifest(tara)
    pages = {
        f"/o/acme/{MODULE}/kept.json",
        f"/o/acme/{MODULE}/kept.html",
        "/o/acme/learn/kept.html",
        f"/o/acme/{LESSON}/kept.html",
        f"/o/acme/{MODULE}/handing-back/kept.html",
    }
    assert pages <= set(told["urls"])
    assert len(told["urls"]) == len(set(told["urls"])) == len(pages) + 5 + 2
    for url in told["urls"]:
        answer = tara.client.get(url, buffered=True)
        assert answer.status_code == 200, url
        needed = [part for part in _parts(answer) if "://" not in part] if url.endswith(".html") else []
        assert set(needed) <= set(told["urls"]), url
    assert len([url for url in told["urls"] if url.startswith("/o/acme/learn/facilitator/files/")]) == 2
    assert (told["title"], told["language"], told["place"]) == ("Questions before advice", "en", 0)
    assert told["page"] == f"/o/acme/{MODULE}"
    assert told["name"] == f"kept:/o/acme/learn:facilitator/questions:{told['current']}"
    assert told["name"].startswith(told["prefix"])


def _parts(answer: TestResponse) -> list[str]:
    """The addresses of styles, scripts and icons of a page."""
    return re.findall(r'<(?:link[^>]*href|script[^>]*src)="([^"]+)"', answer.text)


def test_a_copy_has_another_name_as_soon_as_its_pages_would_be_others(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        begin(cast.tom)
    tara = visit(cast.tara)
    names = [manifest(tara)["name"]]
    assert manifest(visit(cast.tom))["name"] == names[0]
    with store():
        acme = organisation("acme")
        same = {"timezone": "UTC", "by": cast.ada.member, "now": MONDAY}
        organisations.change_settings(acme, name="Acme", colour="#aa0000", **same)
    names.append(manifest(tara)["name"])
    with store():
        release = publish({**FILES, FILE: FILES[FILE] + b"\nMore.\n"}, {"de": german()})
        db.session.flush()
        enrolment = queries.enrolment_of(cast.tara.member)
        assert enrolment
        enrolment.release_id = release.id
    names.append(manifest(tara)["name"])
    with store():
        db.session.get_one(Person, cast.tara.person_id).locale = "de"
    names.append(manifest(tara)["name"])
    assert len(set(names)) == 4
    assert str(release.id) in names[2]
    assert ":de:" in names[3]


def test_kept_pages_are_the_same_for_everybody(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        begin(cast.tom)
        read(cast.tara, *PLACES)
        for player, theme in ((cast.tara, "dark"), (cast.tom, "light")):
            person = db.session.get_one(Person, player.person_id)
            person.theme, person.reading = theme, "sans size-4"
    for page in ("learn/kept.html", f"{MODULE}/kept.html", f"{LESSON}/kept.html"):
        one, other = visit(cast.tara).get(page), visit(cast.tom).get(page)
        assert one.text == other.text
        for private in (
            "Tara",
            "Tom",
            "csrf",
            str(cast.tara.member_id),
            "data-theme",
            "data-reading",
            "<form",
            "My path",
        ):
            assert private not in one.text, page


def test_a_kept_lesson_says_what_the_server_needs_to_know_later(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    page = visit(cast.tara).get(f"{LESSON}/kept.html")
    seen = words(page)
    assert "Lesson 1 of 2 · 6 minutes · Release 1" in seen
    assert "Mark as read and continue" in seen
    assert 'data-module="questions" data-lesson="why-advice-comes-early" data-wording="' in page.text
    assert f'data-next="/o/acme/{MODULE}/handing-back"' in page.text
    explained = visit(cast.tara).get("learn/facilitator/meetings/time/kept.html").text
    assert 'role="tooltip"' in explained  # words of the glossary, without a network too
    last = visit(cast.tara).get(f"{MODULE}/handing-back/kept.html")
    assert "Mark as read and finish the module" in words(last)
    assert f'data-next="/o/acme/{MODULE}"' in last.text


def test_the_worker_answers_for_learn_and_nothing_else(visit: Visit) -> None:
    answer = visit().get("/o/acme/learn/worker.js", buffered=True)
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/o/acme/learn"
    assert "no-cache" in answer.headers["Cache-Control"]


PICTURES = [
    ("", []),
    ("<p>none</p>", []),
    ('<p><img alt="a" src="../files/1/a.png"></p><img src="b.png">', ["../files/1/a.png", "b.png"]),
    ('<img src="a.png"><img src="a.png" loading="lazy">', ["a.png"]),
    ('<p>&lt;img src="x.png"&gt; <code>src="y.png"</code></p><img alt="no source">', []),
]


@pytest.mark.parametrize(("html", "found"), PICTURES)
def test_pictures_of_a_lesson(html: str, found: list[str]) -> None:
    assert keeping.pictures(html) == found


# What was read without a network.


def a_read(player: Player, place: tuple[str, str] = PLACES[0], **changes: Any) -> dict[str, Any]:
    enrolment = queries.enrolment_of(player.member)
    assert enrolment
    line = queries.outline(enrolment.organisation_id, enrolment.release_id).line(place)
    assert line
    told = {"id": f"r/{place[1]}", "programme": "facilitator", "module": place[0], "lesson": place[1]}
    return {**told, "wording": line.wording, "at": NOW_MS - 3_600_000, **changes}


def send(visitor: Visitor, sent: list[Any], **changes: Any) -> TestResponse:
    assert visitor.player
    body = {"member": str(visitor.player.member_id), "client_now": NOW_MS, "reads": sent, **changes}
    return visitor.send("learn/reads", body, **{"X-Reads": "1"})


def progress(player: Player) -> dict[str, LessonProgress]:
    enrolment = queries.enrolment_of(player.member)
    assert enrolment
    query = select(LessonProgress).filter_by(organisation_id=player.organisation_id, enrolment_id=enrolment.id)
    return {row.lesson_key: row for row in db.session.scalars(query) if row.read_at}


def details(player: Player) -> list[str]:
    query = select(AuditEntry.text).filter_by(organisation_id=player.organisation_id, verb="lesson.read")
    return list(db.session.scalars(query))


def test_a_read_is_recorded_once_when_it_was_and_as_late(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        told = a_read(cast.tara)
    for _ in range(3):
        answer = send(visit(cast.tara), [told, told])
        assert (answer.status_code, answer.get_json()) == (200, {"recorded": [told["id"]] * 2, "unknown": []})
    with store():
        row = progress(cast.tara)["why-advice-comes-early"]
        assert row.read_at
        assert timedelta(minutes=55) < datetime.now(UTC) - row.read_at < timedelta(minutes=65)
        assert row.read_wording == told["wording"]
        (text,) = details(cast.tara)
    assert '"late":true' in text
    assert '"lesson":"questions/why-advice-comes-early"' in text
    assert f'"read_at":"{row.read_at}"' in text


def test_what_was_read_on_the_page_is_not_late(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        told = a_read(cast.tara)
    visit(cast.tara).post(LESSON)
    assert send(visit(cast.tara), [told]).get_json()["recorded"] == [told["id"]]
    with store():
        (text,) = details(cast.tara)
    assert "late" not in text


def test_a_read_counts_in_the_words_that_were_read(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        told, first = a_read(cast.tara), queries.enrolment_of(cast.tara.member)
        assert first
        old = first.release_id
        release = publish({**FILES, FILE: FILES[FILE] + b"\nMore.\n"})
        db.session.flush()
        first.release_id = release.id
    assert send(visit(cast.tara), [told]).get_json()["recorded"] == [told["id"]]
    with store():
        row = progress(cast.tara)["why-advice-comes-early"]
        assert (row.release_id, row.read_wording) == (old, told["wording"])
    assert "Changed since you read it" in words(visit(cast.tara).get(MODULE))


def test_the_words_of_a_translation_count_too(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        release = publish(FILES, {"de": german()})
        actions.begin(cast.tara.member, release, now=MONDAY)
        db.session.flush()
        line = queries.outline(release.organisation_id, release.id, "de").line(PLACES[1])
        assert line
        told = a_read(cast.tara, PLACES[1], wording=line.wording)
    assert send(visit(cast.tara), [told]).get_json()["recorded"] == [told["id"]]


def test_reading_everything_without_a_network_moves_nobody_past_their_checks(
    visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        begin(cast.tara)
        reads = [a_read(cast.tara, place) for place in PLACES]
    assert len(send(visit(cast.tara), reads).get_json()["recorded"]) == 4
    with store():
        enrolment = queries.enrolment_of(cast.tara.member)
        assert enrolment
        assert enrolment.state is EnrolmentState.LEARNING
        assert len(progress(cast.tara)) == 4


UNKNOWN = [
    ({"lesson": "gone"}, "Your programme no longer has this lesson."),
    ({"module": "gone"}, "Your programme no longer has this lesson."),
    ({"programme": "another"}, "Your programme no longer has this lesson."),
    ({"wording": "0" * 64}, "These words were never part of your programme."),
    ({"at": "yesterday"}, "This device told it in a way that cannot be read."),
    ({"lesson": None}, "This device told it in a way that cannot be read."),
    ({"lesson": "x\x00y"}, "This device told it in a way that cannot be read."),
]


@pytest.mark.parametrize(("changes", "why"), UNKNOWN, ids=str)
def test_what_is_not_known_is_said_and_the_rest_recorded(
    changes: dict[str, Any], why: str, visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        begin(cast.tara)
        wrong, right = a_read(cast.tara, **changes), a_read(cast.tara, PLACES[1])
    answer = send(visit(cast.tara), [wrong, right, None, 5, {"at": 1}])
    assert answer.get_json() == {"recorded": [right["id"]], "unknown": [{"id": wrong["id"], "why": why}]}
    with store():
        assert list(progress(cast.tara)) == ["handing-back"]


def test_who_has_left_is_told_so(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        enrolment = begin(cast.tara)
        told = a_read(cast.tara)
        actions.move(enrolment, EnrolmentState.WITHDRAWN, by=None, now=MONDAY)
    (unknown,) = send(visit(cast.tara), [told]).get_json()["unknown"]
    assert unknown["why"].startswith("You have left this programme.")


def test_somebody_elses_reads_are_not_taken(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        begin(cast.tom)
        told = a_read(cast.tara)
    answer = send(visit(cast.tom), [told], member=str(cast.tara.member_id))
    assert (answer.status_code, answer.get_json()["title"]) == (403, "Somebody else has signed in on this device.")
    assert send(visit(cast.tom), [told], member=str(new_id())).status_code == 403
    assert send(visit(cast.tara), [told], member=[]).status_code == 403
    with store():
        assert progress(cast.tom) == progress(cast.tara) == {}
        assert "lesson.read" not in verbs(cast.tara.organisation_id)


WRONG: list[Any] = [
    *({"reads": value} for value in (None, {}, "x", 1)),
    *({"client_now": value} for value in (None, "1", -1, 1.5, True, 2**60)),
]


@pytest.mark.parametrize("changes", WRONG, ids=str)
def test_what_is_no_batch_is_refused(changes: dict[str, Any], visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    assert send(visit(cast.tara), [], **changes).status_code == 422


def test_a_batch_has_its_limits(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        told = a_read(cast.tara)
    assert send(visit(cast.tara), [told] * 200).status_code == 200
    assert send(visit(cast.tara), [told] * 201).status_code == 413
    for body in ("", "[]", "{", "null", "[" * 100_000):
        answer = visit(cast.tara).client.post(
            "/o/acme/learn/reads", data=body, content_type="application/json", headers={"X-Reads": "1"}
        )
        assert answer.status_code == 422


def test_only_our_own_scripts_are_heard(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        told = a_read(cast.tara)
    tara = visit(cast.tara)
    body = {"member": str(cast.tara.member_id), "client_now": NOW_MS, "reads": [told]}
    assert tara.send("learn/reads", body).status_code == 403
    assert tara.send("learn/reads", body, **{"X-Reads": "1", "Sec-Fetch-Site": "cross-site"}).status_code == 403
    form = tara.client.post("/o/acme/learn/reads", data={"reads": "1"}, headers={"X-Reads": "1"})
    assert form.status_code == 415
    stranger = Visitor(tara.app, None)
    assert stranger.send("/o/acme/learn/reads", body, **{"X-Reads": "1"}).status_code == 401
    with store():
        assert progress(cast.tara) == {}


def test_a_batch_of_another_organisation_finds_nothing(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        begin(cast.olga)
        told = a_read(cast.tara)
    olga = visit(cast.olga)
    body = {"member": str(cast.olga.member_id), "client_now": NOW_MS, "reads": [told]}
    assert olga.send("/o/acme/learn/reads", body, **{"X-Reads": "1"}).status_code == 404
    taken = olga.send("/o/other/learn/reads", body, **{"X-Reads": "1"}).get_json()
    assert taken["recorded"] == [told["id"]]  # the same small programme is hers too: her own way through it
    with store():
        assert progress(cast.tara) == {}
        assert UUID(str(cast.olga.organisation_id)) == progress(cast.olga)["why-advice-comes-early"].organisation_id
