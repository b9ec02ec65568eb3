"""Lines from own judgements: shown to those who see capability, kept by a lead, and changing nothing for anybody."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.assessment.arrange import CRITERIA
from tests.cast import Cast
from tests.rated import Held, Sheet, rate
from tests.visiting import Visitor, words
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import StandardProposal
from trainer.audit import AuditEntry
from trainer.curriculum.models import Document
from trainer.db import db

Store = Callable[[], AbstractContextManager[Any]]
Visit = Callable[..., Visitor]
PAGE = "capability/standard"


def judged(sessions: int = 30, result: ResultState | None = ResultState.RELEASED) -> list[Held]:
    """Every other session is put at 3 by the first assessor, with levels 2 and 3 in turn."""
    return [
        Held(
            number % 7,
            [
                Sheet(0, dict.fromkeys(CRITERIA, 2 + number // 2 % 2), entrustment=3 if number % 2 else 4),
                Sheet(1, dict.fromkeys(CRITERIA, 4), entrustment=4),
            ],
            result,
        )
        for number in range(sessions)
    ]


def test_a_lead_keeps_a_proposal_with_its_sample(visit: Visit, cast: Cast, store: Store) -> None:
    with store():
        rate(cast, judged())
        policies = db.session.scalar(select(func.count()).select_from(Document).filter_by(kind="policy"))
    lena = visit(cast.lena)
    read = words(lena.get(PAGE))
    assert "15 judgements of 30 summative sessions did." in read
    assert "A1 Phases and time 15 2.46" in read
    assert lena.post(PAGE, {"reason": " A year of judgements. "}).status_code == 303
    with store():
        (kept,) = db.session.scalars(select(StandardProposal)).all()
        assert (kept.method, kept.level, kept.sessions, kept.judgements) == ("borderline_group", 3, 30, 15)
        assert kept.reason == "A year of judgements."
        assert kept.overall == pytest.approx(37 / 15)
        assert [cut["criterion"] for cut in kept.cuts] == list(CRITERIA)
        assert {cut["n"] for cut in kept.cuts} == {15}
        entry = db.session.scalars(select(AuditEntry).filter_by(verb="standard.proposed")).one()
        assert (entry.subject_id, entry.by_id) == (kept.id, cast.lena.member_id)
        assert db.session.scalar(select(func.count()).select_from(Document).filter_by(kind="policy")) == policies
    assert "Lena Lead" in words(visit(cast.cora).get(PAGE)).partition("Proposals")[2]


def test_a_proposal_needs_a_reason_and_keeps_what_was_typed(visit: Visit, cast: Cast, store: Store) -> None:
    with store():
        rate(cast, judged())
    long = "long " * 300
    answer = visit(cast.lena).post(PAGE, {"reason": long})
    assert answer.status_code == 422
    assert long.strip() in answer.text
    assert visit(cast.lena).post(PAGE, {"reason": " "}).status_code == 422


@pytest.mark.parametrize("sessions", [judged(29), judged(40, result=None)], ids=["too few", "not compared"])
def test_too_few_is_said_and_cannot_be_proposed(visit: Visit, cast: Cast, store: Store, sessions: list[Held]) -> None:
    with store():
        rate(cast, sessions)
    lena = visit(cast.lena)
    read = words(lena.get(PAGE))
    assert "of 30 judged sessions that a proposal needs." in read
    assert "Keep the proposal" not in read
    answer = lena.post(PAGE, {"reason": "All the same."})
    assert answer.status_code == 422
    with store():
        assert db.session.scalars(select(StandardProposal)).all() == []


def test_others_read_and_do_not_propose(visit: Visit, cast: Cast, store: Store) -> None:
    with store():
        rate(cast, judged())
    cora = visit(cast.cora)
    assert "Keep the proposal" not in words(cora.get(PAGE))
    assert cora.post(PAGE, {"reason": "Mine."}).status_code == 403
    assert visit(cast.ana).get(PAGE).status_code == 403
