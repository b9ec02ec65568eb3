"""Changing one's mind: who notes it once somebody has begun to observe, what stops, and what is deleted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.cast import Cast, Player
from tests.practice.rehearsal import (
    MEETS,
    WALL,
    Ids,
    agree,
    answer,
    assign,
    enrol,
    observation_of,
    rehearse,
    session_of,
    tap,
)
from tests.visiting import Visitor, words
from trainer.db import db, new_id
from trainer.organisations import actions as people
from trainer.organisations.duties import Duty
from trainer.practice import actions, queries
from trainer.practice.lifecycle import Answer, MeetingState, ObservationState, SessionKind, SessionState
from trainer.practice.models import Agreement, Observation, PracticeSession, RatingDraft
from trainer.web import Refused

Visit = Callable[..., Visitor]
A, D, X = Answer.AGREED, Answer.DECLINED, Answer.ABSENT
STEPS = ("assigned", "capturing", "captured", "rating", "locked")
LATER = MEETS + timedelta(days=2)


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """The set has agreed; Ana and Sam are to observe Tara, and nobody has begun."""
    with store():
        found = rehearse(cast, agreed=True)
        assign(cast, session_of(found), cast.sam)
        return found


def go(cast: Cast, ids: Ids, far: str) -> None:
    """Bring Ana's observation so far."""
    reached, ana = STEPS.index(far), cast.ana.member
    ops = [tap(ids), tap(ids, "end", 9000)][: min(reached, 2)]
    actions.take_batch(ana, ops, WALL + 9000, now=MEETS)
    if reached >= 3:
        actions.start_rating(observation_of(ids), by=ana, now=MEETS)
        _draft(ids)
    if reached >= 4:
        actions.lock_observation(observation_of(ids), by=ana, now=MEETS)


def _draft(ids: Ids) -> None:
    same = {"organisation_id": ids.organisation, "id": new_id(), "observation_id": ids.observation}
    db.session.add(RatingDraft(**same, body={"strength_one": "What Mona said."}, saved_at=MEETS))


def duties(cast: Cast, player: Player, *given: Duty) -> None:
    people.change_duties(player.member, set(given), by=cast.ada.member, now=MEETS)


def also(cast: Cast, ids: Ids, trainee: Player) -> PracticeSession:
    """Somebody else facilitates another slot of the meeting."""
    meeting = session_of(ids).meeting
    return actions.request_session(enrol(trainee), meeting, SessionKind.FORMATIVE, 30, by=trainee.member, now=MEETS)


def post(visitor: Visitor, ids: Ids, *said: str) -> Any:
    given = said or ("agreed", "agreed", "agreed")
    return visitor.post(ids.agreements_page, {f"seat-{seat}": one for seat, one in zip(ids.seats, given, strict=True)})


def kept(ids: Ids) -> tuple[int, int]:
    """How many taps and drafts of Ana's there are."""
    drafts = select(func.count()).select_from(RatingDraft).filter_by(observation_id=ids.observation)
    return queries.operation_count(observation_of(ids)), db.session.scalar(drafts) or 0


def sams(ids: Ids) -> Observation:
    return next(row for row in queries.observations_of(session_of(ids)) if row.id != ids.observation)


# Who notes it.


@pytest.mark.parametrize(
    ("who", "ana_is", "status"),
    [
        ("tara", "assigned", 303),
        ("tom", "assigned", 303),
        ("ana", "assigned", 303),
        ("tara", "capturing", 403),
        ("tom", "capturing", 403),
        ("ana", "capturing", 303),
        ("cora", "capturing", 303),
        ("lena", "capturing", 303),
        ("sam", "capturing", 303),
        ("tara", "captured", 403),
        ("ana", "captured", 403),
        ("sam", "captured", 303),  # he has not begun, and is not told that somebody has
        ("tara", "locked", 403),
        ("ana", "locked", 403),
        ("sam", "locked", 303),
        ("cora", "locked", 303),
    ],
)
def test_once_a_capture_has_begun_only_who_captures_or_arranges_notes_answers(
    ids: Ids, visit: Visit, cast: Cast, store: Any, who: str, ana_is: str, status: int
) -> None:
    with store():
        also(cast, ids, cast.tom)
        go(cast, ids, ana_is)
        before = db.session.scalar(select(func.count()).select_from(Agreement))
    visitor = visit(getattr(cast, who))
    assert visitor.get(ids.agreements_page).status_code == (200 if status == 303 else 403)
    assert post(visitor, ids, "agreed", "agreed", "declined" if status == 403 else "agreed").status_code == status
    with store():
        assert observation_of(ids).state.value == ana_is
        after = db.session.scalar(select(func.count()).select_from(Agreement))
        assert (after == before) is (status == 403)


@pytest.mark.parametrize(("who", "own"), [("tara", Duty.TRAINEE), ("ana", Duty.ASSESSOR)])
@pytest.mark.parametrize("arranges", [Duty.COORDINATOR, Duty.LEAD])
def test_to_arrange_meetings_is_no_way_round(
    ids: Ids, visit: Visit, cast: Cast, store: Any, who: str, own: Duty, arranges: Duty
) -> None:
    with store():
        go(cast, ids, "rating")
        duties(cast, getattr(cast, who), own, arranges)
    refused = post(visit(getattr(cast, who)), ids, "declined", "agreed", "agreed")
    assert refused.status_code == 403
    assert "the coordinator" in words(refused)
    with store():
        assert kept(ids) == (2, 1)


