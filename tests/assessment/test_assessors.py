"""Assessors and their licences: who holds one, who grants it, who takes it out of force."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.assessment import arrange
from tests.cast import MONDAY, Cast
from tests.visiting import Visitor, words
from trainer.assessment import actions, queries
from trainer.assessment.models import AssessorLicence
from trainer.audit import AuditEntry
from trainer.db import db
from trainer.organisations.duties import Duty

Visit = Callable[..., Visitor]
NOWHERE = "01900000-0000-7000-8000-000000000000"
LONG = (datetime.now(UTC) + timedelta(days=400)).date()


def licences(cast: Cast, name: str) -> list[AssessorLicence]:
    player = getattr(cast, name)
    return queries.licences(player.organisation_id).get(player.member_id, [])


def verbs() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))


def test_the_list_shows_every_assessor_with_their_licence(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        arrange.grant(cast, cast.ana, until=LONG)
        arrange.give(cast, cast.pia, Duty.ASSESSOR)
        arrange.grant(cast, cast.pia, until=date(2026, 9, 8))
    shown = words(visit(cast.cora).get("assessors"))
    assert "Ana Assessor In force" in shown
    assert "Sam Second None – –" in shown
    assert "Pia Panel Run out 8 September 2026 Trained." in shown
    assert "Suspend" not in shown
    assert "Suspend Ana Assessor" in words(visit(cast.lena).get("assessors"))


def test_the_licence_that_counts_is_the_one_that_is_shown(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        arrange.grant(cast, cast.ana, until=LONG + timedelta(days=100))
        actions.suspend_licence(licences(cast, "ana")[0], reason="Away.", by=cast.lena.member, now=MONDAY)
    assert "Ana Assessor Suspended" in words(visit(cast.lena).get("assessors"))
    with store():
        arrange.grant(cast, cast.ana, until=LONG)
    assert "Ana Assessor In force" in words(visit(cast.lena).get("assessors"))


@pytest.mark.parametrize(
    ("who", "seen", "licensing"), [("lena", 200, 200), ("cora", 200, 403), ("ana", 403, 403), ("udo", 403, 403)]
)
def test_leads_license_and_coordinators_look(visit: Visit, cast: Cast, who: str, seen: int, licensing: int) -> None:
    visitor = visit(getattr(cast, who))
    assert visitor.get("assessors").status_code == seen
    assert visitor.get("assessors/license").status_code == licensing
    assert visitor.post("assessors/license", {"reason": "x"}).status_code in (licensing, 422)


def granted(cast: Cast, **changes: str) -> dict[str, str]:
    return {"member": str(cast.ana.member_id), "until": LONG.isoformat(), "reason": "Trained in May.", **changes}


def test_a_lead_licenses(visit: Visit, cast: Cast, store: Any) -> None:
    lena = visit(cast.lena)
    answer = lena.post("assessors/license", granted(cast))
    assert answer.status_code == 303
    assert "Ana Assessor is licensed." in words(lena.get(answer.location))
    with store():
        (licence,) = licences(cast, "ana")
        assert (licence.valid_until, licence.reason, licence.granted_by_id) == (
            LONG,
            "Trained in May.",
            cast.lena.member_id,
        )
        assert verbs()[-1] == "licence.granted"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("member", value) for value in ("", "x", NOWHERE)),
        *(("until", value) for value in ("", "tomorrow", "2026-02-30", "2020-01-01", "0001-01-01", "99999-01-01")),
        *(("reason", value) for value in ("", " ", "x" * 1001)),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(visit: Visit, cast: Cast, store: Any, field: str, value: str) -> None:
    answer = visit(cast.lena).post("assessors/license", granted(cast, **{field: value}))
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert ("Trained in May." in answer.text) is (field != "reason")
    with store():
        assert not licences(cast, "ana")


@pytest.mark.parametrize("who", ["tara", "lena", "olga"])
def test_only_other_assessors_of_ones_own_organisation(visit: Visit, cast: Cast, store: Any, who: str) -> None:
    with store():
        arrange.give(cast, cast.lena, Duty.LEAD, Duty.ASSESSOR)
    sent = granted(cast, member=str(getattr(cast, who).member_id))
    assert visit(cast.lena).post("assessors/license", sent).status_code == 422


def test_a_lead_suspends_with_a_reason(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        (id,) = arrange.grant(cast, cast.ana, until=LONG)
    lena, page = visit(cast.lena), f"licences/{id}/suspend"
    assert "Suspend the licence of Ana Assessor" in words(lena.get(page))
    assert lena.post(page, {"reason": " "}).status_code == 422
    assert lena.post(page, {"reason": "Drifted."}).status_code == 303
    shown = words(lena.get("assessors"))
    assert "Ana Assessor Suspended" in shown
    assert "Drifted." in shown
    again = lena.post(page, {"reason": "Again."})
    assert again.status_code == 403
    assert "suspended already" in words(again)
    with store():
        assert verbs()[-1] == "licence.suspended"


def test_nobody_decides_about_their_own(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        arrange.give(cast, cast.lena, Duty.LEAD, Duty.ASSESSOR)
        (id,) = arrange.grant(cast, cast.lena, until=LONG)
    answer = visit(cast.lena).post(f"licences/{id}/suspend", {"reason": "x"})
    assert answer.status_code == 403
    assert "Nobody decides about their own licence." in words(answer)


def test_licences_of_others(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        (id,) = arrange.grant(cast, cast.ana, until=LONG)
    assert visit(cast.olga).get(f"licences/{id}/suspend").status_code == 404
    assert visit(cast.cora).get(f"licences/{id}/suspend").status_code == 403
    assert visit(cast.lena).get(f"licences/{NOWHERE}/suspend").status_code == 404
