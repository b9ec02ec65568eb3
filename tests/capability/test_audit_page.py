"""The audit page: who did what, newest first, and nothing that an assessor may not know yet."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.cast import MONDAY, Cast
from tests.certification import story
from tests.certification.conftest import Chapter
from tests.certification.story import Ids
from tests.visiting import Visitor, words
from trainer import audit
from trainer.audit import AuditEntry
from trainer.capability.queries import PAGE
from trainer.db import db
from trainer.organisations.duties import Duty

Visit = Callable[..., Visitor]


def learnt(cast: Cast) -> Ids:
    return story.learn(cast.tara)


@pytest.mark.parametrize(
    ("who", "status"),
    [("udo", 200), ("ada", 200), ("cora", 403), ("lena", 403), ("pat", 403), ("tara", 403), ("olga", 404)],
)
def test_who_reads_the_trail(visit: Visit, cast: Cast, who: str, status: int) -> None:
    assert visit(getattr(cast, who)).get("/o/acme/audit").status_code == status


def test_it_tells_who_did_what_newest_first(visit: Visit, cast: Cast, certified: Ids) -> None:
    page = words(visit(cast.udo).get("audit"))
    assert "23 November 2026, 12:00 certificate issued Pat Panel" in page
    assert page.index("certificate issued") < page.index("decision voted") < page.index("decision opened")
    assert "enrolment begun Tara Trainee" in page
    assert "has read all of it" not in page


def test_names_stand_beside_what_is_about_people(visit: Visit, cast: Cast) -> None:
    page = words(visit(cast.udo).get("audit"))
    assert "member added the installation Udo Auditor" in page


def test_a_page_at_a_time(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        for number in range(PAGE):
            audit.record(
                cast.udo.organisation_id, "lesson.read", by=cast.tara.member_id, subject=None, at=MONDAY, number=number
            )
        total = db.session.scalar(
            select(func.count()).select_from(AuditEntry).where(AuditEntry.organisation_id == cast.udo.organisation_id)
        )
    udo = visit(cast.udo)
    first = udo.get("audit").text
    assert first.count("<tr>") == PAGE + 1
    address = next(part for part in first.split('"') if "before=" in part)
    second = udo.get(address).text
    assert second.count("<tr>") == total - PAGE + 1
    assert "Older entries" not in second
    assert "organisation created" in second


@pytest.mark.parametrize("before", ["", "x", "-1", "0", "1e9", "9" * 30, "٣", "\x00", "1.5", "²"])
def test_a_silly_place_to_start_shows_a_page(visit: Visit, cast: Cast, before: str) -> None:
    assert visit(cast.udo).get("audit", query_string={"before": before}).status_code == 200


def test_who_still_owes_a_judgement_sees_nothing_of_what_others_did_about_it(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(learnt)
    with store():
        story.give(cast, cast.sam, Duty.ASSESSOR, Duty.AUDITOR)
        story.asked(cast, ids)
    seen = words(visit(cast.udo).get("audit"))
    assert "observation assigned" in seen
    hidden = words(visit(cast.sam).get("audit"))
    assert "session requested" not in hidden
    assert hidden.count("observation assigned") == 1  # Sam's own


def test_another_organisations_trail_is_another(visit: Visit, cast: Cast, certified: Ids) -> None:
    assert "Tara" not in words(visit(cast.olga).get("audit"))


def test_it_takes_few_statements(visit: Visit, cast: Cast, statements: Any, certified: Ids) -> None:
    udo = visit(cast.udo)
    udo.get("audit")
    with statements() as sent:
        udo.get("audit")
    assert len(sent) <= 5
