"""Is the text of every lesson and every other page in order: headings, blocks, prompts, links?"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from trainer.curriculum import blocks, dialects, lessons, links
from trainer.curriculum.drafts import ModuleDraft, Page
from trainer.curriculum.findings import Finding
from trainer.curriculum.lessons import Heading, Rendered
from trainer.curriculum.reading import Desk

AnyPage = TypeVar("AnyPage", bound=Page)
_HEADING = re.compile(r"^ {0,3}(#[ \t]|#{2,6}[ \t]*)[^#]")


def render(desk: Desk, books: links.Library, modules: list[ModuleDraft]) -> list[ModuleDraft]:
    """The modules with every lesson rendered; every mistake in the texts is written down."""
    done = []
    for module in modules:
        texts = tuple(_render(desk, books, lesson) for lesson in module.lessons)
        done.append(replace(module, lessons=texts))
    lessons = [lesson for module in done for lesson in module.lessons]
    links.check(desk, books, lessons, lessons)
    _check_prompts(desk, done)
    return done


def render_beside(
    desk: Desk, books: links.Library, pages: Sequence[AnyPage], modules: list[ModuleDraft]
) -> list[AnyPage]:
    """Pages beside the lessons rendered, with every mistake in them written down. They ask for no reflection."""
    done = [_render(desk, books, page) for page in pages]
    for page in done:
        desk.findings += blocks.check(page.file, page.body, page.body_line)
        if page.rendered.prompts:
            line = page.line("/// reflection")
            desk.wrong(page.file, line, "A reflection stands in a lesson: only there it is asked for.")
    links.check(desk, books, done, [lesson for module in modules for lesson in module.lessons])
    return done


def _render(desk: Desk, books: links.Library, lesson: AnyPage) -> AnyPage:
    try:
        rendered = lessons.render(lesson.body, books.address(lesson.file, lesson.module))
    except lessons.TooDeep as error:
        desk.findings.append(Finding(lesson.file, lesson.body_line + error.line - 1, error.message))
        return lesson
    _check_headings(desk, lesson, rendered)
    _check_ids(desk, lesson, rendered)
    if not rendered.words:
        desk.wrong(lesson.file, lesson.body_line, "There is no text in this file.")
    desk.findings += dialects.unexplained(lesson.file, lesson.body, lesson.body_line)
    desk.notes += dialects.shown(lesson.file, lesson.body, lesson.body_line)
    opened, _ = blocks.openings(lesson.body, lesson.body_line)
    if rendered.blocks < len(opened) and not blocks.check(lesson.file, lesson.body):
        line = opened[rendered.blocks].line
        desk.wrong(lesson.file, line, "A block could not be read: check its options and the empty line before it.")
    return lesson.with_rendered(rendered)


def _check_headings(desk: Desk, lesson: Page, rendered: Rendered) -> None:
    written = [number for number, line in lesson.prose if _HEADING.match(line)]
    known = written if len(written) == len(rendered.headings) else None
    above = 1
    seen: set[str] = set()
    for place, heading in enumerate(rendered.headings):
        for text in _about_heading(heading, above, seen):
            line = known[place] if known else lesson.line(heading.text)
            desk.wrong(lesson.file, line, text, text=heading.text, id=heading.id)
        seen.add(heading.id)
        above = max(heading.level, 1)


def _about_heading(heading: Heading, above: int, seen: Collection[str]) -> Iterator[str]:
    if heading.level == 1:
        yield "Sections begin at “##”: the title of the lesson is the page's heading."
    elif heading.level > above + 1:
        yield "The heading “%(text)s” leaves out a level."
    if heading.id in seen:
        yield "Two headings have the id “%(id)s”: give one of them its own, as in “## Text {#other-id}”."


def _check_ids(desk: Desk, lesson: Page, rendered: Rendered) -> None:
    times = Counter(rendered.ids)
    headings = Counter(heading.id for heading in rendered.headings)
    for found, count in times.items():
        if count > max(1, headings[found]):
            desk.wrong(lesson.file, lesson.line(f"#{found}", 2), "The id “%(id)s” is used twice.", id=found)


def _check_prompts(desk: Desk, modules: list[ModuleDraft]) -> None:
    """Write down every reflection key that stands twice in the programme."""
    places: dict[str, str] = {}
    for lesson in (lesson for module in modules for lesson in module.lessons):
        opened, _ = blocks.openings(lesson.body, lesson.body_line)
        for block in opened:
            key = block.options.get("key", "")
            if block.name == "reflection" and key in places:
                text = "The reflection “%(key)s” is already in %(other)s."
                desk.wrong(lesson.file, block.line, text, key=key, other=places[key])
            if block.name == "reflection" and key:
                places.setdefault(key, lesson.file)
