"""Is the demonstration whole, honest and the same every time, and does every account find something to do?"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask_security import verify_password
from sqlalchemy import func, select

from tests.blank import installation
from tests.visiting import Visitor
from trainer import audit, invariants
from trainer.accounts.models import Person
from trainer.assessment import queries as assessment
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import Evidence, Judgement, Moderation, Rating, SessionResult, StopEvent
from trainer.audit import AuditEntry
from trainer.certification import queries as certification
from trainer.certification.lifecycle import Outcome
from trainer.certification.models import Decision
from trainer.certification.standing import Standing
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import CheckAttempt, Enrolment, Lesson, LessonProgress
from trainer.db import begin_write, db
from trainer.demo import phrases, words
from trainer.demo.accounts import ACCOUNTS, PASSWORD
from trainer.demo.build import build
from trainer.demo.people import DEMO, OTHER, House
from trainer.demo.stages import Stage
from trainer.organisations import queries as organisations
from trainer.organisations.models import Member, Organisation
from trainer.outbox import Letter
from trainer.practice import queries as practice
from trainer.practice.content_lint import lint
from trainer.practice.lifecycle import ObservationState, SessionState
from trainer.practice.models import Observation, Operation, PracticeSession, Seat
from trainer.web import Application

NOW = datetime(2026, 11, 23, 10, 7, 31, tzinfo=UTC)


def _built(app: Application, houses: tuple[House, ...]) -> None:
    with app.test_request_context():
        begin_write()
        build(NOW, houses)
        db.session.commit()
        db.session.remove()


@pytest.fixture(scope="module")
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The demonstration, built once."""
    with installation("sqlite", tmp_path_factory.mktemp("demo"), request) as application:
        _built(application, (DEMO, OTHER))
        yield application


@pytest.fixture(autouse=True)
def context(app: Application) -> Iterator[None]:
    with app.test_request_context():
        yield
        db.session.rollback()


def _organisation(slug: str = "demo") -> Organisation:
    found = organisations.by_slug(slug)
    assert found
    return found


def _member(email: str) -> Member:
    person = db.session.scalar(select(Person).where(Person.email == email))
    assert person
    row = db.session.scalar(select(Member).where(Member.person_id == person.id))
    assert row
    found = organisations.member(row.organisation_id, row.id)
    assert found
    return found


def _rows(model: type[Any], slug: str = "demo") -> list[Any]:
    return list(db.session.scalars(select(model).where(model.organisation_id == _organisation(slug).id)))


def test_every_promise_about_stored_data_is_kept() -> None:
    assert invariants.broken(db.session()) == []
    for organisation_id in (_organisation("demo").id, _organisation("other").id, None):
        assert audit.chain_of(db.session(), organisation_id) is None


@pytest.mark.parametrize("slug", ["demo", "other"])
def test_the_story_is_told_in_the_order_of_time_and_ends_now(slug: str) -> None:
    entries = sorted(_rows(AuditEntry, slug), key=lambda entry: entry.seq)
    told = [entry.at for entry in entries]
    assert told == sorted(told)
    assert told[-1] <= NOW


@pytest.mark.parametrize("email", [email for email, _ in ACCOUNTS])
def test_each_account_signs_in_and_comes_home(email: str, app: Application) -> None:
    somebody = Visitor(app)
    answer = somebody.post("/sign-in", {"email": email, "password": PASSWORD})
    assert answer.status_code == 303, email
    home = somebody.get("/", follow_redirects=True)
    assert home.status_code == 200
    place = "other" if email.startswith("outsider") else "demo"
    assert home.request.path.startswith(f"/o/{place}/")
    assert somebody.get("/o/demo/" if place == "other" else "/o/other/").status_code == 404


def test_the_password_was_hashed_once() -> None:
    hashes = set(db.session.scalars(select(Person.password)))
    assert len(hashes) == 1
    assert verify_password(PASSWORD, hashes.pop())


def test_people_stand_at_every_stage() -> None:
    states = Counter(row.state for row in _rows(Enrolment))
    assert set(states) == set(EnrolmentState)
    assert {row.state for row in _rows(PracticeSession)} >= {
        SessionState.PLANNED,
        SessionState.CONFIRMED,
        SessionState.HELD,
        SessionState.CLOSED,
        SessionState.CANCELLED,
    }
    assert {row.state for row in _rows(Observation)} >= set(ObservationState) - {
        ObservationState.CAPTURING,
        ObservationState.SUPERSEDED,
    }
    assert {row.state for row in _rows(SessionResult)} == set(ResultState) - {ResultState.WAITING}
    assert {row.outcome for row in _rows(Decision)} == {None, *Outcome}
    assert {one.stage for one in DEMO.trainees} == set(Stage)


def test_certificates_stand_in_every_way() -> None:
    held = certification.certificates(_organisation().id, NOW.date())
    standings = Counter(one.standing for one in held)
    assert set(standings) == set(Standing) - {Standing.NOT_YET_VALID}
    assert standings[Standing.VALID] >= 3
    assert standings[Standing.EXPIRED] >= 2
    soon = [one for one in held if 0 <= (one.certificate.valid_until - NOW.date()).days <= 60]
    assert len(soon) >= 2
    assert any(one.certificate.conditions for one in held)


