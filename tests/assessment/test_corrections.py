"""A slip in a locked judgement: who lets it be corrected, what counts then, and what stays."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.assessment import arrange, guesting
from tests.assessment.arrange import Ids, but, draft, form
from tests.cast import Cast
from tests.visiting import Visitor, words
from trainer.assessment import queries
from trainer.assessment.judgement import Draft, clock, milliseconds
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import Judgement
from trainer.audit import AuditEntry
from trainer.certification import queries as certification
from trainer.curriculum import queries as curriculum
from trainer.db import db
from trainer.organisations.duties import Duty
from trainer.outbox import Letter
from trainer.practice import actions as practice
from trainer.practice.models import RatingDraft

Visit = Callable[..., Visitor]
REASON = {"reason": "1 was pressed where 3 was meant."}


@pytest.fixture
def slipped(store: Any, cast: Cast) -> Ids:
    """Ana gave 3; Sam pressed 1 on phases and lent on a quote."""
    with store():
        return arrange.judged(cast, draft("3", "Ana's"), but(draft("3", "Sam's"), phases="1"))


def level(ids: Ids, key: str = "phases") -> tuple[int | None, ...]:
    return next(line.levels for line in arrange.compared(ids).lines if line.criterion.key == key)


def sheet(ids: Ids, given: Draft) -> tuple[str, dict[str, Any]]:
    """Where Sam's sheet is sent, and what it sends."""
    sent = dict(form(given, revision="1", lock="y", confirmed="y"))
    return f"observations/{ids.sam}/rating", sent


def test_the_corrected_judgement_counts_and_the_first_stays(visit: Visit, cast: Cast, store: Any, slipped: Ids) -> None:
    lena, sam = visit(cast.lena), visit(cast.sam)
    assert "Let Sam Second correct a slip" in words(lena.get(slipped.moderation))
    assert lena.post(f"observations/{slipped.sam}/reopen", REASON).status_code == 303
    waits = "Sam Second can correct their judgement. The result waits for it."
    assert waits in words(lena.get(slipped.moderation))
    assert lena.post(f"sessions/{slipped.session}/release").status_code == 403
    assert "To be corrected S-0001" in words(sam.get("assess"))
    address, sent = sheet(slipped, draft("3", "Sam's"))
    opened = sam.get(address)
    assert REASON["reason"] in words(opened)
    assert "Sam's quote" in opened.text.replace("&#39;", "'")
    answer = sam.post(address, sent)
    assert answer.status_code == 303, words(answer)
    assert waits not in words(lena.get(slipped.moderation))
    assert f"Sam Second corrected this judgement: {REASON['reason']}" in words(lena.get(slipped.moderation))
    with store():
        assert level(slipped) == (3, 3)
        found = queries.result(slipped.organisation, slipped.session)
        assert found
        assert found.state is ResultState.AGREED
        rows = db.session.scalars(
            select(Judgement).filter_by(observation_id=slipped.sam).order_by(Judgement.number)
        ).all()
        assert [(row.number, row.reason) for row in rows] == [(1, ""), (2, REASON["reason"])]
        assert db.session.scalars(select(RatingDraft).filter_by(observation_id=slipped.sam)).all() == []
        assert db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)).all()[-1] == "rating.corrected"
        assert db.session.scalars(select(Letter.to_name).filter_by(kind="reopened")).all() == ["Sam Second"]
        figures = queries.agreement(cast.lena.member, queries.bases(cast.lena.member)[0])
        assert figures.criteria["phases"].exact.value == 0.0  # the first judgements differ, and only they are read
    assert lena.post(f"sessions/{slipped.session}/release").status_code == 303


