"""Which items does an attempt at a knowledge check draw, how are they shown, and what are the answers worth?

An item is right or wrong, never half right: a multiple item is right if exactly the right options are chosen, an
order or match item if every option has its place or partner. An answer that is missing, doubled or makes no sense is
wrong. The score is the share of right items; the pass mark itself passes.

What was not right in the last attempt comes back in the next one, and the rest of it is what was seen least often.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from trainer.curriculum.documents import Check, Item
from trainer.message import Message

Answers = Mapping[str, Sequence[object]]
Drawn = Mapping[str, Any]

_ROUNDING = 1e-9  # 0.7 × 10 is a little more than 7 in binary; seven of ten pass all the same


@dataclass(frozen=True)
class Choice:
    """One option as shown. `name` is its form field; `value` what the field posts if it is chosen."""

    name: str
    value: str
    text: str


@dataclass(frozen=True)
class Question:
    """An item as an attempt shows it.

    Options of single and multiple items share a field and post their own position. Each option of an order or match
    item has a field of its own that posts the position of one of the `partners`: places, or matching texts.
    """

    number: int
    id: str
    type: str
    stem: str
    options: tuple[Choice, ...]
    partners: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its form fields, each once."""
        return tuple(dict.fromkeys(choice.name for choice in self.options))

    @property
    def values(self) -> frozenset[str]:
        """What its fields can post."""
        places = map(str, range(len(self.partners)))
        return frozenset(places if self.partners else (choice.value for choice in self.options))

    def is_answered(self, answers: Answers) -> bool:
        """Whether every field has been given a value."""
        return all(any(str(value) for value in answers.get(name) or ()) for name in self.fields)


@dataclass(frozen=True)
class MarkedOption:
    """An option with what it does to the set, what would have been best, and what was chosen."""

    text: str
    feedback: str
    best: Message | None
    chosen: Message | None


@dataclass(frozen=True)
class MarkedItem:
    """An item after it was answered."""

    id: str
    type: str
    outcome: str
    stem: str
    right: bool
    options: tuple[MarkedOption, ...]


@dataclass(frozen=True)
class Result:
    """How an attempt went: `score` is the share of right items, from 0 to 1."""

    score: float
    passed: bool
    right: int
    total: int
    items: tuple[MarkedItem, ...]


