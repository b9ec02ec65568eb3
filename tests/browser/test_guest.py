"""Does a guest get from the letter to the lock on a phone, and lose nothing when the link ends in the room?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.assessment import guesting
from tests.assessment.arrange import CRITERIA
from tests.browser.contract import problems
from tests.cast import Cast
from tests.practice.rehearsal import MEETS
from trainer import clock
from trainer.practice import actions, queries
from trainer.practice.lifecycle import ObservationState

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]


@pytest.fixture
def gina(store: Any, cast: Cast) -> guesting.Visit:
    """Gina's link is open today; the set has not been asked about anybody from outside yet."""
    with store():
        asked = guesting.ask(cast, agreed=False)
        link = queries.guest_link(guesting.observation(asked))
        assert link
        link.expires_at = clock.now() + timedelta(days=1)
        return asked


def taps(page: Page, *places: int) -> None:
    """Tap behaviours; each another one, for a second tap on the same within a blink is none."""
    for place in places:
        page.locator(".tap").nth(place).click()


def test_a_guest_goes_from_the_letter_to_the_lock_on_a_phone(desk: Desk, gina: guesting.Visit, store: Any) -> None:
    page = desk(phone=True)
    page.goto(gina.home)
    page.get_by_role("button", name="I will come").click()
    expect(page.get_by_text("You come", exact=True)).to_be_visible()
    assert problems(page) == []
    page.get_by_role("link", name="Agreements").click()
    expect(page.get_by_text("Not everyone in the set has agreed yet.")).to_be_visible()
    for answer in page.get_by_label("Agrees").all():
        answer.check()
    page.get_by_role("button", name="Keep these answers").click()
    assert problems(page) == []
    page.get_by_role("link", name="Go to capture").click()
    page.wait_for_selector("html[data-ready][data-kept]")
    page.locator("#phases button").first.click()
    taps(page, 0, 1, 2)
    expect(page.locator("#sync")).to_have_text("All sent")
    page.get_by_role("button", name="End", exact=True).click()
    page.get_by_role("button", name="End and review").click()
    expect(page.locator("#sync")).to_have_text("All sent")
    page.get_by_role("link", name="Review the timeline").click()
    expect(page.get_by_text("3 events")).to_be_visible()
    assert problems(page) == []
    page.get_by_role("link", name="Go to rating").click()
    rate(page)
    page.get_by_role("button", name="Lock").click()
    expect(page).to_have_url(f"{page.url.partition('/guest/')[0]}{gina.home}")
    expect(page.get_by_text("Your judgement is locked.")).to_be_visible()
    assert problems(page) == []
    with store():
        assert guesting.observation(gina).state is ObservationState.LOCKED


def rate(page: Page) -> None:
    """Every criterion at level 3, and what else a whole judgement holds."""
    for key in CRITERIA:
        page.locator(f"[name='c-{key}-level'][value='3']").check()
    page.locator("[name='no_stop_event']").check()
    page.locator("[name='entrustment'][value='4']").check()
    for name in ("strength_one", "strength_two", "try_next", "question"):
        page.locator(f"[name='{name}']").fill("Kept to questions and waited.")
    for name, value in (("confidence", "high"), ("relationship", "none")):
        page.locator(f"[name='{name}'][value='{value}']").check()


def test_a_link_that_ends_in_the_room_loses_nothing(desk: Desk, cast: Cast, gina: guesting.Visit, store: Any) -> None:
    page = desk(phone=True)
    with store():
        guesting.say(cast, gina.ids, guesting.Answer.AGREED)
    page.goto(gina.capture)
    page.wait_for_selector("html[data-ready][data-kept]")
    taps(page, 0)
    expect(page.locator("#sync")).to_have_text("All sent")
    with store():
        own = guesting.observation(gina)
        actions.end_guest_link(own, door=guesting.GUESTS, by=cast.cora.member, now=MEETS)
    taps(page, 1, 2, 3)
    expect(page.get_by_text("Your link opens nothing any more.")).to_be_visible()
    expect(page.locator("#sync")).to_have_text("3 wait for a new link")
    assert [found for found in problems(page) if "410" not in found] == []  # the console tells of each refusal
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#sync")).to_have_text("3 wait for a new link")
    with store():
        renewed = actions.open_to_guest(
            guesting.observation(gina), door=guesting.GUESTS, by=cast.cora.member, now=clock.now()
        )
        anew = guesting.Visit(gina.ids, gina.observation, renewed.id)
    page.goto(anew.capture)
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#sync")).to_have_text("All sent")
    with store():
        assert len(queries.timeline(guesting.observation(gina)).events) == 4
