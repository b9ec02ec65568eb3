"""What a device sends is taken once, from whom it may come, when the set has agreed, and never answered with a 500."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from tests.practice.rehearsal import (
    MEETS,
    Ids,
    agree,
    assign,
    batch,
    observation_of,
    rehearse,
    session_of,
    tap,
)
from tests.visiting import Visitor
from trainer.audit import AuditEntry
from trainer.db import db
from trainer.practice import actions, queries
from trainer.practice.lifecycle import Answer, ObservationState, SessionState
from trainer.practice.models import Operation

OPS = "capture/ops"
Visit = Callable[..., Visitor]


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Everything is arranged and the set has agreed."""
    with store():
        return rehearse(cast, agreed=True)


def send(visitor: Visitor, *ops: Any, **headers: str) -> Any:
    return visitor.send(OPS, batch(*ops), **{"X-Capture": "1", "X-CSRFToken": "", **headers})


def stored(ids: Ids) -> int:
    return db.session.scalar(select(func.count()).select_from(Operation).filter_by(observation_id=ids.observation)) or 0


def test_the_first_tap_begins_and_the_end_ends(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    first, note, end = tap(ids), tap(ids, "note", 2000, text="hands it back"), tap(ids, "end", 60_000)
    answer = send(visit(cast.ana), first)
    assert answer.status_code == 200
    assert answer.json["accepted"] == [first["id"]]
    with store():
        assert observation_of(ids).state is ObservationState.CAPTURING
        assert session_of(ids).state is SessionState.CONFIRMED
    assert send(visit(cast.ana), note, end).json["accepted"] == [note["id"], end["id"]]
    with store():
        observation = observation_of(ids)
        assert observation.state is ObservationState.CAPTURED
        assert observation.started_at
        assert observation.ended_at
        assert session_of(ids).state is SessionState.HELD
        assert session_of(ids).held_at == observation.ended_at
        assert queries.timeline(observation).end_ms == 60_000
        verbs = [row.verb for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(2))]
        assert verbs == ["operations.taken", "operations.taken"]


