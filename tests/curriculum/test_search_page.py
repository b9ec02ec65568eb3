"""What does a search find, in which order, for whom, and does anything that is typed break it?"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from tests import programme
from tests.blank import ENGINES, MOMENT, installation
from tests.cast import MONDAY, Cast, Player, organisation
from tests.curriculum.studying import read
from tests.curriculum.test_translating import german
from tests.visiting import Visitor, words
from trainer import backup
from trainer.accounts.models import Person
from trainer.curriculum import actions, queries
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment, Note, Passage, Release
from trainer.curriculum.searching import question
from trainer.db import db, new_id
from trainer.web import Application

Visit = Callable[..., Visitor]

LESSONS = {
    "modules/01-first/01-silence.md": """\
---
title: Silence
---
Quiet works. Nobody hurries, and the ladder stands in the corner.

## Why a pause costs

A pause is dear. Handing back takes one as well, says the café owner; a naïve redirect takes none.

## What to say about silence

“More time with that?” and/or nothing at all.
""",
    "modules/01-first/02-the-ladder.md": """\
---
title: The redirect ladder
---
Pause, name, convert, park. A redirect keeps the idea's dignity.

## Pause

Two seconds of silence, and no more than two. Redirecting begins with it.
""",
    "modules/02-second/01-questions.md": """\
---
title: Questions
---
Silence is rare here. Members are questioning, and a question opens.

## One at a time

