"""Blind re-rating after an appeal: who may be asked, what they see, and what their levels do."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select

from tests.cast import Cast
from tests.certification import story
from tests.certification.conftest import Chapter
from tests.certification.story import CRITERIA, TODAY_NOON, Ids, draft
from tests.visiting import Visitor, words
from trainer.assessment import queries as judged
from trainer.assessment.lifecycle import Again
from trainer.assessment.models import Judgement, Look, Rerating, Rescore
from trainer.certification import queries
from trainer.db import db, new_id
from trainer.organisations.duties import Duty
from trainer.outbox import Letter
from trainer.practice.models import Operation

Visit = Callable[..., Visitor]
MARK = "Quittenbaum"
FORM = {f"c-{key}-level": "2" for key in CRITERIA} | {"entrustment": "2", "final": "y"}


def upheld(cast: Cast) -> Ids:
    """Tara's session was rated 4 by Ana and Sam, with words of their own. Udo is a second lead; Tom is licensed."""
    ids = story.released(cast, story.learn(cast.tara), draft(4, words=MARK), draft(4, words=MARK), at=TODAY_NOON)
    story.give(cast, cast.udo, Duty.LEAD)
    story.give(cast, cast.tom, Duty.ASSESSOR)
    story.licensed(cast, cast.tom)
    captured(ids)
    return ids


def captured(ids: Ids) -> None:
    """What Ana tapped: a phase, a piece of advice with a note, and what was done about it."""
    given = judged.judgements(ids.organisation, ids.sessions)[ids.sessions[0]]
    device, advice = new_id(), new_id()
    taps: tuple[tuple[UUID, int, dict[str, Any]], ...] = (
        (new_id(), 0, {"kind": "phase", "code": "explore"}),
        (advice, 60_000, {"kind": "event", "code": "ADVICE", "actor": "M1"}),
        (new_id(), 61_000, {"kind": "note", "ref": advice, "text": MARK}),
        (new_id(), 70_000, {"kind": "event", "code": "REDIRECT", "actor": "F"}),
    )
    for seq, (id, at_ms, values) in enumerate(taps, 1):
        row = Operation(organisation_id=ids.organisation, id=id, observation_id=given[0].observation_id, device=device)
        more = {"seq": seq, "at_ms": at_ms, "wall_ms": at_ms, "skew_ms": 0, "received_at": TODAY_NOON, "late": False}
        for name, value in {**more, **values}.items():
            setattr(row, name, value)
        db.session.add(row)


def arrange(visit: Visit, cast: Cast, store: Any, ids: Ids) -> str:
    """The appeal, upheld by Udo; its address."""
    sent = {"way": "write", "ground": "bias", "text": "We had quarrelled."}
    assert visit(cast.tara).post(f"sessions/{ids.sessions[0]}/appeal", sent).status_code == 303
    with store():
        follow = f"appeals/{queries.appeals(ids.organisation, TODAY_NOON.date())[0].appeal.id}"
    sent = {"upheld": "yes", "remedy": "rerate", "reason": "They had."}
    assert visit(cast.udo).post(f"{follow}/answer", sent).status_code == 303
    return follow


def contested(ids: Ids) -> queries.Contested:
    """The only appeal, as whoever hears it finds it."""
    (one,) = queries.appeals(ids.organisation, TODAY_NOON.date())
    found = queries.contested(ids.organisation, one.appeal.id, TODAY_NOON.date())
    assert found
    return found


def ask(visit: Visit, cast: Cast, store: Any, ids: Ids) -> str:
    """Tom is asked; the address of his sheet."""
    follow = arrange(visit, cast, store, ids)
    answer = visit(cast.udo).post(f"{follow}/rerating", {"assessor": str(cast.tom.member_id)})
    assert answer.status_code == 303, words(answer)
    with store():
        id: UUID = db.session.scalars(select(Rerating.id)).one()
    return f"reratings/{id}"


