"""Do a device and the server come to the same sum, and does the receipt say what is stored?"""

import hashlib
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from tests.cast import Cast
from tests.practice import scripting
from tests.practice.rehearsal import DEVICE, MEETS, Ids, agree, batch, observation_of, rehearse, tap
from tests.practice.scheme import SCHEME
from tests.practice.vectors import NOTES
from tests.visiting import Visitor
from trainer import invariants
from trainer.db import db, new_id
from trainer.practice import actions, operations
from trainer.practice.lifecycle import Answer
from trainer.practice.models import Operation, Receipt
from trainer.practice.operations import Posted
from trainer.practice.receipts import Held, digest
from trainer.practice.timeline import Op

Visit = Callable[..., Visitor]
OTHER = str(new_id())


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Everything is arranged and the set has agreed."""
    with store():
        return rehearse(cast, agreed=True)


def send(visitor: Visitor, *ops: Any) -> Any:
    return visitor.send("capture/ops", batch(*ops), **{"X-Capture": "1"}).json


def some_op(chance: Random, observation: UUID) -> dict[str, Any]:
    said = chance.choice(
        [
            {"kind": "event", "code": "ADVICE", "actor": chance.choice(["F", "M3"])},
            {"kind": "note", "text": chance.choice([note for note in NOTES if note.strip()])},
            {"kind": "floor", "actor": "NONE"},
            {"kind": "retime", "ref": str(new_id()), "delta_ms": -5000},
        ]
    )
    times = {"at_ms": chance.randrange(9_000_000), "wall_ms": chance.randrange(2**45)}
    return {"observation": str(observation), "id": str(new_id()), "device": DEVICE, "seq": 1, **times, **said}


def summed(ops: list[dict[str, Any]]) -> Held:
    """The sum as the server makes it."""
    read = [(UUID(op["observation"]), operations.read(op, SCHEME)) for op in ops]
    return Held().plus(digest(observation, item) for observation, item in read if isinstance(item, Posted))


def test_a_device_and_the_server_come_to_the_same_sum() -> None:
    chance = Random(7)
    lists = [[some_op(chance, new_id()) for _ in range(chance.randrange(6))] for _ in range(200)]
    theirs = scripting.answers("capture/digest.js", "held", lists)
    ours = [summed(ops) for ops in lists]
    assert theirs == [f'{{"count":{held.count},"digest":"{held.digest}"}}' for held in ours]
    assert [held.count for held in ours] == [len(ops) for ops in lists]


def test_the_scripts_digest_is_sha_256() -> None:
    texts = ["", "abc", "ä🙂" * 40, *("x" * length for length in (54, 55, 56, 63, 64, 65, 119, 120, 1000))]
    expected = [f'"{hashlib.sha256(text.encode()).hexdigest()}"' for text in texts]
    assert scripting.answers("capture/digest.js", "sha256", texts) == expected


def test_the_order_of_operations_does_not_change_the_sum() -> None:
    chance = Random(8)
    ops = [some_op(chance, new_id()) for _ in range(30)]
    assert summed(chance.sample(ops, 30)) == summed(ops) != summed(ops[1:])


def test_the_answer_says_what_is_held_of_each_device(ids: Ids, visit: Visit, cast: Cast) -> None:
    ana = visit(cast.ana)
    first, second = tap(ids), tap(ids, "note", text=" \x85 hands it back ")
    assert send(ana, first)["held"] == [_told(ids, DEVICE, [first])]
    assert send(ana, first, second)["held"] == [_told(ids, DEVICE, [first, second])]
    tablet = tap(ids, device=OTHER)
    assert send(ana, tablet)["held"] == [_told(ids, OTHER, [tablet])]
    assert send(ana, {**first, "code": "Q_OPEN"})["held"] == [_told(ids, DEVICE, [first, second])]


def _told(ids: Ids, device: str, ops: list[dict[str, Any]]) -> dict[str, Any]:
    held = summed(ops)
    return {"observation": str(ids.observation), "device": device, "count": held.count, "digest": held.digest}


def test_of_what_one_may_not_know_there_is_no_receipt(ids: Ids, visit: Visit, cast: Cast) -> None:
    send(visit(cast.ana), tap(ids))
    for other in (cast.sam, cast.olga):
        assert send(visit(other), tap(ids)).get("held", []) == []


def test_a_device_that_the_server_knows_nothing_of_is_told_so(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    send(visit(cast.ana), first := tap(ids))
    with store():
        db.session.execute(sa.delete(Operation))
        db.session.execute(sa.delete(Receipt))
    later = tap(ids, at_ms=9000)
    assert send(visit(cast.ana), later)["held"] == [_told(ids, DEVICE, [later])] != [_told(ids, DEVICE, [first, later])]


def test_receipts_are_checked_against_what_is_stored(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    send(visit(cast.ana), tap(ids), tap(ids, at_ms=2000), tap(ids, "end", 3000, device=OTHER))
    with store():
        actions.amend_timeline(
            observation_of(ids),
            [Op(new_id(), "event", code="ADVICE", actor="F", at_ms=500)],
            by=cast.ana.member,
            now=MEETS,
        )
    with store():
        assert list(invariants.receipts_say_what_is_stored(db.session)) == []
        assert len(list(db.session.scalars(select(Receipt)))) == 3
        db.session.scalars(select(Receipt).filter_by(device=UUID(OTHER))).one().count = 2
        db.session.flush()
        [sentence] = invariants.receipts_say_what_is_stored(db.session)
        assert OTHER in sentence


def test_a_withdrawal_takes_the_receipts_with_it(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    send(visit(cast.ana), tap(ids))
    with store():
        agree(cast, ids, Answer.AGREED, Answer.AGREED, Answer.DECLINED)
    with store():
        assert list(db.session.scalars(select(Receipt))) == []
