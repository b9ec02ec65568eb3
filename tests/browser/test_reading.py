"""How lessons look and what has changed in them, in a real browser: chosen once, seen at once, kept everywhere."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, sign_in
from tests.browser.contract import problems
from tests.browser.test_learning import desk_for_axe
from tests.cast import PASSWORD, Cast
from tests.curriculum.studying import LESSON, SECOND, begin
from tests.curriculum.test_changes_page import CHANGES, moved
from tests.curriculum.translations import publish_german

__all__ = ["desk_for_axe"]

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]
MOST_BYTES, MOST_REQUESTS = 60_000, 8
# A busy machine may paint the top of a page while the rest of that line is still being parsed.
MOST_MOVED = 0.005


def test_pages_about_reading_keep_every_promise(desk_for_axe: Desk, cast: Cast, store: Any) -> None:
    with store():
        publish_german(cast.abel)
        moved(cast)
    tara = desk_for_axe(cast.tara.email)
    for place in (LESSON, CHANGES, "learn/facilitator/meetings"):
        tara.goto(f"/o/acme/{place}")
        assert problems(tara) == []
    tara.goto("/account/reading")
    assert problems(tara) == []
    tara.goto(f"/o/acme/{LESSON}")
    tara.get_by_role("button", name="How lessons look").click()
    assert problems(tara) == []


def size(page: Page) -> float:
    return float(page.locator("article.lesson").evaluate("lesson => parseFloat(getComputedStyle(lesson).fontSize)"))


def test_what_is_chosen_shows_at_once_and_on_every_device(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    here, phone = desk(cast.tara), desk(cast.tara, phone=True)
    here.goto(f"/o/acme/{LESSON}")
    before, address = size(here), here.url
    here.get_by_role("button", name="How lessons look").click()
    for choice in ("Largest", "Sans serif", "Dark", "Keyboard shortcuts"):
        with here.expect_response(lambda answer: answer.url.endswith("/account/reading") and answer.status == 200):
            here.get_by_label(choice).check()
    assert size(here) > before * 1.3
    expect(here.locator("html")).to_have_attribute("data-theme", "dark")
    expect(here.locator("html")).to_have_attribute("data-keys", "")
    here.get_by_role("button", name="Save").click()
    expect(here.locator("#aa")).to_be_hidden()
    assert here.url == address
    phone.goto(f"/o/acme/{LESSON}")
    expect(phone.locator("html")).to_have_attribute("data-reading", "sans size-4 keys")
    expect(phone.locator("html")).to_have_attribute("data-theme", "dark")


def test_what_could_not_be_kept_is_said(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = desk(cast.tara)
    tara.goto(f"/o/acme/{LESSON}")
    tara.get_by_role("button", name="How lessons look").click()
    tara.context.clear_cookies()
    tara.get_by_label("Large", exact=True).check()
    expect(tara.get_by_text("Not saved. Try again.")).to_be_visible()


def test_another_language_brings_the_lesson_in_it(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        publish_german(cast.abel)
        begin(cast.tara)
    tara = desk(cast.tara)
    tara.goto(f"/o/acme/{SECOND}")
    tara.get_by_role("button", name="How lessons look").click()
    tara.get_by_label("Language of lessons").select_option("Deutsch")
    expect(tara.get_by_text("Innehalten.")).to_be_visible()
    expect(tara.locator("article")).to_have_attribute("lang", "de")


def test_without_scripts_the_form_itself_keeps_it_and_comes_back(
    chromium: Browser, server: str, cast: Cast, store: Any
) -> None:
    with store():
        begin(cast.tara)
    context = chromium.new_context(base_url=server, viewport=PHONE, java_script_enabled=False)
    tara = context.new_page()
    sign_in(tara, cast.tara.email, PASSWORD)
    tara.goto(f"/o/acme/{LESSON}")
    tara.get_by_role("button", name="How lessons look").click()
    tara.get_by_label("Wide").check()
    tara.get_by_role("button", name="Save").click()
    tara.wait_for_url(f"**/{LESSON}")
    expect(tara.locator("html")).to_have_attribute("data-reading", "wide")
    context.close()


def test_a_link_leads_to_the_paragraph_that_changed(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        moved(cast, "| “What have you tried?” | a question |\n", "| “What have you tried?” | an open question |\n")
    tara = desk(cast.tara, phone=True)
    tara.goto(f"/o/acme/{CHANGES}")
    tara.get_by_role("link", name="In the lesson").click()
    expect(tara.get_by_text("an open question")).to_be_in_viewport()
    assert tara.evaluate("location.hash") == "#signs"
    tara.go_back()
    tara.get_by_role("button", name="I have seen it").click()
    tara.wait_for_url(f"**/{LESSON}")
    expect(tara.get_by_text("Changed since")).to_have_count(0)


SIZES = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map(entry => entry.encodedBodySize)"""
MOVES = """() => new Promise(done => {
    const told = ({value, sources}) => [value, ...sources.map(one => one.node?.textContent)];
    const seen = list => done(list.getEntries().map(told));
    new PerformanceObserver(seen).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done([]), 500);
})"""


def test_a_lesson_stays_small_and_does_not_jump(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        moved(cast)
    tara = desk(cast.tara, phone=True)
    tara.goto(f"/o/acme/{LESSON}", wait_until="networkidle")
    sizes = tara.evaluate(SIZES)
    assert len(sizes) <= MOST_REQUESTS
    assert 10_000 < sum(sizes) <= MOST_BYTES
    moves = tara.evaluate(MOVES)
    assert sum(value for value, *_ in moves) <= MOST_MOVED, moves
