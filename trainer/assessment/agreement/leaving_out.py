"""What would the sources of variance be without some of the trainees? From sums, of which a part is taken away.

Trainees and their sessions belong to one group only and assessors to many, so that everything that Henderson's
equations are made of (see `components`) is a sum over trainees, or over each assessor's part in them. One pass over the
ratings serves every group that is left out: the same answers as from the ratings anew, at a fiftieth of the cost.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add, sub
from typing import NamedTuple

from trainer.assessment.agreement.components import ERROR, solve


class Whole(NamedTuple):
    """Sums over ratings, trainees and sessions. T_α, and k(α, β) between trainees, sessions and assessors."""

    ratings: float
    scores: float
    squares: float
    trainees: float
    sessions: float
    by_trainee: float  # T of trainees
    by_session: float
    trainee_sizes: float  # Σ n²
    session_sizes: float
    sessions_of_trainees: float  # k(trainee, session)
    assessors_of_trainees: float
    assessors_of_sessions: float


class Part(NamedTuple):
    """Sums over one assessor's ratings: how many, scores, and Σ n² over the trainees and the sessions rated."""

    ratings: float
    scores: float
    trainees: float
    sessions: float


@dataclass(frozen=True)
class Sums:
    """What variance components of some trainees' ratings are worked out from."""

    whole: Whole
    parts: Mapping[Hashable, Part]

    def without(self, others: "Sums") -> "Sums":
        """The sums of the trainees who are not among the others."""
        parts = {who: Part(*map(sub, part, others.parts.get(who, NOTHING))) for who, part in self.parts.items()}
        return Sums(
            Whole(*map(sub, self.whole, others.whole)), {who: part for who, part in parts.items() if part.ratings}
        )


NOTHING = Part(0, 0, 0, 0)
Score = tuple[Hashable, Hashable, Hashable, float]  # trainee, session, assessor, score


def summed(scores: Sequence[Score]) -> Sums:
    """The sums of a group's scores; a session is known by its label within its trainee."""
    of_trainee, of_session = Counter(one[:1] for one in scores), Counter(one[:2] for one in scores)
    with_trainee, with_session = Counter((t, a) for t, _, a, _ in scores), Counter((t, s, a) for t, s, a, _ in scores)
    total_of_trainee, total_of_session = _totals(scores, 1), _totals(scores, 2)
    whole = Whole(
        ratings=len(scores),
        scores=sum(score for *_, score in scores),
        squares=sum(score**2 for *_, score in scores),
        trainees=len(of_trainee),
        sessions=len(of_session),
        by_trainee=sum(total_of_trainee[one] ** 2 / n for one, n in of_trainee.items()),
        by_session=sum(total_of_session[one] ** 2 / n for one, n in of_session.items()),
        trainee_sizes=sum(n**2 for n in of_trainee.values()),
        session_sizes=sum(n**2 for n in of_session.values()),
        sessions_of_trainees=sum(n**2 / of_trainee[one[:1]] for one, n in of_session.items()),
        assessors_of_trainees=sum(n**2 / of_trainee[one[:1]] for one, n in with_trainee.items()),
        assessors_of_sessions=sum(n**2 / of_session[one[:2]] for one, n in with_session.items()),
    )
    return Sums(whole, _parts(scores, with_trainee, with_session))


def together(groups: Iterable[Sums]) -> Sums:
    """The sums of all groups."""
    whole, parts = Whole(*[0.0] * len(Whole._fields)), defaultdict[Hashable, Part](lambda: NOTHING)
    for group in groups:
        whole = Whole(*map(add, whole, group.whole))
        for who, part in group.parts.items():
            parts[who] = Part(*map(add, parts[who], part))
    return Sums(whole, parts)


def variances(sums: Sums) -> dict[str, float]:
    """Variance of trainee, session, assessor and error; empty where the design does not tell them apart.

    The equations of `components.components` for these factors, of which sessions are nested in trainees.
    """
    whole, parts = sums.whole, sums.parts.values()
    n = whole.ratings
    means = (whole.trainee_sizes / n, whole.session_sizes / n, sum(part.ratings**2 for part in parts) / n, 1.0)
    trainees_of_assessors = sum(part.trainees / part.ratings for part in parts)
    sessions_of_assessors = sum(part.sessions / part.ratings for part in parts)
    matrix = (
        (n, whole.sessions_of_trainees, whole.assessors_of_trainees, whole.trainees),
        (n, n, whole.assessors_of_sessions, whole.sessions),
        (trainees_of_assessors, sessions_of_assessors, n, len(parts)),
        (n, n, n, n),
    )
    by_assessor = sum(part.scores**2 / part.ratings for part in parts)
    squares = (whole.by_trainee, whole.by_session, by_assessor, whole.squares)
    found = solve(
        [[value - mean for value, mean in zip(row, means, strict=True)] for row in matrix],
        [square - whole.scores**2 / n for square in squares],
    )
    return dict(zip(("trainee", "session", "assessor", ERROR), found, strict=True)) if found else {}


def _totals(scores: Sequence[Score], labels: int) -> dict[tuple[Hashable, ...], float]:
    found: defaultdict[tuple[Hashable, ...], float] = defaultdict(float)
    for one in scores:
        found[one[:labels]] += one[3]
    return found


def _parts(
    scores: Sequence[Score],
    with_trainee: Mapping[tuple[Hashable, Hashable], int],
    with_session: Mapping[tuple[Hashable, Hashable, Hashable], int],
) -> dict[Hashable, Part]:
    found: defaultdict[Hashable, list[float]] = defaultdict(lambda: [0.0] * len(Part._fields))
    for _, _, who, score in scores:
        found[who][0] += 1
        found[who][1] += score
    for (_, who), n in with_trainee.items():
        found[who][2] += n**2
    for (_, _, who), n in with_session.items():
        found[who][3] += n**2
    return {who: Part(*part) for who, part in found.items()}
