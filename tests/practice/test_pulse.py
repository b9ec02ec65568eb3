"""What a set says of how it was facilitated: once each, without a name, and shown from four answers on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.cast import MONDAY, Cast
from tests.practice.rehearsal import MEETS, Ids, agree, rehearse, session_of
from tests.visiting import Visitor, words
from trainer import clock
from trainer.audit import AuditEntry
from trainer.db import Base, db
from trainer.outbox import Letter
from trainer.practice import actions, links, queries
from trainer.practice.lifecycle import Answer, LinkPurpose
from trainer.practice.models import PulseTally, SignedLink
from trainer.practice.pulse import LEAST, QUESTIONS, added, pulse

Visit = Callable[..., Visitor]
FULLY = dict.fromkeys(QUESTIONS, "5")


@given(st.lists(st.fixed_dictionaries({key: st.integers(1, 5) for key in QUESTIONS}), max_size=9))
def test_means_are_shown_from_four_answers_on(said: list[dict[str, int]]) -> None:
    sums: dict[str, int] = {}
    for one in said:
        sums = added(sums, one)
    shown = pulse("North", len(said), sums)
    if len(said) < LEAST:
        assert (shown.answers, shown.means) == (None, {})
    else:
        assert shown.answers == len(said)
        for key in QUESTIONS:
            assert shown.means[key] == sum(one[key] for one in said) / len(said)


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Tara's session was held with five people, of whom the fifth was away; Mona can be written to."""
    with store():
        found = rehearse(cast)
        learning_set = session_of(found).meeting.set
        for name in ("Max", "Meg"):
            actions.add_seat(learning_set, name, by=cast.cora.member, now=MONDAY)
        seat = queries.seat(found.organisation, found.seats[0])
        assert seat
        actions.change_address(seat, "mona@example.org", by=cast.cora.member, now=MONDAY)
        db.session.flush()
        away = next(row for row in queries.seats(learning_set) if row.name == "Meg")
        actions.record_agreements(
            session_of(found).meeting, {away.id: Answer.ABSENT}, "said in the room", by=cast.cora.member, now=MEETS
        )
        actions.record_held(session_of(found), by=cast.cora.member, now=MEETS)
        return found


@pytest.fixture
def asked(ids: Ids, visit: Visit, cast: Cast) -> list[str]:
    """The addresses of the links of the four who were there."""
    assert visit(cast.cora).post(f"sessions/{ids.session}/pulse").status_code == 303
    page = visit(cast.cora).get(f"sessions/{ids.session}/pulse").text
    return ["/pulse/" + part.partition("<")[0] for part in page.split("/pulse/")[1:]]


def test_whoever_was_there_is_asked_once(ids: Ids, asked: list[str], visit: Visit, cast: Cast, store: Any) -> None:
    assert len(set(asked)) == 4
    visit(cast.cora).post(f"sessions/{ids.session}/pulse")
    with store():
        (letter,) = db.session.scalars(select(Letter).where(Letter.kind == "pulse_asked"))
        assert letter.to_address == "mona@example.org"
        assert letter.link.endswith(tuple(asked))
        assert len(queries.pulse_links(session_of(ids))) == 4


def test_four_answers_are_shown_and_three_are_not(
    ids: Ids, asked: list[str], visit: Visit, cast: Cast, store: Any
) -> None:
    tara = visit(cast.tara)
    for number, address in enumerate(asked):
        nobody = visit()
        assert "I had a fair share of time." in words(nobody.get(address))
        answer = nobody.post(address, {**FULLY, "safe": str(number + 1)})
        assert (answer.status_code, "Thank you" in words(answer)) == (200, True)
        shown = words(tara.get("practice-log"))
        assert ("Set 4 fewer than four answers" in shown) is (number < 3)
    assert "Set 4 5.0 5.0 5.0 5.0 2.5 4" in shown
    assert "2.5" in words(visit(cast.lena).get(f"practice-log/{session_of_id(ids, store)}"))


def session_of_id(ids: Ids, store: Any) -> Any:
    with store():
        return session_of(ids).enrolment_id


def test_a_link_is_good_for_one_answer(ids: Ids, asked: list[str], visit: Visit, store: Any) -> None:
    assert visit().post(asked[0], FULLY).status_code == 200
    assert visit().post(asked[0], FULLY).status_code == 410
    assert visit().get(asked[0]).status_code == 410
    with store():
        assert db.session.scalars(select(PulseTally)).one().answers == 1


@pytest.mark.parametrize("changes", [{"safe": ""}, {"safe": "6"}, {"safe": "0"}, {"safe": "x"}])
def test_half_an_answer_is_none_and_the_link_stays(
    asked: list[str], visit: Visit, store: Any, changes: dict[str, str]
) -> None:
    answer = visit().post(asked[0], {**FULLY, **changes})
    assert answer.status_code == 422
    assert answer.text.count(" checked") == 4
    assert 'href="#safe' in answer.text
    with store():
        assert db.session.scalar(select(PulseTally)) is None


def test_nothing_that_is_stored_tells_who_said_what_or_when(
    ids: Ids, asked: list[str], visit: Visit, cast: Cast, store: Any
) -> None:
    """Two people answer; every row that names one of their seats is the same whatever was said."""
    visit().post(asked[0], FULLY)
    visit().post(asked[1], dict.fromkeys(QUESTIONS, "1"))
    with store():
        used = [row for row in db.session.scalars(select(SignedLink)) if row.ended_at]
        assert len(used) == 2
        assert all(row.ended_at == row.made_at for row in used)
        seats = {str(row.seat_id) for row in used}
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "pulse.answered")).all()
        assert not [entry for entry in entries if any(seat in entry.text for seat in seats) or entry.by_id]
        tally = Base.metadata.tables["pulse_tally"]
        assert {column.name for column in tally.c} == {
            *("organisation_id", "id", "enrolment_id", "set_id", "answers", "sums")
        }
    page = words(visit(cast.cora).get(f"sessions/{ids.session}/pulse"))
    assert "M1 Mona" in page
    assert "Given" not in page, "the coordinator is not told who has answered"


def test_after_three_weeks_it_opens_nothing(ids: Ids, asked: list[str], store: Any) -> None:
    with store():
        secret = links.digest(asked[0].removeprefix("/pulse/"))
        soon, late = (clock.now() + timedelta(days=days) for days in (20, 22))
        assert queries.opened(LinkPurpose.PULSE, secret, soon)
        assert queries.opened(LinkPurpose.PULSE, secret, late) is None


def test_before_it_is_held_nobody_is_asked(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast)
        agree(cast, ids)
    answer = visit(cast.cora).post(f"sessions/{ids.session}/pulse")
    assert (answer.status_code, "once the session was held" in words(answer)) == (403, True)
    assert visit(cast.tara).get(f"sessions/{ids.session}/pulse").status_code == 404
