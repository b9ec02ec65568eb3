"""A case is rated by keyboard, kept while it is rated, confirmed, and compared: in a real browser."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.assessment.calibrating import EXACTLY, calibrate, page_of
from tests.browser.contract import problems
from tests.cast import Cast

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]


def looked_at(page: Page, name: str) -> None:
    """Hold a page against the contract; with a folder in the environment, keep how it looks."""
    assert problems(page) == [], name
    if folder := os.environ.get("SHOTS"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 850})
                page.screenshot(path=Path(folder) / f"{name}-{scheme}-{width}.png", full_page=True)


def test_a_case_from_the_first_level_to_the_comparison(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        case = page_of(cast.ana)
    ana = desk(cast.ana)
    ana.goto("/o/acme/calibration")
    looked_at(ana, "calibrations")
    ana.goto(f"/o/acme/{case}")
    looked_at(ana, "case")
    ana.get_by_role("group", name="Phases").get_by_role("radio").nth(2).focus()
    ana.keyboard.press("Space")
    expect(ana.locator("#saved")).to_contain_text("1 of 4 rated")
    expect(ana.locator("#saved")).to_contain_text("Draft saved")
    ana.reload()
    expect(ana.locator(".levels input:checked")).to_have_count(1)
    ana.get_by_role("button", name="Confirm my levels").press("Enter")
    expect(ana.get_by_role("heading", name="Before you can confirm")).to_be_visible()
    looked_at(ana, "incomplete")
    for number, place in ((1, 2), (2, 2), (3, 1)):
        ana.locator(".crit").nth(number).get_by_role("radio").nth(place).press("Space")
    ana.get_by_label("None of these happened").press("Space")
    ana.get_by_label("L2").press("Space")
    ana.get_by_label("These are my own levels").press("Space")
    ana.get_by_role("button", name="Confirm my levels").press("Enter")
    expect(ana.get_by_text("differences ask for a reason")).to_be_visible()
    looked_at(ana, "compared")
    for box in ana.get_by_label("What did you see otherwise").all():
        box.fill("I took the story for warmth.")
    ana.get_by_role("button", name="Keep my reasons").press("Enter")
    expect(ana.get_by_text("Your reasons are kept.")).to_be_visible()
    looked_at(ana, "concluded")


def test_the_leads_list(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        calibrate(cast.ana, EXACTLY)
    lena = desk(cast.lena, phone=True)
    lena.goto("/o/acme/assessors")
    looked_at(lena, "assessors")
    lena.get_by_role("button", name="License until").click()
    expect(lena.get_by_text("Ana Assessor is licensed.")).to_be_visible()
