"""What do other people's libraries say about a thousand random matrices? Run by hand; the tests read what it wrote.

The libraries are large and needed for nothing else, so they stand in no lock (docs/decisions). In an environment of its
own, from the root of the repository:

    python3 -m venv /tmp/oracle && /tmp/oracle/bin/pip install krippendorff irrCAC scikit-learn pingouin statsmodels
    /tmp/oracle/bin/python -m tests.assessment.agreement.oracle

It takes a quarter of an hour and writes `oracle.json.gz` beside itself, the same for the same versions of the
libraries.
"""

import gzip
import json
import math
import warnings
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
import pingouin
from irrCAC.raw import CAC
from scipy.stats import f as f_distribution
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

FILE = Path(__file__).parent / "oracle.json.gz"
LIBRARIES = ("krippendorff", "irrCAC", "scikit-learn", "pingouin", "statsmodels", "scipy", "numpy", "pandas")
SEED, MATRICES, DESIGNS, QUANTILES = 20_261_127, 1_000, 100, 300
SCALES = ([1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3], [1, 2, 3, 4, 5], [0.5, 1.5, 2.5, 4], [0, 1])
METRICS = ("nominal", "ordinal", "interval", "ratio")
CAC_ASKED = {
    "identity": ("gwet", "fleiss", "conger"),
    "linear": ("gwet",),
    "quadratic": ("gwet", "fleiss", "bp", "conger"),
    "ordinal": ("fleiss",),
}
PLACES = 10

Matrix = list[list[float | None]]


def matrix(chance: Random) -> dict[str, Any]:
    """Units by raters, with holes, on one of several scales, from raters who agree more or less."""
    scale = chance.choice(SCALES)
    units, raters = chance.randint(3, 14), chance.randint(2, 5)
    holes, noise = chance.choice((0, 0, 0.1, 0.3)), chance.choice((0.2, 0.5, 1.0))
    common = chance.random() < 0.2  # nearly everything at one level
    return {"scale": scale, "units": [_unit(chance, scale, raters, holes, noise, common) for _ in range(units)]}


def _unit(
    chance: Random, scale: Sequence[float], raters: int, holes: float, noise: float, common: bool
) -> list[float | None]:
    true = 1 if common and chance.random() < 0.9 else chance.randrange(len(scale))
    return [
        None
        if chance.random() < holes
        else scale[max(0, min(len(scale) - 1, round(true + chance.gauss(0, noise * (0.3 if common else 1)))))]
        for _ in range(raters)
    ]


def asked(answer: Callable[[], Any]) -> float | None:
    """A library's answer, rounded; None where it has none or fails, as it does for undefined figures."""
    try:
        value = float(answer())
    except (ValueError, ZeroDivisionError, AssertionError, IndexError, TypeError):
        return None
    return round(value, PLACES) if math.isfinite(value) else None


def answers(found: dict[str, Any]) -> dict[str, Any]:
    """What every library says about a matrix."""
    table = np.array(found["units"], dtype=float)
    return {
        "alpha": {metric: asked(lambda metric=metric: _alpha(table, metric)) for metric in METRICS},
        "kappa": {
            weights: asked(lambda weights=weights: _kappa(table, found["scale"], weights))
            for weights in ("identity", "linear", "quadratic")
        },
        "fleiss": asked(lambda: _fleiss(table)),
        "cac": {
            weights: {name: asked(lambda w=weights, n=name: _cac(table, found["scale"], w, n)) for name in names}
            for weights, names in CAC_ASKED.items()
        },
        "icc": _icc(found["units"]),
    }


def _alpha(table: np.ndarray, metric: str) -> float:
    return krippendorff.alpha(reliability_data=table.T, level_of_measurement=metric)


def _cac(table: np.ndarray, scale: Sequence[float], weights: str, name: str) -> float:
    rated = pd.DataFrame(table).dropna(how="all").dropna(axis=1, how="all")
    return getattr(CAC(rated, weights=weights, categories=scale, digits=15), name)()["est"]["coefficient_value"]


