"""A certificate inside the organisation: what it says, its history, and who changes its standing with a reason."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.certification import story
from tests.certification.story import TODAY_NOON, Ids
from tests.visiting import Visitor, words
from trainer.audit import AuditEntry
from trainer.certification import actions
from trainer.certification.lifecycle import StatusChange
from trainer.certification.models import CertificateStatus
from trainer.db import db, new_id
from trainer.organisations.duties import Duty
from trainer.web import Refused

Visit = Callable[..., Visitor]
WHY = "A complaint is looked into."


def change(store: Any, cast: Cast, ids: Ids, *changes: StatusChange) -> None:
    for kind in changes:
        with store():
            held = story.certificate_of(ids)
            actions.change_certificate(held, kind, reason=WHY, by=cast.lena.member, now=TODAY_NOON)


@pytest.mark.parametrize(
    ("who", "status", "may_change"),
    [
        ("tara", 200, 403),
        ("cora", 200, 403),
        ("lena", 200, 200),
        ("pat", 200, 403),
        ("udo", 200, 403),
        ("tom", 404, 404),
        ("ana", 404, 404),
        ("ada", 404, 404),
        ("olga", 404, 404),
    ],
)
def test_who_sees_and_who_changes_it(
    visit: Visit, cast: Cast, certified: Ids, who: str, status: int, may_change: int
) -> None:
    visitor, url = visit(getattr(cast, who)), f"/o/acme/{certified.certificate_page}"
    page = visitor.get(url)
    assert page.status_code == status
    assert ("Change its standing" in words(page)) is (may_change == 200)
    assert visitor.get(f"{url}/standing").status_code == may_change
    sent = {"change": "revoked", "reason": WHY}
    assert visitor.post(f"{url}/standing", sent).status_code == (303 if may_change == 200 else may_change)


def test_what_it_says(visit: Visit, cast: Cast, certified: Ids) -> None:
    page = visit(cast.tara).get(certified.certificate_page)
    assert "Today Valid Scope Run a set meeting without an observer." in words(page)
    assert "Valid 23 November 2026 – 22 November 2027" in words(page)
    assert f"/verify/{certified.key}" in page.text
    assert f"/credentials/{certified.key}.pdf" in page.text
    assert visit(cast.cora).get(f"certificates/{new_id()}").status_code == 404


def test_the_panels_reasons_are_linked_for_those_who_may_read_them(
    visit: Visit, cast: Cast, store: Any, certified: Ids
) -> None:
    with store():
        story.give(cast, cast.sam, Duty.PANEL)
    for who, linked in (("tara", True), ("pat", True), ("udo", True), ("sam", False)):
        page = visit(getattr(cast, who)).get(certified.certificate_page)
        assert page.status_code == 200
        assert (certified.decision_page in page.text) is linked, who


def test_it_is_suspended_reinstated_and_revoked_each_with_a_reason(
    visit: Visit, cast: Cast, store: Any, certified: Ids
) -> None:
    lena, public = visit(cast.lena), visit()
    url = f"{certified.certificate_page}/standing"
    for choice, word in (("suspended", "Suspended"), ("reinstated", "Valid"), ("revoked", "Revoked")):
        answer = lena.post(url, {"change": choice, "reason": f"{WHY} {choice}"})
        assert answer.status_code == 303
        assert "The public page says so from now on." in words(lena.get(answer.location))
        assert f"{word} as of 23 November 2026" in words(public.get(f"/verify/{certified.key}"))
    page = words(visit(cast.tara).get(certified.certificate_page))
    assert (
        page.index("Revoked A complaint") < page.index("Reinstated A complaint") < page.index("Suspended A complaint")
    )
    assert WHY not in public.get(f"/verify/{certified.key}").text
    with store():
        assert len(list(db.session.scalars(select(CertificateStatus)))) == 3
        changes = ["certificate.suspended", "certificate.reinstated", "certificate.revoked"]
        assert story.verbs(certified)[-3:] == changes
        texts = db.session.scalars(select(AuditEntry.text).where(AuditEntry.verb.in_(changes)))
        assert not any("complaint" in text for text in texts)
    closed = lena.get(url)
    assert "Nothing about this certificate can change any more." in words(closed)
    assert lena.post(url, {"change": "reinstated", "reason": WHY}).status_code == 422
    assert "PDF" not in words(lena.get(certified.certificate_page))


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        ((), {"suspended", "revoked"}),
        ((StatusChange.SUSPENDED,), {"reinstated", "revoked"}),
        ((StatusChange.REVOKED,), set()),
        ((StatusChange.SUPERSEDED,), set()),
    ],
)
def test_only_what_may_happen_is_offered(
    visit: Visit, cast: Cast, store: Any, certified: Ids, before: tuple[StatusChange, ...], offered: set[str]
) -> None:
    change(store, cast, certified, *before)
    lena, url = visit(cast.lena), f"{certified.certificate_page}/standing"
    page = lena.get(url).text
    assert {choice for choice in StatusChange if f'value="{choice.value}"' in page} == offered
    for choice in StatusChange:
        answer = lena.post(url, {"change": choice.value, "reason": WHY})
        assert answer.status_code == (303 if choice in offered else 422)
        if answer.status_code == 303:
            return


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "change-0"),
        ({"reason": WHY}, "change-0"),
        ({"change": "superseded", "reason": WHY}, "change-0"),
        ({"change": "deleted", "reason": WHY}, "change-0"),
        ({"change": "revoked"}, "reason"),
        ({"change": "revoked", "reason": "x" * 2001}, "reason"),
    ],
)
def test_a_change_needs_a_kind_and_a_reason(
    visit: Visit, cast: Cast, store: Any, certified: Ids, sent: dict[str, str], field: str
) -> None:
    answer = visit(cast.lena).post(f"{certified.certificate_page}/standing", sent)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert sent.get("reason", "") in answer.text
    with store():
        assert not list(db.session.scalars(select(CertificateStatus)))


def test_nobody_changes_their_own(visit: Visit, cast: Cast, store: Any, certified: Ids) -> None:
    with store():
        story.give(cast, cast.tara, Duty.TRAINEE, Duty.LEAD)
    answer = visit(cast.tara).post(f"{certified.certificate_page}/standing", {"change": "suspended", "reason": WHY})
    assert answer.status_code == 403
    assert "Nobody changes their own certificate." in words(answer)


@pytest.mark.parametrize("choice", ["suspended", "revoked"])
def test_a_manager_does_not_change_that_of_a_report(
    visit: Visit, cast: Cast, store: Any, certified: Ids, choice: str
) -> None:
    with store():
        cast.tara.member.manager_id = cast.lena.member_id
    lena = visit(cast.lena)
    assert "Change its standing" not in words(lena.get(certified.certificate_page))
    answer = lena.post(f"{certified.certificate_page}/standing", {"change": choice, "reason": WHY})
    assert answer.status_code == 403
    assert "A manager does not change the certificate of a report." in words(answer)


def test_the_action_refuses_what_may_not_happen(cast: Cast, store: Any, certified: Ids) -> None:
    with pytest.raises(Refused, match="Only a suspended certificate"):
        change(store, cast, certified, StatusChange.REINSTATED)
