"""How is a page that is the same for everybody rendered once and filled for each reader?

A lesson's page is a few kilobytes of frame and text that never change, and a handful of places that do. The frame
is rendered once with marks in those places; a request only puts the reader's own words between the parts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

EDGE = "\x00"


def mark(name: str) -> str:
    """The mark for a place that is filled later. No text of a lesson can hold it."""
    return f"{EDGE}{name}{EDGE}"


@dataclass(frozen=True)
class Shell:
    """A rendered page cut at its marks: text, name, text, name, …, text."""

    parts: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with every mark replaced. A mark without a value is an error, never a hole in a page."""
        parts = list(self.parts)
        parts[1::2] = [values[name] for name in parts[1::2]]
        return "".join(parts)


def cut(page: str) -> Shell:
    """A shell from a page that was rendered with marks."""
    return Shell(tuple(page.split(EDGE)))
