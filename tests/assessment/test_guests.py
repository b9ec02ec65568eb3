"""A guest comes by a link: to one observation, to all of it, and to nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import matrix
from tests.assessment import arrange, guesting
from tests.assessment.guesting import KEY, WHY
from tests.cast import Cast
from tests.conftest import Theatre
from tests.matrix import PLACES, Use
from tests.practice.rehearsal import MEETS, WALL, batch
from tests.visiting import Visitor, words
from trainer.assessment import actions, queries
from trainer.assessment.models import AssessorLicence, Judgement
from trainer.audit import AuditEntry
from trainer.db import db
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.outbox import Letter
from trainer.practice import actions as practice
from trainer.practice import links
from trainer.practice import queries as sessions
from trainer.practice.agreement import SHARE_WITH_EXTERNAL_ASSESSOR
from trainer.practice.lifecycle import Answer, ObservationState
from trainer.practice.models import Operation, SignedLink
from trainer.web import Application

Visit = Callable[..., Visitor]
NEW = {"name": "Gina Guest", "email": "Gina@Else.example", "introduction": WHY}
STALE = "This link opens nothing any more"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let it be an instant."""

    def set_clock(instant: datetime) -> None:
        monkeypatch.setattr("trainer.clock.datetime", guesting.stopped(instant))

    set_clock(arrange.SOON)
    return set_clock


@pytest.fixture
def gina(store: Any, cast: Cast, at: Any) -> guesting.Visit:
    """Gina is asked beside Ana, and the set has agreed to both."""
    with store():
        return guesting.ask(cast)


def letters(kind: str) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.written_at)))


def verbs() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))


def guest() -> Member | None:
    return db.session.scalar(select(Member).where(Member.address == "gina@else.example"))


# Asking.


@pytest.fixture
def ids(store: Any, cast: Cast, at: Any) -> arrange.Ids:
    """Ana is asked."""
    at(guesting.ASKED)
    with store():
        return arrange.ask(cast, "ana")


def test_a_lead_licenses_and_asks_in_one_step(visit: Visit, cast: Cast, store: Any, ids: arrange.Ids) -> None:
    lena, page = visit(cast.lena), f"sessions/{ids.session}/guest"
    assert "License and ask them" in words(lena.get(page))
    answer = lena.post(page, NEW)
    assert answer.status_code == 303
    assert "The guest is asked and licensed" in words(lena.get(answer.location))
    with store():
        made, (letter,) = guest(), letters("guest_asked")
        assert made
        assert (made.person_id, made.name, made.introduction, made.is_guest) == (None, "Gina Guest", WHY, True)
        licence = db.session.scalar(select(AssessorLicence).where(AssessorLicence.member_id == made.id))
        assert licence
        assert licence.valid_until == (MEETS + timedelta(days=21)).date()
        assert licence.reason == WHY
        link = db.session.scalar(select(SignedLink).where(SignedLink.member_id == made.id))
        assert link
        assert link.expires_at == MEETS + timedelta(days=21) == letter.until
        assert letter.link.endswith(f"/guest/{links.token(KEY, link.id)}")
        assert letter.to_address == "gina@else.example"
        assert "BEGIN:VCALENDAR" in letter.calendar
        assert letters("observation_assigned")[-1].to_name == "Ana Assessor"  # no second letter to her
        assert verbs()[-4:] == ["member.added", "licence.granted", "observation.assigned", "guest.link_made"]
        meeting = sessions.meeting(ids.organisation, ids.meeting)
        assert meeting
        assert meeting.asks == [SHARE_WITH_EXTERNAL_ASSESSOR]


