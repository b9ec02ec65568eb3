"""A release in several languages: everybody reads in theirs what is translated, and the rest with a word about it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.accounts.test_looks import set_reading
from tests.cast import Cast
from tests.curriculum.studying import CHECK, LESSON, SECOND, begin, hand_in, solution
from tests.curriculum.test_lesson_page import rename
from tests.curriculum.test_translating import LESSON as LESSON_FILE
from tests.curriculum.test_translating import Q
from tests.curriculum.translations import SECOND_FILE, publish_german
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.curriculum import queries
from trainer.curriculum.models import Enrolment
from trainer.curriculum.outline import LessonLine, ModuleLine, Outline, Prompt
from trainer.curriculum.translated import LessonWords, ModuleWords, translated
from trainer.db import new_id

Visit = Callable[..., Visitor]
MODULE = "learn/facilitator/questions"
NOTICE = "This lesson is not translated yet: you read it in English."


def line(key: str, title: str, minutes: int, wording: str, language: str) -> LessonLine:
    return LessonLine("m", key, title, minutes, wording, "structure", ("o",), language)


ENGLISH = Outline(
    release_id=new_id(),
    programme_key="p",
    title="P",
    language="en",
    summary="S",
    number=1,
    modules=(
        ModuleLine(
            *("m", "Module", "Summary", 10, 20, "Practice", ("Outcome",), ("Reading",), ("n",), True),
            lessons=(line("a", "A", 1, "wa", "en"), line("b", "B", 2, "wb", "en")),
            prompts=(Prompt("x", "X?", "m", "a", "en"), Prompt("y", "Y?", "m", "a", "en")),
            language="en",
            check_language="en",
        ),
    ),
    languages=("en", "de"),
    read_in="en",
)
WORDS = LessonWords("Ä", 3, "wä", {"x": "X auf Deutsch?", "gone": "?"})
MODULE_WORDS = ModuleWords("Modul", "Kurz", "Übung", ("Ergebnis",), (), has_check=True)


def test_what_is_translated_takes_the_place_of_what_is_not() -> None:
    german = translated(ENGLISH, "de", {"m": MODULE_WORDS}, {("m", "a"): WORDS, ("m", "other"): WORDS})
    (module,) = german.modules
    assert (german.read_in, german.language, german.title) == ("de", "en", "P")
    assert (module.language, module.title, module.summary, module.practice) == ("de", "Modul", "Kurz", "Übung")
    assert (module.minutes_self, module.requires, module.has_check) == (10, ("n",), True)
    assert (module.outcomes, module.readings) == (("Ergebnis",), ("Reading",))  # a book is not translated
    assert module.check_language == "de"
    assert module.lessons == (line("a", "Ä", 3, "wä", "de"), line("b", "B", 2, "wb", "en"))
    assert module.prompts == (Prompt("x", "X auf Deutsch?", "m", "a", "de"), Prompt("y", "Y?", "m", "a", "en"))


CHECKS = [
    # of the own module, of the translation → the language in which is asked
    (True, True, "de"),
    (True, False, "en"),
    (False, True, ""),
    (False, False, ""),
]


@pytest.mark.parametrize(("own", "other", "asked"), CHECKS)
def test_a_check_is_asked_in_the_language_it_is_there_in(own: bool, other: bool, asked: str) -> None:
    module = replace(ENGLISH.modules[0], has_check=own, check_language="en" if own else "")
    german = translated(replace(ENGLISH, modules=(module,)), "de", {"m": replace(MODULE_WORDS, has_check=other)}, {})
    assert (german.modules[0].has_check, german.modules[0].check_language) == (own, asked)
    assert german.modules[0].title == "Modul"


def test_without_any_words_only_the_wish_is_another() -> None:
    assert translated(ENGLISH, "de", {}, {}) == replace(ENGLISH, read_in="de")


WISHES = [
    # setting, language of the pages → is it German?
    ("lang-de", "en", True),
    ("lang-de-AT sans", "en", True),
    ("lang-fr", "de", True),
    ("", "de", True),
    ("lang-en", "de", False),
    ("lang-fr", "en", False),
    ("", "en", False),
]


@pytest.mark.parametrize(("setting", "locale", "is_german"), WISHES)
def test_a_lesson_is_read_in_the_readers_language(
    visit: Visit, cast: Cast, store: Any, setting: str, locale: str, is_german: bool
) -> None:
    with store():
        study(cast)
        begin(cast.tom)
        rename(cast.tara, reading=setting, locale=locale)
    visit(cast.tom).get(SECOND)  # what is kept for one reader is not shown to the next
    page = visit(cast.tara).get(SECOND)
    assert ("Innehalten." in words(page)) is is_german
    assert ("Pause." in words(page)) is not is_german
    language = "de" if is_german else "en"
    assert f'<article class="lesson" lang="{language}">' in page.text
    assert f'<h1 lang="{language}">' in page.text
    assert NOTICE not in words(page)
    assert "Innehalten." not in words(visit(cast.tom).get(SECOND))


def study(cast: Cast, own: Mapping[str, bytes] = FILES, **changes: str | None) -> None:
    """Let Tara begin the programme, of which a module and its second lesson are there in German."""
    publish_german(cast.abel, own, **changes)
    begin(cast.tara)


def test_what_is_not_translated_is_read_in_the_own_language_with_a_word_about_it(
    visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        study(cast)
        rename(cast.tara, reading="lang-de")
    tara = visit(cast.tara)
    page = tara.get(LESSON)
    assert NOTICE in words(page)
    assert '<article class="lesson" lang="en">' in page.text
    assert '<span lang="de">Fragen vor Rat</span>' in page.text
    assert '<span lang="de">Weitergeben</span>' in tara.get(MODULE).text
    module = tara.get(MODULE)
    assert '<h1><span lang="de">Fragen vor Rat</span></h1>' in module.text
    assert '<span lang="en">Why advice comes early</span>' in module.text
    assert "Rat erkennen." in words(module)
    outline = tara.get("learn").text
    assert '<h2 lang="de"><a href="/o/acme/learn/facilitator/questions">Fragen vor Rat</a></h2>' in outline
    assert '<h2 lang="en"><a href="/o/acme/learn/facilitator/meetings">The set meeting</a></h2>' in outline
    assert '<h1><span lang="en">Set facilitator</span></h1>' in outline
    assert '<a href="/o/acme/learn/facilitator/cards/phase-card" lang="de">Phasenkarte</a>' in outline


def test_a_table_of_contents_is_in_the_language_of_its_lesson(visit: Visit, cast: Cast, store: Any) -> None:
    text = LESSON_FILE.replace("/// reflection", "## Zum Schluss\n\n/// reflection")
    with store():
        study(cast, **{SECOND_FILE: text})
        rename(cast.tara, locale="de")
    page = visit(cast.tara).get(SECOND).text
    assert '<li lang="de"><a href="#die-leiter">Die Leiter</a></li>' in page


def test_words_of_the_glossary_are_explained_in_the_language_of_the_lesson(
    visit: Visit, cast: Cast, store: Any
) -> None:
    text = LESSON_FILE.replace("Innehalten.", "Das Set wartet.")
    with store():
        study(cast, **{SECOND_FILE: text})
        rename(cast.tara, reading="lang-de")
    tara = visit(cast.tara)
    assert "Eine Gruppe." in words(tara.get(SECOND))
    assert "Eine Gruppe." not in words(tara.get(LESSON))
    assert '<dl class="glossary" lang="de">' in tara.get("learn/facilitator/glossary").text
    with store():
        study_without_glossary = {"glossary.yaml": None, SECOND_FILE: text.replace("Das Set", "Die presenter")}
        release = publish_german(cast.abel, **study_without_glossary)
        enrolled(cast).release_id = release.id
    assert 'class="gloss"' not in tara.get(SECOND).text  # no English explanation inside a German sentence
    assert '<dl class="glossary" lang="en">' in tara.get("learn/facilitator/glossary").text


def test_a_reflection_is_asked_in_the_readers_language_and_answered_once_for_all(
    visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        study(cast)
    lines = {"did": "a", "effect": "b", "protecting": "c", "next_time": "d", "submit": "y"}
    tara = visit(cast.tara)
    tara.post("reflections/whose-approval", lines)
    with store():
        rename(cast.tara, reading="lang-de")
    page = tara.get("reflections/whose-approval")
    assert '<h1><span lang="de">Wessen Zustimmung suche ich?</span></h1>' in page.text
    assert '<div class="lesson" lang="de"><p>Denk an einen Moment.</p></div>' in page.text
    listed = tara.get("reflections")
    assert '<span lang="de">Wessen Zustimmung suche ich?</span>' in listed.text
    assert '<span lang="de">Fragen vor Rat</span>' in listed.text
    assert '<span lang="en">The set meeting</span>' in listed.text
    assert "Submitted" in words(listed)


BANK = FILES[f"{Q}/check.yaml"].decode()


@pytest.mark.parametrize(("bank", "language"), [(BANK.replace("stem: ", "stem: Frage! "), "de"), (None, "en")])
def test_a_check_is_asked_in_the_readers_language_where_it_is_translated(
    visit: Visit, cast: Cast, store: Any, bank: str | None, language: str
) -> None:
    with store():
        study(cast, **{f"{Q}/check.yaml": bank})
        rename(cast.tara, reading="lang-de")
    tara = visit(cast.tara)
    tara.post(f"{CHECK}/draw")
    page = tara.get(f"{CHECK}/1")
    assert f'<div class="stem" id="stem" lang="{language}">' in page.text
    assert ("Frage!" in words(page)) is (language == "de")
    listed = tara.get(f"{CHECK}/hand-in")
    assert listed.text.count(f'<span lang="{language}">Frage!' if bank else f'<span lang="{language}">') >= 4
    with store():
        attempt = queries.tries(enrolled(cast), "questions").open
        assert attempt
        answers = solution(attempt)
        rename(cast.tara, reading="lang-en")  # whoever changes the language meanwhile has the same questions
    hand_in(tara, answers)
    result = tara.get(CHECK)
    assert "4 of 4 right" in words(result)
    assert result.text.count('<div class="stem" lang="en">') == 4
    with store():
        rename(cast.tara, reading="lang-de")
    assert tara.get(CHECK).text.count(f'<div class="stem" lang="{language}">') == 4


def enrolled(cast: Cast) -> Enrolment:
    found = queries.enrolment_of(cast.tara.member)
    assert found
    return found


def test_what_is_read_counts_in_every_language_and_the_words_are_those_that_were_read(
    visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        study(cast)
        rename(cast.tara, reading="lang-de")
    tara = visit(cast.tara)
    tara.post(SECOND)
    with store():
        enrolment = enrolled(cast)
        own, other = (queries.outline(enrolment.organisation_id, enrolment.release_id, code) for code in ("en", "de"))
        (row,) = queries.progress(enrolment, "questions", "handing-back")
        assert row.read_wording == other.modules[0].lessons[1].wording != own.modules[0].lessons[1].wording
        assert queries.learning_of(enrolment).lessons_read == 1
        rename(cast.tara, reading="lang-en")
    seen = words(tara.get(SECOND))
    assert "Read on" in seen
    assert "1 of 2 read" in seen
    assert "Changed since" not in seen  # it was read in other words, and these are there as they were


def test_a_lesson_in_another_language_costs_no_statement_more(
    visit: Visit, cast: Cast, store: Any, statements: Any
) -> None:
    with store():
        study(cast)
        begin(cast.tom)
        for player in (cast.tara, cast.tom):
            rename(player, reading="lang-de")
    visit(cast.tom).get(SECOND)
    tara = visit(cast.tara)
    with statements() as sent:
        assert "Innehalten." in words(tara.get(SECOND))
    assert len(sent) <= 3, sent


def test_the_languages_of_ones_programmes_are_offered(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        study(cast)
        begin(cast.olga)  # whose programme has one language only
    tara = visit(cast.tara)
    for page in (SECOND, "/account/reading"):
        seen = words(tara.get(page))
        assert "Language of lessons As the other pages Deutsch English" in seen
    assert "Language of lessons" not in words(visit(cast.olga).get("/account/reading"))
    assert "Language of lessons" not in words(visit(cast.olga).get(SECOND))
    values = {"font": "", "size": "", "width": "", "theme": "auto", "next": f"/o/acme/{SECOND}"}
    assert tara.post("/account/reading", {**values, "language": "de"}).location == f"/o/acme/{SECOND}"
    assert "Innehalten." in words(tara.get(SECOND))
    assert tara.post("/account/reading", {**values, "language": "fr"}).status_code == 422


def test_an_author_looks_at_each_language(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        release = publish_german(cast.abel).id
    abel = visit(cast.abel)
    page = f"author/releases/{release}/questions/handing-back"
    assert '<article class="lesson" lang="en">' in abel.get(page).text
    assert '<article class="lesson" lang="de">' in abel.get(f"{page}?language=de").text
    assert '<article class="lesson" lang="en">' in abel.get(f"{page}?language=fr").text
    assert words(abel.get(page)).count("German") == 1
    assert "German" not in words(abel.get(f"author/releases/{release}/questions/why-advice-comes-early"))
    with store():
        set_reading(cast.abel, "lang-de")
    assert "Innehalten." in words(abel.get(page))


def test_a_release_has_the_same_keys_in_every_language(cast: Cast, store: Any) -> None:
    with store():
        release = publish_german(cast.abel)
        other = begin(cast.olga)
        own = queries.outline(release.organisation_id, release.id)
        german = queries.outline(release.organisation_id, release.id, "de")
        assert (own.languages, own.read_in, german.read_in) == (("en", "de"), "en", "de")
        assert queries.outline(release.organisation_id, release.id, "fr") is own
        assert queries.outline(release.organisation_id, release.id, "en") is own
        assert queries.outline(other.organisation_id, other.release_id).languages == ("en",)
        assert [line.place for line in german.lessons] == [line.place for line in own.lessons]
        assert [line.structure for line in german.lessons] == [line.structure for line in own.lessons]
