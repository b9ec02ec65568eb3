"""An event log goes out as BORIS writes one, comes back whole or not at all, and never twice."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.practice.rehearsal import Ids, batch, observation_of, rehearse, tap
from tests.practice.scheme import SCHEME
from tests.visiting import Visitor, words
from trainer.message import Message
from trainer.practice import operations, queries
from trainer.practice.boris import reading, table, writing
from trainer.practice.boris.reading import Found, Into
from trainer.practice.operations import ACTORS, HOLDERS, Posted
from trainer.practice.timeline import Op, Timeline, fold

Visit = Callable[..., Visitor]
OBSERVATION, NAME = UUID(int=5), "S-0001-00000005"
HEAD = table.Head(NAME, "2026-11-30 09:00:00", "Test 1")
EMPTY = Into(OBSERVATION, NAME, SCHEME, fold([]), 1_790_000_000_000)


def exported(timeline: Timeline, notes: bool = True) -> str:
    return table.write([(HEAD, writing.lines(timeline, SCHEME, notes))])


def read(text: str | bytes, timeline: Timeline | None = None) -> Found | list[Message]:
    into = replace(EMPTY, timeline=timeline) if timeline else EMPTY
    return reading.read(text.encode() if isinstance(text, str) else text, into)


def taken(found: Found | list[Message]) -> list[Op]:
    """The operations as the server would read them."""
    assert isinstance(found, Found), [str(row) for row in found]
    posted = [operations.read(op, SCHEME) for op in found.ops]
    assert all(isinstance(item, Posted) for item in posted), posted
    return [item.op for item in posted if isinstance(item, Posted)]


def wrong(text: str | bytes, timeline: Timeline | None = None) -> list[str]:
    found = read(text, timeline)
    assert isinstance(found, list), found
    return [str(row) for row in found]


# Any timeline that devices and corrections can make.

IDS = st.integers(1, 2**128 - 1).map(lambda number: UUID(int=number))
TIMES = st.one_of(st.integers(0, 5), st.integers(0, 5_400_000))
NOTES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=280),
    st.sampled_from(["=1+1", "'=1", "a | b", "| a |", "+|", "@x", 'say "no"', "a;b,c\r\nd", "\u2028x", "-", "'"]),
).filter(lambda text: bool(text.strip()))


@st.composite
def sessions(draw: Any) -> list[Op]:
    ids = draw(st.lists(IDS, unique=True, max_size=25))
    ops = []
    for place, id in enumerate(ids):
        kind = draw(st.sampled_from([*sorted(operations.KINDS), "event", "event", "note", "phase", "phase", "floor"]))
        ref = draw(st.sampled_from(ids)) if kind in operations.NEEDS_REF or (kind == "note" and place % 3) else None
        ops.append(
            Op(
                id,
                kind,
                code=draw(st.sampled_from([row.key for row in (SCHEME.phases if kind == "phase" else SCHEME.codes)])),
                actor=draw(st.sampled_from(sorted(HOLDERS if kind == "floor" else ACTORS))),
                ref=ref,
                text=draw(NOTES) if kind == "note" else None,
                at_ms=draw(TIMES),
                delta_ms=draw(st.integers(-9000, 9000)),
            )
        )
    return ops


@given(sessions())
def test_out_and_in_and_out_again_is_the_same_to_the_byte(ops: list[Op]) -> None:
    first = exported(fold(ops))
    again = fold(taken(read(first)))
    assert exported(again).encode() == first.encode()


@given(sessions())
def test_what_is_there_is_not_brought_in_again(ops: list[Op]) -> None:
    timeline = fold(ops)
    kept = [event for event in timeline.events if not timeline.ended or event.at_ms <= timeline.end_ms]
    found = read(exported(timeline), replace(timeline, events=tuple(kept)))
    assert taken(found) == []


@given(sessions())
def test_no_cell_is_a_formula_and_each_row_has_every_column(ops: list[Op]) -> None:
    rows = list(csv.reader(io.StringIO(exported(fold(ops)), newline=""), strict=True))
    assert tuple(rows[0]) == table.COLUMNS
    assert all(len(row) == len(table.COLUMNS) for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_at_all_break_it(body: bytes, headed: bool) -> None:
    head = b"Subject,Behavior,Behavior type,Time,Comment\r\n" if headed else b""
    found = read(head + body)
    assert isinstance(found, Found) or all(str(row) for row in found)


STORY = fold(
    [
        Op(UUID(int=1), "phase", code="check_in", at_ms=0),
        Op(UUID(int=2), "event", code="ADVICE", actor="M2", at_ms=61_250),
        Op(UUID(int=3), "note", ref=UUID(int=2), text="=tells a story", at_ms=62_000),
        Op(UUID(int=4), "phase", code="explore", at_ms=90_000),
        Op(UUID(int=5), "pause", at_ms=100_000),
        Op(UUID(int=6), "resume", at_ms=110_000),
        Op(UUID(int=7), "floor", actor="NONE", at_ms=120_000),
        Op(UUID(int=8), "note", text="somebody, late", at_ms=130_000),
        Op(UUID(int=9), "event", code="ADVICE", actor="F", at_ms=140_000),
        Op(UUID(int=10), "void", ref=UUID(int=9), at_ms=141_000),
        Op(UUID(int=11), "end", at_ms=150_000),
        Op(UUID(int=12), "event", code="ADVICE", actor="F", at_ms=160_000, late=True),
    ]
)
ABOUT = f"{NAME},2026-11-30 09:00:00,Test 1,150.000,Live observation,NA,0,NA,NA"


def test_a_session_as_boris_writes_it() -> None:
    assert exported(STORY).split("\r\n")[1:] == [
        f"{ABOUT},,check_in,phase,START,0.000,NA,NA,NA,",
        f"{ABOUT},M2,ADVICE,watch,POINT,61.250,NA,NA,NA,'=tells a story",
        f"{ABOUT},,check_in,phase,STOP,90.000,NA,NA,NA,",
        f"{ABOUT},,explore,phase,START,90.000,NA,NA,NA,",
        f"{ABOUT},,Break,session,START,100.000,NA,NA,NA,",
        f"{ABOUT},,Break,session,STOP,110.000,NA,NA,NA,",
        f"{ABOUT},,Floor,session,POINT,120.000,NA,NA,NA,",
        f'{ABOUT},,Note,session,POINT,130.000,NA,NA,NA,"somebody, late"',
        f"{ABOUT},,explore,phase,STOP,150.000,NA,NA,NA,",
        f"{ABOUT},,End,session,POINT,150.000,NA,NA,NA,",
        "",
    ]


def test_without_notes_nothing_that_was_written_leaves() -> None:
    told = exported(STORY, notes=False)
    assert "story" not in told
    assert "Note" not in told
    assert "ADVICE" in told


HEADS = "Observation id,Subject,Behavior,Behavioral category,Behavior type,Time,Comment"
FILE = f"""{HEADS}
video 7,,check_in,,START,0.5,
video 7,No focal subject,ADVICE,watch,POINT,61.2504,tells
video 7,,check_in,,STOP,89.999,
video 7,M1,explore,,START,90,
video 7,F,REDIRECT,,POINT,95.5,
video 7,,explore,,STOP,120.000,
video 7,,End,,POINT,120.000,
"""


def test_what_boris_has_made_becomes_a_session() -> None:
    timeline = fold(taken(read(FILE)))
    assert [(span.key, span.start_ms, span.end_ms) for span in timeline.phases] == [
        ("check_in", 500, 90_000),
        ("explore", 90_000, 120_000),
    ]
    told = [(event.code, event.actor, event.at_ms, event.phase, event.notes) for event in timeline.events]
    assert told == [("ADVICE", "M", 61_250, "check_in", ("tells",)), ("REDIRECT", "F", 95_500, "explore", ())]
    assert (timeline.ended, timeline.end_ms) == (True, 120_000)


@pytest.mark.parametrize(
    "same",
    [
        FILE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + FILE.encode(),
        FILE.replace(",", ";").replace("61.2504", "61,2504").encode(),
        FILE.replace(",", "\t").encode(),
        FILE.replace("\n", "\n\n").encode(),
        FILE.rstrip("\n").encode(),
        FILE.replace("video 7,", '"video 7", ').encode(),
    ],
    ids=["Windows", "BOM", "semicolons", "tabs", "empty lines", "no last line end", "quotes and spaces"],
)
def test_the_same_table_however_it_is_written(same: bytes) -> None:
    assert taken(read(same)) == taken(read(FILE))


def test_more_columns_make_no_difference() -> None:
    rows = [row.split(",") for row in FILE.splitlines()]
    more = "\n".join(",".join([*row[:1], f"x{place and 1}", *row[1:]]) for place, row in enumerate(rows))
    assert taken(read(more)) == taken(read(FILE))


def test_another_observation_gives_other_operations() -> None:
    other = reading.read(FILE.encode(), replace(EMPTY, observation=UUID(int=6)))
    assert not {op.id for op in taken(read(FILE))} & {op.id for op in taken(other)}


def test_an_edited_table_adds_what_is_new_and_takes_nothing_out() -> None:
    session = fold(taken(read(FILE)))
    edited = FILE.replace("POINT,95.5,\n", "POINT,95.5,hands back\nvideo 7,M3,Q_OPEN,,POINT,96,\n").replace("tells", "")
    new = taken(read(edited, session))
    assert [(op.kind, op.code or op.text, op.at_ms) for op in new] == [
        ("note", "hands back", 95_500),
        ("event", "Q_OPEN", 96_000),
    ]
    assert new[0].ref == session.events[1].id


def test_what_was_taken_out_since_does_not_come_back() -> None:
    ops = taken(read(FILE))
    advice = next(op for op in ops if op.code == "ADVICE")
    session = fold([*ops, Op(UUID(int=1), "void", ref=advice.id, at_ms=120_000)])
    assert {op.id for op in taken(read(FILE, session))} <= {op.id for op in ops}


def change(old: str, new: str) -> str:
    assert old in FILE
    return FILE.replace(old, new)


REFUSED = {
    "an unknown behaviour": (change("ADVICE", "SHOUTS"), "Line 3: “SHOUTS” is no point event"),
    "a phase as a point": (change("check_in,,START", "check_in,,POINT"), "Line 2: “check_in” is no point event"),
    "a behaviour as a state": (change("REDIRECT,,POINT", "REDIRECT,,START"), "Line 6: “REDIRECT” is no phase"),
    "a name": (change("F,REDIRECT", "Mona,REDIRECT"), "Line 6: “Mona” is no seat"),
    "a type": (change("POINT,95.5", "STATE,95.5"), "Line 6: “STATE” is none of POINT, START and STOP"),
    "an empty time": (change("POINT,95.5", "POINT,"), "Line 6: “” is no time in seconds"),
    "a time before the start": (change("POINT,95.5", "POINT,-1"), "Line 6: “-1” is no time"),
    "no number": (change("POINT,95.5", "POINT,NaN"), "Line 6: “NaN” is no time"),
    "digits of elsewhere": (change("POINT,95.5", "POINT,٣"), "is no time in seconds"),
    "a day and more": (change("POINT,95.5", "POINT,86401"), "Line 6: 86401 seconds are longer than any session"),
    "out of order": (change("POINT,95.5", "POINT,5"), "Line 6: 5.000 comes before the line above it"),
    "after the end": (f"{FILE}video 7,F,REDIRECT,,POINT,121,\n", "Line 9: 121.000 lies after the end of the session"),
    "two ends": (f"{FILE}video 7,,End,,POINT,120,\n", "Line 9: the session ends a second time"),
    "never stops": (change("video 7,,explore,,STOP,120.000,\n", ""), "Line 5: “explore” starts and never stops"),
    "two at once": (change("video 7,,check_in,,STOP,89.999,\n", ""), "Line 4: “explore” starts while “check_in” has"),
    "stops unstarted": (change("video 7,,check_in,,START,0.5,\n", ""), "Line 3: “check_in” stops but has not started"),
    "a break unended": (change("95.5,\n", "95.5,\nvideo 7,,Break,,START,96,\n"), "Line 7: “Break” starts and never"),
    "a gap": (change("89.999", "85"), "Line 5: no phase runs at 90.000"),
    "a long note": (change("tells", "x" * 281), "Line 3: a note has between 1 and 280 characters"),
    "an empty note": (change("ADVICE", "Note").replace("tells", ""), "Line 3: a note has between 1 and 280"),
    "two observations": (change("video 7,F", "video 8,F"), "Line 6 belongs to another observation than the first"),
    "of somebody else": (FILE.replace("video 7", "S-0001-0000000a"), "This file belongs to another observation"),
    "a column twice": (change("Comment", "Time"), "The column “Time” stands there twice"),
    "a column missing": (change("Behavior type", "Status"), "does not name the column “Behavior type”"),
    "too many cells": (change("95.5,", "95.5,a,b"), "Line 6 has more cells than the first line names"),
    "no end of a quotation": (change("tells", '"tells'), "a cell begins with a quotation mark and never ends"),
    "nothing": ("", "does not name the column"),
    "too many rows": (f"{HEADS}\n" + "v,F,REDIRECT,,POINT,1,\n" * 2001, "at most 2000 events"),
    "too many notes": (f"{HEADS}\nv,F,REDIRECT,,POINT,1,{' | '.join('x' * 2001)}\n", "at most 2000 events"),
    "a huge cell": (f"{HEADS}\nv,F,REDIRECT,,POINT,1,{'x' * 200_000}\n", "a quotation mark"),
    "zero bytes": (change("tells", "te\x00lls"), "characters of value zero"),
    "Latin-1": (change("tells", "erzählt").encode("latin-1"), "not in UTF-8"),
    "UTF-16": (FILE.encode("utf-16"), "not in UTF-8"),
}


@pytest.mark.parametrize(("body", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said_with_its_line(body: str | bytes, said: str) -> None:
    found = wrong(body)
    assert said in found[0], found


def test_everything_that_is_wrong_is_said_at_once_within_reason() -> None:
    assert len(wrong(FILE.replace("ADVICE", "A").replace("REDIRECT", "B"))) == 2
    assert len(wrong(f"{HEADS}\n" + "v,F,NO,,POINT,1,\n" * 500)) == reading.SAID_AT_ONCE


def test_a_session_that_has_ended_keeps_its_end() -> None:
    assert "Line 8: the session has ended already, at 150.000." in wrong(FILE, STORY)
    assert "Line 2: 151.000 lies after the end" in wrong(f"{HEADS}\nv,F,REDIRECT,,POINT,151,\n", STORY)[0]


# Pages.


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Everything is arranged and the set has agreed."""
    with store():
        return rehearse(cast, agreed=True)


