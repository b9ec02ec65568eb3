"""How dependable is a decision on so many sessions by so many assessors?

Predicted with borrowed numbers, and from an organisation's own data once there is enough. A prediction under an
assumption, never the reliability of the decision at hand.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import fsum, sqrt

from trainer.assessment.agreement.components import ENTANGLED, Components, Labels, components
from trainer.assessment.agreement.figure import Figure, figure
from trainer.assessment.agreement.leaving_out import Score, Sums, summed, together, variances
from trainer.assessment.agreement.quantile import t_quantile
from trainer.message import Message

OWN_FROM = 30  # double-rated sessions; below it predictions are borrowed (certification, 4.2)
MOST_GROUPS = 50

NO_DESIGN = Message("At least one session, one assessor, and no more assessors than ratings.")
NO_SHARE = Message("The shares lie between 0 and 1, and a rating explains something.")
ONE_TRAINEE = Message("Two trainees at least are needed.")
ONE_SESSION = Message("No trainee was rated in two sessions.")
ONE_ASSESSOR = Message("No session was rated by two assessors.")
TOO_FEW_OWN = Message("%(sessions)d of %(needed)d double-rated sessions.")
ALL_THE_SAME = Message("All scores are the same.")
UNSTABLE = Message("Without one of the trainees it could not be told, so that there is no interval.")


def predicted_G(A: float, N: float, r1: float = 0.3077, rho: float = 0.6) -> Figure:  # noqa: N802, N803 as published
    """Predicted dependability of N ratings by A different assessors: G = 1 / (1 + λ(ρ/A + (1 − ρ)/N)), λ = (1 − r1)/r1.

    `r1` is the dependability of one rating, `rho` the share of its error that is the assessor's stable stringency. With
    A = N it is Spearman and Brown's formula. A share, 0 to 1; n is N. A may be a fraction: see `effective`.
    The defaults are borrowed from clinical assessment (r1 from nine encounters for 0.80; rho assumed): certification,
    4.2. Undefined: A below 1 or above N, r1 outside 0 < r1 ≤ 1, rho outside 0 to 1.
    """
    if not 1 <= A <= N:
        return figure(NO_DESIGN, int(N))
    if not (0 < r1 <= 1 and 0 <= rho <= 1):
        return figure(NO_SHARE, int(N))
    return figure(1 / (1 + (1 - r1) / r1 * (rho / A + (1 - rho) / N)), int(N))


def effective(ratings: Sequence[int]) -> float:
    """How many assessors with equal shares weigh as much as these: (Σ n)² / Σ n², for A in unbalanced designs.

    `ratings`: how many each assessor gave. The stable part of the error averages out as with so many. 0 for none.
    """
    squares = sum(given**2 for given in ratings)
    return sum(ratings) ** 2 / squares if squares else 0.0


@dataclass(frozen=True)
class Rated:
    """One assessor's score of one session of one trainee: the mean of the levels of a sheet."""

    trainee: Hashable
    session: Hashable
    assessor: Hashable
    score: float


@dataclass(frozen=True)
class Design:
    """What a decision rests on: sessions, ratings altogether, and different assessors (or their effective number)."""

    sessions: float
    ratings: float
    assessors: float


def sources(ratings: Sequence[Rated]) -> Components:
    """Variance of trainee, session (within trainee), assessor and error, from ratings under any design.

    Error holds what is left: how this assessor saw this trainee on this day. Method and degenerate cases as in
    `components`; undefined too without two trainees, two sessions of one, or two assessors of one session.
    """
    trainees, held = {rated.trainee for rated in ratings}, {(rated.trainee, rated.session) for rated in ratings}
    reason = _untold(len(trainees), len(held), len(ratings))
    if reason:
        return Components(len(ratings), {}, reason)
    labels: dict[str, Labels] = {
        "trainee": [rated.trainee for rated in ratings],
        "session": [(rated.trainee, rated.session) for rated in ratings],
        "assessor": [rated.assessor for rated in ratings],
    }
    return components([rated.score for rated in ratings], labels)


def phi(found: Components, design: Design) -> Figure:
    """Φ = σ²_t / (σ²_t + σ²_s/S + σ²_a/A + σ²_e/N): dependability of the mean score against a fixed line.

    Sessions S, assessors A, ratings N. 0 to 1; n is the number of scores behind the components, of which one below 0
    counts as 0. Source: Brennan (2001), chapter 4; with one session or none in `found`, σ²_s is 0.
    Undefined: components that are, a design without sessions or assessors, no variance at all.
    """
    return _coefficient(found, design, with_assessors=True)


