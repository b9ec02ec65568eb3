"""What makes a judgement whole: a level or "not observed" for every criterion, and evidence where it is owed?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from trainer.assessment.lifecycle import Confidence, Relationship
from trainer.curriculum.documents import Criterion, Rubric
from trainer.message import Message

NOT_OBSERVED = "no"
NEED_EVIDENCE = frozenset({1, 2, 4})


@dataclass(frozen=True)
class Mark:
    """What the form holds about one criterion: a level in words, events that show it, a quote with its time."""

    level: str = ""
    events: tuple[str, ...] = ()
    quote: str = ""
    quote_at: str = ""
    comment: str = ""

    @property
    def number(self) -> int | None:
        """The level as a number from 1 to 4; None for not observed and for blank, which are never a zero."""
        return int(self.level) if self.level in ("1", "2", "3", "4") else None

    @property
    def has_evidence(self) -> bool:
        return bool(self.events or self.quote.strip())


@dataclass(frozen=True)
class Draft:
    """A judgement as it stands in the form, with or without gaps."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    stop_events: Mapping[str, str] = field(default_factory=dict)
    no_stop_event: bool = False
    entrustment: str = ""
    strength_one: str = ""
    strength_two: str = ""
    try_next: str = ""
    question: str = ""
    confidence: str = ""
    relationship: str = ""

    def mark(self, criterion: str) -> Mark:
        return self.marks.get(criterion, Mark())

    @property
    def words(self) -> str:
        """Everything that was written, for the check that nothing names a person or an issue."""
        marks = (text for mark in self.marks.values() for text in (mark.quote, mark.comment))
        told = (self.strength_one, self.strength_two, self.try_next, self.question)
        return "\n".join((*marks, *self.stop_events.values(), *told))

    def is_rated(self, rubric: Rubric) -> bool:
        """Every criterion has a level or "not observed": only now may figures be shown."""
        return all(self.mark(criterion.key).level for criterion in rubric.criteria)


@dataclass(frozen=True)
class Gap:
    """What is missing before a judgement can be locked, and the field of the form where it belongs."""

    field: str
    message: Message


def gaps(
    rubric: Rubric,
    draft: Draft,
    *,
    events: Collection[str],
    first_meeting: bool,
    surprising: Mapping[str, Message] | None = None,
) -> tuple[Gap, ...]:
    """Everything that keeps a judgement from being locked, in the order of the form.

    `events` are the ids of the assessor's own timeline. `surprising` names criteria whose level does not fit what
    was counted: the assessor says in words why it holds all the same.
    """
    found = [
        gap
        for criterion in rubric.criteria
        for gap in _of_criterion(criterion, draft.mark(criterion.key), events, first_meeting)
    ]
    for key, message in (surprising or {}).items():
        if not draft.mark(key).comment.strip():
            found.append(Gap(f"{key}-comment", message))
    return (*found, *_of_stop_events(rubric, draft), *_of_the_whole(draft))


def may_be_not_observed(criterion: Criterion, first_meeting: bool) -> bool:
    """Whether the form offers "not observed" for a criterion at this meeting."""
    return criterion.not_observed == "once" or (criterion.not_observed == "first_meeting" and first_meeting)


def _of_criterion(criterion: Criterion, mark: Mark, events: Collection[str], first_meeting: bool) -> list[Gap]:
    about = {"criterion": f"{criterion.code} {criterion.name}"}
    found = []
    if mark.level == NOT_OBSERVED and not may_be_not_observed(criterion, first_meeting):
        text = "“Not observed” cannot be chosen for %(criterion)s here. Choose the level that fits best."
        found.append(Gap(f"{criterion.key}-level", Message(text, about)))
    elif mark.level != NOT_OBSERVED and mark.number is None:
        found.append(Gap(f"{criterion.key}-level", Message("Choose a level for %(criterion)s.", about)))
    if not set(mark.events) <= set(events):
        text = "An event linked to %(criterion)s is not on your timeline any more. Link another."
        found.append(Gap(f"{criterion.key}-events", Message(text, about)))
    if mark.number in NEED_EVIDENCE and not mark.has_evidence:
        text = "Level %(level)s for %(criterion)s needs an event or a quote that shows it."
        found.append(Gap(f"{criterion.key}-events", Message(text, {**about, "level": mark.level})))
    if mark.quote.strip() and milliseconds(mark.quote_at) is None:
        text = "Give the time of the quote for %(criterion)s as minutes and seconds, such as 12:40."
        found.append(Gap(f"{criterion.key}-quote_at", Message(text, about)))
    return found


