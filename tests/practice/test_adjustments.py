"""What is arranged for somebody: noted without a reason, told to whoever assesses; some figures are withheld then."""

from collections.abc import Callable, Collection
from typing import Any

import pytest
from sqlalchemy import select

from tests.assessment import arrange
from tests.cast import Cast
from tests.practice.rehearsal import Ids, rehearse
from tests.practice.scheme import SCHEME
from tests.practice.test_indicators import session
from tests.visiting import Visitor, words
from trainer.audit import AuditEntry
from trainer.db import db
from trainer.organisations import actions as people
from trainer.practice import actions, queries
from trainer.practice.adjustments import NAMES, Adjustment, told, withheld
from trainer.practice.indicators import FORMULAS, figures, numbers
from trainer.practice.queries.adjustments import adjustments_noted

Visit = Callable[..., Visitor]
A = Adjustment
TALK = {"facilitator_talk_share", "silences_held"}


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    with store():
        return rehearse(cast, agreed=True)


def page_of(cast: Cast, who: str = "tara") -> str:
    return f"people/{getattr(cast, who).member_id}/adjustments"


def arranged(cast: Cast, *kinds: Adjustment) -> None:
    actions.note_adjustments(cast.tara.member, kinds, by=cast.cora.member, now=arrange.SOON)


# Rules.


@pytest.mark.parametrize(
    ("kinds", "keys"),
    [
        ((), set()),
        ((A.EXTRA_TIME,), set()),
        ((A.BREAKS, A.HELPER, A.TIMERS, A.VIVA), set()),
        ((A.INTERPRETER,), TALK),
        ((A.CAPTIONS,), TALK),
        ((A.SPEECH,), TALK),
        ((A.WRITTEN_PROMPTS, A.EXTRA_TIME), TALK),
    ],
)
def test_figures_of_talk_are_withheld_where_somebody_talks_otherwise(
    kinds: Collection[Adjustment], keys: set[str]
) -> None:
    assert withheld(kinds) == keys


def test_what_is_arranged_is_told_in_one_order() -> None:
    assert [str(name) for name in told({A.VIVA, A.BREAKS})] == [
        "breaks",
        "another form of the conversation with the panel",
    ]
    assert told(()) == ()
    assert set(NAMES) == set(A)


def test_a_withheld_figure_is_neither_shown_nor_counted_nor_compared() -> None:
    timeline = session(("SILENCE_HELD", "F", 3))
    by_key = {figure.key: figure for figure in figures(timeline, SCHEME, 5, 60, TALK)}
    silent = by_key["silences_held"]
    assert (silent.value, silent.n) == (None, None)
    assert "Not shown" in str(silent.reason)
    assert set(by_key) == set(FORMULAS)
    assert numbers(timeline, SCHEME, 5, 60)["silences_held"] == 1
    assert numbers(timeline, SCHEME, 5, 60, TALK)["silences_held"] is None
    assert numbers(timeline, SCHEME, 5, 60, TALK)["facilitator_content"] == 0


# Noting it.


def test_a_coordinator_notes_it_and_takes_it_back(visit: Visit, cast: Cast, store: Any) -> None:
    cora = visit(cast.cora)
    assert page_of(cast) in cora.get(f"people/{cast.tara.member_id}").text
    assert cora.post(page_of(cast), {"kinds": ["captions", "breaks"]}).status_code == 303
    shown = cora.get(page_of(cast))
    assert shown.text.count("checked") == 2
    with store():
        assert queries.adjustments(cast.tara.member) == {A.CAPTIONS, A.BREAKS}
    assert cora.post(page_of(cast), {}).status_code == 303
    with store():
        assert queries.adjustments(cast.tara.member) == set()
        assert [row.kinds for row in adjustments_noted(cast.tara.member)] == [[], ["breaks", "captions"]]


def test_the_same_again_is_no_second_note(visit: Visit, cast: Cast, store: Any) -> None:
    cora = visit(cast.cora)
    for _ in range(2):
        cora.post(page_of(cast), {"kinds": ["captions"]})
    with store():
        assert len(adjustments_noted(cast.tara.member)) == 1


def test_a_kind_that_there_is_not_is_refused(visit: Visit, cast: Cast, store: Any) -> None:
    assert visit(cast.cora).post(page_of(cast), {"kinds": ["captions", "anxiety"]}).status_code == 422
    with store():
        assert adjustments_noted(cast.tara.member) == []


def test_the_trail_tells_that_it_was_noted_and_not_what(cast: Cast, store: Any) -> None:
    with store():
        arranged(cast, A.INTERPRETER)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "adjustments.noted")).one()
        assert (entry.subject_id, entry.by_id) == (cast.tara.member_id, cast.cora.member_id)
        assert "interpreter" not in entry.text


def test_nobody_notes_their_own_and_not_for_who_has_left(visit: Visit, cast: Cast, store: Any) -> None:
    answer = visit(cast.cora).post(page_of(cast, "cora"), {"kinds": ["captions"]})
    assert answer.status_code == 403
    assert "Another coordinator notes" in words(answer)
    with store():
        people.leave(cast.tom.member, by=cast.ada.member, now=arrange.SOON)
    answer = visit(cast.cora).post(page_of(cast, "tom"), {"kinds": ["captions"]})
    assert answer.status_code == 403
    assert "has left" in words(answer)


def test_its_owner_reads_it_and_cannot_change_it(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    tara = visit(cast.tara)
    assert "Arranged Nothing. What can be arranged" in words(tara.get(ids.session_page))
    assert "Nothing is arranged." in words(tara.get(page_of(cast)))
    with store():
        arranged(cast, A.HELPER)
    assert page_of(cast) in tara.get(ids.session_page).text
    read = tara.get(page_of(cast))
    assert "somebody who keeps notes and time" in words(read)
    assert "<form" not in read.text.split("<main")[1]
    assert tara.post(page_of(cast), {"kinds": ["captions"]}).status_code == 404


# Telling it.


def test_whoever_observes_is_told_on_the_capture_page(visit: Visit, cast: Cast, store: Any, ids: Ids) -> None:
    ana = visit(cast.ana)
    assert ana.get(f"{ids.capture_page}.json").json["arranged"] == ""
    with store():
        arranged(cast, A.TIMERS, A.CAPTIONS)
    told_ = ana.get(f"{ids.capture_page}.json").json["arranged"]
    assert told_ == "Adjustment in place: captions, a timer to see or to feel"
    assert ana.get(page_of(cast)).status_code == 404


def test_the_sheet_tells_it_and_withholds_the_figures(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        ids = arrange.ask(cast)
        arrange.capture(cast, ids, note="Look here")
        arrange.save(cast, ids)
    ana = visit(cast.ana)
    before = words(ana.get(ids.rating))
    assert "Adjustment in place" not in before
    assert "Not shown" not in before
    with store():
        arranged(cast, A.SPEECH)
    after = words(ana.get(ids.rating))
    assert "Adjustment in place speaks or listens in another way" in after
    assert "Not shown: something else is arranged" in after


@pytest.mark.parametrize(("who", "tells"), [("lena", True), ("pat", True), ("cora", True), ("udo", False)])
def test_those_who_decide_read_it_on_the_session_and_auditors_do_not(
    visit: Visit, cast: Cast, store: Any, ids: Ids, who: str, tells: bool
) -> None:
    with store():
        arranged(cast, A.EXTRA_TIME)
    read = words(visit(getattr(cast, who)).get(ids.session_page))
    assert ("extra time" in read) is tells
