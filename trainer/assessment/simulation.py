"""Why not ask for "all 3s"? What different rules would decide about people whose readiness is known, made up by chance.

An illustration under assumptions, none of which comes from an organisation's own data, and to be shown as such. "Truly
ready" means that the hybrid rule holds for the levels without noise, which favours that rule by construction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import floor
from random import Random

SEED, PEOPLE = 7, 20_000
CRITERIA, CRITICAL = 10, 4
MEAN, BETWEEN_PEOPLE, PROFILE = 2.95, 0.45, 0.35
SESSION, ASSESSOR, RESIDUAL = 0.20, 0.25, 0.40
LOWEST, HIGHEST = 1, 4
OVERALL, EACH_CRITICAL, EACH, READY_LEVEL = 2.9, 2.5, 2.0, 3
ON_THE_LINE = 1e-9  # a mean of 2.9 is on the line, whatever floats make of it

Ratings = Sequence[Sequence[float]]  # one row for each rating, one level for each criterion, critical ones first


@dataclass(frozen=True)
class Design:
    """Sessions, each judged by so many assessors, every time others."""

    sessions: int
    assessors: int


@dataclass(frozen=True)
class Outcome:
    """What a rule decided under a design: shares from 0 to 1, None where nobody was there to be shared out."""

    design: Design
    rule: str
    ready: float | None
    unready_passed: float | None
    ready_failed: float | None
    certified_unready: float | None


def hybrid(ratings: Ratings) -> bool:
    """Mean of all criteria's means ≥ 2.9, each critical criterion's ≥ 2.5, every criterion's ≥ 2.0."""
    means: list[float] = [sum(levels) / len(ratings) for levels in zip(*ratings, strict=True)]
    overall = sum(means) / len(means)
    return overall >= OVERALL - ON_THE_LINE and min(means[:CRITICAL]) >= EACH_CRITICAL and min(means) >= EACH


def all_threes(ratings: Ratings) -> bool:
    """Every criterion at 3 or above, by every assessor, every time."""
    return all(level >= READY_LEVEL for levels in ratings for level in levels)


RULES: dict[str, Callable[[Ratings], bool]] = {"hybrid": hybrid, "all_threes": all_threes}
ROWS = (
    (Design(1, 1), "hybrid"),
    (Design(1, 1), "all_threes"),
    (Design(2, 2), "hybrid"),
    (Design(3, 2), "hybrid"),
    (Design(3, 2), "all_threes"),
    (Design(4, 2), "hybrid"),
    (Design(3, 3), "hybrid"),
)


def simulate(rows: Sequence[tuple[Design, str]] = ROWS, people: int = PEOPLE, seed: int = SEED) -> tuple[Outcome, ...]:
    """Let each rule decide under its design about as many made-up people; the same table for the same seed.

    A level is 2.95 + person (sd .45) + the person's profile by criterion (.35) + session (.20) + assessor (.25) +
    residual (.40), rounded half up to 1–4; ten criteria, four critical. Rows with the same design judge the same
    people. Cost: people × sessions × assessors × criteria, for the default rows about 6 s. Source: certification, 4.5.
    """
    designs = dict.fromkeys(design for design, _ in rows)
    judged = {
        design: _judged(design, [rule for which, rule in rows if which == design], people, seed) for design in designs
    }
    return tuple(_outcome(design, rule, judged[design]) for design, rule in rows)


def _judged(design: Design, rules: Sequence[str], people: int, seed: int) -> list[tuple[bool, dict[str, bool]]]:
    """For each person whether truly ready, and what each rule decided."""
    chance = Random(f"{seed} {design.sessions} {design.assessors}")  # noqa: S311 (nothing secret: the seed decides)
    decided = []
    for _ in range(people):
        true = _true_levels(chance)
        ratings = [*chain.from_iterable(_session(true, design.assessors, chance) for _ in range(design.sessions))]
        decided.append((hybrid([true]), {rule: RULES[rule](ratings) for rule in rules}))
    return decided


def _true_levels(chance: Random) -> list[float]:
    person = chance.gauss(MEAN, BETWEEN_PEOPLE)
    return [chance.gauss(person, PROFILE) for _ in range(CRITERIA)]


def _session(true: Sequence[float], assessors: int, chance: Random) -> list[list[int]]:
    """One rating for each assessor of a session."""
    session = chance.gauss(0, SESSION)
    return [_rating(true, session + chance.gauss(0, ASSESSOR), chance) for _ in range(assessors)]


def _rating(true: Sequence[float], shift: float, chance: Random) -> list[int]:
    noise = chance.gauss
    return [min(HIGHEST, max(LOWEST, floor(level + shift + noise(0, RESIDUAL) + 0.5))) for level in true]


def _outcome(design: Design, rule: str, judged: Sequence[tuple[bool, dict[str, bool]]]) -> Outcome:
    passed = [(ready, decided[rule]) for ready, decided in judged]
    return Outcome(
        design,
        rule,
        ready=_share([ready for ready, _ in passed]),
        unready_passed=_share([certified for ready, certified in passed if not ready]),
        ready_failed=_share([not certified for ready, certified in passed if ready]),
        certified_unready=_share([not ready for ready, certified in passed if certified]),
    )


def _share(cases: Sequence[bool]) -> float | None:
    return sum(cases) / len(cases) if cases else None
