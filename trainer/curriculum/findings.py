"""What did the checker find, and where in the author's files?"""

from collections.abc import Iterable
from dataclasses import dataclass

from trainer.message import Message


@dataclass(frozen=True)
class Finding:
    """One mistake, with the line an editor can jump to; `language` where it stands in a translation's folder."""

    file: str
    line: int
    message: Message
    language: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def finding(file: str, line: int, text: str, /, **values: object) -> Finding:
    """A finding from an English sentence and what fills its places."""
    return Finding(file, line, Message(text, values))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by language, file, line and words; the same one only once."""
    unique = {(found.language, found.file, found.line, str(found.message)): found for found in findings}
    return tuple(unique[key] for key in sorted(unique))
