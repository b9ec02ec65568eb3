"""Which paths may files have, and what stands between a name and its place?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.curriculum import paths

LAWFUL = ["programme.yaml", "modules/01-a/02-b.md", "a b/ü.md", "README", "x" * 200]
NOT_INSIDE = ["", "/a", "//a", "../a", "a/../b", "a/./b", "./a", "a//b", "a/", "..", "."]
NOT_PLAIN = ["a\\b", "a\nb", "a\x00b", "a\u202eb", "a\udc80b"]
HIDDEN = [".git/config", "a/.b", ".a"]


@pytest.mark.parametrize("path", LAWFUL)
def test_what_lies_plainly_inside_is_lawful(path: str) -> None:
    assert paths.wrong(path) is None


@pytest.mark.parametrize("path", [*NOT_INSIDE, *NOT_PLAIN, *HIDDEN])
def test_what_leads_out_or_hides_is_not(path: str) -> None:
    assert "inside the folder" in str(paths.wrong(path))


def test_a_path_has_an_end() -> None:
    assert "shorter" in str(paths.wrong("x" * 201))
    assert "shorter" in str(paths.wrong("ü" * 101))


CLASHES = [
    (["a.md"], "a.md", "already a file “a.md”"),
    (["a.md"], "A.MD", "already a file “a.md”"),
    (["a"], "a/b.md", "of the same name"),
    (["a/b.md"], "a", "of the same name"),
    (["A/b/c.md"], "a/B", "of the same name"),
    (["a/b.md"], "a/c.md", ""),
    (["ab"], "a/b", ""),
    (["straße.md"], "STRASSE.md", "already a file"),
]


@pytest.mark.parametrize(("others", "path", "sentence"), CLASHES)
def test_what_cannot_stand_beside_what_is_there(others: list[str], path: str, sentence: str) -> None:
    found = paths.wrong(path, others)
    assert (sentence in str(found)) if sentence else found is None


NAMES = [
    ("facilitator", "", "modules/a/b.md", "facilitator/modules/a/b.md"),
    ("facilitator", "de", "a.md", "facilitator.de/a.md"),
    ("f", "pt-BR", "a.md", "f.pt-BR/a.md"),
]


@pytest.mark.parametrize(("programme", "language", "path", "name"), NAMES)
def test_a_name_leads_to_its_place_and_back(programme: str, language: str, path: str, name: str) -> None:
    assert paths.name(programme, language, path) == name
    assert paths.place(programme, name) == (language, path)


NOWHERE = [
    "facilitator",
    "facilitator/",
    "other/a.md",
    "facilitator./a.md",
    "facilitator.de.fr/a.md",
    "facilitator.de\n/a.md",
    "facilitator.Deutsch nicht/a.md",
    "facilitator/../a.md",
    "facilitator/.git/config",
    "FACILITATOR/a.md",
    "/a.md",
    "",
]


@pytest.mark.parametrize("name", NOWHERE)
def test_a_name_of_something_else_leads_nowhere(name: str) -> None:
    assert paths.place("facilitator", name) is None


@given(st.text(max_size=30))
def test_no_name_leads_out(name: str) -> None:
    found = paths.place("f", name)
    if found:
        language, path = found
        assert paths.name("f", language, path) == name
        assert paths.is_inside(path)
        assert not paths.is_hidden(path)
