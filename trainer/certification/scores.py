"""Do the levels that count meet the lines of the policy?

The mean of a criterion is taken over every level that counts for it, the overall mean over the criteria's means.
Arithmetic is exact; the two decimals shown are cut, never rounded up to look met. Source: certification.md 4.2.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from trainer.certification.facts import Session
from trainer.curriculum.documents import Criterion, Rubric, ScoresRequirement
from trainer.message import Message

OVERALL, MEAN, ENTRUSTMENT, LOST = "overall", "mean", "entrustment", "lost"


@dataclass(frozen=True)
class Tested:
    """One line of the policy about levels. `key` is its kind and what else tells it from others of its kind."""

    key: tuple[str, ...]
    about: Mapping[str, str]
    met: bool
    told: Message
    value: str = ""
    least: str = ""


@dataclass(frozen=True)
class Scores:
    """What the levels come to: every line of the policy about them, tested. None where there is no level."""

    tests: tuple[Tested, ...] = ()

    @property
    def met(self) -> bool:
        """Whether every line is met; where there is no level, none is."""
        return bool(self.tests) and all(test.met for test in self.tests)

    def line(self, *key: str) -> Tested | None:
        return next((test for test in self.tests if test.key == key), None)


def scores(asked: ScoresRequirement, rubric: Rubric | None, counted: Sequence[Session]) -> Scores:
    """Hold the levels of the sessions that count, oldest first, against what a policy asks of them."""
    known = {c: mean for c in (rubric.criteria if rubric else ()) if (mean := _mean(c.key, counted)) is not None}
    if not known:
        return Scores()
    overall = sum(known.values(), Fraction(0)) / len(known)
    recent = counted[-asked.recent :]
    voices = [judged.entrustment for session in recent for judged in session.judgements]
    next_time = "What they should do next time (median)"
    return Scores(
        (
            _test((OVERALL,), "Mean of all criteria", overall, asked.overall),
            *(_test((MEAN, c.key), "%(criterion)s", mean, _least(asked, c), _named(c)) for c, mean in known.items()),
            _test((ENTRUSTMENT,), next_time, Fraction(median(voices)), asked.entrustment),
            *_lost_criticals(tuple(known), recent),
        )
    )


def _mean(criterion: str, counted: Sequence[Session]) -> Fraction | None:
    levels = [level for session in counted for level in session.counted(criterion)]
    return Fraction(sum(levels), len(levels)) if levels else None


def _least(asked: ScoresRequirement, criterion: Criterion) -> float:
    return asked.critical if criterion.critical else asked.each


def _named(criterion: Criterion) -> dict[str, str]:
    return {"criterion": f"{criterion.code} {criterion.name}"}


def _test(
    key: tuple[str, ...], what: str, value: Fraction, least: float, about: Mapping[str, str] | None = None
) -> Tested:
    about, met = about or {}, value >= Fraction(str(least))
    places = max(2, len(str(least).partition(".")[2]))
    shown, line = f"{math.floor(value * 10**places) / 10**places:.{places}f}", f"{least:.{places}f}"
    text = f"{what}: %(value)s, at least %(least)s" if met else f"{what}: %(value)s, below %(least)s"
    return Tested(key, about, met, Message(text, {**about, "value": shown, "least": line}), shown, line)


def _lost_criticals(criteria: Sequence[Criterion], recent: Sequence[Session]) -> Iterator[Tested]:
    """A critical criterion at level 1 by a majority in a recent session fails whatever the means say."""
    for session in recent:
        for criterion in (c for c in criteria if c.critical):
            levels = session.counted(criterion.key)
            if 2 * sum(level == 1 for level in levels) > len(levels):
                values = {**_named(criterion), "code": session.code}
                told = Message("%(criterion)s was at level 1 in %(code)s", values)
                yield Tested((LOST, criterion.key, session.code), values, False, told)
