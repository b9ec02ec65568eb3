"""Hidden ratings: when one is due, what is drawn, how it is asked, rated and told, and that nothing counts it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from sqlalchemy import delete, select

from tests.assessment.calibrating import CASE, SECRETS, calibrate, hidden_case
from tests.cast import Cast
from tests.certification import story
from tests.certification.conftest import Chapter
from tests.certification.story import CRITERIA, FIRST, TODAY_NOON, Ids, draft
from tests.certification.test_rerating import FORM, ask, captured, upheld
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.assessment import actions, hidden, queries
from trainer.assessment.hidden import Drawn, Locked
from trainer.assessment.lifecycle import Again
from trainer.assessment.models import HiddenRating, Judgement, Rerating, Rescore
from trainer.audit import AuditEntry
from trainer.certification import queries as files
from trainer.curriculum import actions as curriculum
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.documents import HiddenPlan
from trainer.db import db, new_id
from trainer.organisations.duties import Duty
from trainer.outbox import Letter
from trainer.practice import queries as practice
from trainer.practice.lifecycle import Answer
from trainer.practice.models import Agreement, Operation, PracticeSession, Seat

Visit = Callable[..., Visitor]
PLAN = HiddenPlan(every=2, repeat_weeks=8, days=21)
KEY = "a key of this installation"
ONE = Locked(UUID(int=7), TODAY_NOON)
SESSION = UUID(int=9)


def at(*days: int) -> list[Locked]:
    return [Locked(UUID(int=day), TODAY_NOON + timedelta(days=day)) for day in days]


@pytest.mark.parametrize(
    ("days", "asked", "full"),
    [
        ([], None, None),
        ([1], None, None),
        ([1, 2], None, 2),
        ([2, 1], None, 2),
        ([1, 2, 3, 4], None, 2),
        ([1, 2], 1, None),
        ([1, 2, 3], 1, 3),
        ([1, 2, 3, 4, 5], 2, 4),
        ([1, 2, 3], 5, None),
    ],
)
def test_one_is_due_after_every_so_many_judgements(days: list[int], asked: int | None, full: int | None) -> None:
    since = None if asked is None else TODAY_NOON + timedelta(days=asked)
    found = hidden.completing(PLAN, at(*days), since)
    assert (found and found.observation) == (None if full is None else UUID(int=full))


def test_it_comes_one_to_seven_days_later_and_nobody_without_the_key_knows_when() -> None:
    ones = [Locked(uuid5(UUID(int=0), str(number)), TODAY_NOON) for number in range(2_000)]
    waits = [(hidden.falls_due(KEY, one) - one.at) / timedelta(days=1) for one in ones]
    assert 1 <= min(waits) < 1.1
    assert 6.9 < max(waits) < 7
    assert waits[0] != (hidden.falls_due("another key", ones[0]) - TODAY_NOON) / timedelta(days=1)


@pytest.mark.parametrize(
    ("cases", "sessions", "drawn"),
    [
        ({}, [], None),
        ({"a": TODAY_NOON}, [], Drawn(Again.REFERENCE, "a")),
        ({}, [SESSION], Drawn(Again.REPEAT, str(SESSION))),
        ({"a": TODAY_NOON, "b": FIRST}, [], Drawn(Again.REFERENCE, "b")),
    ],
)
def test_what_is_drawn(cases: dict[str, datetime], sessions: list[UUID], drawn: Drawn | None) -> None:
    assert hidden.draw(KEY, ONE, cases, sessions) == drawn


def test_kinds_and_things_are_drawn_evenly_and_stay_drawn() -> None:
    ones = [Locked(uuid5(UUID(int=0), str(number)), TODAY_NOON) for number in range(4_000)]
    sessions = [UUID(int=number) for number in range(4)]
    drawn = [hidden.draw(KEY, one, {"a": FIRST, "b": TODAY_NOON}, sessions) for one in ones]
    assert drawn == [hidden.draw(KEY, one, {"b": TODAY_NOON, "a": FIRST}, sessions[::-1]) for one in ones]
    for expected, share in ((Drawn(Again.REFERENCE, "a"), 1 / 2), (Drawn(Again.REPEAT, str(sessions[2])), 1 / 8)):
        assert abs(drawn.count(expected) / len(drawn) - share) < 0.03


def test_a_policy_that_does_not_speak_of_it_keeps_its_digest() -> None:
    compiled = compile_programme(FILES).programme
    assert compiled
    assert compiled.policy
    assert "hidden" not in compiled.policy.model_dump()
    assert "hidden" in compiled.policy.model_copy(update={"hidden": PLAN}).model_dump()


def plan(cast: Cast, text: str = "{every: 1, repeat_weeks: 8, days: 21}") -> None:
    """The next release asks for hidden ratings."""
    path = "certification/light.yaml"
    compiled = compile_programme({**FILES, path: FILES[path] + f"hidden: {text}\n".encode()}).programme
    assert compiled
    curriculum.publish(cast.abel.organisation_id, compiled, by=cast.abel.member, now=FIRST)
    db.session.flush()


def judged(cast: Cast) -> Ids:
    """Ana and Sam judged a session of Tara's ten weeks ago, each a 4; the programme tries its assessors."""
    ids = story.released(cast, story.learn(cast.tara), draft(4), draft(4))
    captured(ids)
    plan(cast)
    know_the_case(cast)
    return ids


