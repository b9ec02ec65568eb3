"""Does everybody get every page that the table gives them, and nothing else? And does nothing silly break one?"""

from collections.abc import Iterator
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from tests import matrix
from tests.cast import Player
from tests.conftest import Theatre
from tests.matrix import NOTHING, PLAYERS, Row, Use
from tests.visiting import Visitor, words

ROWS = matrix.rows()
ONCE = list({(row.use.endpoint, row.use.method): row.use for row in ROWS}.values())
UNSAID = "This is not among your duties"
NOBODYS = UUID(int=0)
# What answers scripts of ours, which prove themselves by a header that no form can send.
WITHOUT_TOKEN = dict.fromkeys(matrix.BY_SCRIPTS, 403)
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.use))


def test_every_endpoint_stands_in_the_table(built: Theatre) -> None:
    missing = matrix.missing(matrix.uses(built.app), ROWS)
    lines = [_as_it_is(built, Use(endpoint, method, NOTHING)) for endpoint, method in missing]
    assert not missing, (
        "These endpoints are not in tests/access_matrix.txt. Decide who may use them, write a line for each (with the "
        "name of a thing of tests/stage.py where the address holds an id), and run: make permissions\n"
        + "\n".join(lines)
    )


def _as_it_is(built: Theatre, use: Use) -> str:
    """The line that a use would have today, or what it still needs."""
    try:
        return Row(use, tuple(_word(built, use, player) for _name, player in _players(built))).line
    except KeyError as unknown:
        return f"{use.endpoint:<36}{use.method:<6}needs {unknown}"


def test_no_line_outlives_its_endpoint(built: Theatre) -> None:
    known = set(matrix.uses(built.app))
    assert [str(row.use) for row in ROWS if (row.use.endpoint, row.use.method) not in known] == []
    assert len({row.use for row in ROWS}) == len(ROWS), "a line stands there twice"


@each_row
def test_everyone_gets_what_the_table_says(row: Row, built: Theatre) -> None:
    found = Row(row.use, tuple(_word(built, row.use, player) for _name, player in _players(built)))
    differing = [
        f"{name} gets “{is_}”, the table says “{said}”"
        for name, is_, said in zip(PLAYERS, found.words, row.words, strict=True)
        if is_ != said
    ]
    assert not differing, (
        f"{row.use}: {'; '.join(differing)}. If the change is meant, write this line into tests/access_matrix.txt "
        f"and run: make permissions\n{found.line}"
    )


def _players(built: Theatre) -> Iterator[tuple[str, Player | None]]:
    return iter(matrix.players(built.cast, built.scene).items())


def _word(built: Theatre, use: Use, player: Player | None) -> str:
    answer = _use(built, use, player)
    assert answer.status_code != 403 or UNSAID not in answer.text, f"{use}: the refusal gives no reason"
    return matrix.word(built.app, use, answer)


def _use(built: Theatre, use: Use, player: Player | None, **others: str) -> TestResponse:
    answer = matrix.send(built.visit(player), use, matrix.address(built.app, use, built.scene, **others))
    if use.method != "GET" and answer.status_code < 400:
        built.store.reset()
    return answer


@pytest.mark.parametrize("use", [row.use for row in ROWS if row.use.thing != NOTHING], ids=str)
def test_what_another_organisation_has_is_not_there(use: Use, built: Theatre) -> None:
    assert _use(built, use, built.cast.olga, organisation="other").status_code == 404


@pytest.mark.parametrize("use", [use for use in ONCE if use.thing != NOTHING], ids=str)
def test_what_does_not_exist_is_not_there(use: Use, built: Theatre) -> None:
    url = matrix.address(built.app, use, built.scene, organisation="other")
    for id in (str(NOBODYS), "x", "%00", "1" * 5000):
        silly = url.replace(str(built.scene[use.thing]), id)
        answer = matrix.send(built.visit(built.cast.olga), use, silly)
        assert answer.status_code in (404, 405), silly  # 405: another address of that shape can be read only


SILLY = ["x", "%00", "%ff", "%F0%9F%92%A5", "a" * 5000, "..", "%2e%2e%2f", "'", "%25s", "-1"]


@pytest.mark.parametrize("use", [use for use in ONCE if use.method == "GET"], ids=str)
def test_silly_words_in_an_address_break_nothing(use: Use, built: Theatre) -> None:
    olga = built.visit(built.cast.olga)
    for word in matrix.words_of_address(built.app, use):
        url = matrix.address(built.app, use, built.scene, **{"organisation": "other", word: "SILLY"})
        for silly in SILLY:
            changed = url.replace("SILLY", silly)
            assert olga.client.get(changed, buffered=True).status_code < 500, changed


ASKED = [
    ("olga", f"{address}?{name}={silly}")
    for address, name in [
        ("/o/other/audit", "before"),
        ("/", "all"),
        ("/verify", "code"),
        ("/sign-in", "next"),
        ("/sign-in/code", "next"),
        ("/o/other/learn", "nothing"),
        ("/o/other/search", "q"),
        ("/static/icon.svg", "v"),
    ]
    for silly in [*SILLY, "9" * 40, "²", "%E2%91%A0", "//evil.example", ""]
]


@pytest.mark.parametrize(("who", "url"), ASKED)
def test_silly_words_in_a_question_break_nothing(who: str, url: str, built: Theatre) -> None:
    assert built.visit(getattr(built.cast, who)).client.get(url, buffered=True).status_code < 500


@pytest.mark.parametrize("use", [use for use in ONCE if use.method == "POST"], ids=str)
def test_what_is_sent_without_a_token_is_refused(use: Use, built: Theatre) -> None:
    url = matrix.address(built.app, use, built.scene)
    for player in (built.cast.cora, built.cast.ana, None):
        answer = matrix.send(built.visit(player), use, url, csrf=False)
        assert answer.status_code == WITHOUT_TOKEN.get(use.endpoint, 400)


def test_a_token_of_another_sign_in_is_refused_with_what_to_do(built: Theatre) -> None:
    visitor = Visitor(built.app, built.cast.ada)
    answer = visitor.post("units", {"csrf_token": "of somebody else", "name": "York"})
    assert answer.status_code == 400
    assert "reload it and send it again" in words(answer)