def bring(visitor: Visitor, ids: Ids, body: str | bytes) -> Any:
    sent = body.encode() if isinstance(body, str) else body
    data = {"lines": "", "events": (io.BytesIO(sent), "events.csv")}
    return visitor.post(f"observations/{ids.observation}/deliver", data, content_type="multipart/form-data")


def kept(store: Any, ids: Ids) -> Timeline:
    with store():
        return queries.timeline(observation_of(ids))


def phases_of(visitor: Visitor, ids: Ids) -> list[str]:
    return [phase["key"] for phase in visitor.get(f"{ids.capture_page}.json").json["phases"]]


def test_a_table_is_taken_once_and_goes_out_as_it_came(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    ana = visit(cast.ana)
    first, second = phases_of(ana, ids)[:2]
    body = FILE.replace("check_in", first).replace("explore", second)
    for said in ("6 were new", "6 were there already"):
        assert bring(ana, ids, body).status_code == 303
        assert said in words(ana.get(ids.timeline_page))
    assert [event.code for event in kept(store, ids).events] == ["ADVICE", "REDIRECT"]
    out = ana.get(f"observations/{ids.observation}/events.csv")
    assert (out.status_code, out.mimetype) == (200, "text/csv")
    assert "attachment" in out.headers["Content-Disposition"]
    assert f"S-0001-{ids.observation.hex[-8:]}" in out.text
    assert "Ana" not in out.text
    before = kept(store, ids)
    assert bring(ana, ids, out.data).status_code == 303
    assert kept(store, ids) == before
    assert ana.get(f"observations/{ids.observation}/events.csv").data == out.data


def test_one_wrong_line_takes_nothing(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    answer = bring(visit(cast.ana), ids, f"{HEADS}\nv,F,ADVICE,,POINT,1,\nv,Mona,ADVICE,,POINT,2,\n")
    assert answer.status_code == 422
    assert "Line 3: “Mona” is no seat" in words(answer)
    assert kept(store, ids).events == ()


def test_without_agreement_no_table_is_taken(store: Any, visit: Visit, cast: Cast) -> None:
    with store():
        found = rehearse(cast)
    answer = bring(visit(cast.ana), found, f"{HEADS}\nv,F,ADVICE,,POINT,1,\n")
    assert answer.status_code == 422
    assert "Not everyone in the set was asked yet" in answer.text
    assert kept(store, found).events == ()


def test_a_table_of_another_observation_is_refused(ids: Ids, visit: Visit, cast: Cast, store: Any) -> None:
    other = f"S-0001-{ids.session.hex[-8:]}"
    answer = bring(visit(cast.ana), ids, f"{HEADS}\n{other},F,ADVICE,,POINT,1,\n")
    assert "This file belongs to another observation" in words(answer)
    assert kept(store, ids).events == ()


@pytest.mark.parametrize("who", ["sam", "tara", "cora", "lena", "udo"])
def test_it_is_nobody_elses(ids: Ids, visit: Visit, cast: Cast, who: str) -> None:
    other = visit(getattr(cast, who))
    assert other.get(f"observations/{ids.observation}/events.csv").status_code == 404
    assert bring(other, ids, FILE).status_code == 404


def test_what_was_captured_stands_in_the_table(ids: Ids, visit: Visit, cast: Cast) -> None:
    ana = visit(cast.ana)
    first = tap(ids, at_ms=61_000, actor="F")
    sent = [first, tap(ids, "note", 62_000, ref=first["id"], text="@once"), tap(ids, "end", 90_000)]
    ana.send("capture/ops", batch(*sent), **{"X-Capture": "1"})
    rows = ana.get(f"observations/{ids.observation}/events.csv").text.split("\r\n")
    assert ",F,ADVICE,watch,POINT,61.000,NA,NA,NA,'@once" in rows[1]
    assert ",End,session,POINT,90.000," in rows[2]