def test_who_is_observed_notes_nothing_even_while_they_are_to_observe_another(
    ids: Ids, visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        duties(cast, cast.tara, Duty.TRAINEE, Duty.ASSESSOR)
        assign(cast, also(cast, ids, cast.tom), cast.tara)
    assert post(visit(cast.tara), ids).status_code == 303
    with store():
        go(cast, ids, "capturing")
    assert post(visit(cast.tara), ids, "declined", "agreed", "agreed").status_code == 403


def test_who_is_observed_does_not_cancel_the_meeting_either(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        go(cast, ids, "capturing")
        duties(cast, cast.tara, Duty.TRAINEE, Duty.COORDINATOR)
    refused = visit(cast.tara).post(f"meetings/{ids.meeting}/cancel")
    assert refused.status_code == 403
    assert "Another coordinator" in words(refused)
    assert visit(cast.cora).post(f"meetings/{ids.meeting}/cancel").status_code == 303


def test_the_pages_offer_only_what_may_be_done(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    pages = (ids.session_page, f"meetings/{ids.meeting}")
    tara = visit(cast.tara)
    assert all(ids.agreements_page in tara.get(page).text for page in pages)
    with store():
        go(cast, ids, "capturing")
    assert not any(ids.agreements_page in tara.get(page).text for page in pages)
    assert all(ids.agreements_page in visit(cast.cora).get(page).text for page in pages)


# What it does.


def test_a_late_no_of_somebody_who_was_not_there_stops_the_observer(ids: Ids, cast: Cast, store: Any) -> None:
    with store():
        agree(cast, ids, A, A, X)
        go(cast, ids, "capturing")
        answer(ids, (A, A, D), by=cast.ana.member)
    with store():
        assert observation_of(ids).state is ObservationState.VOID
        assert kept(ids) == (0, 0)
        assert Answer.DECLINED in queries.answers(session_of(ids).meeting).values()
        assert (session_of(ids).state, session_of(ids).observed) == (SessionState.HELD, False)
        assert session_of(ids).meeting.state is MeetingState.HELD


@pytest.mark.parametrize("ana_is", ["capturing", "captured", "rating"])
def test_a_no_deletes_taps_and_drafts(ids: Ids, cast: Cast, store: Any, ana_is: str) -> None:
    with store():
        go(cast, ids, ana_is)
        agree(cast, ids, D, A, A)
    with store():
        assert observation_of(ids).state is ObservationState.VOID
        assert kept(ids) == (0, 0)


@pytest.mark.parametrize(("sam_is", "stops"), [("to begin", False), ("capturing", True)])
def test_after_the_meeting_a_no_deletes_only_when_a_coordinator_notes_it(
    ids: Ids, cast: Cast, store: Any, sam_is: str, stops: bool
) -> None:
    """While Sam captures, the meeting goes on; when he never came, it was over with Ana's last tap."""
    with store():
        go(cast, ids, "rating")
        if sam_is == "capturing":
            first = tap(ids, observation=str(sams(ids).id))
            assert actions.take_batch(cast.sam.member, [first], WALL + 9000, now=MEETS).accepted
        answer(ids, (D, A, A), by=cast.sam.member, now=LATER)
    with store():
        assert (kept(ids) == (0, 0)) is stops
        assert queries.agreement_standing(session_of(ids).meeting).declined == {ids.seats[0]}
        answer(ids, (D, A, A), by=cast.cora.member, now=LATER)
    with store():
        assert kept(ids) == (0, 0)
        assert {row.state for row in queries.observations_of(session_of(ids))} == {ObservationState.VOID}


def test_a_later_no_keeps_the_locked_judgement(ids: Ids, cast: Cast, store: Any) -> None:
    with store():
        go(cast, ids, "locked")
        answer(ids, (D, A, A), by=cast.cora.member, now=LATER)
    with store():
        assert observation_of(ids).state is ObservationState.LOCKED
        assert queries.operation_count(observation_of(ids)) == 2
        assert session_of(ids).observed


# Going on without an observer.


def test_nobody_leaves_a_session_unobserved_without_a_no(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    refused = visit(cast.tara).post(f"meetings/{ids.meeting}/unobserved")
    assert refused.status_code == 403
    assert "Nobody in the set has said no" in words(refused)
    assert visit(cast.tara).post(f"{ids.session_page}/unobserved").status_code == 404
    with store(), pytest.raises(Refused):
        actions.go_unobserved(session_of(ids), by=cast.tara.member, now=MEETS)


@pytest.mark.parametrize(
    ("early", "state"), [(timedelta(days=9), MeetingState.PLANNED), (timedelta(), MeetingState.HELD)]
)
def test_a_meeting_that_is_still_ahead_stays_so(
    ids: Ids, cast: Cast, store: Any, early: timedelta, state: MeetingState
) -> None:
    with store():
        agree(cast, ids, D, A, A)
        actions.go_unobserved(session_of(ids), by=cast.tara.member, now=MEETS - early)
    with store():
        assert session_of(ids).state is SessionState.HELD
        assert session_of(ids).meeting.state is state


def test_a_capture_that_ended_before_the_hour_holds_the_meeting(ids: Ids, cast: Cast, store: Any) -> None:
    with store():
        ops = [tap(ids), tap(ids, "end", 9000)]
        actions.take_batch(cast.ana.member, ops, WALL + 9000, now=MEETS - timedelta(minutes=10))
    with store():
        assert session_of(ids).held_at < MEETS
        assert session_of(ids).meeting.state is MeetingState.HELD
