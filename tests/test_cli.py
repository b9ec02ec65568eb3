"""What do the commands do, and do they answer everything wrong with a sentence?"""

import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from tests.blank import ENGINES, fill, installation, run
from tests.cast import Cast, organisation
from tests.conftest import settings
from tests.programme import FILES
from trainer.accounts.models import Person
from trainer.app import create_app
from trainer.cli import demo
from trainer.cli.content import changes
from trainer.db import db
from trainer.demo.accounts import ACCOUNTS
from trainer.export import cell
from trainer.organisations.models import Invitation, Member, MemberDuty
from trainer.web import Application

Store = Callable[[], AbstractContextManager[Any]]
ROOT = Path(__file__).parent.parent


# Wrong input.

INVITE = ("person", "invite", "new@example.org", "--organisation", "acme", "--duty", "trainee")
WRONG: list[tuple[tuple[str, ...], dict[str, str], int, str]] = [
    (("check",), {"TRAINER_PORT": "http"}, 1, "TRAINER_PORT must be"),
    (("check",), {"TRAINER_DATABASE_URL": "sqlite:////nowhere/at/all.db"}, 1, "The database refused"),
    (("check",), {"TRAINER_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}, 1, "The database refused"),
    (("check",), {"TRAINER_DATABASE_URL": "mysql://x/y"}, 1, "Only sqlite and postgresql"),
    (("serve",), {"TRAINER_DATABASE_URL": "sqlite://"}, 1, "trainer db upgrade"),
    (("organisation", "create", "Acme!", "--name", "A"), {}, 2, "lower-case letters"),
    (("organisation", "create", "-acme", "--name", "A"), {}, 2, "No such option"),
    (("organisation", "create", "a" * 64, "--name", "A"), {}, 2, "lower-case letters"),
    (("organisation", "create", "new", "--name", "  "), {}, 2, "must not be empty"),
    (("organisation", "create", "new"), {}, 2, "--name"),
    (("organisation", "create", "acme", "--name", "A"), {}, 1, "already"),
    ((*INVITE[:2], "nonsense", *INVITE[3:]), {}, 2, "not an e-mail address"),
    ((*INVITE[:-1], "king"), {}, 2, "'king' is not one of"),
    ((*INVITE[:4], "nowhere", *INVITE[5:]), {}, 1, "There is no organisation nowhere"),
    ((*INVITE[:2], "ada@example.org", *INVITE[3:]), {}, 1, "has a place in acme already"),
    (("person", "reset", "stranger@example.org"), {}, 1, "Nobody signs in"),
    (("export", "--organisation", "nowhere", "--out", "x"), {}, 1, "There is no organisation"),
    (("export", "--organisation", "acme", "--out", "/dev/null/x"), {}, 1, "/dev/null"),
    (("backup", "/nowhere/at/all.zip"), {}, 1, "No such file or directory"),
    (("restore", "/nowhere/at/all.zip"), {}, 1, "No such file or directory"),
    (("content", "check", "/nowhere"), {}, 2, "does not exist"),
    (("content", "publish", str(ROOT / "tests"), "--organisation", "acme"), {}, 1, "programme.yaml"),
    (("demo", "--port", "0"), {}, 2, "--port"),
    (("nonsense",), {}, 2, "No such command"),
]


@pytest.mark.parametrize(("words", "environment", "code", "sentence"), WRONG)
def test_what_is_wrong_is_a_sentence_on_the_error_stream(
    words: tuple[str, ...], environment: dict[str, str], code: int, sentence: str, app: Application
) -> None:
    result = run(app, *words, **environment)
    assert (result.exit_code, type(result.exception)) == (code, SystemExit)
    assert sentence in result.stderr + result.stdout * (words[0] == "content")
    assert "Traceback" not in result.output


# Organisations and people.


def test_the_first_administrator_comes_by_a_link(app: Application, store: Store) -> None:
    assert run(app, "organisation", "create", "new", "--name", "New & Co").exit_code == 0
    invited = run(
        app, "person", "invite", "First@Example.org", "--organisation", "new", "--name", "First",
        "--duty", "administrator", "--duty", "coordinator",
    )  # fmt: skip
    (link,) = re.findall(r"^https://lms\.example\.org(/invitation/\S+)$", invited.stdout, re.MULTILINE)
    assert app.test_client().get(link).status_code == 200
    with store() as session:
        member = session.scalar(select(Member).where(Member.name == "First"))
        assert member.organisation_id == organisation("new").id
        duties = session.scalars(select(MemberDuty.duty).where(MemberDuty.member_id == member.id))
        assert set(duties) == {"administrator", "coordinator"}
        assert session.scalar(select(Invitation.email).where(Invitation.member_id == member.id)) == "first@example.org"


def test_without_a_name_the_address_stands_for_it(app: Application, store: Store) -> None:
    assert run(app, *INVITE).exit_code == 0
    with store() as session:
        assert session.scalar(select(Member.id).where(Member.name == "new"))


@pytest.mark.parametrize(("smtp", "told"), [({}, "hand it over"), ({"TRAINER_SMTP_HOST": "x"}, "also sends")])
def test_it_says_whether_a_letter_leaves(smtp: dict[str, str], told: str, app: Application) -> None:
    sender = {"TRAINER_MAIL_FROM": "lms@example.org"} if smtp else {}
    assert told in run(app, *INVITE, **smtp, **sender).stdout


def test_a_reset_link_leads_to_a_new_password(app: Application, cast: Cast) -> None:
    result = run(app, "person", "reset", "ADA@example.org")
    (link,) = re.findall(r"^https://lms\.example\.org(/reset/\S+)$", result.stdout, re.MULTILINE)
    assert app.test_client().get(link).status_code == 200


# The schema and the promises.


@pytest.mark.parametrize("engine_name", ENGINES)
def test_a_database_is_upgraded_in_an_empty_place(
    engine_name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with installation(engine_name, tmp_path, request, upgraded=False) as app:
        assert "database: empty" in run(app, "db", "current").stdout
        assert "trainer db upgrade" in run(app, "check").stderr
        for _ in range(2):
            assert run(app, "db", "upgrade").exit_code == 0
        assert "database: 20" in run(app, "db", "current").stdout
        assert run(app, "check").exit_code == 0


def test_the_cast_keeps_every_promise(app: Application) -> None:
    result = run(app, "check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("in 2 organisations.\n")


BROKEN = [
    ("DELETE FROM audit_entry WHERE seq = 3", "chain of acme is broken"),
    ("UPDATE audit_head SET seq = seq + 1", "chain of other is broken"),
    ('UPDATE document SET body = replace(body, \'"title":"\', \'"title":"More \')', "its digests differ"),
    ("UPDATE document SET body = '{}'", "cannot be read"),
    ("UPDATE release SET number = 2", "Releases of programme"),
]


@pytest.mark.parametrize(("statement", "sentence"), BROKEN)
def test_a_broken_promise_is_named(statement: str, sentence: str, app: Application) -> None:
    with app.app_context(), db.engine.connect() as connection:
        _thaw(connection)
        connection.execute(text(statement))
        connection.commit()
    result = run(app, "check")
    assert result.exit_code == 1
    assert sentence in result.stdout


def _thaw(connection: Connection) -> None:
    """Take away what refuses changes, as somebody would who tampers with the database."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        for table in ("document", "release"):
            connection.execute(text(f"DROP TRIGGER tr_{table}_frozen"))


# Export.


def exported(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_an_export_holds_the_organisation_and_nothing_of_another(app: Application, cast: Cast, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(app, "export", "--organisation", "acme", "--out", out).exit_code == 0
    assert [row["slug"] for row in exported(out, "organisation")] == ["acme"]
    everything = "".join(path.read_text(encoding="utf-8") for path in out.iterdir())
    assert "Tara Trainee" in everything
    assert "Olga" not in everything
    assert str(cast.olga.organisation_id) not in everything


def test_an_export_opens_no_door(app: Application, store: Store, tmp_path: Path) -> None:
    link = run(app, *INVITE).stdout.split()[-1]
    out = tmp_path / "out"
    run(app, "export", "--organisation", "acme", "--out", out)
    everything = "".join(path.read_text(encoding="utf-8") for path in out.iterdir())
    with store() as session:
        assert session.scalar(select(Invitation.token_digest)) not in everything
        assert session.scalar(select(Person.password)) not in everything
    assert link.rpartition("/")[2] not in everything
    assert (out / "rating_draft.csv").exists() is False


def test_both_kinds_of_file_say_the_same_and_the_readme_names_every_column(app: Application, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(app, "export", "--organisation", "acme", "--out", out)
    assert (out / "member.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with open(out / "member.csv", encoding="utf-8-sig", newline="") as file:
        spread = list(csv.DictReader(file))
    lines = exported(out, "member")
    assert [row["name"] for row in spread] == [row["name"] for row in lines]
    readme = (out / "README.md").read_text(encoding="utf-8")
    for table in out.glob("*.csv"):
        header = table.read_text(encoding="utf-8-sig").splitlines()[0]
        chapter = readme.partition(f"## {table.stem}\n")[2].partition("\n## ")[0]
        assert re.findall(r"^- `(\w+)`", chapter, re.MULTILINE) == header.split(",")


@pytest.mark.parametrize("engine_name", ENGINES)
def test_every_table_can_be_exported_and_private_words_stay(
    engine_name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with installation(engine_name, tmp_path, request) as app:
        with db.engine.begin() as connection:
            fill(connection)
            connection.execute(text("UPDATE organisation SET slug = 'full'"))
        out = tmp_path / "out"
        assert run(app, "export", "--organisation", "full", "--out", out).exit_code == 0
        (private,) = exported(out, "reflection")
        assert (private["did"], private["next_time"], private["key"]) == (
            "",
            "",
            "reflection.key \\ ünïcödé ‘quoted’\n",
        )
        assert len(exported(out, "evidence")) == 1


def test_an_export_never_mixes_with_what_is_there(app: Application, tmp_path: Path) -> None:
    result = run(app, "export", "--organisation", "acme", "--out", tmp_path)
    assert (result.exit_code, "exists" in result.stderr) == (1, True)


CELLS = [
    (None, ""),
    (True, "true"),
    (False, "false"),
    (-3, "-3"),
    (0.1, "0.1"),
    ("plain", "plain"),
    ("=1+1", "'=1+1"),
    ("+44 20", "'+44 20"),
    ("-2", "'-2"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"),
    ("＝1+1", "'＝1+1"),
    ("a=b", "a=b"),
    (["=1"], '["=1"]'),
    ({"a": "é"}, '{"a": "é"}'),
]


@pytest.mark.parametrize(("value", "shown"), CELLS)
def test_a_cell_is_never_a_formula(value: object, shown: str) -> None:
    assert cell(value) == shown


# Content.

DIFFERENCES = [
    ({}, {}, []),
    ({"a": ("1", "1")}, {"a": ("1", "1")}, []),
    ({"a": ("1", "1")}, {"a": ("1", "2")}, ["~ a: wording only"]),
    ({"a": ("1", "1")}, {"a": ("2", "2")}, ["~ a: structure"]),
    ({"a": ("1", "1")}, {"a": ("2", "1")}, ["~ a: structure"]),
    ({"a": ("1", "1")}, {"b": ("1", "1")}, ["+ b", "- a"]),
]


@pytest.mark.parametrize(("before", "after", "lines"), DIFFERENCES)
def test_the_difference_between_two_releases(before: Any, after: Any, lines: list[str]) -> None:
    assert changes(before, after) == lines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The programme of the tests as files."""
    for name, body in FILES.items():
        path = tmp_path / "programme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return tmp_path / "programme"


def test_a_programme_without_mistakes_is_said_to_be(app: Application, folder: Path) -> None:
    result = run(app, "content", "check", folder)
    assert (result.exit_code, "2 modules, 4 lessons, no mistakes" in result.stdout) == (0, True)


def test_every_mistake_is_told_with_file_and_line(app: Application, folder: Path) -> None:
    lesson = next(folder.glob("modules/*/*.md"))
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\n![](nothing.png)\n", encoding="utf-8")
    result = run(app, "content", "check", folder)
    assert result.exit_code == 1
    assert re.search(rf"^{re.escape(str(lesson))}:\d+: ", result.stdout, re.MULTILINE)
    assert re.search(r"^\d+ mistakes? in ", result.stderr)


def test_the_same_words_are_the_same_release(app: Application, folder: Path) -> None:
    result = run(app, "content", "publish", folder, "--organisation", "acme")
    assert (result.exit_code, "Nothing differs from release 1" in result.stdout) == (0, True)
    assert "as release 1." in result.stdout


def test_a_dry_run_shows_the_difference_and_writes_nothing(app: Application, folder: Path, store: Store) -> None:
    lesson = next(folder.glob("modules/*/*.md"))
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    for words, number in ((("--dry-run",), 1), ((), 2)):
        result = run(app, "content", "publish", folder, "--organisation", "acme", *words)
        assert result.exit_code == 0
        assert "Compared with release 1:" in result.stdout
        assert re.search(r"^~ lesson \S+: wording only$", result.stdout, re.MULTILINE)
        assert "nobody has begun" in result.stdout
        with store() as session:
            newest = session.execute(text("SELECT max(number) FROM release"))
            assert newest.scalar() == number


# Serving, for real.


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
    begun = time.monotonic()
    with serving(tmp_path, "demo") as (process, address):
        fetch(process, f"{address}/healthz")
        assert time.monotonic() - begun < 10  # 3 on a machine that does nothing else
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
