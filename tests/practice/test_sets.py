"""Sets, seats and meetings: who arranges them, and what they become."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from tests.cast import Cast
from tests.practice.rehearsal import MEETS, rehearse, session_of
from tests.visiting import Visitor, words
from trainer.practice import actions, queries
from trainer.practice.lifecycle import Answer, MeetingState, SessionState

Visit = Callable[..., Visitor]
NEW = {"name": "Set 9", "modality": "virtual", "seats": "Ida\n\n Ivo \nIna"}


def test_a_coordinator_founds_a_set_and_plans_its_meetings(visit: Visit, cast: Cast, store: Any) -> None:
    cora = visit(cast.cora)
    answer = cora.post("sets", NEW)
    assert answer.status_code == 303
    where = answer.location.split("/acme/")[1]
    planned = cora.post(f"{where}/meetings", {"starts_at": "2026-10-01T14:00", "minutes": "90", "place": "Room 1"})
    assert planned.status_code == 303
    assert cora.post(f"{where}/seats", {"person": "Ilse"}).status_code == 303
    seen = words(cora.get(where))
    assert "M3 Ina" in seen
    assert "M4 Ilse" in seen
    assert "Meeting 1 1 October 2026, 14:00" in seen
    with store():
        meeting = queries.upcoming_meetings(cast.cora.organisation_id, MEETS)[0]
        assert (meeting.starts_at.hour, meeting.minutes) == (13, 90)  # British summer time
    assert "Set 9" in words(cora.get("sets"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "Enter a name."),
        ({"seats": " \n "}, "one to a line"),
        ({"seats": "\n".join(f"P{n}" for n in range(13))}, "at most twelve"),
        ({"seats": "x" * 121}, "at most 120"),
        ({"modality": "by post"}, "Not a valid choice"),
        ({"name": "\x00"}, "Enter a name."),
    ],
)
def test_what_is_missing_is_asked_for(visit: Visit, cast: Cast, change: dict[str, str], says: str) -> None:
    answer = visit(cast.cora).post("sets", {**NEW, **change})
    assert answer.status_code == 422
    assert says in words(answer)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"starts_at": "soon", "minutes": "90"},
        {"starts_at": "0001-01-01T00:00", "minutes": "90"},
        {"starts_at": "2026-10-01T14:00", "minutes": "5"},
    ],
)
def test_a_meeting_needs_a_date_and_a_length(visit: Visit, cast: Cast, store: Any, sent: dict[str, str]) -> None:
    with store():
        ids = rehearse(cast)
    assert visit(cast.cora).post(f"sets/{ids.set}/meetings", sent).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("cora", 200), ("lena", 200), ("tara", 403), ("ana", 403), ("udo", 403)])
def test_who_arranges_sets(visit: Visit, cast: Cast, who: str, status: int) -> None:
    assert visit(getattr(cast, who)).get("sets").status_code == status


def test_another_organisation_knows_nothing_of_it(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast)
    olga = visit(cast.olga)
    assert olga.get(f"/o/acme/sets/{ids.set}").status_code == 404
    assert olga.get(f"sets/{ids.set}").status_code == 404
    assert olga.get(f"meetings/{ids.meeting}").status_code == 404
    assert olga.post(f"seats/{ids.seats[0]}/end").status_code == 404


def test_a_seat_that_is_left_keeps_its_code(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast)
    cora = visit(cast.cora)
    assert cora.post(f"seats/{ids.seats[1]}/end").status_code == 303
    assert cora.post(f"seats/{ids.seats[1]}/end").status_code == 403
    cora.post(f"sets/{ids.set}/seats", {"person": "New"})
    with store():
        found = queries.learning_set(ids.organisation, ids.set)
        assert found
        assert [seat.code for seat in queries.seats(found)] == ["M1", "M3", "M4"]


def test_a_cancelled_meeting_takes_its_sessions_with_it(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast)
    assert visit(cast.cora).post(f"meetings/{ids.meeting}/cancel").status_code == 303
    with store():
        assert session_of(ids).state is SessionState.CANCELLED
        assert session_of(ids).meeting.state is MeetingState.CANCELLED
    assert visit(cast.cora).post(f"meetings/{ids.meeting}/cancel").status_code == 403
    assert visit(cast.tara).post(f"meetings/{ids.meeting}/cancel").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("cora", 200), ("tara", 200), ("ana", 200), ("tom", 404), ("sam", 404)])
def test_who_sees_a_meeting(visit: Visit, cast: Cast, store: Any, who: str, status: int) -> None:
    with store():
        ids = rehearse(cast)
    assert visit(getattr(cast, who)).get(f"meetings/{ids.meeting}").status_code == status


def test_meetings_of_a_set_are_numbered(cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast)
        found = queries.learning_set(ids.organisation, ids.set)
        assert found
        second = actions.plan_meeting(found, MEETS, 60, by=cast.cora.member, now=MEETS)
        assert second.number == 2


def test_a_co_facilitator_sits_beside_the_members_and_gets_the_date_by_link(
    visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        ids = rehearse(cast)
    cora = visit(cast.cora)
    beside = {"person": "Cleo", "address": "cleo@example.org", "cofacilitates": "y"}
    assert "Cleo sits on CO." in words(cora.get(cora.post(f"sets/{ids.set}/seats", beside).location))
    assert "Milo sits on M4." in words(cora.get(cora.post(f"sets/{ids.set}/seats", {"person": "Milo"}).location))
    with store():
        meeting = queries.meeting(ids.organisation, ids.meeting)
        assert meeting
        for seat in queries.seats(meeting.set):
            seat.joined_at = MEETS - timedelta(days=1)
    assert cora.post(f"meetings/{ids.meeting}/links").status_code == 303
    row = cora.get(f"meetings/{ids.meeting}/links").text.partition("Cleo")[2]
    address = "/agree/" + row.partition("/agree/")[2].partition("<")[0]
    shown = words(visit().get(address))
    assert "Cleo, co-facilitator" in shown
    assert "Where Room 4B" in shown
    assert "Mona" not in shown
    calendar = visit().get(f"{address}/meeting.ics")
    assert calendar.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(calendar.data).walk("VEVENT")
    assert (event["LOCATION"], event.start) == ("Room 4B", MEETS)
    assert address in event["URL"]
    assert visit().get("/agree/x/meeting.ics").status_code == 410
    with store():
        answers = dict.fromkeys((seat.id for seat in queries.seats(meeting.set)), Answer.AGREED)
        found = queries.meeting(ids.organisation, ids.meeting)
        assert found
        actions.record_agreements(found, answers, "said", by=cast.cora.member, now=MEETS)
        standing = queries.agreement_standing(found)
        assert (len(standing.agreed), standing.present) == (5, 4)
    config = visit(cast.ana).get(f"{ids.capture_page}.json").get_json()
    assert config["seats"] == ["M1", "M2", "M3", "M4"]