def test_a_correction_can_make_them_differ(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = arrange.judged(cast, draft("3", "Ana's"), draft("3", "Sam's"))
    assert visit(cast.lena).post(f"observations/{ids.sam}/reopen", REASON).status_code == 303
    address, sent = sheet(ids, but(draft("3", "Sam's"), phases="1"))
    assert visit(cast.sam).post(address, sent).status_code == 303
    assert visit(cast.lena).post(f"sessions/{ids.session}/release").status_code == 403
    with store():
        assert level(ids) == (3, 1)


def test_what_was_settled_stays_settled(visit: Visit, cast: Cast, store: Any, slipped: Ids) -> None:
    lena = visit(cast.lena)
    settle = {"phases-level": "2", "phases-reason": "At 12:40 it was named.", "way": "reading"}
    assert lena.post(slipped.moderation, settle).status_code == 303
    assert lena.post(f"observations/{slipped.sam}/reopen", REASON).status_code == 303
    address, sent = sheet(slipped, draft("3", "Sam's"))
    assert visit(cast.sam).post(address, sent).status_code == 303
    with store():
        line = arrange.compared(slipped).lines[0]
        assert (line.levels, line.settled) == ((3, 3), 2)
    assert lena.post(f"sessions/{slipped.session}/release").status_code == 303


def test_it_may_stay_as_it_is(visit: Visit, cast: Cast, store: Any, slipped: Ids) -> None:
    assert visit(cast.lena).post(f"observations/{slipped.sam}/reopen", REASON).status_code == 303
    assert visit(cast.ana).post(f"observations/{slipped.sam}/leave").status_code == 404
    sam = visit(cast.sam)
    assert sam.post(f"observations/{slipped.sam}/leave").status_code == 303
    assert sam.post(f"observations/{slipped.sam}/leave").status_code == 403
    assert sam.post(f"observations/{slipped.sam}/rating", {"c-phases-level": "3"}).status_code == 403
    with store():
        assert level(slipped) == (3, 1)
        assert len(db.session.scalars(select(Judgement)).all()) == 2
        assert db.session.scalars(select(RatingDraft)).all() == []


STOP = "coercion"


def stopped(given: Draft) -> Draft:
    """The same judgement with a stop event."""
    return replace(given, stop_events={STOP: "At 20:00 the round went on over tears."}, no_stop_event=False)


@pytest.mark.parametrize("kept", [True, False])
def test_the_stop_events_of_the_corrected_judgement_are_the_ones_looked_into(
    visit: Visit, cast: Cast, store: Any, kept: bool
) -> None:
    with store():
        ids = arrange.judged(cast, draft("3", "Ana's"), stopped(draft("3", "Sam's")))
    lena = visit(cast.lena)
    assert lena.post(f"observations/{ids.sam}/reopen", REASON).status_code == 303
    address, sent = sheet(ids, stopped(draft("3", "Sam's")) if kept else draft("3", "Sam's"))
    assert visit(cast.sam).post(address, sent).status_code == 303
    with store():
        enrolment = curriculum.enrolment(ids.organisation, ids.enrolment)
        assert enrolment
        open_ = arrange.compared(ids).stop_events
        assert len(open_) == kept
        assert certification.file(enrolment, arrange.SOON.date()).facts.stop_events_open == kept
    for stop in open_:
        answer = lena.post(f"stop-events/{stop.id}", {"upheld": "no", "reason": "It was paused at 20:10."})
        assert answer.status_code == 303, words(answer)
    with store():
        enrolment = curriculum.enrolment(ids.organisation, ids.enrolment)
        assert enrolment
        assert certification.file(enrolment, arrange.SOON.date()).facts.stop_events_open == 0


def test_a_lead_ends_what_nobody_answers(visit: Visit, cast: Cast, store: Any, slipped: Ids) -> None:
    lena = visit(cast.lena)
    assert lena.post(f"observations/{slipped.sam}/reopen", REASON).status_code == 303
    leave = f"observations/{slipped.sam}/leave"
    assert f"{leave}" in lena.get(f"sessions/{slipped.session}").text
    for who in (cast.ana, cast.cora, cast.tara, cast.udo):
        assert visit(who).post(leave).status_code in (403, 404)
    assert lena.post(leave).status_code == 303
    assert lena.post(leave).status_code == 403
    with store():
        assert level(slipped) == (3, 1)
        assert db.session.scalars(select(RatingDraft)).all() == []


def test_who_corrects_reads_the_others_afterwards_and_the_trainee_hears_nothing(
    visit: Visit, cast: Cast, slipped: Ids
) -> None:
    sam, tara = visit(cast.sam), visit(cast.tara)
    before = words(tara.get(f"sessions/{slipped.session}"))
    assert sam.get(slipped.moderation).status_code == 200
    assert visit(cast.lena).post(f"observations/{slipped.sam}/reopen", REASON).status_code == 303
    answer = sam.get(slipped.moderation)
    assert answer.status_code == 403
    assert "First correct your judgement" in words(answer)
    assert words(tara.get(f"sessions/{slipped.session}")) == before
    assert sam.post(f"observations/{slipped.sam}/leave").status_code == 303
    assert sam.get(slipped.moderation).status_code == 200


def test_the_letter_belongs_to_the_observation(visit: Visit, cast: Cast, store: Any, slipped: Ids) -> None:
    """So that nobody who still owes a judgement of the session finds it in the list of letters."""
    assert visit(cast.lena).post(f"observations/{slipped.sam}/reopen", REASON).status_code == 303
    with store():
        assert db.session.scalars(select(Letter.once).filter_by(kind="reopened")).one()[:36] == str(slipped.sam)


def test_a_line_manager_lets_nothing_be_corrected(visit: Visit, cast: Cast, store: Any, slipped: Ids) -> None:
    with store():
        cast.tara.member.manager_id = cast.lena.member_id
    answer = visit(cast.lena).post(f"observations/{slipped.sam}/reopen", REASON)
    assert answer.status_code == 403
    assert "You manage this trainee" in words(answer)


@pytest.mark.parametrize(
    ("who", "duties", "status"),
    [
        ("tara", [Duty.TRAINEE], 403),
        ("tara", [Duty.TRAINEE, Duty.LEAD], 403),
        ("ana", [Duty.ASSESSOR, Duty.LEAD], 403),
        ("sam", [Duty.ASSESSOR, Duty.LEAD], 403),
        ("cora", [Duty.COORDINATOR], 403),
        ("pat", [Duty.PANEL], 404),
        ("olga", [Duty.LEAD], 404),
        ("udo", [Duty.LEAD], 303),
    ],
)
def test_who_lets_it_be_corrected(
    visit: Visit, cast: Cast, store: Any, slipped: Ids, who: str, duties: list[Duty], status: int
) -> None:
    if who != "olga":
        with store():
            arrange.give(cast, getattr(cast, who), *duties)
    answer = visit(getattr(cast, who)).post(f"observations/{slipped.sam}/reopen", REASON)
    assert answer.status_code == status
    with store():
        assert bool(queries.awaited(slipped.organisation, slipped.sam).observation.reopened_at) is (status == 303)


def test_a_guest_without_a_link_gets_one_first(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        gina = guesting.ask(cast)
        guesting.locked(gina)
        practice.end_guest_link(guesting.observation(gina), door=guesting.GUESTS, by=cast.cora.member, now=arrange.SOON)
    answer = visit(cast.lena).post(f"observations/{gina.observation}/reopen", REASON)
    assert answer.status_code == 403
    assert "Give them a new one first." in words(answer)
    with store():
        assert guesting.observation(gina).reopened_at is None


def test_nothing_is_corrected_once_it_is_released(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = arrange.judged(cast, draft("3", "Ana's"), draft("3", "Sam's"))
    lena = visit(cast.lena)
    assert lena.post(f"sessions/{ids.session}/release").status_code == 303
    answer = lena.post(f"observations/{ids.sam}/reopen", REASON)
    assert (answer.status_code, "is for an appeal" in words(answer)) == (403, True)
    assert "correct a slip" not in words(lena.get(ids.moderation))


def test_a_sheet_that_is_still_open_changes_nothing_that_is_released(
    visit: Visit, cast: Cast, store: Any, slipped: Ids
) -> None:
    """Two leads at once: one opens the sheet in the moment in which another releases."""
    assert visit(cast.lena).post(f"observations/{slipped.sam}/reopen", REASON).status_code == 303
    with store():
        found = queries.result(slipped.organisation, slipped.session)
        assert found
        found.state = ResultState.RELEASED
    address, sent = sheet(slipped, draft("3", "Sam's"))
    assert visit(cast.sam).post(address, sent).status_code == 403
    with store():
        assert level(slipped) == (3, 1)
        assert len(db.session.scalars(select(Judgement)).all()) == 2


@pytest.mark.parametrize("reason", ["", " ", "x" * 1001])
def test_a_reason_is_owed(visit: Visit, cast: Cast, store: Any, slipped: Ids, reason: str) -> None:
    assert visit(cast.lena).post(f"observations/{slipped.sam}/reopen", {"reason": reason}).status_code == 422


@pytest.mark.parametrize("at_ms", [0, 59_000, 60_000, 754_000, 3_599_000])
def test_a_time_is_written_as_it_is_read(at_ms: int) -> None:
    assert milliseconds(clock(at_ms)) == at_ms
