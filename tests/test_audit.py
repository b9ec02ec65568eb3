"""Does everything that can be done leave its entry, and is every change of the story found?"""

import ast
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, delete, event, func, select, text, update
from sqlalchemy.orm import Session

from tests.conftest import Theatre
from tests.deeds import DEEDS, Deed, World
from tests.test_architecture import JOURNEY, SOURCES
from trainer.audit import AuditEntry, AuditHead, Break, InstallationEntry, chain_of, link
from trainer.db import db

ROOMS = [room for room in JOURNEY if any(source.name == f"trainer.{room}.actions" for source in SOURCES)]
# Rows that an action may write without an entry: drafts, letters, and what keeps the chain itself.
QUIET = {"audit_entry", "installation_entry", "audit_head", "letter", "account_letter"}


def actions() -> Iterator[str]:
    """Everything that can be done, as “room.action”: what the actions of a room offer and takes the time."""
    for room in ROOMS:
        module = import_module(f"trainer.{room}.actions")
        yield from (f"{room}.{name}" for name, found in vars(module).items() if _is_action(module, name, found))


def _is_action(module: ModuleType, name: str, found: object) -> bool:
    if name.startswith("_") or not inspect.isfunction(found) or not found.__module__.startswith(module.__name__):
        return False
    return "now" in inspect.signature(found).parameters


def test_everything_that_can_be_done_is_done_here() -> None:
    done = {deed.action for deed in DEEDS}
    assert set(actions()) - done == set(), "add a Deed for each of these to tests/deeds.py, with the verbs it leaves"
    assert done - set(actions()) == set(), "these deeds are of actions that are gone"


def test_every_verb_in_the_code_is_left_by_some_deed() -> None:
    left = {verb for deed in DEEDS for verb in deed.verbs}
    for source in (source for source in SOURCES if source.kind == "actions" and source.room in JOURNEY):
        for said in _verbs(source.tree):
            assert any(_fits(verb, said) for verb in left), f"{source}: no deed leaves {said}"


