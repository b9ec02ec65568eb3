"""Does the code stand where the house says it stands? Read from the source, so that nothing needs to run."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
JOURNEY = ("accounts", "organisations", "curriculum", "practice", "assessment", "certification", "capability")
ROOMS = (*JOURNEY, "demo")
TOUCHES = ("models", "queries", "actions", "access", "forms", "views", "cli")

# What knows every package, and why.
KNOWS_ALL = {
    "trainer.app": "brings the packages together",
    "trainer.invariants": "the promises it checks span packages (docs/decisions/0001)",
    "trainer.cli": "commands over queries and actions of every package",
    "trainer.__main__": "python -m trainer",
    "trainer.wsgi": "what a server is pointed at",
}
# Files with another name than the seven that touch the world all the same.
ADAPTERS = {
    "trainer.accounts.security": "puts Flask-Security behind our own pages",
    "trainer.accounts.passkeys": "speaks with devices through the webauthn library",
    "trainer.certification.paper": "draws with typst and segno: values in, bytes out, but slow and not our code",
}
# What is imported by its name at run time, and why.
LATE = {"trainer.cli.demo": "a second start of the demonstration needs none of what builds it"}
# Modules that are known by type only.
TYPES_ONLY = {"trainer.web": {"trainer.organisations"}}
# Rules, values and words: a pure file may import these shared modules and no others.
PURE_SHARED = {
    *("trainer.message", "trainer.verdict", "trainer.shell", "trainer.theme", "trainer.navigation"),
    *("trainer.calendar", "trainer.cells", "trainer.ics"),
}
IMPURE = {
    *("flask", "flask_babel", "flask_login", "flask_security", "flask_sqlalchemy", "flask_wtf", "wtforms", "click"),
    *("sqlalchemy", "werkzeug", "alembic", "smtplib", "socket", "urllib.request", "random", "secrets", "os", "pathlib"),
    *("time", "tempfile", "shutil", "subprocess", "io", "sys", "threading", "webauthn", "typst", "segno"),
}
# Impure modules of which a rule may take one thing.
HARMLESS = {
    "random": {"Random"},  # with the seed as an argument, the same every time
    "io": {"BytesIO"},  # bytes in memory, for libraries that want a file
}
READS_THE_WORLD = {"now", "today", "utcnow", "uuid4", "uuid1", "urandom", "read_text", "read_bytes", "open", "input"}

LONGEST_FILE, LONGEST_FUNCTION = 330, 60
# Files that may be longer, by how much, and why.
LONG_FILES: dict[str, tuple[int, str]] = {}


@dataclass(frozen=True)
class Import:
    """One module that is imported, the names taken from it, and where that stands."""

    module: str
    names: tuple[str, ...]
    in_function: bool
    for_types: bool


@dataclass(frozen=True)
class Source:
    """One file of the product."""

    path: Path

    @property
    def name(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str | None:
        """The package it stands in, or None for a shared module."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 and parts[1] in ROOMS else None

    @property
    def kind(self) -> str:
        """The file name within its package that says what it does to the world: views for views/lesson.py."""
        parts = self.name.split(".")
        return parts[2] if len(parts) > 2 else "__init__"

    @property
    def is_pure(self) -> bool:
        return self.room in JOURNEY and self.kind not in TOUCHES and self.name not in ADAPTERS

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        return tuple(_imports(self.tree, False, False))

    @property
    def at_run_time(self) -> Iterator[Import]:
        return (found for found in self.imports if not found.for_types)

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))


def _imports(node: ast.AST, in_function: bool, for_types: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, (), in_function, for_types) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from _from(child, in_function, for_types)
        else:
            inner = in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            typed = for_types or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test))
            yield from _imports(child, inner, typed)


def _from(node: ast.ImportFrom, in_function: bool, for_types: bool) -> Iterator[Import]:
    """`from trainer.practice import access` imports trainer.practice.access; `… import Refused` a name of a module."""
    assert node.module, "a relative import hides where a module comes from: write the whole name"
    assert node.level == 0, "a relative import hides where a module comes from: write the whole name"
    names = []
    for alias in node.names:
        if _is_module(f"{node.module}.{alias.name}"):
            yield Import(f"{node.module}.{alias.name}", (), in_function, for_types)
        else:
            names.append(alias.name)
    if names:
        yield Import(node.module, tuple(names), in_function, for_types)


def _is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


SOURCES = [
    Source(path) for path in sorted(ROOT.glob("trainer/**/*.py")) if "versions" not in path.relative_to(ROOT).parts
]
BY_NAME = {source.name: source for source in SOURCES}
IN_ROOMS = [source for source in SOURCES if source.room]
PURE = [source for source in SOURCES if source.is_pure]
of_each = pytest.mark.parametrize


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "trainer" and len(parts) > 1 and parts[1] in ROOMS else None


def knows_all(source: Source) -> bool:
    return any(source.name == name or source.name.startswith(f"{name}.") for name in KNOWS_ALL)


def test_there_is_something_to_read() -> None:
    assert {source.room for source in IN_ROOMS} == set(ROOMS)
    assert len(PURE) > 30


@of_each("source", IN_ROOMS, ids=str)
def test_a_package_imports_only_from_its_left(source: Source) -> None:
    assert source.room
    reach = ROOMS[: ROOMS.index(source.room) + 1]
    wrong = [found.module for found in source.imports if (room := room_of(found.module)) and room not in reach]
    assert not wrong, f"{source} imports to its right. Let the right package's action call the left one's instead."


