"""What does a lesson say without its markup? As one line, in which every character has a place that a page can find.

A script in the page folds the same text in the same way (static/js/notes.js): the places of both are the same.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from trainer.curriculum.lessons import HEADINGS

_BLANK = re.compile("[ \t\n\r\f\u00a0]+")


@dataclass(frozen=True)
class Plain:
    """The words of a lesson, folded, and where each heading begins: pairs of place and id, in order."""

    text: str
    headings: tuple[tuple[int, str], ...]

    def heading_at(self, place: int) -> str:
        """The id of the last heading before a place, or nothing before the first."""
        return next((id for begins, id in reversed(self.headings) if begins <= place), "")


def fold(text: str) -> str:
    """Text with every run of blanks made one space, and none at either end."""
    return _BLANK.sub(" ", text).strip(" ")


def plain(html: str) -> Plain:
    """The words of sanitised HTML as a browser holds them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    before = ((len(fold(f"{reader.text[:begins]}|")) - 1, id) for begins, id in reader.headings)
    return Plain(fold(reader.text), tuple(before))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.headings: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS:
            self.headings.append((len(self.text), dict(attrs).get("id") or ""))

    def handle_data(self, data: str) -> None:
        self.text += data
