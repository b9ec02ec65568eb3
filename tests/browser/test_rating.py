"""Does the sheet take a whole judgement from the keyboard, and keep it through whatever happens to the page?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.assessment import arrange
from tests.browser.conftest import sign_in
from tests.browser.contract import problems
from tests.cast import MONDAY, PASSWORD, Cast
from tests.programme import FILES
from trainer.assessment import queries
from trainer.assessment.drafts import read_draft
from trainer.assessment.judgement import Draft, Mark
from trainer.assessment.models import Judgement
from trainer.curriculum import actions as curriculum
from trainer.curriculum.checker import compile_programme

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]

MORE = tuple(f"more-{number}" for number in range(8))
DOMAIN = "  - key: more\n    name: Eight more\n    criteria:\n" + "".join(
    f"""\
      - key: {key}
        code: C{number}
        name: Criterion {number}
        summary: What is asked {number}.
        anchors: [Nothing., Little., Enough., Plenty.]
"""
    for number, key in enumerate(MORE, start=1)
)


@dataclass(frozen=True)
class Sheet:
    """Ana's sheet with twelve criteria, and what she captured."""

    ids: arrange.Ids
    page: str


@pytest.fixture
def sheet(cast: Cast, store: Any) -> Sheet:
    """Ana has captured a session of a programme with twelve criteria; Sam has not."""
    files = {path: text for path, text in FILES.items() if not path.startswith("calibration/")}
    files["rubric.yaml"] = files["rubric.yaml"].replace(b"stop_events:", DOMAIN.encode() + b"stop_events:", 1)
    with store():
        programme = compile_programme(files).programme
        assert programme
        curriculum.publish(cast.abel.organisation_id, programme, by=cast.abel.member, now=MONDAY)
        ids = arrange.ask(cast)
        arrange.capture(cast, ids)
    return Sheet(ids, f"/o/acme/{ids.rating}")


def kept(store: Any, sheet: Sheet) -> Draft:
    """The draft that the server holds."""
    with store():
        found = queries.draft(arrange.observation(sheet.ids))
        return read_draft(found.body) if found else Draft()


def opened(page: Page, sheet: Sheet) -> Page:
    page.goto(sheet.page)
    page.wait_for_selector("html[data-ready]")
    return page


def saved(page: Page) -> None:
    """The server has it: a page that could not send tries again after five seconds, and may need a new token first."""
    expect(page.locator("#saved")).to_contain_text("Draft saved", timeout=15_000)


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the keyboard stands on something."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("wanted => wanted === document.activeElement"):
            return
    raise AssertionError("not to be reached with Tab")


def test_twelve_criteria_are_rated_with_evidence_and_locked_from_the_keyboard(
    desk: Desk, cast: Cast, store: Any, sheet: Sheet
) -> None:
    ana = opened(desk(cast.ana), sheet)
    groups = ana.locator("fieldset.crit")
    expect(groups).to_have_count(12)
    for number in range(12):
        group, two = groups.nth(number), number % 3 == 0
        tab_to(ana, group.get_by_role("radio").first)
        for _ in range(1 if two else 2):  # the first arrow chooses the second of the levels
            ana.keyboard.press("ArrowDown")
        expect(group.get_by_role("radio", name="2 Not yet steady" if two else "3 Ready")).to_be_checked()
        if two:
            give_evidence(ana, group)
    tab_to(ana, ana.get_by_label("None of these happened"))
    ana.keyboard.press("Space")
    tab_to(ana, ana.get_by_role("group", name="Next time this person should").get_by_role("radio").first)
    for _ in range(3):
        ana.keyboard.press("ArrowDown")
    for label in ("A strength, tied", "A second strength", "One thing to do", "One question to think"):
        tab_to(ana, ana.get_by_label(label))
        ana.keyboard.type("Named the phase aloud, and let a silence stand.")
    for group in ("How sure are you", "How do you stand"):
        tab_to(ana, ana.get_by_role("group", name=group).get_by_role("radio").first)
        ana.keyboard.press("Space")
    saved(ana)
    tab_to(ana, ana.get_by_role("button", name="Lock my judgement"))
    ana.keyboard.press("Enter")
    expect(ana.get_by_text("Your judgement is locked.")).to_be_visible()
    assert ana.evaluate(HELD) == []
    with store():
        own = queries.own_judgement(arrange.observation(sheet.ids))
        assert isinstance(own, Judgement)
        assert [rating.level for rating in own.ratings].count(2) == 4
        assert [rating.level for rating in own.ratings].count(3) == 8


def give_evidence(page: Page, group: Locator) -> None:
    """Link the first event that may show it, or where none was captured give the words with their time."""
    tab_to(page, group.locator("summary").first)
    if group.locator("details").first.get_attribute("open") is None:
        page.keyboard.press("Enter")
    if group.locator("input[type=checkbox]").count():
        tab_to(page, group.get_by_role("checkbox").first)
        page.keyboard.press("Space")
        return
    for label, words in (("Or the facilitator's own words", "What have you tried?"), ("Time", "12:40")):
        tab_to(page, group.get_by_label(label))
        page.keyboard.type(words)


