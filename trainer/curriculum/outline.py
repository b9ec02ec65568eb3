"""What does a release hold, and how far through it is somebody?"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class LessonLine:
    """One lesson in an outline."""

    module_key: str
    key: str
    title: str
    minutes: int
    wording: str


@dataclass(frozen=True)
class Prompt:
    """One reflection that a programme asks for, and the lesson in which it stands."""

    key: str
    title: str
    module_key: str
    lesson_key: str


@dataclass(frozen=True)
class ModuleLine:
    """One module in an outline."""

    key: str
    title: str
    summary: str
    minutes_self: int
    minutes_live: int
    practice: str
    outcomes: tuple[str, ...]
    readings: tuple[str, ...]
    requires: tuple[str, ...]
    has_check: bool
    lessons: tuple[LessonLine, ...]
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True)
class Outline:
    """A release without its texts. Immutable, as the release is: it may be kept for ever."""

    release_id: UUID
    programme_key: str
    title: str
    language: str
    summary: str
    number: int
    modules: tuple[ModuleLine, ...]

    def module(self, key: str) -> ModuleLine | None:
        return next((module for module in self.modules if module.key == key), None)

    @property
    def lessons(self) -> tuple[LessonLine, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        return tuple(prompt for module in self.modules for prompt in module.prompts)

    def neighbours(self, module_key: str, key: str) -> tuple[LessonLine | None, LessonLine | None]:
        """The lessons before and after one, across modules."""
        lessons = self.lessons
        place = next(i for i, line in enumerate(lessons) if (line.module_key, line.key) == (module_key, key))
        before = lessons[place - 1] if place else None
        return before, lessons[place + 1] if place + 1 < len(lessons) else None


Place = tuple[str, str]


@dataclass(frozen=True)
class Learning:
    """How far somebody is: what is read, passed and answered, and what comes next."""

    outline: Outline
    read: frozenset[Place]
    passed: frozenset[str]
    answered: frozenset[str]

    @property
    def lessons_total(self) -> int:
        return len(self.outline.lessons)

    @property
    def lessons_read(self) -> int:
        return sum((line.module_key, line.key) in self.read for line in self.outline.lessons)

    @property
    def checks_total(self) -> int:
        return sum(module.has_check for module in self.outline.modules)

    @property
    def checks_passed(self) -> int:
        return sum(module.has_check and module.key in self.passed for module in self.outline.modules)

    @property
    def prompts_total(self) -> int:
        return len(self.outline.prompts)

    @property
    def prompts_answered(self) -> int:
        return sum(prompt.key in self.answered for prompt in self.outline.prompts)

    @property
    def next_lesson(self) -> LessonLine | None:
        """The first lesson that is not read."""
        return next((line for line in self.outline.lessons if (line.module_key, line.key) not in self.read), None)

    @property
    def next_check(self) -> ModuleLine | None:
        """The first module whose check is not passed."""
        return next((m for m in self.outline.modules if m.has_check and m.key not in self.passed), None)

    @property
    def next_prompt(self) -> Prompt | None:
        """The first reflection that is not submitted."""
        return next((prompt for prompt in self.outline.prompts if prompt.key not in self.answered), None)

    @property
    def complete(self) -> bool:
        """Every lesson is read and every check passed."""
        return self.next_lesson is None and self.next_check is None

    def minutes_left(self, module: ModuleLine) -> int:
        """Reading time that a module still asks for."""
        return sum(line.minutes for line in module.lessons if (module.key, line.key) not in self.read)


def learning(outline: Outline, read: Collection[Place], passed: Collection[str], answered: Collection[str]) -> Learning:
    """Put together how far somebody is."""
    return Learning(outline, frozenset(read), frozenset(passed), frozenset(answered))
