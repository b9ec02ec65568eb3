"""How many SQL statements does each main page send, and does that depend on how many people there are?

`arrange` lets Tara and Tom go through everything a trainee goes through; `grow` puts their doubles beside them, with
every row that hangs on them, so that lists get longer and everything else stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, UniqueConstraint, event, insert, select

from tests.cast import Cast, Player
from tests.curriculum import releases
from tests.drafting import draft, reworded
from tests.practice import rehearsal
from tests.practice.rehearsal import MEETS, Ids, enrol, rehearse, tap
from tests.visiting import Visitor
from trainer.assessment import actions as assessment
from trainer.assessment import queries as judged
from trainer.assessment.judgement import Draft, Mark
from trainer.assessment.lifecycle import Confidence, Relationship
from trainer.certification import actions as certification
from trainer.certification import queries as files
from trainer.certification.lifecycle import Vote
from trainer.curriculum import actions as curriculum
from trainer.curriculum import queries as programmes
from trainer.curriculum.documents import Check
from trainer.curriculum.models import Enrolment
from trainer.curriculum.reflection import Lines
from trainer.db import Base, db, new_id
from trainer.practice import actions as practice
from trainer.practice import queries as sessions
from trainer.practice.actions.log import Written
from trainer.practice.lifecycle import Modality
from trainer.practice.log import Part, Stage
from trainer.practice.models import Observation
from trainer.web import Application

LATER = MEETS + timedelta(days=2)
LINES = Lines("I waited.", "They went on thinking.", "My wish to be useful.", "Count to five.")


@dataclass(frozen=True)
class Page:
    """A main page: who opens it, where, and the most statements it may send; 0 where only growth is forbidden."""

    name: str
    who: str
    address: str
    most: int = 0


def arrange(cast: Cast) -> tuple[Page, ...]:
    """Everything the pages show: Tara certified and reviewed again, Tom half judged. Returns the pages to open."""
    for player in (cast.ana, cast.sam):
        until = (LATER + timedelta(days=900)).date()
        assessment.grant_licence(player.member, until=until, reason="Trained.", by=cast.lena.member, now=MEETS)
    _learn(cast.tara)
    _learn(cast.tom)
    for player in (cast.tara, cast.tom):
        _write_round(player)
    meetings = [_judge(cast, "tara", day, {"ana": "3", "sam": "3"}, release=True) for day in (0, 1)]
    waiting = _judge(cast, "tom", 2, {"ana": "4", "sam": "2"})
    rated = rehearse(cast, agreed=True, trainee="tom", at=MEETS + timedelta(days=3))
    capture(cast.ana, rated.observation)
    assessment.save_draft(_observation(rated), _draft("3"), revision=0, now=LATER)
    rehearse(cast, trainee="tom", at=MEETS + timedelta(days=4))
    enrolment = enrol(cast.tara)
    _decide(cast, enrolment)
    decision = _call_a_panel(cast, enrolment)
    draft(cast.abel.member, LATER, policy=reworded("policy", "sessions: 2", "sessions: 3"))
    _sit(cast.tom)
    newest = releases.publish(cast, releases.reworded())
    ids = (enrolment.id, meetings[0].session, waiting.session, rated.observation, decision, newest.id)
    return _pages(*ids, cast.ana.member_id)


def _pages(
    enrolment: UUID, released: UUID, waiting: UUID, rated: UUID, decision: UUID, newest: UUID, ana: UUID
) -> tuple[Page, ...]:
    return (
        Page("lesson", "tara", "learn/facilitator/questions/why-advice-comes-early", 3),
        Page("notes", "tara", "learn/facilitator/questions/why-advice-comes-early/notes.json", 5),
        Page("all notes", "tara", "learn/notes", 6),
        Page("path", "tara", "path", 8),
        Page("learn", "tara", "learn"),
        Page("module", "tara", "learn/facilitator/questions"),
        Page("search", "tara", "search?q=advice", 6),
        Page("check", "tara", "learn/facilitator/questions/check"),
        Page("question", "tom", "learn/facilitator/questions/check/1"),
        Page("moves", "cora", f"author/releases/{newest}/move"),
        Page("own sessions", "tom", "sessions"),
        Page("sessions", "cora", "sessions"),
        Page("session", "cora", f"sessions/{released}"),
        Page("practice log", "tara", "practice-log"),
        Page("rounds", "lena", "rounds"),
        Page("assess", "ana", "assess"),
        Page("rating", "ana", f"observations/{rated}/rating", 10),
        Page("results", "lena", "results"),
        Page("moderation", "lena", f"sessions/{waiting}/moderation"),
        Page("feedback", "tara", f"sessions/{released}/feedback"),
        Page("readiness", "cora", f"readiness/{enrolment}"),
        Page("decisions", "pat", "decisions"),
        Page("candidates", "cora", "decisions"),
        Page("decision", "pat", f"decisions/{decision}"),
        Page("replay", "lena", "author/drafts/facilitator/replay"),
        Page("replay in numbers", "abel", "author/drafts/facilitator/replay"),
        Page("capability", "cora", "capability"),
        Page("certificates", "cora", "capability/certificates"),
        Page("agreement", "lena", "capability/agreement", 6),
        Page("decision study", "lena", "capability/decision-study", 8),
        Page("standard", "lena", "capability/standard", 8),
        Page("usage", "ana", f"assessors/{ana}/figures", 9),
        Page("people", "cora", "people"),
        Page("audit", "udo", "audit"),
    )


def _write_round(player: Player) -> None:
    """What somebody has facilitated elsewhere; the first round of each is looked into."""
    enrolment = enrol(player)
    day, middle, part = MEETS.date(), Stage.MIDDLE, Part.FACILITATED
    practice.write_round(
        enrolment, Written(None, "North", day, 60, Modality.VIRTUAL, middle, part), by=player.member, now=MEETS
    )


def _learn(player: Player) -> None:
    enrolment = enrol(player)
    outline = programmes.outline(enrolment.organisation_id, enrolment.release_id)
    for module in outline.modules:
        for line in module.lessons:
            curriculum.mark_read(enrolment, line, by=player.member, now=MEETS)
        check = programmes.check(enrolment.organisation_id, enrolment.release_id, module.key)
        assert check
        attempt = curriculum.draw_check(enrolment, module.key, check, seed=1, now=MEETS)
        answers = _right_answers(check, attempt.drawn)
        assert curriculum.submit_check(enrolment, attempt, check, answers, by=player.member, now=MEETS).passed
    for prompt in outline.prompts:
        curriculum.write_reflection(enrolment, prompt.key, LINES, submit=True, by=player.member, now=MEETS)


def _sit(player: Player) -> None:
    """An attempt at the first check that is open."""
    enrolment = enrol(player)
    check = programmes.check(enrolment.organisation_id, enrolment.release_id, "questions")
    assert check
    curriculum.draw_check(enrolment, "questions", check, seed=2, now=LATER)


def _right_answers(check: Check, drawn: list[dict[str, Any]]) -> dict[str, list[str]]:
    items = {item.id: item for item in check.items}
    answers: dict[str, list[str]] = {}
    for shown in drawn:
        item, options = items[shown["item"]], shown["options"]
        if item.type in ("single", "multiple"):
            answers[item.id] = [str(place) for place, one in enumerate(options) if item.options[one].correct]
            continue
        partners = shown.get("partners") or range(len(options))
        for place, one in enumerate(options):
            answers[f"{item.id}.{place}"] = [str(list(partners).index(one))]
    return answers


def _judge(cast: Cast, trainee: str, day: int, levels: dict[str, str], release: bool = False) -> Ids:
    """A session that everybody concerned has captured, judged and locked; with `release` the trainee can read it."""
    ids = rehearse(cast, agreed=True, trainee=trainee, at=MEETS + timedelta(days=day))
    second = rehearsal.assign(cast, rehearsal.session_of(ids), cast.sam)
    for name, observation in {"ana": ids.observation, "sam": second.id}.items():
        player: Player = getattr(cast, name)
        capture(player, observation)
        row = sessions.observation(ids.organisation, observation)
        assert row
        draft = _draft(levels[name])
        kept = assessment.save_draft(row, draft, revision=0, now=LATER)
        assert kept.revision
        events = sessions.timeline(row).events
        assessment.lock_rating(row, draft, events, link="/", by=player.member, now=LATER)
    if release:
        result = judged.result(ids.organisation, ids.session)
        assert result
        assessment.release(result, link="/", by=cast.lena.member, now=LATER)
        session = rehearsal.session_of(ids)
        by = getattr(cast, trainee).member
        practice.write_session_reflection(session, LINES, True, by=by, now=LATER)
        rubric = judged.rubric_of(session)
        assert rubric
        assessment.assess_oneself(session, rubric, {}, by=by, now=LATER)
    return ids


def capture(player: Player, observation: UUID) -> None:
    """Let an assessor record thirty events and end."""
    ids = Ids(player.organisation_id, *[observation] * 4, seats=())
    ops = [
        tap(ids, "phase", 0, code="present"),
        *(tap(ids, at_ms=1000 * n) for n in range(1, 31)),
        tap(ids, "end", 40_000),
    ]
    taken = practice.take_batch(player.member, ops, rehearsal.WALL + 40_000, now=LATER)
    assert not taken.rejected, taken.rejected


def _draft(level: str) -> Draft:
    """The first criterion at this level, all others at 3."""
    marks = {key: Mark(level="3") for key in ("phases", "inquiry", "stance", "strengths")}
    marks["inquiry"] = Mark(level=level, quote="What is under that?", quote_at="00:10")
    return Draft(
        marks=marks,
        no_stop_event=True,
        entrustment="4",
        strength_one="Named the phase aloud.",
        strength_two="Let a silence stand.",
        try_next="Catch advice earlier.",
        question="What did you feel like doing?",
        confidence=Confidence.MEDIUM,
        relationship=Relationship.NONE,
    )


def _observation(ids: Ids) -> Observation:
    found = sessions.observation(ids.organisation, ids.observation)
    assert found
    return found


def _call_a_panel(cast: Cast, enrolment: Enrolment) -> UUID:
    """A panel on which Pat has voted."""
    db.session.flush()
    file = files.file(enrolment, LATER.date())
    seats = [cast.pat.member, cast.pia.member]
    decision = certification.open_decision(file, seats, link="/ID", by=cast.cora.member, now=LATER)
    _vote(cast.pat, decision.id)
    return decision.id


def _vote(player: Player, decision: UUID) -> None:
    db.session.flush()
    case = files.case(player.organisation_id, decision)
    seat = case.seat_of(player.member) if case else None
    assert seat
    certification.vote(seat, Vote.CERTIFIED, "Two sessions hold the structure.", by=player.member, now=LATER)


def _decide(cast: Cast, enrolment: Enrolment) -> None:
    decision = _call_a_panel(cast, enrolment)
    _vote(cast.pia, decision)
    db.session.flush()
    case = files.case(enrolment.organisation_id, decision)
    assert case
    file = files.file(enrolment, LATER.date())
    values = {"rationale": "Four judgements agree.", "conditions": "", "link": "/"}
    assert certification.record_decision(case, file, **values, by=cast.pia.member, now=LATER)


def grow(times: int) -> None:
    """Put doubles of everybody who is on a programme beside them until there are `times` as many."""
    db.session.flush()
    started = db.session.execute(select(Enrolment.member_id, Enrolment.organisation_id)).all()
    people = Base.metadata.tables["member"]
    members = {row.member_id for row in started}
    persons = set(db.session.scalars(select(people.c.person_id).where(people.c.id.in_(members))))
    doubles: list[dict[UUID, UUID]] = [{id: new_id() for id in members | persons} for _ in range(times - 1)]
    for table in Base.metadata.sorted_tables:
        if rows := [row for row in _rows(table) if _follows(table, row, doubles[0])]:
            copies = [_double(table, row, number, ids) for number, ids in enumerate(doubles, 1) for row in rows]
            db.session.execute(insert(table), copies)


def _rows(table: Table) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in db.session.execute(select(table))]


def _follows(table: Table, row: dict[str, Any], known: dict[UUID, UUID]) -> bool:
    """Whether a row is one of those doubled, or points at one."""
    columns = {"id"} | {key.parent.name for key in table.foreign_keys}
    return any(row.get(column) in known for column in columns)


def _double(table: Table, row: dict[str, Any], number: int, ids: dict[UUID, UUID]) -> dict[str, Any]:
    """A row with other ids; what must be unique and is no id is changed."""
    if isinstance(row.get("id"), UUID):
        ids.setdefault(row["id"], new_id())
    copy = {name: ids.get(value, value) if isinstance(value, UUID) else value for name, value in row.items()}
    for constraint in table.constraints:
        names = [column.name for column in constraint.columns] if isinstance(constraint, UniqueConstraint) else []
        if names and all(copy[name] == row[name] for name in names):
            value = copy[names[-1]]
            copy[names[-1]] = value + 10_000 * number if isinstance(value, int) else value and f"{number}-{value}"
    return copy


@contextmanager
def watching(app: Application) -> Iterator[list[str]]:
    """The SQL that is sent meanwhile, without what opens and ends a transaction."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK")):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def count(app: Application, cast: Cast, pages: tuple[Page, ...]) -> dict[str, int]:
    """The statements each page sends the second time it is opened: published things are read once and kept."""
    found = {}
    for page in pages:
        visitor = Visitor(app, getattr(cast, page.who))
        for _ in range(2):
            with watching(app) as sent:
                answer = visitor.get(page.address)
            assert answer.status_code == 200, f"{page.name}: {answer.status}"
        found[page.name] = len(sent)
    return found


def complaints(pages: tuple[Page, ...], one: dict[str, int], many: dict[str, int]) -> list[str]:
    """A sentence for every page that sends too much, or more when there are more people."""
    found = [
        f"{page.name} sends {one[page.name]} statements, {page.most} are the most it may"
        for page in pages
        if page.most and one[page.name] > page.most
    ]
    grown = [
        f"{page.name} sends {one[page.name]} statements, and {many[page.name]} with more people"
        for page in pages
        if one[page.name] != many[page.name]
    ]
    return found + grown
