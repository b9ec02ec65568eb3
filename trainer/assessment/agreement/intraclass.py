"""How reliable are scores of the same targets by the same number of raters? Intraclass correlations with intervals.

Which of the six is meant has to be said: on the same data they run from .17 to .91. Where raters are drawn from many
and others will rate next time it is (2, ·); where every target had raters of its own, (1, ·); (3, ·) only where the
same raters will always rate, since it forgives them their severity.
Source: Shrout, P. E. & Fleiss, J. L. (1979). Psychological Bulletin 86, 420–428; McGraw, K. O. & Wong, S. P. (1996).
Psychological Methods 1, 30–46, for the intervals.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from trainer.assessment.agreement.figure import UNMEASURABLE, Figure, figure
from trainer.assessment.agreement.quantile import f_quantile
from trainer.message import Message

TWO_TARGETS = Message("Two targets that the same number of raters all scored are needed.")
TWO_RATERS = Message("Scores of one rater say nothing about agreement.")
ALL_ALIKE = Message("All scores are the same, so that nothing can be told apart.")
NO_SPREAD = Message("The targets hardly differ, so that this figure has no meaning.")
NO_ERROR = Message("The raters agree without any error, from which no interval can be told.")
NO_INTERVAL = Message("The targets differ too little for an interval.")

UPPER = 0.975


@dataclass(frozen=True)
class Intraclass:
    """Mean squares of targets (n) by raters (k) and the six figures; n of each is the number of complete targets.

    `between` targets (BMS), `within` targets (WMS), `judges` (JMS), `error` (EMS), in squared units of the scores.
    `dropped` targets had a hole and count nowhere. one: each target its own raters. two: raters drawn from many.
    three: these raters only. single: one rater's score; average: the mean of k.
    """

    n: int
    raters: int
    dropped: int
    between: float
    within: float
    judges: float
    error: float
    one_single: Figure
    one_average: Figure
    two_single: Figure
    two_average: Figure
    three_single: Figure
    three_average: Figure


@dataclass(frozen=True)
class _Squares:
    n: int
    k: int
    between: float
    within: float
    judges: float
    error: float


def intraclass(rows: Sequence[Sequence[float | None]]) -> Intraclass:
    """All six intraclass correlations of n targets (rows) by k raters (columns), with 95% intervals from F.

    (1,1) = (B − W) / (B + (k − 1)W), (1,k) = (B − W) / B;
    (2,1) = (B − E) / (B + (k − 1)E + k(J − E)/n), (2,k) = (B − E) / (B + (J − E)/n);
    (3,1) = (B − E) / (B + (k − 1)E), (3,k) = (B − E) / B.
    At most 1; below 0 when targets differ less than chance would have it. O(nk), and six quantiles of F.
    Rows with a hole are dropped and counted. Undefined: fewer than two complete rows, fewer than two columns, no
    spread where a figure divides by it. Without an interval: no error at all, no spread of targets, or a (2, ·) so far
    below 0 that its formula gives none (degrees of freedom below 1, a bound below −1/(k − 1)).
    """
    whole = [row for row in rows if None not in row]
    raters, dropped = max(map(len, rows), default=0), len(rows) - len(whole)
    if len(whole) < 2 or raters < 2:
        nothing = figure(TWO_TARGETS if len(whole) < 2 else TWO_RATERS, len(whole))
        return Intraclass(len(whole), raters, dropped, 0.0, 0.0, 0.0, 0.0, *[nothing] * 6)
    squares = _squares(whole)
    figures = (*_pair(squares, squares.within, squares.n * (squares.k - 1)), *_two(squares), *_three(squares))
    means = (squares.between, squares.within, squares.judges, squares.error)
    return Intraclass(squares.n, raters, dropped, *means, *figures)


def _squares(rows: Sequence[Sequence[float | None]]) -> _Squares:
    """Mean squares of a complete table; one that is mere rounding beside the whole spread is 0."""
    n, k = len(rows), len(rows[0])
    middle = fsum(score or 0 for row in rows for score in row) / (n * k)
    table = [[(score or 0) - middle for score in row] for row in rows]
    total = fsum(score**2 for row in table for score in row)
    between = fsum(fsum(row) ** 2 for row in table) / k
    judges = fsum(fsum(column) ** 2 for column in zip(*table, strict=True)) / n
    error = total - between - judges
    sums = (between / (n - 1), (total - between) / (n * (k - 1)), judges / (k - 1), error / ((n - 1) * (k - 1)))
    noise = max(UNMEASURABLE * total, (UNMEASURABLE * middle) ** 2)
    return _Squares(n, k, *(square if square > noise else 0.0 for square in sums))


def _three(squares: _Squares) -> tuple[Figure, Figure]:
    return _pair(squares, squares.error, (squares.n - 1) * (squares.k - 1))


def _pair(squares: _Squares, noise: float, freedom: int) -> tuple[Figure, Figure]:
    """One rater's and the average's figure against `noise` with its degrees of freedom: (1, ·) and (3, ·)."""
    n, k, between = squares.n, squares.k, squares.between
    single = _ratio(squares, between - noise, between + (k - 1) * noise)
    average = _ratio(squares, between - noise, between)
    if not noise or not between:
        reason = NO_INTERVAL if noise else NO_ERROR
        return _bare(single, reason), _bare(average, reason)
    low = between / noise / f_quantile(UPPER, n - 1, freedom)
    high = between / noise * f_quantile(UPPER, freedom, n - 1)
    return (
        replace(single, low=(low - 1) / (low + k - 1), high=(high - 1) / (high + k - 1)),
        replace(average, low=1 - 1 / low, high=1 - 1 / high),
    )


def _two(squares: _Squares) -> tuple[Figure, Figure]:
    """(2,1) and (2,k): their interval takes its degrees of freedom from the data (Satterthwaite)."""
    n, k, between, judges, error = squares.n, squares.k, squares.between, squares.judges, squares.error
    single = _ratio(squares, between - error, between + (k - 1) * error + k * (judges - error) / n)
    average = _ratio(squares, between - error, between + (judges - error) / n)
    if single.value is None or not error:
        return _bare(single, NO_ERROR), _bare(average, NO_ERROR)
    freedom = _satterthwaite(squares, single.value)
    if freedom < 1:
        return _bare(single, NO_INTERVAL), _bare(average, NO_INTERVAL)
    over, under = f_quantile(UPPER, n - 1, freedom), f_quantile(UPPER, freedom, n - 1)
    spread = k * judges + (k * n - k - n) * error
    low = n * (between - over * error) / (over * spread + n * between)
    high = n * (under * between - error) / (spread + n * under * between)
    return replace(single, low=low, high=high), _stepped_up(average, low, high, k)


def _stepped_up(average: Figure, low: float, high: float, k: int) -> Figure:
    """The average's interval from one rater's (Spearman–Brown), unless that falls below what k raters can have."""
    if average.value is None or 1 + low * (k - 1) <= 0:
        return _bare(average, NO_INTERVAL)
    return replace(average, low=low * k / (1 + low * (k - 1)), high=high * k / (1 + high * (k - 1)))


def _satterthwaite(squares: _Squares, value: float) -> float:
    n, k = squares.n, squares.k
    judges = k * value * squares.judges / squares.error
    error = n * (1 + (k - 1) * value) - k * value
    most = (n - 1) * (judges**2) + error**2
    return (k - 1) * (n - 1) * (judges + error) ** 2 / most if most else 0.0


def _ratio(squares: _Squares, above: float, below: float) -> Figure:
    if below <= UNMEASURABLE * (squares.between + squares.judges + squares.error):
        return figure(NO_SPREAD if above else ALL_ALIKE, squares.n)
    return figure(above / below, squares.n)


def _bare(found: Figure, reason: Message) -> Figure:
    """A value whose interval cannot be told, and why."""
    return found if found.value is None else replace(found, reason=reason)
