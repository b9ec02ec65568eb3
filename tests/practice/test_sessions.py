"""Observed sessions: asked for by trainees, assigned by those who arrange, and who may see what of them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.practice.rehearsal import MEETS, WALL, assign, enrol, observation_of, rehearse, session_of, tap
from tests.visiting import Visitor, words
from trainer.db import db
from trainer.organisations import actions as people
from trainer.organisations.duties import Duty
from trainer.outbox import Letter
from trainer.practice import actions, queries
from trainer.practice.lifecycle import ObservationState, SessionKind, SessionState
from trainer.web import Refused

Visit = Callable[..., Visitor]


@pytest.fixture
def meeting(store: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    """A meeting at which Tom's session is held already; Tara is enrolled and has none."""
    monkeypatch.setattr("trainer.practice.views.sessions.now", lambda: MEETS)
    with store():
        ids = rehearse(cast, trainee="tom")
        enrol(cast.tara)
        return str(ids.meeting)


def test_a_trainee_asks_and_the_coordinator_is_told(visit: Visit, cast: Cast, store: Any, meeting: str) -> None:
    tara = visit(cast.tara)
    assert "Set 4 1" in words(tara.get("sessions/ask"))
    answer = tara.post("sessions/ask", {"meeting": meeting, "slot_minutes": "45", "kind": "summative"})
    assert answer.status_code == 303
    page = words(tara.get(answer.location))
    assert "Session S-0002" in page
    assert "Waits for an assessor" in page
    assert "S-0002" in words(tara.get("sessions"))
    assert "S-0001" not in words(tara.get("sessions"))
    with store():
        letter = db.session.scalar(select(Letter).where(Letter.kind == "session_requested"))
        assert letter
        assert letter.to_name == "Cora Coordinator"
        assert letter.link.endswith(answer.location)
        assert "S-0002" in letter.subject


@pytest.mark.parametrize(
    ("change", "status"),
    [({"meeting": "x"}, 422), ({"slot_minutes": "7"}, 422), ({"kind": "exam"}, 422), ({"slot_minutes": ""}, 422)],
)
def test_a_request_needs_all_three(visit: Visit, cast: Cast, meeting: str, change: dict[str, str], status: int) -> None:
    sent = {"meeting": meeting, "slot_minutes": "45", "kind": "summative", **change}
    assert visit(cast.tara).post("sessions/ask", sent).status_code == status


def test_twice_at_one_meeting_is_refused_with_the_reason(visit: Visit, cast: Cast, meeting: str) -> None:
    sent = {"meeting": meeting, "slot_minutes": "45", "kind": "formative"}
    visit(cast.tara).post("sessions/ask", sent)
    again = visit(cast.tara).post("sessions/ask", sent)
    assert again.status_code == 403
    assert "already" in words(again)


def test_who_is_on_no_programme_is_told_so(visit: Visit, cast: Cast) -> None:
    answer = visit(cast.tara).get("sessions/ask")
    assert answer.status_code == 403
    assert "not on a programme" in words(answer)
    assert "not on a programme" in words(visit(cast.tara).get("sessions"))


@pytest.mark.parametrize(("who", "status"), [("cora", 200), ("lena", 200), ("ana", 403), ("udo", 403), ("abel", 403)])
def test_who_sees_the_list(visit: Visit, cast: Cast, store: Any, who: str, status: int) -> None:
    with store():
        rehearse(cast)
    answer = visit(getattr(cast, who)).get("sessions")
    assert answer.status_code == status
    assert ("Tara Trainee" in answer.text) is (status == 200)


@pytest.mark.parametrize(
    ("who", "status"),
    [("tara", 200), ("cora", 200), ("lena", 200), ("udo", 200), ("pat", 200), ("tom", 404), ("ana", 404), ("sam", 404)],
)
def test_who_sees_a_session(visit: Visit, cast: Cast, store: Any, who: str, status: int) -> None:
    with store():
        ids = rehearse(cast)
    assert visit(getattr(cast, who)).get(ids.session_page).status_code == status
    assert visit(cast.olga).get(f"/o/acme/{ids.session_page}").status_code == 404