def draw(
    check: Check, seed: int, previous_ids: Iterable[str] = (), missed_ids: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """Draw the items of an attempt and shuffle them and their options: those missed first, then those seen least often.

    Returns one {"item": id, "options": [...]} each, where the n-th shown option is the options[n]-th written one; a
    match item has such a list for its "partners" too. The same seed draws the same. Of more missed items than an
    attempt holds, those seen least often come back; an id that the bank does not hold is passed over.
    """
    chance = Random(seed)  # noqa: S311 (nothing secret: the seed decides)
    seen, missed = Counter(previous_ids), frozenset(missed_ids)
    ranked = [((item.id not in missed, seen[item.id], chance.random()), item) for item in check.items]
    drawn = [item for _, item in sorted(ranked, key=lambda one: one[0])[: check.draw]]
    chance.shuffle(drawn)
    return [_shuffled(item, chance) for item in drawn]


def missed(check: Check, drawn: Iterable[Drawn], answers: Answers) -> frozenset[str]:
    """The drawn items that were not answered rightly."""
    return frozenset(item.id for item in mark(check, drawn, answers).items if not item.right)


def _shuffled(item: Item, chance: Random) -> dict[str, Any]:
    options = list(range(len(item.options)))
    chance.shuffle(options)
    if item.type == "order" and options == sorted(options):
        options.append(options.pop(0))  # never shown already solved
    shown: dict[str, Any] = {"item": item.id, "options": options}
    if item.type == "match":
        partners = chance.sample(options, len(options))
        if partners == options:
            partners.append(partners.pop(0))
        shown["partners"] = partners
    return shown


def questions(check: Check, drawn: Iterable[Drawn]) -> tuple[Question, ...]:
    """The drawn items as they are shown."""
    return tuple(_question(item, shown, number) for number, (item, shown) in enumerate(_items(check, drawn), start=1))


def _question(item: Item, shown: Drawn, number: int) -> Question:
    texts = [item.options[place].text for place in shown["options"]]
    if item.type in ("single", "multiple"):
        together = tuple(Choice(item.id, str(place), text) for place, text in enumerate(texts))
        return Question(number, item.id, item.type, item.stem, together)
    apart = tuple(Choice(f"{item.id}.{place}", "", text) for place, text in enumerate(texts))
    return Question(number, item.id, item.type, item.stem, apart, _partners(item, shown))


def _partners(item: Item, shown: Drawn) -> tuple[str, ...]:
    """What the options of an order or match item can be put to."""
    if item.type == "order":
        return tuple(str(place) for place in range(1, len(item.options) + 1))
    return tuple(item.options[place].match or "" for place in shown["partners"])


def offered(asked: Iterable[Question], answers: Answers) -> dict[str, list[str]]:
    """The answers of a form without anything that its page does not offer: that is no answer."""
    return {
        name: [str(value) for value in answers.get(name) or () if str(value) in question.values]
        for question in asked
        for name in question.fields
    }


def mark(check: Check, drawn: Iterable[Drawn], answers: Answers) -> Result:
    """Mark the answers to the drawn items. Nothing that a form can post makes it fail."""
    marked = tuple(_mark(item, shown, answers) for item, shown in _items(check, drawn))
    right, total = sum(item.right for item in marked), len(marked)
    passed = total > 0 and right + _ROUNDING >= check.pass_mark * total
    return Result(right / total if total else 0.0, passed, right, total, marked)


def _items(check: Check, drawn: Iterable[Drawn]) -> list[tuple[Item, Drawn]]:
    known = {item.id: item for item in check.items}
    return [(known[shown["item"]], shown) for shown in drawn]


def _mark(item: Item, shown: Drawn, answers: Answers) -> MarkedItem:
    if item.type in ("single", "multiple"):
        return _mark_choice(item, shown, answers)
    return _mark_places(item, shown, answers)


def _mark_choice(item: Item, shown: Drawn, answers: Answers) -> MarkedItem:
    places = _numbers(answers.get(item.id), len(item.options))
    chosen = {shown["options"][place] for place in places}
    wanted = {place for place, option in enumerate(item.options) if option.correct}
    options = tuple(
        MarkedOption(
            item.options[place].text,
            item.options[place].feedback,
            Message("Best answer") if place in wanted else None,
            Message("You chose this") if place in chosen else None,
        )
        for place in shown["options"]
    )
    posted = len(answers.get(item.id) or ())
    right = chosen == wanted and posted == len(wanted)
    return MarkedItem(item.id, item.type, item.outcome, item.stem, right, options)


def _mark_places(item: Item, shown: Drawn, answers: Answers) -> MarkedItem:
    """In an order item the written place is the right partner, in a match item the option's own `match`."""
    partners = shown["partners"] if item.type == "match" else range(len(item.options))
    names = _partners(item, shown)
    put = [_only(answers.get(f"{item.id}.{place}"), len(names)) for place in range(len(shown["options"]))]
    options = tuple(
        MarkedOption(
            item.options[written].text,
            item.options[written].feedback,
            _said(item, "best", names[list(partners).index(written)]),
            None if chosen is None else _said(item, "chosen", names[chosen]),
        )
        for written, chosen in zip(shown["options"], put, strict=True)
    )
    right = [None if chosen is None else partners[chosen] for chosen in put] == list(shown["options"])
    return MarkedItem(item.id, item.type, item.outcome, item.stem, right, options)


_SAID = {
    ("order", "best"): "Place %(partner)s",
    ("order", "chosen"): "You put it at place %(partner)s",
    ("match", "best"): "Belongs to: %(partner)s",
    ("match", "chosen"): "You chose: %(partner)s",
}


def _said(item: Item, what: str, partner: str) -> Message:
    return Message(_SAID[item.type, what], {"partner": partner})


def _numbers(values: Sequence[object] | None, count: int) -> list[int]:
    """The positions among what a field posted; anything else is passed over."""
    words = [str(value) for value in values or ()]
    return [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 4 and int(word) < count]


def _only(values: Sequence[object] | None, count: int) -> int | None:
    """The position that a field posted, if it posted exactly one thing and that is a position."""
    numbers = _numbers(values, count)
    return numbers[0] if len(numbers) == 1 == len(values or ()) else None
