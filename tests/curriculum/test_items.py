"""How items fare: shares and item-rest correlations by hand, what is undefined, and who may look."""

from math import sqrt
from random import Random
from statistics import mean, pstdev
from typing import Any

import pytest

from tests.cast import MONDAY, Cast
from tests.curriculum.test_knowledge import right_answers
from tests.visiting import Visitor, words
from trainer.curriculum import actions, items, queries
from trainer.curriculum.items import Itemised, itemised
from trainer.db import db


def attempts(*pattern: tuple[int, str]) -> list[dict[str, bool]]:
    """So many people with these marks: “101” is right, wrong, right on items a, b, c."""
    return [{"abc"[place]: mark == "1" for place, mark in enumerate(marks)} for n, marks in pattern for _ in range(n)]


def test_by_hand() -> None:
    """Of 40 people 20 have everything right, 10 only a, 10 nothing.

    For a: rest is 1 (20 people, all right), 0 (10 right, 10 wrong): M1 = 2/3, M0 = 0, s = 1/2, p = 3/4:
    r = (2/3) / (1/2) * sqrt(3/16) = 1/sqrt(3).
    """
    found = itemised(attempts((20, "111"), (10, "100"), (10, "000")))
    assert found["a"].share == 0.75
    assert found["a"].discrimination == pytest.approx(1 / sqrt(3))
    assert (found["b"].answered, found["b"].compared, found["b"].share) == (40, 40, 0.5)


def test_the_point_biserial_formula_gives_the_same() -> None:
    chance = Random(5)
    given = [{key: chance.random() < 0.6 for key in chance.sample("abcdefgh", 5)} for _ in range(400)]
    for item, found in itemised(given).items():
        pairs = [(one[item], (sum(one.values()) - one[item]) / 4) for one in given if item in one]
        rests = [rest for _, rest in pairs]
        right, wrong = ([rest for mark, rest in pairs if mark is said] for said in (True, False))
        p = len(right) / len(pairs)
        expected = (mean(right) - mean(wrong)) / pstdev(rests) * sqrt(p * (1 - p))
        assert found.discrimination == pytest.approx(expected, abs=1e-12)
        assert (found.answered, found.share) == (len(pairs), p)


@pytest.mark.parametrize(
    ("pattern", "share", "reason"),
    [
        ([(9, "11")], None, items.TOO_FEW),
        ([(10, "11")], 1.0, items.TOO_FEW),
        ([(15, "10"), (14, "01")], 15 / 29, items.TOO_FEW),
        ([(15, "11"), (15, "10")], 1.0, items.ALL_RIGHT),
        ([(15, "01"), (15, "00")], 0.0, items.ALL_WRONG),
        ([(15, "11"), (15, "01")], 0.5, items.ALIKE),
        ([(40, "1")], 1.0, items.TOO_FEW),
    ],
)
def test_what_is_undefined_says_why(pattern: list[tuple[int, str]], share: float | None, reason: Any) -> None:
    found = itemised(attempts(*pattern))["a"]
    assert (found.share, found.discrimination, found.reason) == (share, None, reason)
    assert not found.tells_nothing


def test_an_item_that_those_who_know_get_wrong_is_marked() -> None:
    found = itemised(attempts((20, "011"), (20, "100")))
    assert found["a"].discrimination == pytest.approx(-1)
    assert found["a"].tells_nothing
    assert not found["b"].tells_nothing or found["b"].discrimination == pytest.approx(0)
    assert itemised([]) == {}
    assert Itemised(0, None, 0, None, items.TOO_FEW) == items.NOBODY


def test_the_page_counts_first_attempts_only(visit: Any, cast: Cast, store: Any) -> None:
    with store():
        (release,) = queries.open_releases(cast.tara.organisation_id)
        for player, right in ((cast.tara, True), (cast.tom, False)):
            member = player.member
            actions.begin(member, release, now=MONDAY)
            enrolment = queries.enrolment_of(member)
            assert enrolment
            bank = queries.check(release.organisation_id, release.id, "questions")
            assert bank
            for again in (right, True):
                attempt = actions.draw_check(enrolment, "questions", bank, seed=7, now=MONDAY)
                answers = right_answers(bank, attempt.drawn) if again else {}
                actions.submit_check(enrolment, attempt, bank, answers, by=member, now=MONDAY)
                db.session.flush()
        banks = queries.itemised(release)
        found = next(one for one in banks if one.module.key == "questions")
        assert found.people == 2
        assert sum(found.of(item.id).answered for item in bank.items) == 2 * bank.draw
        address = f"author/releases/{release.id}/items"
    for player in (cast.abel, cast.lena):
        shown = words(visit(player).get(address))
        assert "2 people have handed in a first attempt" in shown
        assert "Too few" in shown
        assert "100%" not in shown
    for player in (cast.tara, cast.ana, cast.cora):
        visitor: Visitor = visit(player)
        assert visitor.get(address).status_code == 403
