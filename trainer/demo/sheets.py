"""How does a sheet of levels become a whole judgement: which moments show it, and which words go with it?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from trainer.assessment.judgement import NEED_EVIDENCE, NOT_OBSERVED, Draft, Mark
from trainer.curriculum.documents import Criterion, ObservationScheme, Rubric
from trainer.demo import phrases, words
from trainer.demo.levels import Sheet
from trainer.message import Message
from trainer.practice.timeline import Event

SHOWN = 3  # so many moments at the most stand beside a level


def whole(
    sheet: Sheet, rubric: Rubric, scheme: ObservationScheme, events: Sequence[Event], place: int, chance: Random
) -> Draft:
    """A judgement without gaps. `place` is the assessor's among those of the session: they use different words."""
    marks = {
        criterion.key: _mark(criterion, sheet.levels[criterion.key], _fitting(criterion, scheme, events), chance)
        for criterion in rubric.criteria
    }
    best, worst = _ends(sheet, place)
    return Draft(
        marks=marks,
        no_stop_event=True,
        entrustment=str(sheet.entrustment),
        strength_one=_said(phrases.STRENGTHS, best[0], phrases.GENERAL_STRENGTHS, place),
        strength_two=_said(phrases.STRENGTHS, best[1], phrases.GENERAL_STRENGTHS, place + 1),
        try_next=_said(phrases.TRY_NEXT, worst[0], phrases.GENERAL_TRY_NEXT, place),
        question=_said(phrases.QUESTIONS, worst[1], phrases.GENERAL_QUESTIONS, place),
        confidence=sheet.confidence,
        relationship=sheet.relationship,
    )


def half(draft: Draft) -> Draft:
    """What is there of a judgement when its assessor has stopped in the middle."""
    kept = list(draft.marks.items())[: len(draft.marks) // 2]
    return Draft(marks=dict(kept), strength_one=draft.strength_one)


def with_stop_event(draft: Draft, rubric: Rubric) -> Draft:
    """The same judgement with a stop event about a risk that was not acted on."""
    kinds = [stop.key for stop in rubric.stop_events]
    chosen = next((key for key in kinds if "risk" in key), None)
    return replace(draft, no_stop_event=False, stop_events={chosen: words.STOP_EVENT}) if chosen else draft


def explained(draft: Draft, asked: Mapping[str, Message], place: int) -> Draft:
    """The same judgement, with a word on every level that does not fit what was counted."""
    marks = dict(draft.marks)
    for key in asked:
        pool = phrases.HOLDS_ALL_THE_SAME.get(key, phrases.STEADY)
        marks[key] = replace(marks[key], comment=pool[place % len(pool)])
    return replace(draft, marks=marks)


def _fitting(criterion: Criterion, scheme: ObservationScheme, events: Sequence[Event]) -> dict[str, list[Event]]:
    """The events whose code speaks to a criterion, those that help apart from those to watch."""
    groups = {code.key: code.group for code in scheme.codes if criterion.key in code.criteria}
    found: dict[str, list[Event]] = {"does": [], "watch": []}
    for event in events:
        if event.code in groups:
            found[groups[event.code]].append(event)
    return found


def _mark(criterion: Criterion, level: int | None, fitting: Mapping[str, list[Event]], chance: Random) -> Mark:
    if level is None:
        return Mark(level=NOT_OBSERVED)
    first, second = ("watch", "does") if level <= 2 else ("does", "watch")
    pool = fitting[first] or fitting[second]
    linked: Sequence[Event] = ()
    if level in NEED_EVIDENCE or chance.random() < 0.5:
        linked = chance.sample(pool, min(len(pool), chance.randint(1, SHOWN)))
    mark = Mark(
        level=str(level),
        events=tuple(str(event.id) for event in sorted(linked, key=lambda event: (event.at_ms, event.id))),
        comment=_comment(level, chance),
    )
    needs_words = level in NEED_EVIDENCE and not linked
    return _quoted(mark, criterion.key, chance) if needs_words or chance.random() < 0.08 else mark


def _comment(level: int, chance: Random) -> str:
    if chance.random() > 0.3:
        return ""
    return chance.choice(phrases.LOW if level <= 2 else phrases.HIGH if level == 4 else phrases.STEADY)


def _quoted(mark: Mark, criterion: str, chance: Random) -> Mark:
    at = f"{chance.randint(5, 50):02d}:{chance.randint(0, 59):02d}"
    return replace(mark, quote=chance.choice(phrases.QUOTES.get(criterion, phrases.GENERAL_QUOTES)), quote_at=at)


def _ends(sheet: Sheet, place: int) -> tuple[list[str], list[str]]:
    """The criteria by level, best first and worst first; equal ones in an order that differs by assessor."""
    seen = [key for key, level in sheet.levels.items() if level is not None]
    turned = seen[place * 5 % len(seen) :] + seen[: place * 5 % len(seen)]
    worst = sorted(turned, key=lambda key: sheet.levels[key] or 0)
    best = sorted(turned, key=lambda key: -(sheet.levels[key] or 0))
    return best, worst


def _said(pool: phrases.Pool, criterion: str, otherwise: tuple[str, ...], place: int) -> str:
    sentences = pool.get(criterion, otherwise)
    return sentences[place % len(sentences)]