def test_a_coordinator_proposes_and_nobody_is_asked_before_the_licence(
    visit: Visit, cast: Cast, store: Any, ids: arrange.Ids
) -> None:
    cora, lena = visit(cast.cora), visit(cast.lena)
    answer = cora.post(f"sessions/{ids.session}/guest", NEW)
    assert "The lead assessors have a letter" in words(cora.get(answer.location))
    with store():
        (letter,), made = letters("guest_to_license"), guest()
        assert (letter.to_name, letters("guest_asked")) == ("Lena Lead", [])
        assert WHY in letter.body
        assert made
        id = made.id
    assert "Gina Guest This assessor holds no licence." in words(cora.get(f"sessions/{ids.session}/assign"))
    assert WHY in words(lena.get("assessors/license"))
    until = {"member": str(id), "until": "2026-12-31", "reason": "Convincing."}
    assert lena.post("assessors/license", until).status_code == 303
    assert cora.post(f"sessions/{ids.session}/assign", {"assessors": [str(id)]}).status_code == 303
    with store():
        (letter,) = letters("guest_asked")
        assert "Cora Coordinator asks you" in letter.body


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("tara@example.org", "Ask them as any other assessor"),
        ("SAM@example.org", "Ask them as any other assessor"),
        ("mona@else.example", "sits in this set"),
        ("gina@else.example", "Gina Guest is a guest here already"),
        ("no address", "Enter an address such as"),
        ("", "Enter their e-mail address"),
    ],
)
def test_who_has_a_place_or_a_stake_does_not_come_as_a_guest(
    visit: Visit, cast: Cast, store: Any, gina: guesting.Visit, at: Any, address: str, reason: str
) -> None:
    at(guesting.ASKED)
    with store():
        seat = sessions.seat(gina.ids.organisation, gina.ids.seats[0])
        assert seat
        practice.change_address(seat, "Mona@Else.example", by=cast.cora.member, now=guesting.ASKED)
    answer = visit(cast.lena).post(f"sessions/{gina.ids.session}/guest", {**NEW, "email": address})
    assert answer.status_code == 422
    assert reason in words(answer)
    assert WHY in answer.text


def test_nobody_asks_a_guest_to_their_own_session(visit: Visit, cast: Cast, store: Any, ids: arrange.Ids) -> None:
    with store():
        arrange.give(cast, cast.tara, Duty.TRAINEE, Duty.LEAD)
        arrange.give(cast, cast.ana, Duty.ASSESSOR, Duty.COORDINATOR)
    for player, status in ((cast.tara, 403), (cast.ana, 403), (cast.sam, 404), (cast.olga, 404)):
        assert visit(player).get(f"/o/acme/sessions/{ids.session}/guest").status_code == status


# Coming.


def test_a_guest_goes_the_whole_way(app: Application, visit: Visit, store: Any, gina: guesting.Visit) -> None:
    me = visit()
    home = me.get(gina.home)
    assert "Gina Guest, guest" in words(home)
    assert "Tara Trainee" in words(home)
    for other in ("/o/acme/", "/account", "/sign-out"):
        assert other not in home.text
    assert me.post(gina.at("accept")).location == gina.home
    assert "You come" in words(me.get(gina.home))
    assert "Everyone who is here has agreed" in words(me.get(gina.agreements))
    config = me.get(f"{gina.capture}.json").get_json()
    assert config["agreed"]
    assert {url for url in config["urls"].values() if not url.startswith(gina.home)} == set()
    ops = [guesting.op(gina, n, n * 60_000) for n in (1, 2, 3)]
    sent = me.send(
        f"{gina.home}/capture/ops", batch(*ops, guesting.op(gina, 4, 2_700_000, "end")), **{"X-Capture": "1"}
    )
    assert [len(sent.get_json()[key]) for key in ("accepted", "rejected")] == [4, 0]
    assert sent.get_json()["held"][0]["count"] == 4
    assert "3 events" in words(me.get(gina.at("timeline")))
    form = dict(arrange.form(arrange.draft()))
    assert me.post(gina.at("rating/draft"), form).get_json()["revision"] == 1
    answer = me.post(gina.at("rating"), {**form, "revision": "1", "lock": "y", "confirmed": "y"})
    assert (answer.status_code, answer.location) == (303, gina.home)
    with store():
        assert guesting.observation(gina).state is ObservationState.LOCKED
        assert {"observation.accepted", "operations.taken", "rating.locked"} <= set(verbs())
        by = db.session.scalars(select(AuditEntry.by_id).where(AuditEntry.verb == "rating.locked")).all()
        assert by == [guesting.observation(gina).assessor_id]


def test_a_guest_corrects_their_own_timeline(visit: Visit, store: Any, gina: guesting.Visit) -> None:
    with store():
        guesting.captured(gina)
        event = sessions.timeline(guesting.observation(gina)).events[0].id
    answer = visit().post(gina.at("timeline/correct"), {"event": str(event), "do": "void"})
    assert answer.location.startswith(gina.at("timeline"))
    assert "2 events" in words(visit().get(gina.at("timeline")))


def test_a_guest_hands_it_back(visit: Visit, cast: Cast, store: Any, gina: guesting.Visit) -> None:
    answer = visit().post(gina.at("decline"), {"reason": "I am ill."})
    assert answer.location == gina.home
    assert "asks nothing more of you" in words(visit().get(gina.home))
    assert visit().get(gina.capture).status_code == 403
    with store():
        assert [row.to_name for row in letters("handed_back")] == ["Cora Coordinator"]
        (row,) = letters("observation_not_needed") or [None]  # only of what is still ahead
        assert row is None


