"""Do a reply and the three stages of an appeal keep the promises of every page, with mistakes on them too?"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.test_calibration import looked_at
from tests.cast import Cast
from tests.certification.conftest import clock  # noqa: F401 it is the day of the release, as in the story
from tests.certification.test_appeals import fresh

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]
WORDS = "Nobody asked for what I wrote beforehand."


def send(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_from_a_reply_to_the_last_word(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        ids = fresh(cast)
    tara, session = desk(cast.tara), f"/o/acme/sessions/{ids.sessions[0]}"
    tara.goto(f"{session}/reply")
    send(tara, "Keep my reply")
    looked_at(tara, "reply-empty")
    tara.get_by_label("What should whoever reads this result know?").fill("I named the time twice.")
    send(tara, "Keep my reply")
    looked_at(tara, "feedback-with-reply")
    tara.goto(f"{session}/appeal")
    looked_at(tara, "appeal-lodge")
    send(tara, "Send")
    looked_at(tara, "appeal-lodge-empty")
    tara.get_by_label("Appeal in writing").check()
    tara.get_by_label("Evidence was not considered").check()
    tara.get_by_label("What is it about?").fill(WORDS)
    send(tara, "Send")
    looked_at(tara, "appeal-followed")
    appeal = tara.url
    udo = desk(cast.udo)
    udo.goto("/o/acme/appeals")
    looked_at(udo, "appeals")
    udo.goto(appeal)
    looked_at(udo, "appeal-answer")
    udo.locator("main form button").first.click()
    looked_at(udo, "appeal-answer-empty")
    udo.get_by_role("radio", name="Refuse").or_(udo.locator("[name=upheld][value=no]")).first.check()
    udo.locator("main textarea").first.fill("It was not in the file, and it decides.")
    udo.locator("main form button").first.click()
    udo.wait_for_load_state()
    tara.goto(appeal)
    looked_at(tara, "appeal-refused")
    tara.locator("main textarea").first.fill("It was in the file.")
    tara.locator("main form button").first.click()
    tara.wait_for_load_state()
    cora = desk(cast.cora)
    cora.goto(appeal)
    looked_at(cora, "appeal-to-be-seated")
    cora.goto(f"{appeal}/panel")
    looked_at(cora, "appeal-panel")
    for name in ("Pat Panel", "Pia Panel"):
        cora.get_by_label(name).check()
    cora.locator("main form button").first.click()
    cora.wait_for_load_state()
    pat = desk(cast.pat)
    pat.goto(appeal)
    looked_at(pat, "appeal-say")
