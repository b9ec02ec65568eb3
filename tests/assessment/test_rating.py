"""The rating sheet: shown after the session, kept while it is filled, locked once it is whole."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.assessment import arrange
from tests.assessment.arrange import CRITERIA, Ids, but, draft, form
from tests.assessment.test_judgement import RUBRIC
from tests.cast import Cast
from tests.visiting import Visitor, words
from trainer.assessment import queries
from trainer.assessment.drafts import read_draft
from trainer.assessment.forms import RatingForm
from trainer.assessment.judgement import Draft, Mark
from trainer.assessment.models import Evidence, Judgement, Rating
from trainer.audit import AuditEntry
from trainer.curriculum.documents import Rubric
from trainer.db import db
from trainer.outbox import Letter
from trainer.practice import actions as practice
from trainer.practice import queries as sessions
from trainer.practice.lifecycle import ObservationState
from trainer.web import Application

Visit = Callable[..., Visitor]


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Ana and Sam have captured."""
    with store():
        found = arrange.ask(cast)
        arrange.capture(cast, found, note="Look here")
        arrange.capture(cast, found, "sam")
        return found


def kept(ids: Ids) -> Draft | None:
    row = queries.draft(arrange.observation(ids))
    return read_draft(row.body) if row else None


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def verbs() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))


# The sheet.


def test_it_shows_criteria_with_anchors_and_own_events_but_no_figures(visit: Visit, cast: Cast, ids: Ids) -> None:
    shown = words(visit(cast.ana).get(ids.rating))
    assert "Rate S-0001" in shown
    assert "Tara Trainee" in shown
    assert "Early advice is caught." in shown
    assert "01:00 Gives advice M “Look here”" in shown
    assert "1 event that may show it" in shown
    assert "Not observed" in shown
    assert "What you counted" not in shown


