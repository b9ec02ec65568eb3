"""A formative note: three taps and a sentence, read at once by its trainee, and counted nowhere."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.blank import run
from tests.cast import Cast
from tests.conftest import Theatre
from tests.practice.rehearsal import Ids, agree, enrol, rehearse, session_of
from tests.test_blindness import TODAY, told
from tests.visiting import Visitor, words
from trainer.audit import AuditEntry
from trainer.certification import queries as certification
from trainer.clock import now
from trainer.db import db
from trainer.organisations import actions as people
from trainer.organisations.duties import Duty
from trainer.outbox import Letter
from trainer.practice import actions
from trainer.practice.lifecycle import Answer, SessionKind, SessionState
from trainer.practice.models import FormativeNote

Visit = Callable[..., Visitor]
SAID = {"strength": "inquiry", "work_on": "stance", "sentence": "You waited after the question and M2 went on."}


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Tara practised yesterday and Ana was asked to observe; the set agreed."""
    with store():
        found = rehearse(cast, agreed=True, at=now() - timedelta(days=1))
        session_of(found).kind = SessionKind.FORMATIVE
        return found


def page_of(ids: Ids) -> str:
    return f"{ids.session_page}/formative-note"


def written(store: Any) -> list[FormativeNote]:
    with store():
        return list(db.session.scalars(select(FormativeNote)))


def test_from_the_assess_page_to_the_trainee(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    ana = visit(cast.ana)
    assert page_of(ids) in ana.get("assess").text
    assert page_of(ids) in ana.get("formative-notes").text
    assert ana.post(page_of(ids), SAID).status_code == 303
    (note,) = written(store)
    assert (note.strength, note.work_on, note.sentence) == tuple(SAID.values())
    for person, page in ((cast.ana, "formative-notes"), (cast.tara, ids.session_page)):
        read = words(visit(person).get(page))
        assert SAID["sentence"] in read
        assert "Went well Questions before advice To work on Stance" in read
    with store():
        entry = db.session.scalar(select(AuditEntry).where(AuditEntry.verb == "formative_note.written"))
        assert entry
        assert (entry.subject_id, entry.by_id) == (ids.session, cast.ana.member_id)
        letter = db.session.scalars(select(Letter).where(Letter.kind == "formative_note")).one()
        assert letter.to_address == cast.tara.email
        assert SAID["sentence"] not in letter.body + letter.subject


def test_only_the_two_of_them_read_it(ids: Ids, visit: Visit, cast: Cast) -> None:
    visit(cast.ana).post(page_of(ids), SAID)
    for person in (cast.lena, cast.pat, cast.cora, cast.udo):
        assert SAID["sentence"] not in visit(person).get(ids.session_page).text
    for person in (cast.sam, cast.lena):
        assert SAID["sentence"] not in visit(person).get("formative-notes").text


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"strength": ""}, "Choose what went well."),
        ({"work_on": ""}, "Choose what to work on."),
        ({"work_on": "inquiry"}, "Choose something else"),
        ({"strength": "nothing"}, "Not a valid choice"),
        ({"sentence": " "}, "Write one sentence."),
        ({"sentence": "w" * 301}, "One sentence is enough."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    changes: dict[str, str], reason: str, ids: Ids, visit: Visit, cast: Cast, store: Any
) -> None:
    answer = visit(cast.ana).post(page_of(ids), {**SAID, **changes})
    assert answer.status_code == 422
    assert reason in words(answer)
    assert {**SAID, **changes}["sentence"].strip() in answer.text
    assert written(store) == []


