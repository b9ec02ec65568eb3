"""Do the pages that tell what a draft or a release changes keep the promises of every page?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import LAPTOP, sign_in
from tests.browser.contract import problems
from tests.cast import MONDAY, PASSWORD, Cast
from tests.certification import story
from tests.certification.test_replay_page import ADDED, ANCHOR, CRITICAL, MORE, weak_in_stance
from tests.crowd import grow
from tests.drafting import draft
from tests.programme import FILES
from trainer.curriculum import actions, queries
from trainer.curriculum.checker import compile_programme

pytestmark = pytest.mark.browser
REPLAY = "/o/acme/author/drafts/facilitator/replay"


@pytest.fixture
def visitor(chromium: Browser, server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Page]]:
    """Somebody's browser in which axe may look at pages, on the day of the story."""
    monkeypatch.setattr("trainer.certification.views.replay.today", lambda: story.TODAY_NOON.date())
    contexts = []

    def open_page(email: str) -> Page:
        contexts.append(chromium.new_context(base_url=server, viewport=LAPTOP, bypass_csp=True))
        page = contexts[-1].new_page()
        sign_in(page, email, PASSWORD)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_a_draft_replayed(visitor: Callable[[str], Page], cast: Cast, store: Any) -> None:
    with store():
        weak_in_stance(cast)
        story.certified(cast, cast.tom)
        draft(cast.abel.member, MONDAY, policy=MORE, rubric=CRITICAL.replace("Phases leak.", "Phases leak in."))
    lena, abel = visitor(cast.lena.email), visitor(cast.abel.email)
    lena.goto(REPLAY)
    lena.get_by_role("link", name="would no longer be ready").click()
    assert lena.url.endswith("#loses")
    lena.get_by_text("How this is worked out").first.click()
    lena.get_by_text("on 14 September 2026: 2 judgements").first.wait_for()
    assert problems(lena) == []
    abel.goto(REPLAY)
    abel.get_by_text("Fewer than five people can be replayed").wait_for()
    assert problems(abel) == []


def test_a_draft_in_numbers(visitor: Callable[[str], Page], cast: Cast, store: Any) -> None:
    with store():
        weak_in_stance(cast)
        draft(cast.abel.member, MONDAY, rubric=ADDED, policy=MORE)
        grow(6)
    abel = visitor(cast.abel.email)
    abel.goto(REPLAY)
    abel.get_by_role("heading", name="By which requirement").wait_for()
    assert problems(abel) == []


def test_two_releases(visitor: Callable[[str], Page], cast: Cast, store: Any) -> None:
    with store():
        for files in ({"rubric.yaml": ANCHOR.encode()}, {"certification/light.yaml": MORE.encode()}):
            compiled = compile_programme({**FILES, **files}).programme
            assert compiled
            actions.publish(cast.abel.organisation_id, compiled, by=cast.abel.member, now=MONDAY)
        id = max(queries.releases(cast.abel.organisation_id), key=lambda release: release.number).id
    abel = visitor(cast.abel.email)
    abel.goto(f"/o/acme/author/releases/{id}")
    abel.get_by_role("link", name="What differs").click()
    abel.get_by_label("Compared with").select_option("1")
    abel.get_by_role("button", name="Compare").click()
    abel.get_by_role("heading", name="Since release 1").wait_for()
    assert problems(abel) == []
