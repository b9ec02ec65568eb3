"""Is a licence in force on the day of a session?"""

from datetime import date

import pytest

from trainer.assessment.licence import Period, in_force

MAY, JUNE, JULY = date(2026, 5, 31), date(2026, 6, 1), date(2026, 7, 31)
SUMMER = Period(JUNE, JULY)


@pytest.mark.parametrize(
    ("periods", "day", "reason"),
    [
        ((SUMMER,), JUNE, None),
        ((SUMMER,), JULY, None),
        ((SUMMER,), MAY, "does not cover"),
        ((SUMMER,), date(2026, 8, 1), "does not cover"),
        ((), JUNE, "holds no licence"),
        ((Period(JUNE, JULY, suspended=True),), JUNE, "is suspended"),
        ((Period(JUNE, JULY, suspended=True), SUMMER), JUNE, None),
        ((Period(MAY, MAY), SUMMER), JULY, None),
        ((Period(JULY, JUNE),), JUNE, "does not cover"),
    ],
)
def test_one_that_covers_the_day_and_is_not_suspended(
    periods: tuple[Period, ...], day: date, reason: str | None
) -> None:
    verdict = in_force(periods, day)
    assert bool(verdict) is (reason is None)
    if reason:
        assert verdict.reason
        assert reason in verdict.reason.text
