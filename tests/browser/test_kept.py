"""Can a module be read where there is no server, and does what was read there reach it, once and as whose?"""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select
from werkzeug.serving import BaseWSGIServer, make_server

from tests.browser.conftest import LAPTOP, PHONE, sign_in
from tests.browser.contract import problems
from tests.cast import MONDAY, PASSWORD, Cast, Player, organisation
from tests.chromium import PATIENCE_MS
from tests.curriculum.studying import LESSON, SECOND, begin
from tests.programme import FILES
from trainer.accounts.models import Person
from trainer.audit import AuditEntry
from trainer.curriculum import actions, queries
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.models import LessonProgress
from trainer.db import begin_write, db
from trainer.web import Application

pytestmark = pytest.mark.browser
MODULE = "/o/acme/learn/facilitator/questions"
PICTURE = (
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da636060600000000400"
    "01f61738550000000049454e44ae426082"
)
LESSON_FILE = "modules/01-questions/01-why-advice-comes-early.md"
ILLUSTRATED = {
    **FILES,
    "modules/01-questions/dot.png": bytes.fromhex(PICTURE),
    LESSON_FILE: FILES[LESSON_FILE] + b"\n![A dot](dot.png)\n",
}


class Host:
    """The application on a port that stays the same while its server comes and goes."""

    def __init__(self, app: Application) -> None:
        self.app, self.port = app, 0
        self.start()

    def start(self) -> None:
        self.server: BaseWSGIServer = make_server("localhost", self.port, self.app, threaded=True)
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"


@pytest.fixture
def host(app: Application) -> Iterator[Host]:
    running = Host(app)
    yield running
    running.stop()


@pytest.fixture
def device(chromium: Browser, host: Host) -> Iterator[BrowserContext]:
    """One phone that several people may use one after the other."""
    context = chromium.new_context(base_url=host.url, viewport=PHONE, bypass_csp=True)
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def tara(device: BrowserContext, cast: Cast, store: Any) -> Page:
    """Tara on the page of a module that has a picture."""
    with store():
        publish(ILLUSTRATED)
        begin(cast.tara)
        begin(cast.tom)
    page = device.new_page()
    sign_in(page, cast.tara.email, PASSWORD)
    return opened(page)


def publish(files: dict[str, bytes]) -> None:
    compiled = compile_programme(files).programme
    assert compiled
    actions.publish(organisation("acme").id, compiled, by=None, now=MONDAY)


def move_on(player: Player) -> None:
    """Move somebody to the newest release."""
    db.session.flush()
    enrolment = queries.enrolment_of(player.member)
    assert enrolment
    newest = queries.newest_release(enrolment.organisation_id, enrolment.programme_id)
    assert newest
    enrolment.release_id = newest.id


def opened(page: Page, address: str = MODULE) -> Page:
    page.goto(address)
    return looked(page)


def looked(page: Page) -> Page:
    """The page has asked the server once; it asks again only when told that something happened."""
    page.wait_for_selector("[data-reads][data-looked]", state="attached")
    return page


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep on this device").click()
    expect(page.locator("#keep-status")).to_contain_text("Kept on")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def read_at(player: Player, store: Any) -> dict[str, Any]:
    with store():
        enrolment = queries.enrolment_of(player.member)
        assert enrolment
        rows = db.session.scalars(
            select(LessonProgress).filter_by(organisation_id=player.organisation_id, enrolment_id=enrolment.id)
        )
        return {row.lesson_key: row.read_at for row in rows if row.read_at}


