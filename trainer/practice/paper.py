"""What was kept in a file or on paper because the device could not send it? Reads both as operations.

The same line gives the same operation whenever it is typed, so that nothing is taken twice.
"""

import json
import re
from collections import Counter
from typing import Any
from uuid import UUID

from trainer.curriculum.documents import ObservationScheme
from trainer.message import Message
from trainer.practice.ids import following

SHEET = UUID(int=1)  # the device of what stood on paper
MOST = 2000
NOBODY_READS = Message("This is not a file that a capture page has written.")
_LINE = re.compile(r"(\d{1,3}):([0-5]\d)\s+(\S+)(?:\s+(F|P|CO|SET|M\d{0,2})\b)?\s*(.*)", re.IGNORECASE)


def read_file(body: bytes) -> list[Any] | Message:
    """The operations of a file that a capture page has written."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return NOBODY_READS
    ops = found.get("ops") if isinstance(found, dict) else None
    return ops if isinstance(ops, list) and len(ops) <= MOST else NOBODY_READS


def read_lines(text: str, scheme: ObservationScheme, observation: UUID, begins_ms: int) -> list[Any] | list[Message]:
    """The operations of the lines of a paper sheet, or what is wrong with each line that cannot be read."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()][:MOST]
    seen: Counter[str] = Counter()
    ops: list[Any] = []
    wrong: list[Message] = []
    for number, line in enumerate(lines, 1):
        seen[line] += 1
        made = _operations(line, seen[line], scheme, observation)
        if made:
            ops += [{**op, "seq": number, "wall_ms": begins_ms + op["at_ms"]} for op in made]
        else:
            wrong.append(Message("Line %(number)d cannot be read: %(line)s", {"number": number, "line": line[:60]}))
    return wrong or ops


def _operations(line: str, occurrence: int, scheme: ObservationScheme, observation: UUID) -> list[dict[str, Any]]:
    found = _LINE.fullmatch(line)
    said = _said(found[3].lower(), scheme) if found else None
    if not found or not said:
        return []
    at_ms = (int(found[1]) * 60 + int(found[2])) * 1000
    op = {"observation": str(observation), "device": str(SHEET), "at_ms": at_ms, **said}
    op["id"] = str(following(at_ms, f"{observation} {occurrence} {line}"))
    if op["kind"] == "event" and found[4]:
        op["actor"] = found[4].upper()
    if not found[5]:
        return [op]
    note = {**op, "kind": "note", "text": found[5], "ref": op["id"], "id": str(following(at_ms, f"note {op['id']}"))}
    return [op, {name: value for name, value in note.items() if name not in ("code", "actor")}]


def _said(key: str, scheme: ObservationScheme) -> dict[str, Any] | None:
    """A letter is a behaviour, a number a phase."""
    if key.isascii() and key.isdigit():
        place = int(key) - 1
        return {"kind": "phase", "code": scheme.phases[place].key} if 0 <= place < len(scheme.phases) else None
    code = next((code for code in scheme.codes if key in (code.hotkey, code.key.lower())), None)
    return {"kind": "event", "code": code.key, "actor": code.actor} if code else None
