"""Where differences come from and what more sessions or assessors would buy: published designs, and made-up ones."""

from math import sqrt
from random import Random
from statistics import fmean

import pytest

from tests.assessment.agreement.published import (
    BUTTERFAT,
    BUTTERFAT_SQUARES,
    CATEGORIES,
    ITEMS_BY_PERSONS,
    PERSONS_BY_ITEMS,
    SHROUT_AND_FLEISS,
    Matrix,
)
from trainer.assessment.agreement.components import Components, components
from trainer.assessment.agreement.dependability import (
    OWN_FROM,
    UNSTABLE,
    Design,
    Rated,
    effective,
    estimate,
    g,
    own_phi,
    phi,
    predicted_G,
    sources,
)


def crossed(rows: Matrix) -> Components:
    """Targets by raters, complete."""
    cells = [(target, rater, score) for target, row in enumerate(rows) for rater, score in enumerate(row)]
    labels = {"trainee": [cell[0] for cell in cells], "assessor": [cell[1] for cell in cells]}
    return components([cell[2] or 0.0 for cell in cells], labels)


def test_a_balanced_design_is_the_usual_analysis_of_variance() -> None:
    found = crossed(SHROUT_AND_FLEISS)
    assert {name: round(value, 4) for name, value in found.variances.items()} == {
        "trainee": round((11.241667 - 1.019444) / 4, 4),
        "assessor": round((32.486111 - 1.019444) / 6, 4),
        "error": 1.0194,
    }


@pytest.mark.parametrize(("m", "absolute", "relative"), [(1, ".290", ".715"), (2, ".449", ".834"), (3, ".550", ".883")])
def test_shrout_and_fleiss_decision_study(m: int, absolute: str, relative: str) -> None:
    found, design = crossed(SHROUT_AND_FLEISS), Design(1, m, m)
    assert [f"{figure.value:.3f}"[1:] for figure in (phi(found, design), g(found, design))] == [absolute, relative]


def test_four_judges_are_as_printed_too() -> None:
    found, design = crossed(SHROUT_AND_FLEISS), Design(1, 4, 4)
    assert [f"{figure.value:.3f}" for figure in (phi(found, design), g(found, design))] == ["0.620", "0.909"]


def test_brennans_persons_by_items() -> None:
    found = crossed(PERSONS_BY_ITEMS)
    assert [f"{found.variances[name]:.4f}" for name in ("trainee", "assessor", "error")] == [
        "0.0574",
        "0.0754",
        "0.1269",
    ]
    design = Design(1, 12, 12)
    assert [f"{figure.value:.3f}" for figure in (g(found, design), phi(found, design))] == ["0.844", "0.773"]


def test_brennans_items_in_categories_of_different_size() -> None:
    cells = [(p, i, CATEGORIES[i], score) for i, row in enumerate(ITEMS_BY_PERSONS) for p, score in enumerate(row)]
    labels = {
        "p": [cell[0] for cell in cells],
        "h": [cell[2] for cell in cells],
        "i:h": [cell[1] for cell in cells],
        "ph": [(cell[0], cell[2]) for cell in cells],
    }
    found = components([cell[3] or 0.0 for cell in cells], labels)
    printed = {"p": 1.2014, "h": 2.9161, "i:h": 0.2946, "ph": 0.9913, "error": 0.8429}
    assert found.variances == {name: pytest.approx(value, abs=2e-4) for name, value in printed.items()}


def test_hendersons_butterfat() -> None:
    """Cows are put into the last cell so that the sum of squares is the printed one; where makes no difference."""
    fat, herd, sire, year = [], [], [], []
    for in_herd, of_sire, in_year, cows, pounds in BUTTERFAT:
        fat += [pounds / cows] * cows
        herd += [in_herd] * cows
        sire += [of_sire] * cows
        year += [in_year] * cows
    apart = sqrt((BUTTERFAT_SQUARES - sum(each**2 for each in fat)) / 2)
    fat[-1], fat[-2] = fat[-1] + apart, fat[-2] - apart
    both = list(zip(herd, sire, strict=True))
    found = components(fat, {"year": year, "herd": herd, "sire": sire, "both": both})
    printed = {
        "year": 763,
        "herd": 4531,
        "sire": 1587,
        "both": -164,
        "error": 2950,
    }  # from coefficients of two decimals
    assert found.variances == {name: pytest.approx(value, abs=1) for name, value in printed.items()}
    assert found.of("both") == 0


