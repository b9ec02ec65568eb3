"""What happened in an observed meeting? Behaviours along the phases of the scheme, more or less of each by skill."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from trainer.curriculum.documents import ObservationScheme

MINUTE_MS = 60_000
MOST = 104  # with phases and corrections an assessor's device holds at most 120

# Phase: code, who does it, how often with the least and with the most skill.
USUAL: dict[str, tuple[tuple[str, str, float, float], ...]] = {
    "check_in": (("RULE_NAMED", "F", 1, 2), ("INVITE_VOICE", "F", 0, 2), ("TIME_CHECK", "F", 0, 1)),
    "action_review": (
        ("Q_OPEN", "M", 1, 3),
        ("Q_CLOSED", "M", 2, 1),
        ("REFLECT_BACK", "F", 0, 1),
        ("STRENGTH", "M", 0, 1),
        ("ADVICE", "M", 1, 0),
    ),
    "bidding": (("INVITE_VOICE", "F", 0, 1), ("TIME_CHECK", "F", 0, 1)),
    "present": (("INTERRUPT", "M", 2, 0), ("SILENCE_HELD", "F", 0, 2), ("Q_CLOSED", "F", 1, 0)),
    "clarify": (
        ("Q_CLOSED", "M", 6, 5),
        ("Q_OPEN", "M", 1, 2),
        ("Q_LEADING", "M", 2, 1),
        ("ADVICE", "M", 1, 0),
        ("REFLECT_BACK", "F", 0, 1),
    ),
    "explore": (
        ("Q_OPEN", "M", 8, 16),
        ("Q_CLOSED", "M", 6, 2),
        ("Q_LEADING", "M", 4, 1),
        ("ADVICE", "M", 4, 0.6),
        ("ADVICE", "F", 1.2, 0),
        ("Q_OPEN", "F", 3, 1.5),
        ("SILENCE_HELD", "F", 0.6, 5),
        ("REFLECT_BACK", "F", 1, 3),
        ("INVITE_VOICE", "F", 0.5, 3),
        ("CHALLENGE", "M", 1, 4),
        ("INTERRUPT", "M", 2, 0.3),
        ("TIME_CHECK", "F", 0, 1.2),
        ("PROCESS_CHECK", "F", 0, 0.8),
        ("STRENGTH", "M", 0, 1),
    ),
    "perspectives": (
        ("ADVICE", "M", 4, 3),
        ("STRENGTH", "M", 1, 3),
        ("CHALLENGE", "M", 0.5, 1.2),
        ("TIME_CHECK", "F", 0, 1),
        ("RULE_NAMED", "F", 0, 0.6),
    ),
    "commit": (
        ("ACTION_OWNED", "P", 0.6, 2.2),
        ("Q_OPEN", "M", 1, 2),
        ("ADVICE", "M", 1, 0.2),
        ("SILENCE_HELD", "F", 0, 0.7),
    ),
    "process_review": (("PROCESS_CHECK", "F", 0.6, 2), ("STRENGTH", "M", 0.4, 1.2), ("Q_OPEN", "F", 0.5, 1)),
    "close": (("TIME_CHECK", "F", 0.5, 1), ("RULE_NAMED", "F", 0.2, 0.8)),
}


@dataclass(frozen=True)
class Moment:
    """A behaviour at a time of the session, by a seat or by F or P."""

    at_ms: int
    code: str
    actor: str


@dataclass(frozen=True)
class Happened:
    """A session as a perfect observer would have captured it. `phases` are (start, key)."""

    moments: tuple[Moment, ...]
    phases: tuple[tuple[int, str], ...]
    end_ms: int


def happen(
    scheme: ObservationScheme, slot_minutes: int, skill: float, seats: Sequence[str], chance: Random
) -> Happened:
    """Let a session happen. `skill` is about the level the facilitator works at; `seats` are the members who ask."""
    share = min(1.0, max(0.0, (skill - 1) / 3))
    phases, end = _phases(scheme, slot_minutes, share, chance)
    known = {code.key for code in scheme.codes}
    early = {phase.key for phase in scheme.phases if phase.early}
    found: list[Moment] = []
    for (start, key), stop in zip(phases, [at for at, _ in phases[1:]] + [end], strict=True):
        here = list(_in_phase(key, start, stop, share, seats, chance))
        found += here + (list(_redirects(here, share, chance)) if key in early else [])
    kept = [moment for moment in found if moment.code in known and moment.at_ms < end]
    kept = chance.sample(kept, MOST) if len(kept) > MOST else kept
    return Happened(tuple(sorted(kept, key=lambda moment: (moment.at_ms, moment.code))), tuple(phases), end)


def _phases(
    scheme: ObservationScheme, slot_minutes: int, share: float, chance: Random
) -> tuple[list[tuple[int, str]], int]:
    """Each planned phase a little longer or shorter; the less skill, the further from the plan."""
    at, starts = 0, []
    for phase in scheme.phases:
        planned = phase.planned(slot_minutes) * MINUTE_MS
        if planned:
            starts.append((at, phase.key))
            at += int(planned * chance.uniform(0.75 + 0.15 * share, 1.4 - 0.25 * share))
    return starts, at


def _in_phase(key: str, start: int, stop: int, share: float, seats: Sequence[str], chance: Random) -> Iterator[Moment]:
    if chance.random() < 0.5 + 0.5 * share:
        yield Moment(start + chance.randint(500, 4000), "PHASE_MOVE", "F")
    for code, who, least, most in USUAL.get(key, ()):
        for _ in range(_times(least + (most - least) * share, chance)):
            actor = chance.choice(list(seats)) if who == "M" else who
            yield Moment(chance.randint(start + 4000, max(start + 5000, stop - 3000)), code, actor)


def _times(mean: float, chance: Random) -> int:
    """A whole number around a mean: large ones vary by a quarter, small ones are drawn by their fraction."""
    varied = mean * chance.uniform(0.75, 1.25)
    return int(varied) + (chance.random() < varied % 1)


def _redirects(moments: Sequence[Moment], share: float, chance: Random) -> Iterator[Moment]:
    """Early advice is handed back, sooner and more often with more skill."""
    for moment in moments:
        if moment.code in ("ADVICE", "Q_LEADING") and moment.actor != "F" and chance.random() < 0.3 + 0.68 * share:
            yield Moment(moment.at_ms + chance.randint(4000, int(28_000 - 10_000 * share)), "REDIRECT", "F")
