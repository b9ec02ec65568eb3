"""What does a release hold, and how far through it is somebody?"""

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

Place = tuple[str, str]


@dataclass(frozen=True)
class LessonLine:
    """One lesson in an outline: `structure` and `wording` are its digests, `outcomes` the keys of what it serves.

    `headings` are pairs of id and text.
    """

    module_key: str
    key: str
    title: str
    minutes: int
    wording: str
    structure: str = ""
    outcomes: tuple[str, ...] = ()
    language: str = ""
    headings: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> Place:
        return self.module_key, self.key

    def heading(self, id: str) -> str:
        """The text of a heading, or nothing where the lesson has none of that id."""
        return dict(self.headings).get(id, "")


@dataclass(frozen=True)
class Prompt:
    """One reflection that a programme asks for, and the lesson in which it stands."""

    key: str
    title: str
    module_key: str
    lesson_key: str
    language: str = ""


@dataclass(frozen=True)
class ModuleLine:
    """One module in an outline; `tests` are the keys of the outcomes that its check asks about.

    Its lessons and its check may be in another language than it is itself.
    """

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
    tests: frozenset[str] = frozenset()
    language: str = ""
    check_language: str = ""

    def serving(self, outcome: str) -> tuple[LessonLine, ...]:
        """The lessons that serve an outcome."""
        return tuple(line for line in self.lessons if outcome in line.outcomes)

    def left(self, read: Container[Place]) -> tuple[LessonLine, ...]:
        """The lessons that are not read."""
        return tuple(line for line in self.lessons if line.place not in read)

    def minutes_left(self, read: Container[Place]) -> int:
        """Reading time that the module still asks for."""
        return sum(line.minutes for line in self.left(read))


@dataclass(frozen=True)
class Outline:
    """A release without its texts. Immutable, as the release is: it may be kept for ever.

    `language` is the release's own, and that of its title and summary; it stands first among its `languages`. The
    outline is the one for who reads in `read_in`. `wordings` are those of every lesson in every language.
    """

    release_id: UUID
    programme_key: str
    title: str
    language: str
    summary: str
    number: int
    modules: tuple[ModuleLine, ...]
    languages: tuple[str, ...] = ()
    read_in: str = ""
    wordings: frozenset[str] = frozenset()

    def module(self, key: str) -> ModuleLine | None:
        return next((module for module in self.modules if module.key == key), None)

    def required(self, module: ModuleLine) -> tuple[ModuleLine, ...]:
        """The modules that a module builds on, as far as the release holds them."""
        return tuple(needed for key in module.requires if (needed := self.module(key)))

    def line(self, place: Place) -> LessonLine | None:
        return self._lines.get(place)

    @cached_property
    def lessons(self) -> tuple[LessonLine, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @cached_property
    def prompts(self) -> tuple[Prompt, ...]:
        return tuple(prompt for module in self.modules for prompt in module.prompts)

    @cached_property
    def _lines(self) -> dict[Place, LessonLine]:
        return {line.place: line for line in self.lessons}

    def neighbours(self, module_key: str, key: str) -> tuple[LessonLine | None, LessonLine | None]:
        """The lessons before and after one, across modules."""
        lessons = self.lessons
        place = next(i for i, line in enumerate(lessons) if (line.module_key, line.key) == (module_key, key))
        before = lessons[place - 1] if place else None
        return before, lessons[place + 1] if place + 1 < len(lessons) else None


@dataclass(frozen=True)
class Stop:
    """Where a reader stopped in a lesson: the id of the last heading they had passed, and when."""

    place: Place
    heading: str
    at: datetime


@dataclass(frozen=True)
class Onward:
    """The lesson to go on with, and the heading to go on from; no id: from its beginning."""

    line: LessonLine
    heading_id: str = ""

    @property
    def heading(self) -> str:
        return self.line.heading(self.heading_id)


def onward(lines: Iterable[LessonLine], read: Collection[Place], stops: Iterable[Stop]) -> Onward | None:
    """The unread lesson that somebody was in last goes before the first unread one.

    A heading that the lesson does not have, in this release or language, is its beginning.
    """
    unread = {line.place: line for line in lines if line.place not in read}
    last = max((stop for stop in stops if stop.place in unread), key=lambda stop: stop.at, default=None)
    if last is None:
        return next((Onward(line) for line in unread.values()), None)
    line = unread[last.place]
    return Onward(line, last.heading if line.heading(last.heading) else "")


@dataclass(frozen=True)
class Learning:
    """How far somebody is: what is read, passed and answered, where they stopped, and what comes next.

    After they were moved: `again` are lessons that they had read and that are to be read again, `retake` the modules
    whose check they had passed and are to pass again; with `arrived` they have done nothing in this release yet.
    """

    outline: Outline
    read: frozenset[Place]
    passed: frozenset[str]
    answered: frozenset[str]
    stops: tuple[Stop, ...] = ()
    again: frozenset[Place] = frozenset()
    retake: frozenset[str] = frozenset()
    arrived: bool = False

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
    def onward(self) -> Onward | None:
        """Where to go on reading; None when every lesson is read."""
        return onward(self.outline.lessons, self.read, self.stops)

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
        return self.onward is None and self.next_check is None

    @property
    def moved(self) -> bool:
        """They were moved to this release, and something is to be done in it that they have not looked at yet."""
        return bool(self.again or self.retake or (self.arrived and not self.complete))

    def told_in(self, outline: Outline) -> "Learning":
        """The same in another language of the release."""
        return replace(self, outline=outline)

    def minutes_left(self, module: ModuleLine) -> int:
        """Reading time that a module still asks for."""
        return module.minutes_left(self.read)

    def is_done(self, module: ModuleLine) -> bool:
        """Every lesson of a module is read and its check passed."""
        return not module.left(self.read) and not self.owes_check(module)

    def owes_check(self, module: ModuleLine) -> bool:
        """A module's check is not passed."""
        return module.has_check and module.key not in self.passed

    def better_after(self, module: ModuleLine) -> tuple[ModuleLine, ...]:
        """The modules that a module builds on and that are not done. That is advice: nothing is locked."""
        return tuple(needed for needed in self.outline.required(module) if not self.is_done(needed))


def learning(
    outline: Outline, read: Collection[Place], passed: Collection[str], answered: Collection[str], **moved: Any
) -> Learning:
    """Put together how far somebody is."""
    return Learning(outline, frozenset(read), frozenset(passed), frozenset(answered), **moved)
