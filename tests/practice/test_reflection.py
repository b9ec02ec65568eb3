"""The trainee's four lines about a session: drafted, asked about, submitted."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from tests.practice.rehearsal import MEETS, Ids, rehearse, session_of
from tests.visiting import Visitor, words
from trainer.audit import AuditEntry
from trainer.db import db
from trainer.practice import actions, queries

Visit = Callable[..., Visitor]
LINES = {
    "did": "I waited after the second question.",
    "effect": "M2 spoke for the first time.",
    "protecting": "My wish to be useful.",
    "next_time": "Count to five.",
}


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Tara's session was held."""
    with store():
        found = rehearse(cast)
        actions.record_held(session_of(found), by=cast.cora.member, now=MEETS)
        return found


def page_of(ids: Ids) -> str:
    return f"{ids.session_page}/reflection"


def submitted() -> Any:
    verbs = select(func.count()).select_from(AuditEntry).where(AuditEntry.verb == "session_reflection.submitted")
    return db.session.scalar(verbs)


def test_a_draft_may_have_gaps_and_is_not_recorded(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    assert visit(cast.tara).post(page_of(ids), {"did": "I waited.", "save": "1"}).status_code == 303
    with store():
        written = queries.session_reflection(session_of(ids))
        assert written
        assert (written.did, written.submitted_at) == ("I waited.", None)
        assert submitted() == 0
    assert "Nobody sees a draft" in words(visit(cast.tara).get(ids.session_page))


def test_submitting_needs_all_four_and_is_recorded_once(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    tara = visit(cast.tara)
    assert tara.post(page_of(ids), {**LINES, "effect": " ", "submit": "1"}).status_code == 422
    assert tara.post(page_of(ids), {**LINES, "shared": "y", "submit": "1"}).status_code == 303
    assert tara.post(page_of(ids), {**LINES, "did": "I waited longer.", "submit": "1"}).status_code == 303
    with store():
        written = queries.session_reflection(session_of(ids))
        assert written
        assert written.submitted_at
        assert (written.did, written.shared) == ("I waited longer.", False)
        assert submitted() == 1


def test_a_name_is_asked_about_and_kept_once_confirmed(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    tara, named = visit(cast.tara), {**LINES, "did": "I cut across Mona.", "submit": "1"}
    asked = tara.post(page_of(ids), named)
    assert asked.status_code == 422
    assert "“Mona” looks like a name" in words(asked)
    assert "I cut across Mona." in asked.text
    with store():
        assert queries.session_reflection(session_of(ids)) is None
    assert tara.post(page_of(ids), {**named, "confirmed": "y"}).status_code == 303


@pytest.mark.parametrize("who", ["tom", "ana", "cora", "udo"])
def test_nobody_else_reads_or_writes_it(ids: Ids, visit: Visit, cast: Cast, who: str) -> None:
    visit(cast.tara).post(page_of(ids), {**LINES, "submit": "1"})
    visitor = visit(getattr(cast, who))
    assert visitor.get(page_of(ids)).status_code == 404
    assert visitor.post(page_of(ids), LINES).status_code == 404
    assert "wish to be useful" not in visitor.get(ids.session_page).text


def test_before_the_session_there_is_nothing_to_write(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast)
    answer = visit(cast.tara).get(page_of(ids))
    assert answer.status_code == 403
    assert "once the session was held" in words(answer)
