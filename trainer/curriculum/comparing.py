"""What would publishing change: which files, and which parts that people read or are judged by?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from trainer.curriculum import digests
from trainer.curriculum.compiled import CompiledProgramme
from trainer.curriculum.lines import Hunk, difference
from trainer.curriculum.paths import is_text

MOST_LINES = 1000
Digests = tuple[str, str]
Parts = Mapping[str, Digests]


class Digested(Protocol):
    """A module or lesson, compiled or published."""

    @property
    def key(self) -> str: ...
    @property
    def structure_digest(self) -> str: ...
    @property
    def wording_digest(self) -> str: ...


class Handed(Protocol):
    """A card or plan, compiled or published."""

    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def module_key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def minutes(self) -> int: ...
    @property
    def html(self) -> str: ...


@dataclass(frozen=True)
class PartChange:
    """A part that came, went or changed. Where only the wording changed, results stay comparable."""

    part: str
    how: Literal["added", "removed", "structure", "wording"]


@dataclass(frozen=True)
class FileChange:
    """A file that came, went or changed; of a text what differs line by line, and how many lines `more` than shown."""

    name: str
    how: Literal["added", "removed", "changed"]
    hunks: tuple[Hunk, ...] = ()
    more: int = 0


def parts(compiled: CompiledProgramme) -> dict[str, Digests]:
    """The digests of structure and of wording of everything a programme consists of, by the names of its parts."""
    lessons = [(module.key, lesson) for module in compiled.modules for lesson in module.lessons]
    found = about(compiled.title, compiled.language, compiled.summary)
    found |= texts("", compiled.modules, lessons, compiled.handouts)
    for words in compiled.translations:
        found |= texts(words.language, words.modules, words.lessons, words.handouts)
    found |= compiled.document_digests
    found |= {named(part.kind, part.key): part.digests for part in compiled.documents}
    return found | {named("file", asset.path): (asset.digest, asset.digest) for asset in compiled.assets}


def about(title: str, language: str, summary: str) -> dict[str, Digests]:
    """What stands in programme.yaml, as a part."""
    return {"programme": digests.both({"title": title, "language": language, "summary": summary})}


def texts(
    language: str, modules: Iterable[Digested], lessons: Iterable[tuple[str, Digested]], handouts: Iterable[Handed]
) -> dict[str, Digests]:
    """What is read in one language, as parts."""
    found = {named("module", part.key, language): (part.structure_digest, part.wording_digest) for part in modules}
    for module, part in lessons:
        found[named("lesson", f"{module}/{part.key}", language)] = part.structure_digest, part.wording_digest
    for page in handouts:
        frozen = {"module": page.module_key, "minutes": page.minutes}
        read = {"title": page.title, "summary": page.summary, "html": page.html}
        found[named(page.kind, page.key, language)] = digests.both({**frozen, **read})
    return found


def named(kind: str, key: str, language: str = "") -> str:
    """How a part is called: lesson questions/why-advice-comes-early (de)."""
    return f"{kind} {key} ({language})" if language else f"{kind} {key}"


def changed_parts(before: Parts, after: Parts) -> tuple[PartChange, ...]:
    """Every part that came, went or changed."""
    return (
        *(PartChange(part, "added") for part in after if part not in before),
        *(PartChange(part, "removed") for part in before if part not in after),
        *(_changed(part, before[part], new) for part, new in after.items() if before.get(part, new) != new),
    )


def _changed(part: str, before: Digests, after: Digests) -> PartChange:
    return PartChange(part, "wording" if before[0] == after[0] else "structure")


def changed_files(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[FileChange, ...]:
    """Every file that came, went or changed, by name."""
    names = sorted(before.keys() | after.keys())
    return tuple(
        _file(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    )


def _file(name: str, before: bytes | None, after: bytes | None) -> FileChange:
    if before is None:
        return FileChange(name, "added")
    if after is None:
        return FileChange(name, "removed")
    return _text(name, difference(as_text(before), as_text(after)) if is_text(name) else ())


def _text(name: str, hunks: tuple[Hunk, ...]) -> FileChange:
    """A changed text with as much of the difference as somebody can read on a page."""
    left, shown = MOST_LINES, []
    for hunk in hunks:
        shown.append(hunk[: max(0, left)])
        left -= len(hunk)
    return FileChange(name, "changed", tuple(filter(None, shown)), max(0, -left))


def as_text(body: bytes) -> str:
    """What a file says, as well as it can be read."""
    return body.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