# Nothing else.


def test_a_guest_gets_nothing_but_this(built: Theatre) -> None:
    """Every address that there is, opened with a guest's link and nothing else."""
    app, scene = built.app, built.scene
    with app.app_context():
        link = db.session.scalar(select(SignedLink).where(SignedLink.observation_id == scene["visiting"]))
        assert link
        home = f"/guest/{links.token(KEY, link.id)}"
    opened = set()
    for row in matrix.rows():
        for address in _below(app, row.use, built, home):
            status = matrix.send(built.visit(), row.use, address).status_code
            assert status < 400 or status in (403, 404, 405, 422), f"{status} {address}"
            if status < 400:
                opened.add(row.use.endpoint)
            if status < 400 and row.use.method != "GET":
                built.store.reset()
    assert opened == ALLOWED


ALLOWED = {
    *("assessment.accept", "assessment.assess", "assessment.decline"),
    *("practice.agreements", "practice.capture", "practice.capture_config", "practice.capture_ops"),
    *("practice.capture_worker", "practice.capture_shell", "practice.capture_manifest"),
    *("practice.capture_trial", "practice.capture_trial_config", "practice.paper_sheet", "practice.deliver"),
    "practice.timeline",
}


def _below(app: Application, use: Use, built: Theatre, home: str) -> list[str]:
    """The address for members with a guest's link in its place: of the thing of the table, and of their own."""
    address = matrix.address(app, use, built.scene)
    if not address.startswith(f"/o/{PLACES['organisation']}"):
        return []
    below = address.replace(f"/o/{PLACES['organisation']}", home, 1)
    below = home if below == f"{home}/assess" else below
    if use.thing == matrix.NOTHING:
        return [below]
    own = [str(built.scene[name]) for name in ("visiting", "visited meeting", "visited")]
    return [below, *(below.replace(str(built.scene[use.thing]), id) for id in own)]


def test_without_a_sign_in_the_link_opens_no_member_address(built: Theatre) -> None:
    """Having been at a guest's page leaves nothing in the browser that opens another."""
    with built.app.app_context():
        link = db.session.scalar(select(SignedLink).where(SignedLink.observation_id == built.scene["visiting"]))
        assert link
        home = f"/guest/{links.token(KEY, link.id)}"
    guest = built.visit()
    assert guest.get(home).status_code == 200
    for row in matrix.rows():
        if row.words[-1] != "public" and row.use.method == "GET":
            answer = guest.get(matrix.address(built.app, row.use, built.scene))
            assert matrix.word(built.app, row.use, answer) == row.words[-1], row.line


@pytest.mark.parametrize("part", ["timeline", "rating", "sheet", "deliver", "decline"])
def test_the_link_of_one_observation_opens_no_other(
    visit: Visit, cast: Cast, store: Any, gina: guesting.Visit, part: str
) -> None:
    address = gina.at(part).replace(str(gina.observation), str(gina.ids.ana))
    assert visit().get(address).status_code == 404
    assert visit(cast.ana).get(address).status_code == 404  # whoever is signed in: the link says who asks


def test_a_guest_of_two_sessions_sees_one_by_each_link(
    visit: Visit, cast: Cast, store: Any, gina: guesting.Visit, at: Any
) -> None:
    with store():
        first = sessions.session(gina.ids.organisation, gina.ids.session)
        assert first
        again = practice.request_session(
            first.enrolment,
            practice.plan_meeting(first.meeting.set, MEETS + timedelta(days=7), 120, by=cast.cora.member, now=MEETS),
            first.kind,
            60,
            by=cast.tara.member,
            now=MEETS,
        )
        other = actions.assign(
            again, guesting.member(gina), link="", guests=guesting.GUESTS, by=cast.cora.member, now=MEETS
        )
        db.session.flush()
        code, id = again.code, other.id
    assert code not in visit().get(gina.home).text
    stray = guesting.op(gina, 1, 1000, observation=str(id))
    sent = visit().send(f"{gina.home}/capture/ops", batch(stray), **{"X-Capture": "1"}).get_json()
    assert [row["why"] for row in sent["rejected"]] == ["unknown"]
    for part in ("timeline", "decline"):
        assert visit().get(gina.at(part).replace(str(gina.observation), str(id))).status_code == 404


def test_another_organisations_rows_are_not_behind_it(visit: Visit, cast: Cast, gina: guesting.Visit) -> None:
    assert visit(cast.olga).get(f"{gina.home}/../o/other/assess").status_code in (404, 308)
    assert visit(cast.olga).get(f"/o/other/observations/{gina.observation}/guest").status_code == 404


