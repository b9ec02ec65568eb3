"""What of a programme is there in another language, and is it the same programme?

A translation is a folder beside the programme's own in which some of its files stand again, under the same paths. It
is read as the programme with those files in their places: what is not translated falls back by itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from trainer.curriculum import assembling, beside, handouts, links, texts
from trainer.curriculum.beside import Beside
from trainer.curriculum.compiled import CompiledAsset, CompiledDocument, CompiledModule, CompiledTranslation
from trainer.curriculum.documents import Check
from trainer.curriculum.drafts import LessonDraft, ModuleDraft, modules
from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.folder import ProgrammeFile
from trainer.curriculum.reading import Desk, Sheet, sheet

PROGRAMME = "programme.yaml"
JUDGED_BY = ("rubric.yaml", "observation.yaml", "certification/", "viva.yaml", "phrases.yaml", "calibration/")


@dataclass(frozen=True)
class Original:
    """The programme in its own language, with its lessons rendered."""

    about: ProgrammeFile
    modules: tuple[ModuleDraft, ...]
    beside: Beside
    files: Mapping[str, bytes]
    assets: Mapping[str, CompiledAsset]


@dataclass(frozen=True)
class Translated:
    """A translation that was read: what is compiled of it, if nothing is wrong, and what is."""

    translation: CompiledTranslation | None
    documents: tuple[CompiledDocument, ...]
    findings: tuple[Finding, ...]


def translate(original: Original, language: str, files: Mapping[str, bytes]) -> Translated:
    """Compile a translation; with any mistake in it there is none, and every mistake is told."""
    desk = Desk({**original.files, **files})
    about = sheet(desk, PROGRAMME, ProgrammeFile) if PROGRAMME in files else None
    drafts, aside = _drafts(desk, original)
    found = [*desk.findings, *_check_about(about, original, language), *_check_files(original, files)]
    found += _check_same(original, drafts, files)
    told = tuple(replace(one, language=language) for one in found if one.file in files or one.file == PROGRAMME)
    if told or about is None:
        return Translated(None, (), told)
    glossary = [part for part in beside.documents(aside, language) if part.kind == "glossary"]
    return Translated(
        _compiled(about.document, drafts, aside, files), tuple(glossary) if beside.GLOSSARY in files else (), ()
    )


def _drafts(desk: Desk, original: Original) -> tuple[list[ModuleDraft], Beside]:
    """The whole programme with the translated files in their places, rendered."""
    order = [module.key for module in original.modules]
    read = sorted(modules(desk), key=lambda draft: order.index(draft.key) if draft.key in order else len(order))
    books = links.library(read, original.assets)
    drafts = texts.render(desk, books, read)
    aside = beside.render(desk, books, beside.read(desk), drafts)
    desk.findings += beside.check(aside, drafts, None, None)
    return drafts, aside


def _check_about(about: Sheet[ProgrammeFile] | None, original: Original, language: str) -> Iterator[Finding]:
    if about is None:
        text = "A translation has a programme.yaml with the key “%(key)s” and its language."
        yield finding(PROGRAMME, 1, text, key=original.about.key)
        return
    if about.document.key != original.about.key:
        text = "The key of a translation is that of its programme: “%(key)s”."
        yield finding(PROGRAMME, about.line("key"), text, key=original.about.key)
    if about.document.language != language:
        text = "This folder is the translation into “%(language)s”; programme.yaml says otherwise."
        yield finding(PROGRAMME, about.line("language"), text, language=language)


def _check_files(original: Original, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Everything stands where the original stands; what people are judged by is not translated."""
    for path in files:
        if path.startswith(JUDGED_BY):
            yield finding(path, 1, "This is not translated: everybody is judged by the same words.")
        elif path not in original.files and path.endswith((".md", ".yaml")):
            yield finding(path, 1, "The programme itself has no such file: a translation has the original's paths.")


def _check_same(original: Original, drafts: list[ModuleDraft], files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Keys, outcomes, prompts and items are those of the original."""
    known = {module.key: module for module in original.modules}
    for module in drafts:
        first = known.get(module.key)
        if first is None:
            yield finding(module.file, 1, "The programme itself has no module “%(key)s”.", key=module.key)
            continue
        yield from _check_module(first, module, files)
        lessons = {lesson.file: lesson for lesson in first.lessons}
        for lesson in module.lessons:
            if lesson.file in files and lesson.file in lessons:
                yield from _check_lesson(lessons[lesson.file], lesson)


def _check_module(first: ModuleDraft, module: ModuleDraft, files: Mapping[str, bytes]) -> Iterator[Finding]:
    bank = f"modules/{module.folder}/check.yaml"
    if _outcomes(first) != _outcomes(module):
        yield finding(module.file, module.line("outcomes"), "The outcomes of a translation have the original's keys.")
    if bank in files and module.file not in files:
        yield finding(bank, 1, "Translate module.yaml too: a check is shown under its module's title.")
    if bank in files and module.check and first.check and _shape(module.check.document) != _shape(first.check.document):
        text = "Items of a translation have the original's ids, types, options and right answers, in the same order."
        yield finding(bank, module.check.line("items"), text)


def _outcomes(module: ModuleDraft) -> list[str]:
    return [outcome.key for outcome in module.about.document.outcomes] if module.about else []


def _shape(check: Check) -> object:
    """What of a bank decides over right and wrong."""
    items = [(i.id, i.type, i.outcome, [option.correct for option in i.options]) for i in check.items]
    return check.pass_mark, check.draw, items


def _check_lesson(first: LessonDraft, lesson: LessonDraft) -> Iterator[Finding]:
    if first.key != lesson.key:
        line = lesson.head.line("key") if lesson.head else 1
        yield finding(lesson.file, line, "The key of a translation is that of its lesson: “%(key)s”.", key=first.key)
    if [prompt.key for prompt in first.rendered.prompts] != [prompt.key for prompt in lesson.rendered.prompts]:
        text = "The reflections of a translation have the original's keys, in the same order."
        yield finding(lesson.file, lesson.body_line, text)


def _compiled(
    about: ProgrammeFile, drafts: list[ModuleDraft], aside: Beside, files: Mapping[str, bytes]
) -> CompiledTranslation:
    return CompiledTranslation(
        language=about.language,
        title=about.title,
        summary=about.summary,
        modules=tuple(_module(draft, files) for draft in drafts if draft.file in files),
        lessons=tuple(
            (draft.key, assembling.lesson(lesson))
            for draft in drafts
            for lesson in draft.lessons
            if lesson.file in files
        ),
        handouts=tuple(handouts.compiled(draft) for draft in aside.handouts if draft.file in files),
    )


def _module(draft: ModuleDraft, files: Mapping[str, bytes]) -> CompiledModule:
    """A module's words; its check only if that is translated too."""
    whole = assembling.module(draft)
    return whole if f"modules/{draft.folder}/check.yaml" in files else replace(whole, check=None)