def test_some_are_stuck_and_some_have_hardly_begun() -> None:
    learning = [row for row in _rows(Enrolment) if row.state is EnrolmentState.LEARNING]
    days = [(NOW - row.state_since).days for row in learning]
    assert sum(count > 30 for count in days) >= 3
    read = Counter(row.enrolment_id for row in _rows(LessonProgress))
    lessons = db.session.scalar(
        select(func.count()).select_from(Lesson).where(Lesson.release_id == learning[0].release_id)
    )
    assert lessons
    assert sum(read[row.id] <= lessons / 6 for row in learning) >= 2
    assert {row.passed for row in _rows(CheckAttempt)} == {True, False}


def _own(email: str, state: ObservationState) -> list[Observation]:
    return [row for row in practice.observations_by(_member(email)) if row.state is state]


def test_the_assessor_can_capture_today() -> None:
    today = [
        row
        for row in _own("assessor@demo.example", ObservationState.ASSIGNED)
        if row.session.meeting.starts_at.date() == NOW.date()
    ]
    assert len(today) == 1
    assert practice.agreement_standing(today[0].session.meeting).may_observe
    assert today[0].session.meeting.starts_at <= NOW


def test_the_assessor_can_rate_at_once_and_feels_what_blindness_is() -> None:
    ready = _own("assessor@demo.example", ObservationState.CAPTURED)
    assert len(ready) == 2
    for row in ready:
        assert practice.timeline(row).ended
        assert assessment.result(row.organisation_id, row.session_id) is None
    beside = [other.state for row in ready for other in practice.observations_of(row.session) if other is not row]
    assert sorted(beside) == [ObservationState.CAPTURED, ObservationState.LOCKED]
    assert len(_own("second@demo.example", ObservationState.LOCKED)) >= 3


def test_a_lead_has_something_to_moderate_to_look_into_and_to_release() -> None:
    here = _organisation().id
    (waiting,) = assessment.results(here, [ResultState.MODERATING])
    compared = assessment.compared(here, waiting.session_id)
    assert compared
    assert sum(line.gap == 2 for line in compared.lines) == 2
    assert len(assessment.results(here, [ResultState.AGREED])) == 2
    assert len(_rows(StopEvent)) == 1
    assert len(_rows(Moderation)) >= 2


def test_the_panel_member_finds_a_case_in_which_another_has_voted() -> None:
    panel = _member("panel@demo.example")
    (open_one,) = [row for row in _rows(Decision) if row.decided_at is None]
    case = certification.case(panel.organisation_id, open_one.id)
    assert case
    own = case.seat_of(panel)
    assert own
    assert own.vote is None
    assert case.tally.cast == 1


def test_the_coordinator_can_call_a_panel() -> None:
    candidates = certification.candidates(_organisation().id, [EnrolmentState.OBSERVATION_READY])
    ready = [row for row in candidates if _is_ready(row)]
    assert len(ready) == 2


def _is_ready(enrolment: Enrolment) -> bool:
    found = certification.file(enrolment, NOW.date()).readiness
    return bool(found and found.ready)


def test_the_trainee_is_somewhere_in_the_middle() -> None:
    enrolment = next(row for row in _rows(Enrolment) if row.member_id == _member("trainee@demo.example").id)
    (found,) = [row for row in certification.candidates(_organisation().id, [enrolment.state]) if row is enrolment]
    file = certification.file(found, NOW.date())
    assert file.learning.lessons_total / 2 < file.learning.lessons_read < file.learning.lessons_total
    assert file.learning.checks_passed >= 2
    assert [met.released for met in file.sessions] == [False, True]
    assert file.sessions[0].session.meeting.starts_at > NOW


def test_logs_look_like_logs() -> None:
    counts = dict(
        db.session.execute(select(Operation.observation_id, func.count()).group_by(Operation.observation_id)).all()
    )
    assert len(counts) > 60
    assert all(60 <= count <= 120 for count in counts.values()), sorted(counts.values())
    kinds = Counter(row.kind for row in _rows(Operation))
    assert set(kinds) == {"event", "phase", "void", "actor", "retime", "note", "end"}
    assert any(row.late for row in _rows(Operation))


def test_two_assessors_of_a_session_see_nearly_the_same() -> None:
    by_session: dict[Any, list[Counter[str]]] = {}
    for row in _rows(Observation):
        seen = Counter(event.code for event in practice.timeline(row).events)
        if seen:
            by_session.setdefault(row.session_id, []).append(seen)
    shares = [(one & two).total() / max(one.total(), two.total()) for one, two in by_session.values()]
    assert all(0.7 < share <= 1 for share in shares)
    assert any(one != two for one, two in by_session.values())


