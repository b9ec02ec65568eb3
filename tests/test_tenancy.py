"""Can a row of one organisation ever point into another? The metadata says no, and the database itself refuses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, ForeignKeyConstraint, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from tests.blank import ENGINES, fill, installation
from trainer.backup import tables
from trainer.db import Base, Frozen, db, new_id

# Tables that belong to no organisation, and why.
GLOBAL = {
    "organisation": "whom everything else belongs to",
    "person": "one sign-in for all organisations",
    "passkey": "what a person signs in with",
    "throttle": "vain tries at a person's door",
    "account_letter": "letters about a sign-in",
    "installation_entry": "the installation's own chain",
    "audit_head": "where each chain ends; one of them is the installation's",
}
# What somebody holds who is not signed in, so that it is looked up before the organisation is known.
FOUND_WITHOUT_ORGANISATION = {
    ("invitation", "token_digest"),
    ("certificate", "public_key"),
    ("signed_link", "token_digest"),
}

OWNED = [table for table in tables() if table.name not in GLOBAL]
FROZEN = {mapper.local_table.name for mapper in Base.registry.mappers if issubclass(mapper.class_, Frozen)}


def references(table: Table) -> Iterator[tuple[str, Table]]:
    """The columns of a table that point at a row of an organisation, and where."""
    for key in table.foreign_key_constraints:
        if len(key.elements) == 2:
            yield key.column_keys[1], key.referred_table


# A row of these points at one of several things: pointing at one empties the others.
EITHER = {"action_tally": {"round_id", "session_id"}}
REFERENCES = sorted((table.name, column) for table in OWNED for column, _target in references(table))


def by_name(case: Any) -> str:
    return str(getattr(case, "name", case))


def test_every_table_belongs_to_an_organisation_or_is_listed() -> None:
    assert {table.name for table in tables() if "organisation_id" not in table.c} == set(GLOBAL)


@pytest.mark.parametrize("table", OWNED, ids=by_name)
def test_a_row_is_known_by_organisation_and_id(table: Table) -> None:
    assert [column.name for column in table.primary_key] == ["organisation_id", "id"]
    assert not table.c.organisation_id.nullable


@pytest.mark.parametrize("table", OWNED, ids=by_name)
def test_a_reference_stays_within_the_organisation(table: Table) -> None:
    for key in table.foreign_key_constraints:
        assert _stays_within(key), f"{table.name}: {key.column_keys} points at {key.referred_table.name} by id alone"
        assert not key.deferrable, f"{table.name}: {key.column_keys} is checked too late"


def _stays_within(key: ForeignKeyConstraint) -> bool:
    if key.referred_table.name in GLOBAL:
        return len(key.elements) == 1
    pairs = [(element.parent.name, element.column.name) for element in key.elements]
    return len(pairs) == 2 and pairs[0] == ("organisation_id", "organisation_id") and pairs[1][1] == "id"


@pytest.mark.parametrize("table", OWNED, ids=by_name)
def test_a_column_that_ends_in_id_is_a_reference(table: Table) -> None:
    pointing = {column for key in table.foreign_key_constraints for column in key.column_keys}
    loose = {column.name for column in table.c if column.name.endswith("_id")} - pointing
    allowed = {"audit_entry": {"by_id", "subject_id"}}.get(table.name, set())  # a chain outlives what it tells of
    assert loose == allowed


@pytest.mark.parametrize("table", OWNED, ids=by_name)
def test_what_is_unique_is_unique_within_the_organisation(table: Table) -> None:
    found = [[column.name for column in unique.columns] for unique in _uniques(table)]
    elsewhere = {(table.name, names[0]) for names in found if names[0] != "organisation_id"}
    assert elsewhere <= FOUND_WITHOUT_ORGANISATION, "one organisation would learn what another one has"


def _uniques(table: Table) -> list[UniqueConstraint | sa.Index]:
    constraints = [found for found in table.constraints if isinstance(found, UniqueConstraint)]
    return [*constraints, *(index for index in table.indexes if index.unique)]


@pytest.fixture(scope="module", params=ENGINES)
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[UUID, UUID]]:
    """Two organisations with one row in every table; the second one's rows point at one another."""
    with installation(request.param, Path(tmp_path_factory.mktemp("two")), request):
        with db.engine.begin() as connection:
            fill(connection)
            first = connection.scalar(sa.select(Base.metadata.tables["organisation"].c.id))
            second = _copy(connection)
        assert first
        yield first, second


def _copy(connection: Connection) -> UUID:
    """Copy everything an organisation has for another one, with ids of its own."""
    ids: dict[Any, UUID] = {}
    for table in tables():
        if table.name in GLOBAL and table.name != "organisation":
            continue
        row = dict(connection.execute(sa.select(table)).mappings().one())
        row = {name: ids.get(value, value) if isinstance(value, UUID) else value for name, value in row.items()}
        ids[row["id"]] = new = new_id()
        changed = {column: f"another {column}" for name, column in FOUND_WITHOUT_ORGANISATION if name == table.name}
        slug = {"slug": "another"} if table.name == "organisation" else {}
        here = {column: new for column, target in references(table) if target is table}
        connection.execute(sa.insert(table), {**row, **changed, **slug, **here, "id": new})
        if table.name == "organisation":
            second = new
    return second


@pytest.mark.parametrize(("name", "column"), REFERENCES)
def test_the_database_refuses_a_row_that_points_elsewhere(name: str, column: str, two: tuple[UUID, UUID]) -> None:
    first, second = two
    table = Base.metadata.tables[name]
    target = dict(references(table))[column]
    with db.engine.connect() as connection:
        strange = connection.scalar(sa.select(target.c.id).where(target.c.organisation_id == first))
        assert strange
        _thaw(connection, name)
        own = sa.update(table).where(table.c.organisation_id == second)
        assert connection.execute(own.values(id=table.c.id)).rowcount == 1
        empty = dict.fromkeys(EITHER.get(name, {column}) - {column})
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
            connection.execute(own.values({**empty, column: strange}))


def _thaw(connection: Connection, name: str) -> None:
    """Let go of a frozen table's guard, within a transaction that is taken back."""
    if name in FROZEN:
        table = f" ON {name}" if connection.dialect.name == "postgresql" else ""
        connection.execute(sa.text(f"DROP TRIGGER tr_{name}_frozen{table}"))


@pytest.mark.parametrize("name", sorted(FROZEN))
def test_the_database_refuses_to_change_what_is_frozen(name: str, two: tuple[UUID, UUID]) -> None:
    table = Base.metadata.tables[name]
    with db.engine.connect() as connection, pytest.raises(IntegrityError, match="is frozen"):
        connection.execute(sa.update(table).values(id=table.c.id))
