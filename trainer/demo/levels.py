"""Which levels do two assessors give the same session? Around the trainee's skill, each a little strict or lenient."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from uuid import UUID

from trainer.assessment.comparison import TWO_LEVELS
from trainer.assessment.lifecycle import Confidence, Relationship
from trainer.certification.facts import Facts, Judged, Session
from trainer.certification.readiness import readiness
from trainer.curriculum.documents import Criterion, Policy, Rubric

APART = TWO_LEVELS.tolerance + 1  # what has to be settled
GROWTH = 0.1  # from one observed session to the next
NOISE = 0.42
TRIES = 400
RARE = 3.65
LIKELY = (Relationship.NONE, Relationship.NONE, Relationship.COLLEAGUE)


@dataclass(frozen=True)
class Sheet:
    """What an assessor chooses: a level or None (not observed) for each criterion, and the prospective level."""

    levels: Mapping[str, int | None]
    entrustment: int
    confidence: Confidence
    relationship: Relationship


Pair = tuple[Sheet, Sheet]


@dataclass(frozen=True)
class Judges:
    """Two assessors by key with their severity, and on how many criteria they shall be two levels apart."""

    severities: tuple[float, float]
    apart: int = 0


def judge(
    rubric: Rubric, policy: Policy | None, skill: float, sessions: Sequence[Judges], suffices: bool, chance: Random
) -> list[Pair]:
    """Both sheets of every session of one trainee. With `suffices` the levels together meet the policy."""
    for attempt in range(TRIES):
        traits = {criterion.key: chance.gauss(0, 0.3) for criterion in rubric.criteria}
        better = skill + (attempt // 15) * 0.05
        pairs = [
            _pair(rubric, better + number * GROWTH, traits, judges, chance) for number, judges in enumerate(sessions)
        ]
        if not suffices or policy is None or meets(rubric, policy, pairs):
            return pairs
    raise ValueError("no levels were found that meet the policy: does it ask for more than level 4?")


def _pair(rubric: Rubric, skill: float, traits: Mapping[str, float], judges: Judges, chance: Random) -> Pair:
    first, second = (_sheet(rubric, skill - severity, traits, chance) for severity in judges.severities)
    second = _nearer(first, second)
    sheets = [first, second]
    for criterion in chance.sample(list(rubric.criteria), judges.apart):
        low, lower = min(2, max(1, round(skill) - 1)), chance.choice((0, 1))
        for place in (0, 1):
            level = low if place == lower else low + APART
            sheets[place] = _with(sheets[place], criterion.key, level)
    return sheets[0], sheets[1]


def _sheet(rubric: Rubric, skill: float, traits: Mapping[str, float], chance: Random) -> Sheet:
    levels: dict[str, int | None] = {
        criterion.key: _level(skill + traits[criterion.key] + chance.gauss(0, NOISE)) for criterion in rubric.criteria
    }
    mean = sum(level for level in levels.values() if level) / len(levels)
    for criterion in rubric.criteria:
        if _may_be_unseen(criterion) and chance.random() < 0.12:
            levels[criterion.key] = None
    return Sheet(levels, _entrustment(mean), _confidence(chance), chance.choice(LIKELY))


def _level(worth: float) -> int:
    """A 4 is a model for others and rarer than rounding would make it."""
    return 4 if worth >= RARE else min(3, max(1, round(worth)))


def _may_be_unseen(criterion: Criterion) -> bool:
    return criterion.not_observed == "once"


def _entrustment(mean: float) -> int:
    """Who works at level 3 runs it alone; the scale is answered by itself and follows the levels only roughly."""
    return 5 if mean >= 3.6 else 4 if mean >= 2.75 else 3 if mean >= 2.2 else 2


def _confidence(chance: Random) -> Confidence:
    return chance.choices((Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW), (5, 4, 1))[0]


def _nearer(first: Sheet, second: Sheet) -> Sheet:
    """The second sheet with every level at most one from the first: larger differences are asked for, not left open."""
    levels = {
        key: level if other is None or level is None else min(other + 1, max(other - 1, level))
        for (key, other), level in zip(first.levels.items(), second.levels.values(), strict=True)
    }
    return replace(second, levels=levels)


def _with(sheet: Sheet, criterion: str, level: int) -> Sheet:
    return replace(sheet, levels={**sheet.levels, criterion: level})


def middle(levels: Sequence[int | None]) -> int:
    """The level that a moderator settles on between two that differ by two."""
    given = [level for level in levels if level is not None]
    return (min(given) + max(given)) // 2


def settled(pair: Pair) -> dict[str, int]:
    """What moderation makes of the criteria on which two sheets are two levels apart."""
    both = {key: (level, pair[1].levels[key]) for key, level in pair[0].levels.items()}
    return {key: middle(two) for key, two in both.items() if None not in two and _gap(two) >= APART}


def _gap(two: Sequence[int | None]) -> int:
    given = [level for level in two if level is not None]
    return max(given) - min(given)


def meets(rubric: Rubric, policy: Policy, pairs: Sequence[Pair]) -> bool:
    """Whether the levels of these sessions meet what the policy asks of observations and scores."""
    day = date(2026, 1, 1)  # any day: the sessions are all held on it
    sessions = tuple(
        Session(
            UUID(int=n),
            str(n),
            day,
            UUID(int=0),
            tuple(_judged(sheet, m) for m, sheet in enumerate(pair)),
            settled(pair),
        )
        for n, pair in enumerate(pairs)
    )
    lines = readiness(policy, rubric, Facts(sessions=sessions), day).lines
    return all(line.met for line in lines if line.kind in ("observations", "scores"))


def _judged(sheet: Sheet, number: int) -> Judged:
    return Judged(UUID(int=number), sheet.levels, sheet.entrustment)
