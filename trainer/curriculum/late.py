"""What does a device tell of a lesson that was read without a network, and when was it read?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeGuard
from uuid import UUID

from trainer.curriculum.outline import Place

MOST = 200  # reads in a batch
LARGEST = 2**53  # what a number of JavaScript holds exactly
LONGEST = 300  # characters of what a device calls a read


@dataclass(frozen=True)
class Told:
    """One read as its device tells of it. `wording` is the digest of the words that were read."""

    id: str
    programme: str
    place: Place
    wording: str
    at_ms: int


@dataclass(frozen=True)
class Late:
    """A read that is recorded after it happened: when it was, and in which words of which release."""

    at: datetime
    wording: str
    release_id: UUID


def is_instant(value: Any) -> TypeGuard[int]:
    """Whether something is a time in milliseconds; True and False are no numbers here."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def told(raw: Any) -> Told | None:
    """One read of a batch, or None where it does not say what was read or when."""
    words = [_word(raw, name) for name in ("id", "programme", "module", "lesson", "wording")]
    if not all(words) or not is_instant(raw.get("at")):
        return None
    id, programme, module, lesson, wording = words
    return Told(id, programme, (module, lesson), wording, raw["at"])


def name_of(raw: Any) -> str:
    """What a device calls a read, or nothing."""
    return _word(raw, "id")


def _word(raw: Any, name: str) -> str:
    word = raw.get(name) if isinstance(raw, Mapping) else None
    return word if isinstance(word, str) and len(word) <= LONGEST and word.isprintable() else ""


def instant(at_ms: int, client_now_ms: int, now: datetime, earliest: datetime) -> datetime:
    """When it was by our clock: as long ago as the device says, but not before `earliest` and never after now."""
    ago = timedelta(milliseconds=max(0, client_now_ms - at_ms))
    return max(earliest, now - ago) if ago < now - earliest else min(earliest, now)
