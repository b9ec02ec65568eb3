"""What may an author write into programme.yaml, module.yaml and the head of a lesson or handout?"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from trainer.curriculum.documents import Key, Part, Words

LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_NUMBER = re.compile(r"^([0-9]+)(?:-[0-9]{2}-[0-9]{2})?[-_. ]+(?=.)")  # or a date
_NO_KEY = re.compile(r"[^a-z0-9_-]+")
_OPENS_A_FOLDER = ("index", "readme")
LONGEST_KEY = 64
# Words of our own that stand in addresses where a key would stand.
TAKEN = {
    "programme": ("begin", "notes"),
    "module": ("cards", "cases", "companion", "files", "glossary", "plans"),
    "lesson": ("check",),
}
Minutes = Annotated[int, Field(ge=0, le=6000)]


class ProgrammeFile(Part):
    """programme.yaml: what the programme is called and which files belong to it."""

    key: Key
    title: Words
    language: Annotated[str, Field(pattern=LANGUAGE)] = "en"
    summary: str = ""
    modules: tuple[Key, ...] | None = None
    rubric: str | None = None
    observation: str | None = None
    policy: str | None = None


class ModuleMinutes(Part):
    """Time for a module: alone, and together with others."""

    alone: Annotated[int, Field(alias="self", ge=0, le=6000)] = 0
    live: Minutes = 0


class Outcome(Part):
    """What somebody can do after a module, and the criteria of the rubric it serves."""

    key: Key
    text: Words
    criteria: tuple[str, ...] = ()


class ModuleFile(Part):
    """module.yaml: everything about a module that is not in its lessons."""

    key: Key | None = None
    title: Words
    summary: str = ""
    minutes: ModuleMinutes = ModuleMinutes()
    outcomes: tuple[Outcome, ...] = ()
    requires: tuple[str, ...] = ()
    practice: str = ""
    readings: tuple[Words, ...] = ()


class HandoutHead(Part):
    """The front matter of a card or of the plan of a live session. `group` says for how many a plan is."""

    key: Key | None = None
    title: Words
    summary: str = ""
    module: Key | None = None
    minutes: Minutes = 0
    group: str = ""


class LessonHead(Part):
    """The front matter of a lesson."""

    key: Key | None = None
    title: Words
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    outcomes: tuple[str, ...] = ()


def is_language(word: str) -> bool:
    """Whether a word names a language: en, pt-BR."""
    return bool(re.fullmatch(LANGUAGE, word))


def key_of(name: str) -> str:
    """The key in a file or folder name: without its number and `.md`, in plain letters; empty if it has none."""
    letters = unicodedata.normalize("NFKD", _named(name).lower().replace("ß", "ss")).encode("ascii", "ignore").decode()
    return _NO_KEY.sub("-", letters).strip("-_")[:LONGEST_KEY]


def title_of(name: str) -> str:
    """A title for something that its author gave none, from the name of its file or folder."""
    words = " ".join(re.split(r"[-_\s]+", _named(name))).strip()
    return words[:1].upper() + words[1:]


def _named(name: str) -> str:
    return _NUMBER.sub("", name.removesuffix(".md"))


def place_of(name: str) -> tuple[bool, float, str]:
    """What files and folders are ordered by: what opens a folder, numbers by their value, the rest by name."""
    number = _NUMBER.match(name)
    opens = name.removesuffix(".md").lower().strip("_") in _OPENS_A_FOLDER
    return not opens, int(number[1]) if number else float("inf"), name


def module_folders(paths: Iterable[str]) -> list[str]:
    """The folders under modules/ that hold something, in their order."""
    parts = (path.split("/") for path in paths)
    return sorted({part[1] for part in parts if len(part) > 2 and part[0] == "modules"}, key=place_of)


def lesson_files(paths: Iterable[str], folder: str) -> list[str]:
    """The lessons of a module, in their order."""
    head = f"modules/{folder}/"
    names = (path[len(head) :] for path in paths if path.startswith(head) and path.endswith(".md"))
    return [head + name for name in sorted((name for name in names if "/" not in name), key=place_of)]
