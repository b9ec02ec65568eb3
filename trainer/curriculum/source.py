"""What does a file of an author say, and on which line does it say it?

YAML 1.2 is built from parser events: no recursion that a deep file could exhaust, no aliases that a small file could
multiply, no tags that could name a class, and every value keeps its line.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import ScalarNode

from trainer.message import Message

Path = tuple[str | int, ...]

MOST_BYTES = 256 * 1024
MOST_MARKDOWN = 128 * 1024  # two and a half hours of reading
DEEPEST = 24
# Control characters, halves of characters, and signs that turn the direction of whatever follows them.
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_INDENTING_TAB = re.compile(r"^ *\t", re.MULTILINE)
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}")


def most_bytes(path: str) -> int:
    """How long a text may be."""
    return MOST_MARKDOWN if path.endswith(".md") else MOST_BYTES


class Unreadable(Exception):
    """A file, or a place in it, that cannot be read at all."""

    def __init__(self, line: int, text: str, /, **values: object) -> None:
        super().__init__(text)
        self.line = line
        self.message = Message(text, values)


@dataclass(frozen=True)
class Tree:
    """The values of a YAML text, the line of every path in it, and the mistakes that did not stop the reading."""

    value: Any
    lines: Mapping[Path, int]
    mistakes: tuple[tuple[int, Message], ...] = ()

    def line(self, path: Path) -> int:
        """The line of a path; parts that are not in the file are passed over, so a missing key points to its owner."""
        known: Path = ()
        for part in path:
            if (*known, part) in self.lines:
                known = (*known, part)
        return self.lines[known]


def decode(body: bytes, most: int = MOST_BYTES) -> str:
    """Read bytes as UTF-8 with plain line ends; refuse what is too long, not UTF-8, or holds what nobody sees."""
    if len(body) > most:
        raise Unreadable(1, "The file is longer than %(most)s KB: split it.", most=most // 1024)
    try:
        text = body.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, "This is not UTF-8. Save the file with the encoding UTF-8.") from None
    text = _BREAKS.sub("\n", text)
    if found := INVISIBLE.search(text):
        raise _invisible(line_at(text, found.start()), found)
    return text


def _invisible(line: int, found: re.Match[str]) -> Unreadable:
    """A sign that nobody sees must not change what somebody reads, nor what a page is made of."""
    text = "There is an invisible character in this line (U+%(code)s): delete it."
    return Unreadable(line, text, code=f"{ord(found[0]):04X}")


def line_at(text: str, offset: int) -> int:
    """The number of the line an offset is in."""
    return text.count("\n", 0, offset) + 1


def front_matter(text: str) -> tuple[str | None, str, int]:
    """Split a lesson: the YAML between two lines of `---`, the text after it, and the line on which that begins.

    The YAML begins on line 2. A text that does not open with `---` has no front matter.
    """
    lines = text.split("\n")
    if lines[0].rstrip() == "+++":
        raise Unreadable(1, "This front matter is TOML: write it as YAML between two lines of three hyphens.")
    if lines[0].rstrip() != "---":
        return None, text, 1
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == "---":
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    raise Unreadable(1, "The front matter is not closed: put a line of three hyphens under it.")


@lru_cache(maxsize=256)  # three quarters of a check are spent here, and from one to the next most files stay the same
def read(text: str, first_line: int = 1) -> Tree:
    """Read YAML 1.2 in which the text's first line counts as `first_line`; raise Unreadable if nothing can be said."""
    if found := _INDENTING_TAB.search(text):
        line = line_at(text, found.start()) + first_line - 1
        raise Unreadable(line, "A tab indents this line. YAML is indented by spaces.")
    builder = _Builder(first_line)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + first_line if mark else first_line
        raise Unreadable(line, "This is not YAML: %(problem)s.", problem=_plain(error.problem)) from None
    except (YAMLError, ValueError, IndexError, OverflowError):
        raise Unreadable(first_line, "This is not YAML.") from None
    return Tree(builder.value, builder.lines, tuple(builder.mistakes))


_MEANT = (
    (re.compile("mapping values are not allowed"), "words with a colon and a space in them stand in quotes"),
    (re.compile("cannot start any token"), "words that begin with such a sign stand in quotes"),
    (re.compile("could not find expected ':'"), "a colon is missing, or an indent"),
)


def _plain(problem: object) -> str:
    """A parser's complaint in one line, without its full stop; as authors see it, if it is a usual one."""
    told = " ".join(str(problem or "it ends too early").split()).rstrip(".")
    return next((words for pattern, words in _MEANT if pattern.search(told)), told)