def test_a_members_own_session_is_neither_lost_nor_mixed_up(
    visit: Visit, cast: Cast, store: Any, gina: guesting.Visit
) -> None:
    ana = visit(cast.ana)
    assert "Gina Guest, guest" in words(ana.get(gina.home))
    assert "Ana Assessor" not in ana.get(gina.home).text
    assert "Ana Assessor" in ana.get("assess").text
    assert ana.post(gina.at("accept")).status_code == 303
    assert ana.get(gina.at("rating")).status_code == 403  # hers is captured as little as Gina's
    assert "Ana Assessor" in words(ana.get("assess"))
    with store():
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "observation.accepted"))
        assert entry.by_id == guesting.observation(gina).assessor_id
    mixed = ana.send(
        f"{gina.home}/capture/ops",
        {**batch(guesting.op(gina, 1, 1000)), "member": str(cast.ana.member_id)},
        **{"X-Capture": "1"},
    )
    assert mixed.status_code == 403


def test_an_error_page_stays_with_the_guest(visit: Visit, cast: Cast, gina: guesting.Visit) -> None:
    answer = visit(cast.ana).get(gina.at("rating"))
    assert answer.status_code == 403
    assert "Gina Guest, guest" in words(answer)
    assert f'href="{gina.home}"' in answer.text


# Links that open nothing.


def dead(answer: Any) -> bool:
    return answer.status_code == 410 and STALE in answer.text


def test_a_link_runs_out(visit: Visit, store: Any, gina: guesting.Visit, at: Any) -> None:
    at(MEETS + timedelta(days=21) - timedelta(seconds=1))
    assert visit().get(gina.home).status_code == 200
    at(MEETS + timedelta(days=21))
    for address in (gina.home, gina.capture, f"{gina.capture}.json", gina.at("rating"), gina.agreements):
        assert dead(visit().get(address)), address
    for address in (gina.at("accept"), gina.at("rating"), gina.at("rating/draft")):
        assert dead(visit().post(address, dict(arrange.form(arrange.draft())))), address
    sent = visit().send(f"{gina.home}/capture/ops", batch(guesting.op(gina, 1, 1000)), **{"X-Capture": "1"})
    assert (sent.status_code, sent.get_json()["title"]) == (410, f"{STALE}.")
    with store():
        assert db.session.scalars(select(Operation)).all() == []


@pytest.mark.parametrize("secret", ["x", "a" * 16, "A" * 5000, "%00", "-1"])
def test_a_guessed_link_is_answered_like_one_that_ran_out(visit: Visit, gina: guesting.Visit, secret: str) -> None:
    answer = visit().get(f"/guest/{secret}")
    assert dead(answer) or answer.status_code == 404


def test_another_purposes_link_opens_nothing_here(visit: Visit, cast: Cast, store: Any, gina: guesting.Visit) -> None:
    with store():
        link = practice.open_calendar(key=KEY, by=cast.ana.member, now=MEETS)
        db.session.flush()
        secret = links.token(KEY, link.id)
    assert dead(visit().get(f"/guest/{secret}"))
    assert visit().get(gina.home.replace("/guest/", "/agree/")).status_code == 410
    assert visit().get(gina.home.replace("/guest/", "/calendar/") + ".ics").status_code == 404


def test_withdrawn_is_dead_at_once_and_a_new_one_opens(
    visit: Visit, cast: Cast, store: Any, gina: guesting.Visit
) -> None:
    cora, page = visit(cast.cora), f"observations/{gina.observation}/guest"
    assert gina.home in cora.get(page).text
    assert cora.post(f"{page}/end").status_code == 303
    assert dead(visit().get(gina.home))
    assert "withdrawn" in words(cora.get(page))
    assert cora.post(f"{page}/end").status_code == 403
    assert cora.post(page).status_code == 303
    with store():
        renewed = guesting.Visit(gina.ids, gina.observation, guesting.open_link(guesting.observation(gina)))
        old, new = letters("guest_asked")
        assert (old.body, old.link) == ("", "")
        assert new.link.endswith(renewed.home)
    assert dead(visit().get(gina.home))
    assert visit().get(renewed.home).status_code == 200
    assert cora.post(page).status_code == 303  # made anew while one is open
    assert dead(visit().get(renewed.home))
    with store():
        made = [verb for verb in verbs() if verb.startswith("guest.")]
        assert made == ["guest.link_made", "guest.link_ended", "guest.link_made", "guest.link_made"]


