"""Who is reminded of what, when, and only once?"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.assessment import arrange, guesting
from tests.blank import run
from tests.cast import MONDAY, Cast
from tests.practice.rehearsal import MEETS
from tests.test_worker import Postbox, postbox
from trainer import clock
from trainer.assessment.actions import reminders as judgements
from trainer.db import db
from trainer.outbox import Letter
from trainer.practice import actions, queries
from trainer.practice.actions.reminders import Addresses, remind
from trainer.practice.lifecycle import Answer
from trainer.practice.links import Door
from trainer.practice.models import SetMeeting
from trainer.web import Application

__all__ = ["postbox"]
DOOR = Door("k" * 40, "https://t/agree/TOKEN")
TO = Addresses(lambda id: f"https://t/{id}", "https://t/assess", DOOR, Door("k" * 40, "https://t/guest/TOKEN"))


@pytest.fixture
def ids(store: Any, cast: Cast) -> arrange.Ids:
    """Ana and Sam are to observe Tara; everybody has agreed."""
    with store():
        return arrange.ask(cast)


def reminded(ids: arrange.Ids, at: datetime) -> Counter[tuple[str, str]]:
    """Everything that is due at an instant, each letter by kind and first name; asked for twice."""
    for _ in range(2):
        remind(ids.organisation, TO, now=at)
        judgements.remind(ids.organisation, TO, now=at)
        db.session.flush()
    found = db.session.scalars(select(Letter).where(Letter.written_at == at))
    return Counter((letter.kind, letter.to_name.split()[0]) for letter in found)


BEFORE = [
    (timedelta(days=3), set()),
    (timedelta(days=2), {"Tara", "Ana", "Sam"}),
    (timedelta(minutes=1), {"Tara", "Ana", "Sam"}),
    (timedelta(0), set()),
    (timedelta(hours=-1), set()),
]


@pytest.mark.parametrize(("before", "who"), BEFORE)
def test_two_days_before_everybody_who_takes_part(
    ids: arrange.Ids, cast: Cast, store: Any, before: timedelta, who: set[str]
) -> None:
    with store():
        assert reminded(ids, MEETS - before) == Counter({("session_soon", name): 1 for name in who})
        letters = db.session.scalars(select(Letter).where(Letter.kind == "session_soon")).all()
        for letter in letters:
            others = {"Tara", "Ana", "Sam"} - {letter.to_name.split()[0]}
            assert not any(name in letter.subject + letter.body for name in others)
            assert "Everybody in the set has agreed" in letter.body


def test_what_was_moved_is_told_again_and_what_was_called_off_is_not(ids: arrange.Ids, cast: Cast, store: Any) -> None:
    with store():
        assert len(reminded(ids, MEETS - timedelta(days=1))) == 3
        meeting = queries.meeting(ids.organisation, ids.meeting)
        assert meeting
        later = MEETS + timedelta(days=7)
        actions.move_meeting(meeting, later, 120, "", by=cast.cora.member, now=MONDAY)
        db.session.flush()
        assert len(reminded(ids, later - timedelta(days=1))) == 3
        actions.cancel_meeting(meeting, by=cast.cora.member, now=MONDAY)
        db.session.flush()
        assert not reminded(ids, later - timedelta(hours=1))


def test_a_week_before_coordinators_hear_that_nobody_observes(ids: arrange.Ids, cast: Cast, store: Any) -> None:
    with store():
        for name in ("ana", "sam"):
            member = getattr(cast, name).member
            actions.decline_observation(arrange.observation(ids, name), "Away.", by=member, now=MONDAY)
        db.session.flush()
        assert not reminded(ids, MEETS - timedelta(days=8))
        assert reminded(ids, MEETS - timedelta(days=6)) == Counter({("assessor_missing", "Cora"): 1})


def test_whoever_has_a_link_and_an_address_and_has_not_answered(ids: arrange.Ids, cast: Cast, store: Any) -> None:
    with store():
        learning_set = queries.learning_set(ids.organisation, ids.set)
        assert learning_set
        meeting = actions.plan_meeting(learning_set, MEETS + timedelta(days=30), 60, by=cast.cora.member, now=MONDAY)
        db.session.flush()
        reached = queries.seats(learning_set)[:2]
        for seat in reached:
            actions.change_address(seat, f"{seat.name.lower()}@example.org", by=cast.cora.member, now=MONDAY)
        actions.ask_by_link(meeting, door=DOOR, by=cast.cora.member, now=MONDAY)
        db.session.flush()
        (first,) = (link for link in queries.agreement_links(meeting) if link.seat_id == reached[0].id)
        actions.answer_by_link(first, {"observer_present": Answer.AGREED}, now=MONDAY)
        db.session.flush()
        other = reached[1].name
        soon = reminded(ids, meeting.starts_at - timedelta(days=1))
        assert soon == Counter({("agreement_reminder", other): 1})
        asked = db.session.scalars(
            select(Letter).where(Letter.kind == "agreement_asked", Letter.to_name == other)
        ).one()
        again = db.session.scalars(select(Letter).where(Letter.kind == "agreement_reminder")).one()
        assert asked.link == again.link


AFTER = [
    (timedelta(hours=23), 0),
    (timedelta(days=1), 1),
    (timedelta(days=3), 1),
    (timedelta(days=13), 1),
    (timedelta(days=15), 0),
]


@pytest.mark.parametrize(("after", "count"), AFTER)
def test_afterwards_an_assessor_hears_of_their_own_judgement_only(
    ids: arrange.Ids, cast: Cast, store: Any, after: timedelta, count: int
) -> None:
    with store():
        arrange.capture(cast, ids, "sam")
        arrange.lock(cast, ids, "sam")
        arrange.capture(cast, ids, "ana")
        assert reminded(ids, MEETS + after) == Counter({("judgement_waited_for", "Ana"): count} if count else {})


def test_the_two_reminders_are_two_and_no_more(ids: arrange.Ids, cast: Cast, store: Any) -> None:
    with store():
        for hours in range(0, 24 * 16, 5):
            reminded(ids, MEETS + timedelta(hours=hours))
        found = db.session.scalars(select(Letter).where(Letter.kind == "judgement_waited_for"))
        assert Counter(letter.to_name for letter in found) == {"Ana Assessor": 2, "Sam Second": 2}


def test_the_worker_writes_and_sends_them(ids: arrange.Ids, app: Application, store: Any, postbox: Postbox) -> None:
    with store():
        meeting = db.session.get(SetMeeting, (ids.organisation, ids.meeting))
        assert meeting
        meeting.starts_at = clock.now() + timedelta(hours=5)
    own = postbox.variables  # type: ignore[attr-defined]
    for sent in ("5 letters sent, 0 failed", ""):
        result = run(app, "worker", "--once", **own)
        assert (result.exit_code, result.output.startswith(sent)) == (0, True), result.output
    bodies = [letter.get_body(("plain",)) for letter in postbox.letters]
    links = {body.get_content().strip().splitlines()[-1] for body in bodies if body}
    assert links - {"https://t/assess"} == {
        "https://lms.example.org/o/acme/assess",
        f"https://lms.example.org/o/acme/sessions/{ids.session}",
    }


def test_without_a_mail_server_nobody_is_reminded(ids: arrange.Ids, app: Application, store: Any) -> None:
    with store():
        meeting = db.session.get(SetMeeting, (ids.organisation, ids.meeting))
        assert meeting
        meeting.starts_at = clock.now() + timedelta(hours=5)
    assert run(app, "worker", "--once").exit_code == 0
    with store():
        assert db.session.scalar(select(Letter).where(Letter.kind == "session_soon")) is None


def test_a_guest_is_reminded_with_their_own_link_as_long_as_there_is_one(store: Any, cast: Cast) -> None:
    with store():
        gina = guesting.ask(cast)
        kinds = {("session_soon", "Gina"): 1, ("session_soon", "Ana"): 1, ("session_soon", "Tara"): 1}
        assert reminded(gina.ids, MEETS - timedelta(days=1)) == kinds
        assert reminded(gina.ids, MEETS + timedelta(days=1, hours=3))["judgement_waited_for", "Gina"] == 1
        letters = db.session.scalars(select(Letter).where(Letter.to_name == "Gina Guest")).all()
        assert {letter.link for letter in letters} == {f"https://t{gina.home}"}
        own = guesting.observation(gina)
        actions.end_guest_link(own, door=guesting.GUESTS, by=cast.cora.member, now=MEETS)
        db.session.expire_all()
        assert {letter.body for letter in letters} == {""}
        assert reminded(gina.ids, MEETS + timedelta(days=4))["judgement_waited_for", "Gina"] == 0


def test_a_moved_meeting_takes_the_guests_link_with_it(store: Any, cast: Cast) -> None:
    with store():
        gina = guesting.ask(cast)
        meeting = queries.meeting(gina.ids.organisation, gina.ids.meeting)
        assert meeting
        later = MEETS + timedelta(days=30)
        values = {"by": cast.cora.member, "now": MEETS, "link": "https://t/", "guests": guesting.GUESTS}
        actions.move_meeting(meeting, later, 120, "Room 5", **values)
        link = queries.guest_link(guesting.observation(gina))
        assert link
        assert link.expires_at == later + timedelta(days=21)
        moved = select(Letter).where(Letter.kind == "session_moved", Letter.to_name == "Gina Guest")
        (letter,) = db.session.scalars(moved)
        assert letter.link == f"https://t{gina.home}"
        actions.cancel_meeting(meeting, by=cast.cora.member, now=MEETS, link="https://t/", guests=guesting.GUESTS)
        called_off = select(Letter).where(Letter.kind == "session_cancelled", Letter.to_name == "Gina Guest")
        assert "METHOD:CANCEL" in db.session.scalars(called_off).one().calendar
