"""Which blocks may a lesson hold, how are they written, and what do they become?

/// task | Run a short round
    minutes: 20

Text of the block.
///
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.layout import STEP, Code, Line, pieces

KINDS = {
    "moment": "",
    "say": "Words to use",
    "try": "Try this",
    "watch": "Watch for",
    "note": "Note",
    "task": "Practice task",
    "reflection": "Reflection",
}
OPTIONS = {"task": "minutes", "reflection": "key"}
_START = re.compile(r"^\s*(/{3,})[ ]*([\w-]+)[ ]*(?:\|[ ]*(.*?)[ ]*)?$")
_END = re.compile(r"^\s*(/{3,})[ ]*$")
_OPTION = re.compile(r"^ {4,}([\w-]+):\s*(.*?)\s*$")
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_MINUTES = re.compile(r"[1-9][0-9]{0,2}")


def _word(value: Any) -> str:
    """The value of an option as a word; lists and the like are no words."""
    if not isinstance(value, str | int):
        raise ValueError("not a word")
    return str(value)


class _LessonBlock(Block):  # type: ignore[misc]
    """A box in a lesson: a title line that names the kind, then the author's text."""

    ARGUMENT = None

    def on_markdown(self) -> str:
        return "block"

    def on_create(self, parent: Element) -> Element:
        box = SubElement(parent, "div", {"class": f"block {self.NAME}"})
        kind, title = KINDS[self.NAME], self.argument or ""
        if kind or title:
            self._title(box, kind, title)
        if self.NAME == "reflection":
            box.set("id", f"reflection-{self.options['key']}")
            box.set("data-prompt", "yes")
        return box

    def _title(self, box: Element, kind: str, title: str) -> None:
        line = SubElement(box, "p", {"class": "block-title"})
        line.text = "" if kind else title
        if kind:
            label = SubElement(line, "span", {"class": "block-kind"})
            label.text, label.tail = (f"{kind}:", f" {title}") if title else (kind, "")
        if self.options.get("minutes"):
            minutes = SubElement(line, "span", {"class": "block-minutes"})
            minutes.text = f" ({self.options['minutes']} min)"


def _kind(name: str) -> type[_LessonBlock]:
    options = {OPTIONS[name]: ["", _word]} if name in OPTIONS else {}
    return type(f"_{name.title()}", (_LessonBlock,), {"NAME": name, "OPTIONS": options})


_CLASSES = tuple(_kind(name) for name in KINDS)


class LessonBlocks(BlocksExtension):  # type: ignore[misc]
    """The blocks of a lesson as an extension of Python-Markdown."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        for block in _CLASSES:
            block_mgr.register(block, self.getConfigs())


@dataclass
class Opening:
    """The first line of a block as the author wrote it, with its options."""

    line: int
    slashes: int
    name: str
    title: str
    options: dict[str, str] = field(default_factory=dict)


def prose(body: str, first_line: int = 1) -> Iterator[tuple[int, str]]:
    """The lines of a text with their numbers, without fenced code."""
    for piece in pieces(body.expandtabs(STEP).split("\n"), first_line):
        if isinstance(piece, Line):
            yield piece.number, piece.text


def openings(body: str, first_line: int = 1) -> tuple[list[Opening], list[tuple[int, str]]]:
    """Every block that a text opens, and those never closed or closed without being open, as (line, slashes)."""
    found: list[Opening] = []
    stack: list[Opening] = []
    stray: list[tuple[int, str]] = []
    heading: Opening | None = None
    for number, line in prose(body, first_line):
        option = _OPTION.match(line) if heading else None
        if heading and option:
            heading.options[option[1]] = option[2].strip("\"'")
            continue
        heading = None
        if end := _END.match(line):
            _close(stack, stray, number, end[1])
        elif start := _START.match(line):
            heading = Opening(number, len(start[1]), start[2].lower(), start[3] or "")
            found.append(heading)
            stack.append(heading)
    return found, [*stray, *((block.line, f"/// {block.name}") for block in stack)]


def _close(stack: list[Opening], stray: list[tuple[int, str]], line: int, slashes: str) -> None:
    if stack and stack[-1].slashes == len(slashes):
        stack.pop()
    else:
        stray.append((line, slashes))


def check(file: str, body: str, first_line: int = 1) -> list[Finding]:
    """Every mistake in the block lines and fences of a lesson."""
    blocks, stray = openings(body, first_line)
    found = [
        finding(file, line, "The code that begins here does not end: close it.") for line in _open(body, first_line)
    ]
    found += [finding(file, line, "“%(text)s” has no partner line of slashes.", text=text) for line, text in stray]
    for block in blocks:
        found += _check(file, block)
    return found


def _open(body: str, first_line: int) -> Iterator[int]:
    """The lines of fences that nothing closes."""
    for piece in pieces(body.expandtabs(STEP).split("\n"), first_line):
        if isinstance(piece, Code) and not piece.closed:
            yield piece.number


def _check(file: str, block: Opening) -> Iterator[Finding]:
    if block.name not in KINDS:
        names = ", ".join(KINDS)
        yield finding(
            file, block.line, "There is no block “%(name)s”; there are %(names)s.", name=block.name, names=names
        )
        return
    for option in block.options:
        if option != OPTIONS.get(block.name):
            yield finding(file, block.line, "A %(name)s has no option “%(option)s”.", name=block.name, option=option)
    if block.name == "reflection":
        yield from _check_reflection(file, block)
    if not _MINUTES.fullmatch(block.options.get("minutes", "1")):
        yield finding(file, block.line, "“minutes” of a task is a whole number from 1 to 999.")


def _check_reflection(file: str, block: Opening) -> Iterator[Finding]:
    if not block.title:
        yield finding(file, block.line, "A reflection needs a title after a bar: its question.")
    if not _KEY.fullmatch(block.options.get("key", "")):
        yield finding(
            file, block.line, "A reflection needs a “key” of lower-case letters, digits, hyphens, underscores."
        )
