"""A third assessor before a difference is settled: who is asked, what they see, and what their levels are for."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.assessment import arrange
from tests.assessment.arrange import CRITERIA, Ids, but, draft
from tests.assessment.test_moderation import settled, state, verbs
from tests.cast import Cast
from tests.visiting import Visitor, words
from trainer.assessment import queries
from trainer.assessment.lifecycle import Again, ResultState, Way
from trainer.assessment.models import Moderation, Rerating, ThirdRating
from trainer.assessment.queries import thirds
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import Settling
from trainer.db import db
from trainer.organisations.duties import Duty
from trainer.outbox import Letter

Visit = Callable[..., Visitor]
FORM = {f"c-{key}-level": "2" for key in CRITERIA} | {"entrustment": "2", "final": "y"}


@pytest.fixture
def apart(store: Any, cast: Cast) -> Ids:
    """Ana and Sam are three levels apart about two criteria. Tom is licensed, and was not there."""
    with store():
        arrange.give(cast, cast.tom, Duty.ASSESSOR)
        ids = arrange.judged(cast, but(draft("3", "Ana's"), phases="4"), but(draft("3", "Sam's"), phases="1"))
        arrange.grant(cast, cast.tom)
        return ids


def ask(visit: Visit, cast: Cast, store: Any, ids: Ids) -> str:
    """Tom is asked; the address of his sheet."""
    answer = visit(cast.lena).post(f"sessions/{ids.session}/third", {"assessor": str(cast.tom.member_id)})
    assert answer.status_code == 303, words(answer)
    with store():
        return f"reratings/{db.session.scalars(select(Rerating.id)).one()}"


def settle(**changes: Any) -> dict[str, Any]:
    return {key: value for key, value in settled(**changes).items() if not key.startswith("inquiry")}


def test_their_levels_stand_beside_the_others_and_a_lead_settles(
    visit: Visit, cast: Cast, store: Any, apart: Ids
) -> None:
    lena, tom = visit(cast.lena), visit(cast.tom)
    assert f"sessions/{apart.session}/third" in lena.get(apart.moderation).text
    sheet = ask(visit, cast, store, apart)
    assert "Tom Trainee was asked on" in words(lena.get(apart.moderation))
    assert sheet in tom.get("assess").text
    answer = tom.post(sheet, {**FORM, "c-phases-comment": "Two skipped.", "c-stance-level": "no"})
    assert answer.status_code == 303, words(answer)
    shown = words(lena.get(apart.moderation))
    assert "Tom Trainee, from the log alone: 2 Two skipped." in shown
    assert "I weighed all three" in shown
    with store():
        assert state(apart) is ResultState.MODERATING
        assert arrange.compared(apart).lines[0].counted == (4, 1)
        assert db.session.scalars(select(Letter.to_name).filter_by(kind="third_rating")).all() == ["Lena Lead"]
        figures = queries.agreement(cast.lena.member, queries.bases(cast.lena.member)[0])
        assert figures.criteria["phases"].exact.n == 1  # one pair, as before
    assert lena.post(apart.moderation, settle(way="third", **{"phases-level": "2"})).status_code == 303
    assert "Settled at 2 by Lena Lead, with a third assessor's levels:" in words(lena.get(apart.moderation))
    with store():
        assert db.session.scalars(select(Moderation.way)).all() == [Way.THIRD]
        assert verbs()[-3:] == ["rerating.asked", "third.locked", "session.moderated"]


def test_they_see_nothing_of_what_was_judged(visit: Visit, cast: Cast, store: Any, apart: Ids) -> None:
    sheet, tom = ask(visit, cast, store, apart), visit(cast.tom)
    shown = tom.get(sheet)
    assert shown.status_code == 200
    for text in ("Ana's", "Sam's", "Tara", "Ana", "Set 4", "S-0001"):
        assert text not in shown.text.replace("Sample", "")
    for url in (apart.moderation, apart.feedback, f"sessions/{apart.session}", f"sessions/{apart.session}/third"):
        assert tom.get(url).status_code in (403, 404), url


def test_who_was_there_or_has_other_duties_is_not_asked(visit: Visit, cast: Cast, store: Any, apart: Ids) -> None:
    lena = visit(cast.lena)
    shown = words(lena.get(f"sessions/{apart.session}/third"))
    assert "Ana Assessor: They were asked to observe this session." in shown
    for player in (cast.ana, cast.sam, cast.pat):
        answer = lena.post(f"sessions/{apart.session}/third", {"assessor": str(player.member_id)})
        assert answer.status_code == 422
    ask(visit, cast, store, apart)
    assert "Tom Trainee: They were asked before." in words(lena.get(f"sessions/{apart.session}/third"))


@pytest.mark.parametrize("who", ["ana", "sam", "cora", "pat", "udo", "tara", "olga"])
def test_only_whoever_settles_asks(visit: Visit, cast: Cast, apart: Ids, who: str) -> None:
    visitor = visit(getattr(cast, who))
    for address in (f"sessions/{apart.session}/third", f"sessions/{apart.session}/third/take-back"):
        answer = visitor.post(address, {"assessor": str(cast.tom.member_id)})
        assert answer.status_code in (403, 404)


def test_nobody_waits_for_them(visit: Visit, cast: Cast, store: Any, apart: Ids) -> None:
    """Whoever settles without them, or takes the request back, ends it."""
    sheet, lena = ask(visit, cast, store, apart), visit(cast.lena)
    assert lena.post(apart.moderation, settle()).status_code == 303
    assert visit(cast.tom).post(sheet, FORM).status_code == 403
    with store():
        assert db.session.scalar(select(ThirdRating)) is None
        assert verbs()[-2:] == ["rerating.taken_back", "session.moderated"]
    assert lena.get(f"sessions/{apart.session}/third").status_code == 403


def test_a_request_is_taken_back(visit: Visit, cast: Cast, store: Any, apart: Ids) -> None:
    sheet, lena = ask(visit, cast, store, apart), visit(cast.lena)
    assert lena.post(f"sessions/{apart.session}/third/take-back").status_code == 303
    assert visit(cast.tom).post(sheet, FORM).status_code == 403
    assert "was asked on" not in words(lena.get(apart.moderation))


def test_where_the_policy_wants_a_third_nobody_settles_by_reading_alone(
    visit: Visit, cast: Cast, store: Any, apart: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = queries.asked_about
    monkeypatch.setattr(
        thirds, "asked_about", lambda session: type(asked(session))(Settling(third=True), asked(session).lines)
    )
    lena = visit(cast.lena)
    shown = words(lena.get(apart.moderation))
    assert "I read both judgements" not in shown
    assert "The assessors talked with me" in shown
    assert lena.post(apart.moderation, settle()).status_code == 422
    sheet = ask(visit, cast, store, apart)
    assert visit(cast.tom).post(sheet, FORM).status_code == 303
    assert lena.post(apart.moderation, settle(way="third")).status_code == 303


def test_without_a_third_rating_nobody_says_there_was_one(visit: Visit, cast: Cast, apart: Ids) -> None:
    assert visit(cast.lena).post(apart.moderation, settle(way="third")).status_code == 422


def test_a_third_is_nobody_new_afterwards(visit: Visit, cast: Cast, store: Any, apart: Ids) -> None:
    sheet = ask(visit, cast, store, apart)
    with store():
        enrolment = curriculum.enrolment(apart.organisation, apart.enrolment)
        assert enrolment
        assert cast.tom.member_id not in queries.raters_of(enrolment)
    assert visit(cast.tom).post(sheet, FORM).status_code == 303
    with store():
        enrolment = curriculum.enrolment(apart.organisation, apart.enrolment)
        assert enrolment
        assert cast.tom.member_id in queries.raters_of(enrolment)
        (row,) = queries.reratings_of(apart.organisation, apart.session, Again.THIRD)
        assert queries.reratings_of(apart.organisation, apart.session) == []
        assert row.ended_at
