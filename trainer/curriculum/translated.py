"""What does a release hold when it is read in another of its languages?

Keys, order, requirements and whatever counts are those of the release's own language. Of a translation come the words
people read, module by module and lesson by lesson; what is not translated stays in the release's own language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from trainer.curriculum.outline import LessonLine, ModuleLine, Outline, Place, Prompt


@dataclass(frozen=True)
class LessonWords:
    """A translated lesson; `prompts` are the titles of its reflections by key."""

    title: str
    minutes: int
    wording: str
    prompts: Mapping[str, str]
    headings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ModuleWords:
    """A translated module; `has_check`: its knowledge check is translated too."""

    title: str
    summary: str
    practice: str
    outcomes: tuple[str, ...]
    readings: tuple[str, ...]
    has_check: bool


def translated(
    own: Outline, language: str, modules: Mapping[str, ModuleWords], lessons: Mapping[Place, LessonWords]
) -> Outline:
    """A release's own outline with everything that is translated put in its place."""
    lines = tuple(_module(module, language, modules.get(module.key), lessons) for module in own.modules)
    return replace(own, read_in=language, modules=lines)


def _module(
    own: ModuleLine, language: str, words: ModuleWords | None, lessons: Mapping[Place, LessonWords]
) -> ModuleLine:
    module = replace(
        own,
        lessons=tuple(_lesson(line, language, lessons.get((own.key, line.key))) for line in own.lessons),
        prompts=tuple(_prompt(prompt, language, lessons.get((own.key, prompt.lesson_key))) for prompt in own.prompts),
    )
    if words is None:
        return module
    return replace(
        module,
        language=language,
        check_language=language if own.has_check and words.has_check else own.check_language,
        title=words.title,
        summary=words.summary,
        practice=words.practice or own.practice,
        outcomes=words.outcomes,
        readings=words.readings or own.readings,
    )


def _lesson(own: LessonLine, language: str, words: LessonWords | None) -> LessonLine:
    if words is None:
        return own
    return replace(
        own,
        language=language,
        title=words.title,
        minutes=words.minutes,
        wording=words.wording,
        headings=words.headings,
    )


def _prompt(own: Prompt, language: str, words: LessonWords | None) -> Prompt:
    if words is None or own.key not in words.prompts:
        return own
    return replace(own, language=language, title=words.prompts[own.key])
