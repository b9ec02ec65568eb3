"""What a facilitator has at hand while a set meets: phases, prompts and cards, and nothing of a meeting."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.practice.rehearsal import enrol
from tests.visiting import Visitor, words
from trainer.curriculum import queries
from trainer.curriculum.keeping import beside_others

Visit = Callable[..., Visitor]
PAGE = "learn/facilitator/companion"


@pytest.fixture
def tara(store: Any, cast: Cast, visit: Visit) -> Visitor:
    """Tara is on the programme."""
    with store():
        enrol(cast.tara)
    return visit(cast.tara)


def test_every_phase_stands_there_with_its_prompts_and_minutes(tara: Visitor, cast: Cast, store: Any) -> None:
    with store():
        found = queries.companion(cast.tara.member, "facilitator")
        assert found
        phases, cards = found.scheme.phases, [card.title for card in found.shelf.cards]
    for address, length in ((PAGE, 60), (f"{PAGE}?minutes=30", 30), (f"{PAGE}?minutes=x", 60)):
        shown = words(tara.get(address))
        assert all(f"{phase.label} {phase.planned(length)} min" in shown for phase in phases), address
    assert all(phase.purpose in shown for phase in phases)
    assert cards
    assert all(title in shown for title in cards)


def test_what_is_kept_is_nobodys_and_whole(tara: Visitor) -> None:
    manifest = tara.get(f"{PAGE}/kept.json").json
    assert manifest["page"] == f"/o/acme/{PAGE}"
    assert f"{manifest['page']}/kept.html" in manifest["urls"]
    assert any("js/companion" in url for url in manifest["urls"])
    for url in manifest["urls"]:
        assert tara.client.get(url, buffered=True).status_code == 200, url
    page = tara.get(f"{PAGE}/kept.html").text
    assert "Tara" not in page
    assert "csrf" not in page


@pytest.mark.parametrize("who", ["tom", "ana", "cora", "lena"])
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/kept.html", f"{PAGE}/kept.json", "learn/nothing/companion"])
def test_whoever_is_not_on_the_programme_has_none(visit: Visit, cast: Cast, who: str, address: str) -> None:
    assert visit(getattr(cast, who)).get(address).status_code == 404


def test_practice_leads_there(tara: Visitor, visit: Visit, cast: Cast) -> None:
    assert f"/o/acme/{PAGE}" in tara.get("sessions").text
    assert "While your set meets" not in visit(cast.cora).get("sessions").text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<h2 id="a">A</h2><p>id="b"</p>', '<h2>A</h2><p>id="b"</p>'),
        ('<h2 class="x" id="a" lang="en">A</h2>', '<h2 class="x" lang="en">A</h2>'),
        ('<input disabled id="a"><a href="#a">b</a>', '<input disabled><a href="#a">b</a>'),
        ('<img alt=" id=&quot;x&quot;">', '<img alt=" id=&quot;x&quot;">'),
        ('<p title=" id=">x</p><p id="y">', '<p title=" id=">x</p><p>'),
    ],
)
def test_cards_stand_beside_each_other_without_anchors(html: str, expected: str) -> None:
    assert beside_others(html) == expected