def test_their_levels_stand_in_the_place_of_the_first_which_are_kept(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(upheld)
    sheet = ask(visit, cast, store, ids)
    tom = visit(cast.tom)
    assert sheet in tom.get("assess").text
    answer = tom.post(sheet, {**FORM, "c-stance-level": "no", "c-phases-comment": "Two skipped."})
    assert answer.status_code == 303, words(answer)
    with store():
        file = queries.file(story.enrolment_of(ids), TODAY_NOON.date())
        (session,) = file.facts.sessions
        assert {key: session.counted(key) for key in CRITERIA} == {
            **dict.fromkeys(CRITERIA, (2, 2)),
            "stance": (4, 4),  # the log does not show it: what was given first holds
        }
        assert [one.entrustment for one in session.judgements] == [2, 2]
        assert db.session.scalar(select(func.count()).select_from(Judgement)) == 2
        kept = judged.judgements(ids.organisation, ids.sessions)[ids.sessions[0]]
        assert [set(judged.levels(row).values()) for row in kept] == [{4}, {4}]
        assert story.verbs(ids)[-1] == "rerating.locked"
        assert db.session.scalars(select(Letter.to_name).filter_by(kind="rerated")).all() == ["Tara Trainee"]
    for player, url in ((cast.lena, "moderation"), (cast.pat, "feedback")):
        shown = words(visit(player).get(f"sessions/{ids.sessions[0]}/{url}"))
        assert "Rated again after an appeal" in shown
        assert "Two skipped." in shown
    assert tom.get(sheet).status_code == 403


def test_they_see_nothing_of_what_was_judged(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(upheld)
    sheet, tom = ask(visit, cast, store, ids), visit(cast.tom)
    shown = tom.get(sheet)
    assert shown.status_code == 200
    assert "Log 1 00:00 Explore 01:00 Gives advice · M1 01:10 Hands it back · F" in words(shown)
    session = ids.sessions[0]
    for text in (MARK, "Tara", "Ana", "Sam", "Set 4", "checked"):
        assert text not in shown.text.replace("Sample", "")
    for url in (
        *(f"sessions/{session}/{part}" for part in ("feedback", "moderation", "reply", "appeal")),
        *(f"sessions/{session}", ids.readiness_page, "results", "decisions", "appeals", "capability", "audit"),
        *("capability/agreement", "people", f"assessors/{cast.ana.member_id}/figures"),
    ):
        answer = tom.get(url)
        assert answer.status_code in (403, 404), url
        assert MARK not in answer.text


@pytest.mark.parametrize("duty", [Duty.LEAD, Duty.PANEL, Duty.COORDINATOR, Duty.AUDITOR, Duty.ADMINISTRATOR])
def test_a_duty_that_opens_results_ends_their_blindness(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, duty: Duty
) -> None:
    ids = chapter(upheld)
    sheet = ask(visit, cast, store, ids)
    with store():
        story.give(cast, cast.tom, Duty.ASSESSOR, duty)
    told, refused = visit(cast.tom).get(sheet), visit(cast.tom).post(sheet, FORM)
    assert [answer.status_code for answer in (told, refused)] == [200, 403]
    assert all("you are not blind any more" in words(answer) for answer in (told, refused))
    assert "Log 1" not in words(told)
    with store():
        assert db.session.scalar(select(Rescore)) is None
    assert visit(cast.tom).post(f"{sheet}/hand-back").status_code == 303


def test_nobody_with_a_part_in_it_or_with_other_duties_is_asked(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(upheld)
    with store():
        story.give(cast, cast.pia, Duty.PANEL, Duty.ASSESSOR)
        story.licensed(cast, cast.pia)
    follow = arrange(visit, cast, store, ids)
    udo = visit(cast.udo)
    shown = words(udo.get(f"{follow}/rerating"))
    assert "Ana Assessor: They had a part in what this appeal is about." in shown
    assert "Pia Panel: Their other duties open released results" in shown
    for player in (cast.ana, cast.sam, cast.pia, cast.abel):
        assert udo.post(f"{follow}/rerating", {"assessor": str(player.member_id)}).status_code == 422
    assert visit(cast.lena).post(f"{follow}/rerating", {"assessor": str(cast.tom.member_id)}).status_code == 403
    with store():
        assert db.session.scalar(select(Rerating)) is None


def test_it_is_asked_of_one_at_a_time_and_handed_back(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(upheld)
    sheet = ask(visit, cast, store, ids)
    with store():
        follow = f"appeals/{queries.appeals(ids.organisation, TODAY_NOON.date())[0].appeal.id}"
    udo = visit(cast.udo)
    assert udo.post(f"{follow}/rerating", {"assessor": str(cast.tom.member_id)}).status_code == 422
    assert visit(cast.ana).post(f"{sheet}/hand-back").status_code == 404
    assert visit(cast.tom).post(f"{sheet}/hand-back").status_code == 303
    assert visit(cast.tom).post(sheet, FORM).status_code == 403
    assert "They were asked before." in words(udo.get(f"{follow}/rerating"))


def test_without_a_licence_nothing_is_locked(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(upheld)
    sheet = ask(visit, cast, store, ids)
    with store():
        for row in judged.licences(ids.organisation)[cast.tom.member_id]:
            row.suspended_at, row.suspended_reason = TODAY_NOON, "To be looked into."
    assert "licence is suspended" in words(visit(cast.tom).get(sheet))
    assert visit(cast.tom).post(sheet, FORM).status_code == 403
    with store():
        assert db.session.scalar(select(Rescore)) is None


def test_who_does_not_answer_is_waited_for_no_longer(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(upheld)
    with store():
        story.give(cast, cast.abel, Duty.ASSESSOR)
        story.licensed(cast, cast.abel)
    sheet = ask(visit, cast, store, ids)
    with store():
        follow = f"appeals/{queries.appeals(ids.organisation, TODAY_NOON.date())[0].appeal.id}"
    udo = visit(cast.udo)
    assert "Tom Trainee was asked on" in words(udo.get(f"{follow}/rerating"))
    assert visit(cast.lena).post(f"{follow}/rerating/take-back").status_code == 403
    assert udo.post(f"{follow}/rerating/take-back").status_code == 303
    assert udo.post(f"{follow}/rerating/take-back").status_code == 403
    assert visit(cast.tom).post(sheet, FORM).status_code == 403
    with store():
        assert story.verbs(ids)[-1] == "rerating.taken_back"
        assert db.session.scalars(select(Letter.body).filter_by(kind="rerating_asked")).all() == [""]
    answer = udo.post(f"{follow}/rerating", {"assessor": str(cast.abel.member_id)})
    assert answer.status_code == 303, words(answer)


def test_whoever_rated_again_is_nobody_new_afterwards(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(upheld)
    sheet = ask(visit, cast, store, ids)
    with store():
        enrolment = story.enrolment_of(ids)
        assert cast.tom.member_id not in judged.raters_of(enrolment)
    assert visit(cast.tom).post(sheet, FORM).status_code == 303
    with store():
        assert cast.tom.member_id in judged.raters_of(story.enrolment_of(ids))
        assert cast.tom.member_id in contested(ids).parties.judged


def test_who_has_something_to_rate_or_is_managed_by_the_trainee_is_not_asked(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(upheld)
    follow = arrange(visit, cast, store, ids)
    with store():
        row = Rerating(organisation_id=ids.organisation, id=new_id(), kind=Again.REPEAT, session_id=ids.sessions[0])
        row.assessor_id, row.asked_at = cast.tom.member_id, TODAY_NOON
        db.session.add(row)
    shown = words(visit(cast.udo).get(f"{follow}/rerating"))
    assert "Tom Trainee: They" in shown
    with store():
        db.session.delete(db.session.scalars(select(Rerating)).one())
        cast.tom.member.manager_id = cast.tara.member_id
    assert "Tom Trainee: Nobody rates their own manager." in words(visit(cast.udo).get(f"{follow}/rerating"))


def test_whoever_looked_into_it_does_not_answer_the_appeal(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(upheld)
    with store():
        given = judged.judgements(ids.organisation, ids.sessions)[ids.sessions[0]][0]
        look = Look(organisation_id=ids.organisation, id=new_id(), observation_id=given.observation_id, remark="")
        look.looked_by_id, look.sound, look.looked_at = cast.udo.member_id, True, TODAY_NOON
        db.session.add(look)
    sent = {"way": "write", "ground": "bias", "text": "We had quarrelled."}
    assert visit(cast.tara).post(f"sessions/{ids.sessions[0]}/appeal", sent).status_code == 303
    with store():
        found = contested(ids)
        assert cast.udo.member_id in found.parties.judged
    answer = visit(cast.udo).post(f"appeals/{found.appeal.id}/answer", {"upheld": "no", "reason": "No."})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "changes", [{"c-phases-level": ""}, {"c-phases-level": "9"}, {"final": ""}, {"entrustment": ""}]
)
def test_nothing_is_locked_with_a_gap_and_nothing_typed_is_lost(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, changes: dict[str, str]
) -> None:
    ids = chapter(upheld)
    sheet = ask(visit, cast, store, ids)
    sent = {key: value for key, value in {**FORM, "c-stance-comment": "A pause.", **changes}.items() if value}
    answer = visit(cast.tom).post(sheet, sent)
    assert (answer.status_code, "A pause." in answer.text) == (422, True)
    with store():
        assert db.session.scalar(select(Rescore)) is None


def test_where_nothing_was_captured_nobody_is_asked(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(upheld)
    with store():
        db.session.execute(delete(Operation))
    follow = arrange(visit, cast, store, ids)
    assert "Nothing was captured in this session." in words(visit(cast.udo).get(f"{follow}/rerating"))
    sent = {"assessor": str(cast.tom.member_id)}
    assert visit(cast.udo).post(f"{follow}/rerating", sent).status_code == 422
