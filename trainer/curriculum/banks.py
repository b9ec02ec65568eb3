"""Is a bank of items fair: one right answer where there is one, partners that differ, and no giveaway by length?"""

from collections import Counter
from collections.abc import Callable, Iterator

from trainer.curriculum.documents import Check, Item
from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.reading import Sheet

MOST_LONGEST = 0.45


def longest_correct(check: Check) -> tuple[int, int]:
    """In how many single items the right option is longer than every other, and how many single items there are."""
    singles = [item for item in check.items if item.type == "single"]
    return sum(map(_right_is_longest, singles)), len(singles)


def _right_is_longest(item: Item) -> bool:
    right = max((len(option.text) for option in item.options if option.correct), default=0)
    return right > max((len(option.text) for option in item.options if not option.correct), default=0)


def check(bank: Sheet[Check]) -> Iterator[Finding]:
    """Every mistake in a knowledge check that its shape does not show."""
    document = bank.document
    if document.draw > len(document.items):
        line, held = bank.line("draw"), len(document.items)
        yield finding(
            bank.file, line, "“draw” is %(draw)s, but there are %(held)s items.", draw=document.draw, held=held
        )
    longest, singles = longest_correct(document)
    if longest > MOST_LONGEST * singles:
        text = "The right option is the longest in %(longest)s of %(singles)s single items; at most 45 %% may be."
        yield finding(bank.file, bank.line("items"), text, longest=longest, singles=singles)
    for number, item in enumerate(document.items):
        yield from _check_item(bank, number, item)


def _check_item(bank: Sheet[Check], number: int, item: Item) -> Iterator[Finding]:
    for text in _RULES[item.type](item):
        yield finding(bank.file, bank.line("items", number), "Item %(id)s: " + text, id=item.id)
    for text, times in Counter(option.text.strip() for option in item.options).items():
        if times > 1:
            line = bank.line("items", number)
            yield finding(bank.file, line, "Item %(id)s: two options say “%(text)s”.", id=item.id, text=text)


def _single(item: Item) -> Iterator[str]:
    if sum(option.correct for option in item.options) != 1:
        yield "exactly one option is correct in a single item."
    yield from _no_partner(item)


def _multiple(item: Item) -> Iterator[str]:
    if len({option.correct for option in item.options}) != 2:
        yield "a multiple item has at least one correct and at least one wrong option."
    yield from _no_partner(item)


def _order(item: Item) -> Iterator[str]:
    yield from _no_correct(item)
    yield from _no_partner(item)


def _match(item: Item) -> Iterator[str]:
    yield from _no_correct(item)
    partners = [(option.match or "").strip() for option in item.options]
    if not all(partners):
        yield "every option of a match item has a “match”."
    elif len(set(partners)) < len(partners):
        yield "no two options of a match item may have the same “match”."


def _no_partner(item: Item) -> Iterator[str]:
    if any(option.match is not None for option in item.options):
        yield "only options of a match item have a “match”."


def _no_correct(item: Item) -> Iterator[str]:
    if any(option.correct for option in item.options):
        yield "options of an order or match item have no “correct”: what is written is right."


_RULES: dict[str, Callable[[Item], Iterator[str]]] = {
    "single": _single,
    "multiple": _multiple,
    "order": _order,
    "match": _match,
}