def know_the_case(cast: Cast) -> None:
    """Ana and Sam have rated the case openly, and seen its reference."""
    for player in (cast.ana, cast.sam):
        calibrate(player, {**dict.fromkeys(CRITERIA, "2"), "stops": "none", "entrustment": "2"}, at=FIRST)


def worker(store: Any, ids: Ids, now: datetime = TODAY_NOON) -> None:
    with store():
        actions.ask_hidden(ids.organisation, key=KEY, link=lambda id: f"https://t/{id}", now=now)


def rows(store: Any) -> dict[UUID, Rerating]:
    with store():
        return {row.assessor_id: row for row in db.session.scalars(select(Rerating).order_by(Rerating.asked_at))}


def only(monkeypatch: pytest.MonkeyPatch, kind: Again) -> None:
    """Chance falls on one kind, as it does for some key."""
    place = {Again.REFERENCE: 0.0, Again.REPEAT: 0.99}[kind]
    monkeypatch.setattr("trainer.assessment.hidden.lot", lambda *_about: place)


@pytest.mark.parametrize("kind", [Again.REFERENCE, Again.REPEAT])
def test_it_is_asked_rated_told_and_read_by_the_lead(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, monkeypatch: pytest.MonkeyPatch, kind: Again
) -> None:
    ids = chapter(judged)
    only(monkeypatch, kind)
    worker(store, ids)
    row = rows(store)[cast.ana.member_id]
    assert row.kind is kind
    ana = visit(cast.ana)
    assert f"reratings/{row.id}" in ana.get("assess").text
    shown = ana.get(f"reratings/{row.id}").text
    for secret in (*SECRETS, CASE, "Tara", "S-0001", "Set 4", "reference", "repeat", "judged before", "appeal"):
        assert secret not in shown, secret
    answer = ana.post(f"reratings/{row.id}", FORM)
    assert answer.status_code == 303, words(answer)
    told = answer.headers["Location"].partition("/o/acme/")[2]
    title = {Again.REFERENCE: "This was a reference case", Again.REPEAT: "This was a session judged before"}[kind]
    assert title in words(ana.get(told))
    assert title in words(visit(cast.lena).get(told))
    assert visit(cast.sam).get(told).status_code == 404
    assert visit(cast.tara).get(told).status_code == 404
    for player in (cast.ana, cast.lena):
        assert "Hidden ratings" in words(visit(player).get(f"assessors/{cast.ana.member_id}/figures"))
    assert "Hidden ratings" not in words(visit(cast.lena).get(f"assessors/{cast.sam.member_id}/figures"))
    with store():
        found = queries.hidden_of(cast.ana.member, cast.lena.member)
        assert [one.kind for one in found] == [kind]
        assert found[0].comparison.n == {Again.REFERENCE: 3, Again.REPEAT: 4}[kind]
        if kind is Again.REPEAT:
            assert found[0].comparison.bias.value == -2
            assert found[0].comparison.within_one.value == 0
        assert story.verbs(ids)[-1] == "hidden.locked"
    assert ana.post(f"reratings/{row.id}", FORM).status_code == 403


