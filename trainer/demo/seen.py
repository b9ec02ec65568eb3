"""What does one assessor's device hold of a meeting? Nearly everything, a little late, with slips and corrections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from trainer.demo.events import Happened, Moment
from trainer.demo.words import NOTES

MISSED = 0.07
SEAT_NOT_TOLD = 0.12
MISTAKEN = {"Q_OPEN": "Q_CLOSED", "Q_CLOSED": "Q_OPEN", "Q_LEADING": "ADVICE", "STRENGTH": "REFLECT_BACK"}
MISTAKES = 0.03
MINUTE_MS = 60_000
Raw = dict[str, Any]


@dataclass
class Device:
    """A phone in use: it numbers what it records and knows when its clock started."""

    observation: UUID
    device: UUID
    started_ms: int
    until_ms: int
    chance: Random
    ops: list[Raw] = field(default_factory=list)

    def put(self, kind: str, at_ms: int, **values: Any) -> Raw:
        """Record one operation at a time of the session, none later than its end."""
        at_ms = min(max(0, at_ms), self.until_ms)
        op = {
            "observation": str(self.observation),
            "id": str(_id(self.started_ms + at_ms, self.chance)),
            "device": str(self.device),
            "seq": len(self.ops) + 1,
            "kind": kind,
            "at_ms": at_ms,
            "wall_ms": self.started_ms + at_ms,
            **values,
        }
        self.ops.append(op)
        return op


def _id(wall_ms: int, chance: Random) -> UUID:
    """A UUID of version 7, as a phone makes it."""
    value = wall_ms << 80 | chance.getrandbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def record(happened: Happened, phone: Device) -> tuple[list[Raw], list[Raw]]:
    """Capture a session on a phone: what it sends at the end, and what a lost connection held back until later."""
    chance = phone.chance
    lag = chance.randint(300, 1500)
    for at, key in happened.phases:
        phone.put("phase", at + chance.randint(0, 1500), code=key)
    taps = [tap for moment in happened.moments if (tap := _tap(moment, phone, lag))]
    _correct(taps, happened, phone)
    phone.put("end", phone.until_ms)
    late = [op["id"] for op in chance.sample(taps, chance.choice((0, 0, 0, 1, 2)))]
    named = {op["ref"] for op in phone.ops if "ref" in op}
    late = [id for id in late if id not in named]
    ordered = sorted(phone.ops, key=lambda op: (op["at_ms"], op["seq"]))
    for seq, op in enumerate(ordered, 1):
        op["seq"] = seq
    return [op for op in ordered if op["id"] not in late], [op for op in ordered if op["id"] in late]


def _tap(moment: Moment, phone: Device, lag: int) -> Raw | None:
    chance = phone.chance
    if chance.random() < MISSED:
        return None
    at = moment.at_ms + lag + int(chance.gauss(0, 900))
    told = moment.actor if moment.actor[0] != "M" or chance.random() > SEAT_NOT_TOLD else "M"
    code = MISTAKEN.get(moment.code, moment.code) if chance.random() < MISTAKES else moment.code
    return phone.put("event", at, code=code, actor=told)


def _correct(taps: Sequence[Raw], happened: Happened, phone: Device) -> None:
    """Slips are undone, seats named afterwards, times moved; some moments get a word."""
    chance = phone.chance
    for at in _moments(happened, chance, chance.choice((1, 1, 2, 3))):
        slip = phone.put("event", at, code=chance.choice(taps)["code"], actor="M")
        phone.put("void", at + chance.randint(1500, 6000), ref=slip["id"])
    for op in _some([tap for tap in taps if tap["actor"] == "M"], 2, chance):
        seats = sorted({tap["actor"] for tap in taps if tap["actor"][0] == "M" and tap["actor"] != "M"})
        if seats:
            phone.put("actor", op["at_ms"] + chance.randint(2000, 9000), ref=op["id"], actor=chance.choice(seats))
    for op in _some(taps, chance.choice((0, 1, 2)), chance):
        delta = -1000 * chance.randint(2, 6)
        phone.put("retime", op["at_ms"] + chance.randint(2000, 8000), ref=op["id"], delta_ms=delta)
    for op, text in zip(_some(taps, chance.choice((1, 2, 3)), chance), chance.sample(NOTES, 3), strict=False):
        phone.put("note", op["at_ms"] + chance.randint(1000, 5000), ref=op["id"], text=text)
    for at in _moments(happened, chance, chance.choice((0, 1))):
        phone.put("note", at, text=chance.choice(NOTES))


def _moments(happened: Happened, chance: Random, count: int) -> Iterator[int]:
    return (chance.randint(MINUTE_MS, happened.end_ms - MINUTE_MS) for _ in range(count))


def _some(ops: Sequence[Raw], count: int, chance: Random) -> list[Raw]:
    return chance.sample(list(ops), min(count, len(ops)))
