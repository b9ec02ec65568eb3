"""How lessons look to a person: the words it is stored in, the language that comes of it, and the page to choose on."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from tests.cast import Cast, Player
from tests.entries import installation_verbs
from tests.visiting import Visitor, words
from trainer.accounts.looks import FONTS, SIZES, WIDTHS, Reading, choose, parse
from trainer.accounts.models import Person
from trainer.db import db

Visit = Callable[..., Visitor]
LANGUAGES = st.from_regex(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", fullmatch=True)
READINGS = st.builds(
    Reading,
    font=st.sampled_from(FONTS),
    size=st.sampled_from(SIZES),
    width=st.sampled_from(WIDTHS),
    keys=st.booleans(),
    language=st.just("") | LANGUAGES,
)

SAID = [
    ("", Reading()),
    ("sans", Reading(font="sans")),
    ("large", Reading(size="size-3")),  # as it was stored before there were four sizes
    ("sans size-3 wide keys lang-de", Reading("sans", "size-3", "wide", True, "de")),
    ("lang-pt-BR", Reading(language="pt-BR")),
    ("  wide\tsans\n", Reading(font="sans", width="wide")),
    ("size-1 size-4", Reading(size="size-4")),
    ("size-2 huge SANS serif", Reading()),
    ("lang- lang-d lang-de_AT lang-<b> keys-", Reading()),
]


@pytest.mark.parametrize(("text", "reading"), SAID)
def test_known_words_are_understood_and_others_dropped(text: str, reading: Reading) -> None:
    assert parse(text) == reading


@given(READINGS)
def test_what_is_stored_is_what_was_chosen(reading: Reading) -> None:
    assert parse(str(reading)) == reading


@given(st.text() | st.lists(st.sampled_from(["sans", "large", "size-1", "wide", "keys", "lang-de", "x"])).map(" ".join))
def test_whatever_is_stored_reads_the_same_once_it_is_tidied(text: str) -> None:
    assert parse(str(parse(text))) == parse(text)


CHOICES = [
    # offered, wishes → what the reader gets
    (["en"], ["de"], "en"),
    (["en", "de"], [], "en"),
    (["en", "de"], ["", "de"], "de"),
    (["en", "de"], [None, "fr", "de"], "de"),
    (["en", "de"], ["en", "de"], "en"),
    (["en", "de"], ["de-CH"], "de"),
    (["en", "de"], ["de_AT"], "de"),  # as Babel writes it
    (["en", "pt-BR"], ["pt"], "pt-BR"),
    (["en", "pt-BR", "pt"], ["pt-PT"], "pt-BR"),
    (["en", "pt", "pt-BR"], ["pt-br"], "pt-BR"),
    (["en", "den"], ["de"], "en"),
]


@pytest.mark.parametrize(("offered", "wishes", "gets"), CHOICES)
def test_a_reader_gets_their_first_wish_that_is_offered(offered: list[str], wishes: list[str], gets: str) -> None:
    assert choose(offered, *wishes) == gets


@given(st.lists(LANGUAGES, min_size=1, unique=True), st.lists(LANGUAGES))
def test_a_reader_always_gets_something_that_is_offered(offered: list[str], wishes: list[str]) -> None:
    assert choose(offered, *wishes) in offered


CHOSEN = {"font": "sans", "size": "size-4", "width": "narrow", "theme": "dark", "keys": "y"}


def set_reading(player: Player, text: str) -> None:
    db.session.execute(update(Person).where(Person.id == player.person_id).values(reading=text))


def stored(player: Player) -> str:
    return str(db.session.get_one(Person, player.person_id).reading)


def test_what_is_chosen_is_kept_on_the_account_and_leads_back(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        before = installation_verbs()
    tara = visit(cast.tara)
    answer = tara.post("/account/reading", {**CHOSEN, "next": "/o/acme/learn"})
    assert (answer.status_code, answer.location) == (303, "/o/acme/learn")
    with store():
        assert stored(cast.tara) == "sans size-4 narrow keys"
        assert stored(cast.tom) == ""
        assert installation_verbs() == before  # looks concern nobody else
    for page in ("/account", "/account/reading"):
        root = tara.get(page).text.partition("<head>")[0]
        assert 'data-theme="dark" data-reading="sans size-4 narrow keys" data-keys>' in root
    assert "data-" not in visit(cast.tom).get("/account").text.partition("<head>")[0]


def test_without_a_lesson_to_go_back_to_one_stays(visit: Visit, cast: Cast) -> None:
    tara = visit(cast.tara)
    for wanted in ("", "//evil.example", "https://evil.example"):
        answer = tara.post("/account/reading", {**CHOSEN, "next": wanted})
        assert (answer.status_code, answer.location) == (303, "/account/reading")
    page = tara.get("/account/reading")
    assert "Saved." in words(page)
    assert page.text.count(" checked") == 5


MISTAKES: list[dict[str, str]] = [{"font": "comic"}, {"size": "size-9"}, {"width": "x"}, {"theme": "pink"}]


@pytest.mark.parametrize("change", MISTAKES)
def test_what_is_not_offered_is_refused(visit: Visit, cast: Cast, store: Any, change: dict[str, str]) -> None:
    answer = visit(cast.tara).post("/account/reading", {**CHOSEN, **change, "next": "/o/acme/learn"})
    assert answer.status_code == 422
    assert "Not a valid choice" in words(answer)
    assert 'value="/o/acme/learn"' in answer.text
    with store():
        assert stored(cast.tara) == ""


def test_old_words_show_as_what_they_mean(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        set_reading(cast.tara, "large")
    page = visit(cast.tara).get("/account/reading")
    assert 'data-reading="size-3"' in page.text
    assert 'checked id="size-2"' in page.text.replace("  ", " ")


def test_a_language_that_is_not_asked_for_stays(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        set_reading(cast.tara, "lang-de")
    tara = visit(cast.tara)
    assert "Language of lessons" not in words(tara.get("/account/reading"))
    tara.post("/account/reading", {**CHOSEN, "language": "fr"})
    with store():
        assert stored(cast.tara) == "sans size-4 narrow keys lang-de"
