"""Devices as they behave on a bad network: batches in any order, again and again, until each was answered once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from tests.practice.rehearsal import WALL
from tests.practice.scheme import SCHEME
from trainer.db import new_id
from trainer.practice import operations
from trainer.practice.operations import Posted
from trainer.practice.receipts import Held, digest

Send = Callable[[dict[str, Any]], dict[str, Any]]
LARGEST = 20


@dataclass
class Device:
    """A device with everything it captured for one observation, and what it was told."""

    observation: UUID
    ops: list[dict[str, Any]]
    chance: Random
    accepted: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    receipt: dict[str, Any] = field(default_factory=dict)

    def steps(self, send: Send) -> Iterator[None]:
        """Send everything, one batch at each step: out of order, some twice, some with an answer that is lost."""
        for batch in self._batches():
            answer = send({"client_now": WALL + 9_000_000, "ops": batch})
            if self.chance.random() < 0.2:
                self.accepted += answer["accepted"]  # it counts for us who watch; the device heard nothing
                answer = send({"client_now": WALL + 9_000_000, "ops": batch})
                assert not answer["accepted"], "taken twice"
            self._hear(answer)
            yield

    def _batches(self) -> Iterator[list[dict[str, Any]]]:
        left = self.chance.sample(self.ops, len(self.ops))
        while left:
            size = self.chance.randint(1, LARGEST)
            batch, left = left[:size], left[size:]
            again = self.chance.choices(self.ops, k=self.chance.choice((0, 0, 3)))
            yield self.chance.sample([*batch, *again], len(batch) + len(again))

    def _hear(self, answer: dict[str, Any]) -> None:
        assert not answer["rejected"], answer["rejected"]
        self.accepted += answer["accepted"]
        self.told |= {*answer["accepted"], *answer["duplicate"]}
        (self.receipt,) = answer["held"]

    @property
    def wrong(self) -> list[str]:
        """What is lost, doubled, or summed otherwise than here."""
        ids, own = {op["id"] for op in self.ops}, self._held()
        found = {"lost": ids - self.told, "doubled": len(self.accepted) - len(set(self.accepted))}
        found["otherwise"] = (own.count, own.digest) != (self.receipt["count"], self.receipt["digest"])
        return [f"{self.observation}: {name}" for name, there in found.items() if there]

    def _held(self) -> Held:
        read = (operations.read(op, SCHEME) for op in self.ops)
        return Held().plus(digest(self.observation, item) for item in read if isinstance(item, Posted))


def device(observation: UUID, count: int, chance: Random) -> Device:
    """A device that captured so much: phases, behaviours, corrections, notes, who spoke."""
    id, ops = str(new_id()), list[dict[str, Any]]()
    for seq in range(count):
        at_ms = seq * 20_000 + chance.randrange(20_000)
        base = {"observation": str(observation), "id": str(new_id()), "device": id, "seq": seq}
        ops.append({**base, "at_ms": at_ms, "wall_ms": WALL + at_ms, **_said(chance, ops)})
    return Device(observation, ops, chance)


def _said(chance: Random, before: list[dict[str, Any]]) -> dict[str, Any]:
    events = [op["id"] for op in before if op["kind"] == "event"]
    if not events or chance.random() < 0.6:
        return {"kind": "event", "code": "ADVICE", "actor": chance.choice(["F", "M1", "M2"])}
    return chance.choice(
        [
            {"kind": "phase", "code": "present"},
            {"kind": "floor", "actor": "F"},
            {"kind": "note", "text": "hands it back", "ref": events[-1]},
            {"kind": "void", "ref": chance.choice(events)},
            {"kind": "actor", "ref": events[-1], "actor": "CO"},
        ]
    )
