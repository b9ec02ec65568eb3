"""Which id does an operation get that no device made, so that bringing it in twice makes it once?"""

import hashlib
from uuid import UUID


def following(at_ms: int, words: str, place: int | None = None) -> UUID:
    """A UUIDv7 that follows from a time and words. `place`, below 4096, decides the order of ids of one time."""
    rest = int.from_bytes(hashlib.sha256(words.encode()).digest()[:10], "big")
    value = at_ms << 80 | (rest if place is None else place << 64 | rest & ~(0xFFF << 64))
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
