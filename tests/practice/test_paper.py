"""What a file or a paper sheet holds is taken once, by whom it belongs to, when the set has agreed."""

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.practice.rehearsal import Ids, batch, observation_of, rehearse, tap
from tests.practice.scheme import SCHEME
from tests.visiting import Visitor, words
from trainer.message import Message
from trainer.practice import operations, paper, queries
from trainer.practice.operations import Posted

Visit = Callable[..., Visitor]
OBSERVATION = UUID(int=5)
SHEET = "00:10 1\n00:20 o M2\n00:20 o M2\n 01:05  A f  tells  a story\n\n02:00 3\n"


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Everything is arranged and the set has agreed."""
    with store():
        return rehearse(cast, agreed=True)


def deliver(visitor: Visitor, ids: Ids, *, file: Any = None, lines: str = "") -> Any:
    data: dict[str, Any] = {"lines": lines}
    if file is not None:
        data["upload"] = (io.BytesIO(file if isinstance(file, bytes) else json.dumps(file).encode()), "S-0001.json")
    return visitor.post(f"observations/{ids.observation}/deliver", data, content_type="multipart/form-data")


def test_lines_become_operations_that_the_server_takes() -> None:
    ops = paper.read_lines(SHEET, SCHEME, OBSERVATION, 1_790_000_000_000)
    read = [operations.read(op, SCHEME) for op in ops]
    assert all(isinstance(item, Posted) for item in read)
    told = [
        (item.op.kind, item.op.code or item.op.text, item.op.actor, item.op.at_ms)
        for item in read
        if isinstance(item, Posted)
    ]
    assert told == [
        ("phase", "check_in", None, 10_000),
        ("event", "Q_OPEN", "M2", 20_000),
        ("event", "Q_OPEN", "M2", 20_000),
        ("event", "ADVICE", "F", 65_000),
        ("note", "tells a story", None, 65_000),
        ("phase", "clarify", None, 120_000),
    ]
    assert len({op["id"] for op in ops}) == len(ops)


def test_the_same_lines_are_the_same_operations() -> None:
    once = paper.read_lines(SHEET, SCHEME, OBSERVATION, 5)
    assert once == paper.read_lines(SHEET.replace("  ", " "), SCHEME, OBSERVATION, 5)
    other = paper.read_lines(SHEET, SCHEME, UUID(int=6), 5)
    assert not {op["id"] for op in once} & {op["id"] for op in other}  # type: ignore[index]


@pytest.mark.parametrize(
    "line", ["o M2", "12:99 o", "12:40", "12:40 zz", "12:40 0", "12:40 99", "x" * 500, "-1:00 o", "12:40 ²"]
)
def test_a_line_that_cannot_be_read_is_said(line: str) -> None:
    [wrong] = paper.read_lines(f"00:10 1\n{line}", SCHEME, OBSERVATION, 5)
    assert isinstance(wrong, Message)
    assert wrong.values["number"] == 2


def test_a_sheet_is_taken_once(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    lines = "00:10 1\n00:20 advice M1 tells\n"
    ana = visit(cast.ana)
    for said in ("3 were new", "3 were there already"):
        answer = deliver(ana, ids, lines=lines)
        assert answer.status_code == 303
        with store():
            assert len(queries.operations(observation_of(ids))) == 3
        assert said in words(ana.get(ids.timeline_page))


def test_a_downloaded_file_is_taken_once_and_what_was_sent_is_not_doubled(
    ids: Ids, visit: Visit, cast: Cast, store: Any
) -> None:
    ana, first, second = visit(cast.ana), tap(ids), tap(ids, "end", 9000)
    ana.send("capture/ops", batch(first), **{"X-Capture": "1"})
    file = {"observation": str(ids.observation), "ops": [first, {**second, "url": "/x", "member": "me", "unsent": 1}]}
    for _ in range(2):
        assert deliver(ana, ids, file=file).status_code == 303
    with store():
        assert {str(row.id) for row in queries.operations(observation_of(ids))} == {first["id"], second["id"]}


BAD = [
    b"",
    b"[]",
    b"{}",
    b'{"ops": 1}',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"ops": [1]}',
    b'{"ops": [{"observation": "x"}]}',
]


@pytest.mark.parametrize("body", BAD, ids=range(len(BAD)))
def test_a_file_that_is_none_is_refused_with_a_reason(ids: Ids, visit: Visit, cast: Cast, body: bytes) -> None:
    answer = deliver(visit(cast.ana), ids, file=body)
    assert answer.status_code == 422
    assert "Not everything could be taken" in answer.text or "Choose a file" in answer.text


def test_nothing_at_all_is_asked_for(ids: Ids, visit: Visit, cast: Cast) -> None:
    answer = deliver(visit(cast.ana), ids)
    assert (answer.status_code, "Choose a file, or type" in answer.text) == (422, True)


def test_without_agreement_nothing_is_taken_and_what_was_typed_is_kept(store: Any, visit: Visit, cast: Cast) -> None:
    with store():
        ids = rehearse(cast)
    answer = deliver(visit(cast.ana), ids, lines="00:20 advice M1")
    assert answer.status_code == 422
    assert "Not everyone in the set was asked yet" in answer.text
    assert "00:20 advice M1" in answer.text
    with store():
        assert queries.operations(observation_of(ids)) == []


@pytest.mark.parametrize("who", ["sam", "tara", "cora", "lena", "olga"])
@pytest.mark.parametrize("page", ["deliver", "sheet"])
def test_nobody_else_may(ids: Ids, visit: Visit, cast: Cast, who: str, page: str) -> None:
    other = visit(getattr(cast, who))
    assert other.get(f"/o/acme/observations/{ids.observation}/{page}").status_code == 404
    assert deliver(other, ids, lines="00:20 advice M1").status_code == 404


def test_the_sheet_has_every_behaviour_and_nobodys_name(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    shown = words(visit(cast.ana).get(f"observations/{ids.observation}/sheet"))
    config = visit(cast.ana).get(f"{ids.capture_page}.json").json
    assert all(code["label"] in shown for code in config["codes"])
    assert all(phase["label"] in shown for phase in config["phases"])
    assert "M3" in shown
    assert "Mona" not in shown
