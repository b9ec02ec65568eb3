"""Does the contract find what is wrong with a page, and nothing on a page that is right?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.contract import problems

pytestmark = pytest.mark.browser
KIT = Path(__file__).parents[2] / "trainer/static/css/kit.css"

RIGHT = """<!doctype html><html lang="en"><head><title>Error: Book</title>
<link rel="stylesheet" href="/kit.css"></head><body><main><h1>Book</h1>
<div class="summary" role="alert" tabindex="-1" autofocus><h2>There is a problem</h2>
<a href="#size-0">Choose a size</a> <a href="#day">Enter a day</a></div>
<form method="post" novalidate><input type="hidden" name="csrf_token" value="x">
<fieldset class="field has-err" aria-describedby="size-err"><legend>Size</legend>
<p class="err" id="size-err">Choose a size</p>
<label class="choice"><input type="radio" name="size" id="size-0" value="s"> A small one, please</label></fieldset>
<label for="day">Day</label><p class="err" id="day-err">Enter a day</p>
<input id="day" name="day" aria-invalid="true" aria-describedby="day-err">
<button class="btn">Book the session</button></form>
</main></body></html>"""

WRONG = """<!doctype html><html lang="en"><head><title>Book</title><style>.wide { width: 900px }
.tiny { width: 9px; height: 9px; padding: 0 }</style></head><body><main><h1>Book</h1><h1>Again</h1><h4>Deep</h4>
<div class="wide">wide</div><p style="color: red" id="twice">red</p><p id="twice">twice</p><img src="data:,">
<button class="tiny" onclick="x()">x</button><button tabindex="3">Three is the first</button>
<form method="post"><label><input type="radio" name="size" value="s"> Small</label>
<label for="day">Day</label><input id="day" class="late" aria-invalid="true" aria-describedby="gone"></form>
<div class="summary"><a href="#nowhere">Enter a day</a></div>
<div class="scroll"><table><tr><th>a</th></tr></table></div>
<link rel="prefetch" href="https://elsewhere.example/x.css"><script>console.error("broken")</script></main></body></html>"""

FOUND = [
    "scrolls sideways by",
    "target under 24 px: <button class=",
    "2 h1",
    "heading jumps from h1 to h4",
    "inline style: <p",
    "inline handler: <button",
    "inline script",
    "positive tabindex",
    "foreign host: <link",
    "image without alt",
    "id used twice: twice",
    "th without scope",
    "group without legend: size",
    "aria-describedby leads nowhere (gone)",
    "error not tied to its field",
    "title does not say Error",
    "summary does not take the focus",
    "summary link leads nowhere",
    "form without token",
    "scrolling region without name or focus",
    "console: broken",
    "axe image-alt",
]


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def show(page: Page, text: str) -> None:
    """Open a page that is served by nobody."""

    def answer(route: Route) -> None:
        if route.request.url.endswith("/kit.css"):
            route.fulfill(path=KIT)
        else:
            route.fulfill(body=text if route.request.url.endswith("/page") else "", content_type="text/html")

    page.unroute_all()
    page.route("**/*", answer)
    page.goto("http://site.example/page")


def test_a_page_that_keeps_every_promise_has_no_problems(page: Page) -> None:
    show(page, RIGHT)
    assert problems(page) == []


def test_each_broken_promise_is_found(page: Page) -> None:
    show(page, WRONG)
    found = problems(page)
    assert [promise for promise in FOUND if not any(promise in problem for problem in found)] == []
