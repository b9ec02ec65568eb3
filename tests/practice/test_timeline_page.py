"""The assessor's own timeline: read after the end, corrected until the lock, never overwritten."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.practice.rehearsal import MEETS, Ids, batch, observation_of, rehearse, tap
from tests.visiting import Visitor, words
from trainer.practice import actions, queries
from trainer.practice.timeline import Timeline

Visit = Callable[..., Visitor]
FIRST = 61_000


@pytest.fixture
def ids(store: Any, cast: Cast, visit: Visit) -> Ids:
    """Ana has captured two pieces of advice and ended."""
    with store():
        found = rehearse(cast, agreed=True)
    start = tap(found, "phase", 0, code=_early(store, found))
    sent = [start, tap(found, at_ms=FIRST, actor="F"), tap(found, at_ms=120_000), tap(found, "end", 300_000)]
    visit(cast.ana).send("capture/ops", batch(*sent), **{"X-Capture": "1"})
    return found


def _early(store: Any, ids: Ids) -> str:
    from trainer.curriculum.queries import scheme

    with store():
        return next(phase.key for phase in scheme(observation_of(ids).scheme).phases if phase.early)


def folded(store: Any, ids: Ids) -> Timeline:
    with store():
        return queries.timeline(observation_of(ids))


def correct(visit: Visit, cast: Cast, ids: Ids, event: UUID, do: str, **more: str) -> Any:
    return visit(cast.ana).post(f"{ids.timeline_page}/correct", {"event": str(event), "do": do, **more})


def test_it_shows_what_was_captured_by_phase(ids: Ids, visit: Visit, cast: Cast) -> None:
    page = words(visit(cast.ana).get(ids.timeline_page))
    assert "01:01" in page
    assert "2 events · 05:00" in page
    assert "Go to rating" in page


def test_a_shift_moves_and_keeps_what_was_tapped(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    event = folded(store, ids).events[0]
    assert correct(visit, cast, ids, event.id, "-5000").status_code == 303
    correct(visit, cast, ids, event.id, "-5000")
    assert folded(store, ids).events[0].at_ms == FIRST - 10_000
    with store():
        tapped = next(row for row in queries.operations(observation_of(ids)) if row.id == event.id)
        assert (tapped.at_ms, tapped.late) == (FIRST, False)


def test_who_it_was_and_whether_it_was(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    event = folded(store, ids).events[0]
    assert correct(visit, cast, ids, event.id, "actor", actor="M2").status_code == 303
    assert folded(store, ids).events[0].actor == "M2"
    correct(visit, cast, ids, event.id, "void")
    assert [row.id for row in folded(store, ids).removed] == [event.id]
    assert "Put back" in words(visit(cast.ana).get(ids.timeline_page))
    correct(visit, cast, ids, event.id, "restore")
    assert len(folded(store, ids).events) == 2


def test_a_missed_event_is_added_and_marked(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    sent = {"at": "2:30", "code": "ADVICE", "actor": "F", "text": "after the silence"}
    assert visit(cast.ana).post(f"{ids.timeline_page}/add", sent).status_code == 303
    added = folded(store, ids).events[-1]
    assert (added.at_ms, added.late, added.notes) == (150_000, True, ("after the silence",))
    assert "Added after the end" in words(visit(cast.ana).get(ids.timeline_page))


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"at": "soon"},
        {"at": "2:75"},
        {"at": "2:30", "code": "SHOUTS"},
        {"at": "2:30", "code": "ADVICE", "actor": "Mona"},
    ],
)
def test_a_silly_event_is_asked_again(ids: Ids, visit: Visit, cast: Cast, store: Any, sent: dict[str, str]) -> None:
    assert visit(cast.ana).post(f"{ids.timeline_page}/add", sent).status_code == 422
    assert len(folded(store, ids).events) == 2


@pytest.mark.parametrize("sent", [{}, {"event": "x", "do": "void"}, {"do": "7000"}, {"do": "actor", "actor": "Mona"}])
def test_a_silly_correction_changes_nothing(
    ids: Ids, visit: Visit, cast: Cast, store: Any, sent: dict[str, str]
) -> None:
    before = folded(store, ids)
    sent = {"event": str(before.events[0].id), **sent} if sent else {}
    assert visit(cast.ana).post(f"{ids.timeline_page}/correct", sent).status_code == 422
    assert folded(store, ids) == before


def test_somebody_elses_event_cannot_be_named(ids: Ids, visit: Visit, cast: Cast) -> None:
    assert correct(visit, cast, ids, ids.session, "void").status_code == 422


@pytest.mark.parametrize("who", ["sam", "tara", "cora", "lena", "udo"])
def test_it_is_nobody_elses(ids: Ids, visit: Visit, cast: Cast, who: str) -> None:
    visitor = visit(getattr(cast, who))
    assert visitor.get(ids.timeline_page).status_code == 404
    assert visitor.post(f"{ids.timeline_page}/add", {"at": "2:30"}).status_code == 404


def test_the_lock_closes_it(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        actions.lock_observation(observation_of(ids), by=cast.ana.member, now=MEETS.replace(year=2099))
    assert "locked" in words(visit(cast.ana).get(ids.timeline_page))
    refused = visit(cast.ana).post(f"{ids.timeline_page}/add", {"at": "2:30", "code": "ADVICE", "actor": "F"})
    assert refused.status_code == 403
    assert "locked" in words(refused)


def test_before_the_end_there_is_nothing_to_correct(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        found = rehearse(cast, agreed=True)
    assert "have not ended" in words(visit(cast.ana).get(found.timeline_page))
    assert visit(cast.ana).post(f"{found.timeline_page}/add", {"at": "2:30"}).status_code == 403
