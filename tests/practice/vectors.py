"""Made-up operations of devices: every kind, in any order, some twice, some that nobody would send."""

from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID

from trainer.practice.timeline import KINDS, Op

NOTES = [
    "hands it back",
    "“quiet”",
    'a "quote"',
    "tab\there",
    "line\nbreak",
    "\u2028",
    "Ünïcode",
    "🙂 smile",
    "\uffee",
    "\x7f",
    "\\",
]
ACTORS = ["F", "P", "M", "M1", "M7", "CO", "SET", "NONE", None]
CODES = ["ADVICE", "Q_OPEN", "SILENCE_HELD", None]
PHASES = ["present", "clarify", "explore", None]


def sets(seed: int, count: int) -> Iterator[list[Op]]:
    """So many sets of operations; the same ones for the same seed."""
    chance = Random(seed)
    for _ in range(count):
        ids = [UUID(int=chance.getrandbits(128)) for _ in range(chance.randrange(1, 24))]
        ops = [_op(chance, id, ids) for id in ids]
        again = chance.choices(ops, k=chance.randrange(4))
        twins = [_op(chance, chance.choice(ids), ids) for _ in range(chance.randrange(2))]  # one id, another content
        yield chance.sample([*ops, *again, *twins], len(ops) + len(again) + len(twins))


def _op(chance: Random, id: UUID, ids: list[UUID]) -> Op:
    kind = chance.choice([*sorted(KINDS), "event", "event", "event", "phase"])
    return Op(
        id,
        kind,
        code=chance.choice(PHASES if kind == "phase" else CODES),
        actor=chance.choice(ACTORS),
        ref=chance.choice([*ids, *ids, None, UUID(int=1)]),
        text=chance.choice([*NOTES, None, ""]),
        at_ms=chance.choice([0, 1, chance.randrange(60), chance.randrange(3_600_000)]),
        delta_ms=chance.choice([-30, 30, -5000, None]),
        late=chance.random() < 0.2,
    )


def as_sent(op: Op) -> dict[str, Any]:
    """An operation as a device holds it: what it does not say is not there."""
    values = {"id": str(op.id), "kind": op.kind, "at_ms": op.at_ms, "late": op.late}
    words = {
        "code": op.code,
        "actor": op.actor,
        "ref": op.ref and str(op.ref),
        "text": op.text,
        "delta_ms": op.delta_ms,
    }
    return values | {name: value for name, value in words.items() if value is not None}
