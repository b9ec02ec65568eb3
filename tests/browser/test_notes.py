"""Three taps and a sentence, in a real browser: on a phone, by keyboard, and read by the trainee."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_calibration import looked_at
from tests.cast import Cast
from tests.practice.rehearsal import rehearse, session_of
from trainer.clock import now
from trainer.practice.lifecycle import SessionKind

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]


def test_three_taps_and_a_sentence(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        ids = rehearse(cast, agreed=True, at=now() - timedelta(days=1))
        session_of(ids).kind = SessionKind.FORMATIVE
    ana = desk(cast.ana, phone=True)
    ana.goto("/o/acme/assess")
    looked_at(ana, "assess")
    ana.get_by_role("link", name="Formative note S-0001").click()
    looked_at(ana, "note")
    ana.get_by_role("button", name="I was there").click()
    expect(ana.get_by_role("heading", name="There is a problem")).to_be_visible()
    looked_at(ana, "note-incomplete")
    ana.get_by_role("group", name="What went well?").get_by_text("Questions before advice").click()
    ana.get_by_role("group", name="What to work on?").get_by_text("Stance").click()
    ana.get_by_label("One sentence").fill("You brought Mona in with a question.")
    ana.get_by_role("button", name="I was there").click()
    looked_at(ana, "note-asked")
    ana.get_by_label("One sentence").fill("You brought M3 in with a question.")
    ana.get_by_role("button", name="I was there").press("Enter")
    expect(ana.get_by_text("Told. Tara Trainee can read it now.")).to_be_visible()
    looked_at(ana, "notes")
    tara = desk(cast.tara)
    tara.goto(f"/o/acme/{ids.session_page}")
    expect(tara.get_by_text("You brought M3 in with a question.")).to_be_visible()
    looked_at(tara, "session")