def test_a_name_is_asked_about_once(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    ana, named = visit(cast.ana), {**SAID, "sentence": "You brought Mona in."}
    asked = ana.post(page_of(ids), named)
    assert asked.status_code == 422
    assert "“Mona” looks like a name" in words(asked)
    assert ana.post(page_of(ids), {**named, "confirmed": "y"}).status_code == 303
    assert len(written(store)) == 1


def test_a_button_pressed_twice_tells_once(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    ana = visit(cast.ana)
    assert [ana.post(page_of(ids), SAID).status_code for _ in range(2)] == [303, 303]
    assert ana.post(page_of(ids), {**SAID, "sentence": "And you closed in time."}).status_code == 303
    assert len(written(store)) == 2


def _summative(ids: Ids, cast: Cast) -> None:
    session_of(ids).kind = SessionKind.SUMMATIVE


def _refuse(ids: Ids, cast: Cast) -> None:
    agree(cast, ids, Answer.AGREED, Answer.AGREED, Answer.WITHDRAWN)


def _ahead(ids: Ids, cast: Cast) -> None:
    session_of(ids).meeting.starts_at = now() + timedelta(hours=1)


def _broken_off(ids: Ids, cast: Cast) -> None:
    actions.abort_session(session_of(ids), "Fire alarm.", by=cast.cora.member, now=now())


def _manages(ids: Ids, cast: Cast) -> None:
    session_of(ids).enrolment.member.manager_id = cast.ana.member_id


@pytest.mark.parametrize(
    ("change", "status", "reason"),
    [
        (_summative, 403, "Until its result is released"),
        (_refuse, 403, "does not agree"),
        (_ahead, 403, "a session that has begun"),
        (_broken_off, 404, ""),
        (_manages, 403, "their own people"),
    ],
)
def test_when_it_is_refused(
    change: Callable[[Ids, Cast], None], status: int, reason: str, ids: Ids, visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        change(ids, cast)
    answer = visit(cast.ana).post(page_of(ids), SAID)
    assert answer.status_code == status
    assert reason in words(answer)
    assert written(store) == []


def test_a_lead_who_was_there_and_nobody_about_themself(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    assert page_of(ids) in visit(cast.lena).get(ids.session_page).text
    assert visit(cast.lena).post(page_of(ids), SAID).status_code == 303
    for person in (cast.sam, cast.cora, cast.tara, cast.tom):
        assert visit(person).post(page_of(ids), SAID).status_code == 404
        assert page_of(ids) not in visit(person).get(ids.session_page).text
    with store():
        people.change_duties(cast.tara.member, {Duty.TRAINEE, Duty.LEAD}, by=cast.ada.member, now=now())
    assert visit(cast.tara).post(page_of(ids), SAID).status_code == 403
    assert len(written(store)) == 1


def test_whoever_has_it_still_open_finds_no_trace(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    """Ana owes a judgement of the session, coordinates and audits; Lena, who is no assessor, writes a note."""
    with store():
        duties = {Duty.ASSESSOR, Duty.COORDINATOR, Duty.AUDITOR}
        people.change_duties(cast.ana.member, duties, by=cast.ada.member, now=now())
    pages = ("audit", "letters", "formative-notes", ids.session_page, "assess", "sessions")
    before = [told(visit(cast.ana).get(page)) for page in pages]
    assert visit(cast.lena).post(page_of(ids), SAID).status_code == 303
    assert [told(visit(cast.ana).get(page)) for page in pages] == before


PAGES = (
    ("lena", "readiness/{enrolment of Tara}"),
    ("pat", "readiness/{enrolment of Tara}"),
    ("tara", "path"),
    ("lena", "sessions/{Tara Trainee 1}/moderation"),
    ("tara", "sessions/{Tara Trainee 1}/feedback"),
    ("lena", "results"),
    ("lena", "assessors/{assessor}/figures"),
    ("lena", "capability/agreement"),
    ("lena", "capability/decision-study"),
    ("lena", "capability/standard"),
    ("cora", "capability"),
    ("pat", "decisions/{decided}"),
    ("tara", "certificates/{certificate}"),
    ("abel", "author/drafts/facilitator/replay"),
    ("", "/verify/{public key}"),
)


def seen(theatre: Theatre) -> dict[str, str]:
    """What is shown of results, readiness, agreement and certificates."""
    named = {**{name: str(id) for name, id in theatre.scene.ids.items()}, **theatre.scene.words}
    found = {}
    for who, address in PAGES:
        visitor = Visitor(theatre.app, getattr(theatre.cast, who) if who else None)
        answer = visitor.get(re.sub(r"{(.*?)}", lambda match: named[match[1]], address))
        assert answer.status_code in (200, 303), f"{who} {address}: {answer.status_code}"
        found[f"{who} {address}"] = told(answer)
    return found


def exported(theatre: Theatre, folder: Path) -> dict[str, bytes]:
    """The files of an export but those that say that something was written or sent."""
    run(theatre.app, "export", "--organisation", "acme", "--out", folder)
    beside = {"README.md", "audit_entry.csv", "audit_entry.jsonl", "letter.csv", "letter.jsonl"}
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in beside}


def test_nothing_that_counts_changes_by_a_byte(
    theatre: Theatre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tara is certified; three notes about the released session that her certificate rests on change nothing."""
    stopped = type("Stopped", (datetime,), {"now": classmethod(lambda cls, tz=None: TODAY)})
    monkeypatch.setattr("trainer.clock.datetime", stopped)
    pages, files = seen(theatre), exported(theatre, tmp_path / "before")
    for who in ("ana", "sam", "lena"):
        visitor = Visitor(theatre.app, getattr(theatre.cast, who))
        assert visitor.post(f"sessions/{theatre.scene['Tara Trainee 1']}/formative-note", SAID).status_code == 303
    assert seen(theatre) == pages
    after = exported(theatre, tmp_path / "after")
    assert after == files
    assert not [name for name, body in after.items() if SAID["sentence"].encode() in body]


def test_it_is_no_evidence(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    """What a candidate's file holds is the same value with and without a note."""

    def facts() -> Any:
        with store():
            return certification.file(enrol(cast.tara), date(2026, 12, 1)).facts

    before = facts()
    assert visit(cast.ana).post(page_of(ids), SAID).status_code == 303
    assert facts() == before
    with store():
        assert session_of(ids).state is SessionState.CONFIRMED
