"""Whatever authors write, in Markdown or YAML: does any of it run, in a real browser, with the policy and without?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import LAPTOP, serving, sign_in
from tests.browser.test_learning import choose_something
from tests.browser.watching import Watch
from tests.cast import PASSWORD, Cast, assemble
from tests.chromium import PATIENCE_MS
from tests.conftest import SqliteStore, filled
from tests.curriculum.hostile import ELSEWHERE, FIELDS, LESSONS, programme
from tests.stage import Scene, arrange

pytestmark = pytest.mark.browser
LESSON = "/o/acme/learn/facilitator/questions/why-advice-comes-early"
CHECK = "/o/acme/learn/facilitator/{}/check"
WHO = ("tara", "tom", "ana", "sam", "lena", "pat", "cora", "abel", "udo", "ada")
# Read by nobody in a browser so far: an outcome of a module is found by its words, not by its key.
ON_NO_PAGE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Haunted:
    """An organisation that works with a programme full of hostile words, and where it answers."""

    address: str
    cast: Cast
    scene: Scene


@pytest.fixture(scope="module")
def haunted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Haunted]:
    folder = tmp_path_factory.mktemp("haunted")

    def fill() -> tuple[Cast, Scene]:
        cast = assemble()
        return cast, arrange(cast, programme())

    with filled(SqliteStore(folder), folder, fill) as (app, (cast, scene)), serving(app) as address:
        yield Haunted(address, cast, scene)


Open = Callable[..., tuple[Watch, Page]]


@pytest.fixture
def opened(chromium: Browser, haunted: Haunted) -> Iterator[Open]:
    """A watched browser in which somebody has signed in, with the policy of headers.py or without."""
    contexts = []

    def open_page(name: str, *, policy: bool) -> tuple[Watch, Page]:
        context = chromium.new_context(base_url=haunted.address, viewport=LAPTOP, bypass_csp=not policy)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        watch, page = Watch(context, haunted.address), context.new_page()
        sign_in(page, getattr(haunted.cast, name).email, PASSWORD)
        return watch, page

    yield open_page
    for context in contexts:
        context.close()


def test_nothing_runs_on_any_page_even_without_the_policy(opened: Open) -> None:
    """The policy must not be the only fence: with it switched off, whatever got through would run."""
    visited: set[str] = set()
    signs: set[str] = set()
    for name in WHO:
        watch, page = opened(name, policy=False)
        watch.visited = visited
        assert list(watch.crawl(page, "/o/acme/")) == []
        signs |= watch.signs
    watch, page = opened("tara", policy=False)
    assert list(_checks(watch, page)) == []
    signs |= watch.signs
    shown = [case for case in LESSONS if not case.refused] + FIELDS
    assert {case.name for case in shown if case.sign not in signs} == ON_NO_PAGE


def _checks(watch: Watch, page: Page) -> Iterator[str]:
    """Every question of both banks, with its answers, and what comes of them."""
    for module in ("questions", "meetings"):
        page.goto(CHECK.format(module))
        page.get_by_role("button", name="Try again").click()
        while not page.get_by_role("button", name="Hand in", exact=True).count():
            yield from watch.look(page)
            choose_something(page)
            page.locator("main form button").first.click()
            page.wait_for_load_state()
        yield from watch.look(page)
        page.get_by_role("button", name="Hand in", exact=True).click()
        yield from watch.look(page)


def test_the_policy_is_never_needed(opened: Open) -> None:
    """Nothing is even refused: what an author wrote asks for nothing that the policy would have to forbid."""
    for name, start in (("tara", "/o/acme/learn"), ("abel", "/o/acme/author")):
        watch, page = opened(name, policy=True)
        assert list(watch.crawl(page, start)) == []
        assert len(watch.visited) > 10


CONTROLS = [
    ("<script>hit(1)</script>", ("script:", "hit 1")),
    ("<img src=x onerror=hit(2)>", ("onerror:", "hit 2")),
    ("<svg onload=hit(3)></svg>", ("onload:", "hit 3")),
    ("<a href='javascript:hit(4)'>x</a>", ("address:", "hit 4")),
    ("<b onmouseover=hit(5)>x</b>", ("onmouseover:", "hit 5")),
    ("<iframe srcdoc='<script>parent.hit(6)</script>'></iframe>", ("srcdoc:", "hit 6")),
    (f"<img src=//{ELSEWHERE}/7.png>", ("address:", f"asked for http://{ELSEWHERE}/7.png")),
    (f"<p style='background:url(//{ELSEWHERE}/8.png)'>x</p>", ("style:", f"asked for http://{ELSEWHERE}/8.png")),
    ("<script>alert(9)</script>", ("script:", "dialog 9")),
    ("<form action=//elsewhere.example><button>x</button></form>", ("address:", "control:")),
    ("<input autofocus onfocus=hit(11)>", ("onfocus:", "hit 11")),
    ("<a href=https://example.org onclick='location=\"/healthz\"'>x</a>", ("onclick:", "went away")),
]


@pytest.mark.parametrize(("html", "told"), CONTROLS)
def test_the_watch_sees_what_gets_past_the_sanitiser(opened: Open, html: str, told: tuple[str, ...]) -> None:
    watch, page = opened("tara", policy=False)
    _put_into_lesson(page, html)
    page.goto(LESSON)
    found = watch.look(page)
    assert [words for words in told if not any(words in one for one in found)] == [], found


def test_the_watch_sees_what_the_policy_stops(opened: Open) -> None:
    watch, page = opened("tara", policy=True)
    _put_into_lesson(page, "<script>hit(1)</script>")
    page.goto(LESSON)
    found = watch.look(page)
    assert any("policy: script-src-elem" in one for one in found)
    assert not any("hit 1" in one for one in found)


def _put_into_lesson(page: Page, html: str) -> None:
    """Serve a lesson into which something was put behind the sanitiser's back."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("</article>", f"{html}</article>", 1))

    page.route(f"**{LESSON}", answer)
