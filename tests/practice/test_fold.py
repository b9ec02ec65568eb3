"""Do a phone and the server tell the same story, byte by byte?"""

import json
from collections import Counter
from dataclasses import asdict
from random import Random

from tests.practice import scripting, vectors
from trainer.practice.timeline import Op, fold

SEED, COUNT = 20261128, 1000


def told(ops: list[Op]) -> str:
    """A timeline as scripts write it."""
    return json.dumps(asdict(fold(ops)), default=str, ensure_ascii=False, separators=(",", ":"))


def test_a_thousand_sets_of_operations_give_the_same_bytes_in_python_and_javascript() -> None:
    made = list(vectors.sets(SEED, COUNT))
    theirs = scripting.answers("capture/fold.js", "fold", [[vectors.as_sent(op) for op in ops] for ops in made])
    for ops, answer in zip(made, theirs, strict=True):
        assert answer.encode() == told(ops).encode(), f"seed {SEED}: {ops}"


def test_the_sets_say_something() -> None:
    found = [fold(ops) for ops in vectors.sets(SEED, COUNT)]
    seen = Counter(name for timeline in found for name, value in asdict(timeline).items() if value)
    assert min(seen[name] for name in asdict(found[0])) > COUNT / 20, seen


def test_neither_order_nor_repetition_changes_a_byte() -> None:
    chance = Random(SEED)
    for ops in vectors.sets(SEED, 200):
        again = [*ops, *chance.choices(ops, k=5)]
        assert told(chance.sample(again, len(again))) == told(ops)
