"""A guest learns nothing of another's judgement before their own lock, nor anybody of theirs; and nobody their link."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tests.assessment import arrange, guesting
from tests.cast import Cast, Player
from tests.test_blindness import EVERYTHING, NOBODY, addresses, known_ids, looked_at, once
from tests.visiting import Visitor
from trainer.assessment import actions
from trainer.organisations.duties import Duty
from trainer.practice import queries as sessions
from trainer.web import Application

Visit = Callable[..., Visitor]
MARK = "Quittenbaum"


@pytest.fixture
def gina(store: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> guesting.Visit:
    """Ana, who holds every duty, and Gina have both captured Tara's session; it is the evening of that day."""
    monkeypatch.setattr("trainer.clock.datetime", guesting.stopped(arrange.SOON))
    with store():
        asked = guesting.ask(cast)
        arrange.give(cast, cast.ana, Duty.ASSESSOR, *EVERYTHING)
        arrange.give(cast, cast.tara, Duty.TRAINEE, *EVERYTHING)
        arrange.capture(cast, asked.ids)
        guesting.captured(asked)
        return asked


def judge(cast: Cast, gina: guesting.Visit, who: str) -> None:
    """Lock a judgement whose every word bears the mark."""
    own = guesting.observation(gina) if who == "gina" else arrange.observation(gina.ids)
    by = guesting.member(gina) if who == "gina" else cast.ana.member
    events = sessions.timeline(own).events
    actions.lock_rating(own, arrange.draft("1", MARK), events, link="https://t/m", by=by, now=arrange.SOON)


def seen(app: Application, cast: Cast, gina: guesting.Visit, player: Player | None, within: str) -> dict[str, str]:
    """Every page below an address, as somebody finds it."""
    known = known_ids(gina.ids, cast, NOBODY)
    for part in ("observations", "s"):
        known[part] = [gina.ids.ana, gina.observation]
    asked: Iterable[str] = (row.replace("/guest/x", gina.home) for row in addresses(app, known, "GET"))
    return looked_at(Visitor(app, player), [address for address in asked if address.startswith(within)])


@once
def test_a_guest_learns_nothing_before_their_lock(
    app: Application, cast: Cast, store: Any, gina: guesting.Visit
) -> None:
    with store():
        judge(cast, gina, "ana")
    pages = seen(app, cast, gina, None, gina.home)
    assert len([text for text in pages.values() if text.startswith("200")]) > 8
    tell = {
        address
        for address, text in pages.items()
        if MARK in text or "Ana Assessor" in text or str(gina.ids.ana) in text
    }
    assert tell == set()


@once
def test_nobody_learns_what_a_guest_judged_nor_their_link(
    app: Application, cast: Cast, store: Any, gina: guesting.Visit
) -> None:
    with store():
        judge(cast, gina, "gina")
    secret = gina.home.removeprefix("/guest/")
    for player in (cast.ana, cast.tara):
        pages = seen(app, cast, gina, player, "/o/acme")
        assert {address for address, text in pages.items() if MARK in text or secret in text} == set(), player.name
    own = seen(app, cast, gina, cast.ana, "/o/acme")
    tail = str(gina.observation)[-8:]
    assert {address for address, text in own.items() if tail in text and tail not in address} == set()


def test_once_both_have_locked_the_guest_still_reads_only_their_own(
    app: Application, cast: Cast, store: Any, gina: guesting.Visit
) -> None:
    with store():
        judge(cast, gina, "ana")
        own = guesting.observation(gina)
        events, by = sessions.timeline(own).events, guesting.member(gina)
        actions.lock_rating(own, arrange.draft(), events, link="https://t/m", by=by, now=arrange.SOON)
    assert MARK in Visitor(app, cast.ana).get(gina.ids.moderation).text
    pages = seen(app, cast, gina, None, gina.home)
    assert {address for address, text in pages.items() if MARK in text} == set()
