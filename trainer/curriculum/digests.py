"""When are two published texts the same to those who are judged by them?

Two digests: *structure* (keys, levels, weights, criticals, numbers) decides whether results can be compared;
*wording* (everything a person reads) decides whether they read the same words.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

WORDING = frozenset(
    {
        *("title", "name", "label", "summary", "text", "question", "version", "warning", "scope"),
        *("anchors", "definition", "not_this", "purpose", "may", "may_not", "formula", "guide", "caution"),
        *("stem", "match", "feedback", "practice", "readings", "html"),
        *("term", "also", "introduction", "situation", "listen_for", "concerns", "follow_up"),
        *("setting", "note", "narrative", "reason", "neighbour", "strengths", "next_time", "discussion"),
    }
)


def canonical(value: object) -> str:
    """The one way to write a value as JSON: sorted keys, no spaces, no escapes beyond what JSON asks for."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: object) -> str:
    """SHA-256 of a value's canonical JSON, as 64 hexadecimal digits."""
    return digest_of_bytes(canonical(value).encode())


def digest_of_bytes(body: bytes) -> str:
    """SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()


def body(document: BaseModel) -> str:
    """A document as it is stored and cited: its canonical JSON."""
    return canonical(document.model_dump(mode="json"))


def both(value: BaseModel | Mapping[str, Any]) -> tuple[str, str]:
    """The digests of structure and of wording."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    return digest(_structure(plain)), digest(list(_wording(plain, ())))


def _structure(value: Any) -> Any:
    """The value without what people read."""
    if isinstance(value, Mapping):
        return {key: _structure(part) for key, part in value.items() if key not in WORDING}
    if isinstance(value, list | tuple):
        return [_structure(part) for part in value]
    return value


def _wording(value: Any, path: tuple[str, ...]) -> Iterable[tuple[str, Any]]:
    """What people read, each with the place it stands in."""
    if isinstance(value, Mapping):
        for key in sorted(value):
            if key in WORDING:
                yield ".".join((*path, key)), value[key]
            else:
                yield from _wording(value[key], (*path, key))
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from _wording(part, (*path, str(number)))
