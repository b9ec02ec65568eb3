"""Can the people concerned walk the whole chain in a browser, from an invitation to a certificate that verifies?

Each step is one of the nine of the product's main job and leaves what the next one needs. TRAINER_WALK_WITHOUT=4
leaves a step out, to see that the walk then fails.
"""

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.cast import Cast
from tests.programme import FILES
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.documents import Item

pytestmark = pytest.mark.browser

WITHOUT = os.environ.get("TRAINER_WALK_WITHOUT", "")
PASSWORD = "a few quiet words"
LINES = ("I waited.", "They went on thinking.", "My wish to be useful.", "Count to five.")

Desk = Callable[..., Page]


class Walk:
    """The nine steps, with everybody's browser open all the time."""

    def __init__(self, desk: Desk, cast: Cast) -> None:
        self.cora, self.lena, self.nia, self.stranger = desk(cast.cora), desk(cast.lena), desk(), desk()
        self.ana, self.sam = desk(cast.ana, phone=True), desk(cast.sam, phone=True)
        self.pat, self.pia = desk(cast.pat), desk(cast.pia)

    def steps(self) -> Iterator[Callable[[], None]]:
        yield self.step_1_invite_and_sign_in
        yield self.step_2_read_check_reflect
        yield self.step_3_ask_assign_agree
        yield self.step_4_capture
        yield self.step_5_rate_and_lock
        yield self.step_6_moderate_release_read
        yield self.step_7_readiness
        yield self.step_8_decide_and_verify
        yield self.step_9_capability

    def step_1_invite_and_sign_in(self) -> None:
        go(self.cora, "People")
        self.cora.get_by_role("link", name="Invite somebody").first.click()
        self.cora.get_by_label("Name").fill("Nia Newcomer")
        self.cora.get_by_label("E-mail address").fill("nia@example.org")
        self.cora.get_by_label("Trainee: learns and is observed").check()
        press(self.cora, "Invite")
        link = urlsplit(self.cora.locator(".secret").inner_text()).path
        self.nia.goto(link)
        self.nia.get_by_label("New password").fill(PASSWORD)
        self.nia.get_by_label("The same password again").fill(PASSWORD)
        self.nia.locator("main button").click()
        expect(self.nia.get_by_role("heading", level=1)).to_be_visible()

    def step_2_read_check_reflect(self) -> None:
        self.nia.goto("/o/acme/learn")
        press(self.nia, "Begin Set facilitator")
        for module in ("questions", "meetings"):
            self.nia.goto(f"/o/acme/learn/facilitator/{module}")
            follow(self.nia, self.nia.locator(".tasks a").first)
            while self.nia.get_by_role("button", name=re.compile("Mark as read")).count():
                follow(self.nia, self.nia.get_by_role("button", name=re.compile("Mark as read")))
            self.nia.get_by_role("link", name="Knowledge check").click()
            press(self.nia, "Begin")
            while self.nia.locator("main .question").count():
                answer(self.nia.locator("main .question"))
                follow(self.nia, self.nia.locator("main .btn.primary"))
            press(self.nia, "Hand in")
            expect(self.nia.get_by_text("Passed.")).to_be_visible()
        for key in ("whose-approval", "out-of-time"):
            self.nia.goto(f"/o/acme/reflections/{key}")
            four_lines(self.nia)

    def step_3_ask_assign_agree(self) -> None:
        for assessor in ("Ana Assessor", "Sam Second"):
            self.lena.goto("/o/acme/assessors/license")
            self.lena.get_by_label("Assessor").select_option(assessor)
            self.lena.get_by_label("Valid until").fill("2099-12-31")
            self.lena.get_by_label("On what grounds").fill("Two days of rater training; five clips, 90 % adjacent.")
            press(self.lena, "License")
        self.cora.goto("/o/acme/sets")
        self.cora.get_by_label("Name of the set").fill("Tuesday set")
        self.cora.get_by_label("Members").fill("Mia\nMax\nMona\nMilo")
        self.cora.locator("main form button").last.click()
        for days in (0, 1):
            plan_meeting(self.cora, datetime.now(UTC) + timedelta(days=days, hours=1))
        for meeting in (0, 1):
            self.nia.goto("/o/acme/sessions/ask")
            self.nia.get_by_role("group", name="At which meeting?").get_by_role("radio").nth(meeting).check()
            self.nia.get_by_label("60 minutes").check()
            press(self.nia, "Ask for the session")
        for code in ("S-0001", "S-0002"):
            self.cora.goto("/o/acme/sessions")
            self.cora.get_by_role("link", name=code).first.click()
            self.cora.get_by_role("link", name="Assign an assessor").click()
            self.cora.get_by_label("Ana Assessor").check()
            self.cora.get_by_label("Sam Second").check()
            press(self.cora, "Ask them")
            if code == "S-0002":  # the same two again speaks against it, and is asked about once
                self.cora.get_by_label("I know this and ask them all the same").check()
                press(self.cora, "Ask them")
            self.ana.goto("/o/acme/assess")
            follow(self.ana, self.ana.get_by_role("link", name=f"Agreements {code}"))
            for radio in self.ana.get_by_label("Agrees", exact=True).all():
                radio.check()
            press(self.ana, "Keep these answers")
            expect(self.ana.get_by_text("Everyone who is here has agreed")).to_be_visible()

    def step_4_capture(self) -> None:
        for page in (self.ana, self.sam):
            for code in ("S-0001", "S-0002"):
                page.goto("/o/acme/assess")
                page.get_by_role("link", name=f"Capture {code}").click()
                capture(page)

    def step_5_rate_and_lock(self) -> None:
        levels = {"S-0001": {self.ana: "4", self.sam: "2"}, "S-0002": {self.ana: "3", self.sam: "3"}}
        for code, given in levels.items():
            for page, level in given.items():
                self.lena.goto("/o/acme/results")
                expect(self.lena.get_by_role("link", name=code)).to_have_count(0)
                rate(page, code, level)

    def step_6_moderate_release_read(self) -> None:
        self.lena.goto("/o/acme/results")
        self.lena.get_by_role("link", name="S-0001").click()
        self.lena.get_by_role("group", name="Settled level").get_by_label("3", exact=True).check()
        self.lena.get_by_label("Why this level holds and the other does not").fill("At 00:01 it was caught in a turn.")
        press(self.lena, "Settle")
        for code in ("S-0001", "S-0002"):
            self.lena.goto("/o/acme/results")
            self.lena.get_by_role("link", name=code).click()
            press(self.lena, "Release to the trainee")
            self.nia.goto("/o/acme/sessions")
            self.nia.get_by_role("link", name=code).click()
            self.nia.get_by_role("link", name="Read the feedback").click()
            press(self.nia, "I would rather not say")
            words = self.nia.locator("main").inner_text()
            assert words.index("Named the phase aloud, twice") < words.index("Levels")
            self.nia.get_by_role("link", name="Reflect on this session").click()
            four_lines(self.nia)

    def step_7_readiness(self) -> None:
        self.nia.goto("/o/acme/path")
        expect(self.nia.locator(".progress .hint")).to_have_text("6 of 7 met")
        expect(self.nia.get_by_text("Waits for the coordinator.")).to_be_visible()

    def step_8_decide_and_verify(self) -> None:
        self.cora.goto("/o/acme/decisions")
        self.cora.get_by_role("link", name="Nia Newcomer").click()
        self.cora.get_by_role("link", name="Call a panel").click()
        self.cora.get_by_label("Pat Panel").check()
        self.cora.get_by_label("Pia Panel").check()
        press(self.cora, "Call the panel")
        for page in (self.pat, self.pia):
            page.goto("/o/acme/decisions")
            page.get_by_role("link", name="Nia Newcomer").click()
            page.get_by_label("Certify", exact=True).check()
            page.get_by_label("My reason").fill("Both sessions hold the structure; every critical is at 3.")
            press(page, "Cast my vote")
        self.pia.get_by_label("Reason of the panel").fill("Four judgements agree that you can run a set alone.")
        press(self.pia, "Record the decision")
        self.nia.goto("/o/acme/path")
        self.nia.get_by_role("link", name="Open it").click()
        address = urlsplit(self.nia.get_by_role("link", name="/verify/").inner_text()).path
        self.stranger.goto(address)
        expect(self.stranger.locator(".verdict")).to_contain_text("Valid")
        expect(self.stranger.locator(".holder")).to_have_text("Nia Newcomer")
        paper = self.stranger.request.get(address.replace("/verify/", "/credentials/") + ".pdf")
        assert "Nia Newcomer" in read_pdf(paper.body())

    def step_9_capability(self) -> None:
        go(self.cora, "Capability")
        row = self.cora.get_by_role("row", name=re.compile("Nia Newcomer"))
        expect(row).to_contain_text(str(datetime.now(UTC).year + 1))
        certified = self.cora.get_by_role("region", name="People by stage").get_by_role("row", name="Certified 1")
        expect(certified).to_be_visible()


