"""How an assessor uses the scale: private to them, by name to leads, and what each figure says."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from tests.assessment import arrange
from tests.assessment.arrange import CRITERIA
from tests.cast import Cast, Player
from tests.rated import Held, Sheet, rate
from tests.visiting import Visitor, words
from trainer.assessment.lifecycle import Relationship
from trainer.organisations.duties import Duty

Store = Callable[[], AbstractContextManager[Any]]
Visit = Callable[..., Visitor]
QUICK = timedelta(hours=2, minutes=1)  # capture ends two hours after it began


def address(player: Player) -> str:
    return f"assessors/{player.member_id}/figures"


def beside(cast: Cast, ana: int, sam: int, sessions: int, **changes: Any) -> list[Held]:
    """Sessions in which Ana gives one level throughout and Sam another."""
    return [
        Held(
            number % 5,
            [
                Sheet(cast.ana, dict.fromkeys(CRITERIA, ana), **changes),
                Sheet(cast.sam, dict.fromkeys(CRITERIA, sam)),
            ],
        )
        for number in range(sessions)
    ]


def row(read: str, name: str, before: str) -> str:
    return read.partition(f" {name} ")[2].partition(before)[0]


def test_before_anything_is_compared_there_is_nothing(visit: Visit, cast: Cast) -> None:
    assert "No judgement can be told of yet." in words(visit(cast.ana).get(address(cast.ana)))


def test_severity_range_halo_and_speed_are_told_and_marked(visit: Visit, cast: Cast, store: Store) -> None:
    """Ana gives 2 everywhere, in a minute, where Sam gives 3: ten sessions draw a whole level to a half."""
    with store():
        rate(cast, beside(cast, 2, 3, 10, locked_after=QUICK))
    read = words(visit(cast.ana).get(address(cast.ana)))
    assert "How you use the scale" in read
    severe = row(read, "Strictness", "Range of levels")
    assert severe.startswith("1.00 levels stricter With so few sessions taken as: 0.50 levels stricter 10 sessions")
    assert "Look into it" in severe
    assert "The commonest level is 100% of them. 40 levels Look into it" in read
    assert "100% of the sheets have one level throughout. 10 sheets Look into it" in read
    assert "10 of 13 sessions rated together with somebody else." in read
    assert "100% of the forms were locked within three minutes of the end of the session. 10 forms Look" in read
    lenient = words(visit(cast.lena).get(address(cast.sam)))
    assert "How Sam Second uses the scale" in lenient
    assert "1.00 levels more lenient" in lenient
    assert "0% of the forms were locked within three minutes" in lenient


def test_change_over_time_and_towards_whom(visit: Visit, cast: Cast, store: Store) -> None:
    with store():
        rate(cast, beside(cast, 3, 3, 6))
        rate(cast, beside(cast, 4, 3, 8, relationship=Relationship.TUTOR))
    read = words(visit(cast.lena).get(address(cast.ana)))
    assert "The last eight sessions against those before: 1.00 levels more lenient 14 sessions Look into it" in read
    assert "Strictness towards: people they tutor 1.00 levels more lenient 8 sessions Look into it" in read
    assert "Strictness towards: nobody in particular as strict as the others 6 sessions Nothing conspicuous" in read


def test_nothing_of_a_session_that_is_not_compared_enters(visit: Visit, cast: Cast, store: Store) -> None:
    with store():
        rate(cast, beside(cast, 3, 3, 6))
    before = words(visit(cast.ana).get(address(cast.ana)))
    with store():
        rate(cast, [Held(1, held.sheets, None) for held in beside(cast, 1, 4, 3)])
    assert words(visit(cast.ana).get(address(cast.ana))) == before


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("lena", 200), ("sam", 404), ("cora", 404), ("udo", 404)])
def test_it_is_private_to_the_assessor_and_leads(visit: Visit, cast: Cast, who: str, status: int) -> None:
    assert visit(getattr(cast, who)).get(address(cast.ana)).status_code == status
    assert visit(cast.lena).get(address(cast.tara)).status_code == 404, "Tara assesses nobody"


def test_it_is_found_from_ones_own_queue_and_from_the_list(visit: Visit, cast: Cast, store: Store) -> None:
    with store():
        arrange.give(cast, cast.sam, Duty.ASSESSOR)
    assert address(cast.ana) in visit(cast.ana).get("assess").text
    assert address(cast.sam) in visit(cast.lena).get("assessors").text
    assert address(cast.sam) not in visit(cast.cora).get("assessors").text
    assert visit(cast.ana).get(f"{address(cast.ana)}?rubric=nothing").status_code == 404
