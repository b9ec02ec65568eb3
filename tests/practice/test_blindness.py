"""Before their own judgement is locked nobody who assesses a session learns that somebody else does."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.practice.rehearsal import MEETS, Ids, agree, assign, batch, observation_of, rehearse, session_of, tap
from tests.visiting import Visitor
from trainer.organisations import actions as people
from trainer.organisations.duties import Duty
from trainer.practice import actions, queries

Visit = Callable[..., Visitor]


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Ana coordinates as well as assesses; Sam assesses the same session."""
    with store():
        people.change_duties(cast.ana.member, {Duty.ASSESSOR, Duty.COORDINATOR}, by=cast.ada.member, now=MEETS)
        found = rehearse(cast, agreed=True)
        assign(cast, session_of(found), cast.sam)
        return found


PAGES = [
    "sessions",
    "{session_page}",
    "meetings/{meeting}",
    "{agreements_page}",
    "{capture_page}",
    "{capture_page}.json",
]


def everything(ids: Ids, visitor: Visitor) -> str:
    """All that a person can open of this session, but not what differs with every request."""
    values = {name: getattr(ids, name) for name in ("session_page", "meeting", "agreements_page", "capture_page")}
    return "\n".join(visitor.get(address.format(**values)).text for address in PAGES)


def test_a_coordinator_who_assesses_sees_no_assessor_before_their_own_lock(
    ids: Ids, visit: Visit, cast: Cast, store: Any
) -> None:
    assert "Sam Second" not in everything(ids, visit(cast.ana))
    assert "Sam Second" in everything(ids, visit(cast.cora))
    visit(cast.ana).send("capture/ops", batch(tap(ids), tap(ids, "end", 9000)), **{"X-Capture": "1"})
    assert "Sam Second" not in everything(ids, visit(cast.ana))
    with store():
        actions.lock_observation(observation_of(ids), by=cast.ana.member, now=MEETS)
    assert "Sam Second" in visit(cast.ana).get(ids.session_page).text


def test_pages_are_the_same_with_and_without_a_second_assessor(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        people.change_duties(cast.ana.member, {Duty.ASSESSOR, Duty.COORDINATOR}, by=cast.ada.member, now=MEETS)
        ids = rehearse(cast, agreed=True)
    alone = _steady(everything(ids, visit(cast.ana)))
    with store():
        assign(cast, session_of(ids), cast.sam)
    assert _steady(everything(ids, visit(cast.ana))) == alone


def _steady(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(line for line in lines if "csrf_token" not in line and "server_now" not in line)


def test_an_assessor_finds_only_their_own_in_the_queue(ids: Ids, cast: Cast, store: Any) -> None:
    with store():
        assert [row.assessor_id for row in queries.observations_by(cast.ana.member)] == [cast.ana.member_id]


def test_the_others_timeline_and_capture_are_not_there(ids: Ids, visit: Visit, cast: Cast) -> None:
    sam = visit(cast.sam)
    for page in (ids.capture_page, f"{ids.capture_page}.json", ids.timeline_page, ids.session_page):
        assert sam.get(page).status_code == 404
    assert sam.post(f"{ids.timeline_page}/correct", {"event": str(ids.observation), "do": "void"}).status_code == 404


def test_both_capture_the_same_session_without_meeting(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        agree(cast, ids)
        other = next(row for row in queries.observations_of(session_of(ids)) if row.assessor_id == cast.sam.member_id)
    hers, his = tap(ids), tap(ids, observation=str(other.id))
    visit(cast.ana).send("capture/ops", batch(hers, tap(ids, "end", 5000)), **{"X-Capture": "1"})
    answer = visit(cast.sam).send("capture/ops", batch(his), **{"X-Capture": "1"}).json
    assert answer["accepted"] == [his["id"]]
    with store():
        assert [event.id.hex for event in queries.timeline(observation_of(ids)).events] == [hers["id"].replace("-", "")]
