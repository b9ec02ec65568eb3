"""What does somebody answer to the items that an attempt drew, if so many are to be wrong?"""

import math
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from trainer.curriculum.documents import Check, Item

Answers = dict[str, list[str]]


def answer(check: Check, drawn: Sequence[Mapping[str, Any]], passes: bool, chance: Random) -> Answers:
    """Answers to every drawn item: enough right ones to pass, or too few."""
    known = {item.id: item for item in check.items}
    allowed = len(drawn) - math.ceil(check.pass_mark * len(drawn) - 1e-9)
    wrong = chance.randint(0, allowed) if passes else min(len(drawn), allowed + chance.randint(1, 2))
    missed = set(chance.sample(range(len(drawn)), wrong))
    given: Answers = {}
    for place, shown in enumerate(drawn):
        given |= _to(known[shown["item"]], shown, place not in missed, chance)
    return given


def _to(item: Item, shown: Mapping[str, Any], right: bool, chance: Random) -> Answers:
    if item.type in ("single", "multiple"):
        return {item.id: [str(place) for place in _chosen(item, shown["options"], right, chance)]}
    partners = shown["partners"] if item.type == "match" else range(len(item.options))
    put = [list(partners).index(written) for written in shown["options"]]
    if not right:
        put = put[1:] + put[:1]
    return {f"{item.id}.{place}": [str(value)] for place, value in enumerate(put)}


def _chosen(item: Item, options: Sequence[int], right: bool, chance: Random) -> list[int]:
    """The places to tick among the shown options; wrong is one that does not belong, or one that is left out."""
    wanted = [place for place, written in enumerate(options) if item.options[written].correct]
    others = [place for place in range(len(options)) if place not in wanted]
    if right:
        return wanted
    if item.type == "single" or len(wanted) == 1:
        return [chance.choice(others)]
    return sorted([*wanted[1:], chance.choice(others)]) if others else wanted[1:]
