"""Which words differ between two texts?"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

_TOKEN = re.compile(r"\s+|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[\w'’-]+|[^\w\s]")  # words; signs of East Asia
_MOST_TOKENS = 4000  # what is longer was written anew as a whole


class Piece(NamedTuple):
    """Some words of two texts: `same`, `removed` or `added`."""

    kind: str
    text: str


def tokens(text: str) -> list[str]:
    """Words, the signs between them, and white space."""
    return _TOKEN.findall(text)


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts in one: without what was added it is the old one, without what was removed the new one."""
    before, after = tokens(old), tokens(new)
    if max(len(before), len(after)) > _MOST_TOKENS:
        return Piece("removed", old), Piece("added", new)
    found: list[tuple[bool, str, str]] = []
    for same, gone, come in _runs(before, after):
        if found and not same and not found[-1][0]:
            _, earlier_gone, earlier_come = found.pop()
            gone, come = earlier_gone + gone, earlier_come + come
        found.append((same, gone, come))
    return tuple(piece for run in found for piece in _pieces(*run) if piece.text)


def _runs(before: list[str], after: list[str]) -> Iterator[tuple[bool, str, str]]:
    """Runs of words that are the same or are not. A mere space between two changes belongs to them."""
    codes = SequenceMatcher(None, before, after).get_opcodes()
    for place, (code, i, to_i, j, to_j) in enumerate(codes):
        gone, come = "".join(before[i:to_i]), "".join(after[j:to_j])
        yield code == "equal" and not (gone.isspace() and 0 < place < len(codes) - 1), gone, come


def _pieces(same: bool, gone: str, come: str) -> tuple[Piece, ...]:
    return (Piece("same", gone),) if same else (Piece("removed", gone), Piece("added", come))
