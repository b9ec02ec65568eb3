"""Who may do what? Writes docs/permissions.md from the rules in the code and the table that is tested.

python -m tests.permissions > docs/permissions.md
"""

import ast
import inspect
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import matrix
from tests.matrix import NOTHING, PLAYERS, Row
from trainer import config
from trainer.app import create_app
from trainer.web import Application, Guard

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docs" / "permissions.md"
ROOMS = {
    "accounts": "Accounts: signing in, and one's own sign-in",
    "organisations": "Organisations: people, letters, settings",
    "curriculum": "Curriculum: learning and releases",
    "practice": "Practice: sets, sessions, capture",
    "assessment": "Assessment: rating, moderation, feedback",
    "certification": "Certification: readiness, decisions, certificates",
    "capability": "Capability: figures and the audit trail",
    "": "For machines and for every page",
}
INTRODUCTION = """\
# Who may do what

This page is made from the code: `make permissions` writes it from the docstrings of `trainer/*/access.py` and from
`tests/access_matrix.txt`. `tests/test_access.py` uses every endpoint as every player of the table, and
`tests/test_docs.py` fails while this page is not current.

A rule answers yes, no with its reason (403), or hides that there is anything (404). Who is not signed in is asked to
sign in. Members of other organisations get 404 everywhere.

The players: Tara and Tom are trainees, Ana and Sam assessors, Lena is the lead, Pat and Pia sit on panels, Cora
coordinates, Abel is the author, Udo audits, Ada administers, Bea is a member without duties. “On” names the thing that
was used: most of them are Tara's, and what opens for one session may be closed for another.
"""


def write(app: Application) -> str:
    """The whole page."""
    rows = matrix.rows()
    chapters = []
    for room, title in ROOMS.items():
        here = [row for row in rows if _room(row) == room]
        chapters.append("\n".join([f"\n## {title}\n", *_table(app, here), *_asked_within(app, room)]))
    return INTRODUCTION + "\n".join(chapters) + "\n"


def _room(row: Row) -> str:
    room = row.use.endpoint.partition(".")[0]
    return room if room in ROOMS else ""


def _table(app: Application, rows: list[Row]) -> Iterator[str]:
    yield "| what | address | on | who may | opens for | told why not |"
    yield "|---|---|---|---|---|---|"
    for same in _together(rows):
        row = same[0]
        methods = " ".join(other.use.method for other in same)
        cells = (
            _what(app, row),
            f"{methods} `{_address(app, row)}`",
            _thing(row),
            _rule(app, row),
            _names(row, "yes") or "nobody",
            _names(row, "no"),
        )
        yield f"| {' | '.join(cell.replace('|', '∣') for cell in cells)} |"


def _together(rows: list[Row]) -> list[list[Row]]:
    """Lines that say the same of two methods are told once."""
    found: dict[tuple[str, str, tuple[str, ...]], list[Row]] = {}
    for row in rows:
        found.setdefault((row.use.endpoint, row.use.thing, row.words), []).append(row)
    return list(found.values())


def _what(app: Application, row: Row) -> str:
    said = inspect.getdoc(app.view_functions[row.use.endpoint]) or "Send a file."
    return said.split("\n\n")[0].replace("\n", " ")


def _address(app: Application, row: Row) -> str:
    rules = app.url_map.iter_rules(row.use.endpoint)
    rule = next(str(rule) for rule in rules if row.use.method in (rule.methods or ()))
    return rule.replace("/o/<organisation>", "…").replace("uuid:", "")


def _thing(row: Row) -> str:
    return "" if row.use.thing == NOTHING else row.use.thing


def _guard(app: Application, row: Row) -> Guard:
    found: Guard = app.view_functions[row.use.endpoint].guard  # type: ignore[attr-defined]
    return found


def _rule(app: Application, row: Row) -> str:
    rule = _guard(app, row).may
    if rule is None:
        return "Anyone, signed in or not."
    return (inspect.getdoc(rule) or "").replace("\n", " ")


def _names(row: Row, word: str) -> str:
    if set(row.words) == {"public"}:
        return "everybody" if word == "yes" else ""
    members = dict(zip(PLAYERS, row.words, strict=True))
    members = {name: given for name, given in members.items() if name not in ("nobody", "olga")}
    found = [name.capitalize() for name, given in members.items() if given == word]
    if len(found) == len(members):
        return "every member"
    others = [name.capitalize() for name, given in members.items() if given != word]
    return f"every member but {' and '.join(others)}" if len(others) <= 2 else ", ".join(found)


def _asked_within(app: Application, room: str) -> Iterator[str]:
    """The rules of a room that no endpoint begins with: pages and actions ask them."""
    home = ROOT / "trainer" / room
    paths = sorted([*home.glob("access.py"), *home.glob("access/*.py")]) if room else []
    guards = [view.guard for view in app.view_functions.values() if hasattr(view, "guard")]
    used = {
        guard.may.__name__
        for guard in guards
        if guard.may and guard.may.__module__.startswith(f"trainer.{room}.access")
    }
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in paths)
    rules = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]
    inner = [rule for rule in rules if rule.name.startswith("may_") and rule.name not in used]
    if inner:
        yield "\nAsked within pages and actions:\n"
        yield from (f"- `{rule.name}`: {(ast.get_docstring(rule) or '').replace(chr(10), ' ')}" for rule in inner)


def application() -> Application:
    """An application whose database nobody opens."""
    folder = tempfile.gettempdir()
    return create_app(
        config.read({"TRAINER_DATABASE_URL": "sqlite://", "TRAINER_DATA": folder, "TRAINER_SECRET_KEY": "k" * 40})
    )


if __name__ == "__main__":
    sys.stdout.write(write(application()))
