"""How a trainee sees their session: asked before the feedback opens, once, and shown to nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.assessment import arrange
from tests.assessment.arrange import CRITERIA, Ids
from tests.cast import Cast
from tests.visiting import Visitor, words
from trainer.assessment import actions
from trainer.assessment.models import SelfAssessment
from trainer.audit import AuditEntry
from trainer.db import db

Visit = Callable[..., Visitor]
FORM = {f"c-{key}": "2" for key in CRITERIA} | {"c-strengths": "no"}


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Both have locked; the feedback is released."""
    with store():
        found = arrange.judged(cast)
        actions.release(arrange.compared(found).result, link="https://t", by=cast.lena.member, now=arrange.LATER)
        return found


def page(ids: Ids) -> str:
    return f"sessions/{ids.session}/self-assessment"


def test_the_feedback_opens_once_they_have_said_how_they_see_it(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    tara = visit(cast.tara)
    asked = tara.get(ids.feedback)
    assert (asked.status_code, asked.location.endswith(page(ids))) == (303, True)
    shown = words(tara.get(page(ids)))
    assert "How do you see it yourself?" in shown
    assert "The set keeps time itself." in shown, "the anchors of the rubric"
    assert "Kept to questions" not in shown, "nothing of the judgements"
    answer = tara.post(page(ids), FORM)
    assert (answer.status_code, answer.location.endswith(ids.feedback)) == (303, True)
    feedback = words(tara.get(ids.feedback))
    assert "Kept to questions" in feedback
    assert feedback.count("you: 2") == len(CRITERIA) - 1
    assert "you: not observed" in feedback
    with store():
        row = db.session.scalars(select(SelfAssessment)).one()
        assert row.levels == {**dict.fromkeys(CRITERIA, 2), "strengths": None}
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "session.self_assessed"))
        assert entry.by_id == cast.tara.member_id


@pytest.mark.parametrize("who", ["ana", "sam", "lena", "cora", "pat", "udo"])
def test_nobody_else_is_told_or_asked(ids: Ids, visit: Visit, cast: Cast, who: str) -> None:
    visit(cast.tara).post(page(ids), FORM)
    answer = visit(getattr(cast, who)).get(ids.feedback)
    assert (answer.status_code, "you:" in words(answer)) == (200, False)
    assert visit(getattr(cast, who)).get(page(ids)).status_code == 404
    assert visit(getattr(cast, who)).post(page(ids), FORM).status_code == 404


def test_whoever_would_rather_not_say_reads_on(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    tara = visit(cast.tara)
    assert tara.post(page(ids), {"rather_not": "y"}).status_code == 303
    answer = tara.get(ids.feedback)
    assert (answer.status_code, "you:" in words(answer)) == (200, False)


@pytest.mark.parametrize("changes", [{"c-phases": ""}, {"c-phases": "5"}, {"c-phases": "x"}])
def test_each_criterion_needs_an_answer_and_the_others_stay(
    ids: Ids, visit: Visit, cast: Cast, store: Any, changes: dict[str, str]
) -> None:
    answer = visit(cast.tara).post(page(ids), {**FORM, **changes})
    assert answer.status_code == 422
    assert answer.text.count(" checked") == len(CRITERIA) - 1
    assert 'href="#c-phases' in answer.text
    with store():
        assert db.session.scalar(select(SelfAssessment)) is None


def test_it_is_said_once(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    tara = visit(cast.tara)
    tara.post(page(ids), FORM)
    assert tara.post(page(ids), {f"c-{key}": "4" for key in CRITERIA}).status_code == 303
    with store():
        assert db.session.scalars(select(SelfAssessment)).one().levels["phases"] == 2


def test_it_can_be_said_while_the_judgements_are_still_blind(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        found = arrange.ask(cast)
    tara = visit(cast.tara)
    assert tara.post(page(found), FORM).status_code == 403
    with store():
        arrange.capture(cast, found, "ana")
    answer = tara.post(page(found), FORM)
    assert (answer.status_code, answer.location.endswith(f"sessions/{found.session}")) == (303, True)
    assert tara.get(found.feedback).status_code == 404


def test_what_went_unobserved_is_not_asked_about(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        arrange.observation(ids).session.observed = False
    assert visit(cast.tara).get(page(ids)).status_code == 403
