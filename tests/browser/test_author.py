"""Can an author work in the browser: write, be corrected, preview, publish, and lose nothing on the way?"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import LAPTOP, sign_in
from tests.browser.contract import problems
from tests.cast import PASSWORD, Cast
from tests.curriculum import writing
from tests.curriculum.studying import begin as enrol
from tests.curriculum.writing import BANK, DRAFT, LESSON, PNG, at
from tests.programme import FILES
from trainer.curriculum import archive

pytestmark = pytest.mark.browser

Desk = Callable[..., Page]
READ = "/o/acme/learn/facilitator/questions/why-advice-comes-early"
WORDS = FILES[LESSON].decode()


@pytest.fixture
def drafted(cast: Cast, store: Any) -> Cast:
    """Acme with a draft of its programme and two authors, Abel and Ada."""
    with store():
        enrol(cast.tara)
        writing.begin(cast.abel)
        writing.second_author(cast.ada)
    return cast


def editor(page: Page, path: str = LESSON) -> Page:
    page.goto(f"/o/acme/{at('edit', path)}")
    page.wait_for_selector("html[data-ready]")
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_from_a_broken_link_to_a_release(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        enrol(cast.tara)
    abel, tara = desk(cast.abel), desk(cast.tara)
    abel.goto("/o/acme/author")
    abel.get_by_role("button", name="Begin a draft").click()
    abel.get_by_role("link", name="01-why-advice-comes-early.md").click()
    text = abel.get_by_label("Text", exact=True)
    broken = WORDS.replace("Ten minutes in", "Nine minutes in").replace("02-handing-back.md", "nowhere.md")
    text.fill(broken)
    refusal = abel.get_by_text("The link “nowhere.md#the-ladder” leads to nothing in this programme.")
    expect(refusal).to_be_visible()
    expect(abel.locator(".lesson")).to_contain_text("Nine minutes in")
    save(abel)
    expect(abel.locator("#told")).to_contain_text("Saved at")
    abel.get_by_role("link", name="Draft of Set facilitator").click()
    expect(abel.get_by_role("link", name="1 mistake")).to_be_visible()
    abel.get_by_role("link", name="Compare and publish").click()
    expect(abel.get_by_role("button", name="Publish as release")).to_have_count(0)
    abel.get_by_role("link", name=f"{LESSON}:10").click()
    expect(abel.locator("#body")).to_be_focused()
    assert abel.evaluate("getSelection().toString()").startswith("Advice comes early because")
    text.fill(broken.replace("nowhere.md", "02-handing-back.md"))
    expect(abel.get_by_text("No mistakes")).to_be_visible()
    save(abel)
    expect(abel.locator("#told")).to_contain_text("Saved at")
    abel.get_by_role("link", name="Draft of Set facilitator").click()
    abel.get_by_role("link", name="Compare and publish").click()
    expect(abel.get_by_text("1 person is on release 1")).to_be_visible()
    abel.get_by_role("button", name="Publish as release 2").click()
    expect(abel.get_by_text("Published as release 2.")).to_be_visible()
    tara.goto(READ)
    expect(tara.locator("article")).to_contain_text("Ten minutes in")


def test_lines_have_numbers_and_keys_do_what_they_do_elsewhere(desk: Desk, drafted: Cast) -> None:
    abel = editor(desk(drafted.abel))
    lines = abel.locator(".lines > div")
    expect(lines).to_have_count(WORDS.count("\n") + 1)
    text = abel.locator("#body")
    assert abel.evaluate("document.querySelector('.lines').offsetHeight") == text.evaluate("e => e.offsetHeight")
    text.press("Control+Home")
    text.press("Enter")
    expect(lines).to_have_count(WORDS.count("\n") + 2)
    expect(abel.locator("#told")).to_have_text("Not saved yet")
    text.press("Control+s")
    expect(abel.locator("#told")).to_contain_text("Saved at")
    text.press("Tab")
    expect(abel.get_by_role("button", name="Save", exact=True)).to_be_focused()


def test_what_was_typed_outlives_a_sign_in_that_ended(desk: Desk, drafted: Cast) -> None:
    abel = editor(desk(drafted.abel))
    abel.locator("#body").fill(f"{WORDS}\nMine.\n")
    cookies = abel.context.cookies()
    abel.context.clear_cookies()
    save(abel)
    expect(abel.locator("#told")).to_contain_text("you are signed out")
    expect(abel.locator("#body")).to_have_value(f"{WORDS}\nMine.\n")
    other = abel.context.new_page()
    sign_in(other, drafted.abel.email, PASSWORD)
    save(abel)
    expect(abel.locator("#told")).to_contain_text("Saved at")
    assert cookies
    editor(other)
    expect(other.locator("#body")).to_have_value(f"{WORDS}\nMine.\n")


def test_what_was_typed_outlives_a_server_that_is_gone(desk: Desk, drafted: Cast) -> None:
    abel = editor(desk(drafted.abel))
    abel.context.set_offline(True)
    abel.locator("#body").fill(f"{WORDS}\nMine.\n")
    save(abel)
    expect(abel.locator("#told")).to_contain_text("Not saved, try again.")
    abel.context.set_offline(False)
    abel.on("dialog", lambda dialog: dialog.accept())  # leaving with unsaved changes warns
    abel.reload()
    abel.get_by_role("button", name="Go on with it").click()
    expect(abel.locator("#body")).to_have_value(f"{WORDS}\nMine.\n")
    save(abel)
    expect(abel.locator("#told")).to_contain_text("Saved at")
    abel.reload()
    expect(abel.locator("#body")).to_have_value(f"{WORDS}\nMine.\n")
    expect(abel.get_by_text("was not saved.")).to_have_count(0)


def test_leaving_with_unsaved_changes_warns(desk: Desk, drafted: Cast) -> None:
    abel = editor(desk(drafted.abel))
    asked: list[str] = []
    abel.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    abel.locator("#body").press_sequentially("x")
    abel.get_by_role("link", name="Rename or move").click()
    expect(abel.locator("#body")).to_be_visible()
    assert asked == ["beforeunload"]


def test_two_authors_at_once(desk: Desk, drafted: Cast) -> None:
    abel, ada = editor(desk(drafted.abel)), editor(desk(drafted.ada))
    ada.locator("#body").fill(WORDS.replace("## Signs", "## Marks"))
    save(ada)
    expect(ada.locator("#told")).to_contain_text("Saved at")
    abel.locator("#body").fill(WORDS.replace("Ten minutes", "Nine minutes"))
    save(abel)
    expect(abel.get_by_role("heading", level=1)).to_contain_text("Two versions of")
    expect(abel.get_by_role("row", name="## Marks")).to_be_visible()
    both = WORDS.replace("Ten minutes", "Nine minutes").replace("## Signs", "## Marks")
    abel.get_by_label("The text to save").fill(both)
    abel.get_by_role("button", name="Save this text").click()
    expect(abel.locator("#body")).to_have_value(both)
    expect(abel.get_by_text("was not saved.")).to_have_count(0)
    ada.locator("#body").press_sequentially("x")
    save(ada)
    expect(ada.get_by_role("heading", level=1)).to_contain_text("Two versions of")


def test_an_import_shows_what_would_change_without_asking_twice(desk: Desk, drafted: Cast, tmp_path: Path) -> None:
    zipped = tmp_path / "programme.zip"
    zipped.write_bytes(archive.pack("facilitator", {"": {**FILES, LESSON: b"Other.\n"}}))
    abel = desk(drafted.abel)
    abel.goto("/o/acme/author/import")
    abel.get_by_label("Zip file").set_input_files(zipped)
    abel.get_by_role("button", name="Import").click()
    abel.get_by_text("What would change in the draft").wait_for()
    abel.get_by_role("button", name="Replace the draft").click()
    expect(abel.get_by_text("Imported over the draft.")).to_be_visible()


def test_without_a_script_the_same_buttons_do_the_same(chromium: Browser, server: str, drafted: Cast) -> None:
    context = chromium.new_context(base_url=server, viewport=LAPTOP, java_script_enabled=False)
    abel = context.new_page()
    sign_in(abel, drafted.abel.email, PASSWORD)
    abel.goto(f"/o/acme/{at('edit', LESSON)}")
    text = WORDS.replace("Ten minutes", "Nine minutes").replace("02-handing-back.md", "nowhere.md")
    abel.get_by_label("Text", exact=True).fill(text)
    abel.get_by_role("button", name="Preview and check").click()
    expect(abel.get_by_text("leads to nothing in this programme")).to_be_visible()
    expect(abel.locator(".lesson")).to_contain_text("Nine minutes")
    abel.get_by_label("Text", exact=True).fill(text.replace("nowhere.md", "02-handing-back.md"))
    abel.get_by_role("button", name="Save", exact=True).click()
    expect(abel.get_by_text("Saved.")).to_be_visible()
    context.close()


@pytest.fixture
def watched(chromium: Browser, server: str, drafted: Cast) -> Iterator[Page]:
    """Abel's browser, in which axe may look at pages."""
    context: BrowserContext = chromium.new_context(base_url=server, viewport=LAPTOP, bypass_csp=True)
    page = context.new_page()
    sign_in(page, drafted.abel.email, PASSWORD)
    yield page
    context.close()


