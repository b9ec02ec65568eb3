"""What a device may send, and the sentence it gets for what it may not."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.practice.scheme import SCHEME
from trainer.db import new_id
from trainer.message import Message
from trainer.practice import operations
from trainer.practice.operations import Posted

ID, REF, DEVICE = str(new_id()), str(new_id()), str(UUID(int=1, version=4))


def raw(**changes: Any) -> dict[str, Any]:
    """An event as a device sends it, with changes; None takes a field away."""
    sent = {
        "id": ID,
        "device": DEVICE,
        "seq": 1,
        "kind": "event",
        "code": "ADVICE",
        "actor": "M2",
        "at_ms": 61_000,
        "wall_ms": 1_790_000_000_000,
        **changes,
    }
    return {name: value for name, value in sent.items() if value is not None}


@pytest.mark.parametrize(
    "sent",
    [
        raw(),
        raw(actor=None),
        raw(actor="M"),
        raw(actor="M12"),
        raw(kind="phase", code="explore", actor=None),
        raw(kind="note", code=None, text="Ö" * 280),
        raw(kind="note", code=None, text="quiet", ref=REF),
        *(raw(kind=kind, code=None, ref=REF) for kind in ("void", "restore", "actor")),
        raw(kind="retime", code=None, ref=REF, delta_ms=-5000),
        *(raw(kind=kind, code=None, actor=None) for kind in ("pause", "resume", "end")),
        *(raw(kind="floor", code=None, actor=actor) for actor in ("F", "P", "CO", "M", "NONE")),
        raw(at_ms=0, seq=0, wall_ms=0),
        raw(at_ms=24 * 3600 * 1000),
        raw(unknown="is left out"),
    ],
)
def test_what_is_kept(sent: dict[str, Any]) -> None:
    posted = operations.read(sent, SCHEME)
    assert isinstance(posted, Posted)
    assert str(posted.op.id) == ID
    assert posted.op.kind == sent["kind"]


@pytest.mark.parametrize(
    ("sent", "names"),
    [
        ([], "object"),
        (None, "object"),
        (raw(id=str(UUID(int=7, version=4))), "id"),
        (raw(id="{" + ID + "}"), "id"),
        (raw(id=7), "id"),
        (raw(device="phone"), "device"),
        (raw(seq=-1), "seq"),
        (raw(seq=True), "seq"),
        (raw(seq=2**31), "seq"),
        (raw(wall_ms=2**60), "wall_ms"),
        (raw(at_ms=-1), "at_ms"),
        (raw(at_ms=1.5), "at_ms"),
        (raw(at_ms=24 * 3600 * 1000 + 1), "at_ms"),
        (raw(kind="delete"), "kind"),
        (raw(kind=["event"]), "kind"),
        (raw(code="SHOUTS"), "behaviour"),
        (raw(code=None), "behaviour"),
        (raw(code={}), "behaviour"),
        (raw(kind="phase", code="ADVICE"), "phase"),
        (raw(actor="Priya"), "actor"),
        (raw(actor=["F"]), "actor"),
        (raw(kind="actor", code=None, ref=REF, actor=None), "actor"),
        (raw(kind="floor", code=None, actor="M3"), "actor"),
        (raw(kind="floor", code=None, actor=None), "actor"),
        (raw(kind="void", code=None), "ref"),
        (raw(kind="note", code=None, text="x", ref="last"), "ref"),
        (raw(kind="note", code=None), "280"),
        (raw(kind="note", code=None, text="  "), "280"),
        (raw(kind="note", code=None, text="x" * 281), "280"),
        (raw(kind="note", code=None, text="x" + " " * 280), "280"),
        (raw(kind="note", code=None, text="a\x00b"), "280"),
        (raw(kind="note", code=None, text="\ud800"), "280"),
        (raw(kind="retime", code=None, ref=REF), "delta_ms"),
        (raw(kind="retime", code=None, ref=REF, delta_ms="5"), "delta_ms"),
    ],
)
def test_what_is_refused_says_why(sent: Any, names: str) -> None:
    answer = operations.read(sent, SCHEME)
    assert isinstance(answer, Message)
    assert names in str(answer)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(list(raw(ref=REF, text="x", delta_ms=1))), JSON))
def test_silly_json_is_answered_and_never_raises(changes: dict[str, Any]) -> None:
    assert isinstance(operations.read({**raw(), **changes}, SCHEME), Posted | Message)
