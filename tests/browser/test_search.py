"""Does a search lead to the place in the lesson, and does “/” lead into the field of whoever switched keys on?"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LAPTOP, sign_in
from tests.browser.contract import problems
from tests.cast import PASSWORD, Cast
from tests.curriculum.studying import begin

pytestmark = pytest.mark.browser


@pytest.fixture
def tara(chromium: Browser, server: str, cast: Cast, store: Any) -> Iterator[Page]:
    """Tara, who has begun, in a browser in which axe may look at pages."""
    with store():
        begin(cast.tara)
    context = chromium.new_context(base_url=server, viewport=LAPTOP, bypass_csp=True)
    page = context.new_page()
    sign_in(page, cast.tara.email, PASSWORD)
    yield page
    context.close()


def test_from_the_modules_to_the_heading(tara: Page) -> None:
    tara.goto("/o/acme/learn")
    tara.get_by_role("link", name="Search").click()
    tara.get_by_label("Words in lessons").fill("ladd")
    tara.keyboard.press("Enter")
    tara.get_by_role("link", name="Handing it back: The ladder").click()
    tara.wait_for_url("**/handing-back#the-ladder")
    expect(tara.get_by_role("heading", name="The ladder")).to_be_in_viewport()
    tara.get_by_role("link", name="Search").click()
    expect(tara.get_by_label("Words in lessons")).to_have_value("")


@pytest.mark.parametrize("query", ["", "?q=advice", "?q=xylophone", "?q=xylophone+advice", "?q=set", "?q=phase+card"])
def test_every_state_keeps_the_promises_of_every_page(tara: Page, query: str) -> None:
    tara.goto(f"/o/acme/search{query}")
    assert problems(tara) == []


def test_a_slash_leads_into_the_field_if_keys_are_on(tara: Page) -> None:
    tara.goto("/o/acme/search?q=advice")
    field = tara.get_by_label("Words in lessons")
    tara.keyboard.press("/")
    expect(field).not_to_be_focused()
    tara.evaluate("document.documentElement.dataset.keys = ''")
    tara.keyboard.press("/")
    expect(field).to_be_focused()
    tara.keyboard.type("a/b")
    expect(field).to_have_value("a/b")
