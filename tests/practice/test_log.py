"""The practice log: what counts, what chance chooses, who writes, withdraws and looks into a round."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.cast import MONDAY, Cast
from tests.practice.rehearsal import MEETS, Ids, enrol, rehearse, session_of
from tests.visiting import Visitor, words
from trainer.audit import AuditEntry
from trainer.db import db, new_id
from trainer.organisations import actions as people
from trainer.organisations.duties import Duty
from trainer.practice import actions, queries
from trainer.practice.actions.log import Written
from trainer.practice.lifecycle import Modality
from trainer.practice.log import Belief, Part, Round, Stage, Totals, belief, sampled, totals
from trainer.practice.models import PracticeRound

Visit = Callable[..., Visitor]
DAY = date(2026, 9, 7)


def one(name: str = "North", minutes: int = 60, stage: Stage = Stage.MIDDLE, is_: Belief = Belief.WRITTEN) -> Round:
    return Round(new_id(), DAY, name, minutes, stage, Part.FACILITATED, is_)


TOTALS = [
    ([], Totals(0, 0, 0, 0)),
    ([one(), one("NORTH", 30), one("South", 45, Stage.FIRST)], Totals(3, 135, 2, 1)),
    ([one(is_=Belief.REFUTED, stage=Stage.FIRST)], Totals(0, 0, 0, 0)),
    ([one(is_=found) for found in Belief], Totals(4, 240, 1, 0)),
]


@pytest.mark.parametrize(("rounds", "expected"), TOTALS)
def test_what_the_rounds_come_to(rounds: list[Round], expected: Totals) -> None:
    assert totals(rounds) == expected
    assert expected.hours == expected.minutes / 60


BELIEFS = [
    (None, False, Belief.WRITTEN),
    (None, True, Belief.SAMPLED),
    (True, True, Belief.CONFIRMED),
    (False, True, Belief.REFUTED),
    (True, False, Belief.CONFIRMED),
]


@pytest.mark.parametrize(("checked", "is_sampled", "expected"), BELIEFS)
def test_how_far_a_round_is_believed(checked: bool | None, is_sampled: bool, expected: Belief) -> None:
    assert belief(checked, is_sampled) is expected


@given(st.sets(st.uuids(), max_size=30), st.uuids())
def test_chance_chooses_at_least_one_and_keeps_to_it(ids: set[UUID], another: UUID) -> None:
    chosen = sampled(ids)
    assert chosen <= ids
    assert bool(chosen) is bool(ids)
    if len(chosen) > 1:
        assert chosen <= sampled(ids | {another}), "what is chosen stays chosen whatever is added"


def test_it_chooses_about_a_fifth() -> None:
    assert 0.17 < len(sampled([UUID(int=number) for number in range(4000)])) / 4000 < 0.23


# Pages.

FORM = {
    "held_on": "2026-09-08",
    "set": "elsewhere",
    "set_name": "Northern set",
    "minutes": "75",
    "modality": "virtual",
    "stage": "first",
    "part": "co_facilitated",
}


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Tara's session is to come; she is on the programme."""
    with store():
        return rehearse(cast, agreed=True)


def written(cast: Cast, days: int = 0, player: str = "tara") -> PracticeRound:
    person = getattr(cast, player)
    round = Written(None, "North", DAY + timedelta(days=days), 60, Modality.VIRTUAL, Stage.MIDDLE, Part.FACILITATED)
    return actions.write_round(enrol(person), round, by=person.member, now=MONDAY + timedelta(days=days))


def test_what_was_held_here_is_there_and_the_rest_is_written_down(
    ids: Ids, visit: Visit, cast: Cast, store: Any
) -> None:
    tara = visit(cast.tara)
    assert "No round yet." in words(tara.get("practice-log"))
    with store():
        actions.record_held(session_of(ids), by=cast.cora.member, now=MEETS)
    assert tara.post("practice-log", FORM).status_code == 303
    page = words(tara.get("practice-log"))
    assert "2 rounds 2.2 hours 2 different sets 2 first meetings" in page
    assert "S-0001" in page
    assert "Northern set 75 First meeting Co-facilitated A lead looks into it" in page
    with store():
        entry = db.session.scalar(select(AuditEntry).where(AuditEntry.verb == "round.written"))
        assert entry
        assert "Northern" not in entry.text


