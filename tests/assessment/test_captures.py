"""Two captures of one session beside each other: on one clock, paired, and for nobody before both have locked."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.assessment import arrange
from tests.assessment.arrange import SOON, Ids
from tests.cast import Cast
from tests.practice.rehearsal import DEVICE, WALL
from tests.visiting import Visitor, words
from trainer.assessment import queries
from trainer.assessment.agreement.aligning import By
from trainer.assessment.captures import TOLERANCE_MS, pairs_of, together
from trainer.curriculum.queries import scheme
from trainer.db import new_id
from trainer.practice import actions as practice
from trainer.practice.timeline import Op, Timeline, fold

Visit = Callable[..., Visitor]
AGREEMENT = "capability/agreement"


def seen(*told: tuple[str, str | None, int]) -> Timeline:
    return fold(
        Op(UUID(int=number), kind, code=code, actor="F", at_ms=at) for number, (kind, code, at) in enumerate(told, 1)
    )


def test_captures_are_put_on_the_first_ones_clock() -> None:
    first = seen(
        ("sync", None, 10_000), ("event", "ADVICE", 20_000), ("event", "REDIRECT", 30_000), ("end", None, 60_000)
    )
    second = seen(
        ("sync", None, 2_000), ("event", "ADVICE", 16_000), ("event", "Q_OPEN", 22_500), ("end", None, 50_000)
    )
    found = together(first, second)
    assert (found.aligned.by, found.aligned.offset_ms) == (By.SYNC, 8_000)
    assert [(row.at_ms, row.first, row.second, row.alike) for row in found.noted] == [
        (20_000, "ADVICE", "ADVICE", True),
        (30_000, "REDIRECT", "Q_OPEN", False),
    ]
    assert (found.agreement.value, found.agreement.n) == (0.5, 2)


def test_beyond_the_tolerance_each_stands_alone() -> None:
    found = together(seen(("event", "ADVICE", 0)), seen(("event", "ADVICE", TOLERANCE_MS + 1)))
    assert [(row.first, row.second) for row in found.noted] == [("ADVICE", None), (None, "ADVICE")]
    assert found.agreement.value == 0


def test_whoever_captured_nothing_is_no_disagreement() -> None:
    assert pairs_of([seen(("event", "ADVICE", 0)), seen(("phase", "explore", 0))]) == []
    assert len(pairs_of([seen(("event", "ADVICE", at)) for at in range(3)])) == 3


def phases_begin(cast: Cast, ids: Ids, who: str, late_ms: int) -> None:
    """Somebody starts three phases and notes ten events, all of them `late_ms` after the other does."""
    own = arrange.observation(ids, who)
    keys = [phase.key for phase in scheme(own.scheme).phases][:3]
    about = {"observation": str(own.id), "device": DEVICE}
    told: list[dict[str, Any]] = [
        {"kind": "phase", "code": key, "at_ms": 10_000 * n + late_ms} for n, key in enumerate(keys)
    ]
    told += [
        {"kind": "event", "code": "ADVICE", "actor": "F", "at_ms": 100_000 + 20_000 * n + late_ms} for n in range(10)
    ]
    ops = [{**about, **op, "id": str(new_id()), "seq": 50 + n, "wall_ms": WALL + 1} for n, op in enumerate(told)]
    taken = practice.take_batch(getattr(cast, who).member, ops, WALL + 2_800_000, now=SOON)
    assert not taken.rejected, taken.rejected


@pytest.fixture
def both(store: Any, cast: Cast) -> Ids:
    """Ana and Sam have captured and judged; Sam's clock began seven seconds earlier."""
    with store():
        ids = arrange.ask(cast)
        for who, late in (("ana", 0), ("sam", 7_000)):
            phases_begin(cast, ids, who, late)
            arrange.capture(cast, ids, who)
            arrange.lock(cast, ids, who)
    return ids


def test_leads_read_both_event_by_event(both: Ids, visit: Visit, cast: Cast) -> None:
    page = words(visit(cast.lena).get(both.moderation))
    assert "Captured by Ana Assessor and Sam Second" in page
    assert "By the starts of the phases that both have: -7.0 s." in page
    assert "Events noted alike 67%" in page
    assert "of 15." in page
    assert "One session cannot tell how sure this is." in page


def test_the_report_holds_it_with_its_n(both: Ids, visit: Visit, cast: Cast) -> None:
    page = words(visit(cast.lena).get(AGREEMENT)).partition("What they captured")[2]
    assert "Of 1 session two or more captured events." in page
    assert "within 5 seconds" in page
    assert "aligned by the starts of phases: 1." in page
    assert "All together 15 67%" in page
    assert "too few" in page


@pytest.mark.parametrize("who", ["ana", "sam"])
def test_before_both_have_locked_nothing_is_counted(store: Any, visit: Visit, cast: Cast, who: str) -> None:
    with store():
        ids = arrange.ask(cast)
        for one in ("ana", "sam"):
            arrange.capture(cast, ids, one)
        arrange.lock(cast, ids, who)
    assert "What they captured" not in visit(cast.lena).get(AGREEMENT).text
    assert visit(cast.lena).get(ids.moderation).status_code == 404


def test_what_came_after_the_lock_is_no_part_of_it(both: Ids, store: Any, cast: Cast) -> None:
    with store():
        before = [beside.together.noted for beside in queries.captured_in(arrange.compared(both))]
        own = arrange.observation(both)
        late = {"observation": str(own.id), "device": DEVICE, "id": str(new_id()), "seq": 99, "wall_ms": WALL}
        op = {**late, "kind": "event", "code": "ADVICE", "actor": "F", "at_ms": 500_000}
        practice.take_batch(cast.ana.member, [op], WALL, now=arrange.LATER.replace(year=2099))
    with store():
        assert [beside.together.noted for beside in queries.captured_in(arrange.compared(both))] == before
        assert queries.captured(cast.lena.member, queries.bases(cast.lena.member)[0]).coding.together.n == 15