def test_a_module_is_read_without_a_server_and_the_read_is_recorded_once(
    tara: Page, host: Host, cast: Cast, store: Any
) -> None:
    keep(tara)
    host.stop()
    tara.goto(MODULE)
    expect(tara.get_by_role("heading", level=1)).to_have_text("Questions before advice")
    tara.get_by_role("link", name="Why advice comes early").click()
    expect(tara.locator("article")).to_contain_text("Ten minutes in, Leila says")
    assert tara.evaluate("document.querySelector('article img').naturalWidth") == 1
    assert tara.evaluate("getComputedStyle(document.querySelector('.lesson')).maxWidth") != "none"
    tara.get_by_role("button", name="Mark as read and continue").click()
    expect(tara.get_by_role("heading", level=1)).to_have_text("Handing it back")
    expect(tara.locator("[data-reads]")).to_have_text("Read, will be recorded when you are back: 1.")
    tara.get_by_role("link", name="the first lesson").click()
    expect(tara.get_by_text("Read, will be recorded when you are back", exact=True)).to_be_visible()
    expect(tara.get_by_role("button", name="Mark as read and continue")).to_be_hidden()
    assert read_at(cast.tara, store) == {}
    host.start()
    opened(tara)
    expect(tara.locator("[data-reads]")).to_have_text("Read without a network and recorded now: 1.")
    expect(tara.locator(".tasks > li").first).to_contain_text("Read")
    opened(tara)
    expect(tara.locator("[data-reads]")).to_be_hidden()
    assert list(read_at(cast.tara, store)) == ["why-advice-comes-early"]
    with store():
        told = db.session.scalars(select(AuditEntry.text).where(AuditEntry.verb == "lesson.read")).all()
    assert ['"late":true' in text for text in told] == [True]


def test_a_kept_page_sends_what_waits_as_soon_as_the_server_is_back(
    tara: Page, host: Host, cast: Cast, store: Any
) -> None:
    keep(tara)
    host.stop()
    tara.goto(f"/o/acme/{SECOND}")
    tara.get_by_role("button", name="Mark as read and finish the module").click()
    expect(tara.get_by_role("heading", level=1)).to_have_text("Questions before advice")
    looked(tara)
    host.start()
    tara.evaluate("dispatchEvent(new Event('online'))")
    expect(tara.locator("[data-reads]")).to_have_text("Read without a network and recorded now: 1.")
    assert list(read_at(cast.tara, store)) == ["handing-back"]


def test_a_button_pressed_when_the_server_has_gone_leads_to_the_copy(
    tara: Page, host: Host, cast: Cast, store: Any
) -> None:
    keep(tara)
    tara.goto(f"/o/acme/{LESSON}")
    expect(tara.get_by_role("link", name="My path")).to_be_visible()
    host.stop()
    tara.get_by_role("button", name="Mark as read and continue").click()
    expect(tara.locator(".kept-mark")).to_have_text("Kept on this device")
    expect(tara.get_by_role("heading", level=1)).to_have_text("Why advice comes early")
    tara.get_by_role("button", name="Mark as read and continue").click()
    expect(tara.get_by_role("heading", level=1)).to_have_text("Handing it back")
    host.start()
    opened(tara)
    assert list(read_at(cast.tara, store)) == ["why-advice-comes-early"]


def test_what_the_programme_no_longer_has_stays_visible(tara: Page, host: Host, cast: Cast, store: Any) -> None:
    keep(tara)
    host.stop()
    tara.goto(f"/o/acme/{SECOND}")
    tara.get_by_role("button", name="Mark as read and finish the module").click()
    expect(tara.locator("[data-reads]")).to_contain_text("Read, will be recorded")
    looked(tara)
    host.start()
    with store():
        begin_write()
        file, phases = "modules/01-questions/02-handing-back.md", "modules/02-meetings/01-the-phases.md"
        other = ILLUSTRATED[file].replace(b"title:", b"key: giving-back\ntitle:", 1)
        publish(
            {**ILLUSTRATED, file: other, phases: ILLUSTRATED[phases].replace(b"handing-back.md", b"giving-back.md")}
        )
        move_on(cast.tara)
    opened(tara)
    told = tara.locator("[data-reads]")
    expect(told).to_contain_text("“Handing it back” could not be recorded. Your programme no longer has this lesson.")
    opened(tara)
    told.get_by_role("button", name="Remove from this device").click()
    expect(told).to_be_hidden()