def test_every_page_keeps_the_promises_of_pages(watched: Page, drafted: Cast, store: Any, tmp_path: Path) -> None:
    broken = {**FILES, LESSON: FILES[LESSON].replace(b"02-handing", b"09-nothing"), "modules/01-questions/set.png": PNG}
    with store():
        writing.begin(drafted.abel, {"": {**broken, "programme.yaml": b"key: odd\ntitle: Odd\n"}}, key="odd")
    watched.goto(f"/o/acme/{at('edit', LESSON)}")
    watched.wait_for_selector("html[data-ready]")
    watched.locator("#body").fill(WORDS.replace("Ten minutes in", "Nine minutes in"))
    expect(watched.locator(".lesson")).to_contain_text("Nine minutes in")
    save(watched)
    expect(watched.locator("#told")).to_contain_text("Saved at")
    assert problems(watched) == []
    pages = (
        "author",
        DRAFT,
        "author/drafts/odd",
        at("edit", BANK),
        at("move", LESSON),
        at("delete", LESSON),
        f"{DRAFT}/add",
        f"{DRAFT}/upload",
        f"{DRAFT}/compare",
        "author/drafts/odd/compare",
        "author/drafts/odd/edit/odd/modules/01-questions/set.png",
        "author/drafts/odd/edit/odd/modules/01-questions/01-why-advice-comes-early.md#L10",
        f"{DRAFT}/discard",
        "author/import",
    )
    for address in pages:
        watched.goto(f"/o/acme/{address}")
        assert problems(watched) == [], address


