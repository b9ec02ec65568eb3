"""Notes beside the text: private, at their words, and never lost with them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.cast import MONDAY, Cast, Player
from tests.curriculum.studying import LESSON, SECOND, begin
from tests.curriculum.test_publishing import ADVICE, changed
from tests.curriculum.translations import publish_german
from tests.entries import verbs
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.accounts.models import Person
from trainer.curriculum import actions
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment, Note
from trainer.db import db

Visit = Callable[..., Visitor]
NOTES = f"{LESSON}/notes"
MINE = {"text": "As in our set on Monday.", "quote": "helping feels good"}
WHOLE = {"text": "Read this again before the next meeting.", "quote": ""}
SCRIPT = {"headers": {"Accept": "application/json"}}


def notes() -> list[Note]:
    return list(db.session.scalars(select(Note).order_by(Note.id)))


def only() -> Note:
    (note,) = notes()
    return note


@pytest.fixture
def tara(visit: Visit, cast: Cast, store: Any) -> Visitor:
    """Tara, who has begun the programme."""
    with store():
        begin(cast.tara)
    return visit(cast.tara)


def write(visitor: Visitor, store: Any, **values: str) -> str:
    """Keep a note; the address at which it is changed."""
    assert visitor.post(NOTES, {**MINE, **values}).status_code == 303
    with store():
        return f"learn/notes/{notes()[-1].id}"


def publish(player: Player, compiled: Any) -> None:
    """Publish, and bring everybody onto the new release."""
    release = actions.publish(player.organisation_id, compiled, by=player.member, now=MONDAY)
    db.session.flush()
    db.session.execute(
        update(Enrolment).where(Enrolment.organisation_id == player.organisation_id).values(release_id=release.id)
    )


def test_a_note_is_kept_beside_its_words(tara: Visitor, cast: Cast, store: Any) -> None:
    with store():
        before = verbs(cast.tara.organisation_id)
    assert "Nothing yet" in words(tara.get(NOTES))
    answer = tara.post(NOTES, MINE)
    assert (answer.status_code, answer.location) == (303, f"/o/acme/{NOTES}")
    page = tara.get(NOTES)
    assert "Kept. Only you can read it." in words(page)
    assert "helping feels good As in our set on Monday." in words(page)
    assert f'href="/o/acme/{LESSON}#:~:text=helping%20feels%20good"' in page.text
    with store():
        kept = only()
        assert (kept.quote, kept.text) == (MINE["quote"], MINE["text"])
        assert kept.prefix.endswith("comes early because ")
        assert kept.suffix.startswith(". The next lesson")
        assert verbs(cast.tara.organisation_id) == before


def test_a_note_leads_to_the_heading_above_its_words(tara: Visitor, store: Any) -> None:
    write(tara, store, quote="Count how often a question carries an answer.")
    fragment = "#signs:~:text=Count%20how%20often%20a%20question%20carries%20an,answer."
    assert f'href="/o/acme/{LESSON}{fragment}"' in tara.get(NOTES).text


def test_notes_stand_in_the_order_of_the_text(tara: Visitor, store: Any) -> None:
    for quote, text in (("a question", "Third"), ("Ten minutes in", "Second"), ("", "First")):
        if quote == "a question":  # three times in the lesson: told by its place
            tara.post(NOTES, {"quote": quote, "text": text, "start": "400"})
        else:
            write(tara, store, quote=quote, text=text)
    seen = words(tara.get(NOTES))
    assert seen.index("First") < seen.index("Second") < seen.index("Third")


def test_the_same_note_sent_twice_is_one(tara: Visitor, store: Any) -> None:
    for _ in range(2):
        assert tara.post(NOTES, MINE).status_code == 303
    with store():
        assert len(notes()) == 1
    tara.post(NOTES, {**MINE, "text": "Another thought."})
    with store():
        assert len(notes()) == 2


WRONG = [
    ({"text": ""}, "Write something first."),
    ({"text": " \n "}, "Write something first."),
    ({"text": "x" * 4001}, "Use at most 4000 characters."),
    ({"quote": "y" * 601}, "Quote at most 600 characters of the lesson."),
    ({"quote": "Nothing of the kind"}, "These words are not in the lesson."),
    ({"quote": "a question"}, "These words stand in the lesson 2 times."),
]


@pytest.mark.parametrize(("values", "sentence"), WRONG)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(
    tara: Visitor, store: Any, values: dict[str, str], sentence: str
) -> None:
    sent = {**MINE, **values}
    answer = tara.post(NOTES, sent)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "<title>Error:" in answer.text
    assert sent["text"].strip() in answer.text
    assert sent["quote"] in answer.text
    told = tara.post(NOTES, sent, **SCRIPT)
    assert (told.status_code, told.json["error"].startswith(sentence)) == (422, True)
    with store():
        assert notes() == []


KEPT = [
    ({"text": "x" * 4000}, "x" * 4000, "helping feels good"),
    ({"text": "one\r\ntwo\r\n"}, "one\ntwo", "helping feels good"),
    ({"text": "ü 🙂 <b>&amp;</b> \x00'\""}, "ü 🙂 <b>&amp;</b> '\"", "helping feels good"),
    ({"quote": " helping\r\n feels\u00a0good "}, MINE["text"], "helping feels good"),
    ({"quote": "because helping them feels good"}, MINE["text"], "because helping feels good"),
    ({"quote": "a question", "start": "9" * 9}, MINE["text"], "a question"),
    ({"start": "nowhere"}, MINE["text"], "helping feels good"),
    ({"start": "9" * 4000}, MINE["text"], "helping feels good"),
]


@pytest.mark.parametrize(("values", "text", "quote"), KEPT)
def test_what_is_typed_is_kept_as_it_is_meant(
    tara: Visitor, store: Any, values: dict[str, str], text: str, quote: str
) -> None:
    assert tara.post(NOTES, {**MINE, **values}).status_code == 303
    with store():
        assert (only().text, only().quote) == (text, quote)
    assert text.splitlines()[0] in words(tara.get(NOTES))


def test_a_note_is_changed_and_removed(tara: Visitor, cast: Cast, store: Any) -> None:
    here = write(tara, store)
    with store():
        before = verbs(cast.tara.organisation_id)
    assert "helping feels good" in words(tara.get(here))
    answer = tara.post(here, {"text": "  Not quite as in ours.  "})
    assert (answer.status_code, answer.location) == (303, f"/o/acme/{NOTES}")
    assert "Not quite as in ours." in words(tara.get(NOTES))
    for wrong in ("", "x" * 4001):
        answer = tara.post(here, {"text": wrong})
        assert answer.status_code == 422
        assert wrong in answer.text
    answer = tara.post(f"{here}/remove")
    assert (answer.status_code, answer.location) == (303, f"/o/acme/{NOTES}")
    assert "The note is gone." in words(tara.get(NOTES))
    assert [tara.get(here).status_code, tara.post(f"{here}/remove").status_code] == [404, 404]
    with store():
        assert notes() == []
        assert verbs(cast.tara.organisation_id) == before


def test_a_script_is_told_in_json(tara: Visitor, store: Any) -> None:
    first = tara.get(f"{NOTES}.json").json
    assert first["notes"] == []
    assert tara.client.post(f"/o/acme/{NOTES}", data={"csrf_token": first["csrf"]}).status_code == 422
    answer = tara.post(NOTES, MINE, **SCRIPT)
    assert (answer.status_code, answer.json) == (200, {})
    tara.post(NOTES, WHOLE, **SCRIPT)
    whole, beside = tara.get(f"{NOTES}.json").json["notes"]
    assert (whole["text"], whole["quote"], whole["words"], whole["lost"]) == (WHOLE["text"], "", "", False)
    assert (beside["quote"], beside["words"], beside["lost"]) == ("helping feels good", "helping feels good", False)
    assert beside["end"] - beside["start"] == len("helping feels good")
    assert tara.post(beside["url"], {"text": "Other."}, **SCRIPT).json == {}
    assert tara.post(beside["url"], {"text": ""}, **SCRIPT).json == {"error": "Write something first."}
    assert tara.post(f"{beside['url']}/remove", **SCRIPT).json == {}
    assert len(tara.get(f"{NOTES}.json").json["notes"]) == 1
    assert tara.client.get(f"/o/acme/{NOTES}.json").headers["Cache-Control"] == "no-store"


EDITED = [
    # what is written differently, whether the note is at its words still, and at which
    ("## Signs", "## Marks", "helping feels good"),
    ("Ten minutes in, Leila says", "After a while Leila says, and means it", "helping feels good"),
    ("because **helping feels good**", "because *helping* somebody feels good", "helping somebody feels good"),
    ("because **helping feels good**", "because we are in a hurry", None),
]


@pytest.mark.parametrize(("old", "new", "found"), EDITED)
def test_a_note_survives_an_edited_lesson(
    tara: Visitor, cast: Cast, store: Any, old: str, new: str, found: str | None
) -> None:
    write(tara, store)
    with store():
        publish(cast.abel, changed(ADVICE, old, new))
    (told,) = tara.get(f"{NOTES}.json").json["notes"]
    assert (told["words"], told["lost"]) == (found or "", found is None)
    for page in (NOTES, "learn/notes"):
        seen = words(tara.get(page))
        assert ("Their place in the text has changed" in seen) is (found is None)
        assert "helping feels good As in our set on Monday." in seen
    assert f"{LESSON}#" not in tara.get(NOTES).text or found
    with store():
        assert only().quote == "helping feels good"  # as it was written


def test_a_note_stands_in_the_language_it_was_written_in(visit: Visit, cast: Cast, store: Any, tara: Visitor) -> None:
    """Who reads in another language sees it listed, and nothing says that its place has changed."""
    here = f"{SECOND}/notes"
    with store():
        db.session.execute(update(Enrolment).values(release_id=publish_german(cast.abel).id))
        db.session.get_one(Person, cast.tara.person_id).reading = "lang-de"
    assert tara.post(here, {"text": "Bis fünf zählen.", "quote": "Innehalten."}).status_code == 303
    assert tara.post(here, {"text": "No.", "quote": "Name what you heard."}).status_code == 422
    (told,) = tara.get(f"{here}.json").json["notes"]
    assert (told["words"], told["lost"]) == ("Innehalten.", False)
    assert '<blockquote class="quoted" lang="de">' in tara.get(here).text
    with store():
        db.session.get_one(Person, cast.tara.person_id).reading = "lang-en"
    (told,) = tara.get(f"{here}.json").json["notes"]
    assert (told["words"], told["lost"]) == ("", False)
    for page in (here, "learn/notes"):
        seen = words(tara.get(page))
        assert "Innehalten. Bis fünf zählen." in seen
        assert "Their place in the text has changed" not in seen


def test_notes_on_a_lesson_that_is_gone_stay_listed(tara: Visitor, cast: Cast, store: Any) -> None:
    here = write(tara, store)
    files = {**FILES, ADVICE.replace("why-advice-comes-early", "why-not"): FILES[ADVICE]}
    del files[ADVICE]
    second = "modules/01-questions/02-handing-back.md"
    files[second] = files[second].replace(b"why-advice-comes-early.md", b"why-not.md")
    programme = compile_programme(files).programme
    assert programme
    with store():
        publish(cast.abel, programme)
    assert tara.get(NOTES).status_code == 404
    seen = words(tara.get("learn/notes"))
    assert "Why advice comes early This lesson is no longer in your programme." in seen
    assert "helping feels good As in our set on Monday." in seen
    assert "Their place in the text has changed" not in seen
    assert tara.post(here, {"text": "Still mine."}).location == "/o/acme/learn/notes"
    assert "Still mine." in words(tara.get("learn/notes"))
    assert tara.post(f"{here}/remove").location == "/o/acme/learn/notes"


def test_all_notes_stand_by_lesson_in_the_order_of_the_programme(tara: Visitor, store: Any) -> None:
    assert "Nothing yet" in words(tara.get("learn/notes"))
    for lesson, text in (("meetings/time", "On time."), ("questions/handing-back", "On handing back.")):
        tara.post(f"learn/facilitator/{lesson}/notes", {"text": text})
    write(tara, store)
    seen = words(tara.get("learn/notes"))
    places = [
        "Why advice comes early",
        MINE["text"],
        "Handing it back",
        "On handing back.",
        "Time as a tool",
        "On time.",
    ]
    assert [seen.index(place) for place in places] == sorted(seen.index(place) for place in places)
    assert "The phases" not in seen
    assert "Your notes" in words(tara.get("learn"))


@pytest.mark.parametrize("who", ["tom", "ana", "lena", "cora", "abel", "ada"])
def test_nobody_else_of_the_organisation_learns_of_a_note(
    visit: Visit, tara: Visitor, cast: Cast, store: Any, who: str
) -> None:
    here = write(tara, store)
    with store():
        begin(cast.tom)
    other = visit(getattr(cast, who))
    answers = [other.get(here), other.post(here, {"text": "Mine now."}), other.post(f"{here}/remove")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    for page in (NOTES, f"{NOTES}.json", "learn/notes", LESSON, "learn", "path", "audit", "people"):
        assert MINE["text"] not in other.get(page).text
    with store():
        assert only().text == MINE["text"]


def test_another_organisation_learns_of_no_note(visit: Visit, tara: Visitor, cast: Cast, store: Any) -> None:
    here = write(tara, store)
    with store():
        begin(cast.olga)
    olga = visit(cast.olga)
    for address in (here, f"/o/acme/{here}"):
        assert [olga.get(address).status_code, olga.post(f"{address}/remove").status_code] == [404, 404]
    assert MINE["text"] not in olga.get(f"{NOTES}.json").text
    assert olga.get(f"/o/acme/{NOTES}.json").status_code == 404
    assert visit().get(f"/o/acme/{here}").location.startswith("/sign-in")


def test_the_page_of_a_lesson_holds_no_note(visit: Visit, tara: Visitor, cast: Cast, store: Any) -> None:
    """It is rendered once for everybody."""
    write(tara, store)
    with store():
        begin(cast.tom)
    first, second = tara.get(LESSON).text, visit(cast.tom).get(LESSON).text
    assert MINE["text"] not in first + second
    assert f'data-url="/o/acme/{NOTES}.json"' in first
    tokens = [set(re.findall(r'name="csrf_token" value="([^"]*)"', page)) for page in (first, second)]
    assert len(re.findall('name="csrf_token"', first)) == 4  # signing out, reading settings, marking as read, writing
    assert [len(token) for token in tokens] == [1, 1]


def test_who_has_left_is_told_so(tara: Visitor, cast: Cast, store: Any) -> None:
    here = write(tara, store)
    with store():
        enrolment = db.session.scalars(select(Enrolment)).one()
        actions.move(enrolment, EnrolmentState.WITHDRAWN, by=cast.cora.member, now=MONDAY)
    for page in (here, NOTES, "learn/notes"):
        assert tara.get(page).status_code == 403


def test_who_is_on_nothing_begins_first(visit: Visit, cast: Cast) -> None:
    assert visit(cast.tom).get("learn/notes").location == "/o/acme/learn"


def test_many_notes_cost_as_many_statements_as_one(tara: Visitor, store: Any, statements: Any) -> None:
    sent: dict[tuple[str, int], int] = {}
    for count in (1, 12):
        for number in range(count):
            for lesson in ("questions/why-advice-comes-early", "questions/handing-back", "meetings/time")[: count + 1]:
                tara.post(f"learn/facilitator/{lesson}/notes", {"text": f"{count} {number}"})
        for page in (NOTES, f"{NOTES}.json", "learn/notes"):
            tara.get(page)
            with statements() as told:
                assert tara.get(page).status_code == 200
            sent[page, count] = len(told)
    for page in (NOTES, f"{NOTES}.json", "learn/notes"):
        assert sent[page, 1] == sent[page, 12] <= 6
