"""How an assessor uses the scale: each effect on data that were made to show it, and on data that were not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.assessment.agreement.effects import (
    Deviation,
    Sheet,
    deviations,
    drift,
    halo,
    haste,
    narrow_range,
    severity,
)

CRITERIA = ("A1", "A2", "B1", "B2")


def sheet(session: int, assessor: str, *levels: int | None, relationship: str = "") -> Sheet:
    return Sheet(session, assessor, dict(zip(CRITERIA, levels, strict=False)), relationship)


def by(assessor: str, sheets: list[Sheet]) -> list[Deviation]:
    return [found for found in deviations(sheets) if found.assessor == assessor]


def lenient(by_how_much: int, sessions: int) -> list[Sheet]:
    return [
        made
        for session in range(sessions)
        for made in (sheet(session, "ana", *[2 + by_how_much] * 4), sheet(session, "ben", 2, 2, 2, 2))
    ]


def test_a_sheet_is_held_against_the_mean_of_the_others() -> None:
    sheets = [sheet(1, "ana", 4, 3, None, 2), sheet(1, "ben", 2, None, 3, 2), sheet(1, "cem", 3, 2, 3, None)]
    found = {each.assessor: (each.above, each.cells) for each in deviations(sheets)}
    assert found["ana"] == (pytest.approx((4 - 2.5) + (3 - 2) + 0), 3)
    assert found["ben"] == (pytest.approx((2 - 3.5) + 0 + 0), 3)
    assert found["cem"] == (pytest.approx((3 - 3) + (2 - 3) + 0), 3)


def test_a_sheet_alone_says_nothing() -> None:
    assert deviations([sheet(1, "ana", 4, 4, 4, 4), sheet(2, "ben", None, 2), sheet(2, "ana", 3)]) == []


@pytest.mark.parametrize(
    ("by_how_much", "sessions", "shrunk", "flagged"),
    [
        (1, 4, 4 / 14, False),  # too few sessions, and shrunk below the line
        (1, 5, 5 / 15, True),
        (-1, 5, -5 / 15, True),
        (2, 4, 8 / 14, False),  # far off, but in four sessions only
        (0, 50, 0, False),
        (1, 10, 0.5, True),
    ],
)
def test_severity_is_drawn_towards_nothing_while_there_is_little(
    by_how_much: int, sessions: int, shrunk: float, flagged: bool
) -> None:
    found = severity(by("ana", lenient(by_how_much, sessions)))
    assert (found.found.value, found.found.n) == (by_how_much, sessions)
    assert found.shrunk.value == pytest.approx(shrunk)
    assert found.flagged is flagged


def test_severity_can_be_told_for_ones_own_people() -> None:
    sheets = [
        made
        for session in range(10)
        for made in (
            sheet(session, "ana", 3, 3, 3, 3, relationship="own trainee" if session % 2 else ""),
            sheet(session, "ben", *[2 if session % 2 else 3] * 4),
        )
    ]
    own = [found for found in by("ana", sheets) if found.relationship == "own trainee"]
    assert severity(own).found.value == 1
    assert severity(by("ana", sheets)).found.value == pytest.approx(0.5)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=20))
def test_two_assessors_are_as_severe_as_the_other_is_lenient(pairs: list[tuple[int, int]]) -> None:
    sheets = [
        made
        for session, (one, other) in enumerate(pairs)
        for made in (sheet(session, "ana", one), sheet(session, "ben", other))
    ]
    ana, ben = (severity(by(name, sheets)).found.value for name in ("ana", "ben"))
    assert ana == pytest.approx(-ben, abs=1e-12)


def test_a_narrow_range_is_flagged_from_thirty_cells_on() -> None:
    everybody = [1, 2, 3, 4] * 30
    narrow, commonest = narrow_range([3] * 27 + [2] * 3, everybody)
    assert narrow.figure.value == pytest.approx(0.3 / 1.25**0.5)
    assert (narrow.figure.n, narrow.flagged, commonest.figure.value, commonest.flagged) == (30, True, 0.9, True)
    assert not any(effect.flagged for effect in narrow_range([3] * 26 + [2] * 3, everybody))
    assert not any(effect.flagged for effect in narrow_range(everybody, everybody))


def test_halo_is_flagged_from_three_sheets_on() -> None:
    alike = [sheet(session, "ana", 3, 3, 3, 3) for session in range(3)]
    spread, share = halo(alike)
    assert (spread.figure.value, spread.flagged, share.figure.value, share.flagged) == (0, True, 1, True)
    assert not any(effect.flagged for effect in halo(alike[:2]))
    mixed = [*alike, *(sheet(session, "ana", 1, 4, 1, 4) for session in range(3, 6))]
    spread, share = halo(mixed)
    assert (spread.figure.value, spread.flagged) == (0.75, False)
    assert (share.figure.value, share.flagged) == (0.5, True)


def test_halo_leaves_out_sheets_with_little_on_them() -> None:
    spread, share = halo([sheet(1, "ana", 3, None, None, None), sheet(2, "ana", 1, 2, None, None)])
    assert (spread.figure.value, spread.figure.n, share.figure.value) == (0.5, 1, 0)


def drifting(*above: float) -> list[Deviation]:
    return [Deviation(session, "ana", "", 4 * each, 4) for session, each in enumerate(above)]


@pytest.mark.parametrize(
    ("above", "moved", "smoothed", "flagged"),
    [
        ([0] * 13, 0, 0, (False, False)),
        ([0] * 5 + [0.4] * 8, 0.4, 0.4 * (1 - 0.8**8), (True, True)),
        ([0.1] * 5 + [-0.3] * 8, -0.4, -0.4 * (1 - 0.8**8), (True, True)),
        ([0] * 10 + [0.7] * 3, 0.2625, 0.7 * (1 - 0.8**3), (False, True)),  # the last three only: smoothing sees it
        ([0] * 5 + [0.7] * 4 + [0] * 4, 0.35, 0.7 * (1 - 0.8**4) * 0.8**4, (True, False)),  # and forgets it
    ],
)
def test_drift_holds_the_last_eight_sessions_against_those_before(
    above: list[float], moved: float, smoothed: float, flagged: tuple[bool, bool]
) -> None:
    found = drift(drifting(*above))
    assert [effect.figure.value for effect in found] == [pytest.approx(moved), pytest.approx(smoothed)]
    assert tuple(effect.flagged for effect in found) == flagged


def test_drift_says_how_many_sessions_it_waits_for() -> None:
    found = drift(drifting(*[0] * 12))[0].figure
    assert (found.value, found.n) == (None, 12)
    assert str(found.reason) == "12 of 13 sessions rated together with somebody else."


def test_haste_is_flagged_from_three_forms_on() -> None:
    found = haste([2.9, 1, 0, 3, 45])
    assert (found.figure.value, found.figure.n, found.flagged) == (0.6, 5, True)
    assert not haste([2.9, 1, 3]).flagged