def _verbs(tree: ast.AST) -> Iterator[str]:
    """The verbs of a file; `enrolment.*` for those that are put together."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("record", "record_installation"):
            place = 0 if getattr(node.func, "attr", "") == "record_installation" else 1
            verb = node.args[place]
            if isinstance(verb, ast.Constant):
                yield str(verb.value)
            if isinstance(verb, ast.JoinedStr):
                yield f"{ast.unparse(verb)[2:].partition('{')[0]}*"


def _fits(verb: str, said: str) -> bool:
    return verb == said or (said.endswith("*") and verb.startswith(said[:-1]))


@contextmanager
def at_work(theatre: Theatre) -> Iterator[World]:
    """The scene in one transaction."""
    with theatre.app.test_request_context():
        yield World(theatre.cast, theatre.scene)
        db.session.commit()


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_a_deed_leaves_its_verbs_and_the_chains_hold(deed: Deed, theatre: Theatre) -> None:
    with at_work(theatre) as world:
        before = set(db.session.scalars(_ids()))
        deed.do(world)
    with at_work(theatre):
        fresh = [entry for entry in _entries() if entry.id not in before]
        assert sorted(entry.verb for entry in fresh) == sorted(deed.verbs)
        for chain in {entry.organisation_id if isinstance(entry, AuditEntry) else None for entry in fresh}:
            assert chain_of(db.session(), chain) is None


def _ids() -> Any:
    return select(AuditEntry.id).union_all(select(InstallationEntry.id))


def _entries() -> list[AuditEntry | InstallationEntry]:
    return [*db.session.scalars(select(AuditEntry)), *db.session.scalars(select(InstallationEntry))]


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if not deed.verbs], ids=str)
def test_a_draft_writes_its_own_row_only(deed: Deed, theatre: Theatre) -> None:
    with writing() as tables, at_work(theatre) as world:
        deed.do(world)
    assert len(tables - QUIET) == 1


@contextmanager
def writing() -> Iterator[set[str]]:
    """The tables that are written meanwhile."""
    seen: set[str] = set()

    def note(session: Session, *_rest: object) -> None:
        seen.update(row.__table__.name for row in (*session.new, *session.dirty, *session.deleted))

    event.listen(Session, "before_flush", note)
    try:
        yield seen
    finally:
        event.remove(Session, "before_flush", note)


def test_an_entry_names_no_person(theatre: Theatre) -> None:
    """So that a name can be erased without breaking the chain."""
    names = [word for player in theatre.cast for word in (*player.name.split(), player.email)]
    with at_work(theatre):
        for entry in _entries():
            assert not [name for name in names if name in entry.text]


SOMEBODY = UUID(int=7)
# What somebody with the keys of the database changes in one entry, from its row; None takes it out.
TAMPERED: dict[str, Callable[[Any], dict[str, Any]] | None] = {
    "a blank of its text": lambda row: {"text": row["text"] + " "},
    "its digest": lambda row: {"digest": "0" * 64},
    "its text and its digest": lambda row: {"text": "{}", "digest": link("0" * 64, "{}")},
    "what was done": lambda row: {"verb": "nothing.done"},
    "who did it": lambda row: {"by_id": SOMEBODY},
    "that somebody did it": lambda row: {"by_id": None},
    "whom it was done to": lambda row: {"subject_id": SOMEBODY},
    "when it was done": lambda row: {"at": row["at"] + timedelta(days=1)},
    "its place": lambda row: {"seq": 9999},
    "that it was done": None,
}


@pytest.mark.parametrize("chain", ["an organisation", "the installation"])
@pytest.mark.parametrize("what", TAMPERED)
def test_whoever_changes_the_story_is_found_out(what: str, chain: str, theatre: Theatre) -> None:
    table, own, organisation_id = _chain(theatre, chain)
    with at_work(theatre):
        seq = _in_the_middle(table, own)
        _thaw(table)
        _tamper(table, own & (table.c.seq == seq), TAMPERED[what])
    with at_work(theatre):
        found = chain_of(db.session(), organisation_id)
        assert found
        assert found.seq == seq


def _tamper(table: Table, here: Any, change: Callable[[Any], dict[str, Any]] | None) -> None:
    row = db.session.execute(select(table).where(here)).mappings().one()
    statement: Any = update(table).where(here).values(change(row)) if change else delete(table).where(here)
    assert db.session.execute(statement).rowcount == 1


@pytest.mark.parametrize("chain", ["an organisation", "the installation"])
def test_a_story_that_lost_its_end_is_found_out(chain: str, theatre: Theatre) -> None:
    table, own, organisation_id = _chain(theatre, chain)
    with at_work(theatre):
        last = _last(table, own)
        db.session.execute(delete(table).where(own, table.c.seq == last))
    with at_work(theatre):
        assert chain_of(db.session(), organisation_id) == Break(last, "the chain ends before its head")


def test_a_forged_head_is_found_out(theatre: Theatre) -> None:
    acme = theatre.cast.ada.organisation_id
    with at_work(theatre):
        db.session.execute(update(AuditHead).where(AuditHead.chain == acme).values(digest="0" * 64))
    with at_work(theatre):
        assert chain_of(db.session(), acme)


def test_one_chain_says_nothing_of_another(theatre: Theatre) -> None:
    table, own, organisation_id = _chain(theatre, "an organisation")
    with at_work(theatre):
        _thaw(table)
        db.session.execute(update(table).where(own, table.c.seq == 1).values(digest="0" * 64))
    with at_work(theatre):
        assert chain_of(db.session(), organisation_id)
        assert chain_of(db.session(), theatre.cast.olga.organisation_id) is None
        assert chain_of(db.session(), None) is None


def _chain(theatre: Theatre, chain: str) -> tuple[Table, Any, UUID | None]:
    """The table of a chain, which of its rows are meant, and whose it is."""
    acme = theatre.cast.ada.organisation_id
    if chain == "an organisation":
        table: Any = AuditEntry.__table__
        return table, table.c.organisation_id == acme, acme
    with at_work(theatre) as world:
        for deed in (deed for deed in DEEDS if deed.verbs == ("person.profile_changed",)):
            for _ in range(5):
                deed.do(world)
    installation: Any = InstallationEntry.__table__
    return installation, installation.c.seq > 0, None


def _last(table: Table, own: Any) -> int:
    last: int | None = db.session.scalar(select(func.max(table.c.seq)).where(own))
    assert last
    return last


def _in_the_middle(table: Table, own: Any) -> int:
    last = _last(table, own)
    assert last > 3
    return last // 2


def _thaw(table: Table) -> None:
    """Take away the guard that refuses changes, until the store is reset: whoever has the keys can."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        db.session.execute(text(f"DROP TRIGGER tr_{table.name}_frozen"))
