"""Does the capture page lose anything? Taps, undo, notes, no network, sign-out, two windows, on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.contract import problems
from tests.cast import Cast
from tests.practice.rehearsal import Ids, agree, observation_of, rehearse
from trainer.db import begin_write
from trainer.practice import queries
from trainer.practice.lifecycle import Answer
from trainer.practice.timeline import Timeline

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Everything is arranged and the set has agreed."""
    with store():
        return rehearse(cast, agreed=True)


@pytest.fixture
def phone(desk: Desk, cast: Cast, ids: Ids) -> Page:
    """Ana's phone on the capture page."""
    page = desk(cast.ana, phone=True)
    return opened(page, ids)


def opened(page: Page, ids: Ids) -> Page:
    page.goto(f"/o/acme/{ids.capture_page}")
    page.wait_for_selector("html[data-ready]")
    return page


def tap(page: Page, code: str) -> None:
    page.locator(".tap").filter(has_text=code).click()


def sent(page: Page) -> None:
    expect(page.locator("#sync")).to_have_text("All sent")


def arrived(store: Any, ids: Ids) -> Timeline:
    with store():
        return queries.timeline(observation_of(ids))


def labels(page: Page) -> list[str]:
    """The behaviours on the page, by their label."""
    return page.locator(".tap").evaluate_all("taps => taps.map(tap => tap.firstChild.textContent)")


def test_taps_phases_notes_and_undo_arrive(phone: Page, ids: Ids, store: Any) -> None:
    first, second = labels(phone)[:2]
    phone.locator("#phases button").first.click()
    tap(phone, first)
    phone.locator("#actors button").nth(1).click()
    tap(phone, second)
    phone.get_by_role("button", name="Undo").click()
    expect(phone.locator("#last")).to_contain_text(first)
    phone.get_by_role("button", name="Add note").click()
    phone.get_by_label("Note", exact=True).last.fill("hands it back")
    phone.get_by_role("button", name="Keep the note").click()
    expect(phone.locator("#last")).to_contain_text("hands it back")
    sent(phone)
    timeline = arrived(store, ids)
    assert (len(timeline.events), len(timeline.removed), len(timeline.phases)) == (1, 1, 1)
    assert timeline.events[0].notes == ("hands it back",)


def test_a_second_tap_within_a_blink_is_none(phone: Page, ids: Ids, store: Any) -> None:
    phone.locator(".tap").first.evaluate("tap => { tap.click(); tap.click(); }")
    sent(phone)
    assert len(arrived(store, ids).events) == 1


def test_sliding_off_a_button_records_nothing(phone: Page) -> None:
    box = phone.locator(".tap").first.bounding_box()
    assert box
    phone.mouse.move(box["x"] + 20, box["y"] + 20)
    phone.mouse.down()
    phone.mouse.move(box["x"] + 20, box["y"] + 300)
    phone.mouse.up()
    expect(phone.locator("#last")).to_have_text("Nothing captured yet")


def test_without_a_network_everything_waits_and_then_goes(phone: Page, ids: Ids, store: Any) -> None:
    phone.context.set_offline(True)
    phone.locator("#phases button").first.click()
    tap(phone, labels(phone)[0])
    expect(phone.locator("#sync")).to_have_text("2 on this device")
    assert arrived(store, ids).events == ()
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    sent(phone)
    assert len(arrived(store, ids).events) == 1


def test_a_reload_finds_what_was_tapped_and_the_running_clock(phone: Page, ids: Ids) -> None:
    tap(phone, labels(phone)[0])
    sent(phone)
    phone.wait_for_timeout(1100)
    opened(phone, ids)
    expect(phone.locator("#last")).to_contain_text(labels(phone)[0])
    expect(phone.locator("#clock")).not_to_have_text("00:00")


def test_signed_out_nothing_is_lost(phone: Page, ids: Ids, store: Any, cast: Cast) -> None:
    cookies = phone.context.cookies()
    phone.context.clear_cookies()
    tap(phone, labels(phone)[0])
    expect(phone.locator("#sync")).to_have_text("Sign in to send 1")
    expect(phone.locator("#signed-out")).to_be_visible()
    phone.context.add_cookies(cookies)  # type: ignore[arg-type]
    phone.evaluate("dispatchEvent(new Event('focus'))")
    sent(phone)
    assert len(arrived(store, ids).events) == 1


def test_two_windows_share_what_they_hold(phone: Page, ids: Ids, store: Any) -> None:
    other = opened(phone.context.new_page(), ids)
    first, second = labels(phone)[:2]
    tap(phone, first)
    expect(other.locator("#last")).to_contain_text(first)
    tap(other, second)
    expect(phone.locator("#last")).to_contain_text(second)
    sent(other)
    assert len(arrived(store, ids).events) == 2


def test_before_the_set_has_agreed_it_says_so_and_keeps_the_tap(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        found = rehearse(cast)
    page = opened(desk(cast.ana, phone=True), found)
    expect(page.locator("#not-agreed")).to_contain_text("Not everyone in the set was asked yet")
    tap(page, labels(page)[0])
    expect(page.locator("#sync")).to_have_text("1 on this device")
    with store():
        begin_write()  # the phone keeps trying meanwhile
        agree(cast, found)
    page.evaluate("dispatchEvent(new Event('focus'))")
    sent(page)
    assert len(arrived(store, found).events) == 1


def test_a_withdrawal_empties_the_device(phone: Page, ids: Ids, store: Any, cast: Cast) -> None:
    tap(phone, labels(phone)[0])
    sent(phone)
    with store():
        begin_write()
        agree(cast, ids, Answer.DECLINED, Answer.AGREED, Answer.AGREED)
    tap(phone, labels(phone)[1])
    expect(phone.locator("#not-agreed")).to_contain_text("stopped")
    expect(phone.locator("#last")).to_have_text("Nothing captured yet")


def test_the_end_is_asked_once_and_leads_to_the_timeline(phone: Page, ids: Ids, store: Any) -> None:
    tap(phone, labels(phone)[0])
    phone.get_by_role("button", name="End", exact=True).click()
    expect(phone.get_by_role("heading", name="End and review? 1 captured")).to_be_visible()
    phone.get_by_role("button", name="Not yet").click()
    assert not arrived(store, ids).ended
    phone.get_by_role("button", name="End", exact=True).click()
    phone.get_by_role("button", name="End and review").click()
    phone.get_by_role("link", name="Review the timeline").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Timeline of S-0001")


def test_keys_work_only_when_they_are_switched_on(desk: Desk, cast: Cast, ids: Ids, store: Any) -> None:
    page = opened(desk(cast.ana), ids)
    key = page.locator(".tap kbd").first.text_content() or ""
    page.keyboard.press(key)
    expect(page.locator("#last")).to_have_text("Nothing captured yet")
    page.get_by_label("Keys").check()
    page.keyboard.press("1")
    page.keyboard.press(key)
    expect(page.locator("#last")).to_contain_text(labels(page)[0])
    page.keyboard.press("z")
    expect(page.locator("#last")).to_have_text("Nothing captured yet")
    page.keyboard.press("Shift+Z")
    expect(page.locator("#last")).to_contain_text(labels(page)[0])
    sent(page)
    assert len(arrived(store, ids).phases) == 1


def test_the_page_keeps_the_promises_of_every_page(phone: Page) -> None:
    tap(phone, labels(phone)[0])
    sent(phone)
    assert problems(phone) == []
