"""Somebody rates to learn, beside those who judge: on the same form, blind, and nowhere does it count."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.assessment import arrange
from tests.assessment.arrange import LATER, NOBODY, Ids, but, draft
from tests.blank import run
from tests.cast import Cast
from tests.test_blindness import MARK, World, addresses, differing, his, known_ids, looked_at, told, told_in_letters
from tests.test_blindness import world as world  # a fixture
from tests.visiting import Visitor, words
from trainer.assessment import actions, queries
from trainer.assessment.queries.independent import given
from trainer.audit import AuditEntry
from trainer.certification import queries as certification
from trainer.curriculum import queries as curriculum
from trainer.db import db
from trainer.organisations.duties import Duty
from trainer.practice import actions as practice
from trainer.practice import queries as sessions
from trainer.practice.lifecycle import ObservationState, SessionState
from trainer.practice.models import Observation
from trainer.web import Application, Refused

Visit = Callable[..., Visitor]
once = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
SOURCES = Path(__file__).parents[2] / "trainer"


@dataclass(frozen=True)
class Beside(Ids):
    """With Tom, a trainee who is also an assessor in training."""

    tom: UUID = NOBODY


def beside(cast: Cast, ids: Ids) -> Beside:
    """Let Tom rate beside whoever judges."""
    arrange.give(cast, cast.tom, Duty.TRAINEE, Duty.ASSESSOR)
    return asked(cast, ids)


def asked(cast: Cast, ids: Ids) -> Beside:
    """Ask him."""
    found, tom, by = session_of(ids), cast.tom.member, cast.cora.member
    made = actions.assign_shadow(found, tom, link="https://t/assess", by=by, now=arrange.MONDAY)
    return Beside(**vars(ids), tom=made.id)


@pytest.fixture
def ids(cast: Cast, store: Any) -> Beside:
    """Ana and Sam are to judge a session of Tara, and Tom to learn."""
    with store():
        return beside(cast, arrange.ask(cast))


def judge(cast: Cast, ids: Ids, who: str, words: Any = None) -> None:
    arrange.capture(cast, ids, who)
    arrange.lock(cast, ids, who, words)


def session_of(ids: Ids) -> Any:
    found = sessions.session(ids.organisation, ids.session)
    assert found
    return found


# Who is asked.


def test_a_coordinator_asks_somebody_without_a_licence(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = arrange.ask(cast)
        arrange.give(cast, cast.tom, Duty.TRAINEE, Duty.ASSESSOR)
    cora, address = visit(cast.cora), f"sessions/{ids.session}/shadow"
    read = words(cora.get(address))
    assert "Tom Trainee" in read
    assert "Ana Assessor Asked already." in read
    assert cora.post(address).status_code == 422
    assert cora.post(address, {"assessors": str(cast.ana.member_id)}).status_code == 422
    assert cora.post(address, {"assessors": str(cast.tom.member_id)}).status_code == 303
    assert "Learns, does not count" in words(cora.get(f"sessions/{ids.session}"))
    assert "to learn" in words(visit(cast.tom).get("assess"))
    with store():
        (row,) = (row for row in sessions.observations_of(session_of(ids)) if row.shadow)
        assert row.assessor_id == cast.tom.member_id
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == row.id)).one()
        assert '"shadow":true' in entry.text.replace(" ", "")


def _license(cast: Cast, ids: Ids) -> None:
    arrange.grant(cast, cast.tom)


def _lead(cast: Cast, ids: Ids) -> None:
    arrange.give(cast, cast.tom, Duty.ASSESSOR, Duty.LEAD)


def _manage(cast: Cast, ids: Ids) -> None:
    session_of(ids).enrolment.member.manager_id = cast.tom.member_id


def _nobody_judges(cast: Cast, ids: Ids) -> None:
    for who in ("ana", "sam"):
        practice.decline_observation(arrange.observation(ids, who), "Away.", by=getattr(cast, who).member, now=LATER)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_license, "is licensed"),
        (_lead, "another duty"),
        (_manage, "A manager never rates a report."),
        (_nobody_judges, "First somebody is asked who judges"),
    ],
)
def test_who_is_not_asked(change: Callable[[Cast, Ids], None], reason: str, cast: Cast, store: Any) -> None:
    with store():
        ids = arrange.ask(cast)
        arrange.give(cast, cast.tom, Duty.TRAINEE, Duty.ASSESSOR)
        change(cast, ids)
    with store(), pytest.raises(Refused) as refused:
        actions.assign_shadow(session_of(ids), cast.tom.member, link="", by=cast.cora.member, now=LATER)
    assert reason in str(refused.value.verdict.reason)


# What it does not do.


def test_a_session_is_not_confirmed_or_held_by_who_learns(ids: Beside, cast: Cast, store: Any) -> None:
    with store():
        arrange.capture(cast, ids, "tom")
        assert session_of(ids).state is SessionState.CONFIRMED
        _nobody_judges(cast, ids)
        assert session_of(ids).state is SessionState.PLANNED


def test_nobody_waits_for_who_learns(ids: Beside, app: Application, cast: Cast, store: Any) -> None:
    with store():
        arrange.capture(cast, ids, "tom")
        arrange.save(cast, ids, "tom")
        for who in ("ana", "sam"):
            judge(cast, ids, who)
        result = queries.result(ids.organisation, ids.session)
        assert result
        actions.release(result, link="", by=cast.lena.member, now=LATER)
    assert run(app, "check").exit_code == 0
    with store():
        arrange.lock(cast, ids, "tom", his())
    assert run(app, "check").exit_code == 0


@pytest.mark.parametrize("end", ["locked", "declined", "given up"])
def test_however_it_ends_nothing_is_compared_anew(end: str, ids: Beside, cast: Cast, store: Any) -> None:
    with store():
        for who in ("ana", "sam"):
            judge(cast, ids, who)
    with store():
        own = arrange.observation(ids, "tom")
        if end == "locked":
            judge(cast, ids, "tom", his())
        elif end == "declined":
            by = cast.tom.member
            actions.decline(own, reason="Ill.", link="", link_compared="", by=by, now=LATER)
        else:
            actions.give_up(own, reason="Ill.", link="", by=cast.cora.member, now=LATER)
    with store():
        assert session_of(ids).observed
        assert session_of(ids).state is SessionState.HELD
        assert len(arrange.compared(ids).judgements) == 2


def test_who_learns_does_not_keep_a_session_open_for_breaking_off(
    ids: Beside, visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        for who in ("ana", "sam"):
            judge(cast, ids, who)
    answer = visit(cast.cora).post(f"sessions/{ids.session}/abort", {"abort-reason": "Fire."})
    assert answer.status_code == 403
    assert "Every judgement of this session is locked" in words(answer)


def read(ids: Ids, cast: Cast) -> dict[str, Any]:
    """Every place that reads what was judged, asked for its values."""
    lena, organisation = cast.lena.member, ids.organisation
    enrolment = curriculum.enrolment(organisation, ids.enrolment)
    assert enrolment
    compared = queries.compared(organisation, ids.session)
    bases = queries.bases(lena)
    file = certification.file(enrolment, LATER.date())
    return {
        "judgements": [row.id for row in queries.judgements(organisation, [ids.session])[ids.session]],
        "compared": compared and (compared.lines, [row.id for row in compared.judgements], compared.result.state),
        "stop events": compared and [row.id for row in compared.stop_events],
        "uncompared": [row.id for row in queries.uncompared(organisation)],
        "raters": queries.raters_of(enrolment),
        "doubted in": compared and queries.doubted_in(compared),
        "doubted of": queries.doubted_of(organisation, enrolment.id),
        "bases": [(basis.key, basis.mark) for basis in bases],
        "given": [given(lena, basis) for basis in bases],
        "agreement": [queries.agreement(lena, basis) for basis in bases],
        "own": [queries.own(lena, basis) for basis in bases],
        "usage": [
            queries.usage(lena, basis, member) for basis in bases for member in (cast.ana.member, cast.tom.member)
        ],
        "waited for": [row.id for row in queries.unlocked_between(organisation, arrange.MONDAY, LATER)],
        "facts": file.facts,
        "readiness": file.readiness,
        "strengths": file.strengths,
    }


def pages(visit: Visit, ids: Ids, cast: Cast) -> dict[str, str]:
    """The pages that show it, for those who may open them."""
    asked = (
        *((person, f"sessions/{ids.session}/moderation") for person in (cast.ana, cast.sam, cast.lena)),
        *((person, f"sessions/{ids.session}/feedback") for person in (cast.tara, cast.lena, cast.pat)),
        *((person, f"readiness/{ids.enrolment}") for person in (cast.lena, cast.pat)),
        *((cast.lena, page) for page in ("results", "capability/agreement", "capability/decision-study", "capability")),
        (cast.tara, "path"),
    )
    minute = re.compile(r"[Aa]s of [^<]*")
    return {f"{person.name} {page}": minute.sub("", told(visit(person).get(page))) for person, page in asked}


def exported(app: Application, folder: Path) -> dict[str, bytes]:
    run(app, "export", "--organisation", "acme", "--out", folder)
    names = ("judgement", "rating", "evidence", "stop_event", "operation", "session_result", "moderation")
    return {name: (folder / f"{name}.csv").read_bytes() for name in names}


@pytest.mark.parametrize("released", [False, True])
def test_nothing_that_reads_judgements_reads_his(
    released: bool, ids: Beside, app: Application, visit: Visit, cast: Cast, store: Any, tmp_path: Path
) -> None:
    """Tom gives the lowest levels, raises a stop event and has no licence: none of it is anywhere."""
    with store():
        for who in ("ana", "sam"):
            judge(cast, ids, who)
        if released:
            result = queries.result(ids.organisation, ids.session)
            assert result
            actions.release(result, link="", by=cast.lena.member, now=LATER)
    with store():
        before = read(ids, cast)
    shown, files = pages(visit, ids, cast), exported(app, tmp_path / "before")
    with store():
        judge(cast, ids, "tom", his())
    with store():
        after = read(ids, cast)
        assert {name for name in after if after[name] != before[name]} == set()
        judgement = queries.own_judgement(arrange.observation(ids, "tom"))
        assert judgement
        (stop,) = judgement.stop_events
        assert queries.stop_event(ids.organisation, stop.id) is None
    assert not differing(shown, pages(visit, ids, cast))
    assert exported(app, tmp_path / "after") == files
    assert visit(cast.lena).get(f"stop-events/{stop.id}").status_code == 404


def test_his_lock_does_not_open_theirs(ids: Beside, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        judge(cast, ids, "tom", his())
        judge(cast, ids, "ana")
        assert queries.result(ids.organisation, ids.session) is None
        assert read(ids, cast)["uncompared"] == []
        practice.stop_observation(arrange.observation(ids, "sam"), by=cast.cora.member, now=LATER)
        assert read(ids, cast)["uncompared"] == [ids.session]


def test_a_stop_event_of_who_learns_does_not_outlive_a_broken_off_session(ids: Beside, cast: Cast, store: Any) -> None:
    with store():
        judge(cast, ids, "tom", his())
        arrange.capture(cast, ids, "ana")
        practice.abort_session(session_of(ids), "Fire.", by=cast.cora.member, now=LATER)
    with store():
        found = read(ids, cast)
        assert found["uncompared"] == []
        assert (found["facts"].stop_events_open, found["facts"].stop_events_upheld) == (0, 0)


def test_one_file_says_what_is_locked_and_counts() -> None:
    """A query that asks for the state by itself would let in those who learn.

    On purpose two do: whoever rated to learn is nobody new to an appeal, and their rows keep the same invariants.
    """
    asks = re.compile(r"Observation\.state == ObservationState\.LOCKED")
    found = {str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*.py") if asks.search(path.read_text("utf-8"))}
    assert found == {"practice/queries/counting.py", "certification/queries/appeals.py", "invariants.py"}


# What they see.


def test_the_same_form_without_a_licence(ids: Beside, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        arrange.capture(cast, ids, "tom")
    tom, sheet = visit(cast.tom), f"observations/{ids.tom}/rating"
    shown = words(tom.get(sheet))
    assert "Nothing of it counts" in shown
    assert "You cannot lock this judgement" not in shown
    answer = tom.post(sheet, dict(arrange.form(draft("2"), lock="y")))
    assert answer.status_code == 303
    assert "What it came to stands here once it is settled." in words(tom.get(sheet))
    with store():
        assert arrange.observation(ids, "tom").state is ObservationState.LOCKED


def test_levels_beside_what_it_came_to_once_it_is_settled(ids: Beside, visit: Visit, cast: Cast, store: Any) -> None:
    tom, sheet = visit(cast.tom), f"observations/{ids.tom}/rating"
    with store():
        judge(cast, ids, "ana", but(draft(), inquiry="1"))
        judge(cast, ids, "sam", draft(words=MARK))
        arrange.capture(cast, ids, "tom")
    assert "It came to" not in words(tom.get(sheet))  # compared, and not locked by him
    with store():
        arrange.lock(cast, ids, "tom", draft("4"))
    assert "It came to" not in words(tom.get(sheet))  # locked, and a lead has to settle it
    with store():
        actions.moderate(arrange.compared(ids), {"inquiry": (2, "Seen once.")}, by=cast.lena.member, now=LATER)
    shown = words(tom.get(sheet))
    assert re.search(r"Questions before advice 4 2 ", shown)
    assert re.search(r"Phases and time 4 3 and 3 ", shown)
    for hidden in (MARK, "Ana Assessor", "Sam Second", "Seen once."):
        assert hidden not in shown
    for page in (f"sessions/{ids.session}/moderation", f"sessions/{ids.session}/feedback", f"sessions/{ids.session}"):
        assert tom.get(page).status_code == 404


def test_a_duty_that_opens_results_ends_it(ids: Beside, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        arrange.capture(cast, ids, "tom")
        arrange.give(cast, cast.tom, Duty.ASSESSOR, Duty.PANEL)
    answer = visit(cast.tom).post(f"observations/{ids.tom}/rating", dict(arrange.form(draft(), lock="y")))
    assert answer.status_code == 403
    assert "learn by calibration" in words(answer)


# Blind both ways.


def _story(world: World, ana: str, tom: str) -> Beside:
    """Sam judges nothing here; Ana and Tom have come so far."""
    ids = world.begin(ana="assigned", sam="nowhere", duties=tuple(set(Duty) - {Duty.TRAINEE}))
    with world.store():
        world._part(6)
        arrange.give(world.cast, world.cast.tom, Duty.TRAINEE, Duty.ASSESSOR)
        world._part(7)
        found = asked(world.cast, ids) if tom != "nowhere" else Beside(**vars(ids))
        world._part(8)
        world._go(found, "ana", ana)
        world._part(9)
        if tom == "locked":
            arrange.capture(world.cast, found, "tom", f"{MARK} noted")
            arrange.lock(world.cast, found, "tom", his())
    return found


def _seen(app: Application, world: World, who: str, ids: Beside, tom: UUID) -> dict[str, str]:
    known = known_ids(ids, world.cast, NOBODY)
    known["observations"] = known["s"] = [ids.ana, tom]
    return looked_at(Visitor(app, getattr(world.cast, who)), addresses(app, known, "GET"))


@once
def test_whoever_judges_learns_nothing_of_who_learns(app: Application, world: World) -> None:
    """Ana holds every duty and has not locked: whether Tom is there and what he gave changes no page of hers."""
    locked = _story(world, "rating", "locked")
    seen = {**_seen(app, world, "ana", locked, locked.tom), **told_in_letters(world)}
    nobody = _story(world, "rating", "nowhere")
    assert not differing(seen, {**_seen(app, world, "ana", nobody, locked.tom), **told_in_letters(world)})
    assert not [address for address, text in seen.items() if MARK in text]


@once
@pytest.mark.parametrize("tom", ["assigned"])
def test_who_learns_finds_nothing_before_the_lock(app: Application, world: World, tom: str) -> None:
    """Ana has locked, so that the session is compared, or not: no page of Tom's tells."""
    stories = [_story(world, far, tom) for far in ("locked",)]
    seen = _seen(app, world, "tom", stories[0], stories[0].tom)
    other = _story(world, "captured", tom)
    assert not differing(seen, _seen(app, world, "tom", other, other.tom))


def test_the_rows_say_who_learns(ids: Beside, store: Any) -> None:
    with store():
        rows = db.session.scalars(select(Observation).order_by(Observation.shadow)).all()
        assert [row.counts for row in rows] == [True, True, False]
