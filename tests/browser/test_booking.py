"""Are the pages about dates, agreements, the log and what sets say right on a phone and on a laptop, light and dark?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.contract import problems
from tests.cast import MONDAY, Cast
from tests.practice.rehearsal import MEETS, Ids, enrol, rehearse, session_of
from trainer.assessment import actions as assessment
from trainer.clock import now
from trainer.organisations.duties import Duty
from trainer.practice import actions, links, queries
from trainer.practice.actions.log import Written
from trainer.practice.lifecycle import Modality, SessionKind
from trainer.practice.links import Door
from trainer.practice.log import Part, Stage
from trainer.practice.pulse import QUESTIONS
from trainer.web import Application

pytestmark = pytest.mark.browser
SIZES = (390, 1280)
Desk = Callable[..., Page]


@pytest.fixture
def ids(app: Application, store: Any, cast: Cast) -> Ids:
    """A session ahead whose set is asked for more, one that was held, a log, and what a set has said."""
    key = str(app.secret_key)
    with store():
        cora, tara = cast.cora.member, cast.tara.member
        found = rehearse(cast)
        meeting = session_of(found).meeting
        meeting.starts_at, meeting.asks = now() + timedelta(days=3), ["audio"]
        for seat in queries.seats(meeting.set)[:1]:
            actions.change_address(seat, "mona.miller@example.org", by=cora, now=MONDAY)
        actions.ask_by_link(meeting, door=Door(key, "https://t/agree/TOKEN"), by=cora, now=now())
        held = actions.plan_meeting(meeting.set, MEETS, 120, place="Room 4B", by=cora, now=MONDAY)
        past = actions.request_session(enrol(cast.tara), held, SessionKind.FORMATIVE, 60, by=tara, now=MONDAY)
        actions.record_held(past, by=cora, now=MEETS)
        _pulse(past, key, cast)
        for number in range(4):
            day = MEETS.date() - timedelta(days=number)
            part = Part.CO_FACILITATED if number else Part.FACILITATED
            written = Written(None, "Northern set", day, 60, Modality.VIRTUAL, Stage.MIDDLE, part)
            actions.write_round(enrol(cast.tara), written, by=tara, now=MEETS)
        for player in (cast.ana, cast.sam):
            until = (now() + timedelta(days=300)).date()
            assessment.grant_licence(player.member, until=until, reason="Trained.", by=cast.lena.member, now=MONDAY)
        assert Duty.TRAINEE in tara.duties
    return found


def _pulse(session: Any, key: str, cast: Cast) -> None:
    for name in ("Max", "Meg"):
        actions.add_seat(session.meeting.set, name, by=cast.cora.member, now=MONDAY)
    actions.ask_pulse(session, door=Door(key, "https://t/pulse/TOKEN"), by=cast.cora.member, now=now())
    for number, link in enumerate(queries.pulse_links(session)[:4]):
        actions.answer_pulse(link, dict.fromkeys(QUESTIONS, 2 + number), now=now())


def looked_at(page: Page, address: str) -> list[str]:
    """What is wrong with a page on a phone and on a laptop; the contract looks at both themes itself."""
    found = []
    page.goto(address)
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": 850})
        found += [f"{address} {width}: {problem}" for problem in problems(page)]
    return found


def secrets(app: Application, ids: Ids, store: Any) -> tuple[str, str]:
    """The secrets of an open link to answer by and of one to the questions."""
    with store():
        meeting = session_of(ids).meeting
        held = next(row for row in queries.sessions(ids.organisation) if row.state == "held")
        open_ = [link for link in queries.pulse_links(held) if not link.ended_at]
        found = (queries.agreement_links(meeting)[1], open_[0])
        return tuple(links.token(str(app.secret_key), link.id) for link in found)  # type: ignore[return-value]


def test_the_pages_of_people_with_an_account(ids: Ids, desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        held = next(row.id for row in queries.sessions(ids.organisation) if row.state == "held")
        (checked, *_) = queries.to_check(ids.organisation)
    pages = {
        cast.cora: (
            f"meetings/{ids.meeting}",
            f"meetings/{ids.meeting}/links",
            f"sessions/{held}/pulse",
            f"sets/{ids.set}",
            f"seats/{ids.seats[0]}/address",
            f"sessions/{ids.session}/assign",
            f"sessions/{held}",
        ),
        cast.tara: (
            "practice-log",
            f"sessions/{held}/self-assessment",
            f"meetings/{ids.meeting}/agreements",
            "sessions",
        ),
        cast.lena: ("rounds", f"rounds/{checked.id}"),
        cast.ana: ("calendar",),
    }
    wrong = []
    for player, addresses in pages.items():
        page = desk(player)
        for address in addresses:
            wrong += looked_at(page, f"/o/acme/{address}")
    assert wrong == []


def test_the_pages_of_people_without_one(app: Application, ids: Ids, desk: Desk, store: Any) -> None:
    answer, pulse = secrets(app, ids, store)
    page = desk(phone=True)
    assert [
        *looked_at(page, f"/agree/{answer}"),
        *looked_at(page, f"/pulse/{pulse}"),
        *looked_at(page, "/pulse/x"),
    ] == []
    page.goto(f"/agree/{answer}")
    page.get_by_role("button", name="This is my answer").click()
    assert problems(page) == [], "with mistakes"
    for group in page.get_by_role("group").all():
        group.get_by_label("Yes, I agree").check()
    page.get_by_role("button", name="This is my answer").click()
    expect(page.get_by_role("status")).to_contain_text("Kept.")
    expect(page.get_by_role("button", name="Change my answer")).to_be_visible()
    page.goto(f"/pulse/{pulse}")
    for group in page.get_by_role("group").all():
        group.get_by_label("3", exact=True).check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert problems(page) == []


def test_a_calendar_address_is_made_and_ended(ids: Ids, desk: Desk, cast: Cast) -> None:
    page = desk(cast.ana)
    page.goto("/o/acme/calendar")
    page.get_by_role("button", name="Make an address").click()
    expect(page.locator("code.secret")).to_contain_text("/calendar/")
    assert problems(page) == []
    page.get_by_role("button", name="Let it lead nowhere").click()
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
