"""Do the pages of a look, a correction and a blind re-rating keep the promises of every page, with mistakes too?"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.assessment import arrange
from tests.browser.test_appeals import send
from tests.browser.test_calibration import looked_at
from tests.cast import Cast
from tests.certification import story
from tests.certification.conftest import clock  # noqa: F401 it is the day of the release, as in the story
from tests.certification.test_hidden import KEY, judged, only
from tests.certification.test_rerating import FORM, upheld
from tests.certification.test_sampling import far_from_the_line
from trainer.assessment import actions
from trainer.assessment.lifecycle import Again

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]


def test_a_look_from_the_list_to_the_figures(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        far_from_the_line(cast)
    lena = desk(cast.lena)
    lena.goto("/o/acme/sampling")
    looked_at(lena, "sampling")
    lena.get_by_role("link", name="S-0001 Ana Assessor").click()
    lena.wait_for_load_state()
    address = lena.url
    send(lena, "Note what I found")
    looked_at(lena, "look-empty")
    lena.get_by_role("radio", name="Something to talk about with this assessor").first.check()
    lena.get_by_role("radio", name="Sound: levels and evidence go together").nth(1).check()
    lena.get_by_label("Remark").first.fill("Two levels rest on one moment. Which other one did you see?")
    send(lena, "Note what I found")
    looked_at(lena, "sampling-done")
    lena.goto(address)
    looked_at(lena, "look-done")
    ana = desk(cast.ana)
    ana.goto(f"/o/acme/assessors/{cast.ana.member_id}/figures")
    looked_at(ana, "figures-with-a-look")


def test_a_slip_from_the_comparison_to_the_corrected_sheet(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        ids = arrange.judged(cast, arrange.draft("3", "Ana's"), arrange.but(arrange.draft("3", "Sam's"), phases="1"))
    lena, sam = desk(cast.lena), desk(cast.sam)
    lena.goto(f"/o/acme/{ids.moderation}")
    looked_at(lena, "moderation-two-apart")
    lena.get_by_role("link", name="Let Sam Second correct a slip").click()
    lena.wait_for_load_state()
    send(lena, "Let them correct it")
    looked_at(lena, "reopen-empty")
    lena.get_by_label("What has to be corrected?").fill("1 was pressed where 3 was meant.")
    send(lena, "Let them correct it")
    looked_at(lena, "session-to-be-corrected")
    sam.goto("/o/acme/assess")
    looked_at(sam, "assess-to-be-corrected")
    sam.get_by_role("region", name="To be corrected").get_by_role("link").click()
    sam.wait_for_load_state()
    looked_at(sam, "sheet-to-be-corrected")
    sam.get_by_role("group", name="Phases and time").get_by_role("radio").nth(2).check()
    expect(sam.locator("#saved")).to_contain_text("Draft saved")
    send(sam, "Lock my judgement")
    if sam.locator("#confirmed").count():
        sam.locator("#confirmed").check()
        send(sam, "Lock my judgement")
    sam.wait_for_url("**/assess")
    lena.goto(f"/o/acme/{ids.moderation}")
    expect(lena.get_by_text("Sam Second corrected this judgement: 1 was pressed where 3 was meant.")).to_be_visible()
    looked_at(lena, "moderation-corrected")


def test_a_rerating_from_the_question_to_the_result(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        ids = upheld(cast)
    tara, udo = desk(cast.tara), desk(cast.udo)
    tara.goto(f"/o/acme/sessions/{ids.sessions[0]}/appeal")
    tara.get_by_label("Appeal in writing").check()
    tara.get_by_label("Bias, or a conflict of interest").check()
    tara.get_by_label("What is it about?").fill("We had quarrelled.")
    send(tara, "Send")
    udo.goto(tara.url)
    udo.locator("[name=upheld][value=yes]").check()
    udo.locator("[name=remedy][value=rerate]").check()
    udo.locator("main textarea").first.fill("They had.")
    udo.locator("main form button").first.click()
    udo.wait_for_load_state()
    looked_at(udo, "appeal-upheld")
    udo.goto(f"{udo.url.partition('?')[0]}/rerating")
    looked_at(udo, "ask-for-rerating")
    udo.get_by_label("Tom Trainee").check()
    udo.locator("main form button").first.click()
    udo.wait_for_load_state()
    tom = desk(cast.tom)
    tom.goto("/o/acme/assess")
    looked_at(tom, "assess-again")
    tom.get_by_role("link", name="Rate a session from its log").click()
    tom.wait_for_load_state()
    looked_at(tom, "rerate")
    send(tom, "Lock my levels")
    looked_at(tom, "rerate-empty")
    for name, value in FORM.items():
        tom.locator(f"[name={name}][value='{value}']").check()
    send(tom, "Lock my levels")
    expect(tom.get_by_text("Your levels are locked. Thank you.")).to_be_visible()
    lena = desk(cast.lena)
    lena.goto(f"/o/acme/sessions/{ids.sessions[0]}/moderation")
    looked_at(lena, "moderation-rerated")
    tara.goto(f"/o/acme/sessions/{ids.sessions[0]}/feedback")
    send(tara, "I would rather not say")
    looked_at(tara, "feedback-rerated")


@pytest.mark.parametrize("kind", [Again.REFERENCE, Again.REPEAT])
def test_a_hidden_rating_from_the_list_to_the_lead(
    desk: Desk, cast: Cast, store: Any, monkeypatch: pytest.MonkeyPatch, kind: Again
) -> None:
    only(monkeypatch, kind)
    with store():
        ids = judged(cast)
        actions.ask_hidden(ids.organisation, key=KEY, link=str, now=story.TODAY_NOON)
    ana, lena = desk(cast.ana), desk(cast.lena)
    ana.goto("/o/acme/assess")
    looked_at(ana, f"assess-hidden-{kind}")
    ana.get_by_role("link", name="Rate a session from its log").click()
    ana.wait_for_load_state()
    looked_at(ana, f"rate-hidden-{kind}")
    for name, value in FORM.items():
        ana.locator(f"[name={name}][value='{value}']").check()
    send(ana, "Lock my levels")
    expect(ana.get_by_text("They count for nobody's result.")).to_be_visible()
    looked_at(ana, f"hidden-told-{kind}")
    lena.goto(f"/o/acme/assessors/{cast.ana.member_id}/figures")
    looked_at(lena, f"hidden-figures-{kind}")
