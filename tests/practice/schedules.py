"""Is every tap on the server once, whatever breaks? Random schedules of taps and disasters in a real browser.

    python -m tests.practice.schedules --count 200 --seed 7

kills the server and the browser (within 60 ms after a tap), cuts the wire, loses replies after the commit, ends the
sign-in, fills the storage, sets the clock, reloads and opens a second window, in an order that the printed seed gives.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from playwright.sync_api import Page, Playwright, sync_playwright
from sqlalchemy import create_engine, text

from tests.cast import PASSWORD, assemble
from tests.conftest import settings
from tests.practice.breaking import Phone, Server, Wire
from tests.practice.rehearsal import MEETS, Ids, rehearse
from trainer import schema
from trainer.app import create_app
from trainer.db import db

WITHIN_MS = 60
SHORTEST, LONGEST = 6, 12
CALM = ("tap", "tap", "tap", "phase", "undo")
DISASTERS = (
    *("cut", "mend", "kill the server", "start the server", "lose a reply", "sign out", "sign in"),
    *("reload", "second window", "kill the browser", "fill the storage", "set the clock"),
)
# Taps by a script, so that the moment is known; resolves when the page shows it, or when its time is over.
DO = """async ([deed, within]) => {
  const look = () =>
    [...document.querySelectorAll(deed.watch)].map((seen) => seen.textContent + seen.ariaPressed).join();
  const before = look();
  const button = document.querySelectorAll(deed.press)[deed.number];
  button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  button.click();
  const start = performance.now();
  while (performance.now() - start < within) {
    if (look() !== before) return true;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return false;
}"""
HELD = """() => import(document.querySelector('script[type=module]').src.replace('main.js', 'store.js'))
  .then((store) => store.opsOf(location.pathname.split('/').at(-1)))
  .then((ops) => ops.map(({ id, kind, unsent, rejected }) => ({ id, kind, unsent, rejected })))"""


@dataclass
class Tally:
    """What was done, by kind of operation; `unsure` was not shown yet when the browser was killed."""

    sure: Counter[str] = field(default_factory=Counter)
    unsure: Counter[str] = field(default_factory=Counter)
    steps: list[str] = field(default_factory=list)

    def wrong(self, stored: Counter[str]) -> list[str]:
        """Each kind of which the server holds fewer than were shown, or more than were done."""
        kinds = sorted(self.sure.keys() | self.unsure.keys() | stored.keys())
        return [
            f"{kind}: {stored[kind]} stored, {self.sure[kind]} shown and {self.unsure[kind]} not shown yet"
            for kind in kinds
            if not self.sure[kind] <= stored[kind] <= self.sure[kind] + self.unsure[kind]
        ]


class Room:
    """One meeting after the other: a server, a wire, an assessor's phone."""

    def __init__(self, playwright: Playwright, folder: Path, sessions: list[Ids], url: str, cookies: list[Any]) -> None:
        self.sessions, self.url, self.cookies = sessions, url, cookies
        self.server = Server(folder, url)
        self.wire = Wire(self.server.port)
        self.phone = Phone(playwright, folder / "profile", f"http://localhost:{self.wire.port}")
        self.chance, self.tally, self.page = Random(0), Tally(), None  # type: ignore[assignment]
        self.page: Page
        self.path = ""
        self.quota: Any = None
        self.last_tap = 0.0

    def begin(self) -> None:
        self.server.start()
        self.phone.start()
        page = self.phone.context.new_page()
        page.goto(f"{self.phone.address}/sign-in")
        page.get_by_label("E-mail address").fill("ana@example.org")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/o/**")
        self.cookies = self.phone.context.cookies()

    def close(self) -> None:
        self.phone.kill()
        self.server.kill()
        self.wire.close()

    # One schedule.

    def play(self, ids: Ids, seed: str) -> Tally:
        """One meeting with everything that happens in it; afterwards all is put right and counted."""
        self.arrive(ids, seed)
        for _ in range(self.chance.randint(SHORTEST, LONGEST)):
            self._step(self.chance.choice((*CALM, *DISASTERS)))
        self.settle()
        self.check(ids)
        return self.tally

    def arrive(self, ids: Ids, seed: str) -> None:
        """Open the capture page of a session; everything works."""
        self.chance, self.tally = Random(seed), Tally()
        self.path = f"/o/acme/{ids.capture_page}"
        self._right()
        self.open()
        self.page.wait_for_selector("html[data-kept]", state="attached")

    def _step(self, what: str) -> None:
        self.tally.steps.append(what)
        getattr(self, what.replace(" ", "_"))()

    def settle(self) -> None:
        """Put everything right, and wait until all is sent."""
        self.fill_the_storage(full=False)
        self._right()
        self.tap()  # the last one needs everything to work
        self._wait_for_all()

    def _right(self) -> None:
        self.server.start()
        self.wire.mend()
        if self.phone.process is None:
            self.phone.start()
        self.sign_in()

    def _wait_for_all(self) -> None:
        end = time.monotonic() + 90
        while True:
            self.page.evaluate("dispatchEvent(new Event('online'))")  # as a browser tells when there is a network again
            self.page.wait_for_timeout(150)
            if self.page.locator("#sync").get_attribute("data-s") == "synced":
                return
            assert time.monotonic() < end, f"not sent: {self.page.locator('#sync').text_content()}; {self.tally}"

    def check(self, ids: Ids) -> None:
        """Whatever was shown is on the server once, and the device holds the same."""
        held = [op for op in self.page.evaluate(HELD) if not op.get("rejected")]
        stored = self._stored(ids.observation)
        assert not any(op.get("unsent") for op in held)
        here = {op["id"]: op["kind"] for op in held}
        assert here.items() <= stored.items(), self.tally
        assert here == stored or "fill the storage" in self.tally.steps, self.tally  # full, it forgets what was sent
        assert not self.tally.wrong(Counter(stored.values())), (self.tally.wrong(Counter(stored.values())), self.tally)
        assert self.page.locator("#differs").is_hidden()

    def _stored(self, observation: UUID) -> dict[str, str]:
        engine = create_engine(self.url)
        with engine.connect() as connection:
            rows = connection.execute(
                text("SELECT id, kind FROM operation WHERE observation_id = :id"), {"id": observation.hex}
            )
            found = [(str(UUID(id)), kind) for id, kind in rows]
        engine.dispose()
        return dict(found)

    # What happens: the steps by their names.

    def open(self) -> None:
        """Open the page in a new window, and close all others."""
        for page in self.phone.context.pages[1:]:
            page.close()
        before = self.phone.context.pages[0]
        self.page = self.phone.open(self.path)
        before.close()

    def _do(self, kind: str, press: str, watch: str, number: int = 0, within: int = 20_000) -> bool:
        shown = bool(self.page.evaluate(DO, [{"press": press, "watch": watch, "number": number}, within]))
        assert shown or within == WITHIN_MS, f"{kind} was not shown: {self.tally}"
        (self.tally.sure if shown else self.tally.unsure)[kind] += 1
        return shown

    def tap(self, within: int = 20_000) -> None:
        """Tap some behaviour."""
        time.sleep(max(0, self.last_tap + 0.35 - time.monotonic()))  # a second tap within a blink is none
        number = self.chance.randrange(self.page.locator(".tap").count())
        self._do("event", ".tap", ".tap output", number, within)
        self.last_tap = time.monotonic()

    def phase(self) -> None:
        self._do("phase", "#phases button", "#phases button", self.tally.sure["phase"] % 2)

    def undo(self) -> None:
        if self.page.locator("#undo").get_attribute("aria-disabled") == "false":
            self._do("void", "#undo", ".tap output")

    def cut(self) -> None:
        self.wire.cut()

    def mend(self) -> None:
        self.wire.mend()
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def kill_the_server(self) -> None:
        self.server.kill()

    def start_the_server(self) -> None:
        self.server.start()

    def lose_a_reply(self) -> None:
        self.wire.swallow_next()
        self.tap()

    def sign_out(self) -> None:
        """End the sign-in."""
        self.phone.context.clear_cookies()

    def sign_in(self) -> None:
        """Sign in again."""
        self.phone.context.add_cookies(self.cookies)

    def _saved(self) -> bool:
        return self.page.locator("#unsaved").is_hidden()

    def reload(self) -> None:
        if self._saved():
            self.page.reload()
            self.page.wait_for_selector("html[data-ready]")

    def second_window(self) -> None:
        if self._saved():
            self.page = self.phone.open(self.path)

    def kill_the_browser(self) -> None:
        if not self._saved():
            return
        self.tap(within=WITHIN_MS)
        self.phone.kill()
        self.quota = None
        self.phone.start()
        if self.chance.random() < 0.5:
            self.sign_in()  # a session cookie dies with the browser
        self.open()

    def fill_the_storage(self, full: bool | None = None) -> None:
        full = self.quota is None if full is None else full
        if full and self.quota is None:
            self.quota = self.phone.context.new_cdp_session(self.page)
            self.quota.send("Storage.overrideQuotaForOrigin", {"origin": self.phone.address, "quotaSize": 1})
        elif not full and self.quota is not None:
            self.quota.send("Storage.overrideQuotaForOrigin", {"origin": self.phone.address})
            self.quota.detach()
            self.quota = None

    def set_the_clock(self) -> None:
        hours = self.chance.choice((-2, 1, 24))
        self.page.evaluate(f"const real = Date.now; Date.now = () => real.call(Date) + {hours * 3_600_000}")


@contextmanager
def room(playwright: Playwright, count: int, folder: Path) -> Iterator[Room]:
    """A room with so many sessions that can begin."""
    url = f"sqlite:///{folder / 'room.db'}"
    app = create_app(settings(url, folder))
    with app.test_request_context():
        schema.upgrade()
        cast = assemble()
        sessions = [rehearse(cast, agreed=True, at=MEETS + timedelta(days=day)) for day in range(count)]
        db.session.commit()
        db.engine.dispose()
    made = Room(playwright, folder, sessions, url, [])
    try:
        made.begin()
        yield made
    finally:
        made.close()


def main() -> int:
    """Play schedules and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    asked = parser.parse_args()
    print(f"seed {asked.seed}, {asked.count} schedules", flush=True)
    done: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory(prefix="trainer-schedules-") as name,
        sync_playwright() as playwright,
        room(playwright, asked.count, Path(name)) as made,
    ):
        for number, ids in enumerate(made.sessions):
            tally = made.play(ids, f"{asked.seed}-{number}")
            done.update(tally.steps)
            done["operations"] += tally.sure.total()
            done["not shown when the browser was killed"] += tally.unsure.total()
            print(f"{number + 1}: {tally.sure.total()} operations, each once", flush=True)
    print(", ".join(f"{what}: {count}" for what, count in sorted(done.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
