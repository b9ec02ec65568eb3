"""The trainee's right of reply: their words beside the result, changed for twenty working days, then final."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from tests.assessment import arrange
from tests.assessment.arrange import Ids
from tests.cast import Cast
from tests.entries import verbs
from tests.visiting import Visitor, words
from trainer.assessment import actions
from trainer.assessment.models import ResultReply
from trainer.assessment.reply import last_day
from trainer.db import db

Visit = Callable[..., Visitor]
WORDS = "I named the time twice; the second time is not in the notes."


class Clock:
    """A clock that stands still where it is set."""

    time = arrange.LATER

    def now(self, _zone: object = None) -> datetime:
        return self.time


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("trainer.clock.datetime", made)
    return made


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Both have locked, the result is released and Tara has said how she sees it."""
    with store():
        found = arrange.judged(cast)
        session = arrange.compared(found).result.session
        actions.release(arrange.compared(found).result, link="https://t", by=cast.lena.member, now=arrange.LATER)
        rubric = arrange.observation(found).rubric
        actions.assess_oneself(session, rubric, {}, by=cast.tara.member, now=arrange.LATER)
        return found


def page(ids: Ids) -> str:
    return f"sessions/{ids.session}/reply"


def test_it_stands_beside_the_result_wherever_that_is_read(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    tara = visit(cast.tara)
    assert "Write a reply" in words(tara.get(ids.feedback))
    answer = tara.post(page(ids), {"text": f" {WORDS} "})
    assert answer.status_code == 303
    assert WORDS in words(tara.get(answer.location))
    for player, url in ((cast.lena, ids.moderation), (cast.pat, ids.feedback), (cast.ana, ids.moderation)):
        assert WORDS in words(visit(player).get(url))
    with store():
        row = db.session.scalars(select(ResultReply)).one()
        assert row.text == WORDS
        assert verbs(ids.organisation)[-1] == "result.replied"


def test_it_is_said_anew_until_it_is_final(ids: Ids, visit: Visit, cast: Cast, store: Any, clock: Clock) -> None:
    tara = visit(cast.tara)
    tara.post(page(ids), {"text": "First."})
    until = last_day(arrange.LATER.date())
    clock.time = datetime(until.year, until.month, until.day, 23, 59, tzinfo=UTC)
    assert "First." in tara.get(page(ids)).text
    assert tara.post(page(ids), {"text": "Second."}).status_code == 303
    clock.time = datetime(until.year, until.month, until.day + 1, 0, 1, tzinfo=UTC)
    answer = tara.post(page(ids), {"text": "Third."})
    assert (answer.status_code, "A reply could be written until" in words(answer)) == (403, True)
    assert "Second." in words(tara.get(ids.feedback))
    with store():
        assert db.session.scalars(select(ResultReply.text)).all() == ["Second."]


@pytest.mark.parametrize(("text", "said"), [(" ", "Write your reply."), ("x" * 1001, "Use at most 1,000 characters.")])
def test_it_is_short_and_not_empty(ids: Ids, visit: Visit, cast: Cast, store: Any, text: str, said: str) -> None:
    answer = visit(cast.tara).post(page(ids), {"text": text})
    assert (answer.status_code, said in words(answer), 'href="#text"' in answer.text) == (422, True, True)
    assert text in answer.text
    with store():
        assert db.session.scalar(select(ResultReply)) is None


@pytest.mark.parametrize("who", ["tom", "ana", "lena", "cora", "pat", "udo", "ada", "olga"])
def test_nobody_else_speaks_for_them(ids: Ids, visit: Visit, cast: Cast, who: str) -> None:
    visitor = visit(getattr(cast, who))
    assert visitor.get(f"/o/acme/{page(ids)}").status_code == 404
    assert visitor.post(f"/o/acme/{page(ids)}", {"text": "Mine."}).status_code == 404


def test_before_the_release_there_is_nothing_to_reply_to(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        found = arrange.judged(cast)
    assert visit(cast.tara).post(page(found), {"text": "Early."}).status_code == 404