def test_levels_rest_on_evidence_and_pairs_agree_more_or_less() -> None:
    shown = set(db.session.scalars(select(Evidence.rating_id)))
    ratings = _rows(Rating)
    assert all(row.id in shown for row in ratings if row.level in (1, 2, 4))
    assert {row.level for row in ratings} == {1, 2, 3, 4, None}
    here = _organisation().id
    gaps: Counter[int] = Counter()
    for result in _rows(SessionResult):
        compared = assessment.compared(here, result.session_id)
        assert compared
        gaps.update(line.gap for line in compared.lines)
    assert gaps[0] > gaps[1] > gaps[2] > 0
    assert set(gaps) == {0, 1, 2}


def _sentences() -> list[str]:
    pools = (phrases.STRENGTHS, phrases.TRY_NEXT, phrases.QUESTIONS, phrases.HOLDS_ALL_THE_SAME, phrases.QUOTES)
    found = [sentence for pool in pools for sentences in pool.values() for sentence in sentences]
    found += [
        *phrases.GENERAL_STRENGTHS,
        *phrases.GENERAL_TRY_NEXT,
        *phrases.GENERAL_QUESTIONS,
        *phrases.GENERAL_QUOTES,
    ]
    found += [*phrases.LOW, *phrases.HIGH, *phrases.STEADY, *words.NOTES, *words.DID, *words.EFFECT]
    return [*found, *words.PROTECTING, *words.NEXT_TIME, *words.SETTLED, words.STOP_EVENT]


def test_what_is_written_names_nobody_and_no_issue() -> None:
    roster = [row.name for model in (Member, Seat) for slug in ("demo", "other") for row in _rows(model, slug)]
    for sentence in _sentences():
        assert [str(found) for found in lint(sentence, roster)] == []
        assert len(sentence) <= 280
    assert len(set(_sentences())) == len(_sentences())


def test_feedback_is_varied() -> None:
    given = _rows(Judgement)
    used = {text for row in given for text in (row.strength_one, row.strength_two, row.try_next, row.question)}
    assert len(used) >= 40
    by_session: dict[Any, list[str]] = {}
    for row in given:
        session_id = next(one.session_id for one in _rows(Observation) if one.id == row.observation_id)
        by_session.setdefault(session_id, []).append(row.strength_one)
    assert all(len(set(texts)) == len(texts) for texts in by_session.values())


def test_old_letters_have_left_and_new_ones_show_their_link() -> None:
    letters = _rows(Letter)
    assert {bool(row.sent_at) == (not row.link) for row in letters} == {True}
    waiting = [row for row in letters if row.link]
    assert {row.kind for row in waiting} >= {"invitation", "compared", "session_requested"}
    assert len(waiting) < 20
    assert all(row.link.startswith("http") and "ID" not in row.link for row in waiting)


def test_nothing_of_the_other_organisation_reaches_the_first() -> None:
    names = {slug: {row.name for row in _rows(Member, slug)} for slug in ("demo", "other")}
    assert names["demo"].isdisjoint(names["other"])
    assert len(names["other"]) == len(OTHER.people)
    for model in (LessonProgress, Rating, Operation, Enrolment):
        ours, theirs = ({row.id for row in _rows(model, slug)} for slug in ("demo", "other"))
        assert ours.isdisjoint(theirs)
        assert theirs
    members = {row.id for row in _rows(Member)}
    assert {row.member_id for row in _rows(Enrolment)} <= members
    assert {row.assessor_id for row in _rows(Observation)} <= members


FEW = {Stage.SHOWN, Stage.STUCK, Stage.TODAY, Stage.CERTIFIED}


def test_two_builds_show_the_same(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    few = replace(DEMO, people=tuple(one for one in DEMO.people if one.stage is None or one.stage in FEW))
    seen = []
    for _ in range(2):
        with installation("sqlite", tmp_path_factory.mktemp("again"), request) as application:
            _built(application, (few, OTHER))
            seen.append(_what_people_see())
    assert seen[0] == seen[1]
    assert all(seen[0].values())


def _what_people_see() -> dict[str, list[Any]]:
    """Everything but ids, secrets and digests."""
    see: dict[str, list[Any]] = {
        "people": [(row.name, sorted(row.duties), row.joined_at) for row in organisations.members(_organisation().id)],
        "states": sorted(
            (name, state, since)
            for name, state, since in db.session.execute(
                select(Member.name, Enrolment.state, Enrolment.state_since).where(Member.id == Enrolment.member_id)
            )
        ),
        "sessions": sorted((row.number, row.state, row.requested_at) for row in _rows(PracticeSession)),
        "levels": sorted(
            tuple(row)
            for row in db.session.execute(
                select(PracticeSession.number, Judgement.locked_at, Rating.criterion, func.coalesce(Rating.level, 0))
                .where(Rating.judgement_id == Judgement.id, Judgement.observation_id == Observation.id)
                .where(Observation.session_id == PracticeSession.id)
            )
        ),
        "words": sorted((row.locked_at, row.strength_one, row.try_next, row.question) for row in _rows(Judgement)),
        "events": sorted((row.wall_ms, row.kind, row.code or "", row.actor or "") for row in _rows(Operation)),
        "letters": sorted((row.written_at, row.kind, row.to_name, row.subject) for row in _rows(Letter)),
        "verbs": [row.verb for row in sorted(_rows(AuditEntry), key=lambda entry: entry.seq)],
    }
    return see