HELD = """async () => {
  const opening = indexedDB.open('sheets', 1);
  await new Promise((done) => { opening.onsuccess = done; });
  const asking = opening.result.transaction('sheets').objectStore('sheets').getAllKeys();
  await new Promise((done) => { asking.onsuccess = done; });
  opening.result.close();
  return asking.result;
}"""


def test_what_is_missing_is_said_where_it_is_missing(desk: Desk, cast: Cast, sheet: Sheet) -> None:
    ana = opened(desk(cast.ana), sheet)
    assert problems(ana) == []
    ana.get_by_role("button", name="Lock my judgement").click()
    expect(ana.get_by_role("heading", name="Before you can lock")).to_be_visible()
    assert problems(ana) == []
    ana.get_by_role("link", name="Choose a level for A2").press("Enter")
    expect(ana.get_by_role("group", name="A2").get_by_role("radio").first).to_be_focused()


def test_a_tab_that_dies_between_two_letters_loses_none(desk: Desk, cast: Cast, store: Any, sheet: Sheet) -> None:
    ana = opened(desk(cast.ana), sheet)
    context = ana.context
    ana.get_by_role("group", name="A1").get_by_role("radio").nth(2).check()
    saved(ana)
    context.set_offline(True)
    ana.get_by_role("group", name="A2").get_by_role("radio").nth(1).check()
    ana.get_by_label("A strength, tied").press_sequentially("Named the pha")
    expect(ana.locator("#saved")).to_contain_text("Kept on this device")
    with pytest.raises(Exception, match=r"crash|closed"):
        ana.goto("chrome://crash")
    ana.close()
    context.set_offline(False)
    assert kept(store, sheet).strength_one == ""
    again = opened(context.new_page(), sheet)
    expect(again.get_by_label("A strength, tied")).to_have_value("Named the pha")
    expect(again.get_by_role("group", name="A2").get_by_role("radio").nth(1)).to_be_checked()
    saved(again)
    assert kept(store, sheet).strength_one == "Named the pha"
    assert kept(store, sheet).mark("inquiry") == Mark("2")


def test_two_devices_show_both_versions(desk: Desk, cast: Cast, store: Any, sheet: Sheet) -> None:
    phone, laptop = opened(desk(cast.ana, phone=True), sheet), opened(desk(cast.ana), sheet)
    phone.get_by_role("group", name="A1").get_by_role("radio").nth(1).check()
    phone.get_by_label("A strength, tied").fill("From the phone")
    saved(phone)
    laptop.get_by_role("group", name="A1").get_by_role("radio").nth(2).check()
    laptop.get_by_label("A strength, tied").fill("From the laptop")
    expect(laptop.locator("#saved")).to_contain_text("another device")
    laptop.get_by_role("button", name="Save draft").click()
    beside = laptop.get_by_role("region", name="Where the two versions differ")
    expect(beside.get_by_role("row", name="A1 Phases and time: Level")).to_contain_text("3")
    expect(beside.get_by_role("row", name="A strength, tied")).to_contain_text("From the phone")
    expect(beside.get_by_role("row", name="A strength, tied")).to_contain_text("From the laptop")
    expect(beside.locator("tbody tr")).to_have_count(2)
    assert problems(laptop) == []
    assert kept(store, sheet).strength_one == "From the phone"
    laptop.get_by_role("button", name="Save draft").click()
    expect(laptop.get_by_text("Draft saved.")).to_be_visible()
    assert kept(store, sheet).strength_one == "From the laptop"


def test_what_a_device_holds_and_the_server_went_past_is_offered(
    desk: Desk, cast: Cast, store: Any, sheet: Sheet
) -> None:
    phone, laptop = opened(desk(cast.ana, phone=True), sheet), opened(desk(cast.ana), sheet)
    phone.context.set_offline(True)
    phone.get_by_label("A strength, tied").fill("In the lift")
    expect(phone.locator("#saved")).to_contain_text("Kept on this device")
    laptop.get_by_label("A strength, tied").fill("At the desk")
    saved(laptop)
    phone.context.set_offline(False)
    phone.close()
    phone = opened(phone.context.new_page(), sheet)
    expect(phone.get_by_text("This device holds something else")).to_be_visible()
    expect(phone.get_by_label("A strength, tied")).to_have_value("At the desk")
    assert problems(phone) == []
    phone.get_by_role("button", name="Put it into the sheet").click()
    saved(phone)
    assert kept(store, sheet).strength_one == "In the lift"


def test_who_signs_out_elsewhere_and_in_again_loses_nothing(desk: Desk, cast: Cast, store: Any, sheet: Sheet) -> None:
    ana = opened(desk(cast.ana), sheet)
    ana.context.clear_cookies()
    ana.get_by_label("A second strength").fill("Typed while signed out")
    expect(ana.locator("#saved")).to_contain_text("You are signed out")
    sign_in(ana.context.new_page(), cast.ana.email, PASSWORD)
    saved(ana)
    ana.get_by_role("button", name="Save draft").click()
    expect(ana.get_by_text("Draft saved.")).to_be_visible()
    assert kept(store, sheet).strength_two == "Typed while signed out"