def test_pages_with_mistakes_keep_them_too(watched: Page, drafted: Cast, store: Any, tmp_path: Path) -> None:
    watched.goto("/o/acme/author")
    watched.get_by_role("button", name="Begin with one lesson").click()
    assert problems(watched) == []
    watched.goto(f"/o/acme/{DRAFT}/add")
    watched.get_by_role("button", name="Add", exact=True).click()
    assert problems(watched) == []
    (tmp_path / "x.zip").write_bytes(b"none")
    watched.goto("/o/acme/author/import")
    watched.get_by_label("Zip file").set_input_files(tmp_path / "x.zip")
    watched.get_by_role("button", name="Import").click()
    watched.get_by_text("This is not a zip file").first.wait_for()
    assert problems(watched) == []
    watched.goto(f"/o/acme/{DRAFT}/upload")
    watched.get_by_role("button", name="Upload").click()
    assert problems(watched) == []


def test_two_versions_on_one_page(watched: Page, drafted: Cast, desk: Desk) -> None:
    watched.goto(f"/o/acme/{at('edit', LESSON)}")
    watched.wait_for_selector("html[data-ready]")
    ada = editor(desk(drafted.ada))
    ada.locator("#body").fill(WORDS.replace("## Signs", "## Marks"))
    save(ada)
    expect(ada.locator("#told")).to_contain_text("Saved at")
    watched.locator("#body").fill(WORDS.replace("Ten minutes", "Nine minutes"))
    save(watched)
    expect(watched.get_by_role("heading", level=1)).to_contain_text("Two versions of")
    assert problems(watched) == []
