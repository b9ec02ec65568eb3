"""Does a backup hold everything, of one moment, and come back on either engine, or not at all?"""

import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.blank import ENGINES, MOMENT, fill, installation, run
from trainer import backup
from trainer.db import Base, Frozen, db, new_id
from trainer.web import Application

ORGANISATION, MEMBER = (Base.metadata.tables[name] for name in ("organisation", "member"))


@pytest.fixture(scope="module", params=ENGINES)
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Application, Path, dict[str, list[Any]]]]:
    """A full installation, its backup, and its rows."""
    folder = tmp_path_factory.mktemp("source")
    with installation(request.param, folder, request) as app:
        with db.engine.begin() as connection:
            fill(connection)
            _circle_of_managers(connection)
            _emptied(connection)
        backup.write(db.engine, folder / "kept.zip", MOMENT)
        yield app, folder / "kept.zip", rows()


@pytest.fixture
def kept(source: tuple[Application, Path, dict[str, list[Any]]]) -> Path:
    return source[1]


@pytest.fixture
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Application]:
    with installation("sqlite", tmp_path, request) as app:
        yield app


def _circle_of_managers(connection: sa.Connection) -> None:
    """Two members, each the other's manager: neither can come first."""
    one = dict(connection.execute(sa.select(MEMBER)).mappings().one())
    two = {**one, "id": new_id(), "person_id": None, "manager_id": one["id"]}
    connection.execute(sa.insert(MEMBER), two)
    connection.execute(sa.update(MEMBER).where(MEMBER.c.id == one["id"]).values(manager_id=two["id"]))


def _emptied(connection: sa.Connection) -> None:
    """A second person of whom nothing is known that need not be."""
    person = Base.metadata.tables["person"]
    row = dict(connection.execute(sa.select(person)).mappings().one())
    empty = {column.name: None for column in person.c if column.nullable and not isinstance(column.type, sa.JSON)}
    connection.execute(
        sa.insert(person),
        {**row, **empty, "mf_recovery_codes": sa.null(), "id": new_id(), "email": "b", "fs_uniquifier": "b"},
    )


def rows() -> dict[str, list[Any]]:
    """Every row of every table of the present installation."""
    with db.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]
            for table in backup.tables()
        }


@pytest.mark.parametrize("engine_name", ENGINES)
def test_everything_comes_back_on_either_engine(
    engine_name: str,
    source: tuple[Application, Path, dict[str, list[Any]]],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    with installation(engine_name, tmp_path, request):
        count = backup.restore(db.engine, source[1])
        found = rows()
    assert found == source[2]
    assert count == sum(len(lines) for lines in found.values())


def test_an_empty_value_comes_back_as_null_and_not_as_json(kept: Path, target: Application) -> None:
    backup.restore(db.engine, kept)
    with db.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM person WHERE mf_recovery_codes IS NULL").scalar()
    assert found == 1


def test_only_its_owner_may_read_it(kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(kept.parent.glob("*.part")) == []


def test_the_manifest_tells_what_is_inside(kept: Path) -> None:
    with zipfile.ZipFile(kept) as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
        assert set(bundle.namelist()) == {f"{table.name}.jsonl" for table in backup.tables()} | {"manifest.json"}
    assert manifest["tables"]["member"]["rows"] == 2
    assert manifest["made_at"] == MOMENT.isoformat()


@pytest.mark.parametrize("engine_name", ENGINES)
def test_what_is_written_meanwhile_is_not_in_it(
    engine_name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with installation(engine_name, tmp_path, request):
        count = sa.select(sa.func.count()).select_from(ORGANISATION)
        with backup.reading(db.engine) as connection:
            before = connection.execute(count).scalar()
            with db.engine.execution_options(write=True).begin() as other:
                fill(other)
            assert connection.execute(count).scalar() == before == 0


def test_a_backup_never_replaces_a_file(kept: Path, source: tuple[Application, Path, Any]) -> None:
    before = kept.read_bytes()
    result = run(source[0], "backup", kept)
    assert (result.exit_code, kept.read_bytes()) == (1, before)
    assert "exists" in result.stderr


def _manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], None]:
    def spoil(files: dict[str, bytes]) -> None:
        manifest = json.loads(files["manifest.json"])
        change(manifest)
        files["manifest.json"] = json.dumps(manifest).encode()

    return spoil


SPOILT: list[tuple[str, Callable[[dict[str, bytes]], object], str]] = [
    (
        "a changed row",
        lambda files: files.update({"unit.jsonl": files["unit.jsonl"].replace(b"unit", b"UNIT")}),
        "unit",
    ),
    ("a table that is gone", lambda files: files.pop("unit.jsonl"), "not a whole backup"),
    ("no manifest", lambda files: files.pop("manifest.json"), "not a whole backup"),
    ("a manifest that is no JSON", lambda files: files.update({"manifest.json": b"{"}), "not a whole backup"),
    ("a manifest that is a list", lambda files: files.update({"manifest.json": b"[]"}), "not a whole backup"),
    ("another revision", _manifest(lambda m: m.update(revision="2020_01_01_old")), "2020_01_01_old"),
    ("a table too few", _manifest(lambda m: m["tables"].pop("unit")), "revision"),
    ("a newer format", _manifest(lambda m: m.update(format=2)), "newer program"),
]


@pytest.mark.parametrize(("spoil", "words"), [case[1:] for case in SPOILT], ids=[case[0] for case in SPOILT])
def test_a_spoilt_backup_is_refused_and_nothing_is_written(
    spoil: Callable[[dict[str, bytes]], object], words: str, kept: Path, target: Application, tmp_path: Path
) -> None:
    with zipfile.ZipFile(kept) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    spoil(files)
    with zipfile.ZipFile(tmp_path / "spoilt.zip", "w") as bundle:
        for name, body in files.items():
            bundle.writestr(name, body)
    result = run(target, "restore", tmp_path / "spoilt.zip")
    assert result.exit_code == 1
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert not any(rows().values())


@pytest.mark.parametrize("body", [b"", b"PK", b"no zip at all", bytes(1000)])
def test_what_is_no_backup_is_refused(body: bytes, target: Application, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(body)
    result = run(target, "restore", tmp_path / "file")
    assert (result.exit_code, "not a backup" in result.stderr) == (1, True)


def test_a_backup_that_was_cut_short_is_refused(kept: Path, target: Application, tmp_path: Path) -> None:
    (tmp_path / "cut").write_bytes(kept.read_bytes()[:-100])
    result = run(target, "restore", tmp_path / "cut")
    assert (result.exit_code, "cut short" in result.stderr) == (1, True)


@pytest.mark.parametrize("engine_name", ENGINES)
def test_a_backup_is_only_put_into_an_empty_database(
    engine_name: str, kept: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with installation(engine_name, tmp_path, request) as app:
        backup.restore(db.engine, kept)
        before = rows()
        result = run(app, "restore", kept)
        assert (result.exit_code, "not empty" in result.stderr) == (1, True)
        assert rows() == before


def test_a_database_without_tables_is_upgraded_first(
    kept: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with installation("sqlite", tmp_path, request, upgraded=False) as app:
        result = run(app, "restore", kept)
    assert (result.exit_code, "trainer db upgrade" in result.stderr) == (1, True)


def test_rows_that_point_at_their_own_table_can_be_filled_in_later() -> None:
    """They come in empty and are pointed afterwards, which a frozen row would refuse."""
    frozen = {m.local_table for m in Base.registry.mappers if issubclass(m.class_, Frozen)}
    for table in backup.tables():
        for name in backup.own_references(table):
            assert table.c[name].nullable
            assert table not in frozen
