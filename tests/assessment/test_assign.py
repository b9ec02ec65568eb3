"""Choosing assessors: licensed ones, without a stake, each told by a letter; and giving an assignment back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.assessment import arrange
from tests.assessment.arrange import Ids
from tests.cast import MONDAY, Cast
from tests.visiting import Visitor, words
from trainer.assessment import actions, queries
from trainer.audit import AuditEntry
from trainer.db import db
from trainer.organisations.duties import Duty
from trainer.outbox import Letter
from trainer.practice import queries as sessions
from trainer.practice.lifecycle import ObservationState, SessionState

Visit = Callable[..., Visitor]


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Ana is asked; Sam could be."""
    with store():
        return arrange.ask(cast, "ana")


def page(ids: Ids) -> str:
    return f"sessions/{ids.session}/assign"


def letters(kind: str) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.to_name)))


def verbs() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))


def test_a_coordinator_asks_and_the_assessor_has_a_letter(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    cora = visit(cast.cora)
    shown = words(cora.get(page(ids)))
    assert "Asked so far: Ana Assessor" in shown
    assert "Ana Assessor Asked already." in shown
    answer = cora.post(page(ids), {"assessors": [str(cast.sam.member_id)]})
    assert answer.status_code == 303
    assert answer.location.endswith(f"sessions/{ids.session}")
    assert "One assessor is asked." in words(cora.get(answer.location))
    with store():
        ana, sam = letters("observation_assigned")
        assert (ana.to_name, sam.to_name) == ("Ana Assessor", "Sam Second")
        assert "Sam" not in ana.subject + ana.body
        assert "Ana" not in sam.subject + sam.body
        assert sam.link.endswith("/o/acme/assess")
        assert verbs().count("observation.assigned") == 2


@pytest.mark.parametrize(
    ("sent", "status"),
    [([], 422), (["x"], 422), (["ana"], 422), (["tara"], 422), (["lena"], 422), (["olga"], 422), (["sam", "x"], 422)],
)
def test_only_who_is_offered_can_be_chosen(
    visit: Visit, cast: Cast, store: Any, ids: Ids, sent: list[str], status: int
) -> None:
    chosen = [str(getattr(cast, name).member_id) if hasattr(cast, name) else name for name in sent]
    answer = visit(cast.cora).post(page(ids), {"assessors": chosen})
    assert answer.status_code == status
    assert 'href="#assessors' in answer.text
    with store():
        assert len(letters("observation_assigned")) == 1


@pytest.mark.parametrize(
    ("until", "suspended", "reason"),
    [
        (date(2026, 9, 10), False, "licence ran out on 10 September 2026"),
        (date(2028, 1, 1), True, "is suspended"),
        (None, False, "holds no licence"),
    ],
)
def test_who_cannot_be_asked_stands_there_with_the_reason(
    visit: Visit, cast: Cast, store: Any, ids: Ids, until: date | None, suspended: bool, reason: str
) -> None:
    with store():
        arrange.give(cast, cast.pia, Duty.ASSESSOR)
        if until:
            arrange.grant(cast, cast.pia, until=until)
        if suspended:
            licence = queries.licences(ids.organisation)[cast.pia.member_id][0]
            actions.suspend_licence(licence, reason="Away.", by=cast.lena.member, now=MONDAY)
    shown = visit(cast.cora).get(page(ids))
    assert reason in words(shown)
    assert str(cast.pia.member_id) not in shown.text


def test_nobody_assesses_their_own_people(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    with store():
        cast.tara.member.manager_id = cast.sam.member_id
    assert "Sam Second A manager never rates a report." in words(visit(cast.cora).get(page(ids)))


@pytest.mark.parametrize(("who", "status"), [("cora", 200), ("lena", 200), ("udo", 403), ("tara", 403), ("tom", 404)])
def test_who_may_assign(visit: Visit, cast: Cast, ids: Ids, who: str, status: int) -> None:
    assert visit(getattr(cast, who)).get(page(ids)).status_code == status


def test_who_assesses_the_session_does_not_see_who_else_does(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    with store():
        arrange.give(cast, cast.ana, Duty.ASSESSOR, Duty.COORDINATOR)
    answer = visit(cast.ana).get(page(ids))
    assert answer.status_code == 403
    assert "may not know who else does" in words(answer)
    assert visit(cast.ana).post(page(ids), {"assessors": [str(cast.sam.member_id)]}).status_code == 403


def test_a_coordinator_who_learns_does_not_choose_their_assessors(
    visit: Visit, cast: Cast, store: Any, ids: Ids
) -> None:
    with store():
        arrange.give(cast, cast.tara, Duty.TRAINEE, Duty.COORDINATOR)
    assert "Nobody chooses their own assessors." in words(visit(cast.tara).get(page(ids)))


def test_nobody_is_assigned_to_what_is_over(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    with store():
        arrange.capture(cast, ids)
    answer = visit(cast.cora).get(page(ids))
    assert answer.status_code == 403
    assert "before a session is held" in words(answer)


def test_other_organisations_and_silly_ids(visit: Visit, cast: Cast, ids: Ids) -> None:
    assert visit(cast.olga).get(page(ids)).status_code == 404
    assert visit(cast.olga).get(f"/o/acme/{page(ids)}").status_code == 404
    assert visit(cast.cora).get("sessions/not-an-id/assign").status_code == 404


# Giving it back.


def decline(ids: Ids, who: str = "ana") -> str:
    return f"observations/{getattr(ids, who)}/decline"


def test_an_assessor_gives_it_back_and_the_session_waits_again(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    ana = visit(cast.ana)
    assert "I cannot observe S-0001" in words(ana.get(decline(ids)))
    answer = ana.post(decline(ids), {"reason": "I am away."})
    assert answer.status_code == 303
    assert "Nothing waits for you." in words(ana.get("assess"))
    with store():
        assert arrange.observation(ids).state is ObservationState.DECLINED
        found = sessions.session(ids.organisation, ids.session)
        assert found
        assert found.state is SessionState.PLANNED
        (letter,) = letters("handed_back")
        assert letter.to_name == "Cora Coordinator"
        assert letter.link.endswith(f"/o/acme/sessions/{ids.session}")
        assert "Ana Assessor cannot observe session S-0001" in letter.body
        assert "observation.declined" in verbs()
    assert "I am away." in words(visit(cast.cora).get(f"sessions/{ids.session}"))
    assert "I am away." not in words(visit(cast.tara).get(f"sessions/{ids.session}"))


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_a_reason_is_needed_and_what_was_typed_stays(visit: Visit, cast: Cast, ids: Ids, reason: str) -> None:
    answer = visit(cast.ana).post(decline(ids), {"reason": reason})
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert reason in answer.text


def test_what_has_begun_is_not_given_back(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    with store():
        arrange.capture(cast, ids, end=False)
    answer = visit(cast.ana).post(decline(ids), {"reason": "I am away."})
    assert answer.status_code == 403
    assert "You have begun." in words(answer)


def test_nobody_gives_back_what_is_anothers(visit: Visit, cast: Cast, ids: Ids) -> None:
    for person in (cast.sam, cast.cora, cast.lena, cast.tara):
        assert visit(person).get(decline(ids)).status_code == 404
        assert visit(person).post(decline(ids), {"reason": "x"}).status_code == 404


def test_who_assesses_the_session_hears_nothing_when_another_gives_it_back(
    visit: Visit, cast: Cast, store: Any, ids: Ids
) -> None:
    with store():
        arrange.give(cast, cast.ana, Duty.ASSESSOR, Duty.COORDINATOR)
        both = arrange.also(cast, ids, cast.sam)
    assert visit(cast.sam).post(decline(both, "sam"), {"reason": "I am away."}).status_code == 303
    with store():
        assert [letter.to_name for letter in letters("handed_back")] == ["Cora Coordinator"]


def test_who_has_locked_does_not_wait_for_who_gave_it_back(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    with store():
        both = arrange.also(cast, ids, cast.sam)
        arrange.capture(cast, both, "sam")
        arrange.lock(cast, both, "sam")
        assert queries.result(ids.organisation, ids.session) is None
    assert visit(cast.ana).post(decline(ids), {"reason": "I fell ill."}).status_code == 303
    with store():
        assert len(arrange.compared(both).judgements) == 1
        assert [letter.to_name for letter in letters("compared")] == ["Lena Lead"]
