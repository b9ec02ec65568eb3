"""The rules of an appeal: what follows what, by which working day, who may hear it, and when two agree."""

from datetime import date
from uuid import UUID

import pytest

from trainer.certification.appeal import (
    Finding,
    Parties,
    agreed,
    due,
    in_time,
    is_open,
    last_day_to_lodge,
    may_arrange,
    may_become,
    may_hear,
    may_take_further,
    remedies,
)
from trainer.certification.lifecycle import AppealState, Remedy

S = AppealState
MONDAY = date(2026, 11, 23)
TRAINEE, MANAGER, RATER, CALLER, LEAD, NEW = (UUID(int=n) for n in range(6))
PARTIES = Parties(TRAINEE, MANAGER, frozenset({RATER}), frozenset({CALLER}), frozenset({LEAD}))

FOLLOWS = {
    None: {S.TALK, S.WRITTEN},
    S.TALK: {S.TALKED, S.WRITTEN, S.WITHDRAWN},
    S.TALKED: {S.WRITTEN, S.WITHDRAWN},
    S.WRITTEN: {S.UPHELD, S.REFUSED, S.PANEL, S.WITHDRAWN},
    S.REFUSED: {S.PANEL},
    S.PANEL: {S.UPHELD, S.FINAL, S.WITHDRAWN},
    S.UPHELD: set(),
    S.FINAL: set(),
    S.WITHDRAWN: set(),
}


@pytest.mark.parametrize("state", FOLLOWS)
@pytest.mark.parametrize("following", S)
def test_what_follows_what(state: AppealState | None, following: AppealState) -> None:
    assert bool(may_become(state, following)) == (following in FOLLOWS[state])


def test_every_state_is_told_of() -> None:
    assert set(FOLLOWS) == {None, *S}


@pytest.mark.parametrize(
    ("state", "day"),
    [
        (S.TALK, date(2026, 11, 30)),
        (S.WRITTEN, date(2026, 12, 14)),
        (S.REFUSED, date(2026, 12, 21)),
        (S.PANEL, date(2026, 12, 21)),
        (S.TALKED, None),
        (S.UPHELD, None),
        (S.FINAL, None),
        (S.WITHDRAWN, None),
    ],
)
def test_by_which_day_it_moves_on(state: AppealState, day: date | None) -> None:
    assert due(state, MONDAY) == day


@pytest.mark.parametrize(("today", "may"), [(MONDAY, True), (date(2026, 12, 21), True), (date(2026, 12, 22), False)])
def test_it_is_lodged_within_twenty_working_days(today: date, may: bool) -> None:
    assert last_day_to_lodge(MONDAY) == date(2026, 12, 21)
    assert bool(in_time(MONDAY, today)) == may


@pytest.mark.parametrize(
    ("state", "today", "open_", "further"),
    [
        (S.TALK, MONDAY, False, False),
        (S.WRITTEN, date(2026, 12, 14), True, False),
        (S.WRITTEN, date(2026, 12, 15), True, True),  # nobody answered in time
        (S.REFUSED, MONDAY, True, True),
        (S.REFUSED, date(2026, 12, 21), True, True),
        (S.REFUSED, date(2026, 12, 22), False, False),
        (S.PANEL, date(2027, 12, 22), True, False),
        (S.UPHELD, MONDAY, False, False),
        (S.FINAL, MONDAY, False, False),
        (S.WITHDRAWN, MONDAY, False, False),
    ],
)
def test_when_it_is_open_and_goes_further(state: AppealState, today: date, open_: bool, further: bool) -> None:
    assert is_open(state, MONDAY, today) == open_
    assert bool(may_take_further(state, MONDAY, today)) == further


@pytest.mark.parametrize(
    ("member", "hears", "arranges"),
    [
        (TRAINEE, False, False),
        (MANAGER, False, False),
        (RATER, False, False),
        (LEAD, False, False),
        (CALLER, False, True),
        (NEW, True, True),
    ],
)
def test_only_who_had_no_part_hears_it(member: UUID, hears: bool, arranges: bool) -> None:
    assert bool(may_hear(PARTIES, member)) == hears
    assert bool(may_arrange(PARTIES, member)) == arranges


UPHELD, EXTRA, REFUSED = Finding(True, Remedy.RESCIND), Finding(True, Remedy.SESSION), Finding(False, None)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([], None),
        ([UPHELD], None),
        ([UPHELD, None], None),
        ([UPHELD, EXTRA], None),
        ([UPHELD, REFUSED], None),
        ([UPHELD, UPHELD], UPHELD),
        ([REFUSED, REFUSED], REFUSED),
        ([REFUSED, REFUSED, REFUSED], None),
    ],
)
def test_two_who_find_alike_have_decided(said: list[Finding | None], found: Finding | None) -> None:
    assert agreed(said) == found


def test_a_session_is_no_decision() -> None:
    assert Remedy.RESCIND in remedies(of_decision=True)
    assert Remedy.RESCIND not in remedies(of_decision=False)
    assert Remedy.RERATE in remedies(of_decision=False)
