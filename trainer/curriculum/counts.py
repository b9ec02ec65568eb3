"""How much is a programme, and does it add up: words, minutes, items, and which outcome serves which criterion?"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from trainer.curriculum import banks
from trainer.curriculum.assembling import WORDS_A_MINUTE
from trainer.curriculum.compiled import CompiledLesson, CompiledModule, CompiledProgramme
from trainer.curriculum.documents import Criterion
from trainer.curriculum.lifecycle import HandoutKind

MINUTES_AN_ITEM = 2
MINUTES_A_REFLECTION = 15
TYPES = ("single", "multiple", "order", "match")
MOST_APART = 0.15


@dataclass(frozen=True)
class ModuleCount:
    """One module in numbers. `stated` and `counted` are self-paced minutes, `live` those with others.

    `counted` = words ÷ 130 + 2 for each drawn item + 15 for each reflection + the stated minutes of tasks.
    """

    key: str
    title: str
    lessons: int
    words: int
    stated: int
    counted: float
    live: int
    planned: int
    items: Counter[str]
    drawn: int
    longest: tuple[int, int]

    @property
    def apart(self) -> float:
        """How far the counted minutes are from the stated ones, as a share of these; 0 where none are stated."""
        return (self.counted - self.stated) / self.stated if self.stated else 0.0


@dataclass(frozen=True)
class Served:
    """One criterion with the outcomes that serve it and the lessons that serve those, as (module, key)."""

    criterion: Criterion
    outcomes: tuple[tuple[str, str], ...]
    lessons: tuple[tuple[str, str], ...]


def modules(programme: CompiledProgramme) -> tuple[ModuleCount, ...]:
    """Every module in numbers."""
    return tuple(_module(module, programme) for module in programme.modules)


def _module(module: CompiledModule, programme: CompiledProgramme) -> ModuleCount:
    check = module.check
    drawn = min(check.draw, len(check.items)) if check else 0
    return ModuleCount(
        key=module.key,
        title=module.title,
        lessons=len(module.lessons),
        words=sum(lesson.word_count for lesson in module.lessons),
        stated=module.minutes_self,
        counted=sum(map(_minutes, module.lessons)) + MINUTES_AN_ITEM * drawn,
        live=module.minutes_live,
        planned=sum(page.minutes for page in programme.handouts if page.module_key == module.key),
        items=Counter(item.type for item in check.items) if check else Counter(),
        drawn=drawn,
        longest=banks.longest_correct(check) if check else (0, 0),
    )


def _minutes(lesson: CompiledLesson) -> float:
    reflections = MINUTES_A_REFLECTION * len(lesson.reflections)
    return lesson.word_count / WORDS_A_MINUTE + reflections + lesson.task_minutes


def served(programme: CompiledProgramme) -> Iterator[Served]:
    """The criteria of the rubric in the order of the form, each with what serves it: the map, read from its far end."""
    for criterion in programme.rubric.criteria if programme.rubric else ():
        outcomes = tuple(
            (module.key, outcome["key"])
            for module in programme.modules
            for outcome in module.outcomes
            if criterion.key in outcome["criteria"]
        )
        lessons = tuple(
            (module.key, lesson.key)
            for module in programme.modules
            for lesson in module.lessons
            if any((module.key, key) in outcomes for key in lesson.outcomes)
        )
        yield Served(criterion, outcomes, lessons)


def beside(programme: CompiledProgramme) -> dict[str, int]:
    """How many there are of everything beside the lessons."""
    kinds = Counter(page.kind for page in programme.handouts)
    return {
        "glossary terms": len(programme.glossary.terms) if programme.glossary else 0,
        "viva scenarios": len(programme.viva.scenarios) if programme.viva else 0,
        "phrases": len(programme.phrases.phrases) if programme.phrases else 0,
        "calibration cases": len(programme.cases),
        "pocket cards": kinds[HandoutKind.CARD],
        "session plans": kinds[HandoutKind.PLAN],
        "translations": len(programme.translations),
    }
