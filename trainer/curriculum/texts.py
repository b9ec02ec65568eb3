"""Is the text of every lesson in order: headings, blocks, prompts, links?"""

import re
from dataclasses import replace

from trainer.curriculum import blocks, lessons, links
from trainer.curriculum.drafts import LessonDraft, ModuleDraft
from trainer.curriculum.lessons import Rendered
from trainer.curriculum.reading import Desk

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]*\S")


def render(desk: Desk, books: links.Library, modules: list[ModuleDraft]) -> list[ModuleDraft]:
    """The modules with every lesson rendered; every mistake in the texts is written down."""
    done = []
    for module in modules:
        texts = tuple(_render(desk, books, lesson) for lesson in module.lessons)
        done.append(replace(module, lessons=texts))
    links.check(desk, books, done)
    _check_prompts(desk, done)
    return done


def _render(desk: Desk, books: links.Library, lesson: LessonDraft) -> LessonDraft:
    try:
        rendered = lessons.render(lesson.body, books.address(lesson.file, lesson.module))
    except lessons.TooDeep:
        desk.wrong(lesson.file, lesson.body_line, "Lists, quotes or brackets are nested too deeply.")
        return lesson
    _check_headings(desk, lesson, rendered)
    _check_ids(desk, lesson, rendered)
    if not rendered.words:
        desk.wrong(lesson.file, lesson.body_line, "The lesson has no text.")
    opened, _ = blocks.openings(lesson.body, lesson.body_line)
    if rendered.blocks < len(opened) and not blocks.check(lesson.file, lesson.body):
        line = opened[rendered.blocks].line
        desk.wrong(lesson.file, line, "A block could not be read: check its options and the empty line before it.")
    return lesson.with_rendered(rendered)


def _check_headings(desk: Desk, lesson: LessonDraft, rendered: Rendered) -> None:
    written = [number for number, line in blocks.prose(lesson.body, lesson.body_line) if _HEADING.match(line)]
    known = written if len(written) == len(rendered.headings) else None
    above = 1
    seen: set[str] = set()
    for place, heading in enumerate(rendered.headings):
        line = known[place] if known else lesson.line(heading.text)
        if heading.level == 1:
            desk.wrong(lesson.file, line, "Sections begin at “##”: the title of the lesson is the page's heading.")
        elif heading.level > above + 1:
            text = "The heading “%(text)s” leaves out a level."
            desk.wrong(lesson.file, line, text, text=heading.text)
        if heading.id in seen:
            text = "Two headings have the id “%(id)s”: give one of them its own, as in “## Text {#other-id}”."
            desk.wrong(lesson.file, line, text, id=heading.id)
        seen.add(heading.id)
        above = max(heading.level, 1)


def _check_ids(desk: Desk, lesson: LessonDraft, rendered: Rendered) -> None:
    headings = [heading.id for heading in rendered.headings]
    others = list(rendered.ids)
    for heading in headings:
        others.remove(heading)
    for place, found in enumerate(others):
        if found in headings or found in others[:place]:
            line = lesson.line(f"#{found}", 2)
            desk.wrong(lesson.file, line, "The id “%(id)s” is used twice.", id=found)


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
