"""Asking the set: who may record the answers, what a no does, and going on without an observer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.practice.rehearsal import MEETS, Ids, agree, assign, batch, observation_of, rehearse, session_of, tap
from tests.visiting import Visitor, words
from trainer.audit import AuditEntry
from trainer.db import db
from trainer.practice import actions, queries
from trainer.practice.agreement import TEXT
from trainer.practice.lifecycle import Answer, ObservationState, SessionState
from trainer.practice.models import Agreement, Seat
from trainer.web import Refused

Visit = Callable[..., Visitor]


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Everything is arranged; nobody was asked yet."""
    with store():
        return rehearse(cast)


def said(ids: Ids, *answers: str) -> dict[str, str]:
    return {f"seat-{seat}": answer for seat, answer in zip(ids.seats, answers, strict=True)}


def test_the_wording_is_shown_in_full_and_one_group_a_seat(ids: Ids, visit: Visit, cast: Cast) -> None:
    page = visit(cast.tara).get(ids.agreements_page)
    assert all(str(sentence) in words(page) for sentence in TEXT)
    assert page.text.count("<legend>") == 3


@pytest.mark.parametrize("who", ["tara", "ana", "cora", "lena"])
def test_whoever_is_in_the_room_records_what_was_said(ids: Ids, visit: Visit, cast: Cast, store: Any, who: str) -> None:
    answer = visit(getattr(cast, who)).post(ids.agreements_page, said(ids, "agreed", "agreed", "absent"))
    assert answer.status_code == 303
    with store():
        assert queries.agreement_standing(session_of(ids).meeting).may_observe
        rows = list(db.session.scalars(select(Agreement)))
        assert {row.recorded_by_id for row in rows} == {getattr(cast, who).member_id}
        assert {(row.wording, row.method) for row in rows} == {("1", "said in the room")}
        assert len(rows) == 6
        last = db.session.scalar(select(AuditEntry).order_by(AuditEntry.at.desc(), AuditEntry.seq.desc()).limit(1))
        assert last
        assert last.verb == "agreements.recorded"
        assert "Mona" not in last.text


@pytest.mark.parametrize("who", ["tom", "sam", "udo", "pat"])
def test_nobody_else_does(ids: Ids, visit: Visit, cast: Cast, who: str) -> None:
    visitor = visit(getattr(cast, who))
    assert visitor.get(ids.agreements_page).status_code == 404
    assert visitor.post(ids.agreements_page, said(ids, "agreed", "agreed", "agreed")).status_code == 404
    assert visitor.post(f"meetings/{ids.meeting}/unobserved").status_code == 404
    assert visit(cast.olga).get(f"/o/acme/{ids.agreements_page}").status_code == 404


def test_each_seat_needs_an_answer(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    answer = visit(cast.tara).post(ids.agreements_page, {f"seat-{ids.seats[0]}": "agreed"})
    assert answer.status_code == 422
    assert "Choose what Mick said." in words(answer)
    assert "checked" in answer.text
    silly = visit(cast.tara).post(ids.agreements_page, said(ids, "agreed", "withdrawn", "maybe"))
    assert silly.status_code == 422
    with store():
        assert db.session.scalar(select(Agreement)) is None


def test_after_a_no_the_session_goes_on_unobserved_and_nobody_is_blamed(
    ids: Ids, visit: Visit, cast: Cast, store: Any
) -> None:
    tara = visit(cast.tara)
    tara.post(ids.agreements_page, said(ids, "agreed", "declined", "agreed"))
    page = words(tara.get(ids.agreements_page))
    assert "Somebody said no" in page
    assert "Go on without an observer" in page
    assert tara.post(f"meetings/{ids.meeting}/unobserved").status_code == 303
    with store():
        session = session_of(ids)
        assert (session.state, session.observed) == (SessionState.HELD, False)
        assert observation_of(ids).state is ObservationState.VOID
    assert "leaves no evidence and no blame" in words(tara.get(ids.session_page))


def test_without_a_no_pressing_the_button_changes_nothing(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    assert visit(cast.tara).post(f"meetings/{ids.meeting}/unobserved").status_code == 403
    with store():
        assert session_of(ids).state is SessionState.CONFIRMED


def test_a_changed_mind_before_capture_stops_nothing_but_keeps_it_closed(ids: Ids, cast: Cast, store: Any) -> None:
    with store():
        agree(cast, ids)
        agree(cast, ids, Answer.AGREED, Answer.AGREED, Answer.DECLINED)
        assert observation_of(ids).state is ObservationState.ASSIGNED
        assert Answer.WITHDRAWN in queries.answers(session_of(ids).meeting).values()
        agree(cast, ids)
        assert queries.agreement_standing(session_of(ids).meeting).may_observe


def test_a_locked_judgement_survives_a_withdrawal(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        agree(cast, ids)
        assign(cast, session_of(ids), cast.sam)
    visit(cast.ana).send("capture/ops", batch(tap(ids), tap(ids, "end", 9000)), **{"X-Capture": "1"})
    with store():
        actions.lock_observation(observation_of(ids), by=cast.ana.member, now=MEETS)
        agree(cast, ids, Answer.DECLINED, Answer.AGREED, Answer.AGREED)
        assert observation_of(ids).state is ObservationState.LOCKED
        assert queries.operation_count(observation_of(ids)) == 2
        assert session_of(ids).observed


def test_stopping_the_only_observation_leaves_the_session_unobserved(ids: Ids, cast: Cast, store: Any) -> None:
    with store():
        actions.stop_observation(observation_of(ids), by=cast.ana.member, now=MEETS)
        assert (session_of(ids).state, session_of(ids).observed) == (SessionState.HELD, False)
        with pytest.raises(Refused):
            actions.stop_observation(observation_of(ids), by=cast.ana.member, now=MEETS)


def test_a_seat_of_another_set_is_not_asked(ids: Ids, cast: Cast, store: Any) -> None:
    with store():
        other = rehearse(cast, trainee="tom")
        meeting = session_of(ids).meeting
        actions.record_agreements(meeting, {other.seats[0]: Answer.AGREED}, "x", by=cast.cora.member, now=MEETS)
        assert queries.answers(meeting) == {}


def test_who_left_before_the_meeting_is_not_asked(ids: Ids, cast: Cast, store: Any) -> None:
    with store():
        seat = db.session.get_one(Seat, (ids.organisation, ids.seats[0]))
        seat.left_at = MEETS.replace(day=1)
        assert [row.code for row in queries.seats_asked(session_of(ids).meeting)] == ["M2", "M3"]


@pytest.mark.parametrize(
    ("joined", "codes"),
    [
        (MEETS - timedelta(days=1), ["M1", "M2", "M3", "M4"]),
        (MEETS, ["M1", "M2", "M3", "M4"]),
        (MEETS + timedelta(days=1), ["M1", "M2", "M3"]),
    ],
)
def test_who_joined_after_the_meeting_is_not_asked_about_it(
    ids: Ids, cast: Cast, store: Any, joined: datetime, codes: list[str]
) -> None:
    with store():
        agree(cast, ids)
        actions.add_seat(session_of(ids).meeting.set, "Max", by=cast.cora.member, now=joined)
        meeting = session_of(ids).meeting
        assert [row.code for row in queries.seats_asked(meeting)] == codes
        assert bool(queries.agreement_standing(meeting).may_observe) is (len(codes) == 3)
