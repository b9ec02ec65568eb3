"""Counting the actions of a set after a round, on a phone: numbers only."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_calibration import looked_at
from tests.cast import Cast
from tests.practice.rehearsal import rehearse, session_of
from trainer.clock import now
from trainer.practice import actions

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]


def test_actions_are_counted_after_a_round(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast, agreed=True, at=now() - timedelta(days=1))
        actions.record_held(session_of(ids), by=cast.cora.member, now=now())
    tara = desk(cast.tara, phone=True)
    tara.goto("/o/acme/practice-log")
    tara.get_by_role("link", name="Count them").click()
    looked_at(tara, "actions")
    for label, number in (
        ("Agreed at this meeting", 3),
        ("earlier ones: done", 2),
        ("earlier ones: still open", 1),
        ("still open: overdue", 2),
    ):
        tara.get_by_label(label).fill(str(number))
    tara.get_by_role("button", name="Keep the numbers").click()
    expect(tara.get_by_role("heading", name="There is a problem")).to_be_visible()
    looked_at(tara, "actions-too-many")
    tara.get_by_label("still open: overdue").fill("1")
    tara.get_by_role("button", name="Keep the numbers").press("Enter")
    expect(tara.get_by_text("3 agreed; of earlier ones 2 done, 1 open, 1 of them overdue")).to_be_visible()
    looked_at(tara, "actions-log")
