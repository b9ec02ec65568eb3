"""What is a device told of what was taken from it? A receipt, kept running as operations are stored."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from trainer.db import db
from trainer.practice import queries
from trainer.practice.models import Observation, Operation, Receipt
from trainer.practice.operations import Posted
from trainer.practice.receipts import Held, digest


def count_in(observation: Observation, fresh: Iterable[Posted]) -> None:
    """Add operations that were just stored to the receipts of their devices."""
    digests: dict[UUID, list[int]] = defaultdict(list)
    for item in fresh:
        digests[item.device].append(digest(observation.id, item))
    receipts = {row.device: row for row in _receipts(observation, digests)}
    for device, more in digests.items():
        row = receipts.get(device) or _new(observation, device)
        held = _held(row).plus(more)
        row.count, row.digest = held.count, held.digest


def held_of(observation: Observation, devices: Iterable[UUID]) -> dict[UUID, Held]:
    """What is held of each of these devices for an observation."""
    wanted = set(devices)
    found = {row.device: _held(row) for row in _receipts(observation, wanted)}
    return {device: found.get(device, Held()) for device in wanted}


def _receipts(observation: Observation, devices: Iterable[UUID]) -> list[Receipt]:
    same: dict[str, Any] = {"organisation_id": observation.organisation_id, "observation_id": observation.id}
    return list(db.session.scalars(select(Receipt).filter_by(**same).where(Receipt.device.in_(list(devices)))))


def _new(observation: Observation, device: UUID) -> Receipt:
    empty, organisation_id = Held(), observation.organisation_id
    row = Receipt(organisation_id=organisation_id, observation_id=observation.id, device=device, count=empty.count)
    row.digest = empty.digest
    db.session.add(row)
    return row


def _held(row: Receipt) -> Held:
    return Held.read(row.count, row.digest)


def posted(row: Operation) -> Posted:
    """A stored operation as its device posted it."""
    return Posted(queries.op(row), row.device, row.seq, row.wall_ms)
