"""Recording: what everybody said, with reason and frozen evidence; a certificate follows unless it is “not yet”."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from tests.certification import story
from tests.certification.conftest import Chapter
from tests.certification.story import TODAY_NOON, Ids
from tests.visiting import Visitor, words
from trainer import audit
from trainer.certification import actions, queries
from trainer.certification.lifecycle import Outcome, StatusChange, Vote
from trainer.certification.models import Certificate, CertificateStatus
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.db import db
from trainer.outbox import Letter
from trainer.web import Refused

Visit = Callable[..., Visitor]
REASON = {"rationale": "Two sessions at level three."}


def agreed(cast: Cast) -> Ids:
    return _voted(cast, Vote.CERTIFIED)


def agreed_on_a_condition(cast: Cast) -> Ids:
    return _voted(cast, Vote.CONDITIONAL)


def agreed_not_yet(cast: Cast) -> Ids:
    return _voted(cast, Vote.NOT_YET)


def _voted(cast: Cast, vote: Vote) -> Ids:
    ids = story.call(cast, story.ready(cast))
    story.cast_votes(ids, cast, pat=vote, pia=vote)
    return ids


def count(table: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_what_everybody_said_is_recorded_and_a_certificate_issued(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(agreed)
    pat = visit(cast.pat)
    assert "Everybody says: Certified" in words(pat.get(ids.decision_page))
    answer = pat.post(f"{ids.decision_page}/record", REASON)
    assert answer.status_code == 303
    page = words(pat.get(answer.location))
    assert "Certified Two sessions at level three. Recorded 23 November 2026" in page
    with store():
        decision, held = story.decision_of(ids), db.session.scalars(select(Certificate)).one()
        assert (decision.state, decision.outcome, decision.conditions) == ("decided", Outcome.CERTIFIED, "")
        assert (held.valid_from, held.valid_until) == (date(2026, 11, 23), date(2027, 11, 22))
        assert (held.holder, held.title, held.scope) == (
            "Tara Trainee",
            "Set facilitator",
            "Run a set meeting without an observer.",
        )
        assert len(held.public_key) == 12
        assert story.state_of(ids) is EnrolmentState.CERTIFIED
        assert story.verbs(ids)[-3:] == ["enrolment.certified", "decision.recorded", "certificate.issued"]
        letters = list(db.session.scalars(select(Letter).where(Letter.kind == "decided")))
        assert {letter.to_name for letter in letters} == {"Tara Trainee", "Cora Coordinator"}
        assert not any("ertified" in letter.body for letter in letters)  # the outcome is read on the page
    assert "Two sessions at level three." in words(visit(cast.tara).get(ids.decision_page))


def test_a_condition_is_asked_for_where_it_is_one(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(agreed_on_a_condition)
    pat = visit(cast.pat)
    for conditions in ("", "  ", "x" * 1001):
        answer = pat.post(f"{ids.decision_page}/record", {**REASON, "conditions": conditions})
        assert answer.status_code == 422
        assert 'href="#conditions"' in answer.text
        assert "Two sessions at level three." in answer.text
        assert conditions.strip() in answer.text
    with store():
        assert count(Certificate) == 0
    sent = {**REASON, "conditions": "With a certified colleague."}
    assert pat.post(f"{ids.decision_page}/record", sent).status_code == 303
    with store():
        held = db.session.scalars(select(Certificate)).one()
        assert held.conditions == "With a certified colleague."
        assert held.valid_until == date(2027, 5, 22)
        assert story.state_of(ids) is EnrolmentState.CONDITIONAL
    assert "On condition: With a certified colleague." in words(visit(cast.tara).get("path"))


def test_the_action_wants_a_condition_too(cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(agreed_on_a_condition)
    with store(), pytest.raises(Refused, match="conditional on"):
        story.decided(cast, ids, Vote.CONDITIONAL)


def test_a_condition_nobody_asked_for_is_not_printed(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(agreed)
    visit(cast.pat).post(f"{ids.decision_page}/record", {**REASON, "conditions": "Smuggled in."})
    with store():
        assert db.session.scalars(select(Certificate)).one().conditions == ""
        assert story.decision_of(ids).conditions == ""


def test_not_yet_issues_nothing_and_shows_the_reasons(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(agreed_not_yet)
    assert visit(cast.pia).post(f"{ids.decision_page}/record", REASON).status_code == 303
    with store():
        assert count(Certificate) == 0
        assert story.state_of(ids) is EnrolmentState.NOT_YET
        assert "certificate.issued" not in story.verbs(ids)
    path = visit(cast.tara).get("path")
    assert "The panel's decision Not yet" in words(path)
    assert ids.decision_page in path.text
    assert "Two sessions at level three." in words(visit(cast.tara).get(ids.decision_page))


@pytest.mark.parametrize("sent", [{}, {"rationale": " "}, {"rationale": "x" * 2001}])
def test_a_decision_needs_a_reason(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, sent: dict[str, str]
) -> None:
    ids = chapter(agreed)
    answer = visit(cast.pat).post(f"{ids.decision_page}/record", sent)
    assert answer.status_code == 422
    assert 'href="#rationale"' in answer.text
    assert sent.get("rationale", "").strip() in answer.text
    with store():
        assert story.decision_of(ids).state == "open"


@pytest.mark.parametrize(("who", "status"), [("cora", 404), ("lena", 404), ("tara", 404), ("olga", 404)])
def test_only_the_panel_records(visit: Visit, cast: Cast, chapter: Chapter, who: str, status: int) -> None:
    ids = chapter(agreed)
    assert visit(getattr(cast, who)).post(f"/o/acme/{ids.decision_page}/record", REASON).status_code == status


def test_a_decision_is_recorded_once(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(agreed)
    visit(cast.pat).post(f"{ids.decision_page}/record", REASON)
    again = visit(cast.pia).post(f"{ids.decision_page}/record", REASON)
    assert again.status_code == 403
    assert "This decision is closed." in words(again)
    with store():
        assert count(Certificate) == 1


def test_what_has_gone_missing_meanwhile_keeps_a_certificate_from_being_issued(
    visit: Visit, cast: Cast, store: Any, clock: Any, chapter: Chapter
) -> None:
    ids = chapter(agreed)
    clock.set(2027, 9, 15)  # the first session is more than a year ago
    answer = visit(cast.pat).post(f"{ids.decision_page}/record", REASON)
    assert answer.status_code == 403
    assert "Something is missing again." in words(answer)
    with store():
        assert story.decision_of(ids).state == "open"
        assert count(Certificate) == 0


def test_not_yet_can_be_recorded_although_something_is_missing(
    visit: Visit, cast: Cast, clock: Any, chapter: Chapter
) -> None:
    ids = chapter(agreed_not_yet)
    clock.set(2027, 9, 15)
    assert visit(cast.pat).post(f"{ids.decision_page}/record", REASON).status_code == 303


def test_the_evidence_is_what_its_digest_says_and_can_be_made_again(cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(agreed)
    with store():
        file = queries.file(story.enrolment_of(ids), TODAY_NOON.date())
        before = audit.canonical({"facts": asdict(file.facts), "readiness": asdict(file.readiness)})  # type: ignore[arg-type]
    with store():
        story.decided(cast, ids)
    with store():
        decision = story.decision_of(ids)
        assert decision.evidence == before
        assert decision.evidence_digest == hashlib.sha256(before.encode()).hexdigest()
        told = json.loads(decision.evidence)
    assert [line["state"] for line in told["readiness"]["lines"]] == [*["met"] * 6, "waiting"]
    assert [session["code"] for session in told["facts"]["sessions"]] == ["S-0002", "S-0001"]
    assert told["facts"]["sessions"][0]["judgements"][0]["levels"] == dict.fromkeys(story.CRITERIA, 3)


def test_later_sessions_do_not_change_the_evidence(cast: Cast, store: Any, certified: Ids) -> None:
    with store():
        before = story.decision_of(certified).evidence
        story.released(cast, certified, at=TODAY_NOON)
    with store():
        assert story.decision_of(certified).evidence == before


def test_a_newer_certificate_takes_the_place_of_the_older(visit: Visit, cast: Cast, store: Any, certified: Ids) -> None:
    with store():
        newer = story.decided(cast, story.call(cast, certified))
        assert newer.certificate != certified.certificate
        held = queries.certificates(certified.organisation, TODAY_NOON.date())
        assert {row.certificate.id: str(row.standing) for row in held} == {
            certified.certificate: "superseded",
            newer.certificate: "valid",
        }
        assert story.verbs(certified)[-2:] == ["certificate.superseded", "certificate.issued"]
    public = visit()
    assert "Superseded by a newer certificate" in words(public.get(f"/verify/{certified.key}"))
    assert "Valid as of" in words(public.get(f"/verify/{newer.key}"))
    assert public.get(f"/credentials/{certified.key}.pdf").status_code == 303
    assert public.get(f"/credentials/{newer.key}.pdf").status_code == 200


def test_a_revoked_certificate_stays_revoked_beside_a_newer_one(cast: Cast, store: Any, certified: Ids) -> None:
    with store():
        held = story.certificate_of(certified)
        actions.change_certificate(held, StatusChange.REVOKED, reason="Breach.", by=cast.lena.member, now=TODAY_NOON)
    with store():
        story.decided(cast, story.call(cast, certified))
        assert count(CertificateStatus) == 1
        assert queries.held(story.certificate_of(certified), TODAY_NOON.date()).standing == "revoked"
