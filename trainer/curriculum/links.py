"""Where does a link in a lesson lead, and does that place exist?"""

import posixpath
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from trainer.curriculum.compiled import CompiledAsset
from trainer.curriculum.drafts import LessonDraft, ModuleDraft
from trainer.curriculum.folder import key_of
from trainer.curriculum.lessons import is_external
from trainer.curriculum.reading import Desk

Place = tuple[str, str]


@dataclass(frozen=True)
class Library:
    """Everything inside a programme that a link can lead to."""

    lessons: Mapping[str, Place]
    folders: Mapping[str, str]
    assets: Mapping[str, CompiledAsset]

    def lesson(self, file: str, target: str) -> Place | None:
        """The lesson that a link in a file leads to; by file name, or by the keys of module and lesson."""
        path = _path(file, target)
        if path in self.lessons:
            return self.lessons[path]
        parts = path.split("/")
        if len(parts) != 3 or not path.endswith(".md"):
            return None
        place = self.folders.get(parts[1], key_of(parts[1])), key_of(parts[2])
        return place if place in self.lessons.values() else None

    def asset(self, file: str, target: str) -> CompiledAsset | None:
        """The picture or paper that a target in a file means."""
        return self.assets.get(_path(file, target))

    def address(self, file: str, module: str) -> Callable[[str], str]:
        """What turns targets in a lesson into addresses relative to its page."""

        def address(target: str) -> str:
            fragment = "#" + target.partition("#")[2] if "#" in target else ""
            if target.startswith("#"):
                return target
            if asset := self.asset(file, target):
                return f"../files/{asset.path}{fragment}"
            if place := self.lesson(file, target):
                return (place[1] if place[0] == module else "/".join(("..", *place))) + fragment
            return target

        return address


def library(modules: list[ModuleDraft], assets: Mapping[str, CompiledAsset]) -> Library:
    """The places of a programme."""
    lessons = {lesson.file: (module.key, lesson.key) for module in modules for lesson in module.lessons}
    return Library(lessons, {module.folder: module.key for module in modules}, assets)


def _path(file: str, target: str) -> str:
    """The path in the programme's folder that a relative target in a file means."""
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), path)) if path else file


def check(desk: Desk, books: Library, modules: list[ModuleDraft]) -> None:
    """Write down every image and link that leads nowhere, in every lesson."""
    lessons = [lesson for module in modules for lesson in module.lessons]
    ids = {(lesson.module, lesson.key): frozenset(lesson.rendered.ids) for lesson in lessons}
    for lesson in lessons:
        times: Counter[str] = Counter()
        for target in lesson.rendered.links:
            times[target] += 1
            _check_link(desk, books, ids, lesson, target, lesson.line(target, times[target]))
        for picture in lesson.rendered.images:
            times[picture.target] += 1
            line = lesson.line(picture.target, times[picture.target])
            _check_image(desk, books, lesson, picture.target, picture.alt, line)


def _check_link(
    desk: Desk, books: Library, ids: Mapping[Place, frozenset[str]], lesson: LessonDraft, target: str, line: int
) -> None:
    if is_external(target):
        return
    place = (lesson.module, lesson.key) if target.startswith("#") else books.lesson(lesson.file, target)
    fragment = target.partition("#")[2]
    if target.startswith("/") or ":" in target.partition("/")[0]:
        desk.wrong(lesson.file, line, "The link “%(target)s” is neither a web address nor a file here.", target=target)
    elif place is None and not books.asset(lesson.file, target):
        desk.wrong(lesson.file, line, "The link “%(target)s” leads to nothing in this programme.", target=target)
    elif place is not None and "#" in target and unquote(fragment) not in ids.get(place, ()):
        text = "The link “%(target)s” leads to a place that its lesson does not have."
        desk.wrong(lesson.file, line, text, target=target)


def _check_image(desk: Desk, books: Library, lesson: LessonDraft, target: str, alt: str, line: int) -> None:
    if not alt.strip():
        text = "The image “%(target)s” has no alternative text: say in the square brackets what it shows."
        desk.wrong(lesson.file, line, text, target=target)
    asset = books.asset(lesson.file, target)
    if asset is None:
        desk.wrong(lesson.file, line, "The image “%(target)s” is not in this programme.", target=target)
    elif not asset.media_type.startswith("image/"):
        desk.wrong(lesson.file, line, "“%(target)s” is no image: link to it.", target=target)
