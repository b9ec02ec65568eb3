"""Which judgements a lead looks into: the rules as cases, the list and the look as pages."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

import pytest
from sqlalchemy import delete, select

from tests.cast import Cast, Player
from tests.certification import story
from tests.certification.conftest import Chapter
from tests.certification.story import Ids, draft
from tests.visiting import Visitor, words
from trainer.assessment import queries
from trainer.assessment.lot import lot
from trainer.assessment.models import Evidence, Look, Rating
from trainer.assessment.sampling import Weighed, Why, drawn
from trainer.audit import AuditEntry
from trainer.curriculum.documents import SamplingPlan
from trainer.db import db
from trainer.organisations.duties import Duty

Visit = Callable[..., Visitor]
PLAN = SamplingPlan()


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (Weighed(1, 0.99), Why.NEW),
        (Weighed(3, 0.99), Why.NEW),
        (Weighed(4, 0.49), Why.EARLY),
        (Weighed(4, 0.50), None),
        (Weighed(10, 0.49), Why.EARLY),
        (Weighed(11, 0.49), None),
        (Weighed(11, 0.149), Why.CHANCE),
        (Weighed(11, 0.15), None),
        (Weighed(11, 0.15, at_risk=True), Why.RISK),
        (Weighed(11, 0.25, at_risk=True), None),
        (Weighed(4, 0.99, at_risk=True), None),
        (Weighed(11, 0.99, mean=2.75, line=2.9), Why.NEAR),
        (Weighed(11, 0.99, mean=3.05, line=2.9), Why.NEAR),
        (Weighed(11, 0.99, mean=3.06, line=2.9), None),
        (Weighed(11, 0.99, mean=None, line=2.9), None),
        (Weighed(11, 0.99, mean=2.9, line=None), None),
        (Weighed(2, 0.99, mean=2.9, line=2.9), Why.NEW),
    ],
)
def test_what_the_plan_draws(one: Weighed, why: Why | None) -> None:
    assert drawn(PLAN, one) is why


def test_a_border_is_near_however_it_is_held_in_the_machine() -> None:
    assert drawn(SamplingPlan(near=0.1), Weighed(11, 0.99, mean=3.0, line=2.9)) is Why.NEAR
    assert drawn(SamplingPlan(near=0.1), Weighed(11, 0.99, mean=3.01, line=2.9)) is None


def test_a_plan_of_nothing_draws_nothing() -> None:
    none = SamplingPlan(first=0, early_until=0, early=0, share=0, at_risk=0, near=0)
    assert {drawn(none, Weighed(number, 0.0, True, 2.0, 2.9)) for number in range(1, 30)} == {None}


def test_chance_is_even_and_stays() -> None:
    ids = [uuid5(UUID(int=0), str(number)) for number in range(4_000)]
    places = [lot("key", "look", id) for id in ids]
    assert places == [lot("key", "look", id) for id in ids]
    assert places != [lot("another", "look", id) for id in ids]
    assert abs(sum(place < 0.15 for place in places) / len(places) - 0.15) < 0.02
    assert 0 <= min(places) < max(places) < 1


@pytest.fixture
def judged(chapter: Chapter) -> Ids:
    """Tara's session was judged by Ana and Sam: far from the line, the first of each. Udo is a second lead."""
    return chapter(far_from_the_line)


def far_from_the_line(cast: Cast) -> Ids:
    story.give(cast, cast.udo, Duty.LEAD)
    return story.released(cast, story.learn(cast.tara), draft(4), draft(4))


def _form(ids: Ids, store: Any, cast: Cast, *found: tuple[Player, str, str]) -> dict[str, str]:
    with store():
        given = queries.judgements(ids.organisation, ids.sessions)[ids.sessions[0]]
        rows = {row.observation.assessor_id: row.observation_id for row in given}
    return {
        key: value
        for player, said, remark in found
        for key, value in {
            f"{rows[player.member_id]}-found": said,
            f"{rows[player.member_id]}-remark": remark,
        }.items()
    }


def test_a_look_is_drawn_noted_and_read_by_whom_it_concerns(visit: Visit, cast: Cast, store: Any, judged: Ids) -> None:
    lena = visit(cast.lena)
    address = f"sessions/{judged.sessions[0]}/look"
    shown = words(lena.get("sampling"))
    assert shown.count("Among the first of this assessor") == 2
    assert "Held the silence" in words(lena.get(address))
    sent = _form(judged, store, cast, (cast.ana, "remarked", "Two levels rest on one moment."), (cast.sam, "sound", ""))
    assert lena.post(address, sent).status_code == 303
    shown = words(lena.get("sampling"))
    assert "Nothing waits for a look." in shown
    assert "Ana Assessor 1 1 1 Sam Second 1 1 0" in shown
    assert "Two levels rest on one moment." in words(lena.get(address))
    for player, reads in ((cast.ana, True), (cast.lena, True)):
        figures = words(visit(player).get(f"assessors/{cast.ana.member_id}/figures"))
        assert ("Two levels rest on one moment." in figures) is reads
    with store():
        entries = db.session.scalars(select(AuditEntry.text).filter_by(verb="judgement.looked_into")).all()
        assert sorted('"sound":true' in text for text in entries) == [False, True]


def test_a_judgement_by_a_rubric_without_some_criterion_is_shown_all_the_same(
    visit: Visit, cast: Cast, store: Any, judged: Ids
) -> None:
    with store():
        one = queries.judgements(judged.organisation, judged.sessions)[judged.sessions[0]][1]
        lacking = next(row for row in one.ratings if row.criterion == "phases")
        db.session.execute(delete(Evidence).where(Evidence.rating_id == lacking.id))
        db.session.execute(delete(Rating).where(Rating.id == lacking.id))
    for page in ("look", "moderation", "feedback"):
        answer = visit(cast.lena).get(f"sessions/{judged.sessions[0]}/{page}")
        assert answer.status_code == 200, page