def test_what_is_sent_again_is_a_duplicate_and_changes_nothing(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    first = tap(ids)
    send(visit(cast.ana), first, first)
    answer = send(visit(cast.ana), {**first, "code": "Q_OPEN"}).json
    assert (answer["accepted"], answer["duplicate"]) == ([], [first["id"]])
    with store():
        assert stored(ids) == 1
        assert queries.timeline(observation_of(ids)).events[0].code == "ADVICE"


def test_twice_in_one_batch_is_kept_once(ids: Ids, visit: Visit, cast: Cast) -> None:
    first = tap(ids)
    answer = send(visit(cast.ana), first, first).json
    assert (answer["accepted"], answer["duplicate"]) == ([first["id"]], [first["id"]])


def test_before_the_set_has_agreed_the_device_keeps_everything(store: Any, cast: Cast, visit: Visit) -> None:
    with store():
        ids = rehearse(cast)
    first = tap(ids)
    answer = send(visit(cast.ana), first).json
    assert answer["accepted"] == []
    assert answer["rejected"] == [
        {"id": first["id"], "why": "Not everyone in the set was asked yet: 3 still to ask.", "then": "retry"}
    ]
    with store():
        assert stored(ids) == 0
        assert observation_of(ids).state is ObservationState.ASSIGNED
        agree(cast, ids)
    assert send(visit(cast.ana), first).json["accepted"] == [first["id"]]


def test_one_no_keeps_capture_closed(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        agree(cast, ids, Answer.AGREED, Answer.DECLINED, Answer.AGREED)
    assert send(visit(cast.ana), tap(ids)).json["rejected"][0]["then"] == "retry"


def test_after_the_end_it_is_late(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    send(visit(cast.ana), tap(ids), tap(ids, "end", 60_000))
    assert send(visit(cast.ana), tap(ids, at_ms=30_000)).json["rejected"] == []
    with store():
        assert [event.late for event in queries.timeline(observation_of(ids)).events] == [False, True]


def test_after_the_lock_it_is_kept_apart(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    send(visit(cast.ana), tap(ids), tap(ids, "end", 60_000))
    with store():
        actions.start_rating(observation_of(ids), by=cast.ana.member, now=MEETS)
        actions.lock_observation(observation_of(ids), by=cast.ana.member, now=MEETS)
    assert len(send(visit(cast.ana), tap(ids, at_ms=30_000)).json["accepted"]) == 1
    with store():
        observation = observation_of(ids)
        observation.locked_at = queries.operations(observation)[-1].received_at - timedelta(microseconds=1)
        late = max(row.received_at for row in queries.operations(observation))
        assert [row.late for row in queries.operations(observation) if row.received_at == late] == [True]
        assert queries.came_in_late(observation)


@pytest.mark.parametrize("who", ["sam", "lena", "olga"])
def test_somebody_elses_observation_is_unknown_whether_it_exists_or_not(
    ids: Ids, visit: Visit, cast: Cast, store: Any, who: str
) -> None:
    with store():
        from trainer.organisations import actions as people
        from trainer.organisations.duties import Duty

        if who == "lena":
            people.change_duties(cast.lena.member, {Duty.LEAD, Duty.ASSESSOR}, by=cast.ada.member, now=MEETS)
    real = send(visit(getattr(cast, who)), tap(ids)).json["rejected"][0]
    silly = send(visit(getattr(cast, who)), tap(ids, observation=str(ids.set))).json["rejected"][0]
    assert real["why"] == silly["why"] == "unknown"
    assert real["then"] == silly["then"]
    with store():
        assert stored(ids) == 0


def test_an_id_that_is_taken_by_another_observation_says_nothing(
    ids: Ids, visit: Visit, cast: Cast, store: Any
) -> None:
    first = tap(ids)
    send(visit(cast.ana), first)
    with store():
        second = assign(cast, session_of(ids), cast.sam)
        other = {**first, "observation": str(second.id)}
    assert send(visit(cast.sam), other).json["rejected"] == [{"id": first["id"], "why": "unknown", "then": "keep"}]


def test_a_withdrawal_deletes_what_was_captured_and_the_device_forgets(
    ids: Ids, visit: Visit, cast: Cast, store: Any
) -> None:
    send(visit(cast.ana), tap(ids), tap(ids, at_ms=2000))
    with store():
        agree(cast, ids, Answer.AGREED, Answer.AGREED, Answer.DECLINED)
    with store():
        assert stored(ids) == 0
        assert observation_of(ids).state is ObservationState.VOID
        session = session_of(ids)
        assert (session.state, session.observed) == (SessionState.HELD, False)
        meeting = queries.meeting(ids.organisation, ids.meeting)
        assert meeting
        assert Answer.WITHDRAWN in queries.answers(meeting).values()
    assert send(visit(cast.ana), tap(ids)).json["rejected"][0]["then"] == "forget"


def test_nothing_is_taken_from_nobody(ids: Ids, visit: Visit) -> None:
    answer = send(visit(), tap(ids))
    assert answer.status_code == 401
    assert answer.is_json


def test_only_assessors_may_send(ids: Ids, visit: Visit, cast: Cast) -> None:
    assert send(visit(cast.tara), tap(ids)).status_code == 403


def test_another_site_cannot_send(ids: Ids, visit: Visit, cast: Cast) -> None:
    assert send(visit(cast.ana), tap(ids), **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert visit(cast.ana).send(OPS, batch(tap(ids))).status_code == 403
    form = visit(cast.ana).client.post(f"/o/acme/{OPS}", data="{}", headers={"X-Capture": "1"})
    assert form.status_code == 415


def test_two_hundred_at_once_and_not_one_more(ids: Ids, visit: Visit, cast: Cast) -> None:
    assert len(send(visit(cast.ana), *(tap(ids, at_ms=n) for n in range(200))).json["accepted"]) == 200
    assert send(visit(cast.ana), *(tap(ids, at_ms=n) for n in range(201))).status_code == 413


def test_operations_of_somebody_else_on_the_same_device_are_not_taken(ids: Ids, visit: Visit, cast: Cast) -> None:
    body = {**batch(tap(ids)), "member": str(cast.sam.member_id)}
    assert visit(cast.ana).send(OPS, body, **{"X-Capture": "1"}).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "null",
        "[]",
        "3",
        '"ops"',
        "{}",
        '{"ops": []}',
        '{"client_now": 1}',
        '{"client_now": "now", "ops": []}',
        '{"client_now": NaN, "ops": []}',
        '{"client_now": 1e400, "ops": []}',
        '{"client_now": true, "ops": []}',
        '{"client_now": 1, "ops": {}}',
        "[" * 100_000,
        '{"client_now": ' + "9" * 5000 + ', "ops": []}',
    ],
)
def test_malformed_json_is_answered(ids: Ids, visit: Visit, cast: Cast, body: str) -> None:
    headers = {"X-Capture": "1", "Content-Type": "application/json"}
    assert visit(cast.ana).client.post(f"/o/acme/{OPS}", data=body, headers=headers).status_code == 422


@pytest.mark.parametrize("silly", [None, 1, "x", [], {}, {"id": 3}, {"id": "x" * 9999}, {"observation": []}])
def test_a_silly_operation_is_rejected_and_the_others_are_taken(ids: Ids, visit: Visit, cast: Cast, silly: Any) -> None:
    answer = send(visit(cast.ana), silly, tap(ids)).json
    assert (len(answer["accepted"]), len(answer["rejected"])) == (1, 1)


@pytest.mark.parametrize(
    "wrong", [{"code": "SHOUTS"}, {"actor": "Mona"}, {"at_ms": -1}, {"kind": "note", "text": "x" * 300}]
)
def test_a_wrong_operation_says_what_is_wrong(ids: Ids, visit: Visit, cast: Cast, wrong: dict[str, Any]) -> None:
    rejected = send(visit(cast.ana), tap(ids, **wrong)).json["rejected"][0]
    assert rejected["then"] == "keep"
    assert len(rejected["why"]) > 10


def test_the_page_holds_nothing_and_its_json_says_what_to_draw(ids: Ids, visit: Visit, cast: Cast) -> None:
    shell = visit(cast.ana).get(ids.capture_page)
    assert shell.status_code == 200
    assert "Set 4" not in shell.text
    config = visit(cast.ana).get(f"{ids.capture_page}.json").json
    assert config["title"] == "Set 4, meeting 1"
    assert config["agreed"] is True
    assert config["seats"] == ["M1", "M2", "M3"]
    assert config["phases"]
    assert config["codes"]
    assert "Mona" not in str(config)


@pytest.mark.parametrize("who", ["sam", "tara", "cora", "lena", "udo", "olga"])
@pytest.mark.parametrize("ending", ["", ".json"])
def test_nobody_else_may_open_it(ids: Ids, visit: Visit, cast: Cast, who: str, ending: str) -> None:
    assert visit(getattr(cast, who)).get(f"/o/acme/{ids.capture_page}{ending}").status_code == 404


def test_capture_is_over_when_rating_has_begun(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    send(visit(cast.ana), tap(ids), tap(ids, "end", 2000))
    assert visit(cast.ana).get(ids.capture_page).status_code == 200
    with store():
        actions.start_rating(observation_of(ids), by=cast.ana.member, now=MEETS)
    answer = visit(cast.ana).get(ids.capture_page)
    assert answer.status_code == 403
    assert "capture is over" in answer.text
