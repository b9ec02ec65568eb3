"""Nothing that an author can write becomes more than words: it is shown as text, or refused with file and line."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.curriculum.hostile import CASES, FIELDS, LESSONS, Case, fields
from tests.curriculum.hostile.walk import dangers
from tests.programme import FILES
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.compiled import Compilation, CompiledProgramme

ABOUT = {"programme.yaml": b"key: p\ntitle: P\n"}
LESSON = "modules/01-m/01-a.md"


def html_in(programme: CompiledProgramme) -> Iterator[str]:
    """Every piece of a programme that pages show as HTML."""
    for module in programme.modules:
        for lesson in module.lessons:
            yield lesson.html
            yield from (str(prompt["html"]) for prompt in lesson.reflections)
    yield from (handout.html for handout in programme.handouts)
    yield from (case.narrative for case in programme.cases)


def misplaced(compilation: Compilation, files: dict[str, bytes]) -> list[str]:
    """Findings that name no file, or a line that the file does not have."""
    return [
        str(found)
        for found in (*compilation.findings, *compilation.notes)
        if not found.file or not 1 <= found.line <= files.get(found.file, b"").count(b"\n") + 1
    ]


def test_there_are_enough_cases_and_each_has_a_name() -> None:
    assert len(CASES) > 400
    assert len({case.name for case in CASES}) == len(CASES)
    assert [case.number for case in CASES] == list(range(1, len(CASES) + 1))


@pytest.mark.parametrize("case", LESSONS, ids=str)
def test_a_hostile_lesson_is_shown_or_refused(case: Case) -> None:
    files = {**ABOUT, LESSON: case.body}
    compilation = compile_programme(files)
    told = [str(found) for found in compilation.findings]
    assert misplaced(compilation, files) == []
    if case.refused:
        assert compilation.programme is None
        assert any(case.refused in words for words in told), told
        assert all(words.startswith(f"{LESSON}:") for words in told)
        return
    assert told == []
    assert compilation.programme
    assert [found for html in html_in(compilation.programme) for found in dangers(html)] == []


@pytest.mark.parametrize("case", LESSONS, ids=str)
def test_it_is_as_harmless_on_a_card(case: Case) -> None:
    files = {**ABOUT, LESSON: b"x", "pocket/hostile.md": b"---\nminutes: 1\n---\n" + case.body}
    compilation = compile_programme(files)
    assert bool(compilation.findings) == (bool(case.refused) or "/// reflection" in case.text)
    assert all(found.file == "pocket/hostile.md" for found in compilation.findings)
    if compilation.programme:
        assert [found for html in html_in(compilation.programme) for found in dangers(html)] == []


def test_hostile_words_in_every_field_are_kept_as_words() -> None:
    files = fields.files({case.name: case.armed for case in FIELDS})
    compilation = compile_programme(files)
    assert compilation.findings == ()
    assert compilation.programme
    assert [found for html in html_in(compilation.programme) for found in dangers(html)] == []
    kept = {name: module.title for name, module in zip(("q", "m"), compilation.programme.modules, strict=True)}
    assert "<script>hit(" in kept["q"]


HIDDEN = ["\\0", "\\x01", "\\x02wzxhzdk:0\\x03", "\\e[31m", "\\x7f", "\\u202e", "\\uffff", "\\ud800", "\\a", "\\b"]


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("field", ["title", "summary"])
def test_an_escape_hides_no_invisible_sign(hidden: str, field: str) -> None:
    """A NUL in a title would cut the kept frame of a lesson's page in two, and PostgreSQL takes none at all."""
    text = {"title": "title: P\n", "summary": 'title: P\nsummary: "x"\n'}[field].replace(
        {"title": "P", "summary": '"x"'}[field], f'"a{hidden}b"'
    )
    files = {"programme.yaml": f"key: p\n{text}".encode(), LESSON: b"x"}
    compilation = compile_programme(files)
    line = 2 if field == "title" else 3
    assert [(found.file, found.line) for found in compilation.findings] == [("programme.yaml", line)]
    assert "invisible" in str(compilation.findings[0].message)


PIECES = [case.armed for case in LESSONS if len(case.text) < 300]
GLUE = [
    "",
    " ",
    "\n",
    "\n\n",
    "    ",
    "\n- ",
    "\n> ",
    "`",
    "\n```\n",
    "**",
    "|",
    "\n|-|-|\n",
    "[",
    "](",
    "{: ",
    "}",
    "<",
    "\t",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(GLUE)), max_size=14).map("".join)


@given(TEXTS)
@settings(max_examples=150, deadline=20_000)
def test_no_mixture_of_hostile_lessons_gets_through(text: str) -> None:
    files = {**ABOUT, LESSON: text.encode("utf-8", "replace")}
    compilation = compile_programme(files)
    assert misplaced(compilation, files) == []
    if compilation.programme:
        assert [found for html in html_in(compilation.programme) for found in dangers(html)] == []


YAML = [
    "programme.yaml",
    "rubric.yaml",
    "observation.yaml",
    "glossary.yaml",
    "viva.yaml",
    "phrases.yaml",
    "certification/light.yaml",
]
YAML += sorted(file for file in FILES if file.endswith(("check.yaml", "module.yaml", "events.yaml", "reference.yaml")))
STRANGE = [
    "&a ",
    "*a",
    "!!str ",
    "<<: ",
    "? ",
    "- ",
    ": ",
    "|\n",
    ">\n",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "#",
    "%",
    "\t",
    "\n",
]
STRANGE += ["yes:", "12:30", "1.10", "0o17", "1e3", "2026-02-30", ".nan", "~", "null", "\\0", "---", "...", "\u0085"]


@given(
    st.sampled_from(YAML), st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(STRANGE + PIECES)), max_size=4)
)
@settings(max_examples=40, deadline=20_000)
def test_no_hostile_piece_breaks_a_file(file: str, put: list[tuple[int, str]]) -> None:
    text = FILES[file].decode()
    for place, piece in put:
        at = place % (len(text) + 1)
        text = text[:at] + piece + text[at:]
    files = {**FILES, file: text.encode("utf-8", "replace")}
    compilation = compile_programme(files)
    assert misplaced(compilation, files) == []
    assert (compilation.programme is None) == bool(compilation.findings)


LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.sampled_from(PIECES))
VALUES = st.recursive(
    LEAVES, lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=3), part), max_leaves=5
)


@given(st.sampled_from(YAML), st.integers(0, 10_000), VALUES)
@settings(max_examples=60, deadline=20_000)
def test_no_value_in_any_place_breaks_a_file(file: str, place: int, value: object) -> None:
    """Whatever stands where the programme of the tests has something else is taken, or refused in its place."""
    tree = fields.tree(file)
    paths = list(fields.paths(tree))
    changed = fields.replaced(tree, paths[place % len(paths)], value)
    files = {**FILES, file: json.dumps(changed, indent=1).encode("utf-8", "surrogatepass")}
    compilation = compile_programme(files)
    assert misplaced(compilation, files) == []
    assert (compilation.programme is None) == bool(compilation.findings)
