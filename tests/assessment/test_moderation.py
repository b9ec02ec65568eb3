"""Judgements side by side: who reads them, who settles what differs, who releases; stop events; feedback."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.assessment import arrange
from tests.assessment.arrange import LATER, Ids, but, draft
from tests.cast import Cast
from tests.visiting import Visitor, words
from trainer.assessment import actions, queries
from trainer.assessment.judgement import Mark
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import Moderation, StopEvent
from trainer.audit import AuditEntry
from trainer.db import db, new_id
from trainer.organisations.duties import Duty
from trainer.outbox import Letter
from trainer.practice import actions as practice
from trainer.practice import queries as sessions
from trainer.practice.lifecycle import SessionState

Visit = Callable[..., Visitor]
STOPPED = {"stop_events": {"coercion": "They were pressed to present."}, "no_stop_event": False}


@pytest.fixture
def agreed(store: Any, cast: Cast) -> Ids:
    """Ana and Sam are one level apart, and Sam names a stop event."""
    with store():
        return arrange.judged(cast, draft("3", "Ana's"), draft("4", "Sam's", **STOPPED))


@pytest.fixture
def apart(store: Any, cast: Cast) -> Ids:
    """Ana and Sam are three levels apart about two criteria; one was not observed by Sam."""
    with store():
        sam = but(draft("3", "Sam's"), phases="1", inquiry="1", strengths="no")
        return arrange.judged(cast, but(draft("3", "Ana's"), phases="4", inquiry="3"), sam)


def settled(**changes: Any) -> dict[str, Any]:
    reasons = {"phases-reason": "At 12:40 each phase was named.", "inquiry-reason": "At 1:00 it was caught."}
    return {"phases-level": "3", "inquiry-level": "2", "way": "reading", **reasons, **changes}


def verbs() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))


def state(ids: Ids) -> ResultState:
    return arrange.compared(ids).result.state


# What was captured, for tools of researchers.


def test_what_each_captured_is_one_table_without_names_or_words(store: Any, visit: Visit, cast: Cast) -> None:
    with store():
        ids = arrange.ask(cast)
        for who in ("ana", "sam"):
            arrange.capture(cast, ids, who, note=f"{who} noted")
            arrange.lock(cast, ids, who)
    told = visit(cast.lena).get(f"sessions/{ids.session}/events.csv")
    rows = [line.split(",") for line in told.text.splitlines()[1:]]
    assert sorted({row[0] for row in rows}) == sorted(f"S-0001-{id.hex[-8:]}" for id in (ids.ana, ids.sam))
    assert [row[10] for row in rows] == ["ADVICE", "REDIRECT", "PHASE_MOVE", "End"] * 2
    assert not any(word in told.text for word in ("noted", "Ana", "Sam", "Tara", "Mona"))


def test_auditors_have_it_once_it_is_released_and_the_trainee_never(
    store: Any, visit: Visit, cast: Cast, agreed: Ids
) -> None:
    address = f"sessions/{agreed.session}/events.csv"
    assert visit(cast.udo).get(address).status_code == 404
    with store():
        actions.release(arrange.compared(agreed).result, link="https://t/feedback", by=cast.lena.member, now=LATER)
        arrange.give(cast, cast.tara, Duty.TRAINEE, Duty.AUDITOR, Duty.LEAD)
    assert visit(cast.udo).get(address).status_code == 200
    assert visit(cast.tara).get(address).status_code == 404


def test_before_all_have_locked_there_is_no_table(store: Any, visit: Visit, cast: Cast) -> None:
    with store():
        ids = arrange.ask(cast)
        for who in ("ana", "sam"):
            arrange.capture(cast, ids, who)
        arrange.lock(cast, ids, "ana")
    for person in (cast.ana, cast.sam, cast.lena, cast.udo):
        assert visit(person).get(f"sessions/{ids.session}/events.csv").status_code == 404


# Side by side.


def test_leads_and_assessors_read_both(visit: Visit, cast: Cast, apart: Ids) -> None:
    for person in (cast.lena, cast.ana, cast.sam):
        shown = words(visit(person).get(apart.moderation))
        assert "S-0001, side by side" in shown
        assert "Criterion Ana Assessor Sam Second Settled" in shown
        assert "A1 Phases and time differs 4 1 –" in shown
        assert "B2 Strengths 3 no –" in shown
        assert "2 criteria have to be settled, each with a reason." in shown
        assert "Ana's quote" in shown
        assert "Sam's comment" in shown


def test_what_a_level_rests_on_is_named(visit: Visit, cast: Cast, store: Any) -> None:
    """An event stands there by its name and time, not as a time alone."""
    with store():
        ids = arrange.ask(cast)
        for who, level in (("ana", "4"), ("sam", "1")):
            _first, second, _third = arrange.capture(cast, ids, who)
            given = draft("3", "Quoted")
            marks = {**given.marks, "phases": Mark(level, (second,))}
            arrange.lock(cast, ids, who, replace(given, marks=marks))
    shown = words(visit(cast.lena).get(ids.moderation)).partition("Captured by")[0]
    assert shown.count("01:10 Hands it back") == 2


@pytest.mark.parametrize(
    ("who", "status"),
    [("tara", 404), ("tom", 404), ("cora", 404), ("pat", 404), ("udo", 404), ("ada", 404), ("olga", 404)],
)
def test_nobody_else_does(visit: Visit, cast: Cast, apart: Ids, who: str, status: int) -> None:
    visitor = visit(getattr(cast, who))
    for page in (apart.moderation, f"/o/acme/{apart.moderation}", f"sessions/{new_id()}/moderation"):
        assert visitor.get(page).status_code == status
        assert visitor.post(page, settled()).status_code == status
    assert visitor.post(f"sessions/{apart.session}/release").status_code == status


def test_a_lead_who_is_the_trainee_reads_nothing_of_it(visit: Visit, cast: Cast, store: Any, apart: Ids) -> None:
    with store():
        arrange.give(cast, cast.tara, Duty.TRAINEE, Duty.LEAD)
    tara = visit(cast.tara)
    assert tara.get(apart.moderation).status_code == 404
    assert "S-0001" not in tara.get("results").text


# Settling.


def test_a_lead_settles_with_reasons_and_both_judgements_stay(visit: Visit, cast: Cast, store: Any, apart: Ids) -> None:
    lena = visit(cast.lena)
    assert "Differs: moderate" in words(lena.get("results"))
    answer = lena.post(apart.moderation, settled())
    assert answer.status_code == 303
    shown = words(lena.get(answer.location))
    assert "Settled. The result can be released." in shown
    assert "A1 Phases and time differs 4 1 3" in shown
    assert "Settled at 2 by Lena Lead: At 1:00 it was caught." in shown
    assert "Agrees: release" in words(lena.get("results"))
    with store():
        lines = {line.criterion.key: line for line in arrange.compared(apart).lines}
        assert (lines["phases"].levels, set(lines["phases"].counted)) == ((4, 1), {3})
        assert state(apart) is ResultState.AGREED
        assert verbs()[-1] == "session.moderated"


def test_what_a_conference_came_to_is_told_as_such(visit: Visit, cast: Cast, store: Any, apart: Ids) -> None:
    lena = visit(cast.lena)
    assert lena.post(apart.moderation, settled(way="conference")).status_code == 303
    assert "Settled at 2 in a conference with Lena Lead: At 1:00 it was caught." in words(lena.get(apart.moderation))
    with store():
        text = db.session.scalars(select(AuditEntry.text).filter_by(verb="session.moderated")).one()
        assert '"way":"conference"' in text


def test_it_is_counted_how_near_they_are_and_what_each_would_come_to(visit: Visit, cast: Cast, apart: Ids) -> None:
    shown = words(visit(cast.lena).get(apart.moderation))
    assert "Same level: 1 of 3. One apart: 0. Two or more: 2." in shown
    assert "By its levels alone meets the lines does not –" in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [("phases-level", value) for value in ("", "5", "0", "x")]
    + [("way", value) for value in ("", "x")]
    + [("inquiry-reason", value) for value in ("", " ", "x" * 1001)],
)
def test_each_difference_needs_a_level_and_a_reason(
    visit: Visit, cast: Cast, store: Any, apart: Ids, field: str, value: str
) -> None:
    answer = visit(cast.lena).post(apart.moderation, settled(**{field: value}))
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text
    assert "At 12:40 each phase was named." in answer.text
    with store():
        assert db.session.scalar(select(func.count()).select_from(Moderation)) == 0
        assert state(apart) is ResultState.MODERATING


@pytest.mark.parametrize(
    ("who", "duties", "reason"),
    [
        ("ana", [Duty.ASSESSOR], "This page is for: lead."),
        ("ana", [Duty.ASSESSOR, Duty.LEAD], "You rated this session."),
        ("lena", [Duty.LEAD], "You are this trainee&#39;s manager."),
    ],
)
def test_who_has_a_stake_settles_nothing(
    visit: Visit, cast: Cast, store: Any, apart: Ids, who: str, duties: list[Duty], reason: str
) -> None:
    person = getattr(cast, who)
    with store():
        arrange.give(cast, person, *duties)
        cast.tara.member.manager_id = cast.lena.member_id
    assert reason in visit(person).get(apart.moderation).text
    answer = visit(person).post(apart.moderation, settled())
    assert answer.status_code == 403
    assert reason in answer.text
    with store():
        assert state(apart) is ResultState.MODERATING


def test_what_is_settled_is_not_settled_again(visit: Visit, cast: Cast, apart: Ids) -> None:
    lena = visit(cast.lena)
    lena.post(apart.moderation, settled())
    again = lena.post(apart.moderation, settled(**{"phases-level": "4"}))
    assert again.status_code == 403
    assert "Nothing waits for moderation here." in words(again)


# Releasing.


def test_a_lead_releases_and_the_trainee_has_a_letter(visit: Visit, cast: Cast, store: Any, agreed: Ids) -> None:
    lena, tara = visit(cast.lena), visit(cast.tara)
    assert tara.get(agreed.feedback).status_code == 404
    answer = lena.post(f"sessions/{agreed.session}/release")
    assert answer.status_code == 303
    assert "Nothing waits for you." in words(lena.get(answer.location))
    assert "As the trainee reads it" in words(lena.get(agreed.moderation))
    with store():
        assert state(agreed) is ResultState.RELEASED
        found = sessions.session(agreed.organisation, agreed.session)
        assert found
        assert found.state is SessionState.CLOSED
        (letter,) = db.session.scalars(select(Letter).where(Letter.kind == "released"))
        assert letter.to_name == "Tara Trainee"
        assert letter.link.endswith(f"/o/acme/{agreed.feedback}")
        assert verbs()[-1] == "session.released"
    again = lena.post(f"sessions/{agreed.session}/release")
    assert again.status_code == 403
    assert "released already" in words(again)


def test_what_differs_is_settled_first(visit: Visit, cast: Cast, apart: Ids) -> None:
    answer = visit(cast.lena).post(f"sessions/{apart.session}/release")
    assert answer.status_code == 403
    assert "Settle the differences first" in words(answer)


def test_assessors_release_nothing(visit: Visit, cast: Cast, agreed: Ids) -> None:
    assert visit(cast.ana).post(f"sessions/{agreed.session}/release").status_code == 403
    assert visit(cast.ana).get("results").status_code == 403


def test_what_was_broken_off_waits_for_nobody(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        agreed = arrange.judged(cast)
        found = sessions.session(agreed.organisation, agreed.session)
        assert found
        practice.abort_session(found, "A fire alarm.", by=cast.cora.member, now=arrange.LATER)
    lena = visit(cast.lena)
    assert "Nothing waits for you." in words(lena.get("results"))
    assert lena.post(f"sessions/{agreed.session}/release").status_code == 403
    assert visit(cast.tara).get(agreed.feedback).status_code == 404


# Stop events.


@pytest.fixture
def stop(store: Any, agreed: Ids) -> str:
    with store():
        return f"stop-events/{db.session.scalar(select(StopEvent.id))}"


@pytest.mark.parametrize(("found", "shown"), [("yes", "Upheld"), ("no", "Settled")])
def test_a_lead_looks_into_a_stop_event(
    visit: Visit, cast: Cast, store: Any, agreed: Ids, stop: str, found: str, shown: str
) -> None:
    lena = visit(cast.lena)
    assert "Coercing someone to present. They were pressed to present. Look into it" in words(
        lena.get(agreed.moderation)
    )
    assert "They were pressed to present." in words(lena.get(stop))
    answer = lena.post(stop, {"upheld": found, "reason": "I asked both."})
    assert answer.status_code == 303
    assert f"{shown} I asked both." in words(lena.get(answer.location))
    assert lena.post(stop, {"upheld": "no", "reason": "Again."}).status_code == 404
    with store():
        assert verbs()[-1] == "stop_event.resolved"


@pytest.mark.parametrize(
    ("field", "value"),
    [("upheld", ""), ("upheld", "perhaps"), ("reason", ""), ("reason", " "), ("reason", "x" * 1001)],
)
def test_a_finding_needs_both(visit: Visit, cast: Cast, stop: str, field: str, value: str) -> None:
    sent = {"upheld": "yes", "reason": "I asked both.", field: value}
    answer = visit(cast.lena).post(stop, sent)
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text


@pytest.mark.parametrize("who", ["sam", "ana", "cora", "tara", "olga"])
def test_who_does_not_look_into_it(visit: Visit, cast: Cast, store: Any, stop: str, who: str) -> None:
    answer = visit(getattr(cast, who)).post(stop, {"upheld": "no", "reason": "x"})
    assert answer.status_code in (403, 404)
    with store():
        assert "stop_event.resolved" not in verbs()


def test_a_lead_who_raised_it_leaves_it_to_another(visit: Visit, cast: Cast, store: Any, stop: str) -> None:
    with store():
        arrange.give(cast, cast.sam, Duty.ASSESSOR, Duty.LEAD)
    answer = visit(cast.sam).post(stop, {"upheld": "no", "reason": "x"})
    assert answer.status_code == 403
    assert "Somebody who did not rate it decides here." in words(answer)


def test_before_the_session_is_compared_nobody_knows_of_it(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = arrange.ask(cast)
        arrange.capture(cast, ids, "sam")
        arrange.lock(cast, ids, "sam", draft(**STOPPED))
        stop = db.session.scalar(select(StopEvent.id))
    assert visit(cast.lena).get(f"stop-events/{stop}").status_code == 404


# Feedback.


@pytest.fixture
def released(store: Any, cast: Cast, apart: Ids) -> Ids:
    with store():
        found = arrange.compared(apart)
        actions.moderate(
            found, {"phases": (3, "Named."), "inquiry": (2, "Caught.")}, by=cast.lena.member, now=arrange.LATER
        )
        actions.release(found.result, link="https://t", by=cast.lena.member, now=arrange.LATER)
    return apart


def test_the_trainee_reads_words_before_levels(visit: Visit, cast: Cast, released: Ids) -> None:
    visit(cast.tara).post(f"sessions/{released.session}/self-assessment", {"rather_not": "y"})
    shown = words(visit(cast.tara).get(released.feedback))
    keep, try_next, levels = (shown.index(word) for word in ("Keep doing", "Try next", "Levels"))
    assert keep < try_next < levels
    assert "Ana's one Ana's two Sam's one Sam's two" in shown
    assert "Ana's question? Ana Assessor" in shown
    assert "A1 Phases and time: 3 moderated Ana Assessor: 4. The set keeps time itself." in shown
    assert "Moderated to 3: Named." in shown
    assert "B2 Strengths: 3" in shown
    assert "Sam Second: not observed." in shown
    assert "Reflect on this session" in shown


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("ana", 200),
        ("sam", 200),
        ("lena", 200),
        ("pat", 200),
        ("cora", 200),
        ("udo", 200),
        ("tom", 404),
        ("abel", 404),
        ("ada", 404),
        ("olga", 404),
    ],
)
def test_who_else_reads_it(visit: Visit, cast: Cast, released: Ids, who: str, status: int) -> None:
    answer = visit(getattr(cast, who)).get(f"/o/acme/{released.feedback}")
    assert answer.status_code == status
    assert "Reflect on this session" not in answer.text


@pytest.mark.parametrize("who", ["tara", "ana", "lena", "pat", "cora", "udo"])
def test_before_its_release_nobody_does(visit: Visit, cast: Cast, agreed: Ids, who: str) -> None:
    assert visit(getattr(cast, who)).get(agreed.feedback).status_code == 404


def test_levels_as_given_are_kept_beside_what_counts(store: Any, released: Ids) -> None:
    with store():
        given = queries.judgements(released.organisation, [released.session])[released.session]
        assert [queries.levels(row)["phases"] for row in given] == [4, 1]
