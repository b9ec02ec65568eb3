"""Things that really break: a server that is killed, a wire that is cut, a browser that is killed."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from playwright.sync_api import Error as PlaywrightError

from tests.chromium import needed

OPTIONS = ["--headless=new", "--no-sandbox", "--no-first-run", "--disable-gpu", "--window-size=390,844"]


def free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_until(what: str, seconds: float, true: Any) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what}: not within {seconds} s"
        time.sleep(0.02)


class Server:
    """`trainer serve` over a database, in a process group that can be killed at any moment."""

    def __init__(self, folder: Path, url: str) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        own = {name: value for name, value in os.environ.items() if not name.startswith("TRAINER_")}
        variables = {"TRAINER_DATA": str(folder), "TRAINER_DATABASE_URL": url, "TRAINER_PORT": str(self.port)}
        self.environment = {**own, **variables, "TRAINER_WORKERS": "1"}

    def start(self) -> None:
        if self.process:
            return
        command = [sys.executable, "-m", "trainer", "serve"]
        self.process = subprocess.Popen(command, env=self.environment, start_new_session=True)
        wait_until("the server answers", 90, self._answers)

    def _answers(self) -> bool:
        assert self.process
        assert self.process.poll() is None, "the server has stopped"
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", self.port), timeout=5)) as door:
            door.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            door.settimeout(10)
            return door.recv(20).startswith(b"HTTP/1.1 200")
        return False

    def kill(self) -> None:
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class Wire:
    """What lies between a device and the server: it can be cut, and it can swallow an answer."""

    def __init__(self, target: int) -> None:
        self.target, self.whole, self.swallowed, self._swallow = target, True, 0, False
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        self.open: set[socket.socket] = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        self.whole = False
        for end in list(self.open):
            _close(end)

    def mend(self) -> None:
        self.whole = True

    def swallow_next(self) -> None:
        """Let the next batch reach the server, and lose the answer once the server has given it."""
        self._swallow = True

    def _listen(self) -> None:
        while True:
            try:
                near = self.door.accept()[0]
            except OSError:
                return
            threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        try:
            assert self.whole
            far = socket.create_connection(("127.0.0.1", self.target), timeout=10)
        except (AssertionError, OSError):
            _close(near)
            return
        far.settimeout(None)
        self.open |= {near, far}
        doomed = threading.Event()
        threading.Thread(target=self._pump, args=(near, far, doomed, True), daemon=True).start()
        self._pump(far, near, doomed, False)
        self.open -= {near, far}

    def _pump(self, source: socket.socket, sink: socket.socket, doomed: threading.Event, up: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if up and self._swallow and data.startswith(b"POST") and b"/capture/ops" in data[:200]:
                    self._swallow = False
                    doomed.set()
                if not up and doomed.is_set():
                    self.swallowed += 1
                    break
                sink.sendall(data)
        _close(source)
        _close(sink)

    def close(self) -> None:
        _close(self.door)
        self.cut()


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


class Phone:
    """A Chromium with a profile on the disk, in a process group that can be killed at any moment."""

    def __init__(self, playwright: Playwright, profile: Path, address: str) -> None:
        self.playwright, self.profile, self.address = playwright, profile, address
        self.process: subprocess.Popen[bytes] | None = None
        self.browser: Browser | None = None

    def start(self) -> None:
        told = self.profile / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        command = [needed(), *OPTIONS, f"--user-data-dir={self.profile}", "--remote-debugging-port=0", "about:blank"]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)
        wait_until("the browser answers", 60, lambda: told.exists() and told.read_text().count("\n"))
        port = told.read_text().splitlines()[0]
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context.set_default_timeout(60_000)

    @property
    def context(self) -> BrowserContext:
        assert self.browser
        return self.browser.contexts[0]

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.goto(self.address + path)
        page.wait_for_selector("html[data-ready]")
        return page

    def kill(self) -> None:
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
        if self.browser:
            with suppress(PlaywrightError):
                self.browser.close()
            self.browser = None
