"""How dependable decisions are: borrowed numbers under their label until there are own ones, gains and hours."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.assessment.arrange import CRITERIA
from tests.cast import Cast
from tests.rated import Held, made_up, rate
from tests.visiting import Visitor, words
from trainer.practice.lifecycle import SessionKind

Store = Callable[[], AbstractContextManager[Any]]
Visit = Callable[..., Visitor]
PAGE = "capability/decision-study"


def summative(sessions: int, **changes: Any) -> list[Held]:
    return [Held(held.trainee, held.sheets, **changes) for held in made_up(sessions, CRITERIA)]


def test_borrowed_numbers_stand_under_their_label(visit: Visit, cast: Cast) -> None:
    """Two sessions by two assessors each: .53 by the same two, .64 by four, as certification 4.2 has it."""
    read = words(visit(cast.lena).get(PAGE))
    assert "Borrowed numbers Assumption:" in read
    assert "0 of 30 double-rated sessions" in read
    now, more_sessions, more_assessors = rows(read)[:3]
    assert now.startswith("4 judgements 6.0 0.53 2 people Assumption 0.64 4 people Assumption")
    assert more_sessions.startswith(
        "6 judgements 9.0 3.0 more 0.55 2 people · 0.02 more Assumption 0.73 6 people · 0.09 more"
    )
    assert more_assessors.startswith("6 judgements 9.0 3.0 more 0.63 3 people · 0.10 more Assumption 0.73 6 people")
    assert "Where differences between scores come from" not in read
    assert "The slot is assumed" in read


def rows(read: str) -> list[str]:
    """What stands in each row behind its evidence."""
    return [part.partition("assessors each: ")[2] for part in read.split(" sessions, ")[2:]]


@pytest.mark.parametrize(("sessions", "own"), [(29, False), (30, True)])
def test_own_numbers_take_over_from_thirty_sessions(
    visit: Visit, cast: Cast, store: Store, sessions: int, own: bool
) -> None:
    with store():
        rate(cast, summative(sessions, slot=40))
    read = words(visit(cast.lena).get(PAGE))
    assert ("From your own judgements" in read) is own
    assert ("Assumption" in read) is not own
    assert ("Where differences between scores come from" in read) is own
    assert (" to " in rows(read)[0]) is own, "an interval stands under one's own figure"
    assert "slot of 40 minutes and 30 minutes to write it up" in read
    assert rows(read)[0].startswith("4 judgements 4.7 ")


@pytest.mark.parametrize(
    "changes", [{"kind": SessionKind.FORMATIVE}, {"result": None}], ids=["formative", "not compared"]
)
def test_what_no_decision_rests_on_says_nothing(
    visit: Visit, cast: Cast, store: Store, changes: dict[str, Any]
) -> None:
    with store():
        rate(cast, summative(40, **changes))
    assert "0 of 30 double-rated sessions" in words(visit(cast.lena).get(PAGE))


def test_sessions_that_tell_nothing_say_why(visit: Visit, cast: Cast, store: Store) -> None:
    """Thirty trainees who were seen once each: a person and a day cannot be told apart."""
    with store():
        rate(cast, [Held(number, held.sheets) for number, held in enumerate(made_up(31, CRITERIA))])
    read = words(visit(cast.lena).get(PAGE))
    assert "of 30 double-rated sessions" not in read
    assert "they do not tell it yet: No trainee was rated in two sessions." in read
    assert "Assumption" in read


def test_an_unknown_programme_is_not_found(visit: Visit, cast: Cast) -> None:
    assert visit(cast.lena).get(f"{PAGE}?programme=nothing").status_code == 404
    assert visit(cast.tara).get(PAGE).status_code == 403
