"""What a certificate says about itself on a day, and what may happen to it then."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.certification.lifecycle import StatusChange
from trainer.certification.standing import IN_FORCE, Standing, may_change, standing

START, END = date(2026, 1, 1), date(2026, 12, 31)
OFF, ON, GONE, NEWER = (
    StatusChange.SUSPENDED,
    StatusChange.REINSTATED,
    StatusChange.REVOKED,
    StatusChange.SUPERSEDED,
)
MIDDLE = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("today", "changes", "found"),
    [
        (date(2025, 12, 31), [], "not_yet_valid"),
        (START, [], "valid"),
        (END - timedelta(days=91), [], "valid"),
        (END - timedelta(days=90), [], "expiring"),
        (END, [], "expiring"),
        (END + timedelta(days=1), [], "expired"),
        (MIDDLE, [OFF], "suspended"),
        (MIDDLE, [OFF, ON], "valid"),
        (MIDDLE, [OFF, ON, OFF], "suspended"),
        (END + timedelta(days=1), [OFF], "suspended"),  # it can still be reinstated, and is expired then
        (END + timedelta(days=1), [OFF, ON], "expired"),
        (MIDDLE, [GONE], "revoked"),
        (MIDDLE, [OFF, GONE], "revoked"),
        (END + timedelta(days=9), [GONE], "revoked"),
        (MIDDLE, [GONE, ON], "revoked"),  # a revocation stays whatever follows
        (MIDDLE, [GONE, NEWER], "revoked"),
        (MIDDLE, [NEWER], "superseded"),
        (MIDDLE, [NEWER, OFF], "superseded"),
        (date(2025, 12, 31), [GONE], "revoked"),
    ],
)
def test_how_a_certificate_stands(today: date, changes: list[StatusChange], found: str) -> None:
    assert standing(START, END, changes, today) == found


ALLOWED = {
    "valid": {OFF, GONE, NEWER},
    "expiring": {OFF, GONE, NEWER},
    "expired": {GONE, NEWER},
    "not_yet_valid": {GONE, NEWER},
    "suspended": {ON, GONE, NEWER},
    "revoked": set(),
    "superseded": set(),
}


@pytest.mark.parametrize("present", Standing)
@pytest.mark.parametrize("change", StatusChange)
def test_what_may_happen_to_it(present: Standing, change: StatusChange) -> None:
    verdict = may_change(present, change)
    assert bool(verdict) is (change in ALLOWED[present])
    assert verdict or str(verdict.reason)


@given(st.lists(st.sampled_from(StatusChange), max_size=6), st.dates(date(2025, 1, 1), date(2028, 1, 1)))
def test_a_closed_certificate_is_never_in_force_again(changes: list[StatusChange], today: date) -> None:
    for place, change in enumerate(changes):
        if change in (GONE, NEWER):
            final = standing(START, END, changes[: place + 1], today)
            assert standing(START, END, changes, today) is final
            assert final not in IN_FORCE
            return
    assert (standing(START, END, changes, today) in IN_FORCE) <= (START <= today <= END)
