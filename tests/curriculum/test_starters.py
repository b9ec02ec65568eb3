"""Does what an author begins with have the shape that the checker asks for?"""

import pytest

from trainer.curriculum import starters
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.documents import Glossary, Part, Phrases, Viva
from trainer.curriculum.reading import Desk, sheet

TITLES = [
    "Plain",
    "A: “b” 'c' \"d\" # e",
    "- x",
    "{a}",
    "!tag",
    "😀",
    "yes",
    "12:30",
    "line\nbreak\u2028\x07",
    "%",
    "@",
]


@pytest.mark.parametrize("title", TITLES)
def test_the_smallest_programme_has_no_mistake_and_its_title(title: str) -> None:
    compilation = compile_programme(starters.programme("x", title))
    assert compilation.programme, [str(found) for found in compilation.findings]
    plain = " ".join(title.replace("\x07", " ").split())
    assert (compilation.programme.key, compilation.programme.title) == ("x", plain)


NAMES = ["01-first-thing", "ü", "it's", "a b", "02_x", "no: yes"]


@pytest.mark.parametrize("name", NAMES)
def test_lessons_and_modules_of_any_name_can_be_added(name: str) -> None:
    files = starters.programme("x", "X")
    for path in (f"modules/{name}/{name}.md", f"modules/{name}/module.yaml", f"sessions/{name}.md", "README.md"):
        files[path] = starters.file(path)
    findings = [str(found) for found in compile_programme(files).findings]
    assert findings == []


def test_a_check_asks_only_for_an_outcome() -> None:
    path = "modules/01-first-module/check.yaml"
    files = {**starters.programme("x", "X"), path: starters.file(path)}
    (found,) = compile_programme(files).findings
    assert "no outcome" in str(found)


SHAPES: list[tuple[str, type[Part]]] = [("glossary.yaml", Glossary), ("viva.yaml", Viva), ("phrases.yaml", Phrases)]


@pytest.mark.parametrize(("path", "shape"), SHAPES)
def test_documents_begin_in_their_shape(path: str, shape: type[Part]) -> None:
    desk = Desk({path: starters.file(path)})
    assert sheet(desk, path, shape)
    assert desk.findings == []


ABOUT = [
    (b"key: x\nlanguage: en\ntitle: X\n", b"key: x\nlanguage: de\ntitle: X\n"),
    (b"key: x\ntitle: X", b"key: x\ntitle: X\nlanguage: de\n"),
]


@pytest.mark.parametrize(("original", "translated"), ABOUT)
def test_a_translation_says_its_language(original: bytes, translated: bytes) -> None:
    assert starters.translation("programme.yaml", original, "de") == translated
    assert starters.translation("glossary.yaml", original, "de") == original