def test_reads_of_somebody_else_wait(tara: Page, host: Host, cast: Cast, store: Any) -> None:
    keep(tara)
    host.stop()
    tara.goto(f"/o/acme/{LESSON}")
    tara.get_by_role("button", name="Mark as read and continue").click()
    expect(tara.locator("[data-reads]")).to_contain_text("Read, will be recorded")
    looked(tara)
    host.start()
    tara.context.clear_cookies()
    tara.evaluate("dispatchEvent(new Event('online'))")
    expect(tara.locator("[data-reads]")).to_contain_text("Sign in as whoever read it")
    sign_in(tara, cast.tom.email, PASSWORD)
    opened(tara)
    expect(tara.locator("[data-reads]")).to_contain_text("Reads of somebody else that wait on this device: 1.")
    assert read_at(cast.tom, store) == read_at(cast.tara, store) == {}
    tara.context.clear_cookies()
    sign_in(tara, cast.tara.email, PASSWORD)
    opened(tara)
    expect(tara.locator("[data-reads]")).to_have_text("Read without a network and recorded now: 1.")
    assert list(read_at(cast.tara, store)) == ["why-advice-comes-early"]
    assert read_at(cast.tom, store) == {}


def test_after_a_move_to_another_release_the_copy_says_so_and_can_be_updated(
    tara: Page, host: Host, cast: Cast, store: Any
) -> None:
    keep(tara)
    with store():
        begin_write()
        publish({**ILLUSTRATED, LESSON_FILE: ILLUSTRATED[LESSON_FILE] + b"\nA new sentence.\n"})
        move_on(cast.tara)
    opened(tara)
    expect(tara.locator("#keep-status")).to_contain_text("You have been moved to another release since")
    opened(tara, "/o/acme/learn")
    expect(tara.locator("[data-kept-list]")).to_contain_text("an update is available")
    host.stop()
    tara.goto(f"/o/acme/{LESSON}")
    expect(tara.locator("[data-moved]")).to_contain_text("This is release 2. You have been moved to another one")
    expect(tara.locator("article")).not_to_contain_text("A new sentence.")
    host.start()
    opened(tara, "/o/acme/learn")
    tara.get_by_role("button", name="Update Questions before advice").click()
    expect(tara.locator("[data-kept-list]")).to_contain_text("release 3")
    assert len(tara.evaluate("caches.keys()")) == 1
    host.stop()
    tara.goto(f"/o/acme/{LESSON}")
    expect(tara.locator("article")).to_contain_text("A new sentence.")
    expect(tara.locator("[data-moved]")).to_be_hidden()
    host.start()


