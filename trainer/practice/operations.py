"""Is this, from somebody's device, an operation we can keep? If not, why not?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trainer.curriculum.documents import ObservationScheme
from trainer.message import Message
from trainer.practice.timeline import KINDS, NEEDS_REF, Op

# Facilitator, presenter, co-facilitator, the set, a member whose seat was not told, and the seats. A seat that was
# left keeps its code, so that a set with changes has more than seven.
ACTORS = frozenset({"F", "P", "CO", "SET", "M", *(f"M{number}" for number in range(1, 100))})
HOLDERS = frozenset({"F", "P", "CO", "M", "NONE"})  # of the floor; NONE: nobody speaks
LONGEST_NOTE = 280
LONGEST_SESSION_MS = 24 * 60 * 60 * 1000
LARGEST = 2**53  # what a number of JavaScript holds exactly


@dataclass(frozen=True)
class Posted:
    """An operation with what its device said about itself."""

    op: Op
    device: UUID
    seq: int
    wall_ms: int


def read(raw: Any, scheme: ObservationScheme) -> Posted | Message:
    """Check one operation as it came: the operation, or the first thing that is wrong with it."""
    if not isinstance(raw, Mapping):
        return Message("An operation is an object.")
    return _envelope_wrong(raw) or _content_wrong(raw, scheme) or _posted(raw)


def _envelope_wrong(raw: Mapping[Any, Any]) -> Message | None:
    id = uuid(raw.get("id"))
    if id is None or id.version != 7:
        return Message("“id” is not a UUID of version 7.")
    if uuid(raw.get("device")) is None:
        return Message("“device” is not a UUID.")
    if not whole(raw.get("seq"), 0, 2**31 - 1):
        return Message("“seq” is not a number that counts operations.")
    if not whole(raw.get("wall_ms"), 0, LARGEST):
        return Message("“wall_ms” is not a time in milliseconds.")
    if not whole(raw.get("at_ms"), 0, LONGEST_SESSION_MS):
        return Message("“at_ms” is not a time within a session.")
    return None


def _content_wrong(raw: Mapping[Any, Any], scheme: ObservationScheme) -> Message | None:
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return Message("This kind of operation is not known.")
    ref = raw.get("ref")
    if (kind in NEEDS_REF or ref is not None) and uuid(ref) is None:
        return Message("“ref” does not name another operation.")
    return _actor_wrong(raw.get("actor"), kind) or _words_wrong(raw, kind, scheme)


def _actor_wrong(actor: Any, kind: str) -> Message | None:
    if kind == "floor" and not (isinstance(actor, str) and actor in HOLDERS):
        return Message("“actor” does not say who holds the floor: F, P, CO, M or NONE.")
    if kind != "floor" and (kind == "actor" or actor is not None) and not (isinstance(actor, str) and actor in ACTORS):
        return Message("“actor” is neither a seat nor F, P, CO or SET.")
    return None


def _words_wrong(raw: Mapping[Any, Any], kind: str, scheme: ObservationScheme) -> Message | None:
    code, text = raw.get("code"), raw.get("text")
    if kind == "event" and not (isinstance(code, str) and scheme.code(code)):
        return Message("This behaviour is not in the scheme of the observation.")
    if kind == "phase" and not (isinstance(code, str) and scheme.phase(code)):
        return Message("This phase is not in the scheme of the observation.")
    if kind == "note" and not _is_note(text):
        return Message("A note has between 1 and %(most)d characters.", {"most": LONGEST_NOTE})
    if kind == "retime" and not whole(raw.get("delta_ms"), -LONGEST_SESSION_MS, LONGEST_SESSION_MS):
        return Message("“delta_ms” is not a shift in milliseconds.")
    return None


def _is_note(text: Any) -> bool:
    """Text of the right length that both engines can hold: no NUL, no half of a surrogate pair."""
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_NOTE:
        return False
    return not any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text)


def _posted(raw: Mapping[Any, Any]) -> Posted:
    kind = raw["kind"]
    op = Op(
        id=UUID(raw["id"]),
        kind=kind,
        code=raw["code"] if kind in ("event", "phase") else None,
        actor=raw.get("actor") if kind in ("event", "actor", "floor") else None,
        ref=uuid(raw.get("ref")),
        text=raw["text"] if kind == "note" else None,
        at_ms=raw["at_ms"],
        delta_ms=raw["delta_ms"] if kind == "retime" else None,
    )
    return Posted(op, UUID(raw["device"]), raw["seq"], raw["wall_ms"])


def uuid(value: Any) -> UUID | None:
    """The id that a text spells in the usual way, or None."""
    if not isinstance(value, str) or len(value) != 36:
        return None
    try:
        return UUID(value)
    except ValueError:
        return None


def whole(value: Any, least: int, most: int) -> bool:
    """Whether something is a whole number between two others; True and False are not numbers here."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
