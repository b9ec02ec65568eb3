"""Do the figures agree with other people's libraries? A thousand random matrices, written down by `oracle.py`."""

import gzip
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from trainer.assessment.agreement.alpha import alpha, interval, nominal, ordinal, ratio
from trainer.assessment.agreement.chance import brennan_prediger, fleiss, gwet
from trainer.assessment.agreement.dependability import Rated, sources
from trainer.assessment.agreement.figure import Figure
from trainer.assessment.agreement.intraclass import NO_ERROR, NO_INTERVAL, intraclass
from trainer.assessment.agreement.kappa import conger, weighted_kappa
from trainer.assessment.agreement.quantile import f_quantile
from trainer.assessment.agreement.tally import scale_of, tally
from trainer.assessment.agreement.weights import linear, quadratic, unweighted
from trainer.assessment.agreement.weights import ordinal as by_order

WITHIN = 1e-9
METRICS = {"nominal": nominal, "ordinal": ordinal, "interval": interval, "ratio": ratio}
WEIGHTINGS = {"identity": unweighted, "linear": linear, "quadratic": quadratic, "ordinal": by_order}
CAC_ASKED = (
    *(("identity", name) for name in ("gwet", "fleiss", "conger")),
    *(("quadratic", name) for name in ("gwet", "fleiss", "bp", "conger")),
    ("linear", "gwet"),
    ("ordinal", "fleiss"),
)
SIX = ("one_single", "two_single", "three_single", "one_average", "two_average", "three_average")

Found = dict[str, Any]


@cache
def oracle() -> Found:
    return json.loads(gzip.decompress((Path(__file__).parent / "oracle.json.gz").read_bytes()))


def differences(
    asked: list[Found], ours: Callable[[Found], Figure], theirs: Callable[[Found], float | None], answered: int
) -> list[Found]:
    """Where one has a value and the other has none, or values are apart; `answered` at least have a value."""
    told = [(found, ours(found).value, theirs(found)) for found in asked]
    assert sum(answer is not None for *_, answer in told) >= answered
    return [found for found, value, answer in told if not agree(value, answer)]


def agree(value: float | None, answer: float | None) -> bool:
    if value is None or answer is None:
        return value is answer is None
    return abs(value - answer) <= WITHIN * max(1, abs(answer))


def test_there_are_a_thousand_matrices_with_holes_and_the_libraries_are_named() -> None:
    matrices = oracle()["matrices"]
    assert len(matrices) == 1_000
    assert sum(None in row for found in matrices for row in found["units"]) > 1_000
    assert {"krippendorff", "irrCAC", "scikit-learn", "pingouin", "statsmodels"} <= oracle()["versions"].keys()


@pytest.mark.parametrize("name", METRICS)
def test_alpha_agrees_with_krippendorff(name: str) -> None:
    def ours(found: Found) -> Figure:
        return alpha(tally(found["units"], scale_of(found["units"])), METRICS[name])

    assert differences(oracle()["matrices"], ours, lambda found: found["alpha"][name], 850) == []


@pytest.mark.parametrize(("weights", "name"), CAC_ASKED)
def test_chance_corrected_figures_agree_with_irrcac(weights: str, name: str) -> None:
    weighting = WEIGHTINGS[weights]

    def ours(found: Found) -> Figure:
        if name == "conger":
            return conger(found["units"], found["scale"], weighting)
        ask = {"gwet": gwet, "fleiss": fleiss, "bp": brennan_prediger}[name]
        return ask(tally(found["units"], found["scale"]), weighting)

    def theirs(found: Found) -> float | None:
        """irrCAC calls 1 what Fleiss' kappa leaves undefined: one level throughout."""
        return None if name == "fleiss" and len(scale_of(found["units"])) == 1 else found["cac"][weights][name]

    assert differences(oracle()["matrices"], ours, theirs, 850) == []


@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
def test_kappa_agrees_with_scikit_learn(weights: str) -> None:
    """scikit-learn takes a level for its place on the scale, so ours does too here."""

    def ours(found: Found) -> Figure:
        place = {level: at for at, level in enumerate(found["scale"])} | {None: None}
        pairs = [(place[row[0]], place[row[1]]) for row in found["units"]]
        return weighted_kappa(pairs, range(len(found["scale"])), WEIGHTINGS[weights])

    assert differences(oracle()["matrices"], ours, lambda found: found["kappa"][weights], 850) == []


def test_fleiss_agrees_with_statsmodels() -> None:
    def ours(found: Found) -> Figure:
        whole = all(None not in row for row in found["units"])
        return fleiss(tally(found["units"] if whole else [], found["scale"]))

    assert differences(oracle()["matrices"], ours, lambda found: found["fleiss"], 400) == []


@pytest.mark.parametrize("place", range(6), ids=SIX)
def test_intraclass_correlations_and_their_intervals_agree_with_pingouin(place: int) -> None:
    compared = 0
    for number, found in enumerate(oracle()["matrices"]):
        if found["icc"] is None:  # pingouin wants five scores
            continue
        ours, (value, low, high) = correlations(number)[place], found["icc"][place]
        if ours.value is not None:
            assert agree(ours.value, value), found["units"]
        if ours.low is not None and ours.high is not None:
            assert agree(ours.low, low), found["units"]
            assert agree(ours.high, high), found["units"]
            compared += 1
        elif ours.value is not None:
            assert ours.reason in (NO_ERROR, NO_INTERVAL)
    assert compared > 500


@cache
def correlations(number: int) -> tuple[Figure, ...]:
    """All six at once, since their quantiles take a while."""
    found = intraclass(oracle()["matrices"][number]["units"])
    return tuple(getattr(found, name) for name in SIX)


def test_variance_components_agree_with_explicit_matrices() -> None:
    for found in oracle()["designs"]:
        rated = [Rated(*labels, score) for labels, score in zip(found["labels"], found["scores"], strict=True)]
        ours = sources(rated).variances
        names = ("trainee", "session", "assessor", "error")
        assert [ours[name] for name in names] == [pytest.approx(value, abs=1e-8) for value in found["variances"]]


def test_quantiles_agree_with_scipy() -> None:
    for share, above, below, quantile in oracle()["quantiles"]:
        assert f_quantile(share, above, below) == pytest.approx(quantile, rel=WITHIN)
