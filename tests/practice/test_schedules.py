"""Servers and browsers that are killed: what opens afterwards, and is every tap on the server once?

`python -m tests.practice.schedules --count 200` plays many more schedules.
"""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, expect

from tests.chromium import needed
from tests.practice.schedules import Room, room

pytestmark = pytest.mark.browser
SCHEDULES = 6
SEED = time.time_ns() % 1_000_000


@pytest.fixture(scope="module")
def here(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A server, a wire and a phone of their own."""
    needed()
    with room(playwright, SCHEDULES + 3, tmp_path_factory.mktemp("room")) as made:
        yield made


@pytest.mark.parametrize("number", range(SCHEDULES))
def test_whatever_breaks_every_tap_is_on_the_server_once(here: Room, number: int) -> None:
    seed = f"{SEED}-{number}"
    print(f"seed {seed}")
    here.play(here.sessions[number], seed)


def test_a_killed_browser_opens_page_code_list_and_queue_where_there_is_no_server(here: Room) -> None:
    ids = here.sessions[SCHEDULES]
    here.arrive(ids, "cold")
    here.tap()
    here.server.kill()
    here.tap()
    here.phone.kill()
    here.phone.start()
    here.open()
    expect(here.page.locator("#name")).to_have_text("Set 4, meeting 1")
    assert here.page.locator(".tap").count() > 3
    expect(here.page.locator("#sync")).to_contain_text("on this device")
    expect(here.page.locator("#last")).not_to_have_text("Nothing captured yet")
    here.tap()
    here.settle()
    here.check(ids)
    assert here.tally.sure["event"] == 4


def test_an_ended_sign_in_does_not_keep_the_page_from_opening(here: Room) -> None:
    ids = here.sessions[SCHEDULES + 1]
    here.arrive(ids, "signed out")
    here.sign_out()
    here.open()
    here.tap()
    expect(here.page.locator("#sync")).to_have_text("Sign in to send 1")
    here.settle()
    here.check(ids)


def test_a_reply_that_is_lost_after_the_commit_doubles_nothing(here: Room) -> None:
    ids = here.sessions[SCHEDULES + 2]
    here.arrive(ids, "lost")
    before = here.wire.swallowed
    here.wire.swallow_next()
    here.tap()
    here.page.wait_for_timeout(500)
    assert here.wire.swallowed > before
    here.settle()
    here.check(ids)
