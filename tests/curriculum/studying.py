"""Somebody on the small programme: begun, and with what they have read or passed."""

from collections.abc import Mapping

from werkzeug.test import TestResponse

from tests.cast import MONDAY, Player
from tests.visiting import Visitor
from trainer.curriculum import actions, queries
from trainer.curriculum.models import CheckAttempt, Enrolment

LESSON = "learn/facilitator/questions/why-advice-comes-early"
SECOND = "learn/facilitator/questions/handing-back"
CHECK = "learn/facilitator/questions/check"
PLACES = [
    ("questions", "why-advice-comes-early"),
    ("questions", "handing-back"),
    ("meetings", "the-phases"),
    ("meetings", "time"),
]


def begin(player: Player) -> Enrolment:
    """Put somebody on the newest release."""
    release = queries.open_releases(player.organisation_id)[0]
    return actions.begin(player.member, release, now=MONDAY)


def read(player: Player, *places: tuple[str, str]) -> None:
    """Let somebody have read these lessons."""
    enrolment = queries.enrolment_of(player.member)
    assert enrolment
    outline = queries.outline(enrolment.organisation_id, enrolment.release_id)
    for line in outline.lessons:
        if (line.module_key, line.key) in places:
            actions.mark_read(enrolment, line, by=player.member, now=MONDAY)


def hand_in(visitor: Visitor, answers: Mapping[str, list[str]], count: int = 4, where: str = CHECK) -> TestResponse:
    """Answer every question of the open attempt, one page after the other, and hand it in."""
    for number in range(1, count + 1):
        assert visitor.post(f"{where}/{number}", dict(answers)).status_code == 303
    return visitor.post(f"{where}/hand-in")


def solution(attempt: CheckAttempt, wrong: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """The right answers to an attempt as its form posts them; wrong ones to the items named."""
    bank = queries.bank_of(attempt)
    items = {item.id: item for item in bank.items}
    answers: dict[str, list[str]] = {}
    for drawn in attempt.drawn:
        item, shown = items[drawn["item"]], drawn["options"]
        if item.type in ("single", "multiple"):
            right = [str(place) for place, written in enumerate(shown) if item.options[written].correct]
            other = [str(place) for place, written in enumerate(shown) if not item.options[written].correct]
            answers[item.id] = other[:1] if item.id in wrong else right
            continue
        partners = drawn.get("partners") or sorted(shown)
        for place, written in enumerate(shown):
            right_place = partners.index(written)
            answers[f"{item.id}.{place}"] = [str((right_place + 1) % len(shown) if item.id in wrong else right_place)]
    return answers
