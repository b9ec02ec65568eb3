"""Does a page keep the promises that every page makes: reflow, names, errors, targets, headings, no inline style?

`problems(page)` looks at the page a browser shows now; its context is made with `bypass_csp=True`, for axe.
"""

from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIZES = ((320, 568), (390, 844), (1280, 850))
AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
CHECKS = (Path(__file__).parent / "contract.js").read_text()


def problems(page: Page) -> list[str]:
    """Everything that is wrong with the page, at three widths and in both colour schemes, each said once."""
    page.wait_for_load_state()  # what was pressed has led to this page, and it may still be coming in
    before = page.viewport_size
    found = [*_said(page), *_at_each_size(page), *_axe(page)]
    if before:
        page.set_viewport_size(before)
    return list(dict.fromkeys(found))


def _said(page: Page) -> Iterator[str]:
    """What the console said, a refusal of the content security policy included."""
    for message in page.console_messages(filter="since-navigation"):
        of_the_page_itself = message.location.get("url") == page.url and "status of" in message.text  # 404, 422
        if message.type == "error" and not of_the_page_itself:
            yield f"console: {message.text}"
    yield from (f"error: {error}" for error in page.page_errors(filter="since-navigation"))


def _at_each_size(page: Page) -> Iterator[str]:
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        yield from (f"{problem} (at {width})" for problem in page.evaluate(CHECKS)["sized"])
    yield from page.evaluate(CHECKS)["always"]


def _axe(page: Page) -> Iterator[str]:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for violation in Axe().run(page, options=AXE).response["violations"]:
            yield f"axe {violation['id']} ({scheme}): {violation['nodes'][0]['html'][:160]}"
    page.emulate_media(color_scheme=None, reduced_motion=None)
