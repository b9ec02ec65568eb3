"""How does one assessor use the scale: severe or lenient, in a narrow range, all criteria alike, drifting, in haste?

Hints for the assessor and, by name, for the lead assessor. They never adjust a score, and nobody is judged by fewer
than 30 cells. Source: Myford, C. M. & Wolfe, E. W. (2003). Journal of Applied Measurement 4, 386–422, for the effects;
thresholds are the product's own (agreement, 5.3).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from statistics import pstdev

from trainer.assessment.agreement.figure import Figure, figure
from trainer.message import Message

SHRUNK_BY, FLAGGED_FROM_SESSIONS, STRICTNESS = 10, 5, 0.30
LEAST_CELLS = 30
NARROW, COMMONEST = 0.6, 0.8
FLAT, ALIKE_SESSIONS = 0.25, 3
RECENT, SMOOTHING, DRIFT = 8, 0.2, 0.30
HASTE_MINUTES = 3

ALONE = Message("No session was rated together with somebody else.")
NO_LEVELS = Message("No level was given.")
NO_POOL_SPREAD = Message("All assessors gave one and the same level, so that no range is narrow.")
NO_SHEET = Message("No sheet with levels for at least half of its criteria.")
TOO_EARLY = Message("%(sessions)d of %(needed)d sessions rated together with somebody else.")
NO_FORM = Message("No form was locked.")


@dataclass(frozen=True)
class Sheet:
    """What one assessor gave one session: by criterion a level, or None where nothing was observed."""

    session: Hashable
    assessor: Hashable
    levels: Mapping[str, int | None]
    relationship: str = ""


@dataclass(frozen=True)
class Deviation:
    """How far one assessor's levels in a session lie above the mean of the others', added up over `cells` criteria."""

    session: Hashable
    assessor: Hashable
    relationship: str
    above: float
    cells: int


@dataclass(frozen=True)
class Effect:
    """A figure about one assessor, and whether somebody should look at it."""

    figure: Figure
    flagged: bool


def deviations(sheets: Sequence[Sheet]) -> list[Deviation]:
    """Hold each sheet against the mean of the others of its session, criterion by criterion (leave one out).

    Criteria that nobody else gave a level to are left out, and sheets without any other. In the order of the sheets;
    one assessor's, or one relationship's, are picked from the result. O(cells).
    """
    sums: defaultdict[tuple[Hashable, str], list[int]] = defaultdict(list)
    for sheet in sheets:
        for criterion, level in _given(sheet).items():
            sums[sheet.session, criterion].append(level)
    return [found for sheet in sheets if (found := _deviation(sheet, sums)).cells]


def _deviation(sheet: Sheet, sums: Mapping[tuple[Hashable, str], Sequence[int]]) -> Deviation:
    above = []
    for criterion, level in _given(sheet).items():
        levels = sums[sheet.session, criterion]
        if len(levels) > 1:
            above.append(level - (sum(levels) - level) / (len(levels) - 1))
    return Deviation(sheet.session, sheet.assessor, sheet.relationship, fsum(above), len(above))


def _given(sheet: Sheet) -> dict[str, int]:
    return {criterion: level for criterion, level in sheet.levels.items() if level is not None}


@dataclass(frozen=True)
class Severity:
    """Levels above (+, lenient) or below (−, severe) the others: as found, and shrunk while there is little of it."""

    found: Figure
    shrunk: Figure
    flagged: bool


def severity(own: Sequence[Deviation]) -> Severity:
    """s = mean over cells of level − mean of the others; s* = s · n/(n + 10) for n sessions. In levels; n is sessions.

    Flagged from 5 sessions on at |s*| ≥ .30. By relationship: hand in only those of one. Undefined: none.
    """
    n, cells = len(own), sum(deviation.cells for deviation in own)
    if not cells:
        nothing = figure(ALONE, 0)
        return Severity(nothing, nothing, False)
    found = fsum(deviation.above for deviation in own) / cells
    shrunk = found * n / (n + SHRUNK_BY)
    return Severity(figure(found, n), figure(shrunk, n), n >= FLAGGED_FROM_SESSIONS and abs(shrunk) >= STRICTNESS)


def narrow_range(own: Sequence[int], everybody: Sequence[int]) -> tuple[Effect, Effect]:
    """Own standard deviation by everybody's, flagged below .6; the share of one's commonest level, flagged above .8.

    Population standard deviations of levels; n is the number of own cells, flagged only from 30 on. Undefined: no own
    level; the ratio too when everybody gave one and the same level.
    """
    n = len(own)
    if not own:
        return Effect(figure(NO_LEVELS, 0), False), Effect(figure(NO_LEVELS, 0), False)
    commonest = max(Counter(own).values()) / n
    spread = pstdev(everybody) if everybody else 0.0
    ratio = figure(pstdev(own) / spread if spread else NO_POOL_SPREAD, n)
    narrow = ratio.value is not None and ratio.value < NARROW
    return Effect(ratio, narrow and n >= LEAST_CELLS), Effect(
        figure(commonest, n), commonest > COMMONEST and n >= LEAST_CELLS
    )


def halo(own: Sequence[Sheet]) -> tuple[Effect, Effect]:
    """Criteria alike within a session: mean standard deviation, flagged below .25; sheets of one level only, from 3 on.

    The second figure is their share, flagged by their number. Population standard deviations, in levels; sheets with
    levels for less than half of their criteria are left out. n is the number of sheets; the first is flagged only from
    3 sheets on. Undefined: no sheet.
    """
    full = [levels for sheet in own if (levels := _given(sheet)) and 2 * len(levels) >= len(sheet.levels)]
    n = len(full)
    if not n:
        return Effect(figure(NO_SHEET, 0), False), Effect(figure(NO_SHEET, 0), False)
    spread = fsum(pstdev(levels.values()) for levels in full) / n
    alike = sum(len(set(levels.values())) == 1 for levels in full)
    return Effect(figure(spread, n), spread < FLAT and n >= ALIKE_SESSIONS), Effect(
        figure(alike / n, n), alike >= ALIKE_SESSIONS
    )


def drift(own: Sequence[Deviation]) -> tuple[Effect, Effect]:
    """Change of severity: the last 8 sessions' mean deviation minus that of those before, and the same smoothed.

    `own` in order of time; a session's deviation is the mean over its cells. The second runs z ← .2x + .8z over the
    last 8 from the earlier mean on and tells how far z moved: it sees a change in the last few sessions sooner. In
    levels; above 0 more lenient than before; each flagged at .30 either way. n is the number of sessions.
    Undefined: fewer than 13 sessions, which leave fewer than 5 to compare with.
    """
    n, needed = len(own), RECENT + FLAGGED_FROM_SESSIONS
    if n < needed:
        nothing = Effect(figure(Message(TOO_EARLY.text, {"sessions": n, "needed": needed}), n), False)
        return nothing, nothing
    means = [deviation.above / deviation.cells for deviation in own]
    earlier, recent = means[:-RECENT], means[-RECENT:]
    before = fsum(earlier) / len(earlier)
    smoothed = before
    for mean in recent:
        smoothed = SMOOTHING * mean + (1 - SMOOTHING) * smoothed
    return _moved(fsum(recent) / RECENT - before, n), _moved(smoothed - before, n)


def _moved(by: float, n: int) -> Effect:
    return Effect(figure(by, n), abs(by) >= DRIFT)


def haste(minutes: Sequence[float]) -> Effect:
    """The share of forms that were locked less than 3 minutes after their session ended; flagged from 3 of them on.

    `minutes`: from the end of the session to the lock, one for each form. n is the number of forms. Undefined: none.
    """
    hasty = sum(passed < HASTE_MINUTES for passed in minutes)
    found = figure(hasty / len(minutes) if minutes else NO_FORM, len(minutes))
    return Effect(found, hasty >= ALIKE_SESSIONS)