def _of_stop_events(rubric: Rubric, draft: Draft) -> list[Gap]:
    told = {key: words for key, words in draft.stop_events.items() if rubric.stop_event(key)}
    found = [
        Gap(f"stop-{key}", Message("Say what happened, without naming the issue or anybody."))
        for key, words in told.items()
        if not words.strip()
    ]
    if told and draft.no_stop_event:
        found.append(Gap("no_stop_event", Message("Either name the stop events or say that none happened.")))
    if rubric.stop_events and not told and not draft.no_stop_event:
        found.append(Gap("no_stop_event", Message("Say that none of these happened, or name what did.")))
    return found


def _of_the_whole(draft: Draft) -> list[Gap]:
    needed = {
        "entrustment": (draft.entrustment in ("1", "2", "3", "4", "5"), "Say what this person should do next time."),
        "strength_one": (draft.strength_one.strip(), "Name a strength, tied to something the facilitator did."),
        "strength_two": (draft.strength_two.strip(), "Name a second strength."),
        "try_next": (draft.try_next.strip(), "Name one thing to do differently."),
        "question": (draft.question.strip(), "Leave one question for the trainee to think about."),
        "confidence": (draft.confidence in set(Confidence), "Say how sure you are."),
        "relationship": (draft.relationship in set(Relationship), "Declare how you stand to the trainee."),
    }
    return [Gap(name, Message(text)) for name, (given, text) in needed.items() if not given]


def milliseconds(text: str) -> int | None:
    """Milliseconds of a time within the session written as minutes and seconds, or None."""
    minutes, colon, seconds = text.strip().partition(":")
    if not (colon and minutes.isascii() and minutes.isdigit() and seconds.isascii() and seconds.isdigit()):
        return None
    if len(minutes) > 3 or len(seconds) != 2 or int(seconds) > 59:
        return None
    return (int(minutes) * 60 + int(seconds)) * 1000


def clock(at_ms: int) -> str:
    """The same time as it is written: the way back from `milliseconds`."""
    return f"{at_ms // 60_000}:{at_ms // 1000 % 60:02d}"


QUESTIONS = {
    "questioning_before_advice": ("redirect_rate", 0.4, "less"),
    "non_expert_stance": ("facilitator_content", 1.0, "at least"),
}


def surprising(draft: Draft, figures: Mapping[str, float | None]) -> dict[str, Message]:
    """Criteria rated 3 or 4 although what was counted points elsewhere (rubric, section 3.4).

    Counts inform and ratings decide: nothing is changed, the assessor is asked to say in words why the level holds.
    """
    found = {}
    for criterion, (figure, line, side) in QUESTIONS.items():
        value, level = figures.get(figure), draft.mark(criterion).number
        if value is None or level is None or level < 3:
            continue
        if (side == "less" and value < line) or (side == "at least" and value >= line):
            found[criterion] = _WHY[criterion]
    return found


_WHY = {
    "questioning_before_advice": Message(
        "You captured early advice that was mostly not redirected, and chose level 3 or higher. Say why it holds."
    ),
    "non_expert_stance": Message(
        "You captured advice by the facilitator before the perspectives phase, and chose level 3 or higher. "
        "Say why it holds."
    ),
}
