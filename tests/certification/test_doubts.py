"""A judgement whose assessor's licence is in doubt is flagged wherever it is used, and stays what it is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.assessment import arrange
from tests.assessment.calibrating import EXACTLY, calibrate
from tests.conftest import Theatre
from tests.practice.rehearsal import MEETS
from tests.stage import day
from tests.visiting import words
from trainer.assessment import actions
from trainer.assessment.models import AssessorLicence, Judgement
from trainer.db import db

TITLE = "A licence is in doubt"
FAR_OFF = {**EXACTLY, "phases": "1", "inquiry": "4"}


def suspend(theatre: Theatre) -> None:
    sam = theatre.cast.sam
    query = select(AssessorLicence).where(AssessorLicence.member_id == sam.member_id)
    licence = db.session.scalars(query).one()
    actions.suspend_licence(licence, reason="Drifted.", by=theatre.cast.lena.member, now=day(30))


def fail(theatre: Theatre) -> None:
    calibrate(theatre.cast.sam, FAR_OFF, at=day(30))


def pass_(theatre: Theatre) -> None:
    calibrate(theatre.cast.sam, EXACTLY, at=day(30))


def fail_before(theatre: Theatre) -> None:
    calibrate(theatre.cast.sam, FAR_OFF, at=day(5))


SAID = {
    suspend: "Sam Second: the licence was suspended since.",
    fail: "Sam Second: the next round of calibration was not met.",
    pass_: "",
    fail_before: "",
}


def arranged(theatre: Theatre, doubt: Callable[[Theatre], None]) -> None:
    with theatre.app.test_request_context():
        doubt(theatre)
        db.session.commit()


def pages(theatre: Theatre) -> dict[str, str]:
    """The moderation page, the candidate's file, the decision and the certificate, and who reads them."""
    scene = theatre.scene
    return {
        "moderation": f"sessions/{scene['Tara Trainee 1']}/moderation",
        "readiness": f"readiness/{scene['enrolment of Tara']}",
        "decision": f"decisions/{scene['decided']}",
        "certificate": f"certificates/{scene['certificate']}",
    }


@pytest.mark.parametrize("doubt", SAID, ids=lambda doubt: doubt.__name__)
def test_it_is_flagged_wherever_it_is_used(theatre: Theatre, doubt: Callable[[Theatre], None]) -> None:
    arranged(theatre, doubt)
    lena = theatre.visit(theatre.cast.lena)
    for name, page in pages(theatre).items():
        shown = words(lena.get(page))
        assert (TITLE in shown) is bool(SAID[doubt]), name
        assert SAID[doubt] in shown, name
    assert "Ana Assessor: the" not in words(lena.get(pages(theatre)["readiness"]))


def test_those_who_decide_are_told_and_neither_the_trainee_nor_the_other_assessor(theatre: Theatre) -> None:
    arranged(theatre, suspend)
    told = {
        (who, name): TITLE in words(theatre.visit(getattr(theatre.cast, who)).get(pages(theatre)[name]))
        for who, name in (
            *(("pat", name) for name in ("readiness", "decision", "certificate")),
            *(("udo", name) for name in ("readiness", "certificate")),
            *(("tara", name) for name in ("readiness", "decision", "certificate")),
            ("ana", "moderation"),
        )
    }
    assert {key for key, shown in told.items() if shown} == {key for key in told if key[0] in ("pat", "udo")}


def test_the_judgement_stays_and_so_does_the_outcome(theatre: Theatre) -> None:
    def counted() -> int:
        with theatre.app.test_request_context():
            return len(db.session.scalars(select(Judgement)).all())

    before, page = counted(), pages(theatre)["readiness"]
    tara = theatre.visit(theatre.cast.tara)
    shown = words(tara.get(page))
    arranged(theatre, fail)
    assert counted() == before
    assert words(tara.get(page)) == shown


def test_a_judgement_locked_after_the_licence_had_run_out(visit: Any, cast: Any, store: Any) -> None:
    with store():
        ids = arrange.ask(cast)
        licence = db.session.get(AssessorLicence, (ids.organisation, ids.licences[1]))
        assert licence
        licence.valid_until = MEETS.date()
        for who in ("ana", "sam"):
            arrange.capture(cast, ids, who)
            arrange.lock(cast, ids, who)
    shown = words(visit(cast.lena).get(ids.moderation))
    assert "S-0001, Sam Second: no licence covered the session and the day of the lock." in shown


def test_a_licence_that_had_run_out_before_the_session_blocks_and_keeps_everything(
    visit: Any, cast: Any, store: Any
) -> None:
    with store():
        ids = arrange.ask(cast)
        arrange.capture(cast, ids)
        licence = db.session.get(AssessorLicence, (ids.organisation, ids.licences[0]))
        assert licence
        licence.valid_until = (MEETS - timedelta(days=1)).date()
    ana = visit(cast.ana)
    assert "You cannot lock this judgement" in words(ana.get(ids.rating))
    answer = ana.post(ids.rating, {**arrange.form(arrange.draft()), "lock": "y"})
    assert answer.status_code == 403
    assert "ran out on 13 September 2026, before the day of the session" in words(answer)
    assert "Kept to questions. one" in answer.text
    assert "Kept to questions. one" in ana.get(ids.rating).text
    with store():
        assert db.session.scalars(select(Judgement)).all() == []
