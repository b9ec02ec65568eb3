"""Do the pages on which people learn keep the promises of every page, with mistakes and results on them too?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import LAPTOP, PHONE, sign_in
from tests.browser.contract import problems
from tests.cast import PASSWORD, Cast
from tests.curriculum.releases import publish, rebuilt
from tests.curriculum.studying import CHECK, LESSON, PLACES, begin, read
from trainer.curriculum import queries

pytestmark = pytest.mark.browser


@pytest.fixture
def desk_for_axe(chromium: Browser, server: str) -> Iterator[Callable[[str], Page]]:
    """Somebody's browser in which axe may look at pages."""
    context = chromium.new_context(base_url=server, viewport=LAPTOP, bypass_csp=True)

    def open_page(email: str) -> Page:
        page = context.new_page()
        sign_in(page, email, PASSWORD)
        return page

    yield open_page
    context.close()


def test_what_a_trainee_sees_while_learning(desk_for_axe: Callable[[str], Page], cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, PLACES[1])
    tara = desk_for_axe(cast.tara.email)
    for place in ("learn", "learn/facilitator/questions", LESSON, "reflections"):
        tara.goto(f"/o/acme/{place}")
        assert problems(tara) == []


def choose_something(page: Page) -> None:
    """Give the question of a page some answer."""
    page.wait_for_load_state()
    for place, select in enumerate(page.locator("main select").all(), start=1):
        select.select_option(index=place)
    if page.locator("main .choice").count():
        page.locator("main .choice input").first.check()


def test_a_check_with_gaps_and_its_result(desk_for_axe: Callable[[str], Page], cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = desk_for_axe(cast.tara.email)
    tara.goto(f"/o/acme/{CHECK}")
    assert problems(tara) == []
    tara.get_by_role("button", name="Begin").click()
    kinds = set()
    for number in (1, 2, 3, 4):
        kinds.add(tara.locator("main legend").inner_text())
        assert problems(tara) == []
        if number != 2:
            choose_something(tara)
        tara.get_by_role("button", name="Next question" if number < 4 else "Look over and hand in").click()
    assert len(kinds) > 1
    assert problems(tara) == []
    tara.get_by_role("button", name="Hand in").click()
    assert problems(tara) == []
    tara.get_by_role("link", name="Answer question 2").click()
    choose_something(tara)
    tara.get_by_role("navigation", name="All questions").get_by_role("button", name="Hand in").click()
    tara.get_by_role("button", name="Hand in").click()
    tara.get_by_text("of 4 right").wait_for()
    assert problems(tara) == []


def test_a_check_on_a_phone_by_keyboard_without_scripts(chromium: Browser, server: str, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    context = chromium.new_context(base_url=server, viewport=PHONE, java_script_enabled=False, has_touch=True)
    tara = context.new_page()
    sign_in(tara, cast.tara.email, PASSWORD)
    tara.goto(f"/o/acme/{CHECK}")
    _press(tara, tara.get_by_role("button", name="Begin"))
    while not tara.get_by_role("group", name="Choose one answer.").count():
        _press(tara, tara.get_by_role("button", name="Next question"))
    where, radios = tara.url, tara.get_by_role("radio")
    assert tara.locator("main legend").count() == 1  # one question on the screen, and its answers within reach
    assert radios.last.bounding_box()["y"] < PHONE["height"]  # type: ignore[index]
    radios.first.focus()
    tara.keyboard.press("ArrowDown")
    expect(radios.nth(1)).to_be_checked()
    tara.keyboard.press("Enter")  # the first button of the form is the one that goes on
    tara.wait_for_url(lambda url: url != where)
    tara.goto(where)
    expect(tara.get_by_role("radio").nth(1)).to_be_checked()
    expect(tara.get_by_text("1 of 4 answered")).to_be_visible()
    here = tara.locator("[aria-current=step]")
    expect(here).to_contain_text("answered")
    open_step = tara.get_by_role("navigation", name="All questions").get_by_role("button", name="open").first
    _press(tara, open_step)
    expect(tara.locator("[aria-current=step]")).to_contain_text("open")
    context.close()


def _press(page: Page, button: Locator) -> None:
    """Press a button as somebody without a mouse does, and wait for the page that follows."""
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_reflection_with_gaps(desk_for_axe: Callable[[str], Page], cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = desk_for_axe(cast.tara.email)
    tara.goto("/o/acme/reflections/whose-approval")
    tara.get_by_role("button", name="Submit").click()
    assert problems(tara) == []


def test_a_release(desk_for_axe: Callable[[str], Page], cast: Cast, store: Any) -> None:
    with store():
        id = queries.open_releases(cast.abel.organisation_id)[0].id
    abel = desk_for_axe(cast.abel.email)
    abel.goto(f"/o/acme/author/releases/{id}")
    assert problems(abel) == []


def test_moving_people_and_what_they_are_told(desk_for_axe: Callable[[str], Page], cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, *PLACES)
        begin(cast.tom)
        release = publish(cast, rebuilt())
        where = f"/o/acme/author/releases/{release.id}/move"
    cora = desk_for_axe(cast.cora.email)
    cora.goto(where)
    assert problems(cora) == []
    cora.get_by_text("1 kept,").click()
    expect(cora.get_by_text("Time as a tool")).to_be_visible()
    assert problems(cora) == []
    cora.get_by_role("button", name="Move them").click()
    assert problems(cora) == []
    cora.get_by_label("Tara Trainee").check()
    cora.get_by_role("button", name="Move them").click()
    expect(cora.get_by_text("1 person is on release 2 now.")).to_be_visible()
    assert problems(cora) == []
    cora.goto("/o/acme/capability")
    assert problems(cora) == []
    cora.context.clear_cookies()
    tara = desk_for_axe(cast.tara.email)
    for place in ("learn", "path"):
        tara.goto(f"/o/acme/{place}")
        expect(tara.get_by_text("2 lessons changed and are to be read again.")).to_be_visible()
        assert problems(tara) == []
