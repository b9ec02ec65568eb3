"""What of a device's tale of a read is believed, and when was it?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.curriculum.late import LARGEST, LONGEST, Told, instant, name_of, told

READ = {"id": "r1", "programme": "p", "module": "m", "lesson": "l", "wording": "w", "at": 5}
NOON = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)
HOUR = 3_600_000


def test_a_read_says_what_was_read_and_when() -> None:
    assert told(READ) == Told("r1", "p", ("m", "l"), "w", 5)
    assert told({**READ, "more": [1]}) == told(READ)


WRONG: list[Any] = [
    *(None, 1, "r1", [], [READ], True),
    *({name: value for name, value in READ.items() if name != left_out} for left_out in READ),
    *({**READ, name: value} for name in ("id", "lesson", "wording") for value in (None, 1, "", [], {}, "x" * 301)),
    *({**READ, "module": value} for value in ("a\x00", "\ud800", "a\nb")),
    *({**READ, "at": value} for value in (None, "5", -1, 5.0, True, LARGEST + 1)),
]


@pytest.mark.parametrize("raw", WRONG, ids=str)
def test_what_does_not_say_so_is_none(raw: Any) -> None:
    assert told(raw) is None


NAMES = [(READ, "r1"), ({"id": "r1"}, "r1"), ({"id": 5}, ""), ({}, ""), (None, ""), ({"id": "x" * (LONGEST + 1)}, "")]


@pytest.mark.parametrize(("raw", "name"), NAMES, ids=str)
def test_what_it_is_called_is_known_even_of_a_wrong_one(raw: Any, name: str) -> None:
    assert name_of(raw) == name


# Device's time of the read, device's time now, when they enrolled → when it was by our clock, all in hours before noon.
WHEN = [
    ("two hours ago", 8, 10, 24, 2),
    ("a device whose clock is a day ahead", 34, 36, 24, 2),
    ("a device whose clock is at 1970", 0, 2, 24, 2),
    ("just now", 10, 10, 24, 0),
    ("a clock that was set back meanwhile", 12, 10, 24, 0),
    ("longer ago than they are enrolled", 8, 10, 1, 1),
    ("exactly when they enrolled", 8, 10, 2, 2),
    ("years before", 0, 900_000, 24, 24),
    ("enrolled in the future", 8, 10, -1, 0),
]


@pytest.mark.parametrize(("at", "client_now", "enrolled", "expected"), [case[1:] for case in WHEN])
def test_a_read_was_as_long_ago_as_its_device_says(at: int, client_now: int, enrolled: int, expected: int) -> None:
    found = instant(at * HOUR, client_now * HOUR, NOON, NOON - timedelta(hours=enrolled))
    assert found == NOON - timedelta(hours=expected)


@given(st.integers(0, LARGEST), st.integers(0, LARGEST), st.timedeltas(timedelta(0), timedelta(days=9000)))
def test_a_read_is_never_later_than_now_nor_before_the_enrolment(at: int, client_now: int, ago: timedelta) -> None:
    assert NOON - ago <= instant(at, client_now, NOON, NOON - ago) <= NOON
