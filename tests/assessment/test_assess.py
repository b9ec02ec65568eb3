"""An assessor's queue: what to observe, what to rate, what is locked; nothing of anybody else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.assessment import arrange
from tests.cast import Cast
from tests.visiting import Visitor, words
from trainer.organisations.duties import Duty

Visit = Callable[..., Visitor]


def test_it_follows_an_observation_from_asking_to_the_lock(visit: Visit, cast: Cast, store: Any) -> None:
    ana = visit(cast.ana)
    assert "Nothing waits for you." in words(ana.get("assess"))
    with store():
        ids = arrange.ask(cast)
    shown = words(ana.get("assess"))
    assert "S-0001 · Set 4" in shown
    assert "Tara Trainee, 60 minutes, Room 4B" in shown
    assert "Capture S-0001 Agreements S-0001 I will come S-0001 I cannot S-0001" in shown
    with store():
        arrange.capture(cast, ids, end=False)
    assert "Go on capturing S-0001 Agreements S-0001 </p>".replace(" </p>", "") in words(ana.get("assess"))
    assert "I cannot" not in words(ana.get("assess"))
    with store():
        arrange.capture(cast, ids)
    assert "Rate S-0001 My timeline S-0001" in words(ana.get("assess"))
    with store():
        arrange.save(cast, ids)
    assert "Go on rating S-0001" in words(ana.get("assess"))
    with store():
        arrange.lock(cast, ids)
    shown = words(ana.get("assess"))
    assert "Nothing waits for you." in shown
    assert "S-0001, Tara Trainee Locked 15 September 2026" in shown
    assert "Capture S-0001" in words(visit(cast.sam).get("assess"))


@pytest.mark.parametrize("who", ["tara", "lena", "pat", "cora", "abel", "udo", "ada"])
def test_it_is_for_assessors(visit: Visit, cast: Cast, who: str) -> None:
    answer = visit(getattr(cast, who)).get("assess")
    assert answer.status_code == 403
    assert "assessor" in words(answer)


def test_other_organisations_know_nothing_of_it(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        arrange.ask(cast)
    assert visit(cast.olga).get("/o/acme/assess").status_code == 404
    assert "S-0001" not in visit(cast.olga).get("assess").text


def test_who_lost_the_duty_has_no_queue(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        arrange.ask(cast)
        arrange.give(cast, cast.ana, Duty.AUDITOR)
    assert visit(cast.ana).get("assess").status_code == 403


def test_its_length_costs_no_statements(
    visit: Visit, cast: Cast, store: Any, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    ana = visit(cast.ana)
    with store():
        arrange.ask(cast)
    ana.get("assess")
    with statements() as one:
        ana.get("assess")
    with store():
        arrange.ask(cast)
    with statements() as two:
        assert "S-0002" in ana.get("assess").text
    assert len(one) == len(two) <= 5
