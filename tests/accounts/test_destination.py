"""Where somebody may be sent after they proved who they are."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.accounts.destination import local

SITE = "https://trainer.example.org/sign-in"

TARGETS = [
    ("/o/acme/learn", "/o/acme/learn"),
    ("/o/acme/learn?a=1&b=/x#y", "/o/acme/learn?a=1&b=/x#y"),
    ("/o/acme/Größe", "/o/acme/Größe"),
    ("/", "/"),
    ("", ""),
    ("learn", ""),
    ("//evil.example", ""),
    ("///evil.example", ""),
    ("/\\evil.example", ""),
    ("/x\\..\\..\\evil", ""),
    ("/\t/evil.example", ""),
    ("/\n/evil.example", ""),
    ("/\r\nSet-Cookie: a=b", ""),
    ("\t//evil.example", ""),
    (" /x", ""),
    ("https://evil.example/", ""),
    ("javascript:alert(1)", ""),
]


@pytest.mark.parametrize(("target", "where"), TARGETS)
def test_only_pages_of_this_site(target: str, where: str) -> None:
    assert local(target) == where


@given(st.text("/\\.:@\t\r\n evilaX%2f?#", max_size=12))
def test_a_browser_never_leaves_the_site(target: str) -> None:
    seen = local(target).translate({9: None, 10: None, 13: None}).replace("\\", "/")
    assert urlsplit(urljoin(SITE, seen)).netloc == "trainer.example.org"