@dataclass
class _Open:
    """A mapping or list that is being read, and the path it lies at."""

    value: Any
    path: Path
    key: str | None = None
    skipped: bool = False
    seen: set[str] = field(default_factory=set)


class _Builder:
    """Turns parser events into values and lines."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.value: Any = None
        self.lines: dict[Path, int] = {(): first_line}
        self.mistakes: list[tuple[int, Message]] = []
        self.stack: list[_Open] = []
        self.documents = 0
        self.resolver = YAML(typ="safe", pure=True).resolver

    def take(self, event: Any) -> None:
        """One step of the file."""
        kind = type(event).__name__.removesuffix("Event")
        line = event.start_mark.line + self.first_line
        if kind == "Alias" or getattr(event, "anchor", None):
            raise Unreadable(line, "Anchors (&) and aliases (*) are not used here. Write the value out, or quote it.")
        if kind == "DocumentStart":
            self._document(event, line)
        elif kind == "Scalar":
            self._scalar(event, line)
        elif kind in ("MappingStart", "SequenceStart"):
            self._open({} if kind == "MappingStart" else [], event, line)
        elif kind in ("MappingEnd", "SequenceEnd"):
            self.stack.pop()

    def _document(self, event: Any, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            raise Unreadable(line, "A file holds one YAML document: remove the second “---”.")
        if event.version or event.tags:
            raise Unreadable(line, "Directives are not used here: remove the lines that begin with a percent sign.")

    def _open(self, value: Any, event: Any, line: int) -> None:
        _refuse_tag(event, line, ("map", "seq"))
        if len(self.stack) >= DEEPEST:
            raise Unreadable(line, "This is nested too deeply.")
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            raise Unreadable(line, "A key is a word, not a list or a mapping.")
        self.stack.append(_Open(value, self._put(value, line)))

    def _scalar(self, event: Any, line: int) -> None:
        _refuse_tag(event, line, ("str", "int", "float", "bool", "null"))
        if found := INVISIBLE.search(event.value):  # double quotes can hide one, as in "\\0"
            raise _invisible(line, found)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, event.value, line)
        else:
            self._put(self._plain_value(event, line), line)

    def _key(self, top: _Open, key: str, line: int) -> None:
        top.key, top.skipped = key, key in top.seen
        if top.skipped:
            self.mistakes.append((line, Message("“%(key)s” is written twice.", {"key": key})))
        else:
            top.seen.add(key)
            self.lines[(*top.path, key)] = line

    def _put(self, value: Any, line: int) -> Path:
        """Hang a value into what is open, and say at which path."""
        if not self.stack:
            self.value, self.lines[()] = value, line
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            path = (*top.path, len(top.value) - 1)
            self.lines[path] = line
            return path
        key, top.key = top.key or "", None
        if not top.skipped:
            top.value[key] = value
        # What stands under a key for the second time gets lines of its own, apart from those of the first.
        return (*top.path, key, -1) if top.skipped else (*top.path, key)

    def _plain_value(self, event: Any, line: int) -> Any:
        tag = str(event.tag or self.resolver.resolve(ScalarNode, event.value, event.implicit))
        try:
            return _convert(tag.rpartition(":")[2], event.value)
        except (ValueError, OverflowError):
            raise Unreadable(line, "“%(value)s” is not a number that can be read.", value=event.value[:40]) from None


def _refuse_tag(event: Any, line: int, known: tuple[str, ...]) -> None:
    tag = str(event.tag) if event.tag else ""
    if tag and tag not in ("!", *(f"tag:yaml.org,2002:{name}" for name in known)):
        raise Unreadable(line, "Tags (!) are not used here. Put the value in quotes.")


def _convert(kind: str, value: str) -> Any:
    """A scalar by the core schema of YAML 1.2; dates and whatever else there is stay words."""
    if kind == "null":
        return None
    if kind == "bool":
        return value.lower() == "true"
    if kind == "int":
        return _integer(value.replace("_", ""))
    if kind == "float":
        number = float(value.replace("_", "").replace(".inf", "inf").replace(".nan", "nan").lower())
        return number if math.isfinite(number) else value
    return value


def _integer(value: str) -> int:
    if _NUMBER.fullmatch(value):
        return int(value)
    number = int(value, 0)
    if abs(number) >= 10**15:
        raise ValueError(value)
    return number
