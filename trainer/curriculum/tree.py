"""How do the files of a draft lie in their folders, and where among them is something wrong?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from trainer.curriculum import paths
from trainer.curriculum.archive import MEGA, MOST_ALTOGETHER, MOST_FILES
from trainer.curriculum.findings import Finding
from trainer.message import Message


@dataclass(frozen=True)
class FileLine:
    """A file of a draft without its words."""

    language: str
    path: str
    digest: str
    size: int
    changed_at: datetime
    changed_by: str | None

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Leaf:
    """A file with the number of mistakes in it."""

    line: FileLine
    findings: int


@dataclass(frozen=True)
class Folder:
    """A folder with the files that lie in it and not deeper."""

    language: str
    path: str
    files: tuple[Leaf, ...]

    def name(self, programme: str) -> str:
        """The folder as it is called in a zip."""
        root = paths.folder_name(programme, self.language)
        return f"{root}/{self.path}" if self.path else root


def folders(lines: Iterable[FileLine], findings: Iterable[Finding]) -> tuple[Folder, ...]:
    """The folders of a draft that hold files, those of the programme itself first, each before what lies in it."""
    counts = Counter((found.language, found.file) for found in findings)
    ordered = sorted(lines, key=lambda line: (line.language, line.folder.split("/"), line.name))
    return tuple(
        Folder(language, path, tuple(Leaf(line, counts[line.language, line.path]) for line in group))
        for (language, path), group in groupby(ordered, key=lambda line: (line.language, line.folder))
    )


def is_in_module(line: FileLine) -> bool:
    """Whether a file stands beside lessons, where the pictures and papers do that lessons show."""
    return not line.language and line.path.startswith("modules/") and line.folder != "modules"


def fits(lines: Sequence[FileLine], more: int) -> Message | None:
    """What keeps one more file of that size out of a draft; a draft can always leave as a zip and come back."""
    if len(lines) >= MOST_FILES:
        return Message("A draft holds at most %(most)d files.", {"most": MOST_FILES})
    if sum(line.size for line in lines) + more > MOST_ALTOGETHER:
        return Message("A draft holds at most %(most)d MB.", {"most": MOST_ALTOGETHER // MEGA})
    return None
