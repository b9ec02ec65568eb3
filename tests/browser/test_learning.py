"""Do the pages on which people learn keep the promises of every page, with mistakes and results on them too?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import LAPTOP, sign_in
from tests.browser.contract import problems
from tests.cast import PASSWORD, Cast
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


def test_a_check_with_gaps_and_its_result(desk_for_axe: Callable[[str], Page], cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    tara = desk_for_axe(cast.tara.email)
    tara.goto(f"/o/acme/{CHECK}")
    tara.get_by_role("button", name="Begin").click()
    tara.get_by_role("button", name="Hand in").click()
    assert problems(tara) == []
    for question in tara.locator("fieldset").all():
        for place, select in enumerate(question.locator("select").all(), start=1):
            select.select_option(index=place)
        if question.locator("input").count():
            question.locator("input").first.check()
    tara.get_by_role("button", name="Hand in").click()
    tara.get_by_text("of 4 right").wait_for()
    assert problems(tara) == []


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
