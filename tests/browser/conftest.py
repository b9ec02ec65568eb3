"""A real Chromium and a real server for the tests that look at pages as people do."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from werkzeug.serving import make_server

from tests.cast import PASSWORD, Player
from tests.chromium import PATIENCE_MS, needed
from trainer.web import Application

PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 850}


@pytest.fixture(scope="session", params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Pages are the same on both engines; looking at them once is enough."""
    return str(request.param)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The machine's Chromium."""
    browser = playwright.chromium.launch(executable_path=needed(), args=["--no-sandbox"])
    yield browser
    browser.close()


@contextmanager
def serving(app: Application) -> Iterator[str]:
    """The application on a port of its own; the address at which it answers."""
    running = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{running.server_port}"
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def server(app: Application) -> Iterator[str]:
    """The application as the test finds it, and where it answers."""
    with serving(app) as address:
        yield address


@pytest.fixture
def desk(chromium: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Somebody's browser: `desk()` for a stranger, `desk(cast.cora)` signed in through the page, `phone=True`."""
    contexts: list[BrowserContext] = []

    def open_page(player: Player | None = None, *, phone: bool = False) -> Page:
        size = PHONE if phone else LAPTOP
        context = chromium.new_context(base_url=server, viewport=size, bypass_csp=False, has_touch=phone)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        if player:
            sign_in(page, player.email, PASSWORD)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in as somebody does."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/o/**")
