"""Answering for oneself by a link: no account, one's own voice, withdrawable, and enforced by the server."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from tests.cast import MONDAY, Cast
from tests.practice.rehearsal import WALL, Ids, agree, assign, batch, observation_of, rehearse, session_of, tap
from tests.visiting import Visitor, words
from trainer import clock
from trainer.audit import AuditEntry
from trainer.db import db
from trainer.invariants import nothing_is_captured_before_agreement
from trainer.outbox import Letter
from trainer.practice import actions, agreement, links, queries
from trainer.practice.lifecycle import Answer, LinkPurpose, ObservationState, SessionState
from trainer.practice.models import Agreement, SignedLink
from trainer.practice.roster import split_address

Visit = Callable[..., Visitor]
YES = dict.fromkeys(agreement.KINDS, "agreed")
NO_OBSERVER = {**YES, "observer_present": "declined"}
NO_CODING = {**YES, "event_coding": "declined"}


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Mona can be written to; nobody was asked yet."""
    with store():
        found = rehearse(cast)
        seat = queries.seat(found.organisation, found.seats[0])
        assert seat
        actions.change_address(seat, "mona@example.org", by=cast.cora.member, now=MONDAY)
        return found


@pytest.fixture
def given(ids: Ids, visit: Visit, cast: Cast, store: Any) -> list[str]:
    """The addresses of the links of Mona, Mick and Mia."""
    assert visit(cast.cora).post(f"meetings/{ids.meeting}/links").status_code == 303
    return addresses(visit, cast, ids)


def addresses(visit: Visit, cast: Cast, ids: Ids) -> list[str]:
    page = visit(cast.cora).get(f"meetings/{ids.meeting}/links").text
    return ["/agree/" + part.partition("<")[0] for part in page.split("/agree/")[1:]]


def everybody(visit: Visit, given: list[str], *said: dict[str, str]) -> None:
    for address, form in zip(given, said or [YES] * 3, strict=True):
        assert visit().post(address, form).status_code == 303


def send(visit: Visit, cast: Cast, *ops: Any) -> dict[str, Any]:
    answer = visit(cast.ana).send("capture/ops", batch(*ops), **{"X-Capture": "1"})
    found: dict[str, Any] = answer.get_json()
    return found


def test_each_gets_one_link_and_whoever_has_an_address_a_letter(
    ids: Ids, given: list[str], visit: Visit, cast: Cast, store: Any
) -> None:
    assert len(set(given)) == 3
    visit(cast.cora).post(f"meetings/{ids.meeting}/links")
    assert addresses(visit, cast, ids) == given
    with store():
        (letter,) = db.session.scalars(select(Letter).where(Letter.kind == "agreement_asked"))
        assert (letter.to_address, letter.link.endswith(given[0])) == ("mona@example.org", True)
        assert "METHOD:REQUEST" in letter.calendar
        kept = db.session.scalars(select(SignedLink)).all()
        assert not any(address.removeprefix("/agree/") in str(vars(row)) for row in kept for address in given)


def test_somebody_answers_without_an_account(ids: Ids, given: list[str], visit: Visit, store: Any) -> None:
    nobody = visit()
    page = nobody.get(given[0])
    assert all(str(sentence) in words(page) for sentence in agreement.TEXT)
    assert "Mona" in words(page)
    assert not [name for name in ("Mick", "Tara", "Ana") if name in page.text]
    assert "10:00" in words(page), "the organisation's time zone is London"
    assert nobody.post(given[0], YES).status_code == 303
    assert "Change my answer" in words(nobody.get(given[0]))
    with store():
        rows = db.session.scalars(select(Agreement)).all()
        assert {(row.seat_id, row.kind, row.answer) for row in rows} == {
            (ids.seats[0], kind, Answer.AGREED) for kind in agreement.KINDS
        }
        assert {(row.method, row.recorded_by_id) for row in rows} == {(agreement.BY_LINK, None)}
        entry = db.session.scalar(select(AuditEntry).where(AuditEntry.verb == "agreements.recorded"))
        assert entry
        assert (entry.by_id, "Mona" in entry.text) == (None, False)


