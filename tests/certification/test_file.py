"""A candidate's file: what rows come to, read in a fixed number of statements."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.certification import story
from tests.certification.conftest import Chapter
from tests.certification.story import FIRST, SECOND, TODAY_NOON, Ids, draft
from tests.visiting import Visitor, words
from trainer.assessment import actions as assessment
from trainer.assessment import queries as assessments
from trainer.assessment.judgement import Draft
from trainer.assessment.models import StopEvent
from trainer.certification import queries
from trainer.certification.queries import File
from trainer.db import db
from trainer.organisations.duties import Duty
from trainer.practice import actions as practice
from trainer.practice import queries as sessions
from trainer.practice.lifecycle import ObservationState, SessionKind, SessionState

Visit = Callable[..., Visitor]
STOPPED = Draft(**{**vars(draft()), "stop_events": {"coercion": "Named a presenter."}, "no_stop_event": False})


def read(ids: Ids) -> File:
    return queries.file(story.enrolment_of(ids), TODAY_NOON.date())


def learnt(cast: Cast) -> Ids:
    return story.learn(cast.tara)


def test_a_file_of_somebody_who_has_just_begun(cast: Cast, store: Any) -> None:
    with store():
        facts = read(story.begin(cast.tara)).facts
    assert (facts.lessons_read, facts.lessons_total) == (0, 4)
    assert (facts.checks_passed, facts.checks_total) == (0, 2)
    assert (facts.prompts_answered, facts.prompts_total) == (0, 2)
    assert facts.sessions == ()


def test_each_step_of_a_session_is_counted_once(cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(learnt)

    def steps() -> tuple[int, int, int, int]:
        facts = read(ids).facts
        return facts.overdue, facts.to_be_rated, facts.to_be_released, len(facts.sessions)

    with store():
        session = story.asked(cast, ids)
        assert steps() == (1, 0, 0, 0)
        practice_only = story.asked(cast, ids, SECOND, kind=SessionKind.FORMATIVE)
        assert steps() == (1, 0, 0, 0)
        story.rated(cast, practice_only, at=SECOND)
        assert steps() == (1, 0, 0, 0)
        story.held(cast, session)
        db.session.flush()
        assert steps() == (0, 1, 0, 0)
    with store():
        _lock_all(cast, session.id, ids)
        assert steps() == (0, 0, 1, 0)
        result = assessments.result(ids.organisation, session.id)
        assert result
        assessment.release(result, link="https://t/f", by=cast.lena.member, now=FIRST)
        db.session.flush()
        assert steps() == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("day", "assigned", "steps"),
    [
        (24, False, (1, 0, None, 0)),
        (24, True, (0, 1, date(2026, 11, 24), 0)),
        (23, True, (0, 1, date(2026, 11, 23), 0)),  # its day is today
        (22, True, (0, 0, None, 1)),
        (22, False, (1, 0, None, 0)),
    ],
)
def test_a_session_ahead_waits_for_assessors_or_for_its_day(
    cast: Cast,
    store: Any,
    chapter: Chapter,
    day: int,
    assigned: bool,
    steps: tuple[int, int, date | None, int],
) -> None:
    ids = chapter(learnt)
    with store():
        session = story.asked(cast, ids, FIRST.replace(month=11, day=day))
        if not assigned:
            session.state = SessionState.PLANNED
        db.session.flush()
        facts = read(ids).facts
        assert (facts.asked_for, facts.arranged, facts.arranged_for, facts.overdue) == steps


def test_of_several_arranged_sessions_the_next_is_named(cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(learnt)
    with store():
        for day in (30, 25, 28):
            story.asked(cast, ids, FIRST.replace(month=11, day=day))
        facts = read(ids).facts
        assert (facts.arranged, facts.arranged_for) == (3, date(2026, 11, 25))


def _lock_all(cast: Cast, session_id: UUID, ids: Ids) -> None:
    session = sessions.session(ids.organisation, session_id)
    assert session
    for observation in assessments.assigned(session):
        found = sessions.observation(ids.organisation, observation.id)
        assert found
        assessment.lock_rating(found, draft(), [], link="https://t/m", by=found.assessor, now=FIRST)
    db.session.flush()


def test_a_cancelled_or_broken_off_session_is_no_session(cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(learnt)
    with store():
        practice.cancel_session(story.asked(cast, ids), "Ill.", by=cast.cora.member, now=FIRST)
        practice.abort_session(story.asked(cast, ids, SECOND), "Fire.", by=cast.cora.member, now=SECOND)
        facts = read(ids).facts
        assert (facts.asked_for, facts.arranged, facts.overdue, facts.to_be_rated) == (0, 0, 0, 0)


def test_what_was_broken_off_after_the_comparison_waits_for_no_release(
    cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(learnt)
    with store():
        session = story.rated(cast, story.asked(cast, ids))
        session.state = SessionState.ABORTED
        db.session.flush()
        facts = read(ids).facts
        assert (facts.to_be_rated, facts.to_be_released, facts.sessions) == (0, 0, ())


@pytest.mark.parametrize("compared", [True, False])
def test_a_stop_event_of_a_session_that_was_broken_off_blocks_until_a_lead_has_looked(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, compared: bool
) -> None:
    ids = chapter(learnt)
    with store():
        session = story.held(cast, story.asked(cast, ids))
        for observation in assessments.assigned(session)[: None if compared else 1]:
            found = sessions.observation(ids.organisation, observation.id)
            assert found
            given = STOPPED if observation.assessor_id == cast.ana.member_id else draft()
            assessment.lock_rating(found, given, [], link="https://t/m", by=found.assessor, now=FIRST)
        db.session.flush()
        assert read(ids).facts.stop_events_open == int(compared)  # blind until all have locked
        for observation in assessments.assigned(session):
            if observation.state is not ObservationState.LOCKED:
                observation.state = ObservationState.VOID
        session.state = SessionState.ABORTED
        code, session_id = session.code, session.id
    with store():
        assert read(ids).facts.stop_events_open == 1
        stop = db.session.scalars(select(StopEvent)).one().id
    lena = visit(cast.lena)
    assert code in words(lena.get("results"))
    if not compared:
        assert lena.post(f"sessions/{session_id}/compare").status_code == 303
    assert "Broken off: look into the stop event" in words(lena.get("results"))
    page = lena.get(f"sessions/{session_id}/moderation")
    assert "Nothing of it counts; only stop events are looked into." in words(page)
    assert "Release to the trainee" not in words(page)
    assert lena.post(f"sessions/{session_id}/release").status_code == 403
    assert f"stop-events/{stop}" in page.text
    assert lena.post(f"stop-events/{stop}", {"upheld": "no", "reason": "Both asked."}).status_code == 303
    assert code not in words(lena.get("results"))
    with store():
        assert read(ids).facts.stop_events_open == 0


def test_what_was_moderated_and_not_observed_arrives_as_it_is(cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(learnt)
    with store():
        story.released(cast, ids, draft(2, 3, strengths="no"), draft(4, 5), settle=dict.fromkeys(story.CRITERIA[:3], 3))
        (session,) = read(ids).facts.sessions
    assert [dict(judged.levels) for judged in session.judgements] == [
        {"phases": 2, "inquiry": 2, "stance": 2, "strengths": None},
        dict.fromkeys(story.CRITERIA, 4),
    ]
    assert session.settled == {"phases": 3, "inquiry": 3, "stance": 3}
    assert [session.counted(key) for key in story.CRITERIA] == [(3, 3), (3, 3), (3, 3), (4,)]
    assert [judged.entrustment for judged in session.judgements] == [3, 5]
    assert session.reflected
    assert session.held_on == FIRST.date()


def test_a_session_for_practice_never_counts(cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(learnt)
    with store():
        story.released(cast, ids, draft(1, 1), draft(1, 1), kind=SessionKind.FORMATIVE)
        file = read(ids)
        assert file.facts.sessions == ()
        assert file.latest
        assert file.strengths


@pytest.mark.parametrize(("upheld", "open_", "blocked"), [(None, 1, 0), (True, 0, 1), (False, 0, 0)])
def test_a_stop_event_counts_until_somebody_has_looked_into_it(
    cast: Cast, store: Any, chapter: Chapter, upheld: bool | None, open_: int, blocked: int
) -> None:
    ids = chapter(learnt)
    with store():
        ids = story.released(cast, ids, STOPPED, draft())
        (compared,) = assessments.compared_of(ids.organisation, assessments.results_of(story.enrolment_of(ids)))
        if upheld is not None:
            assessment.resolve_stop_event(
                compared.stop_events[0], upheld=upheld, reason="Watched.", by=cast.lena.member, now=SECOND
            )
    with store():
        facts = read(ids).facts
        assert (facts.stop_events_open, facts.stop_events_upheld) == (open_, blocked)


def test_the_strength_that_is_quoted_is_of_the_session_it_leads_to(cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(learnt)
    with store():
        # The later meeting is asked for first, so that the order of asking and that of meeting differ.
        late = story.released(cast, ids, draft(words="Waited"), draft(words="Waited"), at=SECOND).sessions[-1]
        story.released(cast, ids, draft(words="Rushed"), draft(words="Rushed"))
        file = read(ids)
        assert file.latest
        assert file.latest.session.id == late
        assert file.strengths[0].startswith("Waited")


def test_another_trainees_sessions_are_not_in_it(cast: Cast, store: Any, ready: Ids) -> None:
    with store():
        story.released(cast, story.learn(cast.tom), draft(1, 1), draft(1, 1), at=SECOND)
        assert [session.code for session in read(ready).facts.sessions] == ["S-0002", "S-0001"]


def test_who_rated_is_known_whether_released_or_not(cast: Cast, store: Any, ready: Ids) -> None:
    with store():
        story.give(cast, cast.lena, Duty.LEAD, Duty.ASSESSOR)
        story.rated(cast, story.asked(cast, ready, SECOND, by=(cast.lena,)), at=SECOND)
        about = queries.candidate(story.enrolment_of(ready))
        assert about.raters == {cast.ana.member_id, cast.sam.member_id, cast.lena.member_id}
        assert (about.member_id, about.manager_id) == (cast.tara.member_id, None)


def test_a_file_takes_as_many_statements_with_many_sessions(
    cast: Cast, store: Any, statements: Any, ready: Ids
) -> None:
    counts = []
    for _ in range(2):
        with store():
            enrolment = story.enrolment_of(ready)
            queries.file(enrolment, TODAY_NOON.date())
            with statements() as sent:
                queries.file(enrolment, TODAY_NOON.date())
            counts.append(len(sent))
            story.released(cast, ready, at=SECOND + timedelta(days=7))
    assert counts[0] == counts[1] <= 6


def test_several_files_take_as_many_statements_as_one_and_say_the_same(
    cast: Cast, store: Any, statements: Any, certified: Ids
) -> None:
    with store():
        others = [story.released(cast, story.learn(cast.tom), draft(2), draft(words="Waited"))]
        rows = [story.enrolment_of(ids) for ids in (*others, certified)]
        today = TODAY_NOON.date()
        alone = [queries.file(row, today) for row in rows]
        with statements() as sent:
            queries.file(rows[0], today)
        with statements() as many:
            together = queries.files(rows, today)
        assert len(many) == len(sent)
        assert queries.files([], today) == []
        assert [file.facts for file in together] == [file.facts for file in alone]
        assert [file.strengths for file in together] == [file.strengths for file in alone]
        assert [file.past.standing for file in together] == [None, "valid"]
