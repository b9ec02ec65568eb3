"""Does a device hold what the server holds of it? Two numbers tell: how many operations, and the sum of their digests.

A sum can be kept running, and it is the same in whatever order operations come. It finds what was lost, doubled or
changed on the way or on either side; it is no seal against somebody who forges. static/js/capture/digest.js is the
same.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from trainer.practice.operations import Posted

ROOM = 2**256


@dataclass(frozen=True)
class Held:
    """How many operations are held, and the sum of their digests."""

    count: int = 0
    sum: int = 0

    def plus(self, digests: Iterable[int]) -> "Held":
        """What is held with these as well."""
        more = list(digests)
        return Held(self.count + len(more), (self.sum + sum(more)) % ROOM)

    @property
    def digest(self) -> str:
        return f"{self.sum:064x}"

    @classmethod
    def read(cls, count: int, digest: str) -> "Held":
        """What two stored values say."""
        return cls(count, int(digest, 16))


def digest(observation_id: UUID, item: Posted) -> int:
    """The digest of one operation as its device spelled it, as a number."""
    op = item.op
    named = [str(observation_id), str(op.id), str(item.device), item.seq, op.kind, op.code, op.actor]
    rest = [str(op.ref) if op.ref else None, op.text, op.at_ms, op.delta_ms, item.wall_ms]
    spelled = json.dumps([*named, *rest], ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(spelled.encode()).digest(), "big")