@pytest.mark.parametrize("form", [{}, {"observer_present": "agreed"}, {**YES, "event_coding": "absent"}])
def test_half_an_answer_is_none(given: list[str], visit: Visit, store: Any, form: dict[str, str]) -> None:
    answer = visit().post(given[0], form)
    assert (answer.status_code, "Choose yes or no." in words(answer) or "Not a valid choice" in words(answer)) == (
        422,
        True,
    )
    assert answer.text.count("checked") == (1 if form else 0)
    with store():
        assert db.session.scalar(select(Agreement)) is None


@pytest.mark.parametrize("refusal", [NO_OBSERVER, NO_CODING])
def test_nothing_is_taken_before_everybody_has_said_yes_to_both(
    ids: Ids, given: list[str], visit: Visit, cast: Cast, store: Any, refusal: dict[str, str]
) -> None:
    def refused() -> bool:
        answer = send(visit, cast, tap(ids))
        return not answer["accepted"] and len(answer["rejected"]) == 1

    assert refused()
    everybody(visit, given, YES, YES, refusal)
    assert refused()
    assert visit(cast.tara).post(f"meetings/{ids.meeting}/unobserved").status_code == 303
    assert refused()
    with store():
        assert (session_of(ids).state, session_of(ids).observed) == (SessionState.HELD, False)
        assert queries.operation_count(observation_of(ids)) == 0


def test_with_every_yes_the_capture_is_taken(ids: Ids, given: list[str], visit: Visit, cast: Cast) -> None:
    everybody(visit, given)
    assert len(send(visit, cast, tap(ids))["accepted"]) == 1


@pytest.mark.parametrize("days", [0, 3])
def test_a_changed_mind_deletes_what_is_not_locked_and_keeps_what_is(
    ids: Ids, given: list[str], visit: Visit, cast: Cast, store: Any, days: int
) -> None:
    """Ana has locked, Sam has captured; then Mia thinks better of it, perhaps days later."""
    with store():
        second = assign(cast, session_of(ids), cast.sam)
    everybody(visit, given)
    with store():
        theirs = [tap(ids, observation=str(second.id)), tap(ids, "end", 9000, observation=str(second.id))]
        actions.take_batch(cast.sam.member, theirs, WALL + 9000, now=clock.now())
        actions.take_batch(cast.ana.member, [tap(ids), tap(ids, "end", 9000)], WALL + 9000, now=clock.now())
        actions.lock_observation(observation_of(ids), by=cast.ana.member, now=clock.now())
    with store():
        link = queries.opened(LinkPurpose.AGREEMENT, links.digest(given[2].removeprefix("/agree/")), clock.now())
        assert link
        said = dict.fromkeys(agreement.KINDS, Answer.DECLINED)
        actions.answer_by_link(link, said, now=clock.now() + timedelta(days=days))
    with store():
        assert observation_of(ids).state is ObservationState.LOCKED
        assert queries.operation_count(observation_of(ids)) == 2
        other = queries.observation(ids.organisation, second.id)
        assert other
        assert (other.state, queries.operation_count(other)) == (ObservationState.VOID, 0)
        kept = [row for row in db.session.scalars(select(Agreement)) if row.seat_id == ids.seats[2]]
        assert [row.answer for row in sorted(kept, key=lambda row: row.answered_at)] == [Answer.AGREED] * 2 + [
            Answer.WITHDRAWN
        ] * 2, "both answers stay on record, with their times"


def test_nobody_turns_somebody_elses_own_no_into_a_yes(
    ids: Ids, given: list[str], visit: Visit, cast: Cast, store: Any
) -> None:
    everybody(visit, given[:1], NO_OBSERVER)
    tara = visit(cast.tara)
    page = tara.get(ids.agreements_page)
    mona = page.text.partition("Mona")[2].partition("</fieldset>")[0]
    assert 'value="own"' in mona
    assert mona.count("checked") == 1, "what she said is not told"
    assert "checked" in mona.partition('value="own"')[0].rpartition("<input")[2] + mona.partition('value="own"')[2][:20]
    form = {f"seat-{seat}": "agreed" for seat in ids.seats}
    assert tara.post(ids.agreements_page, form).status_code == 303
    with store():
        standing = queries.agreement_standing(session_of(ids).meeting)
        assert (standing.declined, len(standing.agreed)) == ({ids.seats[0]}, 2)
    everybody(visit, given[:1], YES)
    with store():
        assert queries.agreement_standing(session_of(ids).meeting).may_observe


