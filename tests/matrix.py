"""Who may use which page? The checked-in table, what each word in it means, and how an answer is put into them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.cast import Cast, Player
from tests.stage import Scene
from tests.visiting import Visitor
from trainer.web import Application, Guard

TABLE = Path(__file__).with_name("access_matrix.txt")
PLAYERS = (
    *("tara", "tom", "ana", "sam", "lena", "pat", "pia", "cora", "abel", "udo", "ada"),
    *("bea", "olga", "nobody"),
)
WORDS = {
    "yes": "the page opens or the form is read",
    "no": "403, with the reason",
    "hidden": "404: one may not learn whether it exists",
    "sign-in": "asked to sign in first",
    "public": "anyone, signed in or not",
}
NOTHING = "-"
# What addresses hold besides the id of a thing; the scene knows the rest.
PLACES = {
    "organisation": "acme",
    "programme": "facilitator",
    "module": "questions",
    "lesson": "why-advice-comes-early",
    "stage": "learning",
    "colour": "2f5d50",
    "filename": "icon.svg",
    "version": "0",
    "key": "whose-approval",
    "file": "facilitator/modules/01-questions/01-why-advice-comes-early.md",
    "number": "1",
}
KEYS = {
    "curriculum.card": "phase-card",
    "curriculum.release_card": "phase-card",
    "curriculum.plan": "meetings",
    "curriculum.case": "the-helpful-uncle",
    "assessment.calibration_case": "the-helpful-uncle",
    "assessment.confirm_case": "the-helpful-uncle",
    "assessment.save_case": "the-helpful-uncle",
}
# What our own scripts send, and the header by which they prove themselves.
BY_SCRIPTS: dict[str, tuple[str, dict[str, Any]]] = {
    "practice.capture_ops": ("X-Capture", {"client_now": 1, "ops": []}),
    "curriculum.take_reads": ("X-Reads", {"client_now": 1, "reads": []}),
}


@dataclass(frozen=True)
class Use:
    """One endpoint used in one way on one thing of the scene."""

    endpoint: str
    method: str
    thing: str

    def __str__(self) -> str:
        return f"{self.endpoint} {self.method} {self.thing}"


@dataclass(frozen=True)
class Row:
    """A line of the table: what each player gets."""

    use: Use
    words: tuple[str, ...]

    @property
    def line(self) -> str:
        cells = "".join(f"{word:<9}" for word in self.words)
        return f"{self.use.endpoint:<36}{self.use.method:<6}{self.use.thing:<18}{cells}".rstrip()


def rows() -> list[Row]:
    """The lines of the table."""
    lines = (line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return [_row(line) for line in lines]


def _row(line: str) -> Row:
    use, words = line[:60], line[60:].split()
    assert len(words) == len(PLAYERS), f"not one word for each player: {line}"
    assert set(words) <= set(WORDS), f"words that mean nothing here: {line}"
    endpoint, method, thing = re.split(r"\s+", use.strip(), maxsplit=2)
    return Row(Use(endpoint, method, thing), tuple(words))


def header() -> str:
    """The line above the table that names its columns."""
    return "# " + f"{'endpoint':<34}{'':<6}{'thing':<18}" + "".join(f"{name:<9}" for name in PLAYERS).rstrip()


def uses(app: Application) -> Iterator[tuple[str, str]]:
    """Every endpoint with each method it takes."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method


def players(cast: Cast, scene: Scene) -> dict[str, Player | None]:
    """Whoever stands over a column."""
    return {name: None if name == "nobody" else getattr(cast, name, None) or scene.bea for name in PLAYERS}


def address(app: Application, use: Use, scene: Scene, **others: str) -> str:
    """Where a use happens."""
    values: dict[str, Any] = {**PLACES, **scene.words}
    values["key"] = KEYS.get(use.endpoint, values["key"])
    if use.endpoint.startswith("certification."):
        values["key"] = scene.words["public key"]
    if use.thing != NOTHING:
        values["id"] = scene[use.thing]
    values |= others
    asked = {name: values[name] for name in _rule(app, use).arguments}
    return app.url_map.bind("localhost").build(use.endpoint, asked, method=use.method)


def words_of_address(app: Application, use: Use) -> list[str]:
    """The names of the places in an address that take any word."""
    return sorted(_rule(app, use).arguments - {"id", "number"})


def _rule(app: Application, use: Use) -> Rule:
    """Its address for members; guests have another below their link (tests/assessment/test_guests.py)."""
    rules = [rule for rule in app.url_map.iter_rules(use.endpoint) if use.method in (rule.methods or ())]
    (rule,) = [rule for rule in rules if len(rules) == 1 or not rule.rule.startswith("/guest/")]
    return rule


def send(visitor: Visitor, use: Use, url: str, csrf: bool = True) -> TestResponse:
    """Use it with as little as reaches the page: a form with nothing in it changes nothing."""
    if use.method == "GET":
        return visitor.get(url, buffered=True)  # what is sent from a file is read and closed
    if use.endpoint in BY_SCRIPTS:
        header, body = BY_SCRIPTS[use.endpoint]
        return visitor.send(url, body, **({header: "1"} if csrf else {}))
    return visitor.post(url) if csrf else visitor.client.post(url)


def word(app: Application, use: Use, answer: TestResponse) -> str:
    """The word of the table for an answer."""
    guard: Guard = app.view_functions[use.endpoint].guard  # type: ignore[attr-defined]
    if answer.status_code >= 500 or answer.status_code == 405:
        return str(answer.status_code)
    if guard.may is None:
        return "public"
    if answer.status_code == 401 or re.match(r"/sign-in\b", answer.headers.get("Location", "")):
        return "sign-in"
    return {403: "no", 404: "hidden"}.get(answer.status_code, "yes")


def missing(known: Iterable[tuple[str, str]], table: Iterable[Row]) -> list[tuple[str, str]]:
    """The endpoints and methods of which the table says nothing."""
    told = {(row.use.endpoint, row.use.method) for row in table}
    return [pair for pair in known if pair not in told]
