"""What do the commands do, and do they answer everything wrong with a sentence?"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from tests.blank import ENGINES, installation, run
from tests.cast import Cast, organisation
from tests.certification import story
from tests.drafting import reworded
from tests.programme import FILES
from trainer.db import db
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


# Content.


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
    assert (result.exit_code, "Set facilitator: no mistakes." in result.stdout) == (0, True)


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


def test_a_dry_run_says_in_words_what_differs_and_who_would_change_outcome(
    app: Application, folder: Path, cast: Cast, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.cli.content.today", lambda: story.TODAY_NOON.date())
    with store():
        story.ready(cast)
        story.released(cast, story.learn(cast.tom))
    policy, rubric = folder / "certification/light.yaml", folder / "rubric.yaml"
    policy.write_text(reworded("policy", "sessions: 2", "sessions: 3"), encoding="utf-8")
    rubric.write_text(reworded("rubric", "Phases leak.", "Phases leak in."), encoding="utf-8")
    result = run(app, "content", "publish", folder, "--organisation", "acme", "--dry-run")
    assert result.exit_code == 0
    _, told = result.stdout.split("In words:\n")
    assert (
        told
        == """\
  rubric: Anchor 2 of A1 Phases and time is reworded. (reworded)
    - Phases leak.
    + Phases leak in.
  policy: The policy asks for 3 sessions, before 2. (stricter)
Replayed on the released ratings of 2:
  1 would no longer be ready
    Tara Trainee
      Observed sessions: 1 still to be held. Ask for an observed session.
  1 as now in everything
  judged under other words, 2: A1 Phases and time
"""
    )
    assert "In words" not in run(app, "content", "publish", folder, "--organisation", "acme").stdout
    again = run(app, "content", "publish", folder, "--organisation", "acme", "--dry-run").stdout
    assert "Rubric, scheme and policy say what they say in release 2." in again
    assert "1 would no longer be ready" in again


def test_a_dry_run_of_a_new_programme_has_nobody_to_replay(app: Application, folder: Path) -> None:
    file = folder / "programme.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("key: facilitator", "key: another"), encoding="utf-8")
    told = run(app, "content", "publish", folder, "--organisation", "acme", "--dry-run").stdout
    assert "this would be release 1." in told
    assert "There is nothing to compare it with, and nobody to replay it on." in told


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
