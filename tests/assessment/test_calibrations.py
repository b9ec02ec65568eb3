"""Calibration as an assessor meets it: rated alone, confirmed for good, only then beside the reference."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from tests import matrix
from tests.assessment import arrange
from tests.assessment.calibrating import (
    ABOVE,
    CASE,
    EXACTLY,
    SECRETS,
    WHY,
    calibrate,
    levels,
    page_of,
    publish_again,
)
from tests.cast import MONDAY, Cast, organisation
from tests.conftest import Theatre
from tests.entries import verbs
from tests.visiting import Visitor, words
from trainer.assessment import actions, queries
from trainer.assessment.models import Calibration, CalibrationDraft, CalibrationRating, CalibrationRound
from trainer.clock import today
from trainer.db import db
from trainer.organisations import actions as organisations
from trainer.organisations.duties import Duty

Visit = Callable[..., Visitor]


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def confirm(visitor: Visitor, page: str, **given: str) -> str:
    """Confirm levels on the case; where the comparison stands."""
    answer = visitor.post(page, levels(**(given or ABOVE)))
    assert answer.status_code == 303, words(answer)
    return str(answer.location)


@pytest.fixture
def page(store: Any, cast: Cast) -> str:
    """Where Ana rates the case."""
    with store():
        return page_of(cast.ana)


# Before confirmation.


def test_no_page_tells_the_reference_before_it_is_confirmed(theatre: Theatre) -> None:
    ana, known = theatre.visit(theatre.cast.ana), theatre.scene
    asked = {
        str(row.use): matrix.address(theatre.app, row.use, known) for row in matrix.rows() if row.use.method == "GET"
    }
    with theatre.app.test_request_context():
        case = page_of(theatre.cast.ana)
    asked |= {"case": f"/o/acme/{case}", "calibration": "/o/acme/calibration"}
    told = {name: ana.get(address).data for name, address in asked.items()}
    draft = ana.post(f"{case}/draft", levels())
    assert draft.status_code == 200
    told |= {"draft": draft.data, "incomplete": ana.post(case, {"revision": "1", "confirm": "y"}).data}
    assert [(name, secret) for name, text in told.items() for secret in SECRETS if secret.encode() in text] == []
    assert b"The helpful uncle" in told["calibration"]
    shown = ana.get(confirm_address(ana, case)).text
    assert [secret for secret in SECRETS if secret not in shown] == []


def confirm_address(visitor: Visitor, page: str) -> str:
    answer = visitor.post(page, levels(revision="2", **ABOVE))
    assert answer.status_code == 303, words(answer)
    return str(answer.location)


def test_the_case_is_read_and_rated_with_nothing_chosen(visit: Visit, cast: Cast, page: str) -> None:
    answer = visit(cast.ana).get(page)
    shown = words(answer)
    assert "Case: The helpful uncle" in shown
    assert "7:30 Gives advice · F offers own story" in shown
    assert "0:00 Present" in shown
    assert "At 9:15 a member asks again." in shown
    assert "checked" not in answer.text
    assert answer.text.count('type="radio"') == 4 * 4 + 1 + 5  # one criterion may be not observed; five answers


def test_a_draft_is_kept_and_two_devices_are_told_apart(visit: Visit, cast: Cast, store: Any, page: str) -> None:
    ana = visit(cast.ana)
    assert ana.post(f"{page}/draft", levels()).json["revision"] == 1
    assert ana.post(f"{page}/draft", levels()).status_code == 409
    late = ana.post(page, levels(stance="2"))
    assert late.status_code == 409
    assert "on another device" in words(late)
    assert ana.post(page, {**levels(revision="1"), "confirm": ""}).status_code == 303
    assert 'value="1" checked' in ana.get(page).text
    assert "Begun" in words(ana.get("calibration"))
    assert ana.post(f"{page}/draft", levels(phases="7")).status_code == 422
    with store():
        assert count(CalibrationDraft) == 1
        assert verbs(cast.ana.organisation_id).count("calibration.confirmed") == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"phases": ""}, "Choose a level for 1 "),
        ({"phases": "no"}, "Choose a level for 1 "),
        ({"stops": []}, "Choose what happened"),
        ({"stops": ["none", "coercion"]}, "Either choose what happened"),
        ({"entrustment": ""}, "Choose what this person should do"),
        ({"final": ""}, "they cannot be changed afterwards"),
    ],
)
def test_what_is_missing_is_said_and_everything_kept(
    visit: Visit, cast: Cast, store: Any, page: str, changes: dict[str, Any], said: str
) -> None:
    answer = visit(cast.ana).post(page, levels(**{**EXACTLY, **changes}))
    assert answer.status_code == 422
    assert "Before you can confirm" in words(answer)
    assert said.split(" 1 ")[0] in words(answer)
    assert 'id="c-stance-level-0" value="1" checked' in answer.text
    with store():
        assert count(Calibration) == 0


# After it.


def test_confirmed_is_final_and_shows_the_reference(visit: Visit, cast: Cast, store: Any, page: str) -> None:
    ana = visit(cast.ana)
    compared = confirm(ana, page, **ABOVE)
    shown = words(ana.get(compared))
    assert "You 2 " in shown
    assert "Tells their own story. 7:30, 9:15" in shown
    assert "Why no neighbour A 3 would catch it." in shown
    assert "Others gave" not in shown
    assert "more lenient" in shown
    assert ana.get(page).location == compared
    again = ana.post(page, levels(**EXACTLY))
    assert again.status_code == 403
    assert "Your levels stay as they are" in words(again)
    with store() as session:
        assert count(CalibrationDraft) == 0
        assert count(CalibrationRating) == 4
        with pytest.raises(IntegrityError, match="frozen"):
            session.execute(update(CalibrationRating).values(comment="x"))
        session.rollback()


def test_a_reason_is_asked_wherever_one_differs(visit: Visit, cast: Cast, store: Any, page: str) -> None:
    ana = visit(cast.ana)
    compared = confirm(ana, page, **{**ABOVE, "stops": "none"})
    assert "2 differences ask for a reason" in words(ana.get(compared))
    assert "Reasons are missing" in words(ana.get("calibration"))
    short = ana.post(compared, {"why-stance": "I took the story for warmth."})
    assert short.status_code == 422
    assert "I took the story for warmth." in short.text
    with store():
        assert count(CalibrationRound) == 0
    given = {"why-stance": "I took the story for warmth.", "why-stop-events": "I missed it."}
    assert ana.post(compared, given).status_code == 303
    assert "Your reason I took the story for warmth." in words(ana.get(compared))
    assert ana.post(compared, given).status_code == 403
    with store():
        assert verbs(cast.ana.organisation_id)[-3:] == [
            "calibration.confirmed",
            "calibration.explained",
            "calibration.concluded",
        ]


def test_a_round_is_told_with_n_and_direction(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        calibrate(cast.ana, EXACTLY)
    shown = words(visit(cast.ana).get("calibration"))
    assert "Met 100% 100% 1.00 n 3 Neither more severe nor more lenient" in shown
    assert "Your calibration holds. The next round opens on" in shown
    assert "Met Within one level: 100%, at least 80%, n 3" in shown


def test_only_its_author_and_leads_read_it(visit: Visit, cast: Cast, store: Any, page: str) -> None:
    compared = confirm(visit(cast.ana), page, **ABOVE)
    got = {
        name: visit(getattr(cast, name)).get(compared).status_code for name in ("ana", "sam", "lena", "cora", "olga")
    }
    assert got == {"ana": 200, "sam": 404, "lena": 200, "cora": 404, "olga": 404}
    assert visit(cast.lena).post(compared, WHY).status_code == 403
    assert "Ana Assessor" in words(visit(cast.lena).get(compared))


def test_peers_are_a_spread_from_five_others_on_and_never_names(visit: Visit, cast: Cast, store: Any) -> None:
    def others(number: int) -> None:
        with store():
            acme = organisation("acme")
            name = f"Peer Number{number}"
            member = organisations.add_member(acme.id, name, {Duty.ASSESSOR}, by=None, now=MONDAY)
            calibrate(replace(cast.sam, member_id=member.id), {**EXACTLY, "stance": "2" if number % 2 else "1"})

    with store():
        compared = f"calibrations/{calibrate(cast.ana, ABOVE)}"
    for number in range(4):
        others(number)
    assert "Others gave" not in words(visit(cast.ana).get(compared))
    others(4)
    shown = words(visit(cast.ana).get(compared))
    assert "Others gave 1: 3, 2: 2" in shown
    assert "Peer" not in shown


def test_a_case_is_rated_once_until_renewal(visit: Visit, cast: Cast, store: Any, page: str) -> None:
    with store():
        calibrate(cast.ana, EXACTLY)
    answer = visit(cast.ana).get(page)
    assert answer.status_code == 403
    assert "The next round opens on" in words(answer)
    assert visit(cast.ana).post(page, levels()).status_code == 403


def test_a_further_attempt_only_where_the_policy_allows_it(visit: Visit, cast: Cast, store: Any, page: str) -> None:
    with store():
        calibrate(cast.ana, {**EXACTLY, "phases": "1", "inquiry": "4"})
    closed = visit(cast.ana).get(page)
    assert closed.status_code == 403
    assert "allows no further round now" in words(closed)
    with store():
        publish_again(cast, rounds=2)
        again = page_of(cast.ana)
    assert visit(cast.ana).get(again).status_code == 200
    assert "This is your round 2." in words(visit(cast.ana).get("calibration"))
    confirm(visit(cast.ana), again, **EXACTLY)
    assert visit(cast.ana).get(page).status_code == 404  # the release before


def test_whoever_may_read_the_references_shows_nothing_by_them(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        arrange.give(cast, cast.ana, Duty.ASSESSOR, Duty.AUTHOR)
        calibrate(cast.ana, EXACTLY)
    assert "this round proposes no licence" in words(visit(cast.ana).get("calibration"))
    shown = words(visit(cast.lena).get("assessors"))
    assert "Knew the references" in shown
    assert "Proposed by the policy" not in shown


# Licences by the rule.


def test_who_meets_the_rule_is_proposed_and_a_lead_decides(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        calibrate(cast.ana, EXACTLY)
        calibrate(cast.sam, {**EXACTLY, "phases": "1", "inquiry": "4"})
        round_of = {row.member_id: row for rows in queries.rounds(cast.ana.organisation_id).values() for row in rows}
        met, missed = (f"calibration-rounds/{round_of[p.member_id].id}/license" for p in (cast.ana, cast.sam))
    assert "Proposed by the policy" not in words(visit(cast.cora).get("assessors"))
    lena = visit(cast.lena)
    shown = words(lena.get("assessors"))
    assert "Ana Assessor : 100% exact" in shown.replace("Assessor:", "Assessor :")
    assert "Sam Second None – – Not met" in shown
    assert visit(cast.cora).post(met).status_code == 403
    assert lena.post(missed).status_code == 404
    assert lena.post(met).status_code == 303
    assert lena.post(met).status_code == 404
    with store():
        (licence,) = queries.licences(cast.ana.organisation_id)[cast.ana.member_id]
        assert licence.reason.startswith("Calibration, 1 cases, light 1: exact 100%, within one 100%")
        assert timedelta(days=360) < licence.valid_until - today() < timedelta(days=366)
        assert verbs(cast.ana.organisation_id)[-1] == "licence.granted"
    assert "Your licence is in force until" in words(visit(cast.ana).get("calibration"))


def test_nobody_confirms_their_own(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        calibrate(cast.ana, EXACTLY)
        arrange.give(cast, cast.ana, Duty.ASSESSOR, Duty.LEAD)
        (row,) = queries.rounds(cast.ana.organisation_id)[cast.ana.member_id]
    answer = visit(cast.ana).post(f"calibration-rounds/{row.id}/license")
    assert answer.status_code == 403
    assert "Nobody licenses themselves" in words(answer)
    assert "Nobody licenses themselves" in words(visit(cast.ana).get("assessors"))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (400, "in force until"),
        (20, "Your licence ends on"),
        (-1, "Your licence ran out on"),
    ],
)
def test_an_assessor_reads_how_their_licence_stands(visit: Visit, cast: Cast, store: Any, days: int, said: str) -> None:
    with store():
        arrange.grant(cast, cast.ana, until=today() + timedelta(days=days))
    assert said in words(visit(cast.ana).get("calibration"))
    state = {400: "In force", 20: "Due soon", -1: "Run out"}[days]
    assert f"Ana Assessor {state}" in words(visit(cast.lena).get("assessors"))


def test_a_suspended_assessor_reads_why(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        calibrate(cast.ana, EXACTLY)
        arrange.grant(cast, cast.ana)
        licence = queries.licences(cast.ana.organisation_id)[cast.ana.member_id][0]
        now = datetime.now(UTC) + timedelta(minutes=1)
        actions.suspend_licence(licence, reason="Drifted.", by=cast.lena.member, now=now)
    assert "Your licence is suspended: Drifted." in words(visit(cast.ana).get("calibration"))
    assert "Proposed by the policy" not in words(visit(cast.lena).get("assessors"))


def test_without_a_rule_cases_are_rated_once_and_nothing_is_proposed(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        publish_again(cast, rule=False)
        page = page_of(cast.ana)
    ana = visit(cast.ana)
    confirm(ana, page, **EXACTLY)
    assert "does not say when an assessor is licensed" in words(ana.get("calibration"))
    assert ana.get(page).status_code == 303
    with store():
        assert count(CalibrationRound) == 0


def test_pages_send_as_many_statements_however_many_assessors(
    visit: Visit, cast: Cast, store: Any, statements: Any
) -> None:
    def sent() -> list[int]:
        found = []
        for who, address in ((cast.lena, "assessors"), (cast.ana, "calibration")):
            visitor = visit(who)
            with statements() as told:
                assert visitor.get(address).status_code == 200
            found.append(len(told))
        return found

    with store():
        calibrate(cast.ana, EXACTLY)
    before = sent()
    for number in range(6):
        with store():
            acme = organisation("acme")
            member = organisations.add_member(acme.id, f"Peer {number}", {Duty.ASSESSOR}, by=None, now=MONDAY)
            calibrate(replace(cast.sam, member_id=member.id), EXACTLY)
    assert sent() == before
    assert before[0] <= 8
    assert before[1] <= 13


def test_assessors_only(visit: Visit, cast: Cast, page: str) -> None:
    got = {name: visit(getattr(cast, name)).get(page).status_code for name in ("ana", "sam", "lena", "abel", "tara")}
    assert got == {"ana": 200, "sam": 200, "lena": 403, "abel": 403, "tara": 403}
    assert visit(cast.ana).get(page.replace(CASE, "nothing")).status_code == 404
