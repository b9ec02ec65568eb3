"""Do the documents say what the code does? The generated ones are current, and what the others point at is there."""

import re
from pathlib import Path

import pytest

from tests import data_model, permissions

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`((?:trainer|tests|templates|content|docs|benchmarks|static|practice|certification)/[\w./-]+)`")
IN_PACKAGE = ("static/", "practice/", "certification/", "assessment/")


def test_permissions_are_current() -> None:
    current = permissions.write(permissions.application())
    assert permissions.FILE.read_text(encoding="utf-8") == current, "run: make permissions"


def test_the_data_model_is_current() -> None:
    assert data_model.FILE.read_text(encoding="utf-8") == data_model.write(), "run: make data-model"


def test_every_table_is_told_of() -> None:
    told = set(re.findall(r"^### (\w+)$", data_model.write(), flags=re.M))
    assert told == set(data_model.Base.metadata.tables)


def test_every_endpoint_is_told_of() -> None:
    assert {row.use.endpoint for row in permissions.matrix.rows()} == set(permissions.application().view_functions)
    assert len(permissions.write(permissions.application()).splitlines()) > 100


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_points_at_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    dead = [target for target in LINK.findall(text) if not (page.parent / target).exists()]
    gone = [place for place in PATH.findall(text) if not _exists(place)]
    assert (dead, gone) == ([], [])


def _exists(place: str) -> bool:
    """Whether a path in a text names a file or folder, from the root or within the package."""
    return (ROOT / place).exists() or (place.startswith(IN_PACKAGE) and (ROOT / "trainer" / place).exists())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_has_one_title_and_no_line_left_open(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    text = re.sub(r"^ {4}.*$", "", text, flags=re.M)
    assert len(re.findall(r"^# ", text, flags=re.M)) == 1
    assert not re.search(r"\b(TODO|TBD|FIXME)\b", text)
