"""A lesson that has changed since it was read: what it says, what has changed, and taking the new words over."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.accounts.test_looks import set_reading
from tests.cast import MONDAY, Cast
from tests.curriculum.studying import LESSON, PLACES, SECOND, begin, read
from tests.curriculum.test_publishing import ADVICE, LATER, changed
from tests.curriculum.test_translating import LESSON as GERMAN
from tests.curriculum.translations import SECOND_FILE, publish_german
from tests.entries import verbs
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.curriculum import actions, queries
from trainer.curriculum.models import Enrolment, LessonProgress

Visit = Callable[..., Visitor]
FIRST, OTHER = PLACES[:2]
CHANGES = f"{LESSON}/changes"
MODULE = "learn/facilitator/questions"
NOW = "Nine minutes in, Leila asks: “In my team we simply meet every Monday.”\n///\n\nA new thought stands here."
THEN = "Ten minutes in, Leila says: “In my team we simply meet every Monday.”\n///"


def moved(cast: Cast, old: str = THEN, new: str = NOW) -> None:
    """Tara has read the first lesson and is moved to a release in which it has other words."""
    begin(cast.tara)
    begin(cast.tom)
    read(cast.tara, FIRST)
    move(cast, old, new)


def move(cast: Cast, old: str, new: str, file: str = ADVICE) -> None:
    release = actions.publish(
        cast.abel.organisation_id, changed(file, old, new), by=cast.abel.member, now=LATER + timedelta(days=1)
    )
    enrolment(cast).release_id = release.id


def enrolment(cast: Cast) -> Enrolment:
    found = queries.enrolment_of(cast.tara.member)
    assert found
    return found


def progress(cast: Cast) -> LessonProgress:
    return queries.progress(enrolment(cast), *FIRST)[0]


def test_a_lesson_says_that_it_has_changed_since_it_was_read(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        moved(cast)
    tara = visit(cast.tara)
    page = tara.get(LESSON)
    assert "Changed since you read it on 7 September 2026: 1 paragraph reworded, 1 new. What has changed" in words(page)
    assert f'href="/o/acme/{CHANGES}"' in page.text
    assert "Read on 7 September 2026" in words(page)
    assert "Changed since you read it" in words(tara.get(MODULE))
    assert "Changed since" not in words(tara.get(SECOND))
    assert "Changed since" not in words(visit(cast.tom).get(LESSON))  # who stayed where they were


def test_what_has_changed_is_shown_paragraph_by_paragraph(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        moved(cast)
    page = visit(cast.tara).get(CHANGES)
    assert page.status_code == 200
    seen = words(page)
    assert "What has changed in “ Why advice comes early ”" in seen
    assert "Since you read it on 7 September 2026: 1 paragraph reworded, 1 new." in seen
    assert "Reworded In the lesson removed: Ten added: Nine minutes in, Leila removed: says added: asks" in seen
    assert "New In the lesson added: A new thought stands here." in seen
    assert seen.index("Reworded") < seen.index("New In")
    assert f'href="/o/acme/{LESSON}#:~:text=A%20new%20thought%20stands%20here."' in page.text
    assert re.search(r'<p class="passage" lang="en"><del>.*Ten</del><ins>.*Nine</ins> minutes in', page.text)


def test_having_seen_it_takes_the_new_words_over_and_stays_read(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        moved(cast)
    tara = visit(cast.tara)
    (release,) = re.findall(r'name="release" value="([^"]+)"', tara.get(CHANGES).text)
    answer = tara.post(CHANGES, {"release": release})
    assert (answer.status_code, answer.location) == (303, f"/o/acme/{LESSON}")
    assert "Changed since" not in words(tara.get(LESSON))
    assert tara.get(CHANGES).location == f"/o/acme/{LESSON}"  # nothing is different any more
    with store():
        line = queries.outline(cast.tara.organisation_id, enrolment(cast).release_id).modules[0].lessons[0]
        row = progress(cast)
        assert (row.read_at, row.read_wording, str(row.release_id)) == (MONDAY, line.wording, release)
        assert verbs(cast.tara.organisation_id)[-1] == "lesson.changes_seen"
    assert tara.post(CHANGES, {"release": release}).status_code == 303
    with store():
        assert verbs(cast.tara.organisation_id).count("lesson.changes_seen") == 1


def test_only_what_was_shown_is_taken_over(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        moved(cast)
    tara = visit(cast.tara)
    (release,) = re.findall(r'name="release" value="([^"]+)"', tara.get(CHANGES).text)
    with store():
        before = progress(cast).read_wording
        move(cast, "helping feels good", "being useful feels good")
    for sent in ({"release": release}, {"release": "x"}, {}):
        assert tara.post(CHANGES, sent).location == f"/o/acme/{CHANGES}"
    with store():
        assert progress(cast).read_wording == before
    assert "1 paragraph reworded." in words(tara.get(CHANGES))


def test_another_title_is_a_change(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        moved(cast, "title: Why advice comes early", "title: Why good advice comes early")
    assert "Why added: good advice comes early" in words(visit(cast.tara).get(CHANGES))


def test_other_links_are_no_other_words(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        moved(cast, "02-handing-back.md#the-ladder", "02-handing-back.md")
    page = visit(cast.tara).get(LESSON)
    assert "on 7 September 2026: the same words, with other links or pictures." in words(page)
    assert visit(cast.tara).get(CHANGES).status_code == 200


@pytest.mark.parametrize("file", ["rubric.yaml", "modules/01-questions/02-handing-back.md"])
def test_what_changed_elsewhere_is_no_change_of_this_lesson(visit: Visit, cast: Cast, store: Any, file: str) -> None:
    old = {"rubric.yaml": "The structure was lost."}.get(file, "Pause.")
    with store():
        begin(cast.tara)
        read(cast.tara, FIRST)
        move(cast, old, "Something else.", file)
    tara = visit(cast.tara)
    assert "Changed since" not in words(tara.get(LESSON))
    assert tara.get(CHANGES).location == f"/o/acme/{LESSON}"


def test_a_lesson_that_was_not_read_has_not_changed(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        moved(cast)
    tara = visit(cast.tara)
    tara.post(LESSON, {"read": "no"})
    assert "Changed since" not in words(tara.get(LESSON))
    tara.post(LESSON)
    assert "Changed since" not in words(tara.get(LESSON))
    with store():
        before = verbs(cast.tara.organisation_id)
        line = queries.outline(cast.tara.organisation_id, enrolment(cast).release_id).modules[0].lessons[1]
        actions.see_changes(enrolment(cast), line, by=cast.tara.member, now=MONDAY)  # which was never read
        assert verbs(cast.tara.organisation_id) == before


def read_in_german(cast: Cast) -> None:
    """Tara reads the second lesson in German."""
    publish_german(cast.abel)
    begin(cast.tara)
    set_reading(cast.tara, "lang-de")
    line = queries.outline(cast.tara.organisation_id, enrolment(cast).release_id, "de").line(OTHER)
    assert line
    actions.mark_read(enrolment(cast), line, by=cast.tara.member, now=MONDAY)


def test_words_are_compared_in_the_language_in_which_they_were_read(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        read_in_german(cast)
        changed_words = {SECOND_FILE: GERMAN.replace("Denk an einen Moment.", "Denk an einen stillen Moment.")}
        enrolment(cast).release_id = publish_german(cast.abel, **changed_words).id
        set_reading(cast.tara, "lang-en")
    page = visit(cast.tara).get(f"{SECOND}/changes")
    assert "1 paragraph reworded." in words(page)
    assert '<p class="passage" lang="de">Denk an einen <ins>' in page.text


def test_what_is_changed_in_another_language_is_no_change_for_who_read_in_this(
    visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        read_in_german(cast)
        own = {**FILES, SECOND_FILE: FILES[SECOND_FILE].replace(b"Pause.", b"Wait.")}
        enrolment(cast).release_id = publish_german(cast.abel, own).id
    assert "Changed since" not in words(visit(cast.tara).get(SECOND))


def test_a_translation_that_is_no_more_is_not_compared_with_another_language(
    visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        read_in_german(cast)
        enrolment(cast).release_id = publish_german(cast.abel, **{SECOND_FILE: None}).id
    tara = visit(cast.tara)
    assert "Changed since you read it on 7 September 2026. What has changed" in words(tara.get(SECOND))
    page = tara.get(f"{SECOND}/changes")
    assert "in a language in which it is not offered any more" in words(page)
    assert "<ins>" not in page.text
    (release,) = re.findall(r'name="release" value="([^"]+)"', page.text)
    tara.post(f"{SECOND}/changes", {"release": release})
    assert "Changed since" not in words(tara.get(SECOND))


def test_a_lesson_to_be_read_again_says_what_has_changed(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, OTHER)
        asked = FILES[SECOND_FILE].replace(b"whose-approval", b"whose-applause")  # for another reflection than before
        enrolment(cast).release_id = publish_german(
            cast.abel, {**FILES, SECOND_FILE: asked.replace(b"2. Name", b"2. Name aloud")}, **{SECOND_FILE: None}
        ).id
    tara = visit(cast.tara)
    seen = words(tara.get(SECOND))
    assert "Read it again: it has changed since 7 September 2026. What has changed" in seen
    assert "Mark as read" in seen
    assert "Changed since you read it: read it again." in words(tara.get(MODULE))
    page = tara.get(f"{SECOND}/changes")
    assert "Since you read it on 7 September 2026: 1 paragraph reworded." in words(page)
    assert "Read it again" in words(page)
    assert "I have seen it" not in words(page)
    with store():
        before = verbs(cast.tara.organisation_id)
        line = queries.outline(cast.tara.organisation_id, enrolment(cast).release_id).line(OTHER)
        assert line
        actions.see_changes(enrolment(cast), line, by=cast.tara.member, now=MONDAY)
        assert verbs(cast.tara.organisation_id) == before  # to see what changed is not to read it
    tara.post(SECOND)
    assert "Read it again" not in words(tara.get(SECOND))
    assert tara.get(f"{SECOND}/changes").location == f"/o/acme/{SECOND}"


def test_a_changed_lesson_costs_no_statement_more(visit: Visit, cast: Cast, store: Any, statements: Any) -> None:
    with store():
        moved(cast)
    tara = visit(cast.tara)
    tara.get(LESSON)
    with statements() as sent:
        assert "1 paragraph reworded, 1 new" in words(tara.get(LESSON))
    assert len(sent) <= 3, sent


@pytest.mark.parametrize("who", ["tom", "ana", "abel", "cora"])
def test_nobody_sees_the_changes_of_another(visit: Visit, cast: Cast, store: Any, who: str) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, FIRST)
        move(cast, THEN, NOW)
    stranger = visit(getattr(cast, who))
    assert [stranger.get(CHANGES).status_code, stranger.post(CHANGES).status_code] == [404, 404]