def test_the_whole_chain(desk: Desk, cast: Cast) -> None:
    for number, step in enumerate(Walk(desk, cast).steps(), start=1):
        if str(number) != WITHOUT:
            step()


def go(page: Page, entry: str) -> None:
    """Choose an entry of the menu, which a narrow screen folds away."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name=entry, exact=True).click()


def press(page: Page, name: str) -> None:
    follow(page, page.get_by_role("button", name=name, exact=True))


def follow(page: Page, to_press: Locator) -> None:
    """Press something, and be on the page it leads to: a click waits for its first byte, and a count for nothing."""
    to_press.click()
    page.wait_for_load_state()


def four_lines(page: Page) -> None:
    labels = ("What I did", "What it did to the set's thinking", "What I was protecting or avoiding")
    for label, line in zip((*labels, "What I will try next"), LINES, strict=True):
        page.get_by_label(label, exact=True).fill(line)
    press(page, "Submit")
    expect(page.get_by_text("Submitted").first).to_be_visible()


def _bank() -> dict[str, Item]:
    programme = compile_programme(FILES).programme
    assert programme
    items = [item for module in programme.modules if module.check for item in module.check.items]
    return {item.stem.strip(): item for item in items}


BANK = _bank()


def answer(question: Locator) -> None:
    """Answer one question of the check rightly."""
    item = next(item for stem, item in BANK.items() if stem in question.inner_text())
    for place, option in enumerate(item.options, start=1):
        if item.type in ("single", "multiple"):
            if option.correct:
                question.get_by_label(option.text, exact=True).check()
        else:
            question.get_by_label(option.text, exact=True).select_option(option.match or str(place))


def plan_meeting(page: Page, when: datetime) -> None:
    page.get_by_label("When").fill(when.strftime("%Y-%m-%dT%H:%M"))
    press(page, "Plan the meeting")
    page.goto("/o/acme/sets")
    page.get_by_role("link", name="Tuesday set").click()


def capture(page: Page) -> None:
    """Tap what happens, one tap each, and end."""
    page.wait_for_selector("html[data-ready]")
    for phase, taps in (
        ("Present", ["Moves the phase"]),
        ("Explore", ["Open question", "Gives advice"]),
        ("Commit", []),
    ):
        page.get_by_role("button", name=phase, exact=True).tap()
        for tap in taps:
            page.locator(".tap", has_text=tap).tap()
    page.locator(".tap", has_text="Hands it back").tap()
    expect(page.locator("#sync")).to_have_text("All sent")
    press(page, "End")
    press(page, "End and review")
    expect(page.locator("#sync")).to_have_text("All sent")


def rate(page: Page, code: str, level: str) -> None:
    """Rate every criterion, link evidence from one's own timeline where it is owed, and lock."""
    page.goto("/o/acme/assess")
    follow(page, page.get_by_role("link", name=f"Rate {code}"))
    for fieldset in page.locator("fieldset.crit").all():
        chosen = level if "Questions before advice" in fieldset.inner_text() else "3"
        fieldset.locator(f"input[type=radio][value='{chosen}']").check()
        if chosen != "3":
            if not fieldset.locator("details").first.get_attribute("open"):
                fieldset.locator("details summary").first.click()
            fieldset.locator("input[type=checkbox]").first.check()
    page.get_by_label("None of these happened").check()
    page.get_by_label("L4 run it alone").check()
    page.get_by_label("A strength, tied to something they did").fill("Named the phase aloud, twice.")
    page.get_by_label("A second strength").fill("Let a silence stand.")
    page.get_by_label("One thing to do differently").fill("Catch advice before the presenter answers it.")
    page.get_by_label("One question to think about").fill("What did you feel like doing at minute ten?")
    page.get_by_label("Medium").check()
    page.get_by_label("No relationship beyond this").check()
    press(page, "Lock my judgement")
    expect(page.get_by_text("Your judgement is locked.")).to_be_visible()


def read_pdf(body: bytes) -> str:
    import io

    return PdfReader(io.BytesIO(body)).pages[0].extract_text()
