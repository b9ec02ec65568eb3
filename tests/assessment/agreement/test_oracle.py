"""Do the figures agree with other people's libraries? A thousand random matrices, written down by `oracle.py`."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from trainer.assessment.agreement.alpha import alpha, interval, nominal, ordinal, ratio
from trainer.assessment.agreement.figure import Figure
from trainer.assessment.agreement.tally import scale_of, tally
from trainer.assessment.agreement.weights import linear, quadratic, unweighted
from trainer.assessment.agreement.weights import ordinal as by_order

WITHIN = 1e-9
METRICS = {"nominal": nominal, "ordinal": ordinal, "interval": interval, "ratio": ratio}
WEIGHTINGS = {"unweighted": unweighted, "linear": linear, "quadratic": quadratic, "ordinal": by_order}
SIX = ("one_single", "two_single", "three_single", "one_average", "two_average", "three_average")


@cache
def oracle() -> dict[str, Any]:
    return json.loads(gzip.decompress((Path(__file__).parent / "oracle.json.gz").read_bytes()))


def agrees(found: Figure, answer: float | None) -> bool:
    """Within 1e-9 of the library, or undefined where the library has no answer."""
    if answer is None or found.value is None:
        return answer is found.value is None
    return abs(found.value - answer) <= WITHIN


def test_there_are_a_thousand_matrices_with_holes_and_the_libraries_are_named() -> None:
    matrices = oracle()["matrices"]
    assert len(matrices) == 1_000
    assert sum(None in row for found in matrices for row in found["units"]) > 1_000
    assert {"krippendorff", "irrCAC", "scikit-learn", "pingouin", "statsmodels"} <= oracle()["versions"].keys()


@pytest.mark.parametrize("name", METRICS)
def test_alpha_agrees_with_krippendorff(name: str) -> None:
    answered = 0
    for found in oracle()["matrices"]:
        answer = found["answers"]["alpha"][name]
        ours = alpha(tally(found["units"], scale_of(found["units"])), METRICS[name])
        assert agrees(ours, answer), found["units"]
        answered += answer is not None
    assert answered > 900
