"""Do the server and the demonstration start, serve and stop, as processes of their own?"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.blank import installation, run
from tests.conftest import settings
from trainer.app import create_app
from trainer.cli import demo
from trainer.demo.accounts import ACCOUNTS
from trainer.web import Application

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def serving(folder: Path, *words: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A `trainer` process that serves pages, and their address."""
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("TRAINER_")}
    own |= {"TRAINER_DATA": str(folder), "TRAINER_PORT": str(port), **environment}
    command = [sys.executable, "-m", "trainer", *words]
    process = subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def fetch(process: subprocess.Popen[str], address: str, seconds: float = 60) -> str:
    """A page, as soon as the server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except ConnectionError:
            time.sleep(0.1)
        except urllib.error.URLError as problem:
            if not isinstance(problem.reason, ConnectionError):
                raise
            time.sleep(0.1)
    raise AssertionError(process.communicate()[0] if process.poll() is not None else "no answer")


def organisations(database: Path) -> list[tuple[str]]:
    """What the organisations in a file are known by."""
    with closing(sqlite3.connect(database)) as door:
        return door.execute("SELECT id FROM organisation").fetchall()


def test_the_server_serves(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with installation("sqlite", tmp_path, request) as app:
        url = app.config["SETTINGS"].database_url
    with serving(tmp_path, "serve", TRAINER_DATABASE_URL=url, TRAINER_WORKERS="1") as (process, address):
        assert json.loads(fetch(process, f"{address}/readyz")) == {"status": "ok"}
        assert "demo-password" not in fetch(process, f"{address}/sign-in")
        assert process.poll() is None
    assert process.returncode == 0


def test_a_port_that_is_taken_is_said_in_a_sentence(app: Application) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        result = run(app, "serve", TRAINER_PORT=str(door.getsockname()[1]))
    assert (result.exit_code, "Choose another port" in result.stderr) == (1, True)


def test_the_demonstration_is_built_once_and_then_starts_at_once(tmp_path: Path) -> None:
    with serving(tmp_path, "demo", TRAINER_DATABASE_URL="postgresql://never/touched") as (process, address):
        page = fetch(process, f"{address}/sign-in", seconds=120)
        assert all(email in page for email, _label in ACCOUNTS)
    assert {path.name for path in tmp_path.iterdir()} - {"demo.db-wal", "demo.db-shm"} == {"demo.db", "secret-key"}
    built = organisations(tmp_path / "demo.db")
    assert built
    with serving(tmp_path, "demo") as (process, address):
        fetch(process, f"{address}/healthz")
    assert organisations(tmp_path / "demo.db") == built
    assert process.returncode == 0


def test_the_demonstration_is_for_this_machine_only(tmp_path: Path) -> None:
    with serving(tmp_path, "demo", TRAINER_HOST="0.0.0.0") as (process, _address):
        output, _ = process.communicate(timeout=30)
    assert (process.returncode, "loopback" in output, output.count("\n")) == (1, True, 1)


HOMES = [
    ({"TRAINER_DATA": "/srv/x"}, "linux", "/srv/x"),
    ({"TRAINER_DATA": "/srv/x"}, "win32", "/srv/x"),
    ({}, "linux", str(ROOT / "var")),
]


@pytest.mark.parametrize(("environment", "platform", "place"), HOMES)
def test_where_the_demonstration_lives(environment: dict[str, str], platform: str, place: str) -> None:
    assert demo.home(environment, platform) == Path(place)


OUTSIDE = [
    ({}, "linux", ".local/share/trainer"),
    ({"XDG_DATA_HOME": "/data"}, "linux", "/data/trainer"),
    ({}, "darwin", "Library/Application Support/trainer"),
    ({}, "win32", "AppData/Local/trainer"),
    ({"LOCALAPPDATA": "/local"}, "win32", "/local/trainer"),
]


@pytest.mark.parametrize(("environment", "platform", "place"), OUTSIDE)
def test_outside_a_checkout_it_lives_in_the_users_data_folder(
    environment: dict[str, str], platform: str, place: str
) -> None:
    assert demo.users_folder(environment, platform) == Path.home() / place


def test_only_the_demonstration_knows_its_accounts(tmp_path: Path) -> None:
    plain, shown = (create_app(settings("sqlite://", tmp_path, TRAINER_DEMO=word)) for word in ("no", "yes"))
    assert "demo_accounts" not in plain.extensions
    assert shown.extensions["demo_accounts"] == ACCOUNTS
