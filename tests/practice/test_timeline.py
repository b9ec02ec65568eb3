"""The fold of operations: what it gives, and that it never depends on how they came."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.practice.timeline import Op, fold


def uid(number: int) -> UUID:
    return UUID(int=number)


def op(number: int, kind: str, at_ms: int, **values: object) -> Op:
    return Op(uid(number), kind, at_ms=at_ms, **values)  # type: ignore[arg-type]


def event(number: int, at_ms: int, code: str = "ADVICE", actor: str = "F", **values: object) -> Op:
    return op(number, "event", at_ms, code=code, actor=actor, **values)


def test_an_empty_session_has_an_empty_timeline() -> None:
    timeline = fold([])
    assert (timeline.events, timeline.phases, timeline.end_ms, timeline.ended) == ((), (), 0, False)


def test_an_event_belongs_to_the_phase_that_runs() -> None:
    timeline = fold(
        [op(1, "phase", 0, code="present"), event(2, 5_000), op(3, "phase", 9_000, code="explore"), event(4, 9_000)]
    )
    assert [found.phase for found in timeline.events] == ["present", "explore"]
    assert [(span.key, span.start_ms, span.end_ms) for span in timeline.phases] == [
        ("present", 0, 9_000),
        ("explore", 9_000, 9_000),
    ]


def test_before_the_first_phase_there_is_none() -> None:
    assert fold([event(1, 10), op(2, "phase", 20, code="present")]).events[0].phase is None


def test_pressing_the_running_phase_again_changes_nothing() -> None:
    presses = [op(number, "phase", number * 1000, code="present") for number in (1, 2, 3)]
    assert [(span.start_ms, span.end_ms) for span in fold([*presses, op(9, "end", 8_000)]).phases] == [(1_000, 8_000)]


def test_a_removed_event_is_kept_aside_and_comes_back_when_restored() -> None:
    ops = [event(1, 1_000), op(2, "void", 2_000, ref=uid(1))]
    assert [found.id for found in fold(ops).removed] == [uid(1)]
    assert fold(ops).events == ()
    assert [found.id for found in fold([*ops, op(3, "restore", 3_000, ref=uid(1))]).events] == [uid(1)]


def test_of_removal_and_restoration_the_later_one_counts() -> None:
    ops = [event(1, 1_000), op(2, "restore", 2_000, ref=uid(1)), op(3, "void", 3_000, ref=uid(1))]
    assert fold(ops).events == ()


def test_shifts_add_up_and_never_go_below_the_start() -> None:
    ops = [event(1, 4_000), *(op(number, "retime", 9_000, ref=uid(1), delta_ms=-5_000) for number in (2, 3))]
    assert fold(ops[:2]).events[0].at_ms == 0
    assert fold([*ops, op(4, "retime", 9_000, ref=uid(1), delta_ms=20_000)]).events[0].at_ms == 14_000


def test_a_shift_can_move_an_event_into_another_phase() -> None:
    ops = [op(1, "phase", 0, code="present"), op(2, "phase", 10_000, code="explore"), event(3, 11_000)]
    assert fold([*ops, op(4, "retime", 12_000, ref=uid(3), delta_ms=-5_000)]).events[0].phase == "present"


def test_the_last_word_on_who_it_was_counts() -> None:
    ops = [event(1, 0), op(2, "actor", 1, ref=uid(1), actor="M2"), op(3, "actor", 2, ref=uid(1), actor="M3")]
    assert fold(ops).events[0].actor == "M3"


def test_notes_go_to_their_event_or_stand_alone() -> None:
    ops = [
        event(1, 1_000),
        op(2, "note", 1_500, ref=uid(1), text="hands back"),
        op(3, "note", 9_000, text="quiet room"),
    ]
    timeline = fold(ops)
    assert timeline.events[0].notes == ("hands back",)
    assert [note.text for note in timeline.notes] == ["quiet room"]


def test_a_removed_note_is_gone() -> None:
    ops = [event(1, 0), op(2, "note", 1, ref=uid(1), text="oh"), op(3, "void", 2, ref=uid(2))]
    assert fold(ops).events[0].notes == ()


def test_breaks_do_not_count_as_time_worked() -> None:
    ops = [op(1, "pause", 60_000), event(2, 70_000), op(3, "resume", 120_000), op(4, "end", 300_000)]
    timeline = fold(ops)
    assert (timeline.paused_ms, timeline.duration_ms) == (60_000, 240_000)
    assert timeline.events[0].paused


@pytest.mark.parametrize(
    ("ops", "paused"),
    [
        ([op(1, "pause", 10), op(2, "end", 30)], 20),
        ([op(1, "pause", 10), op(2, "pause", 15), op(3, "resume", 20), op(4, "end", 30)], 10),
        ([op(1, "resume", 10), op(2, "end", 30)], 0),
        ([op(1, "end", 30), op(2, "pause", 40)], 0),
    ],
)
def test_breaks_that_are_not_whole(ops: list[Op], paused: int) -> None:
    assert fold(ops).paused_ms == paused


def test_an_event_after_the_end_does_not_move_the_end() -> None:
    timeline = fold([op(1, "end", 10_000), event(2, 12_000, late=True)])
    assert (timeline.end_ms, timeline.ended, timeline.events[0].late) == (10_000, True, True)


def test_a_correction_of_something_unknown_does_nothing() -> None:
    ops = [
        op(1, "void", 0, ref=uid(7)),
        op(2, "retime", 0, ref=uid(7), delta_ms=9),
        op(3, "actor", 0, ref=uid(7), actor="P"),
    ]
    assert fold(ops).events == ()


IDS = st.integers(1, 12).map(uid)
OPS = st.builds(
    Op,
    id=IDS,
    kind=st.sampled_from(["event", "note", "void", "restore", "retime", "actor", "phase", "pause", "resume", "end"]),
    code=st.sampled_from(["ADVICE", "present", "explore"]),
    actor=st.sampled_from(["F", "P", "M1"]),
    ref=st.none() | IDS,
    text=st.sampled_from(["a", "b"]),
    at_ms=st.integers(0, 20),
    delta_ms=st.integers(-9, 9),
    late=st.booleans(),
)


@given(st.lists(OPS, max_size=20), st.randoms(use_true_random=False), st.data())
def test_order_and_repetition_change_nothing(ops: list[Op], random: object, data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(ops), max_size=10)) if ops else []
    shuffled = [*ops, *again]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled) == fold(ops)


@given(st.lists(OPS, max_size=20))
def test_a_timeline_is_always_in_order(ops: list[Op]) -> None:
    timeline = fold(ops)
    assert [found.at_ms for found in timeline.events] == sorted(found.at_ms for found in timeline.events)
    assert all(span.length_ms >= 0 for span in timeline.phases)
    assert 0 <= timeline.duration_ms <= timeline.end_ms
    assert {found.id for found in timeline.events}.isdisjoint(found.id for found in timeline.removed)
