"""Hostile words in every field of every YAML file that people read: the programme of the tests, armed."""

import json
from collections.abc import Iterator
from typing import Any

from tests.programme import FILES
from trainer.curriculum.digests import WORDING
from trainer.curriculum.source import decode, front_matter, read

# What digests count as words, and words that they do not.
WORDS = WORDING | {"readings", "summary"}

PAYLOAD = (
    " SIGN <script>HIT</script>\"'><img src=x onerror=HIT></title></textarea><svg onload=HIT>"
    " [x](javascript:HIT) {{ 7*7 }} {% x %} %(x)s &lt;b&gt; &#0; //HOST/f"
)
_SHORT = " SIGN \"'><img src=x onerror=HIT> {{ 7*7 }} %(x)s"
_MOST = {"text": 400, "note": 280}
_MOST_IN = {"phrases.yaml": 120}

Path = tuple[str | int, ...]


def armed() -> Iterator[tuple[str, str]]:
    """Every field, named by its file and path, with what is put behind its words."""
    for file, path, words in _fields():
        room = _MOST_IN.get(file, _MOST.get(str(path[-1]), 10_000)) - len(words)
        yield f"{file}: {'.'.join(map(str, path))}", PAYLOAD if room > 2 * len(PAYLOAD) else _SHORT


def _fields() -> Iterator[tuple[str, Path, str]]:
    for file in sorted(FILES):
        if (value := tree(file)) is not None:
            yield from ((file, path, words) for path, words in _words(value, (), False))


def tree(file: str) -> Any:
    """What the YAML of a file says: the whole file, or the head of a Markdown file."""
    text = decode(FILES[file])
    if file.endswith(".md"):
        head = front_matter(text)[0]
        return None if head is None else read(head).value
    return read(text).value if file.endswith(".yaml") else None


def _words(value: Any, path: Path, is_read: bool) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _words(part, (*path, key), key in WORDS)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _words(part, (*path, number), is_read)
    elif isinstance(value, str) and is_read:
        yield path, value


def files(payloads: dict[str, str]) -> dict[str, bytes]:
    """The programme with what is put behind the words of each field, by the field's name."""
    made = dict(FILES)
    for file in sorted(FILES):
        value = tree(file)
        if value is None:
            continue
        put = _put(value, file, (), payloads)
        text = json.dumps(put, ensure_ascii=False, indent=1)
        if file.endswith(".md"):
            text = f"---\n{text}\n---\n{front_matter(decode(FILES[file]))[1]}"
        made[file] = text.encode()
    return made


def _put(value: Any, file: str, path: Path, payloads: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _put(part, file, (*path, key), payloads) for key, part in value.items()}
    if isinstance(value, list):
        return [_put(part, file, (*path, number), payloads) for number, part in enumerate(value)]
    return value + payloads.get(f"{file}: {'.'.join(map(str, path))}", "") if isinstance(value, str) else value


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of everything in a tree."""
    if path:
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from paths(part, (*path, key))


def replaced(value: Any, path: Path, new: object) -> Any:
    """The tree with something else at a path."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    if isinstance(value, list):
        return [replaced(part, rest, new) if number == first else part for number, part in enumerate(value)]
    return {key: replaced(part, rest, new) if key == first else part for key, part in value.items()}
