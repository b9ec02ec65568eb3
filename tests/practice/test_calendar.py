"""Dates in letters and at a secret address: does another program read them, and do they tell nothing they must not?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from typing import Any

import pytest
from sqlalchemy import select

from tests.assessment import arrange
from tests.cast import MONDAY, Cast, Player
from tests.practice.rehearsal import MEETS
from tests.visiting import Visitor, words
from trainer import clock, ics, post
from trainer.audit import AuditEntry
from trainer.config import Mail
from trainer.db import db, new_id
from trainer.organisations import actions as people
from trainer.outbox import Letter
from trainer.practice import actions, queries
from trainer.practice.lifecycle import MeetingState, ObservationState
from trainer.web import Refused

icalendar = pytest.importorskip("icalendar", reason="icalendar is in requirements/test.lock")

Visit = Callable[..., Visitor]
MAIL = Mail("127.0.0.1", 25, "none", "", "", "Facilitator training <lms@example.org>")
LATER = MEETS + timedelta(days=3, hours=1)


@pytest.fixture
def ids(store: Any, cast: Cast) -> arrange.Ids:
    """Ana is asked to observe Tara's session; nobody has a letter of it yet."""
    with store():
        return arrange.ask(cast, "ana")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let it be another time."""

    def become(moment: datetime) -> None:
        class Stopped(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return moment.astimezone(tz or UTC)

        monkeypatch.setattr(clock, "datetime", Stopped)

    become(MONDAY)
    return become


def letters(to: Player, kind: str) -> list[Letter]:
    query = select(Letter).where(Letter.to_address == to.email, Letter.kind == kind)
    return list(db.session.scalars(query.order_by(Letter.written_at, Letter.id)))


def travelling(letter: Letter) -> tuple[Any, Any]:
    """The calendar of a letter as it arrives, read by another library, and the part it came in."""
    parcel = post._parcel(Letter, letter)
    message = message_from_bytes(post.compose(MAIL, parcel).as_bytes(policy=SMTP))
    (part,) = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    octets = part.get_payload(decode=True)
    assert isinstance(octets, bytes)
    lines = octets.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    return icalendar.Calendar.from_ical(octets), part


def event_of(calendar: Any) -> Any:
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    return event


def test_an_assessor_and_the_trainee_are_invited_each_alone(
    ids: arrange.Ids, visit: Visit, cast: Cast, store: Any, at: Any
) -> None:
    with store():
        arrange.grant(cast, cast.sam)
        actions.decline_observation(arrange.observation(ids), "Away.", by=cast.ana.member, now=MONDAY)
    answer = visit(cast.cora).post(f"sessions/{ids.session}/assign", {"assessors": [str(cast.sam.member_id)]})
    assert answer.status_code == 303
    with store():
        (asked,), (confirmed,) = letters(cast.sam, "observation_assigned"), letters(cast.tara, "session_confirmed")
        assert "Sam" not in confirmed.subject + confirmed.body + confirmed.calendar
        assert "Tara" not in asked.calendar
        for letter, name, says in ((asked, "Sam Second", "You observe"), (confirmed, "Tara Trainee", "You facilitate")):
            calendar, part = travelling(letter)
            event = event_of(calendar)
            assert (calendar["METHOD"], part.get_param("method")) == ("REQUEST", "REQUEST")
            assert event["ORGANIZER"] == "mailto:lms@example.org"
            assert (event["ATTENDEE"], event["ATTENDEE"].params["CN"]) == (f"mailto:{letter.to_address}", name)
            assert (event["DTSTART"].dt, event["DTEND"].dt) == (MEETS, MEETS + timedelta(minutes=120))
            assert (event["SEQUENCE"], event["STATUS"], event["LOCATION"]) == (0, "CONFIRMED", "Room 4B")
            assert event["SUMMARY"] == f"{says}: session S-0001"
        assert event_of(travelling(asked)[0])["UID"] != event_of(travelling(confirmed)[0])["UID"]


def test_another_date_updates_the_same_entry(ids: arrange.Ids, visit: Visit, cast: Cast, store: Any, at: Any) -> None:
    cora = visit(cast.cora)
    shown = cora.get(f"meetings/{ids.meeting}")
    assert 'value="2026-09-14T10:00"' in shown.text  # London is an hour ahead of UTC in September
    for minutes in ("90", "100"):
        form = {"starts_at": "2026-09-17T11:00", "minutes": minutes, "place": "Room 5; left"}
        assert cora.post(f"meetings/{ids.meeting}/move", form).status_code == 303
    with store():
        meeting = queries.meeting(ids.organisation, ids.meeting)
        assert meeting
        assert (meeting.starts_at, meeting.minutes, meeting.changed) == (LATER, 100, 2)
        found = [event_of(travelling(letter)[0]) for letter in letters(cast.ana, "session_moved")]
        assert [event["SEQUENCE"] for event in found] == [1, 2]
        assert {str(event["UID"]) for event in found} == {str(ids.ana)}
        assert (found[1]["DTSTART"].dt, found[1]["LOCATION"]) == (LATER, "Room 5; left")
        assert len(letters(cast.tara, "session_moved")) == 2
        assert [row.verb for row in db.session.scalars(select(AuditEntry))].count("meeting.moved") == 2
    cora.post(f"meetings/{ids.meeting}/move", form)
    with store():
        assert len(letters(cast.ana, "session_moved")) == 2, "what stays as it is needs no letter"


@pytest.mark.parametrize("form", [{}, {"starts_at": "x", "minutes": "5", "place": "x" * 201}])
def test_a_wrong_date_comes_back_with_what_was_typed(
    ids: arrange.Ids, visit: Visit, cast: Cast, form: dict[str, str]
) -> None:
    answer = visit(cast.cora).post(f"meetings/{ids.meeting}/move", form)
    assert answer.status_code == 422
    assert 'href="#starts_at"' in answer.text
    assert all(value in answer.text for value in form.values())


def test_a_meeting_does_not_move_once_somebody_has_begun(
    ids: arrange.Ids, visit: Visit, cast: Cast, store: Any
) -> None:
    form = {"starts_at": "2026-09-17T11:00", "minutes": "90", "place": ""}
    short = visit(cast.cora).post(f"meetings/{ids.meeting}/move", {**form, "minutes": "45"})
    assert (short.status_code, "A slot of 60 minutes was asked for." in words(short)) == (403, True)
    with store():
        arrange.capture(cast, ids, end=False)
    answer = visit(cast.cora).post(f"meetings/{ids.meeting}/move", form)
    assert (answer.status_code, "Somebody has begun to observe here" in words(answer)) == (403, True)
    with store():
        meeting = queries.meeting(ids.organisation, ids.meeting)
        assert meeting
        meeting.state = MeetingState.CANCELLED
        with pytest.raises(Refused):
            actions.move_meeting(meeting, LATER, 90, "", by=cast.cora.member, now=MONDAY)


CANCELLATIONS: list[tuple[str, str, str, set[str]]] = [
    ("cora", "meetings/{meeting}/cancel", "session_cancelled", {"tara", "ana"}),
    ("cora", "sessions/{session}/cancel", "session_cancelled", {"tara", "ana"}),
    ("tara", "sessions/{session}/cancel", "session_cancelled", {"ana"}),
    ("ana", "observations/{ana}/decline", "observation_not_needed", {"ana"}),
    ("cora", "observations/{ana}/give-up", "observation_not_needed", {"ana"}),
]


@pytest.mark.parametrize(("who", "address", "kind", "told"), CANCELLATIONS)
def test_what_is_called_off_leaves_the_calendar(
    ids: arrange.Ids, visit: Visit, cast: Cast, store: Any, at: Any, who: str, address: str, kind: str, told: set[str]
) -> None:
    answer = visit(getattr(cast, who)).post(address.format(**vars(ids)), {"reason": "Ill.", "cancel-reason": "Ill."})
    assert answer.status_code == 303
    with store():
        for name in ("tara", "ana", "cora"):
            found = letters(getattr(cast, name), kind)
            assert len(found) == (name in told), name
            for letter in found:
                calendar, part = travelling(letter)
                event = event_of(calendar)
                assert (calendar["METHOD"], part.get_param("method")) == ("CANCEL", "CANCEL")
                assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
                assert str(event["UID"]) == str(ids.session if name == "tara" else ids.ana)


def test_what_was_held_already_needs_no_cancellation(
    ids: arrange.Ids, visit: Visit, cast: Cast, store: Any, at: Any
) -> None:
    at(LATER)
    visit(cast.cora).post(f"observations/{ids.ana}/give-up", {"reason": "Ill."})
    with store():
        assert arrange.observation(ids).state is ObservationState.VOID
        assert letters(cast.ana, "observation_not_needed") == []


# The address.


def subscribed(visitor: Visitor, anybody: Visitor) -> Any:
    found = path(visitor)
    answer = anybody.get(found)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return icalendar.Calendar.from_ical(answer.data)


def path(visitor: Visitor) -> str:
    page = visitor.get("calendar").text
    whole = page.partition('<code class="secret">')[2].partition("</code>")[0]
    return "/calendar/" + whole.rpartition("/calendar/")[2]


def test_an_address_shows_ones_own_dates_until_it_is_ended(
    ids: arrange.Ids, visit: Visit, cast: Cast, store: Any, at: Any
) -> None:
    ana, tara, anybody = visit(cast.ana), visit(cast.tara), visit()
    for visitor, own in ((ana, ids.ana), (tara, ids.session)):
        assert visitor.post("calendar").status_code == 303
        event = event_of(subscribed(visitor, anybody))
        assert (str(event["UID"]), event["DTSTART"].dt) == (str(own), MEETS)
        assert "ATTENDEE" not in event
    first = path(ana)
    ana.post("calendar")
    second = path(ana)
    assert first != second
    assert (anybody.get(first).status_code, anybody.get(second).status_code) == (404, 200)
    assert anybody.get(second.upper().replace("/CALENDAR/", "/calendar/").replace(".ICS", ".ics")).status_code == 200
    ana.post("calendar/end")
    assert anybody.get(second).status_code == 404
    assert "Make an address" in words(ana.get("calendar"))
    with store():
        verbs = [
            row.verb
            for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq))
            if row.verb.startswith("calendar.")
        ]
        assert verbs == ["calendar.opened"] * 3 + ["calendar.ended"]


def test_the_address_tells_neither_names_nor_who_else_observes(
    ids: arrange.Ids, visit: Visit, cast: Cast, store: Any, at: Any
) -> None:
    with store():
        arrange.also(cast, ids, cast.sam)
    tara, ana = visit(cast.tara), visit(cast.ana)
    for visitor in (tara, ana):
        visitor.post("calendar")
        told = visit().get(path(visitor)).text
        assert not [name for name in ("Ana", "Sam", "Tara", "Mona", "Set 4") if name in told]
        assert told.count("BEGIN:VEVENT") == 1


def test_whoever_has_left_is_told_nothing(ids: arrange.Ids, visit: Visit, cast: Cast, store: Any, at: Any) -> None:
    visit(cast.ana).post("calendar")
    found = path(visit(cast.ana))
    with store():
        people.leave(cast.ana.member, by=cast.ada.member, now=MONDAY)
    assert visit().get(found).status_code == 404


def test_what_is_stored_opens_nothing(visit: Visit, cast: Cast, store: Any) -> None:
    visit(cast.ana).post("calendar")
    with store():
        member = cast.ana.member
        link = queries.calendar_link(member)
        assert link
        kept = (link.token_digest, link.id, link.id.hex)
    secret = path(visit(cast.ana)).removeprefix("/calendar/").removesuffix(".ics")
    assert all(secret not in str(value) for value in kept)
    assert [visit().get(f"/calendar/{value}.ics").status_code for value in kept] == [404] * 3
    assert len(secret) == 16


# The text itself.

NASTY = [
    'Eve "The Voice"; CN=x:mailto:y@z',
    "a\r\nATTENDEE:mailto:evil@example.org",
    "é" * 60,
    "\\, ; \\n",
    "line\u2028separator\x0b\x1c\x85and more",
    "🪑" * 40,
]


@pytest.mark.parametrize("text", NASTY)
def test_whatever_somebody_typed_stays_where_it_belongs(text: str) -> None:
    event = ics.Event(str(new_id()), 3, MEETS, 60, ics.Message("%(text)s", {"text": text}), place=text)
    sent = ics.sent_by(ics.invitation(event, text, "eve@example.org", MONDAY), "lms@example.org")
    assert all(len(line.encode()) <= 75 for line in sent.split("\r\n"))
    read = event_of(icalendar.Calendar.from_ical(sent))
    same = "\n".join(text.splitlines())
    assert (read["SUMMARY"], read["LOCATION"]) == (same, same)
    assert read["ATTENDEE"] == "mailto:eve@example.org"
    assert "\n" not in read["ATTENDEE"].params["CN"]
