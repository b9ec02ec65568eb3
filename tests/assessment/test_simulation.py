"""Why "all 3s" fails the ready: the table of made-up people has the shape that was printed."""

import pytest

from trainer.assessment.simulation import ROWS, Design, Outcome, all_threes, hybrid, simulate

PRINTED = (  # certification, 4.5: unready passed, ready failed, of those certified not ready
    (0.16, 0.32, 0.20),
    (0.07, 0.50, 0.13),
    (0.15, 0.14, 0.16),
    (0.12, 0.12, 0.12),
    (0.00, 0.89, 0.00),
    (0.11, 0.11, 0.11),
    (0.09, 0.13, 0.10),
)


@pytest.fixture(scope="module")
def table() -> tuple[Outcome, ...]:
    return simulate(people=2_000)


@pytest.mark.parametrize(("row", "printed"), list(enumerate(PRINTED)))
def test_the_shares_are_those_that_were_printed(
    table: tuple[Outcome, ...], row: int, printed: tuple[float, float, float]
) -> None:
    found = table[row]
    assert (found.design, found.rule) == ROWS[row]
    assert found.ready == pytest.approx(0.48, abs=0.03)
    shares = (found.unready_passed, found.ready_failed, found.certified_unready)
    assert shares == tuple(pytest.approx(share, abs=0.045) for share in printed)


def test_the_shape_is_the_argument(table: tuple[Outcome, ...]) -> None:
    once, strict_once, _, six, strict_six, *_ = table
    assert six.ready_failed < once.ready_failed / 2, "more ratings cut wrongful failure by more than half"
    assert strict_six.ready_failed > 0.8, "asking for all 3s fails nearly everybody who is ready"
    assert strict_six.ready_failed > strict_once.ready_failed, "and the more so the harder one looks"
    assert six.unready_passed < once.unready_passed


def test_the_seed_decides() -> None:
    rows = ((Design(1, 2), "hybrid"),)
    assert simulate(rows, 200) == simulate(rows, 200)
    assert simulate(rows, 200) != simulate(rows, 200, seed=8)


def test_nobody_gives_no_share() -> None:
    found = simulate(((Design(1, 1), "all_threes"),), 0)[0]
    assert (found.ready, found.unready_passed, found.ready_failed, found.certified_unready) == (None,) * 4


@pytest.mark.parametrize(
    ("ratings", "mixed", "threes"),
    [
        ([[3] * 10], True, True),
        ([[2] * 10], False, False),
        ([[3] * 9 + [2]], True, False),  # 2.9 overall, exactly on the line
        ([[3] * 8 + [2] * 2], False, False),
        ([[2] + [3] * 9], False, False),  # a critical one below 2.5
        ([[2] + [4] * 9, [3] + [4] * 9], True, False),  # and exactly on it
        ([[4] * 9 + [1]], False, False),  # one below 2
        ([[4] * 9 + [1], [4] * 9 + [3]], True, False),
    ],
)
def test_rules_hold_their_lines(ratings: list[list[int]], mixed: bool, threes: bool) -> None:
    assert (hybrid(ratings), all_threes(ratings)) == (mixed, threes)
