"""What has an author written for each module, before it is known whether everything fits together?"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from trainer.curriculum import banks, blocks
from trainer.curriculum.documents import Check
from trainer.curriculum.folder import LessonHead, ModuleFile, key_of, lesson_files, module_folders, title_of
from trainer.curriculum.heads import opened
from trainer.curriculum.lessons import Rendered
from trainer.curriculum.reading import Desk, Sheet, possible_key, sheet

_NOTHING_YET = Rendered("", (), (), (), (), (), 0, 0)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A Markdown file: its text, and the line on which that begins. `module` is empty outside the modules."""

    file: str
    key: str
    body: str
    body_line: int
    module: str = ""
    rendered: Rendered = _NOTHING_YET

    @cached_property
    def prose(self) -> list[tuple[int, str]]:
        """The lines of the text with their numbers, without fenced code."""
        return list(blocks.prose(self.body, self.body_line))

    @cached_property
    def _joined(self) -> str:
        return "\n".join(line for _, line in self.prose)

    def line(self, text: str, time: int = 1) -> int:
        """The line of the text on which something stands for the nth time; else the line on which the text begins."""
        found = self._joined.find(text)
        if not text or found < 0:
            return self.body_line
        for _ in range(time - 1):
            found = max(found, self._joined.find(text, found + len(text)))
        return self.prose[self._joined.count("\n", 0, found)][0]

    def with_rendered(self, rendered: Rendered) -> Self:
        return replace(self, rendered=rendered)


@dataclass(frozen=True, kw_only=True)
class LessonDraft(Page):
    """A lesson as written, with its head."""

    head: Sheet[LessonHead] | None

    @property
    def title(self) -> str:
        return self.head.document.title if self.head else title_of(self.file.rpartition("/")[2])

    @property
    def outcomes(self) -> tuple[str, ...]:
        return self.head.document.outcomes if self.head else ()


@dataclass(frozen=True)
class ModuleDraft:
    """A module as written. `whole`: its file and the heads of all its lessons could be read."""

    folder: str
    key: str
    about: Sheet[ModuleFile] | None
    check: Sheet[Check] | None
    lessons: tuple[LessonDraft, ...]
    whole: bool = True

    @property
    def file(self) -> str:
        return f"modules/{self.folder}/module.yaml"

    def line(self, *path: str | int) -> int:
        return self.about.line(*path) if self.about else 1


def modules(desk: Desk) -> list[ModuleDraft]:
    """Every module in the folder, in the order of the folder names; mistakes of single files are written down."""
    found = [_module(desk, folder) for folder in module_folders(desk.files)]
    keys: dict[str, str] = {}
    for module in found:
        if module.key in keys:
            other = keys[module.key]
            desk.wrong(module.file, 1, "modules/%(other)s has the same key “%(key)s”.", other=other, key=module.key)
        keys[module.key] = module.folder
        possible_key(desk, "module", module.key, module.file, module.line("key"))
    return found


def _module(desk: Desk, folder: str) -> ModuleDraft:
    head = f"modules/{folder}"
    told = len(desk.findings)
    about = sheet(desk, f"{head}/module.yaml", ModuleFile) if f"{head}/module.yaml" in desk.files else None
    key = about.document.key if about and about.document.key else key_of(folder)
    read = [_lesson(desk, key, path) for path in lesson_files(desk.files, folder)]
    whole = len(desk.findings) == told
    lessons = tuple(lesson for lesson in read if lesson)
    for lesson in lessons:
        desk.findings += blocks.check(lesson.file, lesson.body, lesson.body_line)
    if not read:
        desk.wrong(f"{head}/module.yaml", 1, "The module has no lesson.")
    _same_keys(desk, lessons)
    return ModuleDraft(folder, key, about, _bank(desk, f"{head}/check.yaml"), lessons, whole)


def _bank(desk: Desk, file: str) -> Sheet[Check] | None:
    bank = sheet(desk, file, Check) if file in desk.files else None
    if bank:
        desk.findings += banks.check(bank)
    return bank


def _same_keys(desk: Desk, lessons: tuple[LessonDraft, ...]) -> None:
    files: dict[str, str] = {}
    for lesson in lessons:
        if lesson.key in files:
            desk.wrong(lesson.file, 1, "%(other)s has the same key “%(key)s”.", other=files[lesson.key], key=lesson.key)
        files[lesson.key] = lesson.file
        possible_key(desk, "lesson", lesson.key, lesson.file, lesson.head.line("key") if lesson.head else 1)


def _lesson(desk: Desk, module: str, file: str) -> LessonDraft | None:
    found = opened(desk, file, LessonHead)
    if found is None:
        return None
    head = found.head
    key = head.document.key if head and head.document.key else key_of(file.rpartition("/")[2])
    return LessonDraft(file=file, module=module, key=key, head=head, body=found.body, body_line=found.line)
