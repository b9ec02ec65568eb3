"""A lesson is left, come back to, and written beside: in a real browser, on a laptop and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from tests.browser.conftest import LAPTOP, sign_in
from tests.browser.contract import problems
from tests.browser.test_reading import MOST_MOVED, MOVES
from tests.cast import MONDAY, PASSWORD, Cast, Player
from tests.curriculum.studying import LESSON, SECOND, begin
from tests.curriculum.test_publishing import ADVICE
from tests.programme import FILES
from trainer.curriculum import actions, queries
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.models import Enrolment, Note
from trainer.curriculum.plain import fold, plain
from trainer.db import db

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]
HERE = f"/o/acme/{LESSON}"
FILLER = "The presenter looks at the table, and nobody hurries to fill what is only a silence.\n\n"
LONG = (
    "---\ntitle: Why advice comes early\nminutes: 6\noutcomes: [spot-advice]\n---\n"
    "Advice comes early because **helping feels good**. 🙂 Müßig, but true.\n\n"
    f"## Signs\n\n{FILLER * 12}"
    f"## Three kinds of silence\n\n{FILLER * 6}```\n\n  Pause. \n    Pause.\n```\n\n{FILLER * 6}"
    "## What to do\n\n- [x] Count to five.\n- [ ] Ask[^1] the *set*.\n\n"
    "| Sign | Meaning |\n|---|---|\n| “So …” | advice |\n\n"
    f"{FILLER * 12}Count to five before you speak.\n\n[^1]: Aloud & once.\n"
)
SELECT = """([words, nth]) => {
  const walker = document.createTreeWalker(document.querySelector(".lesson"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(), seen = 0; node; node = walker.nextNode()) {
    for (let at = node.data.indexOf(words); at >= 0; at = node.data.indexOf(words, at + 1)) {
      if (seen++ < nth) continue;
      getSelection().setBaseAndExtent(node, at, node, at + words.length);
      node.parentElement.scrollIntoView({ block: "center" });
      return;
    }
  }
  throw new Error("not there");
}"""
AUTHORS = """() => {
  const lesson = document.querySelector(".lesson").cloneNode(true);
  lesson.querySelectorAll(".gloss").forEach((meaning) => meaning.remove());
  return lesson.textContent;
}"""
MARKED = "() => [...CSS.highlights.get('note')].map(String).sort()"


def publish(player: Player, text: str) -> None:
    """Publish the programme with its first lesson in these words, and bring everybody onto it."""
    compiled = compile_programme({**FILES, ADVICE: text.encode()}).programme
    assert compiled
    release = actions.publish(player.organisation_id, compiled, by=player.member, now=MONDAY)
    db.session.flush()
    db.session.execute(update(Enrolment).values(release_id=release.id))


@pytest.fixture
def tara(cast: Cast, store: Any) -> Player:
    """Tara, who has begun a programme with a lesson that is longer than a window."""
    with store():
        begin(cast.tara)
        publish(cast.abel, LONG)
    return cast.tara


def select_words(page: Page, words: str, nth: int = 0) -> None:
    page.evaluate(SELECT, [words, nth])


def write(page: Page, words: str, text: str, nth: int = 0) -> None:
    """Select words and write beside them."""
    select_words(page, words, nth)
    page.get_by_role("button", name="Add note").click()
    page.get_by_label("Note", exact=True).fill(text)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("dialog.write")).to_be_hidden()
    expect(page.locator(".beside li", has_text=text)).to_be_visible()


def stop_at(page: Page, heading: str) -> None:
    page.evaluate("(id) => scrollTo(0, document.getElementById(id).offsetTop - 40)", heading)


def test_who_stops_at_a_heading_on_a_laptop_goes_on_there_on_a_phone(desk: Desk, tara: Player) -> None:
    laptop = desk(tara)
    laptop.goto(HERE)
    with laptop.expect_event("requestfinished", lambda request: request.url.endswith("/place")):
        stop_at(laptop, "three-kinds-of-silence")
        expect(laptop.locator(".toc [aria-current]")).to_have_text("Three kinds of silence")
    phone = desk(tara, phone=True)
    phone.goto("/o/acme/path")
    expect(phone.get_by_text("You stopped at")).to_contain_text("Three kinds of silence")
    phone.get_by_role("link", name="Continue reading").click()
    phone.wait_for_url(f"**/{LESSON}#three-kinds-of-silence")
    top = phone.locator("#three-kinds-of-silence").evaluate("(heading) => heading.getBoundingClientRect().top")
    assert 0 <= top < 200


def test_who_leaves_at_once_has_stopped_there_too(desk: Desk, tara: Player) -> None:
    page = desk(tara)
    page.goto(HERE)
    stop_at(page, "what-to-do")
    expect(page.locator(".toc [aria-current]")).to_have_text("What to do")
    page.goto("/o/acme/learn")
    for _ in range(20):  # what a page sends as it goes arrives by itself
        if page.get_by_text("You stopped at").count():
            break
        page.wait_for_timeout(100)
        page.reload()
    expect(page.get_by_text("You stopped at")).to_contain_text("What to do")


def test_looking_at_a_lesson_is_not_reading_it(desk: Desk, tara: Player) -> None:
    page = desk(tara)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(f"/o/acme/{SECOND}")
    page.goto("/o/acme/learn")
    assert not [url for url in sent if url.endswith("/place")]
    expect(page.get_by_role("link", name="Begin: Why advice comes early")).to_be_visible()


def test_a_page_that_the_browser_kept_is_asked_for_anew(desk: Desk, tara: Player) -> None:
    page = desk(tara)
    for address in (HERE, "/o/acme/learn", "/o/acme/learn/facilitator/questions", "/o/acme/path"):
        page.goto(address)
        page.evaluate("() => { window.old = true }")
        page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        page.wait_for_function("() => !window.old")


def test_a_note_stands_at_its_words_after_a_reload(desk: Desk, tara: Player) -> None:
    page = desk(tara)
    page.goto(HERE)
    write(page, "helping feels good", "As in our set.")
    write(page, "only a silence", "The second one.", nth=1)
    write(page, "before you speak", "The last words.")
    expect(page.locator(".beside h2")).to_have_text("My notes (3)")
    page.reload()
    expect(page.locator(".beside li")).to_have_count(3)
    assert page.evaluate(MARKED) == ["before you speak", "helping feels good", "only a silence"]
    second = "(range) => [...document.querySelectorAll('.lesson > p')].indexOf(range.startContainer.parentElement)"
    places = page.evaluate(f"() => [...CSS.highlights.get('note')].map({second})")
    assert 2 in places  # not the same words of the paragraph before
    page.locator(".beside li", has_text="The last words.").get_by_role("link", name="before you speak").click()
    box = page.evaluate("() => [...CSS.highlights.get('note')].at(-1).getBoundingClientRect().toJSON()")
    assert 0 < box["top"] < LAPTOP["height"]


def test_the_text_of_a_lesson_is_the_same_to_browser_and_server(desk: Desk, tara: Player, store: Any) -> None:
    page = desk(tara)
    with store():
        enrolment = queries.enrolment_of(tara.member)
        assert enrolment
        outline = queries.outline(enrolment.organisation_id, enrolment.release_id)
        release = (enrolment.organisation_id, enrolment.release_id)
        texts = [(line, queries.lesson_text(*release, *line.place)) for line in outline.lessons]
    for line, text in texts:
        assert text
        page.goto(f"/o/acme/learn/facilitator/{line.module_key}/{line.key}")
        assert fold(page.evaluate(AUTHORS)) == plain(text.html).text


def test_a_note_is_still_at_its_words_when_the_lesson_has_changed(
    desk: Desk, tara: Player, cast: Cast, store: Any
) -> None:
    page = desk(tara)
    page.goto(HERE)
    write(page, "helping feels good", "As in our set.")
    write(page, "Müßig, but true", "Who says so?")
    with store():
        edited = LONG.replace("**helping feels good**", "*helping people feels good*").replace(" Müßig, but true.", "")
        publish(cast.abel, edited.replace("Advice comes", "A first paragraph.\n\nAdvice comes"))
    page.reload()
    lost = page.locator(".beside li", has_text="Who says so?")
    expect(lost.get_by_text("Its place in the text has changed.")).to_be_visible()
    expect(lost.locator("blockquote")).to_have_text("Müßig, but true")
    expect(page.get_by_text("Its place in the text has changed.")).to_have_count(2)
    assert page.evaluate(MARKED) == ["helping people feels good"]


def test_what_was_typed_stays_until_it_is_saved(desk: Desk, tara: Player, store: Any) -> None:
    page = desk(tara)
    page.goto(HERE)
    select_words(page, "helping feels good")
    page.get_by_role("button", name="Add note").click()
    note = page.get_by_label("Note", exact=True)
    note.fill("A long thought.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_have_text("Not saved, try again.")
    page.keyboard.press("Escape")  # one slip of a finger takes nothing away
    expect(note).to_have_value("A long thought.")
    page.context.set_offline(False)
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("You are signed out.")
    sign_in(page.context.new_page(), tara.email, PASSWORD)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".beside li .words")).to_have_text("A long thought.")
    with store():
        assert [kept.text for kept in db.session.scalars(select(Note))] == ["A long thought."]


def test_a_note_is_changed_and_removed_beside_the_text(desk: Desk, tara: Player) -> None:
    page = desk(tara, phone=True)
    page.goto(HERE)
    page.get_by_role("link", name="Add a note").click()
    expect(page.get_by_text("On the whole lesson.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_have_text("Write something first.")
    page.get_by_role("button", name="Cancel").click()
    write(page, "helping feels good", "As in our set.")
    page.get_by_text("helping feels good").first.click()  # its marked words open it
    expect(page.get_by_label("Note", exact=True)).to_have_value("As in our set.")
    page.get_by_label("Note", exact=True).fill("Not as in ours.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".beside .words")).to_have_text("Not as in ours.")
    page.locator(".beside li").get_by_role("link", name="Change").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".beside li")).to_have_count(0)
    assert page.evaluate(MARKED) == []


def test_keys_work_for_who_switched_them_on(desk: Desk, tara: Player) -> None:
    page = desk(tara)
    page.goto(HERE)
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.evaluate("() => document.documentElement.toggleAttribute('data-keys', true)")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("n")  # not while something else is open
    page.keyboard.press("Escape")
    select_words(page, "helping feels good")
    page.keyboard.press("a")
    expect(page.get_by_role("dialog", name="Your note").locator("blockquote")).to_have_text("helping feels good")
    page.keyboard.type("n is a letter here")
    expect(page.get_by_label("Note", exact=True)).to_have_value("n is a letter here")
    page.get_by_role("button", name="Cancel").click()
    page.keyboard.press("n")
    page.wait_for_url(f"**/{SECOND}")
    page.evaluate("() => document.documentElement.toggleAttribute('data-keys', true)")
    page.keyboard.press("p")
    page.wait_for_url(f"**/{LESSON}")


def test_without_scripts_notes_are_written_on_their_own_page(chromium: Browser, server: str, tara: Player) -> None:
    context = chromium.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, tara.email, PASSWORD)
    page.goto(HERE)
    expect(page.get_by_role("button", name="Add note")).to_be_hidden()
    page.get_by_role("link", name="Add a note").click()
    page.get_by_label("Note", exact=True).fill("As in our set.")
    page.get_by_label("Words of the lesson").fill("helping feels good")
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_role("link", name="helping feels good").click()
    page.wait_for_url(f"**/{LESSON}*")
    context.close()


def test_what_a_reader_sees_keeps_the_promises_of_every_page(
    chromium: Browser, server: str, tara: Player, cast: Cast, store: Any
) -> None:
    context = chromium.new_context(base_url=server, viewport=LAPTOP, bypass_csp=True)
    page = context.new_page()
    sign_in(page, tara.email, PASSWORD)
    page.goto(HERE)
    write(page, "helping feels good", "As in our set.")
    write(page, "Müßig, but true", "Who says so?")
    assert problems(page) == []
    page.get_by_role("link", name="Change").first.click()
    assert problems(page) == []
    with store():
        publish(cast.abel, LONG.replace(" Müßig, but true.", ""))
    for place in (LESSON, f"{LESSON}/notes", "learn/notes", "learn", "learn/facilitator/questions"):
        page.goto(f"/o/acme/{place}")
        page.wait_for_load_state("networkidle")
        assert problems(page) == []
    page.goto(f"{HERE}/notes")
    page.get_by_role("button", name="Keep the note").click()
    assert problems(page) == []
    page.goto("/o/acme/learn/notes")
    page.get_by_role("link", name="Change").first.click()
    assert problems(page) == []
    context.close()


@pytest.mark.parametrize("phone", [False, True])
def test_nothing_moves_while_a_lesson_and_its_notes_arrive(desk: Desk, tara: Player, phone: bool) -> None:
    page = desk(tara, phone=phone)
    page.goto(HERE)
    write(page, "helping feels good", "As in our set.")
    page.goto("/o/acme/learn")
    asked: set[str] = set()
    page.on("request", lambda request: request.method == "GET" and asked.add(request.url))
    page.goto(f"{HERE}#signs")
    expect(page.locator(".beside li")).to_have_count(1)
    page.wait_for_timeout(300)
    moves = page.evaluate(MOVES)
    assert sum(value for value, *_ in moves) <= MOST_MOVED, moves
    assert len(asked) <= 8, asked
