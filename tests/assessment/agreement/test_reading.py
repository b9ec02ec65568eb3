"""The sentence beside the figures: too few, little variation and poor agreement are three different things."""

from dataclasses import replace

import pytest

from tests.assessment.agreement.published import LOPSIDED, TWO_ASSESSORS
from trainer.assessment.agreement.bootstrap import ALL_DRAWS_ALIKE
from trainer.assessment.agreement.figure import NO_VARIATION, OUTSIDE, Figure, figure
from trainer.assessment.agreement.pool import Agreement, Session, pool
from trainer.assessment.agreement.reading import Reading, read, sentence
from trainer.message import Message

LEVELS = (1, 2, 3, 4)


def agreement(
    ac2: tuple[float, float], alpha: tuple[float, float], pairs: int = 120, commonest: float = 0.5
) -> Agreement:
    plain = Figure(0.6, pairs, 0.5, 0.7)
    return Agreement(plain, plain, plain, Figure(0.5, pairs, *ac2), Figure(0.5, pairs, *alpha), commonest)


@pytest.mark.parametrize(
    ("found", "reading"),
    [
        (agreement((0.9, 1.0), (0.9, 1.0), pairs=9), Reading.TOO_FEW),
        (agreement((0.81, 0.9), (0.5, 0.7)), Reading.STRONG),
        (agreement((0.5, 0.9), (0.80, 0.9)), Reading.STRONG),
        (agreement((0.70, 0.85), (0.4, 0.7)), Reading.WORKING),
        (agreement((0.5, 0.85), (0.60, 0.7)), Reading.WORKING),
        (agreement((0.69, 0.85), (0.59, 0.7)), Reading.NOT_SETTLED),
        (agreement((0.5, 0.69), (0.3, 0.59)), Reading.POOR),
        (agreement((0.5, 0.69), (0.3, 0.61)), Reading.NOT_SETTLED),
        # most levels are one and the same: AC2 is high by itself, and a low alpha says nothing
        (agreement((0.85, 0.95), (0.0, 0.4), commonest=0.81), Reading.LITTLE_VARIATION),
        (agreement((0.1, 0.2), (0.0, 0.4), commonest=0.81), Reading.LITTLE_VARIATION),
        (agreement((0.85, 0.95), (0.82, 0.9), commonest=0.81), Reading.STRONG),
        (agreement((0.85, 0.95), (0.62, 0.9), commonest=0.81), Reading.WORKING),
        (agreement((0.85, 0.95), (0.0, 0.4), commonest=0.80), Reading.STRONG),
    ],
)
def test_a_reading_is_held_against_the_interval(found: Agreement, reading: Reading) -> None:
    assert read(found) == reading
    assert str(sentence(found))


@pytest.mark.parametrize(
    ("alpha", "told"),
    [((-0.05, 0.30), True), ((0.3, 0.59), True), ((0.3, 0.61), False), ((0.82, 0.9), False)],
)
def test_two_figures_that_differ_are_said_to(alpha: tuple[float, float], told: bool) -> None:
    found = agreement((0.85, 0.95), alpha)
    assert read(found) == Reading.STRONG
    assert ("alpha is low" in str(sentence(found))) is told


def test_one_level_throughout_is_little_variation_whatever_else() -> None:
    found = replace(agreement((0.1, 0.2), (0.0, 0.4)), alpha=figure(NO_VARIATION, 120))
    assert read(found) == Reading.LITTLE_VARIATION
    assert read(replace(found, alpha=figure(OUTSIDE, 120))) == Reading.NOT_SETTLED


def test_where_all_sessions_agree_alike_the_value_decides() -> None:
    perfect: list[Session] = [{"c": (level, level)} for level in LEVELS * 5]
    assert read(pool(perfect, ["c"], LEVELS, times=40).together) == Reading.STRONG
    opposed: list[Session] = [{"c": pair} for pair in ((1, 4), (4, 1)) * 10]
    found = pool(opposed, ["c"], LEVELS, times=40).together
    assert found.alpha.reason == ALL_DRAWS_ALIKE
    assert read(found) == Reading.POOR


def test_the_paradox_of_kappa_is_little_variation() -> None:
    """85% agree, kappa .32: what Feinstein and Cicchetti warn of is not poor agreement."""
    found = pool([{"c": pair} for pair in LOPSIDED], ["c"], (1, 2), times=400).together
    assert read(found) == Reading.LITTLE_VARIATION
    assert sentence(found) == Message(
        "Little variation: %(commonest)d%% of the levels are the same one. Assessors agree exactly in %(exact)d%%,"
        " and a figure corrected for chance can say little about them.",
        {"pairs": 100, "least": 10, "commonest": 88, "exact": 85},
    )
    assert "88% of the levels are the same one" in str(sentence(found))


def test_one_session_settles_nothing() -> None:
    pairs = {f"c{number}": pair for number, pair in enumerate(TWO_ASSESSORS)}
    found = pool([pairs], list(pairs), LEVELS, times=40).together
    assert (found.n, read(found)) == (12, Reading.NOT_SETTLED)
    assert str(sentence(found)).startswith("Not settled: with 12 pairs")


def test_nine_pairs_are_too_few() -> None:
    found = pool([{"c": (3, 3)}] * 9, ["c"], LEVELS, times=10).together
    assert str(sentence(found)) == "Too few: 9 pairs of ratings. Figures are shown from 10."