@pytest.mark.parametrize(
    ("who", "sees"), [("tara", True), ("cora", True), ("lena", True), ("udo", False), ("pat", False)]
)
def test_who_sees_the_assessors(visit: Visit, cast: Cast, store: Any, who: str, sees: bool) -> None:
    with store():
        ids = rehearse(cast)
    assert ("Ana Assessor" in visit(getattr(cast, who)).get(ids.session_page).text) is sees


def test_the_list_of_sessions_takes_few_statements(visit: Visit, cast: Cast, store: Any, statements: Any) -> None:
    with store():
        rehearse(cast)
        rehearse(cast, trainee="tom")
    with statements() as sent:
        visit(cast.cora).get("sessions")
    assert len(sent) <= 6


def test_the_first_assessor_confirms_a_session(cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast)
        assert session_of(ids).state is SessionState.CONFIRMED
        assign(cast, session_of(ids), cast.sam)
        assert len(queries.observations_of(session_of(ids))) == 2
        assert [row.id for row in queries.observations_by(cast.ana.member)] == [ids.observation]


@pytest.mark.parametrize(
    ("who", "says"),
    [("ana", "before"), ("tara", "their own"), ("cora", "not an assessor"), ("lena", "line manager")],
)
def test_who_may_not_observe(cast: Cast, store: Any, who: str, says: str) -> None:
    with store():
        ids = rehearse(cast)
        people.change_duties(cast.tara.member, {Duty.TRAINEE, Duty.ASSESSOR}, by=cast.ada.member, now=MEETS)
        people.change_duties(cast.lena.member, {Duty.LEAD, Duty.ASSESSOR}, by=cast.ada.member, now=MEETS)
        cast.tara.member.manager_id = cast.lena.member_id
        with pytest.raises(Refused, match=says):
            assign(cast, session_of(ids), getattr(cast, who))


def test_an_assessor_hands_back_what_has_not_begun(cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast)
        actions.decline_observation(observation_of(ids), "I am away.", by=cast.ana.member, now=MEETS)
        assert observation_of(ids).state is ObservationState.DECLINED
        with pytest.raises(Refused):
            actions.decline_observation(observation_of(ids), "Again.", by=cast.ana.member, now=MEETS)


def test_a_trainee_cancels_and_each_assessor_is_told_alone(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast)
        assign(cast, session_of(ids), cast.sam)
    tara = visit(cast.tara)
    assert tara.post(f"{ids.session_page}/cancel", {}).status_code == 422
    assert tara.post(f"{ids.session_page}/cancel", {"cancel-reason": "I am ill."}).status_code == 303
    assert "I am ill." in words(tara.get(ids.session_page))
    with store():
        assert session_of(ids).state is SessionState.CANCELLED
        assert {row.state for row in queries.observations_of(session_of(ids))} == {ObservationState.VOID}
        letters = list(db.session.scalars(select(Letter).where(Letter.kind == "session_cancelled")))
        assert {letter.to_name for letter in letters} == {"Ana Assessor", "Sam Second"}
        assert not any("Sam" in letter.body for letter in letters if letter.to_name.startswith("Ana"))
    assert tara.post(f"{ids.session_page}/cancel", {"cancel-reason": "Again."}).status_code == 403


@pytest.mark.parametrize("who", ["tom", "ana", "udo"])
def test_nobody_else_cancels(visit: Visit, cast: Cast, store: Any, who: str) -> None:
    with store():
        ids = rehearse(cast)
    answer = visit(getattr(cast, who)).post(f"{ids.session_page}/cancel", {"cancel-reason": "No."})
    assert answer.status_code == 404


def test_a_broken_off_session_counts_for_nothing_and_fails_nobody(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast)
    assert visit(cast.tara).post(f"{ids.session_page}/abort", {"abort-reason": "x"}).status_code == 404
    assert visit(cast.cora).post(f"{ids.session_page}/abort", {"abort-reason": "Fire alarm."}).status_code == 303
    page = words(visit(cast.tara).get(ids.session_page))
    assert "nobody has failed" in page
    with store():
        assert session_of(ids).state is SessionState.ABORTED
        assert observation_of(ids).state is ObservationState.VOID


