"""Does the comment bank put a phrase where the caret stands, by mouse, keyboard and thumb, and is it kept?"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.assessment import arrange
from tests.browser.test_calibration import looked_at
from tests.browser.test_rating import saved, tab_to
from tests.cast import Cast
from trainer.assessment import queries
from trainer.assessment.drafts import read_draft

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]
ADVICE, ASKED = "The advice in “…” passed until …", "You asked “…”, and the presenter …"


@pytest.fixture
def ids(cast: Cast, store: Any) -> arrange.Ids:
    """Ana has captured a session."""
    with store():
        found = arrange.ask(cast)
        arrange.capture(cast, found)
    return found


def inquiry(page: Page, ids: arrange.Ids) -> Locator:
    """The criterion with its words and its bank open."""
    page.goto(f"/o/acme/{ids.rating}")
    page.wait_for_selector("html[data-ready]")
    group = page.locator("#c-inquiry-level")
    group.get_by_text("Their own words, a comment").click()
    group.get_by_text("Phrases to begin with").click()
    return group


def test_a_phrase_comes_to_the_caret_with_the_time_of_what_is_linked(
    desk: Desk, cast: Cast, store: Any, ids: arrange.Ids
) -> None:
    ana = desk(cast.ana)
    group, comment = inquiry(ana, ids), ana.locator("#c-inquiry-comment")
    looked_at(ana, "bank")
    group.get_by_text("2 events that may show it").click()
    group.get_by_role("checkbox").first.check()
    comment.fill("Early. Late.")
    comment.evaluate("box => box.setSelectionRange(6, 6)")
    group.get_by_role("button", name=ADVICE).click()
    expect(comment).to_have_value(f"Early. 01:00 {ADVICE} Late.")
    expect(comment).to_be_focused()
    ana.keyboard.type("have you thought of")
    expect(comment).to_have_value("Early. 01:00 The advice in “have you thought of” passed until … Late.")
    saved(ana)
    with store():
        row = queries.draft(arrange.observation(ids))
        assert row
        assert read_draft(row.body).mark("inquiry").comment.startswith("Early. 01:00 The advice in “have you")
    group.get_by_role("button", name=ASKED).click()
    expect(comment).not_to_have_value("01:00 You asked")  # its time stands there already
    ana.reload()
    ana.wait_for_selector("html[data-ready]")
    expect(comment).to_have_value(f"Early. 01:00 The advice in “have you thought of {ASKED}” passed until … Late.")


def test_it_is_used_from_the_keyboard_alone_and_full_is_said(desk: Desk, cast: Cast, ids: arrange.Ids) -> None:
    ana = desk(cast.ana)
    group, comment = inquiry(ana, ids), ana.locator("#c-inquiry-comment")
    group.get_by_label("Time").fill("12:40")
    comment.focus()
    tab_to(ana, group.get_by_role("button", name=ASKED))
    ana.keyboard.press("Enter")
    expect(comment).to_have_value(f"12:40 {ASKED}")
    ana.keyboard.type("what else?")
    expect(comment).to_have_value("12:40 You asked “what else?”, and the presenter …")
    comment.fill("x" * 270)
    group.get_by_role("button", name=ADVICE).press("Space")
    expect(group.get_by_role("status")).to_have_text("The comment has no room for it: at most 280 characters.")
    expect(comment).to_have_value("x" * 270)


def test_a_thumb_and_no_script(desk: Desk, cast: Cast, ids: arrange.Ids) -> None:
    phone = desk(cast.ana, phone=True)
    group = inquiry(phone, ids)
    group.get_by_role("button", name=ADVICE).tap()
    expect(phone.locator("#c-inquiry-comment")).to_have_value(ADVICE)
    box = group.get_by_role("button", name=ADVICE).bounding_box()
    assert box
    assert box["height"] >= 44
    saved(phone)
    phone.route("**/*.js", lambda route: route.abort())
    phone.goto(f"/o/acme/{ids.rating}")
    group.get_by_text("Phrases to begin with").click()
    expect(group.get_by_role("listitem").filter(has_text=ADVICE)).to_be_visible()
    expect(group.get_by_role("button")).to_have_count(0)


def test_ones_own_phrase_from_its_page_to_the_sheet(desk: Desk, cast: Cast, ids: arrange.Ids) -> None:
    ana = desk(cast.ana)
    ana.goto("/o/acme/assess/phrases")
    ana.get_by_role("button", name="Keep the phrase").click()
    looked_at(ana, "phrases-empty")
    ana.get_by_label("A phrase to begin a comment with").fill("After …, you turned to the set …")
    ana.get_by_role("button", name="Keep the phrase").click()
    expect(ana.get_by_text("Kept. Only you can read it.")).to_be_visible()
    looked_at(ana, "phrases")
    group = inquiry(ana, ids)
    looked_at(ana, "bank-own")
    group.get_by_role("list", name="My own").get_by_role("button").click()
    expect(ana.locator("#c-inquiry-comment")).to_have_value("After …, you turned to the set …")
