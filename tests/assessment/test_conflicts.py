"""Who has a stake in a trainee or no time? Tables of cases, and what the page makes of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.assessment import arrange
from tests.cast import MONDAY, Cast, Player
from tests.practice.rehearsal import MEETS, enrol
from tests.visiting import Visitor, words
from trainer.assessment import actions
from trainer.assessment.conflicts import MOST_IN_A_QUARTER, MOST_OPEN, Asked, Person, Sitting, forbids, speaks_against
from trainer.audit import AuditEntry
from trainer.db import db
from trainer.organisations import actions as people
from trainer.organisations.duties import Duty
from trainer.practice import actions as practice
from trainer.practice import queries as sessions
from trainer.practice.lifecycle import SessionKind
from trainer.practice.models import PracticeSession
from trainer.web import Refused

Visit = Callable[..., Visitor]
ANA, SAM, TARA, TOM, UNIT = (UUID(int=number) for number in range(1, 6))
TRAINEE, ASSESSOR = Person(TARA, None, None), Person(ANA, None, None)
WANTED = Sitting(UUID(int=11), UUID(int=21), UUID(int=31), TARA, MEETS, 120)


def at(hours: float, session: int = 12, *, enrolment: int = 32, trainee: UUID = TOM, meeting: int = 22) -> Sitting:
    """Another session so many hours later."""
    starts_at = MEETS + timedelta(hours=hours)
    return Sitting(UUID(int=session), UUID(int=meeting), UUID(int=enrolment), trainee, starts_at, 120)


def of_tara(session: int, *assessors: UUID, locked: bool = True) -> list[Asked]:
    sitting = at(-24.0 * session, session, enrolment=31, trainee=TARA, meeting=session)
    return [Asked(one, sitting, not locked) for one in assessors]


FORBIDDEN = [
    (ASSESSOR, TRAINEE, ""),
    (replace(ASSESSOR, id=TARA), TRAINEE, "Nobody rates themselves."),
    (ASSESSOR, replace(TRAINEE, manager=ANA), "A manager never rates a report."),
    (replace(ASSESSOR, manager=TARA), TRAINEE, "Nobody rates their own manager."),
    (replace(ASSESSOR, manager=SAM), replace(TRAINEE, manager=SAM), ""),
]


@pytest.mark.parametrize(("assessor", "trainee", "says"), FORBIDDEN)
def test_what_forbids_it(assessor: Person, trainee: Person, says: str) -> None:
    verdict = forbids(assessor, trainee)
    assert (bool(verdict), str(verdict.reason or "")) == (not says, says)


OVERLAPS = [
    ([Asked(ANA, at(1), False)], [], True),
    ([Asked(ANA, at(-1.9), False)], [], True),
    ([Asked(ANA, at(2), False)], [], False),
    ([Asked(ANA, at(-2), False)], [], False),
    ([Asked(ANA, at(0, meeting=21), False)], [], False),
    ([Asked(SAM, at(1), False)], [], False),
    ([], [at(1, trainee=ANA)], True),
    ([], [at(3, trainee=ANA)], False),
]


@pytest.mark.parametrize(("asked", "facilitated", "overlaps"), OVERLAPS)
def test_nobody_is_at_two_meetings(asked: list[Asked], facilitated: list[Sitting], overlaps: bool) -> None:
    found = speaks_against(ASSESSOR, TRAINEE, WANTED, (), asked, facilitated)
    assert [str(one) for one in found] == ["is at another meeting at that hour"] * overlaps


def owing(count: int, locked: bool = False) -> list[Asked]:
    return [Asked(ANA, at(-24.0 * 100 - day, 40 + day), not locked) for day in range(count)]


def near(count: int, hours: float = 24) -> list[Asked]:
    return [Asked(ANA, at(hours * (1 + number), 40 + number, meeting=number), False) for number in range(count)]


AGAINST = [
    (ASSESSOR, TRAINEE, (), [], []),
    (replace(ASSESSOR, unit=UNIT), replace(TRAINEE, unit=UNIT), (), [], ["works in the same unit"]),
    (replace(ASSESSOR, unit=UNIT), replace(TRAINEE, unit=SAM), (), [], []),
    (ASSESSOR, TRAINEE, (), of_tara(1, SAM, TOM), []),
    (ASSESSOR, TRAINEE, (), of_tara(1, ANA, SAM), ["would give 2 of this trainee's 3 judgements"]),
    (ASSESSOR, TRAINEE, (), of_tara(1, ANA, SAM) + of_tara(2, SAM), []),
    (
        ASSESSOR,
        TRAINEE,
        (SAM,),
        of_tara(1, ANA, SAM) + of_tara(2, SAM, TOM),
        ["has assessed this trainee with the same colleague before: 1×"],
    ),
    (ASSESSOR, TRAINEE, (TOM,), of_tara(1, ANA, SAM) + of_tara(2, SAM, TOM), []),
    (ASSESSOR, TRAINEE, (), owing(MOST_OPEN - 1), []),
    (ASSESSOR, TRAINEE, (), owing(MOST_OPEN), ["has 4 judgements still to make"]),
    (ASSESSOR, TRAINEE, (), owing(MOST_OPEN, locked=True), []),
    (ASSESSOR, TRAINEE, (), near(MOST_IN_A_QUARTER - 1), []),
    (ASSESSOR, TRAINEE, (), near(MOST_IN_A_QUARTER), ["observes 12 sessions within three months"]),
    (ASSESSOR, TRAINEE, (), near(MOST_IN_A_QUARTER, hours=24 * 50), []),
]


@pytest.mark.parametrize(("assessor", "trainee", "beside", "asked", "says"), AGAINST)
def test_what_speaks_against_it(
    assessor: Person, trainee: Person, beside: tuple[UUID, ...], asked: list[Asked], says: list[str]
) -> None:
    assert [str(one) for one in speaks_against(assessor, trainee, WANTED, beside, asked)] == says


# The page.


@pytest.fixture
def ids(store: Any, cast: Cast) -> arrange.Ids:
    """Ana was asked for one session of Tara, and could be for another, a week later."""
    with store():
        return arrange.ask(cast, "ana")


def another(cast: Cast, ids: arrange.Ids, days: float = 7, trainee: str = "tara") -> PracticeSession:
    learning_set = sessions.learning_set(ids.organisation, ids.set)
    assert learning_set
    starts_at = MEETS + timedelta(days=days)
    meeting = practice.plan_meeting(learning_set, starts_at, 120, by=cast.cora.member, now=MONDAY)
    person: Player = getattr(cast, trainee)
    kind = SessionKind.FORMATIVE
    return practice.request_session(enrol(person), meeting, kind, 60, by=person.member, now=MONDAY)


def test_what_speaks_against_is_asked_once_and_kept_in_the_trail(
    ids: arrange.Ids, visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        page = f"sessions/{another(cast, ids).id}/assign"
    cora, form = visit(cast.cora), {"assessors": [str(cast.ana.member_id)]}
    assert "Ana Assessor (would give 2 of this trainee's 2 judgements)" in words(cora.get(page))
    answer = cora.post(page, form)
    assert (answer.status_code, "Something speaks against it" in words(answer)) == (422, True)
    assert (
        "checked"
        in answer.text.partition(str(cast.ana.member_id))[0].rpartition("<input")[2]
        + answer.text.partition(str(cast.ana.member_id))[2].partition(">")[0]
    )
    assert cora.post(page, {**form, "confirmed": "y"}).status_code == 303
    with store():
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.verb == "observation.assigned").order_by(AuditEntry.seq)
        ).all()[-1]
        assert "judgements" in entry.text
    assert cora.post(f"sessions/{ids.session}/assign", {"assessors": [str(cast.sam.member_id)]}).status_code == 303


def test_another_meeting_at_that_hour_is_told(ids: arrange.Ids, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        page = f"sessions/{another(cast, ids, days=0.05, trainee='tom').id}/assign"
    cora, form = visit(cast.cora), {"assessors": [str(cast.ana.member_id)]}
    assert "Ana Assessor (is at another meeting at that hour)" in words(cora.get(page))
    assert cora.post(page, form).status_code == 422


def test_nobody_rates_their_own_manager(ids: arrange.Ids, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        cast.sam.member.manager_id = cast.tara.member_id
    with store():
        session, sam, cora = sessions.session(ids.organisation, ids.session), cast.sam.member, cast.cora.member
        assert session
        with pytest.raises(Refused, match="own manager"):
            actions.assign(session, sam, link="https://t", by=cora, now=MONDAY)
    assert "Sam Second Nobody rates their own manager." in words(visit(cast.cora).get(f"sessions/{ids.session}/assign"))


@pytest.mark.parametrize("with_sam", [True, False])
def test_who_still_judges_learns_nothing_of_that_session_while_choosing(
    ids: arrange.Ids, visit: Visit, cast: Cast, store: Any, with_sam: bool
) -> None:
    """Ana coordinates, too: for another session of Tara she is told the same whether Sam assesses hers or not."""
    with store():
        arrange.give(cast, cast.ana, Duty.ASSESSOR, Duty.COORDINATOR)
        unit = people.add_unit(ids.organisation, "Leeds", by=cast.ada.member, now=MONDAY)
        cast.sam.member.unit_id = cast.tara.member.unit_id = unit.id
        if with_sam:
            arrange.also(cast, ids, cast.sam)
        session = another(cast, ids).id
        also = another(cast, ids, days=0.05, trainee="tom").id
    ana = visit(cast.ana)
    assert "Sam Second (works in the same unit)" in words(ana.get(f"sessions/{session}/assign"))
    assert "Sam Second (is at another" not in words(ana.get(f"sessions/{also}/assign"))
