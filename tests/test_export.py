"""Is an export everything of one organisation, and nothing that opens a door?"""

import csv
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from tests.blank import ENGINES, fill, installation, run
from tests.cast import MONDAY, Cast
from tests.conftest import Theatre
from tests.stage import LINES, NOTE, PHRASE
from trainer.accounts.models import Person
from trainer.curriculum.models import Note
from trainer.db import db
from trainer.export import cell
from trainer.organisations.models import Invitation
from trainer.practice.models import SessionReflection
from trainer.web import Application

Store = Callable[[], AbstractContextManager[Any]]
INVITE = ("person", "invite", "new@example.org", "--organisation", "acme", "--duty", "trainee")


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


@pytest.mark.parametrize("engine_name", ENGINES)
@pytest.mark.parametrize(
    ("table", "said", "change", "shown"),
    [
        ("panel_vote", ("vote", "reason"), "UPDATE decision SET state = 'open', outcome = NULL", False),
        ("panel_vote", ("vote", "reason"), "UPDATE decision SET state = 'withdrawn', outcome = NULL", True),
        ("appeal_seat", ("upheld", "remedy", "reason"), "UPDATE appeal SET state = 'panel'", False),
        ("appeal_seat", ("upheld", "remedy", "reason"), "UPDATE appeal SET state = 'final'", True),
    ],
)
def test_what_is_said_on_a_panel_stays_hidden_until_all_have_spoken(
    engine_name: str,
    table: str,
    said: tuple[str, ...],
    change: str,
    shown: bool,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    with installation(engine_name, tmp_path, request) as app:
        with db.engine.begin() as connection:
            fill(connection)
            connection.execute(text("UPDATE organisation SET slug = 'full'"))
            connection.execute(text(change))
        assert run(app, "export", "--organisation", "full", "--out", tmp_path / "out").exit_code == 0
        (row,) = exported(tmp_path / "out", table)
        assert [row[name] not in (None, "") for name in said] == [shown] * len(said)
        assert row["id"]


def test_an_export_tells_nobody_what_another_assessor_judged_before_they_have_locked(
    built: Theatre, tmp_path: Path
) -> None:
    out, scene = tmp_path / "out", built.scene
    assert run(built.app, "export", "--organisation", "acme", "--out", out).exit_code == 0
    of_session = {row["id"]: row["session_id"] for row in exported(out, "observation")}
    of_judgement = {row["id"]: of_session[row["observation_id"]] for row in exported(out, "judgement")}
    of_rating = {row["id"]: of_judgement[row["judgement_id"]] for row in exported(out, "rating")}
    told = [
        {of_session[row["observation_id"]] for row in exported(out, "operation")},
        set(of_judgement.values()),
        set(of_rating.values()),
        {of_rating[row["rating_id"]] for row in exported(out, "evidence")},
    ]
    assert str(scene["half rated"]) in of_session.values()  # that there is an observation is no secret
    for table in told:
        assert {str(scene["to moderate"]), str(scene["to release"]), str(scene["Tara Trainee 1"])} <= table
        assert table.isdisjoint({str(scene[name]) for name in ("half rated", "begun", "confirmed", "asked")})
    assert {of_judgement[row["judgement_id"]] for row in exported(out, "stop_event")} == {str(scene["to release"])}


def test_an_export_holds_nobodys_notes_and_phrases(built: Theatre, tmp_path: Path) -> None:
    with built.app.app_context():
        assert [note.text for note in db.session.scalars(select(Note))] == [NOTE]
    out = tmp_path / "out"
    assert run(built.app, "export", "--organisation", "acme", "--out", out).exit_code == 0
    assert not [path.name for path in out.iterdir() if path.stem in ("note", "own_phrase")]
    assert not [path for path in out.iterdir() for words in (NOTE, PHRASE) if words in path.read_text(encoding="utf-8")]


SHARED = [(True, MONDAY, True), (True, None, False), (False, MONDAY, False), (False, None, False)]


@pytest.mark.parametrize(("shared", "submitted_at", "told"), SHARED)
def test_four_lines_are_told_once_they_are_submitted_and_shared(
    theatre: Theatre, tmp_path: Path, shared: bool, submitted_at: datetime | None, told: bool
) -> None:
    with theatre.app.app_context():
        db.session.execute(update(SessionReflection).values(shared=shared, submitted_at=submitted_at))
        db.session.commit()
    out = tmp_path / "out"
    run(theatre.app, "export", "--organisation", "acme", "--out", out)
    rows = exported(out, "session_reflection")
    assert rows
    assert {(row["did"] == LINES.did, row["next_time"] == "") for row in rows} == {(told, not told)}


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
