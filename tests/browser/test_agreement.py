"""Do the pages about agreement and about decisions keep the promises of every page, on a phone and on a desk?"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.assessment.arrange import CRITERIA
from tests.browser.conftest import LAPTOP, PHONE, sign_in
from tests.browser.contract import problems
from tests.cast import PASSWORD, Cast
from tests.rated import Held, made_up, rate

pytestmark = pytest.mark.browser
SIZES = {"laptop": LAPTOP, "phone": PHONE}


@pytest.fixture
def looked_at(chromium: Browser, server: str, cast: Cast) -> Iterator[Callable[[str], list[str]]]:
    """What is wrong with a page that Lena opens, on both sizes."""
    pages: dict[str, Page] = {}
    for name, size in SIZES.items():
        pages[name] = chromium.new_context(base_url=server, viewport=size, bypass_csp=True).new_page()
        sign_in(pages[name], cast.lena.email, PASSWORD)

    def problems_of(address: str) -> list[str]:
        return [f"{name}: {found}" for name, page in pages.items() for found in _problems(page, address)]

    yield problems_of
    for page in pages.values():
        page.context.close()


def _problems(page: Page, address: str) -> list[str]:
    answer = page.goto(f"/o/acme/{address}")
    assert answer
    assert answer.ok, answer.status
    return problems(page)


ADDRESSES = ("capability/agreement", "capability/decision-study", "capability/standard", "assessors/ANA/figures")


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_about_agreement(looked_at: Callable[[str], list[str]], cast: Cast, store: Any, address: str) -> None:
    address = address.replace("ANA", str(cast.ana.member_id))
    assert looked_at(address) == [], "before anything is judged"
    with store():
        rate(cast, [_by_ana(held, cast) for held in made_up(60, CRITERIA, assessors=5)])
    assert looked_at(address) == []


def _by_ana(held: Held, cast: Cast) -> Held:
    """The first of the made-up assessors is Ana."""
    sheets = [replace(sheet, assessor=cast.ana) if sheet.assessor == 0 else sheet for sheet in held.sheets]
    return replace(held, sheets=sheets)
