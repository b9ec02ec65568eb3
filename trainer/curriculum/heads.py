"""What stands in the head of a Markdown file, and what is its text, whatever tool it was written for?

The title is the one in the head, else the first heading if that is of the first level, else the name of the file.
Words that other tools put into their front matter are passed over, and a note says so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from trainer.curriculum import lessons
from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.folder import HandoutHead, LessonHead, title_of
from trainer.curriculum.layout import Code, Line, pieces
from trainer.curriculum.reading import Desk, Sheet, sheet_of
from trainer.curriculum.source import Unreadable, front_matter

OF_OTHER_TOOLS = frozenset(
    {
        *("abstract", "aliases", "author", "authors", "bibliography", "cascade", "categories", "category"),
        *("comments", "cover", "created", "cssclass", "cssclasses", "custom_edit_url", "date", "date-modified"),
        *("description", "draft", "editor", "engine", "excerpt", "execute", "format", "has_children", "hide"),
        *("hide_table_of_contents", "hide_title", "icon", "id", "image", "jupyter", "jupytext", "kernelspec"),
        *("keywords", "lang", "lastmod", "layout", "linkTitle", "linktitle", "menu", "nav_exclude", "nav_order"),
        *("number-sections", "pagination", "pagination_label", "pagination_next", "pagination_prev", "parent"),
        *("permalink", "published", "sidebar_class_name", "sidebar_label", "sidebar_position", "slug", "status"),
        *("subtitle", "tag", "tags", "template", "toc", "toc_max_heading_level", "toc_min_heading_level", "type"),
        *("updated", "url", "weight"),
    }
)
_NOT_READY = {"draft": True, "published": False}
_HEADING = re.compile(r" {0,3}(#{1,6})(?: |$)")
_UNDER = re.compile(r" {0,3}(=+|-+) *$")

AnyHead = TypeVar("AnyHead", LessonHead, HandoutHead)


@dataclass(frozen=True)
class Opened(Generic[AnyHead]):
    """A Markdown file: its head, if that could be read, its text, and the line on which that begins."""

    head: Sheet[AnyHead] | None
    body: str
    line: int


def split(desk: Desk, file: str) -> tuple[str | None, str, int] | None:
    """The YAML of a Markdown file, its text and the line that begins on, or None with the reason written down."""
    text = desk.text(file)
    if text is None:
        return None
    try:
        return front_matter(text)
    except Unreadable as error:
        desk.findings.append(Finding(file, error.line, error.message))
        return None


def opened(desk: Desk, file: str, shape: type[AnyHead]) -> Opened[AnyHead] | None:
    """A Markdown file with its head read, or None with the reason written down."""
    parts = split(desk, file)
    if parts is None:
        return None
    yaml, body, line = parts
    title = titled(body)[0] or title_of(file.rpartition("/")[2])
    head = sheet_of(desk, file, yaml or "", 1 if yaml is None else 2, shape, {"title": title}, OF_OTHER_TOOLS)
    if head:
        _check_ready(desk, head)
        title = head.document.title
    return Opened(head, text_under(title, body), line)


def titled(body: str) -> tuple[str, str]:
    """The title that stands over a text as its first heading, and the text without it, line for line."""
    lines = body.split("\n")
    first, last = _first_heading(lines)
    try:
        headings = lessons.render("\n".join(lines[first : last + 1])).headings
    except lessons.TooDeep:
        return "", body
    if not headings or headings[0].level != 1:
        return "", body
    lines[first : last + 1] = [""] * (last + 1 - first)
    return headings[0].text, "\n".join(lines)


def _first_heading(lines: Sequence[str]) -> tuple[int, int]:
    """The places of the first and last line of the first heading; nothing between them if there is none."""
    before = Line(0, "")
    for piece in pieces(lines):
        if isinstance(piece, Code):
            before = Line(0, "")
            continue
        if _HEADING.match(piece.text):
            return piece.number - 1, piece.number - 1
        if before.text.strip() and before.number == piece.number - 1 and _UNDER.match(piece.text):
            return piece.number - 2, piece.number - 1
        before = piece
    return 0, -1


def text_under(title: str, body: str) -> str:
    """A text without a heading that says its title again."""
    heading, rest = titled(body)
    return rest if _folded(heading) == _folded(title) else body


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _check_ready(desk: Desk, head: Sheet[AnyHead]) -> None:
    """What another tool would not publish is not published here."""
    value: object = head.tree.value
    for name, sign in _NOT_READY.items():
        if isinstance(value, Mapping) and value.get(name) is sign:
            text = "“%(name)s” says that this is not to be published: take that line out, or move the file away."
            desk.findings.append(finding(head.file, head.line(name), text, name=name))