def _kappa(table: np.ndarray, scale: Sequence[float], weights: str) -> float:
    both = table[~np.isnan(table[:, :2]).any(axis=1), :2]
    places = np.searchsorted(scale, both)  # scikit-learn takes distances of places, not of levels
    return cohen_kappa_score(
        places[:, 0],
        places[:, 1],
        labels=range(len(scale)),
        weights=None if weights == "identity" else weights,
    )


def _fleiss(table: np.ndarray) -> float:
    if np.isnan(table).any():
        raise ValueError("statsmodels knows no holes")
    return fleiss_kappa(aggregate_raters(table)[0])


def _icc(units: Matrix) -> list[list[float | None]] | None:
    """Value, low and high of (1,1), (2,1), (3,1), (1,k), (2,k), (3,k)."""
    rows = [(target, rater, level) for target, row in enumerate(units) for rater, level in enumerate(row)]
    data = pd.DataFrame(rows, columns=["target", "rater", "level"]).astype({"level": float})
    try:
        table = pingouin.intraclass_corr(data, "target", "rater", "level", nan_policy="omit")
    except (ValueError, AssertionError, ZeroDivisionError):
        return None
    return [[asked(lambda value=value: value) for value in (row["ICC"], *row["CI95"])] for _, row in table.iterrows()]


def design(chance: Random) -> dict[str, Any]:
    """Ratings under an unbalanced design, and its variance components by explicit matrices.

    E yʹP y = tr(P V) with P the projection on a factor and V = Σ σ² Z Zʹ, solved for the variances.
    """
    labels: list[tuple[int, int, int]] = []
    for trainee in range(chance.randint(4, 9)):
        for session in range(chance.randint(1, 3)):
            labels += [(trainee, 10 * trainee + session, who) for who in chance.sample(range(5), chance.randint(1, 3))]
    scores = [round(chance.gauss(2.9, 0.5), 3) for _ in labels]
    factors = [[row[at] for row in labels] for at in range(3)] + [list(range(len(labels)))]
    incidences = [_incidence(factor) for factor in factors]
    whole = np.ones((len(labels), 1))
    forms = [_projection(z) - _projection(whole) for z in incidences]
    left = [[np.trace(form @ z @ z.T) for z in incidences] for form in forms]
    right = [np.array(scores) @ form @ np.array(scores) for form in forms]
    variances = np.linalg.solve(left, right)
    return {"labels": labels, "scores": scores, "variances": [round(float(value), PLACES) for value in variances]}


def _incidence(factor: Sequence[int]) -> np.ndarray:
    return (np.array(factor)[:, None] == np.unique(factor)[None, :]).astype(float)


def _projection(z: np.ndarray) -> np.ndarray:
    return z @ np.linalg.inv(z.T @ z) @ z.T


def quantile(chance: Random) -> list[float]:
    """A share, two degrees of freedom, and the quantile of F."""
    above, below = (chance.choice((1, 2, 5, chance.uniform(1, 12), chance.uniform(1, 3_000))) for _ in range(2))
    share = chance.choice((0.025, 0.5, 0.95, 0.975, 0.999))
    return [share, above, below, float(f_distribution.ppf(share, above, below))]


def main() -> None:
    """Ask everything and write the file."""
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    pingouin.options["round.column.CI95"] = None
    chance = Random(SEED)
    matrices = [matrix(chance) for _ in range(MATRICES)]
    content = {
        "versions": {name: version(name) for name in LIBRARIES},
        "matrices": [{**found, **answers(found)} for found in matrices],
        "designs": [design(chance) for _ in range(DESIGNS)],
        "quantiles": [quantile(chance) for _ in range(QUANTILES)],
    }
    FILE.write_bytes(gzip.compress(json.dumps(content, separators=(",", ":")).encode(), mtime=0))


if __name__ == "__main__":
    main()
