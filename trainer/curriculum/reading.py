"""Does a YAML file hold what its document asks for, and if not, what is wrong on which line?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trainer.curriculum.findings import Finding
from trainer.curriculum.folder import LANGUAGE, TAKEN
from trainer.curriculum.source import Path, Tree, Unreadable, decode, most_bytes, read
from trainer.message import Message

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass
class Desk:
    """The author's files and the list of what is wrong with them."""

    files: Mapping[str, bytes]
    findings: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    def wrong(self, file: str, line: int, text: str, /, **values: object) -> None:
        """Write down a mistake."""
        self.findings.append(Finding(file, line, Message(text, values)))

    def text(self, file: str) -> str | None:
        """The text of a file, or None with the reason written down."""
        try:
            return decode(self.files[file], most_bytes(file))
        except Unreadable as error:
            self.findings.append(Finding(file, error.line, error.message))
            return None


def possible_key(desk: Desk, kind: str, key: str, file: str, line: int) -> None:
    """A key is a word, and none of our own stands in its place in an address."""
    if not key:
        desk.wrong(file, line, "This name makes no key: say one, as in “key: first-steps”.")
    if key in TAKEN[kind]:
        desk.wrong(file, line, "“%(key)s” has another meaning in addresses: say another key.", key=key)


@dataclass(frozen=True)
class Sheet(Generic[Shape]):
    """A document as read from a file, with the line of everything in it."""

    file: str
    document: Shape
    tree: Tree

    def line(self, *path: str | int) -> int:
        """The line on which a part of the document stands."""
        return self.tree.line(path)


def sheet(desk: Desk, file: str, shape: type[Shape]) -> Sheet[Shape] | None:
    """The document in a YAML file, or None with every mistake written down."""
    text = desk.text(file)
    return None if text is None else sheet_of(desk, file, text, 1, shape)


def sheet_of(
    desk: Desk,
    file: str,
    text: str,
    first_line: int,
    shape: type[Shape],
    given: Mapping[str, object] = MappingProxyType({}),
    passed_over: Collection[str] = (),
) -> Sheet[Shape] | None:
    """The document in a YAML text that begins on a line of a file, or None with every mistake written down.

    `given` holds what counts where the text says nothing; keys to be passed over are told in a note.
    """
    try:
        tree = read(text, first_line)
    except Unreadable as error:
        desk.findings.append(Finding(file, error.line, error.message))
        return None
    desk.findings += [Finding(file, line, message) for line, message in tree.mistakes]
    value = {} if tree.value is None else tree.value
    if isinstance(value, dict):
        over = [name for name in value if name in passed_over]
        if over:
            told = Message("Passed over, as it means nothing here: %(names)s.", {"names": ", ".join(over)})
            desk.notes.append(Finding(file, tree.line((over[0],)), told))
        value = {**given, **{name: part for name, part in value.items() if name not in over}}
    try:
        document = shape.model_validate(value)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True, include_input=True)
        desk.findings += [Finding(file, tree.line(_path(part)), _message(part)) for part in details]
        return None
    return Sheet(file, document, tree)


def _path(error: ErrorDetails) -> Path:
    return tuple(error["loc"])


_TYPES = {
    "string_type": "words (put a number or a date in quotes)",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
_BOUNDS = {
    "greater_than_equal": ("at least %(bound)s", "ge"),
    "less_than_equal": ("at most %(bound)s", "le"),
}


_PATTERNS = {
    r"^[a-z0-9][a-z0-9_-]{0,63}$": "a key: lower-case letters, digits, hyphens and underscores, at most 64",
    r"^[A-Z][A-Z_]{0,31}$": "a code: capital letters and underscores, at most 32",
    r"^[a-z]$": "one lower-case letter",
    LANGUAGE: "a language such as en or pt-BR",
}


def _message(error: ErrorDetails) -> Message:
    """What one complaint of the shape means to an author."""
    kind, name = error["type"], _name(_path(error))
    context: dict[str, Any] = error.get("ctx", {})
    if kind == "missing":
        return Message("“%(name)s” is missing.", {"name": name})
    if kind == "extra_forbidden":
        return Message("“%(name)s” is not known here.", {"name": name})
    if kind in _TYPES:
        return Message("“%(name)s” must be %(type)s.", {"name": name, "type": _TYPES[kind]})
    if kind in _BOUNDS:
        text, bound = _BOUNDS[kind]
        return Message(f"“%(name)s” must be {text}.", {"name": name, "bound": context[bound]})
    return _less_common(kind, name, context, error["msg"])


def _less_common(kind: str, name: str, context: Mapping[str, Any], told: str) -> Message:
    if kind == "string_too_short":
        return Message("“%(name)s” is empty.", {"name": name})
    if kind == "string_pattern_mismatch":
        pattern = _PATTERNS.get(context["pattern"], context["pattern"])
        return Message("“%(name)s” must be %(pattern)s.", {"name": name, "pattern": pattern})
    if kind in ("too_short", "too_long"):
        bound = context.get("min_length", context.get("max_length"))
        most = "at least" if kind == "too_short" else "at most"
        return Message("“%(name)s” must have %(most)s %(bound)s entries.", {"name": name, "most": most, "bound": bound})
    if kind in ("literal_error", "union_tag_invalid"):
        expected = context.get("expected", context.get("expected_tags"))
        return Message("“%(name)s” must be one of: %(expected)s.", {"name": name, "expected": expected})
    if kind == "union_tag_not_found":
        return Message("“kind” is missing.")
    return Message("“%(name)s”: %(told)s.", {"name": name, "told": told})


def _name(path: Path) -> str:
    """The last word of a path, with its number if it is an entry of a list."""
    words = [part for part in path if isinstance(part, str)]
    name = words[-1] if words else "the file"
    return f"{name} {path[-1] + 1}" if path and isinstance(path[-1], int) else name