@pytest.mark.parametrize(("who", "status"), [("tara", 403), ("cora", 303), ("lena", 303)])
def test_once_it_is_observed_the_trainee_does_not_cancel(
    visit: Visit, cast: Cast, store: Any, who: str, status: int
) -> None:
    with store():
        ids = rehearse(cast, agreed=True)
        actions.take_batch(cast.ana.member, [tap(ids)], WALL + 9000, now=MEETS)
    visitor = visit(getattr(cast, who))
    assert ("Cancel this session" in words(visitor.get(ids.session_page))) is (status == 303)
    assert visitor.post(f"{ids.session_page}/cancel", {"cancel-reason": "It goes badly."}).status_code == status
    with store():
        assert queries.operation_count(observation_of(ids)) == (1 if status == 403 else 0)


def test_who_is_observed_and_coordinates_does_not_cancel_either(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast, agreed=True)
        actions.take_batch(cast.ana.member, [tap(ids)], WALL + 9000, now=MEETS)
        people.change_duties(cast.tara.member, {Duty.TRAINEE, Duty.COORDINATOR}, by=cast.ada.member, now=MEETS)
    answer = visit(cast.tara).post(f"{ids.session_page}/cancel", {"cancel-reason": "It goes badly."})
    assert answer.status_code == 403
    assert "ask a coordinator or lead" in words(answer)


@pytest.mark.parametrize(
    ("locked", "stake", "says"),
    [
        ((), "", ""),
        (("ana",), "", ""),
        (("ana", "sam"), "", "Every judgement of this session is locked."),
        ((), "own", "Nobody decides whether their own session counts."),
        ((), "report", "A line manager does not decide"),
    ],
)
def test_who_decides_that_a_session_does_not_count(
    visit: Visit, cast: Cast, store: Any, locked: tuple[str, ...], stake: str, says: str
) -> None:
    with store():
        ids = rehearse(cast, agreed=True)
        his = assign(cast, session_of(ids), cast.sam)
        for who, id in (("ana", ids.observation), ("sam", his.id)):
            ops = [tap(ids, observation=str(id)), tap(ids, "end", 9000, observation=str(id))]
            actions.take_batch(getattr(cast, who).member, ops, WALL + 9000, now=MEETS)
        for row in queries.observations_of(session_of(ids)):
            if row.assessor.name.split()[0].lower() in locked:
                actions.lock_observation(row, by=row.assessor, now=MEETS)
        duties = {Duty.TRAINEE, Duty.COORDINATOR} if stake == "own" else {Duty.TRAINEE}
        people.change_duties(cast.tara.member, duties, by=cast.ada.member, now=MEETS)
        cast.tara.member.manager_id = cast.cora.member_id if stake == "report" else None
    visitor = visit(cast.tara if stake == "own" else cast.cora)
    assert ("This session should not count" in words(visitor.get(ids.session_page))) is (not says)
    answer = visitor.post(f"{ids.session_page}/abort", {"abort-reason": "Fire alarm."})
    assert answer.status_code == (403 if says else 303)
    assert says in words(answer)
    with store():
        assert (session_of(ids).state is SessionState.ABORTED) is (not says)


def test_numbers_count_up_in_an_organisation(cast: Cast, store: Any) -> None:
    with store():
        first, second = rehearse(cast), rehearse(cast, trainee="tom")
        assert [session_of(ids).code for ids in (first, second)] == ["S-0001", "S-0002"]


def test_a_slot_fits_into_its_meeting(cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast)
        found = queries.learning_set(ids.organisation, ids.set)
        assert found
        short = actions.plan_meeting(found, MEETS, 30, by=cast.cora.member, now=MEETS)
        with pytest.raises(Refused, match="30 minutes"):
            actions.request_session(enrol(cast.tara), short, SessionKind.FORMATIVE, 60, by=cast.tara.member, now=MEETS)