def test_who_has_left_comes_in_by_no_link(visit: Visit, cast: Cast, store: Any, gina: guesting.Visit) -> None:
    answer = visit(cast.ada).post(f"people/{guesting_member_id(store, gina)}/leave")
    assert answer.status_code == 303
    assert dead(visit().get(gina.home))


def guesting_member_id(store: Any, gina: guesting.Visit) -> Any:
    with store():
        return guesting.observation(gina).assessor_id


def test_after_the_lock_it_shows_and_changes_nothing(visit: Visit, store: Any, gina: guesting.Visit, at: Any) -> None:
    at(arrange.LATER + timedelta(hours=1))
    with store():
        guesting.locked(gina)
        before = db.session.scalars(select(Judgement.id)).all()
    me, form = visit(), dict(arrange.form(arrange.draft("1"), lock="y", confirmed="y", revision="0"))
    assert "Your judgement of S-0001" in words(me.get(gina.at("rating")))
    assert "side by side" not in words(me.get(gina.at("rating")))
    assert me.get(gina.at("timeline")).status_code == 200
    for part in ("rating", "rating/draft", "timeline/correct", "timeline/add", "decline", "accept"):
        assert me.post(gina.at(part), form).status_code == 403, part
    late = me.send(f"{gina.home}/capture/ops", batch(guesting.op(gina, 9, 5000)), **{"X-Capture": "1"}).get_json()
    assert len(late["accepted"]) == 1  # kept apart, as from any device
    with store():
        assert db.session.scalars(select(Judgement.id)).all() == before
        assert len(sessions.timeline(guesting.observation(gina)).events) == 3


def test_without_a_licence_the_judgement_is_kept_and_not_locked(
    visit: Visit, cast: Cast, store: Any, gina: guesting.Visit
) -> None:
    with store():
        guesting.captured(gina)
        (licence,) = queries.licences(gina.ids.organisation)[guesting.observation(gina).assessor_id]
        actions.suspend_licence(licence, reason="Unclear.", by=cast.lena.member, now=arrange.SOON)
    form = dict(arrange.form(arrange.draft(), lock="y", confirmed="y"))
    answer = visit().post(gina.at("rating"), form)
    assert answer.status_code == 403
    assert "/calibrations" not in answer.text
    with store():
        assert queries.draft(guesting.observation(gina))
        assert db.session.scalars(select(Judgement.id)).all() == []


# Somebody from outside.


@pytest.mark.parametrize("answer", [None, Answer.DECLINED])
def test_before_all_agree_to_somebody_from_outside_nothing_is_taken(
    visit: Visit, cast: Cast, store: Any, at: Any, answer: Answer | None
) -> None:
    with store():
        gina = guesting.ask(cast, agreed=False)
        if answer:
            guesting.say(cast, gina.ids, answer)
    config = visit().get(f"{gina.capture}.json").get_json()
    assert not config["agreed"]
    assert config["why"]
    assert "does not agree" in config["why"] if answer else "has agreed yet" in config["why"]
    sent = visit().send(f"{gina.home}/capture/ops", batch(guesting.op(gina, 1, 1000)), **{"X-Capture": "1"}).get_json()
    assert [row["then"] for row in sent["rejected"]] == ["retry"]
    with store():
        arrange.capture(cast, gina.ids)  # Ana is from here
        assert len(sessions.timeline(arrange.observation(gina.ids)).events) == 3


def test_a_later_no_to_somebody_from_outside_stops_the_guest_alone(
    cast: Cast, store: Any, gina: guesting.Visit
) -> None:
    with store():
        guesting.captured(gina)
        arrange.capture(cast, gina.ids)
        guesting.say(cast, gina.ids, Answer.DECLINED)
        db.session.flush()
        assert guesting.observation(gina).state is ObservationState.VOID
        assert sessions.operations(guesting.observation(gina)) == []
        assert arrange.observation(gina.ids).state is ObservationState.CAPTURED
        assert len(sessions.operations(arrange.observation(gina.ids))) == 4


def test_operations_of_a_guest_keep_their_time(visit: Visit, store: Any, gina: guesting.Visit) -> None:
    """What waited offline arrives once, however often it is sent."""
    ops = batch(*(guesting.op(gina, n, n * 1000) for n in range(1, 4)))
    for accepted in (3, 0):
        sent = visit().send(f"{gina.home}/capture/ops", {**ops, "client_now": WALL + 9000}, **{"X-Capture": "1"})
        assert len(sent.get_json()["accepted"]) == accepted
    with store():
        assert [event.at_ms for event in sessions.timeline(guesting.observation(gina)).events] == [1000, 2000, 3000]
