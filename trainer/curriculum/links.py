"""Where does a link in a lesson lead, and does that place exist?"""

import posixpath
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from trainer.curriculum.compiled import CompiledAsset
from trainer.curriculum.drafts import LessonDraft, ModuleDraft, Page
from trainer.curriculum.findings import Finding
from trainer.curriculum.folder import key_of
from trainer.curriculum.lessons import Picture, is_external
from trainer.curriculum.reading import Desk
from trainer.message import Message

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
        for name in (path, f"{path}.md", f"{path}/index.md", f"{path}/README.md"):
            if name in self.lessons:
                return self.lessons[name]
        parts = path.split("/")
        if len(parts) != 3:
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
    path = unicodedata.normalize("NFC", unquote(target.partition("#")[0]))
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), path)) if path else file


def check(desk: Desk, books: Library, pages: Sequence[Page], lessons: Sequence[LessonDraft]) -> None:
    """Write down every image and link on these pages that leads nowhere. `lessons` are all that a link can lead to."""
    ids = {(lesson.module, lesson.key): _places(lesson) for lesson in lessons}
    ids |= {_own(page): _places(page) for page in pages}
    for page in pages:
        times: Counter[str] = Counter()
        targets = [(target, _about_link(books, ids, page, unescape(target))) for target in page.rendered.links]
        targets += [(shown.target, _about_image(books, page, shown)) for shown in page.rendered.images]
        for target, told in targets:
            times[target] += 1
            for message in told:
                desk.findings.append(Finding(page.file, page.line(target or "]()", times[target]), message))


def _own(page: Page) -> Place:
    """Where a link within a page leads: a lesson by its keys, any other page by its file."""
    return (page.module, page.key) if page.module else ("", page.file)


def _places(page: Page) -> dict[str, str]:
    """The ids of a page, each under itself and under its letters alone, as another tool would have made it of them."""
    return {_letters(id): id for id in page.rendered.ids} | {id: id for id in page.rendered.ids}


def _letters(id: str) -> str:
    return "".join(filter(str.isalnum, id.lower()))


def _about_link(books: Library, ids: Mapping[Place, Mapping[str, str]], page: Page, target: str) -> Iterator[Message]:
    if is_external(target):
        return
    if not target:
        yield Message("This link has no address.")
        return
    place = _own(page) if target.startswith("#") else books.lesson(page.file, target)
    fragment = unquote(target.partition("#")[2])
    if target.startswith("/") or ":" in target.partition("/")[0]:
        yield Message("The link “%(target)s” is neither a web address nor a file here.", {"target": target})
    elif place is None and not books.asset(page.file, target):
        yield Message("The link “%(target)s” leads to nothing in this programme.", {"target": target})
    elif place is not None and "#" in target and ids.get(place, {}).get(fragment) != fragment:
        near = ids.get(place, {}).get(_letters(fragment))
        text = "The link “%(target)s” leads to a place that its lesson does not have"
        yield Message(text + (": it has “#%(near)s”." if near else "."), {"target": target, "near": near})


def _about_image(books: Library, page: Page, shown: Picture) -> Iterator[Message]:
    target = unescape(shown.target)
    values = {"target": target}
    if not shown.alt.strip():
        text = "The image “%(target)s” has no alternative text: say in the square brackets what it shows."
        yield Message(text, values)
    asset = books.asset(page.file, target)
    if asset is None:
        yield Message("The image “%(target)s” is not in this programme.", values)
    elif not asset.media_type.startswith("image/"):
        yield Message("“%(target)s” is no image: link to it.", values)
