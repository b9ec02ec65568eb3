"""What may an author write into programme.yaml, module.yaml and the head of a lesson?"""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from trainer.curriculum.documents import Key, Part, Words

LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_NUMBERED = re.compile(r"^[0-9]+[-_]")
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


class LessonHead(Part):
    """The front matter of a lesson."""

    key: Key | None = None
    title: Words
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    outcomes: tuple[str, ...] = ()


def key_of(name: str) -> str:
    """The key in a file or folder name: without its number and without `.md`."""
    return _NUMBERED.sub("", name.removesuffix(".md"))


def title_of(key: str) -> str:
    """A title for something that its author gave none."""
    return key.replace("-", " ").replace("_", " ").strip().capitalize()


def module_folders(paths: Iterable[str]) -> list[str]:
    """The folders under modules/ that hold something, in the order of their names."""
    parts = (path.split("/") for path in paths)
    return sorted({part[1] for part in parts if len(part) > 2 and part[0] == "modules"})


def lesson_files(paths: Iterable[str], folder: str) -> list[str]:
    """The lessons of a module, in the order of their names."""
    head = f"modules/{folder}/"
    return sorted(path for path in paths if path.startswith(head) and "/" not in path[len(head) :] and _is_lesson(path))


def _is_lesson(path: str) -> bool:
    return path.endswith(".md") and not path.rpartition("/")[2].startswith(".")