def test_what_went_unobserved_counts_all_the_same(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        session = session_of(ids)
        actions.record_held(session, by=cast.cora.member, now=MEETS)
        session.observed = False
    assert "Set 4 S-0001 60 First meeting Facilitated Confirmed" in words(visit(cast.tara).get("practice-log"))


WRONG = [
    ({"held_on": ""}, "Enter the day."),
    ({"held_on": "2126-01-01"}, "Enter a day that has been."),
    ({"set": ""}, "Choose a set."),
    ({"set": str(new_id())}, "Not a valid choice"),
    ({"set_name": "  "}, "write what it is called"),
    ({"minutes": "5"}, "A round lasts between 10 and 480 minutes."),
    ({"stage": "x"}, "Not a valid choice"),
]


@pytest.mark.parametrize(("changes", "says"), WRONG)
def test_a_mistake_comes_back_with_what_was_typed(
    ids: Ids, visit: Visit, cast: Cast, store: Any, changes: dict[str, str], says: str
) -> None:
    answer = visit(cast.tara).post("practice-log", {**FORM, **changes})
    assert (answer.status_code, says in words(answer)) == (422, True)
    assert 'value="75"' in answer.text or "minutes" in changes
    with store():
        assert db.session.scalar(select(PracticeRound)) is None


def test_a_set_of_ours_is_chosen_by_name(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    assert visit(cast.tara).post("practice-log", {**FORM, "set": str(ids.set), "set_name": "x"}).status_code == 303
    with store():
        row = db.session.scalars(select(PracticeRound)).one()
        assert (row.set_id, row.set_name) == (ids.set, "Set 4")


COUNTED = {"agreed": "3", "done": "2", "open": "1", "overdue": "1"}


def test_actions_are_counted_after_a_meeting_held_here_or_elsewhere(
    ids: Ids, visit: Visit, cast: Cast, store: Any
) -> None:
    tara = visit(cast.tara)
    with store():
        actions.record_held(session_of(ids), by=cast.cora.member, now=MEETS)
        elsewhere = written(cast).id
    for round, agreed in ((ids.session, "3"), (elsewhere, "0"), (elsewhere, "4")):
        assert tara.post(f"rounds/{round}/actions", {**COUNTED, "agreed": agreed}).status_code == 303
    page = words(tara.get("practice-log"))
    assert "3 agreed; of earlier ones 2 done, 1 open, 1 of them overdue" in page
    assert "4 agreed; of earlier ones 2 done, 1 open, 1 of them overdue" in page
    assert 'value="4"' in tara.get(f"rounds/{elsewhere}/actions").text
    lead = words(visit(cast.lena).get(f"practice-log/{enrolment_id(store, cast)}"))
    assert "4 agreed; of earlier ones 2 done, 1 open, 1 of them overdue" in lead
    with store():
        verbs = list(db.session.scalars(select(AuditEntry.verb).where(AuditEntry.verb == "actions.noted")))
        assert len(verbs) == 3


def enrolment_id(store: Any, cast: Cast) -> UUID:
    with store():
        return enrol(cast.tara).id


@pytest.mark.parametrize("wrong", [{"agreed": ""}, {"done": "-1"}, {"open": "100"}, {"open": "two"}, {"overdue": "2"}])
def test_a_count_is_a_number(ids: Ids, visit: Visit, cast: Cast, store: Any, wrong: dict[str, str]) -> None:
    with store():
        round = written(cast).id
    assert visit(cast.tara).post(f"rounds/{round}/actions", {**COUNTED, **wrong}).status_code == 422
    assert "agreed; of" not in words(visit(cast.tara).get("practice-log"))


@pytest.mark.parametrize("who", ["tom", "ana", "lena", "cora", "udo"])
def test_nobody_counts_for_another(ids: Ids, visit: Visit, cast: Cast, store: Any, who: str) -> None:
    with store():
        round = written(cast).id
        if who == "tom":
            enrol(cast.tom)
    other = visit(getattr(cast, who))
    assert other.get(f"rounds/{round}/actions").status_code == 404
    assert other.post(f"rounds/{round}/actions", COUNTED).status_code == 404


def test_whoever_is_on_no_programme_is_told_so(visit: Visit, cast: Cast) -> None:
    assert "No round yet." in words(visit(cast.tom).get("practice-log"))
    assert visit(cast.tom).post("practice-log", FORM).status_code == 200


def test_a_lead_looks_into_what_chance_chose(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        id = written(cast).id
    lena = visit(cast.lena)
    assert f"rounds/{id}" in lena.get("rounds").text
    assert lena.post(f"rounds/{id}", {"confirmed": "yes", "reason": " "}).status_code == 422
    assert lena.post(f"rounds/{id}", {"confirmed": "no", "reason": "The set did not meet."}).status_code == 303
    assert "Nothing waits." in words(lena.get("rounds"))
    page = words(visit(cast.tara).get("practice-log"))
    assert "0 rounds" in page
    assert "Does not count" in page
    lena.post(f"rounds/{id}", {"confirmed": "yes", "reason": "It was the week before."})
    assert "1 round " in words(visit(cast.tara).get("practice-log"))
    looked = words(lena.get(f"rounds/{id}"))
    assert "The set did not meet." in looked
    assert "It was the week before." in looked


def test_a_mistake_is_taken_back_unless_somebody_looks_into_it(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        made = [written(cast, number % 7).id for number in range(30)]
        chosen = sampled(made)
    tara = visit(cast.tara)
    free, watched = next(id for id in made if id not in chosen), next(iter(chosen))
    assert tara.post(f"rounds/{free}/withdraw").status_code == 303
    assert tara.post(f"rounds/{free}/withdraw").status_code == 404
    assert tara.post(f"rounds/{watched}/withdraw").status_code == 403
    assert "29 rounds" in words(tara.get("practice-log"))
    assert visit(cast.tom).post(f"rounds/{watched}/withdraw").status_code == 404


@pytest.mark.parametrize("stake", ["own", "report"])
def test_nobody_with_a_stake_confirms(ids: Ids, visit: Visit, cast: Cast, store: Any, stake: str) -> None:
    with store():
        id = written(cast).id
        if stake == "own":
            people.change_duties(cast.tara.member, {Duty.TRAINEE, Duty.LEAD}, by=cast.ada.member, now=MONDAY)
        else:
            cast.tara.member.manager_id = cast.lena.member_id
    who = visit(cast.tara if stake == "own" else cast.lena)
    answer = who.post(f"rounds/{id}", {"confirmed": "yes", "reason": "I know."})
    assert answer.status_code == 403


def test_each_trainee_is_sampled_by_themself(ids: Ids, cast: Cast, store: Any) -> None:
    with store():
        for player in ("tara", "tom"):
            written(cast, player=player)
        db.session.flush()
        waiting = queries.to_check(ids.organisation)
        assert {row.enrolment.member.name for row in waiting} == {"Tara Trainee", "Tom Trainee"}
        assert queries.to_check(cast.olga.organisation_id) == []