def test_figures_appear_once_every_criterion_is_rated(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    with store():
        arrange.save(cast, ids)
    assert "What you counted" in words(visit(cast.ana).get(ids.rating))


@pytest.mark.parametrize(("end", "status"), [(None, 403), (False, 403), (True, 200)])
def test_rating_begins_after_the_session(visit: Visit, cast: Cast, store: Any, end: bool | None, status: int) -> None:
    with store():
        ids = arrange.ask(cast, "ana")
        if end is not None:
            arrange.capture(cast, ids, end=end)
    answer = visit(cast.ana).get(ids.rating)
    assert answer.status_code == status
    assert status == 200 or "first capture it and end the capture" in words(answer)


def test_what_was_stopped_cannot_be_rated_and_says_why(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    with store():
        practice.stop_observation(arrange.observation(ids), by=cast.ana.member, now=arrange.SOON)
    answer = visit(cast.ana).get(ids.rating)
    assert answer.status_code == 403
    assert "This observation was stopped." in words(answer)


@pytest.mark.parametrize("who", ["sam", "lena", "cora", "tara", "udo", "olga"])
def test_the_sheet_is_its_assessors_alone(visit: Visit, cast: Cast, ids: Ids, who: str) -> None:
    visitor, sent = visit(getattr(cast, who)), dict(form(draft(), lock="y"))
    for page in (ids.rating, f"/o/acme/{ids.rating}"):
        assert visitor.get(page).status_code == 404
        assert visitor.post(page, sent).status_code == 404
        assert visitor.post(f"{page}/draft", sent).status_code == 404


def test_without_a_sign_in_one_is_asked_to_sign_in(visit: Visit, ids: Ids) -> None:
    assert "/sign-in" in visit().get(ids.rating).location


# Drafts.


def test_an_unfinished_sheet_is_kept_as_it_is(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    ana, half = visit(cast.ana), Draft(marks={"phases": Mark("4")}, question="Wh")
    answer = ana.post(ids.rating, dict(form(half)))
    assert answer.status_code == 303
    shown = ana.get(answer.location)
    assert "Draft saved." in words(shown)
    assert 'value="4" checked' in shown.text
    with store():
        found = kept(ids)
        assert found
        assert (found.mark("phases").level, found.mark("inquiry").level, found.question) == ("4", "", "Wh")
        assert arrange.observation(ids).state is ObservationState.RATING
        assert verbs().count("observation.rating_started") == 1
    assert "Go on rating" in words(ana.get("assess"))


def test_autosave_answers_with_the_revision_that_the_next_one_names(
    visit: Visit, cast: Cast, store: Any, ids: Ids
) -> None:
    ana, page = visit(cast.ana), f"{ids.rating}/draft"
    first = ana.post(page, dict(form(draft("2"))))
    assert first.status_code == 200
    assert first.json
    assert first.json["revision"] == 1
    second = ana.post(page, dict(form(draft("3"), revision="1")))
    assert second.json
    assert second.json["revision"] == 2
    with store():
        before = verbs()
    assert ana.post(page, dict(form(draft("3"), revision="2"))).status_code == 200
    with store():
        assert verbs() == before  # drafts are no actions
        assert kept(ids) == draft("3")


@pytest.mark.parametrize("revision", ["0", "2", "-1", "x", "", "9" * 30, "١"])
def test_another_device_is_not_overwritten(visit: Visit, cast: Cast, store: Any, ids: Ids, revision: str) -> None:
    ana = visit(cast.ana)
    assert ana.post(f"{ids.rating}/draft", dict(form(draft("3", "Phone")))).status_code == 200
    sent = dict(form(draft("3", "Laptop"), revision=revision))
    auto = ana.post(f"{ids.rating}/draft", sent)
    assert auto.status_code == 409
    assert auto.json
    assert "another device" in auto.json["error"]
    for lock in ({}, {"lock": "y"}):
        page = ana.post(ids.rating, {**sent, **lock})
        assert page.status_code == 409
        assert "another device" in words(page)
        assert "A1 Phases and time: Comment for the trainee Laptop comment Phone comment" in words(page)
        assert "A second strength Laptop two Phone two" in words(page)
    with store():
        found = kept(ids)
        assert found
        assert found.strength_one == "Phone one"
        assert not count(Judgement)


LONG = "x" * 281


@pytest.mark.parametrize(
    ("field", "value", "link"),
    [
        ("strength_one", LONG, "strength_one"),
        ("c-phases-quote", LONG, "c-phases-quote"),
        ("c-phases-comment", LONG, "c-phases-comment"),
        ("c-phases-quote_at", "1" * 9, "c-phases-quote_at"),
        ("c-phases-level", "5", "c-phases-level-0"),
        ("c-phases-level", "three", "c-phases-level-0"),
        ("entrustment", "9", "entrustment-0"),
        ("confidence", "total", "confidence-0"),
        ("relationship", "boss", "relationship-0"),
        ("stop-coercion", LONG, "stop-coercion"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    visit: Visit, cast: Cast, store: Any, ids: Ids, field: str, value: str, link: str
) -> None:
    ana = visit(cast.ana)
    sent = {**form(draft("3", "Typed")), "happened-coercion": "y", "stop-coercion": "It happened.", field: value}
    page = ana.post(ids.rating, sent)
    assert page.status_code == 422
    assert f'href="#{link}"' in page.text
    assert f'id="{link}"' in page.text
    assert "Typed two" in page.text
    auto = ana.post(f"{ids.rating}/draft", sent)
    assert auto.status_code == 422
    assert auto.json
    assert auto.json["field"] == link
    assert auto.json["error"]
    with store():
        assert kept(ids) is None


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"revision": "0", "c-phases-level": ["1", "4"], "entrustment": ["1", "2"]},
        {"revision": "0", "c-phases-events": ["x"] * 500},
        {"revision": "0", "c-unknown-level": "1", "happened-unknown": "y"},
        {"revision": "0", "strength_one": "\x00\x01\ud800".encode("utf-8", "surrogatepass")},
        {"revision": "0", "question": b"\xff\xfe"},
        {"revision": "0", "strength_one": "y" * 300_000},
        {"lock": "y"},
        {"revision": "0", "lock": "y"},
    ],
)
def test_silly_values_are_no_error_of_ours(visit: Visit, cast: Cast, ids: Ids, sent: dict[str, Any]) -> None:
    ana = visit(cast.ana)
    assert ana.post(f"{ids.rating}/draft", sent).status_code in (200, 409, 422)
    assert ana.post(ids.rating, sent).status_code in (303, 409, 422)
    assert ana.get(ids.rating).status_code == 200


def test_a_criterion_may_be_called_as_a_field_is(app: Application) -> None:
    names = ("question", "lock", "data", "draft", "meta", "revision")
    plain = RUBRIC.model_dump()
    parts = [{**plain["domains"][0]["criteria"][0], "key": name, "code": f"X{n}"} for n, name in enumerate(names)]
    rubric = Rubric.model_validate({**plain, "domains": [{**plain["domains"][0], "criteria": parts}]})
    given = Draft(marks=dict.fromkeys(names, Mark("2")), question="Why?")
    with app.test_request_context():
        assert RatingForm.over(rubric, given, 3).draft == given


# The lock.


def test_a_whole_judgement_is_locked(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    ana = visit(cast.ana)
    answer = ana.post(ids.rating, dict(form(but(draft(), strengths="no"), lock="y")))
    assert answer.status_code == 303
    shown = words(ana.get(answer.location))
    assert "Your judgement is locked." in shown
    assert "S-0001, Tara Trainee" in shown
    with store():
        given = queries.own_judgement(arrange.observation(ids))
        assert given
        assert queries.levels(given) == {"phases": 3, "inquiry": 3, "stance": 3, "strengths": None}
        assert (given.number, given.entrustment, given.strength_one) == (1, 4, "Kept to questions. one")
        assert [row.at_ms for row in given.ratings[0].evidence] == [760_000]
        assert kept(ids) is None
        assert arrange.observation(ids).state is ObservationState.LOCKED
        assert verbs()[-2:] == ["observation.locked", "rating.locked"]
        assert queries.result(ids.organisation, ids.session) is None
    read = words(ana.get(ids.rating))
    assert "It stays as it is." in read
    assert "“Kept to questions. quote”" in read
    assert "side by side" not in read


def test_what_is_missing_is_said_and_everything_typed_stays(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    ana = visit(cast.ana)
    half = replace(draft("3", "Typed"), question="", marks={"phases": Mark("1", comment="Typed too")})
    page = ana.post(ids.rating, dict(form(half, lock="y")))
    assert page.status_code == 422
    for link in ("c-phases-events", *(f"c-{key}-level-0" for key in CRITERIA[1:]), "question"):
        assert f'href="#{link}"' in page.text
        assert f'id="{link}"' in page.text
    assert "Typed one" in page.text
    assert "Typed too" in page.text
    assert 'name="revision" type="hidden" value="1"' in page.text
    with store():
        assert kept(ids) == replace(half, marks={key: half.mark(key) for key in CRITERIA})
        assert not count(Judgement)
    whole = ana.post(ids.rating, dict(form(draft(), lock="y", revision="1")))
    assert whole.status_code == 303


def test_events_become_evidence_once_each(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = arrange.ask(cast)
        advice, redirect, _ = arrange.capture(cast, ids)
    marks = {**draft().marks, "inquiry": Mark("1", (redirect, advice, redirect))}
    answer = visit(cast.ana).post(ids.rating, dict(form(replace(draft(), marks=marks), lock="y")))
    assert answer.status_code == 303
    with store():
        given = queries.own_judgement(arrange.observation(ids))
        assert given
        found = {row.criterion: [(str(e.operation_id), e.at_ms, e.text) for e in row.evidence] for row in given.ratings}
        assert found["inquiry"] == [(advice, 60_000, ""), (redirect, 70_000, "")]


@pytest.mark.parametrize("event", ["x", "01900000-0000-7000-8000-000000000000", "sam's"])
def test_evidence_is_from_ones_own_timeline(visit: Visit, cast: Cast, store: Any, ids: Ids, event: str) -> None:
    if event == "sam's":
        with store():
            event = str(sessions.timeline(arrange.observation(ids, "sam")).events[0].id)
    marks = {**draft().marks, "inquiry": Mark("1", (event,))}
    page = visit(cast.ana).post(ids.rating, dict(form(replace(draft(), marks=marks), lock="y")))
    assert page.status_code == 422
    assert "is not on your timeline any more" in words(page)
    with store():
        assert not count(Evidence)


def test_a_locked_judgement_stays(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    with store():
        arrange.lock(cast, ids)
    ana = visit(cast.ana)
    for address, changes in ((ids.rating, {}), (ids.rating, {"lock": "y"}), (f"{ids.rating}/draft", {})):
        answer = ana.post(address, dict(form(draft("4"), **changes)))
        assert answer.status_code == 403
        assert "is locked and stays as it is" in words(answer)
    with store():
        assert (count(Judgement), count(Rating)) == (1, 4)
        assert kept(ids) is None


@pytest.mark.parametrize(("sam", "state", "differ"), [("3", "agreed", 0), ("4", "agreed", 0), ("1", "moderating", 4)])
def test_the_last_lock_compares_and_leads_hear(
    visit: Visit, cast: Cast, store: Any, ids: Ids, sam: str, state: str, differ: int
) -> None:
    with store():
        arrange.lock(cast, ids, "sam", draft(sam))
    ana = visit(cast.ana)
    assert ana.post(ids.rating, dict(form(draft("3"), lock="y"))).status_code == 303
    with store():
        result = queries.result(ids.organisation, ids.session)
        assert result
        assert result.state == state
        (letter,) = db.session.scalars(select(Letter).where(Letter.kind == "compared"))
        assert letter.to_name == "Lena Lead"
        assert ("wait for moderation" in letter.body) is (differ > 0)
        assert letter.link.endswith(f"/o/acme/{ids.moderation}")
        assert verbs()[-1] == "session.compared"
    assert "All judgements side by side" in words(ana.get(ids.rating))