@pytest.mark.parametrize(
    ("assessors", "ratings", "printed"),
    [
        *((n, n, f) for n, f in ((1, ".31"), (2, ".47"), (4, ".64"), (3, ".57"), (6, ".73"), (8, ".78"), (9, ".80"))),
        *((a, 6, f) for a, f in ((2, ".548"), (3, ".625"), (4, ".672"), (6, ".727"))),
        *((a, 8, f) for a, f in ((2, ".559"), (4, ".690"), (8, ".780"))),
        (3, 9, ".645"),
    ],
)
def test_the_prediction_is_as_printed(assessors: int, ratings: int, printed: str) -> None:
    found = predicted_G(assessors, ratings)
    assert f"{found.value:.{len(printed) - 1}f}" == f"0{printed}"
    assert found.n == ratings


@pytest.mark.parametrize(("given", "as_many"), [([], 0), ([4], 1), ([2, 2, 2], 3), ([4, 1, 1], 2)])
def test_unequal_shares_weigh_as_fewer_assessors(given: list[int], as_many: float) -> None:
    assert effective(given) == pytest.approx(as_many)


def ratings(
    chance: Random, trainees: int, sessions: int = 2, variances: tuple[float, ...] = (0.2, 0.04, 0.06, 0.16)
) -> list[Rated]:
    """Double-rated sessions by ten assessors, with known variance of trainee, session, assessor and error."""
    person, session, assessor, error = (sqrt(variance) for variance in variances)
    severity = [chance.gauss(0, assessor) for _ in range(10)]
    made = []
    for trainee in range(trainees):
        level = chance.gauss(2.9, person)
        for held in range(sessions):
            day = level + chance.gauss(0, session)
            made += [
                Rated(trainee, held, who, day + severity[who] + chance.gauss(0, error))
                for who in chance.sample(range(10), 2)
            ]
    return made


def test_estimates_lie_around_the_truth() -> None:
    chance = Random(4)
    found = [sources(ratings(chance, 15)).variances for _ in range(150)]
    truth = {"trainee": 0.2, "session": 0.04, "assessor": 0.06, "error": 0.16}
    means = {name: fmean(variances[name] for variances in found) for name in truth}
    assert means == {name: pytest.approx(value, abs=0.02) for name, value in truth.items()}


def test_own_data_are_used_from_thirty_double_rated_sessions_on() -> None:
    made, design = ratings(Random(1), 15), Design(3, 6, 4)
    short = own_phi(estimate(made[:-1]), design)
    assert (short.value, short.n, str(short.reason)) == (None, 29, f"29 of {OWN_FROM} double-rated sessions.")
    found = own_phi(estimate(made), design)
    assert found.value == phi(sources(made), design).value
    assert found.n == 30
    assert found.low is not None
    assert 0 <= found.low < found.value < found.high <= 1


def test_many_trainees_are_left_out_in_groups() -> None:
    found = own_phi(estimate(ratings(Random(2), 120)), Design(3, 6, 6))
    assert found.low is not None
    assert found.high - found.low < 0.25


def test_more_of_anything_makes_it_more_dependable() -> None:
    found = sources(ratings(Random(3), 20))
    values = [phi(found, Design(*design)).value for design in ((1, 1, 1), (2, 2, 2), (3, 6, 2), (3, 6, 6), (4, 8, 8))]
    assert values == sorted(values)


def test_without_an_indispensable_trainee_there_is_no_interval() -> None:
    """Only one trainee was seen twice: without him nothing tells sessions from trainees."""
    made = [Rated("one", held, who, held + 0.1 * who) for held in range(20) for who in range(2)]
    made += [Rated(f"other {held}", 0, who, 2.0 + held % 3 - 0.3 * who) for held in range(15) for who in range(2)]
    found = own_phi(estimate(made), Design(3, 6, 2))
    assert found.value is not None
    assert (found.low, found.high, found.reason) == (None, None, UNSTABLE)


def test_leaving_trainees_out_is_the_same_as_never_having_seen_them() -> None:
    """From sums as from the ratings anew, with holes, single ratings and sessions of one's own number."""
    chance = Random(5)
    made = [rated for rated in ratings(chance, 20, 3) if chance.random() < 0.8]
    assert len({one.trainee for one in made}) == 20
    without = estimate(made).without
    for trainee, found in zip(dict.fromkeys(one.trainee for one in made), without, strict=True):
        anew = sources([one for one in made if one.trainee != trainee])
        assert found.n == anew.n
        assert found.variances == {name: pytest.approx(value, abs=1e-10) for name, value in anew.variances.items()}
