"""Is every template whole, and does none of them let through what a page must not hold? Read from their source."""

import ast
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes
from jinja2.meta import find_referenced_templates

from tests.permissions import application

ROOT = Path(__file__).parent.parent
APP = application()
ENVIRONMENT = APP.jinja_env
FOLDER = ROOT / "templates"
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
PAGES = [name for name in NAMES if not name.startswith(("_macros/", "mail/"))]
LETTERS = [name for name in NAMES if name.startswith("mail/")]
CODE = {path: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("trainer/**/*.py"))}
# HTML that the Markdown compiler has sanitised: the only text that goes out as it is.
SANITISED = {
    "_macros/companion.html": "html",
    "assessment/calibration_case.html": "task.narrative",
    "curriculum/edit.html": "look.page.html",
    "curriculum/card.html": "card.html",
    "curriculum/case.html": "case.narrative",
    "curriculum/handout.html": "handout.html",
    "curriculum/kept_lesson.html": "html",
    "curriculum/lesson.html": "html",
    "curriculum/preview.html": "lesson.html",
    "curriculum/reflection.html": "asked.text",
}
LONGEST = 120
CLASS, WRITTEN = re.compile(r"\.([a-z][\w-]*)(?=[^{}]*\{)"), re.compile(r'class="([^"{]+)')
BOXES = re.compile(r"<(/?)(div|section|article|aside|ul|ol|li|dl|table|tbody|tr|form|fieldset|details)\b")
each = pytest.mark.parametrize("name", NAMES)


@cache
def source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def parsed(name: str) -> nodes.Template:
    return ENVIRONMENT.parse(source(name))


@each
def test_a_template_compiles(name: str) -> None:
    ENVIRONMENT.get_template(name)
    assert len(source(name).splitlines()) <= LONGEST, f"{name} is longer than a reader can see at once"


@each
def test_a_page_carries_no_style_script_or_handler(name: str) -> None:
    text = source(name)
    assert not re.search(r"\sstyle\s*=", text), f"{name}: the policy of headers.py refuses inline styles"
    assert not re.search(r"<style\b", text), f"{name}: styles stand in static/css"
    assert not re.search(r"<[^>{]*\son[a-z]+\s*=", text), f"{name}: handlers stand in static/js"
    assert not re.search(r"(?i)javascript:", text)
    for tag in re.findall(r"<script\b[^>]*>(?:.*?)</script>", text, flags=re.S):
        assert re.fullmatch(r'<script type="module" src="\{\{ (?:static|module)\([^)]+\) \}\}"></script>', tag), (
            f"{name}: {tag}"
        )


@each
def test_no_form_stands_in_a_paragraph(name: str) -> None:
    """A browser ends the paragraph where the form begins, and what follows falls out of its row."""
    assert not re.search(r"<p\b(?:(?!</p>).)*?(?:\{\{ post_button|<form\b)", source(name), flags=re.S), name


@each
def test_what_a_loop_opens_it_closes(name: str) -> None:
    """Else the page is whole with one thing in the list, and falls apart with two."""
    for loop in parsed(name).find_all(nodes.For):
        tags = BOXES.findall(_data(loop.body))
        assert Counter(tag for end, tag in tags if not end) == Counter(tag for end, tag in tags if end), loop.lineno


def _data(body: Sequence[nodes.Node]) -> str:
    """What is written in a body as it is; of a choice the first way."""
    return "".join(
        node.data
        if isinstance(node, nodes.TemplateData)
        else _data(node.body if isinstance(node, nodes.If) else list(node.iter_child_nodes()))
        for node in body
    )


@each
def test_only_what_was_sanitised_goes_out_as_it_is(name: str) -> None:
    found = {_words(node.node) for node in parsed(name).find_all(nodes.Filter) if node.name in ("safe", "forceescape")}
    assert found == ({SANITISED[name]} if name in SANITISED else set())
    assert "autoescape" not in source(name)
    assert not [call for call in parsed(name).find_all(nodes.Call) if _words(call.node) == "Markup"]


def _words(node: nodes.Node | None) -> str:
    """An expression as it was written, for names and what hangs on them."""
    if isinstance(node, nodes.Getattr):
        return f"{_words(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else str(node)


@each
def test_every_address_a_template_names_exists(name: str) -> None:
    for call in parsed(name).find_all(nodes.Call):
        if _words(call.node) != "url_for" or not isinstance(call.args[0], nodes.Const):
            continue
        endpoint, given = call.args[0].value, {pair.key for pair in call.kwargs}
        assert endpoint in APP.view_functions, f"{name}: there is no endpoint {endpoint}"
        rules = [rule.arguments - {"organisation"} for rule in APP.url_map.iter_rules(endpoint)]
        assert any(needs <= given for needs in rules), f"{name}: {endpoint} needs {rules}, and gets {given}"


