"""What did the checker find, and where in the author's files?"""

from collections.abc import Iterable
from dataclasses import dataclass

from trainer.message import Message


@dataclass(frozen=True)
class Finding:
    """One mistake, with the line an editor can jump to."""

    file: str
    line: int
    message: Message

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def finding(file: str, line: int, text: str, /, **values: object) -> Finding:
    """A finding from an English sentence and what fills its places."""
    return Finding(file, line, Message(text, values))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file, then line, then words; the same one only once."""
    unique = {(found.file, found.line, str(found.message)): found for found in findings}
    return tuple(unique[key] for key in sorted(unique))
