"""Which Chromium do the tests look at pages with, and what if the machine has none?"""

import os
import shutil

import pytest

REQUIRED = os.environ.get("TRAINER_TEST_REQUIRE", "").split(",")
PATIENCE_MS = 30_000  # how long a page may take on a machine that does much else
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def needed() -> str:
    """Where it is. Without one the tests that need it are skipped, unless they are required."""
    if CHROMIUM:
        return CHROMIUM
    if "browser" in REQUIRED:
        pytest.fail("Chromium is required and was not found. On Debian: apt-get install chromium")
    pytest.skip("no Chromium found: browser tests are skipped. On Debian: apt-get install chromium")