@of_each("source", [source for source in SOURCES if not source.room and not knows_all(source)], ids=str)
def test_a_shared_module_knows_no_package(source: Source) -> None:
    wrong = {f"trainer.{room}" for found in source.imports if (room := room_of(found.module))}
    assert wrong == TYPES_ONLY.get(source.name, set()), f"{source} is shared: no package may be needed to load it."
    assert not [found.module for found in source.at_run_time if room_of(found.module)]


def test_nothing_imports_what_knows_every_package_but_its_own_kind() -> None:
    outside = [source for source in SOURCES if not knows_all(source)]
    wrong = [(str(source), found.module) for source in outside for found in source.imports if _is_top(found.module)]
    assert not wrong


def _is_top(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in KNOWS_ALL)


def test_packages_and_shared_modules_form_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    for source in SOURCES:
        here = _part(source.name)
        targets = {_part(found.module) for found in source.at_run_time if found.module.startswith("trainer.")}
        graph.setdefault(here, set()).update(targets - {here, "trainer"})
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(f"These import each other in a circle: {' → '.join(circle.args[1])}")


def _part(module: str) -> str:
    return ".".join(module.split(".")[:2])


@of_each("source", SOURCES, ids=str)
def test_imports_stand_at_the_top(source: Source) -> None:
    inside = [found.module for found in source.imports if found.in_function]
    assert not inside, f"{source} imports inside a function: what a file needs is told by its first lines."
    late = [node for node in ast.walk(source.tree) if _calls(node) in ("import_module", "__import__")]
    assert bool(late) is (source.name in LATE)


@of_each("source", PURE, ids=str)
def test_a_rule_touches_nothing(source: Source) -> None:
    for found in source.imports:
        assert _is_harmless(found), f"{source} is pure and imports {found.module}."
        if found.module.startswith("trainer."):
            known = BY_NAME[found.module]
            assert known.is_pure or known.name in PURE_SHARED, f"{source} is pure and imports {found.module}."
    calls = {name for node in ast.walk(source.tree) if (name := _calls(node)) in READS_THE_WORLD}
    assert not calls, f"{source} is pure and calls {calls}: take it as an argument."


def _is_harmless(found: Import) -> bool:
    if found.module in HARMLESS and found.names:
        return set(found.names) <= HARMLESS[found.module]
    return found.module not in IMPURE and found.module.split(".")[0] not in IMPURE


def _calls(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def test_no_exception_outlives_its_reason() -> None:
    assert all(any(not _is_harmless(found) for found in BY_NAME[name].imports) for name in ADAPTERS)
    assert all(len(BY_NAME[name].text.splitlines()) > LONGEST_FILE for name in LONG_FILES)
    assert set(LATE) | set(TYPES_ONLY) <= set(BY_NAME)


@of_each("source", [source for source in IN_ROOMS if source.kind == "access"], ids=str)
def test_access_decides_without_looking_anything_up(source: Source) -> None:
    for found in source.imports:
        assert _is_harmless(found), f"{source} imports {found.module}."
        assert found.module not in ("trainer.db", "trainer.web", "trainer.clock", "trainer.outbox", "trainer.audit")
        assert not (found.module.endswith(".queries") and not found.names), f"{source}: take the type, not the module."
        if found.module.endswith(".queries"):
            assert all(name[0].isupper() for name in found.names), f"{source} asks the database."
    for function in _functions(source.tree):
        if function.name.startswith("may_"):
            assert function.returns is not None
            assert ast.unparse(function.returns) == "Verdict", f"{function.name} answers with a Verdict"
            assert ast.get_docstring(function), f"{function.name} says in a sentence who may"


@of_each("source", [source for source in IN_ROOMS if source.kind == "views"], ids=str)
def test_a_view_holds_no_query_and_stores_nothing(source: Source) -> None:
    assert not [found.module for found in source.imports if found.module.split(".")[0] == "sqlalchemy"]
    for forbidden in (r"\bselect\(", r"\.commit\(", r"\bdb\.session\b", r"\.execute\(", r"\.rollback\("):
        assert not re.search(forbidden, source.text), f"{source}: {forbidden} belongs into queries or actions."


@of_each("source", [source for source in IN_ROOMS if source.kind == "actions"], ids=str)
def test_an_action_never_ends_the_transaction(source: Source) -> None:
    assert not re.search(r"\.(commit|rollback)\(|begin_write\(", source.text)
    assert "flask" not in {found.module.split(".")[0] for found in source.imports}


@of_each("source", SOURCES, ids=str)
def test_a_file_and_its_functions_can_be_read_at_once(source: Source) -> None:
    longest, _why = LONG_FILES.get(source.name, (LONGEST_FILE, ""))
    assert len(source.text.splitlines()) <= longest, f"{source} is too long: it becomes a folder of the same name."
    for function in _functions(source.tree):
        length = (function.end_lineno or 0) - function.lineno + 1
        assert length <= LONGEST_FUNCTION, f"{source.name}.{function.name} has {length} lines"


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@of_each("source", SOURCES, ids=str)
def test_a_file_says_what_it_answers(source: Source) -> None:
    assert ast.get_docstring(source.tree), f"{source} has no docstring"
    assert not re.search(r"#.*\b(TODO|FIXME|XXX)\b", source.text), f"{source}: what is not done is not in main"