@pytest.mark.parametrize("kind", [Again.REFERENCE, Again.REPEAT])
def test_it_enters_nothing_that_is_counted(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, monkeypatch: pytest.MonkeyPatch, kind: Again
) -> None:
    ids = chapter(judged)
    seen = [
        (cast.lena, f"sessions/{ids.sessions[0]}/moderation"),
        (cast.lena, "capability/agreement"),
        (cast.pat, ids.readiness_page),
        (cast.tara, f"sessions/{ids.sessions[0]}/feedback"),
        (cast.lena, "assessors"),
    ]
    before = [words(visit(player).get(address)) for player, address in seen]
    with store():
        counted = files.file(story.enrolment_of(ids), TODAY_NOON.date()).facts
    only(monkeypatch, kind)
    worker(store, ids)
    row = rows(store)[cast.ana.member_id]
    assert visit(cast.ana).post(f"reratings/{row.id}", FORM).status_code == 303
    assert [words(visit(player).get(address)) for player, address in seen] == before
    with store():
        assert files.file(story.enrolment_of(ids), TODAY_NOON.date()).facts == counted
        assert db.session.scalar(select(Rescore)) is None
        assert len(db.session.scalars(select(Judgement)).all()) == 2
        assert len(db.session.scalars(select(HiddenRating)).all()) == 1


