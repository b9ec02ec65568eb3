"""Does a result with and without one assessor keep the promises of every page, where panels and leads read it?"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.test_calibration import looked_at
from tests.cast import Cast
from tests.certification.conftest import clock  # noqa: F401 it is the day of the story
from tests.certification.test_without import called

pytestmark = pytest.mark.browser


def test_with_and_without_on_the_decision_and_in_the_file(desk: Callable[..., Page], cast: Cast, store: Any) -> None:
    with store():
        ids = called(cast)
    pat = desk(cast.pat)
    for page, name in ((ids.decision_page, "without-decision"), (ids.readiness_page, "without-file")):
        pat.goto(f"/o/acme/{page}")
        assert pat.get_by_role("heading", name="With and without any one assessor").is_visible()
        looked_at(pat, name)
