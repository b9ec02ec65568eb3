"""Rating to learn, and how questions fare: what people see of it, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.assessment import arrange
from tests.assessment.arrange import but, draft
from tests.assessment.test_shadow import Beside, judge
from tests.browser.test_calibration import looked_at
from tests.cast import Cast
from trainer.curriculum import queries as curriculum
from trainer.organisations.duties import Duty

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]


def test_from_being_asked_to_levels_side_by_side(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        ids = arrange.ask(cast)
        arrange.give(cast, cast.tom, Duty.TRAINEE, Duty.ASSESSOR)
    cora = desk(cast.cora, phone=True)
    cora.goto(f"/o/acme/sessions/{ids.session}/assign")
    cora.get_by_role("link", name="Let assessors in training rate beside them").click()
    cora.get_by_role("button", name="Ask them").click()
    expect(cora.get_by_role("heading", name="There is a problem")).to_be_visible()
    looked_at(cora, "shadow-ask")
    cora.get_by_label("Tom Trainee").check()
    cora.get_by_role("button", name="Ask them").click()
    expect(cora.get_by_text("Learns, does not count")).to_be_visible()
    looked_at(cora, "shadow-session")
    with store():
        (observation,) = (row for row in arrange.sessions.observations_by(cast.tom.member) if row.shadow)
        own = observation.id
        judge(cast, ids, "ana", but(draft(), inquiry="2"))
        judge(cast, ids, "sam")
    tom = desk(cast.tom)
    tom.goto("/o/acme/assess")
    looked_at(tom, "shadow-assess")
    with store():
        arrange.capture(cast, Beside(**vars(ids), tom=own), "tom")
    tom.goto(f"/o/acme/observations/{own}/rating")
    expect(tom.get_by_text("Nothing of it counts")).to_be_visible()
    looked_at(tom, "shadow-sheet")
    with store():
        arrange.lock(cast, Beside(**vars(ids), tom=own), "tom", draft("4"))
    tom.reload()
    expect(tom.get_by_role("columnheader", name="It came to")).to_be_visible()
    looked_at(tom, "shadow-locked")


def test_how_questions_fare(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        (release,) = curriculum.open_releases(cast.abel.organisation_id)
    abel = desk(cast.abel)
    abel.goto(f"/o/acme/author/releases/{release.id}")
    abel.get_by_role("link", name="How questions fare").click()
    expect(abel.get_by_role("heading", name="Items of the knowledge checks")).to_be_visible()
    looked_at(abel, "items")
