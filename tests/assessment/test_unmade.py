"""A judgement that will not come holds nobody up, and nobody rates without a licence that holds."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.assessment import arrange
from tests.assessment.arrange import Ids, draft, form
from tests.cast import Cast
from tests.visiting import Visitor, words
from trainer.assessment import actions, queries
from trainer.assessment.lifecycle import ResultState
from trainer.organisations.duties import Duty
from trainer.practice import actions as practice
from trainer.practice.lifecycle import ObservationState

Visit = Callable[..., Visitor]


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Ana and Sam have captured; Ana has locked."""
    with store():
        found = arrange.ask(cast)
        arrange.capture(cast, found)
        arrange.capture(cast, found, "sam")
        arrange.lock(cast, found)
        return found


def test_whoever_has_locked_is_compared_without_the_missing_one(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    cora = visit(cast.cora)
    session = cora.get(f"sessions/{ids.session}")
    assert f"observations/{ids.sam}/give-up" in session.text
    assert f"observations/{ids.ana}/give-up" not in session.text
    answer = cora.post(f"observations/{ids.sam}/give-up", {"reason": "Sam has left the programme."})
    assert answer.status_code == 303
    with store():
        assert arrange.observation(ids, "sam").state is ObservationState.VOID
        found = queries.compared(ids.organisation, ids.session)
        assert found
        assert found.result.state is ResultState.AGREED
        assert len(found.judgements) == 1


def test_a_reason_is_needed(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    answer = visit(cast.cora).post(f"observations/{ids.sam}/give-up", {"reason": " "})
    assert answer.status_code == 422
    with store():
        assert arrange.observation(ids, "sam").state is ObservationState.CAPTURED


@pytest.mark.parametrize(("who", "status"), [("tara", 403), ("ana", 404), ("sam", 404), ("udo", 404), ("olga", 404)])
def test_others_give_nobody_up(visit: Visit, cast: Cast, ids: Ids, who: str, status: int) -> None:
    answer = visit(getattr(cast, who)).post(f"observations/{ids.sam}/give-up", {"reason": "x"})
    assert answer.status_code == status


def test_a_locked_judgement_is_not_given_up(visit: Visit, cast: Cast, ids: Ids) -> None:
    answer = visit(cast.cora).post(f"observations/{ids.ana}/give-up", {"reason": "x"})
    assert answer.status_code == 403
    assert "the judgement is locked" in words(answer)


def test_a_lead_compares_what_a_withdrawal_left_behind(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    with store():
        practice.stop_observation(arrange.observation(ids, "sam"), by=cast.cora.member, now=arrange.LATER)
    lena = visit(cast.lena)
    assert "One judgement will not come" in words(lena.get("results"))
    answer = lena.post(f"sessions/{ids.session}/compare")
    assert answer.status_code == 303
    assert lena.get(answer.location).status_code == 200
    assert lena.post(f"sessions/{ids.session}/compare").status_code == 404


def test_nothing_is_compared_while_a_judgement_is_expected(visit: Visit, cast: Cast, ids: Ids) -> None:
    lena = visit(cast.lena)
    assert "One judgement will not come" not in words(lena.get("results"))
    assert lena.post(f"sessions/{ids.session}/compare").status_code == 404


def test_a_suspended_assessor_locks_nothing(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    with store():
        licence = queries.licence(ids.organisation, ids.licences[1])
        assert licence
        actions.suspend_licence(licence, reason="A complaint.", by=cast.lena.member, now=arrange.LATER)
    answer = visit(cast.sam).post(f"observations/{ids.sam}/rating", dict(form(draft(), lock="y")))
    assert answer.status_code == 403
    assert "licence is suspended" in words(answer)


def test_without_the_duty_nobody_rates(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    with store():
        arrange.give(cast, cast.sam, Duty.TRAINEE)
    answer = visit(cast.sam).post(f"observations/{ids.sam}/rating", dict(form(draft(), lock="y")))
    assert answer.status_code == 403


def test_nobody_asks_themselves_to_assess(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        arrange.give(cast, cast.ana, Duty.ASSESSOR, Duty.COORDINATOR)
        ids = arrange.ask(cast, "sam")
    ana = visit(cast.ana)
    assert "Nobody asks themselves." in words(ana.get(f"sessions/{ids.session}/assign"))
    answer = ana.post(f"sessions/{ids.session}/assign", {"assessors": [str(cast.ana.member_id)]})
    assert answer.status_code == 422


def test_a_name_from_the_set_is_asked_about_once(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    """Mona has a seat: what names her is shown once more before the lock, and nothing typed is lost."""
    told = replace(draft(), try_next="Let Mona finish.")
    sam, url = visit(cast.sam), f"observations/{ids.sam}/rating"
    answer = sam.post(url, dict(form(told, lock="y")))
    assert answer.status_code == 422
    assert "Read this once more before it is locked" in words(answer)
    assert "Let Mona finish." in answer.text
    with store():
        assert arrange.observation(ids, "sam").state is ObservationState.RATING
        row = queries.draft(arrange.observation(ids, "sam"))
        assert row
        revision = str(row.revision)
    again = sam.post(url, {**form(told, lock="y", confirmed="y"), "revision": revision})
    assert again.status_code == 303