DUMP = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      found.push([name, request.url, [...answer.headers].join(), await answer.text()].join("\\n"));
    }
  }
  return found;
}"""


def test_what_is_kept_holds_nothing_of_anybody(tara: Page, cast: Cast, store: Any) -> None:
    with store():
        enrolment = queries.enrolment_of(cast.tara.member)
        assert enrolment
        ids = [str(id) for id in (cast.tara.member_id, cast.tara.person_id, enrolment.id)]
    keep(tara)
    kept = tara.evaluate(DUMP)
    assert len(kept) == 2 + 1 + 2 + 5 + 1  # module and list, manifest, lessons, files, a picture
    for private in (
        "Tara",
        "tara@",
        "csrf",
        "Sign out",
        "set-cookie",
        "session=",
        *ids,
        *(id.replace("-", "") for id in ids),
    ):
        assert not [text[:200] for text in kept if private.lower() in text.lower()], private


def test_only_what_was_kept_opens_and_the_rest_says_so(tara: Page, host: Host) -> None:
    keep(tara)
    host.stop()
    tara.goto("/o/acme/learn/facilitator/questions/check")
    expect(tara.get_by_text("The page you asked for is not kept on this device.")).to_be_visible()
    tara.get_by_role("link", name="Questions before advice").click()
    expect(tara.get_by_role("heading", level=1)).to_have_text("Questions before advice")
    tara.goto("/o/acme/learn")
    expect(tara.get_by_text("The page you asked for is not kept on this device.")).to_be_hidden()
    expect(tara.locator("[data-kept-list]")).to_contain_text("Kept on")
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        tara.goto("/o/acme/path")
    host.start()


def test_removed_it_is_gone_with_its_worker(tara: Page, host: Host) -> None:
    keep(tara)
    assert len(tara.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.map(String))")) == 1
    opened(tara, "/o/acme/learn")
    tara.get_by_role("button", name="Remove Questions before advice").click()
    expect(tara.locator("[data-kept-list]")).to_be_hidden()
    assert tara.evaluate("caches.keys()") == []
    assert tara.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.map(String))") == []
    opened(tara)
    expect(tara.get_by_role("button", name="Keep on this device")).to_be_enabled()
    keep(tara)
    tara.get_by_role("button", name="Remove from this device").click()
    expect(tara.get_by_role("button", name="Keep on this device")).to_be_focused()
    assert tara.evaluate("caches.keys()") == []


def test_what_breaks_off_leaves_nothing_half(tara: Page, host: Host) -> None:
    tara.route("**/handing-back/kept.html", lambda route: route.abort())
    tara.get_by_role("button", name="Keep on this device").click()
    expect(tara.locator("#keep-status")).to_have_text("That did not work. Try again with a network.")
    assert tara.evaluate("caches.keys()") == []
    tara.unroute_all()
    keep(tara)


HINDRANCES = [
    ("Object.defineProperty(globalThis, 'isSecureContext', { value: false })", "https://"),
    ("delete Navigator.prototype.serviceWorker", "keeps no pages"),
    (
        "Object.defineProperty(globalThis, 'caches', { get() { throw new DOMException('no', 'SecurityError') } })",
        "keeps no",
    ),
]


@pytest.mark.parametrize(("script", "words"), HINDRANCES)
def test_where_something_is_missing_the_button_says_so(tara: Page, script: str, words: str) -> None:
    tara.context.add_init_script(script)
    opened(tara)
    expect(tara.get_by_role("button", name="Keep on this device")).to_be_disabled()
    expect(tara.locator("#keep-status")).to_contain_text(words)
    assert problems(tara) == []


def test_without_scripts_the_page_says_what_it_needs(chromium: Browser, host: Host, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
    context = chromium.new_context(base_url=host.url, viewport=LAPTOP, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, cast.tara.email, PASSWORD)
    page.goto(MODULE)
    expect(page.get_by_text("This needs JavaScript.")).to_be_visible()
    expect(page.get_by_role("button", name="Keep on this device")).to_be_disabled()
    page.goto("/o/acme/learn")
    expect(page.locator("[data-kept-list]")).to_be_hidden()
    context.close()


def test_other_pages_and_other_organisations_are_not_touched(
    tara: Page, device: BrowserContext, cast: Cast, store: Any
) -> None:
    keep(tara)
    with store():
        begin(cast.olga)
    scopes = "navigator.serviceWorker.getRegistrations().then((all) => all.map(({ scope }) => new URL(scope).pathname))"
    assert tara.evaluate(scopes) == ["/o/acme/learn"]
    for address in ("/o/acme/path", "/o/acme/search", "/account"):
        tara.goto(address)
        assert tara.evaluate("navigator.serviceWorker.controller") is None, address
    tara.context.clear_cookies()
    sign_in(tara, cast.olga.email, PASSWORD)
    opened(tara, "/o/other/learn")
    expect(tara.locator("[data-kept-list]")).to_be_hidden()
    assert tara.evaluate("navigator.serviceWorker.controller") is None


def test_kept_pages_keep_the_promises_of_every_page(tara: Page, host: Host) -> None:
    keep(tara)
    assert problems(tara) == []
    opened(tara, "/o/acme/learn")
    assert problems(tara) == []
    host.stop()
    for address in (MODULE, f"/o/acme/{LESSON}", f"/o/acme/{SECOND}", "/o/acme/learn/facilitator/questions/check"):
        opened(tara, address)
        assert [problem for problem in problems(tara) if "ERR_CONNECTION_REFUSED" not in problem] == [], address
    host.start()


def test_a_reader_sees_kept_pages_as_they_like_them(tara: Page, host: Host, cast: Cast, store: Any) -> None:
    keep(tara)
    with store():
        begin_write()
        db.session.get_one(Person, cast.tara.person_id).theme = "dark"
    opened(tara)
    host.stop()
    opened(tara, f"/o/acme/{LESSON}")
    assert tara.evaluate("document.documentElement.dataset.theme") == "dark"
    host.start()
