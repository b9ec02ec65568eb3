"""Do the migrations make what the models say, with rows in the tables, there and back, on both engines?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from tests.blank import ENGINES, MOMENT, fill, installation
from trainer import schema
from trainer.backup import tables
from trainer.db import Base, Frozen, db, new_id
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
    return set(sa.inspect(db.engine).get_table_names())


def test_the_migrated_schema_is_the_models(upgraded: Application) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_checks_of_the_models_are_in_the_database(upgraded: Application) -> None:
    inspector = sa.inspect(db.engine)
    for table in tables():
        said = {str(c.name) for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        assert said == {check["name"] for check in inspector.get_check_constraints(table.name)}, table.name


@pytest.mark.parametrize("table", FROZEN)
def test_a_frozen_row_refuses_to_be_changed(table: str, upgraded: Application) -> None:
    column = next(c for c in Base.metadata.tables[table].c if isinstance(c.type, sa.Text))
    with db.engine.connect() as connection, pytest.raises(IntegrityError, match=f"{table} is frozen"):
        connection.execute(sa.update(column.table).values({column: "another"}))


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
    assert names() <= {"alembic_version"}
    assert schema.behind()
    schema.upgrade()
    assert names() == {table.name for table in tables()} | {"alembic_version"}


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
