"""The companion in a real browser: the timer runs and is remembered, and it opens without a network once it is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, sign_in
from tests.browser.contract import problems
from tests.cast import PASSWORD, Cast
from tests.practice.rehearsal import enrol

pytestmark = pytest.mark.browser
PAGE = "/o/acme/learn/facilitator/companion"


@pytest.fixture
def tara(chromium: Browser, server: str, cast: Cast, store: Any) -> Iterator[Page]:
    """Tara's telephone."""
    with store():
        enrol(cast.tara)
    page = chromium.new_context(base_url=server, viewport=PHONE, bypass_csp=True).new_page()
    sign_in(page, cast.tara.email, PASSWORD)
    yield page
    page.context.close()


def test_a_round_runs_through_its_phases_and_survives_a_reload(tara: Page) -> None:
    tara.goto(PAGE)
    assert problems(tara) == []
    now, forward = tara.locator("[data-now]"), tara.locator("[data-next]")
    expect(now).to_have_text("Not begun")
    labels = [row.get_attribute("data-phase") for row in tara.locator("[data-phase]:not(.muted)").all()]
    forward.click()
    expect(now).to_have_text(str(labels[0]))
    forward.click()
    tara.reload()
    expect(now).to_have_text(str(labels[1]))
    tara.locator("[data-back]").click()
    expect(now).to_have_text(str(labels[0]))
    for _ in labels:
        forward.click()
    expect(now).to_have_text("The round is over")
    kept = tara.evaluate("JSON.stringify([Object.keys(sessionStorage), Object.keys(localStorage)])")
    assert kept == '[["companion:/o/acme/learn/facilitator/companion"],[]]'
    assert problems(tara) == []


def test_it_opens_without_a_network_once_it_is_kept(tara: Page) -> None:
    tara.goto(PAGE)
    tara.locator("[data-keeping]").click()
    expect(tara.locator("[data-removing]")).to_be_visible()
    tara.context.set_offline(True)
    tara.goto(PAGE)
    expect(tara.get_by_text("Kept on this device").first).to_be_visible()
    tara.locator("[data-next]").click()
    expect(tara.locator("[data-clock]")).to_contain_text("of")
    assert problems(tara) == []