Ask one question. <b>Not two.</b> The unicorn appears here once.
""",
}
FILES = {
    "programme.yaml": b"key: findable\ntitle: Findable\nlanguage: en\n",
    **{path: text.encode() for path, text in LESSONS.items()},
}


def publish(slug: str, files: dict[str, bytes] = FILES) -> Release:
    compiled = compile_programme(files).programme
    assert compiled
    return actions.publish(organisation(slug).id, compiled, by=None, now=MONDAY)


def start(player: Player, files: dict[str, bytes] = FILES) -> Enrolment:
    return actions.begin(player.member, publish(player.slug, files), now=MONDAY)


def write(player: Player, text: str, quote: str = "", lesson: tuple[str, str] = ("first", "silence")) -> UUID:
    enrolment = queries.enrolment_of(player.member)
    assert enrolment
    note = Note(
        organisation_id=enrolment.organisation_id,
        id=new_id(),
        enrolment_id=enrolment.id,
        module_key=lesson[0],
        lesson_key=lesson[1],
        quote=quote,
        prefix="",
        suffix="",
        text=text,
        written_at=MONDAY,
    )
    db.session.add(note)
    return note.id


def found(player: Player, typed: str, language: str = "en") -> Any:
    enrolment = queries.enrolment_of(player.member)
    assert enrolment
    return queries.search(enrolment, question(typed), language)


def anchors(player: Player, typed: str) -> list[str]:
    return [f"{hit.key}#{hit.anchor}" for hit in found(player, typed).hits]


# What is typed → what is found first, and everything that is found. Both engines agree.
CASES = [
    ("silence", "silence#", {"silence#", "silence#what-to-say-about-silence", "the-ladder#pause", "questions#"}),
    ("SILENCES", "silence#", {"silence#", "silence#what-to-say-about-silence", "the-ladder#pause", "questions#"}),
    ("redir", "the-ladder#", {"the-ladder#", "the-ladder#pause", "silence#why-a-pause-costs"}),
    ("ladder", "the-ladder#", {"the-ladder#", "silence#"}),
    ("pause", "the-ladder#pause", {"the-ladder#pause", "the-ladder#", "silence#why-a-pause-costs"}),
    ("questioning", "questions#", {"questions#", "questions#one-at-a-time"}),
    ("naive", "silence#why-a-pause-costs", {"silence#why-a-pause-costs"}),
    ("CAFE", "silence#why-a-pause-costs", {"silence#why-a-pause-costs"}),
    ("café", "silence#why-a-pause-costs", {"silence#why-a-pause-costs"}),
    ("nothing all", "silence#what-to-say-about-silence", {"silence#what-to-say-about-silence"}),
    ("unicorn appears", "questions#one-at-a-time", {"questions#one-at-a-time"}),
    ("the unicorn in the", "questions#one-at-a-time", {"questions#one-at-a-time"}),
    ("redirect dignity", "the-ladder#", {"the-ladder#"}),
    ("dignity redirect", "the-ladder#", {"the-ladder#"}),
]


@pytest.mark.parametrize(("typed", "first", "everything"), CASES)
def test_the_best_comes_first(typed: str, first: str, everything: set[str], cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara)
        hits = anchors(cast.tara, typed)
        assert found(cast.tara, typed).every
    assert hits[0] == first
    assert set(hits) == everything


def test_where_nothing_has_all_words_some_will_do_and_the_page_says_so(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara)
    seen = words(visit(cast.tara).get("search?q=unicorn+dignity"))
    assert "Nothing has all of these words. Here is what has some of them." in seen
    assert "2 places" in seen
    assert "The unicorn appears here once." in seen
    seen = words(visit(cast.tara).get("search?q=unicorn+appears"))
    assert "Nothing has all" not in seen
    assert "1 place" in seen


def test_a_hit_says_where_it_is_what_was_found_and_whether_it_was_read(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara)
        read(cast.tara, ("first", "silence"))
    page = visit(cast.tara).get("search?q=silence")
    shown = [words_of(item) for item in re.findall(r"<li>(.*?)</li>", page.text, flags=re.S) if "First" in item]
    assert shown[0].startswith("First Read Silence Quiet works.")
    assert "Also in this lesson: What to say about silence" in shown[0]
    assert shown[1].startswith("First Not read yet The redirect ladder: Pause Two seconds of silence")
    assert 'href="/o/acme/learn/findable/first/the-ladder#pause"' in page.text
    assert "Two seconds of <mark>silence</mark>" in page.text
    assert visit(cast.tara).get("/o/acme/learn/findable/first/the-ladder").status_code == 200


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_what_authors_and_readers_wrote_is_shown_as_text(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara)
        write(cast.tara, "<img src=x onerror=alert(1)> unicorn </mark><script>", "“<i>unicorn</i>”")
    page = visit(cast.tara).get("search?q=unicorn")
    assert "&lt;b&gt;Not two.&lt;/b&gt;" in page.text or "Not two." in page.text
    assert page.text.count("<script") == 1
    assert "<img" not in page.text
    assert page.text.count("<mark>") == page.text.count("</mark>") == 3
    assert "<i>" not in page.text
    typed = visit(cast.tara).get("/o/acme/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in typed
    assert "&#34;&gt;&lt;script&gt;" in typed


def test_a_snippet_is_short(visit: Visit, cast: Cast, store: Any) -> None:
    long = FILES | {
        "modules/03-long/01-long.md": b"---\ntitle: Long\n---\n" + b"word " * 900 + b"needle " + b"word " * 900
    }
    with store():
        start(cast.tara, long)
        (hit,) = found(cast.tara, "needle").hits
    text = "".join(part.text for part in hit.snippet)
    assert [part.text for part in hit.snippet if part.hit] == ["needle"]
    assert text.startswith("…")
    assert text.endswith("…")
    assert 15 <= len(text.split()) <= 36


def test_no_more_than_the_best_are_shown(visit: Visit, cast: Cast, store: Any) -> None:
    many = {
        f"modules/01-first/{n:02}-l{n}.md": f"---\ntitle: Lesson {n}\n---\nA walrus.\n".encode() for n in range(1, 61)
    }
    with store():
        start(cast.tara, {"programme.yaml": FILES["programme.yaml"], **many})
        for n in range(20):
            write(cast.tara, f"My walrus {n}", lesson=("first", "l1"))
    page = visit(cast.tara).get("search?q=walrus")
    assert "The best 50 places. Add a word to narrow them down." in words(page)
    assert page.text.count("<mark>walrus</mark>") == 50


def test_until_something_is_asked_the_page_says_what_can_be(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara)
    for query in ("", "?q=", "?q=%20*%20", "?q=%F0%9F%92%A5"):
        seen = words(visit(cast.tara).get(f"search{query}"))
        assert "What are you looking for?" in seen
        assert "place" not in seen.replace("places", "place").split("What are you looking for?")[1]


def test_nothing_found_says_what_to_do(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara)
    seen = words(visit(cast.tara).get("search?q=xylophone"))
    assert "Nothing has these words." in seen
    assert "Try a shorter or another word" in seen
    assert "All modules" in seen


HOSTILE = [
    *('"', '""', "'", "'; DROP TABLE passage; --", "AND", "OR NOT", "a AND", "NEAR(a b, 5)", "NEAR/2", "*", "a*", "^a"),
    *("title:a", "{title} : a", "-a", "+a", "a -", ":", "a:*", "!a", "a & b | !c", "<->", "a <2> b", "(", ")", "((a)"),
    *("\\", "%", "_", "%s %(x)s", "\x00", "a\x00b", "\x02a\x03", "💥", "é" * 50, "the", "the of and", "½ ² ﬁ ß İ ı"),
    *(
        "\u202e\u200b\u00ad",
        "a\u0301\u0301",
        "١٢٣",
        "ก็",
        "हिन्दी",
        "質問",
        "a" * 10_000,
        "a " * 5_000,
        "\ufffd",
        "\t\r\n",
    ),
    *(
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "{% raise %}",
        "../../etc/passwd",
        "http://example.org/a?b=c#d",
        "a@b.org",
    ),
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_gives_a_page(typed: str, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara)
        write(cast.tara, f"{typed[:50]} a note".replace("\x00", ""))
    answer = visit(cast.tara).get("search", query_string={"q": typed})
    assert answer.status_code == 200
    assert "\x02" not in answer.text.replace(typed, "")
    assert visit(cast.tara).client.get(f"/o/acme/search?q={'%ff%fe'}&q=b&Q=c").status_code == 200


def test_whatever_else_is_typed_gives_a_page(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara)
        write(cast.tara, "a note with words and numbers 1 2 3")
    tara = visit(cast.tara)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(max_size=60))
    def ask(typed: str) -> None:
        assert tara.get("search", query_string={"q": typed.encode("utf-8", "replace")}).status_code == 200

    ask()


def test_terms_and_cards_are_found_beside_the_lessons(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara, programme.FILES)
    page = visit(cast.tara).get("search?q=issue+holder")
    assert "Glossary presenter ( issue holder ) The member whose challenge the set works on." in words(page)
    assert 'href="/o/acme/learn/facilitator/glossary#presenter"' in page.text
    page = visit(cast.tara).get("search?q=three+meetings")
    assert "Cards for your pocket Phase card For the first three meetings ." in words(page)
    assert 'href="/o/acme/learn/facilitator/cards/phase-card"' in page.text


def test_what_trainers_and_judges_hold_is_not_found(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara, programme.FILES)
        for kept in ("corridor", "gist", "insists"):  # words of the viva; a plan's title is words of lessons too
            assert not found(cast.tara, kept), kept
        assert {hit.key for hit in found(cast.tara, "round").hits} == {"time"}


# Whose is what is found?


def test_another_organisations_release_is_never_found(visit: Visit, cast: Cast, store: Any) -> None:
    other = {**FILES, "modules/01-first/01-silence.md": FILES["modules/01-first/01-silence.md"] + b"\nA zeppelin.\n"}
    with store():
        start(cast.tara)
        start(cast.olga, other)
        assert anchors(cast.olga, "zeppelin") == ["silence#what-to-say-about-silence"]
        assert not found(cast.tara, "zeppelin")
        assert len(anchors(cast.tara, "silence")) == len(anchors(cast.olga, "silence")) == 4


def test_only_the_release_somebody_is_on_is_searched(cast: Cast, store: Any) -> None:
    newer = {**FILES, "modules/01-first/01-silence.md": b"---\ntitle: Quiet\n---\nA zeppelin.\n"}
    with store():
        start(cast.tara)
        start(cast.tom, newer)
        assert not found(cast.tara, "zeppelin")
        assert anchors(cast.tom, "zeppelin") == ["silence#"]
        assert "silence#" in anchors(cast.tara, "silence")
        assert "silence#" not in anchors(cast.tom, "silence")


def test_a_release_of_another_organisation_yields_nothing_even_if_it_is_named(cast: Cast, store: Any) -> None:
    with store():
        own = start(cast.tara)
        strange = start(cast.olga)
        db.session.flush()
        crossed = Enrolment(organisation_id=own.organisation_id, id=own.id, release_id=strange.release_id)
        crossed.release = db.session.get_one(Release, (strange.organisation_id, strange.release_id))
        assert not queries.search(crossed, question("silence"), "en").hits


def test_a_note_is_found_by_its_writer_only(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara)
        start(cast.tom)
        write(cast.tara, "My giraffes wait.", "the ladder stands")
        write(cast.tara, "Another thing.", "a naïve redirect")
        write(cast.tara, "About what is gone", lesson=("first", "gone"))
        assert len(found(cast.tara, "giraffe").notes) == 1
        assert not found(cast.tom, "giraffe")
    seen = words(visit(cast.tara).get("search?q=giraffe"))
    assert "Your notes Silence the ladder stands My giraffes wait." in seen
    assert "Another thing." in words(visit(cast.tara).get("search?q=naive"))
    assert "A lesson that is no longer in your programme" in words(visit(cast.tara).get("search?q=gone"))
    for other in (cast.tom, cast.cora, cast.abel, cast.ada):
        assert "giraffes" not in visit(other).get("search?q=giraffe").text
    assert "giraffes" not in visit(cast.olga).get("/o/other/search?q=giraffe").text


def test_notes_alone_are_something_that_was_found(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara)
        write(cast.tara, "giraffe")
    seen = words(visit(cast.tara).get("search?q=giraffe"))
    assert "1 place" in seen
    assert "Lessons" not in seen


# In which language?


def test_a_reader_of_a_translation_finds_it_and_else_the_original(cast: Cast, store: Any) -> None:
    with store():
        enrolment = start(cast.tara)
        db.session.flush()
        _translate(
            enrolment, "silence", ("", "Stille", "Ruhe wirkt."), ("kosten", "Was eine Pause kostet", "Teuer, silence.")
        )
        german = [(hit.key, hit.language, hit.anchor) for hit in found(cast.tara, "silence", "de").hits]
        english = [(hit.key, hit.language, hit.anchor) for hit in found(cast.tara, "silence", "en").hits]
        french = [(hit.key, hit.language, hit.anchor) for hit in found(cast.tara, "silence", "fr").hits]
        assert found(cast.tara, "stille", "de").hits
        assert not found(cast.tara, "stille", "en")
    assert ("silence", "de", "kosten") in german
    assert {language for key, language, _ in german if key == "silence"} == {"de"}
    assert {language for key, language, _ in german if key != "silence"} == {"en"}
    assert {language for _, language, _ in english} == {"en"}
    assert french == english


def test_the_page_searches_in_the_language_its_reader_reads_in(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        compiled = compile_programme(programme.FILES, {"de": german()}).programme
        assert compiled
        release = actions.publish(organisation("acme").id, compiled, by=None, now=MONDAY)
        for player in (cast.tara, cast.tom):
            actions.begin(player.member, release, now=MONDAY)
        db.session.get_one(Person, cast.tara.person_id).locale = "de"
    german_page = visit(cast.tara).get("search?q=leiter").text
    assert (
        '<h3 lang="de"><a href="/o/acme/learn/facilitator/questions/handing-back#die-leiter">Weitergeben' in german_page
    )
    assert "Nothing has these words." in words(visit(cast.tara).get("search?q=ladder"))
    assert "Why advice comes early" in words(visit(cast.tara).get("search?q=helping"))
    assert "Handing it back: The ladder" in words(visit(cast.tom).get("search?q=ladder"))
    assert "Nothing has these words." in words(visit(cast.tom).get("search?q=leiter"))


def _translate(enrolment: Enrolment, key: str, *sections: tuple[str, str, str]) -> None:
    same = {"organisation_id": enrolment.organisation_id, "release_id": enrolment.release_id, "language": "de"}
    for position, (anchor, title, text) in enumerate(sections):
        values = {"kind": "lesson", "module_key": "first", "key": key, "anchor": anchor, "title": title, "text": text}
        db.session.add(Passage(**same, id=new_id(), **values, position=position))


# Who may, and at what cost?


def test_who_has_begun_nothing_is_led_to_where_one_begins(visit: Visit, cast: Cast) -> None:
    answer = visit(cast.tara).get("search?q=silence")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/o/acme/learn")


def test_who_has_left_the_programme_is_told_so(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        actions.move(start(cast.tara), EnrolmentState.WITHDRAWN, by=None, now=MONDAY)
    answer = visit(cast.tara).get("search?q=silence")
    assert answer.status_code == 403
    assert "You have left this programme." in words(answer)


def test_a_search_costs_the_same_however_much_is_found(visit: Visit, cast: Cast, store: Any, statements: Any) -> None:
    with store():
        start(cast.tara)
        for n in range(30):
            write(cast.tara, f"note {n} on silence")
    tara = visit(cast.tara)
    counts = {}
    for typed in ("silence", "silence", "unicorn", "xylophone"):
        with statements() as sent:
            assert tara.get(f"search?q={typed}").status_code == 200
        counts[typed] = len(sent)
    assert counts == {"silence": 6, "unicorn": 6, "xylophone": 6}


# Is the index as the passages are?


def test_passages_are_frozen_and_go_with_their_index(cast: Cast, store: Any) -> None:
    with store():
        start(cast.tara)
    with store(), pytest.raises(IntegrityError, match="passage is frozen"):
        db.session.execute(update(Passage).values(title="x"))
    with store():
        db.session.rollback()
        assert anchors(cast.tara, "unicorn")
        db.session.execute(delete(Passage).where(Passage.anchor == "one-at-a-time"))
        assert not anchors(cast.tara, "unicorn")
        assert anchors(cast.tara, "silence")


def test_publishing_the_same_words_adds_nothing(cast: Cast, store: Any) -> None:
    with store():
        publish("acme")
        db.session.flush()
        before = db.session.scalar(select(func.count()).select_from(Passage))
        publish("acme")
        db.session.flush()
        assert db.session.scalar(select(func.count()).select_from(Passage)) == before


@pytest.mark.parametrize("target", ENGINES)
def test_after_a_restore_a_search_finds_what_it_found(
    target: str, app: Application, cast: Cast, store: Any, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with store():
        start(cast.tara)
        before = anchors(cast.tara, "silence")
    with app.app_context():
        backup.write(db.engine, tmp_path / "kept.zip", MOMENT)
    with installation(target, tmp_path, request) as other, other.test_request_context():
        backup.restore(db.engine, tmp_path / "kept.zip")
        assert set(anchors(cast.tara, "silence")) == set(before)
        assert anchors(cast.tara, "redir")[0] == "the-ladder#"