def test_nobody_else_reads_what_was_found(visit: Visit, cast: Cast, store: Any, judged: Ids) -> None:
    address = f"sessions/{judged.sessions[0]}/look"
    sent = _form(judged, store, cast, (cast.ana, "remarked", "Quittenbaum."))
    assert visit(cast.udo).post(address, sent).status_code == 303
    for player in (cast.tara, cast.sam, cast.cora, cast.pat, cast.abel, cast.olga):
        for url in (
            *(
                address,
                "sampling",
                f"assessors/{cast.ana.member_id}/figures",
                f"assessors/{cast.sam.member_id}/figures",
            ),
            *(f"sessions/{judged.sessions[0]}/{page}" for page in ("feedback", "moderation")),
            *(address, "sampling", judged.readiness_page, "results"),
        ):
            assert "Quittenbaum" not in visit(player).get(url).text, (player.name, url)


def test_a_trainee_who_is_a_lead_reads_nothing_about_the_judgements_of_themself(
    visit: Visit, cast: Cast, store: Any, judged: Ids
) -> None:
    address = f"sessions/{judged.sessions[0]}/look"
    assert (
        visit(cast.udo).post(address, _form(judged, store, cast, (cast.ana, "remarked", "Quittenbaum."))).status_code
        == 303
    )
    with store():
        story.give(cast, cast.tara, Duty.TRAINEE, Duty.LEAD)
    tara = visit(cast.tara)
    assert tara.get(address).status_code in (403, 404)
    assert "Quittenbaum" not in tara.get(f"assessors/{cast.ana.member_id}/figures").text
    assert "S-0001" not in tara.get("sampling").text


def test_whoever_judged_looks_into_nothing_of_it(visit: Visit, cast: Cast, store: Any, judged: Ids) -> None:
    with store():
        story.give(cast, cast.sam, Duty.ASSESSOR, Duty.LEAD)
    sam, address = visit(cast.sam), f"sessions/{judged.sessions[0]}/look"
    assert "Nothing waits for a look." in words(sam.get("sampling"))
    sent = _form(judged, store, cast, (cast.ana, "sound", ""))
    assert sam.post(address, sent).status_code == 403
    with store():
        assert db.session.scalar(select(Look)) is None


@pytest.mark.parametrize(
    ("said", "remark", "told"),
    [
        ("remarked", " ", "Write what you would talk about with this assessor."),
        ("", "A word.", "Say what you found."),
        ("sound", "x" * 1001, "Use at most 1,000 characters."),
        ("fine", "", "Not a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    visit: Visit, cast: Cast, store: Any, judged: Ids, said: str, remark: str, told: str
) -> None:
    sent = _form(judged, store, cast, (cast.ana, said, remark))
    answer = visit(cast.lena).post(f"sessions/{judged.sessions[0]}/look", sent)
    assert (answer.status_code, told in words(answer)) == (422, True)
    assert remark.strip() in answer.text


def test_a_judgement_is_looked_into_once(visit: Visit, cast: Cast, store: Any, judged: Ids) -> None:
    lena, address = visit(cast.lena), f"sessions/{judged.sessions[0]}/look"
    sent = _form(judged, store, cast, (cast.ana, "sound", ""))
    assert lena.post(address, sent).status_code == 303
    again = lena.post(address, {**sent, **_form(judged, store, cast, (cast.sam, "sound", ""))})
    assert again.status_code == 303
    with store():
        assert len(db.session.scalars(select(Look)).all()) == 2


def test_a_remark_without_a_finding_is_asked_about(visit: Visit, cast: Cast, store: Any, judged: Ids) -> None:
    sent = _form(judged, store, cast, (cast.ana, "sound", ""), (cast.sam, "", "Two levels rest on one moment."))
    answer = visit(cast.lena).post(f"sessions/{judged.sessions[0]}/look", sent)
    assert answer.status_code == 422
    assert "Say what you found." in words(answer)
    assert "Two levels rest on one moment." in answer.text
    with store():
        assert db.session.scalars(select(Look)).all() == []


def test_who_comes_second_keeps_what_they_typed(visit: Visit, cast: Cast, store: Any, judged: Ids) -> None:
    address = f"sessions/{judged.sessions[0]}/look"
    sent = _form(judged, store, cast, (cast.ana, "sound", ""), (cast.sam, "sound", ""))
    assert visit(cast.udo).post(address, sent).status_code == 303
    later = _form(judged, store, cast, (cast.ana, "remarked", "Two levels rest on one moment."))
    answer = visit(cast.lena).post(address, later)
    assert answer.status_code == 409
    assert "Udo Auditor looked into this meanwhile." in words(answer)
    assert "Two levels rest on one moment." in answer.text
    with store():
        assert {row.sound for row in db.session.scalars(select(Look))} == {True}


def test_where_a_look_found_something_more_is_drawn(visit: Visit, cast: Cast, store: Any, judged: Ids) -> None:
    with store():
        story.released(cast, judged, draft(4), draft(4), at=story.SECOND)
    lena, address = visit(cast.lena), f"sessions/{judged.sessions[0]}/look"
    sound, talk = (cast.sam, "sound", ""), (cast.ana, "remarked", "Talk.")
    assert "found something" not in words(lena.get("sampling"))
    assert lena.post(address, _form(judged, store, cast, sound, talk)).status_code == 303
    shown = words(lena.get("sampling"))
    assert shown.count("A look found something within the year") == 1
    assert "S-0002 Ana Assessor Tara Trainee Ana Assessor A look found something" in shown