def g(found: Components, design: Design) -> Figure:
    """Eρ² = σ²_t / (σ²_t + σ²_s/S + σ²_e/N): dependability of the order of trainees whom the same assessors rated.

    As `phi` without the assessors' severity. It flatters whoever is held against a line, and is for research only.
    """
    return _coefficient(found, design, with_assessors=False)


def _coefficient(found: Components, design: Design, with_assessors: bool) -> Figure:
    if found.reason:
        return figure(found.reason, found.n)
    if not (design.sessions >= 1 and 1 <= design.assessors <= design.ratings):
        return figure(NO_DESIGN, found.n)
    session = found.of("session") if "session" in found.variances else 0.0
    noise = session / design.sessions + found.of("error") / design.ratings
    noise += found.of("assessor") / design.assessors if with_assessors else 0.0
    whole = found.of("trainee") + noise
    return figure(found.of("trainee") / whole if whole else ALL_THE_SAME, found.n)


@dataclass(frozen=True)
class Estimate:
    """Where differences come from by an organisation's own ratings: all of them, and without each group of trainees.

    `doubled` is how many sessions at least two people rated.
    """

    found: Components
    doubled: int
    without: tuple[Components, ...] = ()

    @property
    def is_own(self) -> bool:
        """There are enough double-rated sessions to do without borrowed numbers."""
        return self.doubled >= OWN_FROM


def estimate(ratings: Sequence[Rated]) -> Estimate:
    """Variance components from own ratings, once there are 30 double-rated sessions; serves any number of designs.

    O(N), and O(assessors) for each of at most 50 groups of trainees that are left out. Before: without components.
    """
    doubled = sum(times > 1 for times in Counter((rated.trainee, rated.session) for rated in ratings).values())
    if doubled < OWN_FROM:
        reason = Message(TOO_FEW_OWN.text, {"sessions": doubled, "needed": OWN_FROM})
        return Estimate(Components(len(ratings), {}, reason), doubled)
    found = sources(ratings)
    return Estimate(found, doubled, () if found.reason else _without_each(ratings))


def own_phi(own: Estimate, design: Design) -> Figure:
    """Φ from an organisation's own ratings with a 95% interval.

    The interval is the jackknife's: without one trainee after another (above 50, without one of 50 groups of them),
    value ± t · √((g − 1)/g Σ(φ_g − φ̄)²) with g − 1 degrees of freedom, cut to 0 to 1. A bootstrap would draw the same
    trainee twice and take what is his or hers for the assessors' (Brennan 2001, 6.4). The assessors stay those that
    there are. n is the number of double-rated sessions.
    Undefined: fewer than 30 of them, or as in `phi`. No interval: it cannot be told without one of the trainees.
    """
    found = replace(phi(own.found, design), n=own.doubled)
    if found.value is None:
        return found
    known = [value for left in own.without if (value := phi(left, design).value) is not None]
    if len(known) < len(own.without):
        return replace(found, reason=UNSTABLE)
    reach = t_quantile(0.975, len(known) - 1) * _jackknife_error(known)
    return replace(found, low=max(0.0, found.value - reach), high=min(1.0, found.value + reach))


def _without_each(ratings: Sequence[Rated]) -> tuple[Components, ...]:
    """The components without each trainee in turn, or without each of at most 50 groups, dealt as trainees come."""
    middle = fsum(rated.score for rated in ratings) / len(ratings)  # small numbers keep digits
    group = {trainee: at % MOST_GROUPS for at, trainee in enumerate(dict.fromkeys(one.trainee for one in ratings))}
    dealt: defaultdict[int, list[Score]] = defaultdict(list)
    for one in ratings:
        dealt[group[one.trainee]].append((one.trainee, one.session, one.assessor, one.score - middle))
    parts = [summed(scores) for scores in dealt.values()]
    whole = together(parts)
    return tuple(_left(whole.without(part)) for part in parts)


def _left(sums: Sums) -> Components:
    n, whole = int(sums.whole.ratings), sums.whole
    reason = _untold(whole.trainees, whole.sessions, whole.ratings)
    found = {} if reason else variances(sums)
    return Components(n, found, None if found else reason or ENTANGLED)


def _untold(trainees: float, sessions: float, ratings: float) -> Message | None:
    """Why so many ratings of so many sessions tell nothing of trainees, of sessions or of assessors."""
    if trainees < 2:
        return ONE_TRAINEE
    if sessions <= trainees:
        return ONE_SESSION
    return ONE_ASSESSOR if ratings <= sessions else None


def _jackknife_error(values: Sequence[float]) -> float:
    middle = fsum(values) / len(values)
    return sqrt((len(values) - 1) / len(values) * fsum((value - middle) ** 2 for value in values))
