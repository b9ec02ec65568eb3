"""Is a licence in force on the day of a session, how does it stand, what earns one, and what casts doubt?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from trainer.assessment.licence import Doubt, Period, Standing, Tried, doubts, earned, in_force, standing

MAY, JUNE, JULY, AUGUST = date(2026, 5, 31), date(2026, 6, 1), date(2026, 7, 31), date(2026, 8, 1)
SUMMER = Period(JUNE, JULY)
THEN = datetime(2026, 6, 10, 12, tzinfo=UTC)
TAKEN = Period(JUNE, JULY, suspended_at=THEN)


@pytest.mark.parametrize(
    ("periods", "day", "reason"),
    [
        ((SUMMER,), JUNE, None),
        ((SUMMER,), JULY, None),
        ((SUMMER,), MAY, "begins on 2026-06-01"),
        ((SUMMER,), AUGUST, "ran out on 2026-07-31"),
        ((), JUNE, "holds no licence"),
        ((TAKEN,), JUNE, "is suspended"),
        ((TAKEN,), AUGUST, "is suspended"),
        ((TAKEN, SUMMER), JUNE, None),
        ((Period(MAY, MAY), SUMMER), JULY, None),
        ((Period(MAY, MAY), Period(JULY, JULY)), JUNE, "ran out on 2026-05-31"),
        ((Period(MAY, MAY), TAKEN), JUNE, "is suspended"),
    ],
)
def test_one_that_covers_the_day_and_is_not_suspended(
    periods: tuple[Period, ...], day: date, reason: str | None
) -> None:
    verdict = in_force(periods, day)
    assert bool(verdict) is (reason is None)
    if reason:
        assert reason in str(verdict.reason)


@pytest.mark.parametrize(
    ("periods", "today", "expected"),
    [
        ((), JUNE, Standing.NONE),
        ((SUMMER,), JUNE, Standing.IN_FORCE),
        ((SUMMER,), date(2026, 7, 1), Standing.IN_FORCE),
        ((SUMMER,), date(2026, 7, 2), Standing.DUE),
        ((SUMMER,), JULY, Standing.DUE),
        ((SUMMER,), AUGUST, Standing.LAPSED),
        ((SUMMER,), MAY, Standing.AHEAD),
        ((SUMMER, Period(JULY, date(2027, 7, 31))), JULY, Standing.IN_FORCE),
        ((TAKEN,), JUNE, Standing.SUSPENDED),
        ((TAKEN,), AUGUST, Standing.SUSPENDED),
        ((TAKEN, Period(MAY, MAY)), JUNE, Standing.SUSPENDED),
        ((TAKEN, SUMMER), JUNE, Standing.IN_FORCE),
    ],
)
def test_how_licences_stand_together(periods: tuple[Period, ...], today: date, expected: Standing) -> None:
    assert standing(periods, today, 30) is expected


YEAR = date(2027, 6, 9)


@pytest.mark.parametrize(
    ("periods", "today", "expected"),
    [
        ((), JULY, True),
        ((SUMMER,), JULY, True),
        ((Period(JUNE, YEAR),), JULY, False),
        ((), YEAR, True),
        ((), YEAR + timedelta(days=1), False),
        ((Period(JUNE, JULY, THEN - timedelta(days=1)),), JULY, True),
        ((Period(JUNE, JULY, THEN + timedelta(days=1)),), JULY, False),
    ],
)
def test_a_round_earns_a_longer_licence_after_any_suspension(
    periods: tuple[Period, ...], today: date, expected: bool
) -> None:
    assert earned(YEAR, THEN, periods, today) is expected


LOCK = datetime(2026, 7, 1, 9, tzinfo=UTC)
BEFORE, AFTER, LONG_AFTER = LOCK - timedelta(days=9), LOCK + timedelta(days=9), LOCK + timedelta(days=90)


@pytest.mark.parametrize(
    ("periods", "tried", "locked", "expected"),
    [
        ((SUMMER,), (), LOCK, ()),
        ((SUMMER,), (), LOCK + timedelta(days=40), (Doubt.LAPSED,)),
        ((SUMMER, Period(AUGUST, YEAR)), (), LOCK + timedelta(days=40), ()),
        ((Period(AUGUST, YEAR),), (), LOCK + timedelta(days=40), (Doubt.LAPSED,)),
        ((TAKEN,), (), LOCK, (Doubt.SUSPENDED,)),
        ((TAKEN, SUMMER), (), LOCK, ()),
        ((SUMMER,), (Tried(BEFORE, False),), LOCK, ()),
        ((SUMMER,), (Tried(AFTER, True), Tried(LONG_AFTER, False)), LOCK, ()),
        ((SUMMER,), (Tried(LONG_AFTER, True), Tried(AFTER, False)), LOCK, (Doubt.FAILED,)),
        ((TAKEN,), (Tried(LOCK, False),), LOCK, (Doubt.SUSPENDED, Doubt.FAILED)),
    ],
)
def test_what_casts_doubt_on_a_judgement(
    periods: tuple[Period, ...], tried: tuple[Tried, ...], locked: datetime, expected: tuple[Doubt, ...]
) -> None:
    assert doubts(periods, tried, date(2026, 6, 30), locked) == expected
