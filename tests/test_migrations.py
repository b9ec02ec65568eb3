"""Do the migrations make what the models say, with rows in the tables, there and back, on both engines?"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from tests.blank import ENGINES, MOMENT, fill, installation
from tests.programme import publish
from trainer import schema
from trainer.backup import tables
from trainer.curriculum.lifecycle import PassageKind
from trainer.db import Base, Frozen, db, new_id
from trainer.organisations import actions
from trainer.organisations.duties import Duty
from trainer.web import Application

FROZEN = sorted(mapper.local_table.name for mapper in Base.registry.mappers if issubclass(mapper.class_, Frozen))


@pytest.fixture(scope="module", params=ENGINES)
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """A database with one row in every table."""
    with installation(request.param, tmp_path_factory.mktemp("upgraded"), request) as app:
        with db.engine.begin() as connection:
            fill(connection)
        yield app


@pytest.fixture(params=ENGINES)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Application]:
    """A database with nothing in it, not even tables."""
    with installation(request.param, tmp_path, request, upgraded=False) as app:
        yield app


def names() -> set[str]:
    """The tables of the database without those that an engine keeps for its own full text."""
    return {name for name in sa.inspect(db.engine).get_table_names() if schema.is_declared(name, "table", None)}


def test_the_migrated_schema_is_the_models(upgraded: Application) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": schema.is_declared}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_checks_of_the_models_are_in_the_database(upgraded: Application) -> None:
    inspector = sa.inspect(db.engine)
    for table in tables():
        said = {str(c.name) for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        assert said == {check["name"] for check in inspector.get_check_constraints(table.name)}, table.name


@pytest.mark.parametrize("table", FROZEN)
def test_a_frozen_row_refuses_to_be_changed(table: str, upgraded: Application) -> None:
    others = {sa.Text: "another", sa.Integer: 7, sa.JSON: {"other": 7}}
    kinds = tuple(others)
    column = next(c for c in Base.metadata.tables[table].c if isinstance(c.type, kinds))
    other = next(value for kind, value in others.items() if isinstance(column.type, kind))
    with db.engine.connect() as connection, pytest.raises(IntegrityError, match=f"{table} is frozen"):
        connection.execute(sa.update(column.table).values({column: other}))


def test_other_rows_can_be_changed(upgraded: Application) -> None:
    for table in tables():
        text = next((c for c in table.c if type(c.type) is sa.Text and not c.primary_key), None)
        if table.name in FROZEN or text is None:
            continue
        with db.engine.connect() as connection:
            changed = connection.execute(sa.update(table).values({text: "another"})).rowcount
            connection.rollback()
        assert changed == 1, table.name


def test_a_row_cannot_point_into_another_organisation(upgraded: Application) -> None:
    unit = Base.metadata.tables["unit"]
    with db.engine.connect() as connection:
        row = connection.execute(sa.select(unit)).mappings().one()
        stranger = {**row, "organisation_id": row["id"], "name": "elsewhere"}
        with pytest.raises(IntegrityError):
            connection.execute(sa.insert(unit), stranger)


def test_an_empty_database_is_behind_and_an_upgraded_one_is_not(fresh: Application) -> None:
    assert schema.behind()
    with pytest.raises(schema.SchemaBehind, match=schema.COMMAND):
        schema.demand_current()
    schema.upgrade()
    schema.demand_current()


def test_upgrading_twice_is_upgrading_once(fresh: Application) -> None:
    schema.upgrade()
    with db.engine.begin() as connection:
        fill(connection)
    schema.upgrade()
    with db.engine.connect() as connection:
        for table in tables():
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 1, table.name


def test_down_and_up_again_with_rows_in_the_tables(fresh: Application) -> None:
    schema.upgrade()
    with db.engine.begin() as connection:
        fill(connection)
    schema.downgrade("base")
    assert set(sa.inspect(db.engine).get_table_names()) <= {"alembic_version"}
    assert schema.behind()
    schema.upgrade()
    assert names() == {table.name for table in tables()} | {"alembic_version"}


def test_what_was_published_and_read_before_languages_came_is_kept(fresh: Application) -> None:
    schema.upgrade()
    with db.engine.begin() as connection:
        fill(connection)
    schema.downgrade("2026_11_23_first")
    schema.upgrade()
    with db.engine.connect() as connection:
        for name in ("lesson", "release_module"):
            assert connection.scalars(sa.select(Base.metadata.tables[name].c.language)).all() == ["en"]
        release = connection.scalar(sa.select(Base.metadata.tables["release"].c.id))
        for name in ("check_attempt", "lesson_progress"):
            assert connection.scalars(sa.select(Base.metadata.tables[name].c.release_id)).all() == [release]
    for name in ("lesson", "release_module"):
        column = Base.metadata.tables[name].c.title
        with db.engine.connect() as connection, pytest.raises(IntegrityError, match=f"{name} is frozen"):
            connection.execute(sa.update(column.table).values({column: "another"}))


def test_a_lesson_read_in_two_releases_is_read_once_where_a_row_was_a_lesson(fresh: Application) -> None:
    schema.upgrade()
    table = Base.metadata.tables["lesson_progress"]
    with db.engine.begin() as connection:
        fill(connection)
        release = dict(connection.execute(sa.select(Base.metadata.tables["release"])).mappings().one())
        another = {**release, "id": new_id(), "number": 2}
        connection.execute(sa.insert(Base.metadata.tables["release"]), another)
        row = dict(connection.execute(sa.select(table)).mappings().one())
        newer = {**row, "id": new_id(), "release_id": another["id"], "seen_at": row["seen_at"] + timedelta(days=1)}
        connection.execute(sa.insert(table), newer)
    schema.downgrade("2026_11_27_curriculum")
    schema.upgrade()
    with db.engine.connect() as connection:
        assert connection.scalars(sa.select(table.c.id)).all() == [newer["id"]]
        assert connection.scalars(sa.select(Base.metadata.tables["lesson"].c.outcomes)).all() == [[]]


def test_what_is_stored_comes_back_as_it_was(upgraded: Application) -> None:
    organisation = Base.metadata.tables["organisation"]
    with db.engine.connect() as connection:
        row = connection.execute(sa.select(organisation)).mappings().one()
    assert row["created_at"] == MOMENT
    assert row["name"] == "organisation.name \\ ünïcödé ‘quoted’\n"


def test_references_are_checked_after_a_migration(fresh: Application) -> None:
    schema.upgrade()
    stray = {"organisation_id": new_id(), "id": new_id(), "name": "of nobody"}
    with db.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(sa.insert(Base.metadata.tables["unit"]), stray)


def test_what_was_published_before_search_came_is_found_by_the_same_pieces(fresh: Application) -> None:
    schema.upgrade()
    with fresh.test_request_context():
        acme = actions.create_organisation("acme", "Acme", now=MOMENT)
        publish(acme, actions.add_member(acme.id, "Abel", {Duty.AUTHOR}, by=None, now=MOMENT), MOMENT)
        db.session.commit()
        passage = Base.metadata.tables["passage"]
        told = [column for column in passage.c if column.name != "id"]
        query = sa.select(*told).order_by(passage.c.position)
        before = db.session.execute(query).all()
        db.session.rollback()
    schema.downgrade("2026_11_27_outcomes")
    schema.upgrade()
    with db.engine.connect() as connection:
        after = connection.execute(query).all()
    assert {row.kind for row in after} == set(PassageKind)
    assert [(row.kind, row.key, row.title) for row in after if not row.anchor.startswith("fn:")] == [
        (row.kind, row.key, row.title) for row in before if not row.anchor.startswith("fn:")
    ]
    assert {"Handing it back", "set", "presenter (issue holder)", "Phase card"} <= {row.title for row in after}
