"""Where do differences between scores come from? Variance components of unbalanced designs.

Source: Henderson, C. R. (1953). Biometrics 9, 226–252, Method 1; as "analogous ANOVA" in Brennan, R. L. (2001).
Generalizability Theory, chapter 7. In balanced designs it is the usual analysis of variance.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from trainer.assessment.agreement.figure import UNMEASURABLE
from trainer.message import Message

ERROR = "error"

TOO_SMALL = Message("Two scores at least are needed.")
ENTANGLED = Message("These scores are not linked in a way that would tell the sources of their differences apart.")

Labels = Sequence[Hashable]  # the level of a factor that each score was given under


@dataclass(frozen=True)
class Components:
    """Variance by factor and of the error, in squared units of the scores, with the number of scores.

    An estimate below 0 stands as it was found; `share` and those who use it take it for 0, as is usual (Brennan 2001,
    3.4). `variances` is empty when they cannot be told, and `reason` says why.
    """

    n: int
    variances: Mapping[str, float]
    reason: Message | None = None

    def of(self, factor: str) -> float:
        """The variance of a factor, an estimate below 0 taken for 0."""
        return max(0.0, self.variances[factor])


def components(scores: Sequence[float], factors: Mapping[str, Labels]) -> Components:
    """Variance of each random factor and of the error, for N scores under any design, unbalanced and with holes.

    `factors`: name → the label of each score, N of each; a nested factor has labels of its own in each nest, and an
    interaction has pairs of labels. With T_α = Σ_a (Σ x)² / n_a, the expectation E T_α = Nμ² + Σ_β k(α, β) σ²_β with
    k(α, β) = Σ_a Σ_b n²_ab / n_a is solved for the variances. Unbiased for random factors, whatever the distribution.
    O(N f²) for f factors. Undefined: fewer than two scores, factors that the design does not tell apart.
    """
    n, every = len(scores), {**factors, ERROR: range(len(scores))}
    if n < 2:
        return Components(n, {}, TOO_SMALL)
    middle = fsum(scores) / n
    level = [score - middle for score in scores]  # the mean drops out of all differences; small numbers keep digits
    whole: Labels = [None] * n
    at_mean = {name: _overlap(whole, labels) for name, labels in every.items()}
    matrix = [[_overlap(one, other) - at_mean[name] for name, other in every.items()] for one in every.values()]
    found = solve(matrix, [_squares(level, labels) - _squares(level, whole) for labels in every.values()])
    return Components(n, dict(zip(every, found, strict=True))) if found else Components(n, {}, ENTANGLED)


def _squares(scores: Sequence[float], labels: Labels) -> float:
    """T_α: the sum over a factor's levels of (Σ x)² / n."""
    groups: defaultdict[Hashable, list[float]] = defaultdict(list)
    for score, label in zip(scores, labels, strict=True):
        groups[label].append(score)
    return fsum(fsum(group) ** 2 / len(group) for group in groups.values())


def _overlap(one: Labels, other: Labels) -> float:
    """k(α, β): the sum over α's levels of Σ_b n²_ab / n_a."""
    sizes = Counter(one)
    return fsum(together**2 / sizes[label] for (label, _), together in Counter(zip(one, other, strict=True)).items())


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Solve by elimination with the largest pivot; nothing when the equations do not determine a solution."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    smallest = UNMEASURABLE * max((abs(number) for row in matrix for number in row), default=0.0)
    for at in range(len(rows)):
        best = max(range(at, len(rows)), key=lambda place: abs(rows[place][at]))
        rows[at], rows[best] = rows[best], rows[at]
        if abs(rows[at][at]) <= smallest:
            return []
        for row in rows[at + 1 :]:
            share = row[at] / rows[at][at]
            row[at:] = [number - share * pivot for number, pivot in zip(row[at:], rows[at][at:], strict=True)]
    return _back(rows)


def _back(rows: Sequence[Sequence[float]]) -> list[float]:
    """Read the solution from equations of which each has one unknown fewer than the one before."""
    found: list[float] = []
    for row in reversed(rows):
        known = fsum(number * value for number, value in zip(row[len(row) - 1 - len(found) : -1], found, strict=True))
        found.insert(0, (row[-1] - known) / row[len(row) - 2 - len(found)])
    return found