@pytest.mark.parametrize("sheet", ["author", "capture"])
def test_pages_load_the_sheet_that_styles_their_parts(sheet: str) -> None:
    """A class may be written in a macro: then the pages that import it load the sheet."""
    css, kit = ((ROOT / f"trainer/static/css/{name}.css").read_text(encoding="utf-8") for name in (sheet, "kit"))
    own = set(CLASS.findall(css)) - set(CLASS.findall(kit))
    writing = {
        name for name in NAMES if own & {word for words in WRITTEN.findall(source(name)) for word in words.split()}
    }
    importing = {name for name in NAMES if any(f'"{macro}"' in source(name) for macro in writing)}
    pages = {name for name in writing | importing if not name.startswith("_macros/")}
    assert own
    assert pages
    assert {name for name in NAMES if f"css/{sheet}.css" in source(name)} == pages


@each
def test_every_template_a_template_names_exists(name: str) -> None:
    for other in find_referenced_templates(parsed(name)):
        assert other in NAMES, f"{name} names {other}"


@each
def test_what_is_imported_exists_and_is_used(name: str) -> None:
    tree = parsed(name)
    used = {node.name for node in tree.find_all(nodes.Name)}
    for imported in tree.find_all(nodes.FromImport):
        assert isinstance(imported.template, nodes.Const)
        offered = {macro.name for macro in parsed(imported.template.value).find_all(nodes.Macro)}
        for item in imported.names:
            original, alias = item if isinstance(item, tuple) else (item, item)
            assert original in offered, f"{name}: {imported.template.value} has no {original}"
            assert alias in used, f"{name} imports {alias} and does not use it"


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("_macros/")])
def test_every_macro_is_used_somewhere(name: str) -> None:
    everything = {other: {node.name for node in parsed(other).find_all(nodes.Name)} for other in NAMES}
    for macro in parsed(name).find_all(nodes.Macro):
        assert any(macro.name in names for names in everything.values()), f"{name}: nobody uses {macro.name}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands_in_the_frame_and_has_a_title(name: str) -> None:
    tree = parsed(name)
    if name == "base.html":
        return
    (extends,) = tree.find_all(nodes.Extends)
    assert isinstance(extends.template, nodes.Const)
    blocks = {block.name for block in tree.find_all(nodes.Block)}
    assert extends.template.value in NAMES
    assert "title" in blocks, f"{name} has no title"


@pytest.mark.parametrize("name", PAGES)
def test_every_form_that_is_posted_carries_the_token(name: str) -> None:
    for form in re.findall(r"<form\b.*?</form>", source(name), flags=re.S):
        posts = re.search(r'method="post"', form) is not None
        token = re.search(r"\bcsrf(_token)?\(\)|hidden_tag\(\)", form) is not None
        assert posts == token, f"{name}: {form[:80]}"


@cache
def shown() -> dict[str, set[str]]:
    """The templates that the code shows, by how: pages and letters."""
    found: dict[str, set[str]] = {"pages": set(), "letters": set()}
    for text in CODE.values():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call):
                _note(node, found)
    return found


def _note(call: ast.Call, found: dict[str, set[str]]) -> None:
    function = getattr(call.func, "attr", "") or getattr(call.func, "id", "")
    texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if function in ("page", "render_template"):
        found["pages"].update(text for text in texts[:1])
    if function in ("write", "write_account_letter") and texts:
        found["letters"].add(f"mail/{texts[0]}.txt")


def test_every_page_that_is_shown_exists_and_every_page_is_shown() -> None:
    kept = {other for name in PAGES for other in find_referenced_templates(parsed(name)) if other}
    assert shown()["pages"] - set(PAGES) == set(), "shown, and not there"
    assert set(PAGES) - shown()["pages"] - kept == set(), "there, and never shown"


def test_every_letter_that_is_written_exists_and_every_letter_is_written() -> None:
    assert shown()["letters"] == set(LETTERS)


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_has_a_subject_a_name_and_its_link(name: str) -> None:
    first, second, *rest = source(name).splitlines()
    assert first.startswith("{"), f"{name}: the first line is the subject"
    assert second == "", f"{name}: an empty line follows the subject"
    assert "to.name" in "\n".join(rest)
    assert "{{ link }}" in "\n".join(rest)


@each
def test_what_a_reader_sees_can_be_translated(name: str) -> None:
    # Words of the style sheet and of the shell are nobody's language.
    text = re.sub(r"\{% block width %\}.*?\{% endblock %\}", "", source(name))
    text = re.sub(r'<code>.*?</code>|<p class="secret">.*?</p>', "", text, flags=re.S)
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<(script|svg)\b.*?</\1>|<[^>]*>", " ", text, flags=re.S)
    bare = [word for word in re.findall(r"[^\W\d_]{3,}", text) if word.lower() != "doctype"]
    assert not bare, f"{name}: wrap these words in _(…): {bare}"