def test_one_at_a_time_and_only_of_the_licensed_and_blind(cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(judged)
    with store():
        story.give(cast, cast.sam, Duty.ASSESSOR, Duty.PANEL)
    worker(store, ids)
    worker(store, ids)
    assert set(rows(store)) == {cast.ana.member_id}
    with store():
        assert db.session.scalars(select(Letter.to_name).filter_by(kind="rerating_asked")).all() == ["Ana Assessor"]
        entries = db.session.scalars(select(AuditEntry).filter_by(verb="hidden.asked")).all()
        assert [entry.by_id for entry in entries] == [None]


def test_not_without_a_licence(cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(judged)
    with store():
        for row in queries.licences(ids.organisation)[cast.ana.member_id]:
            row.suspended_at = TODAY_NOON
    worker(store, ids)
    assert set(rows(store)) == {cast.sam.member_id}


def test_not_before_its_day_and_not_without_a_plan(cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(upheld)
    worker(store, ids)
    assert rows(store) == {}
    with store():
        plan(cast)
        know_the_case(cast)
    worker(store, ids, TODAY_NOON + timedelta(hours=23))
    assert rows(store) == {}
    worker(store, ids, TODAY_NOON + timedelta(days=7))
    assert set(rows(store)) == {cast.ana.member_id, cast.sam.member_id}
    assert {row.kind for row in rows(store).values()} == {Again.REFERENCE}  # no session is old enough


def test_it_lapses_and_none_follows_before_further_judgements(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(judged)
    worker(store, ids)
    worker(store, ids, TODAY_NOON + timedelta(days=21))
    assert all(row.ended_at for row in rows(store).values())
    worker(store, ids, TODAY_NOON + timedelta(days=60))
    with store():
        assert len(db.session.scalars(select(Rerating)).all()) == 2
    assert "To be rated from the log" not in words(visit(cast.ana).get("assess"))


def test_it_is_handed_back_and_nothing_is_told(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(judged)
    worker(store, ids)
    id, ana = rows(store)[cast.ana.member_id].id, visit(cast.ana)
    assert visit(cast.sam).post(f"reratings/{id}/hand-back").status_code == 404
    assert ana.post(f"reratings/{id}/hand-back").status_code == 303
    assert "You handed it back." in words(ana.get("assess"))
    assert ana.post(f"reratings/{id}", FORM).status_code == 403


@pytest.mark.parametrize("gone", ["events", "agreement"])
def test_a_repeat_ends_when_its_log_is_not_to_be_used_any_more(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    ids = chapter(judged)
    only(monkeypatch, Again.REPEAT)
    worker(store, ids)
    id, ana = rows(store)[cast.ana.member_id].id, visit(cast.ana)
    assert ana.get(f"reratings/{id}").status_code == 200
    with store():
        if gone == "events":
            db.session.execute(delete(Operation))
        else:
            _take_back(ids)
    assert ana.get(f"reratings/{id}").status_code == 404
    assert ana.post(f"reratings/{id}", FORM).status_code == 404
    assert str(id) not in ana.get("assess").text
    worker(store, ids)
    assert rows(store)[cast.ana.member_id].ended_at == TODAY_NOON


def _take_back(ids: Ids) -> None:
    session = db.session.scalars(select(PracticeSession).filter_by(id=ids.sessions[0])).one()
    seat = db.session.scalars(select(Seat)).first()
    assert seat
    about = {"meeting_id": session.meeting_id, "seat_id": seat.id, "kind": "observer", "answer": Answer.WITHDRAWN}
    more = {"wording": "w", "method": "link", "answered_at": TODAY_NOON}
    db.session.add(Agreement(organisation_id=ids.organisation, id=new_id(), **about, **more))


def test_a_repeat_stands_in_nobodys_way_who_asks_for_a_rerating(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = chapter(upheld)
    with store():
        plan(cast, "{every: 1, repeat_weeks: 1, days: 21}")
    only(monkeypatch, Again.REPEAT)
    worker(store, ids, TODAY_NOON + timedelta(days=8))
    assert rows(store)[cast.ana.member_id].kind is Again.REPEAT
    with store():
        session = practice.session(ids.organisation, ids.sessions[0])
        assert session
        assert queries.reratings_of(ids.organisation, session.id) == []
        assert queries.may_be_asked(session, cast.tom.member, TODAY_NOON.date())


def test_the_three_kinds_look_alike(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page for page nothing but ids, tokens and the log itself differs between an appeal, a case and a repeat."""
    ids = chapter(upheld)
    sheet = ask(visit, cast, store, ids)
    tom, ana = visit(cast.tom), visit(cast.ana)
    listed, shown = words(tom.get("assess")), words(tom.get(sheet))
    with store():
        plan(cast, "{every: 1, repeat_weeks: 1, days: 21}")
        case = hidden_case(cast.tom, TODAY_NOON).id
    assert _without_log(words(tom.get(f"reratings/{case}"))) == _without_log(shown)
    assert tom.post(f"{sheet}/hand-back").status_code == 303
    tom.get("assess")
    assert words(tom.get("assess")) == listed
    only(monkeypatch, Again.REPEAT)
    worker(store, ids, TODAY_NOON + timedelta(days=8))
    repeat = rows(store)[cast.ana.member_id].id
    assert _without_log(words(ana.get(f"reratings/{repeat}"))) == _without_log(shown).replace(
        "Tom Trainee", "Ana Assessor"
    )
    with store():
        letters = db.session.scalars(select(Letter).filter_by(kind="rerating_asked")).all()
        bodies = {
            letter.subject + letter.body.replace(letter.link, "").replace(letter.to_name, "") for letter in letters
        }
        assert (len(letters) >= 2, len(bodies)) == (True, 1)


def _without_log(text: str) -> str:
    head, _log, rest = text.partition("Log 1")
    return head + rest[rest.index("My levels") :]


def test_a_case_that_nobody_told_them_of_stays_fresh(cast: Cast, store: Any, chapter: Chapter) -> None:
    """A hidden one tells its reference: it would be no test in the round that licenses them."""
    ids = chapter(upheld)
    with store():
        plan(cast)
    worker(store, ids, TODAY_NOON + timedelta(days=7))
    assert rows(store) == {}  # no session is old enough, and nobody has rated the case
