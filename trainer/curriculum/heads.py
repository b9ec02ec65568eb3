"""What stands in the head of a Markdown file, and what is its text, whatever tool it was written for?

A text that begins with a heading of the first level has its title there. Words that other tools put into their front
matter are passed over, and a note says so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from trainer.curriculum import lessons
from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.folder import HandoutHead, LessonHead
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
_HEADING = re.compile(r"\s*(?P<line># +\S.*|\S.*\n {0,3}=+ *)(?:\n|$)")


AnyHead = TypeVar("AnyHead", LessonHead, HandoutHead)


@dataclass(frozen=True)
class Opened(Generic[AnyHead]):
    """A Markdown file: its head, if it has one, its text, and the line on which that begins."""

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
    title, rest = titled(body)
    if yaml is None and not title:
        return Opened(None, body, line)
    first = 1 if yaml is None else 2
    head = sheet_of(desk, file, yaml or "", first, shape, {"title": title} if title else {}, OF_OTHER_TOOLS)
    if head is None:
        return Opened(None, rest, line)
    _check_ready(desk, head)
    return Opened(head, text_under(head.document.title, body), line)


def titled(body: str) -> tuple[str, str]:
    """The title that a text begins with, and the text without it, line for line."""
    found = _HEADING.match(body)
    if not found:
        return "", body
    try:
        headings = lessons.render(found["line"]).headings
    except lessons.TooDeep:
        return "", body
    title = headings[0].text if headings else ""
    return (title, "\n" * found[0].count("\n") + body[found.end() :]) if title else ("", body)


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