def test_what_stands_is_left_alone_and_a_no_in_the_room_counts(
    ids: Ids, given: list[str], visit: Visit, cast: Cast, store: Any
) -> None:
    everybody(visit, given)
    form = {f"seat-{seat}": "own" for seat in ids.seats}
    assert visit(cast.tara).post(ids.agreements_page, form).status_code == 303
    with store():
        assert queries.agreement_standing(session_of(ids).meeting).may_observe
    visit(cast.tara).post(ids.agreements_page, {**form, f"seat-{ids.seats[1]}": "declined"})
    with store():
        assert queries.agreement_standing(session_of(ids).meeting).declined == {ids.seats[1]}


def test_a_yes_in_the_room_can_be_taken_back_by_link(
    ids: Ids, given: list[str], visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        agree(cast, ids)
    everybody(visit, given[:1], NO_OBSERVER)
    with store():
        latest = queries.answers(session_of(ids).meeting)
        assert latest[ids.seats[0], "observer_present"] is Answer.WITHDRAWN
        assert latest[ids.seats[0], "event_coding"] is Answer.AGREED


# Recordings, and whatever else nobody needs.


def test_one_no_to_a_recording_is_a_no_for_all_and_none_to_the_observer(
    ids: Ids, given: list[str], visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        session_of(ids).meeting.asks = ["audio"]
    page = words(visit().get(given[0]))
    assert "May the sound be recorded?" in page
    assert "only if every single person here agrees" in page
    assert "Nothing is recorded in sound or picture." not in page
    everybody(visit, given[:2], *[{**YES, "audio": "agreed"}] * 2)
    assert "not allowed Not everyone in the set has agreed yet." in words(
        visit(cast.cora).get(f"meetings/{ids.meeting}")
    )
    everybody(visit, given[2:], {**YES, "audio": "declined"})
    with store():
        standing = queries.agreement_standing(session_of(ids).meeting)
        assert (bool(standing.may_observe), bool(standing.may("audio")), bool(standing.may("video"))) == (
            True,
            False,
            False,
        )
        assert {row.wording for row in db.session.scalars(select(Agreement))} == {"1r"}
    everybody(visit, given[2:], {**YES, "audio": "agreed"})
    assert "Recording the sound: everybody agrees" in words(visit(cast.cora).get(f"meetings/{ids.meeting}"))


def test_a_no_to_a_recording_breaks_no_promise(
    ids: Ids, given: list[str], visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        session_of(ids).meeting.asks = ["audio"]
    everybody(visit, given, *[{**YES, "audio": "declined"}] * 3)
    assert len(send(visit, cast, tap(ids))["accepted"]) == 1
    with store():
        assert list(nothing_is_captured_before_agreement(db.session())) == []
    with store():
        db.session.execute(delete(Agreement).where(Agreement.kind == "event_coding"))
    with store():
        (broken,) = nothing_is_captured_before_agreement(db.session())
        assert "before seats M1, M2, M3 had agreed" in broken


def test_what_a_meeting_does_not_ask_is_not_kept(ids: Ids, given: list[str], visit: Visit, store: Any) -> None:
    everybody(visit, given[:1], {**YES, "video": "agreed"})
    with store():
        assert {row.kind for row in db.session.scalars(select(Agreement))} == set(agreement.KINDS)


def test_the_room_is_asked_about_recordings_seat_by_seat(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        session_of(ids).meeting.asks = ["video"]
    form = {f"seat-{seat}": "agreed" for seat in ids.seats}
    assert visit(cast.tara).post(ids.agreements_page, form).status_code == 422
    said = {
        f"seat-{seat}_video": answer for seat, answer in zip(ids.seats, ("agreed", "agreed", "declined"), strict=True)
    }
    assert visit(cast.tara).post(ids.agreements_page, {**form, **said}).status_code == 303
    with store():
        standing = queries.agreement_standing(session_of(ids).meeting)
        assert (bool(standing.may_observe), bool(standing.may("video"))) == (True, False)


@pytest.mark.parametrize("kind", ["audio", "video", "share_with_external_assessor", "x"])
def test_a_meeting_is_planned_with_what_it_asks(ids: Ids, visit: Visit, cast: Cast, store: Any, kind: str) -> None:
    form = {"starts_at": "2026-10-14T10:00", "minutes": "90", "place": "", "asks": [kind]}
    answer = visit(cast.cora).post(f"sets/{ids.set}/meetings", form)
    assert answer.status_code == (422 if kind == "x" else 303)
    with store():
        newest = queries.meetings(session_of(ids).meeting.set)[0]
        assert newest.asks == ([] if kind == "x" else [kind])


# Links that open nothing.


def test_what_was_cancelled_takes_no_answer(ids: Ids, given: list[str], visit: Visit, cast: Cast, store: Any) -> None:
    assert visit(cast.cora).post(f"meetings/{ids.meeting}/cancel").status_code == 303
    answer = visit().post(given[0], YES)
    assert (answer.status_code, "This meeting is cancelled." in words(answer)) == (200, True)
    with store():
        assert db.session.scalar(select(Agreement)) is None
        (letter,) = db.session.scalars(select(Letter).where(Letter.kind == "meeting_cancelled"))
        assert (letter.to_address, "METHOD:CANCEL" in letter.calendar) == ("mona@example.org", True)


def test_who_left_before_the_meeting_has_no_say(
    ids: Ids, given: list[str], visit: Visit, cast: Cast, store: Any
) -> None:
    with store():
        seat = queries.seat(ids.organisation, ids.seats[0])
        assert seat
        actions.end_seat(seat, by=cast.cora.member, now=MONDAY)
        assert seat.address == ""
    assert visit().get(given[0]).status_code == 410
    assert visit().post(given[0], YES).status_code == 410
    form = {"starts_at": "2026-10-14T10:00", "minutes": "90", "place": ""}
    visit(cast.cora).post(f"meetings/{ids.meeting}/move", form)
    with store():
        assert db.session.scalar(select(Letter).where(Letter.kind == "meeting_moved")) is None


def test_a_link_of_another_purpose_or_none_opens_nothing(given: list[str], visit: Visit, cast: Cast) -> None:
    secret = given[0].removeprefix("/agree/")
    assert visit().get(f"/calendar/{secret}.ics").status_code == 404
    assert visit().get(f"/agree/{secret[:-1]}").status_code == 410
    visit(cast.ana).post("calendar")
    feed = visit(cast.ana).get("calendar").text.partition("/calendar/")[2].partition(".ics")[0]
    assert visit().get(f"/agree/{feed}").status_code == 410


@pytest.mark.parametrize("who", ["tara", "ana", "tom", "udo"])
def test_links_are_handed_out_by_coordinators_and_leads_only(ids: Ids, visit: Visit, cast: Cast, who: str) -> None:
    assert visit(getattr(cast, who)).get(f"meetings/{ids.meeting}/links").status_code == 404
    assert visit(getattr(cast, who)).post(f"meetings/{ids.meeting}/links").status_code == 404


LINES = [
    ("Mona", ("Mona", "")),
    ("Mona Miller, mona@Example.org", ("Mona Miller", "mona@example.org")),
    ("Mona Miller <mona@example.org>", ("Mona Miller", "mona@example.org")),
    ("Mona mona@example.org", ("Mona", "mona@example.org")),
    ("mona@example.org", ("mona@example.org", "")),
    ("Miller, Mona", ("Miller, Mona", "")),
]


@pytest.mark.parametrize(("line", "parts"), LINES)
def test_an_address_may_follow_a_name(line: str, parts: tuple[str, str]) -> None:
    assert split_address(line) == parts


@pytest.mark.parametrize(("typed", "status"), [("mia@example.org", 303), ("", 303), ("mia", 422)])
def test_an_address_can_be_changed(ids: Ids, visit: Visit, cast: Cast, store: Any, typed: str, status: int) -> None:
    answer = visit(cast.cora).post(f"seats/{ids.seats[0]}/address", {"address": typed})
    assert answer.status_code == status
    assert typed in answer.text or status == 303
    with store():
        seat = queries.seat(ids.organisation, ids.seats[0])
        assert seat
        assert seat.address == (typed if status == 303 else "mona@example.org")
