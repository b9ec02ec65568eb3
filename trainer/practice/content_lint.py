"""Does this text say something about a person or an issue that must not be written down?

It looks at the surface only and is often wrong in both directions: it asks, it does not forbid.
"""

import re
from collections.abc import Callable, Iterable

from trainer.message import Message

LONGEST_QUOTE = 12

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w:.])\+?\d[\d ()/-]{6,}\d(?![\w:])")
_BLAME = re.compile(
    r"\b(?:because|since|as|due to|so that|so)\s+(?:of\s+)?(?:the|his|her|their|your|my|our|its)\s+"
    r"(?:line\s+)?(?:manager|boss|team|director|client|customer)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[“\"«„]([^“”\"«»„]+)[”\"»]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CALENDAR = re.compile(r"\d{4}-\d{2}-\d{2}")
# Names that are everyday words too: at the start of a sentence their capital says nothing.
_EVERYDAY = (
    "will mark may june april august grace hope faith joy rose ivy dawn summer sunny angel bill bob frank grant guy "
    "jack lance miles pat penny rich rob sky stone wade young long short brown black white green gray grey king page "
    "price read bell bush cook day field ford hall hill lane mason moss north parker second"
)
_BEGINS = frozenset(_EVERYDAY.split())
# Words of this product and particles of surnames, which name nobody.
_NOBODY = frozenset(
    ("trainee", "assessor", "member", "lead", "panel", "coordinator", "author", "van", "von", "der", "den")
)


def lint(text: str, names: Iterable[str]) -> tuple[Message, ...]:
    """Say what in `text` may point at a person or an issue; `names` are the people of the roster."""
    return tuple(found for rule in _RULES if (found := rule(text))) + _named(text, names)


def _named(text: str, names: Iterable[str]) -> tuple[Message, ...]:
    """A name counts when it is written with a capital: “will” is a word, “Will” may be somebody."""
    written = _capitalised(text)
    known = {part for name in names for part in _WORD.findall(name) if len(part) > 2 or not part.isascii()}
    found = sorted(part for part in known if part.casefold() in written and part.casefold() not in _NOBODY)
    return tuple(
        Message("“%(name)s” looks like a name. Write a seat instead, such as M3.", {"name": name}) for name in found
    )


def _capitalised(text: str) -> set[str]:
    """Words with a capital (and those of scripts without capitals), folded."""
    found = set()
    for match in _WORD.finditer(text):
        word = match.group().removesuffix("’s").removesuffix("'s")
        before = text[: match.start()].rstrip(" \t“\"‘'(")
        begins = not before or before[-1] in ".!?:\n"
        capital = word[0] != word[0].lower() or word == word.upper()
        if capital and not (begins and word.casefold() in _BEGINS):
            found.add(word.casefold())
    return found


def _email(text: str) -> Message | None:
    return Message("There is an e-mail address in it. Leave it out.") if _EMAIL.search(text) else None


def _phone(text: str) -> Message | None:
    found = _PHONE.search(_CALENDAR.sub("", text))
    return Message("There is a telephone number in it. Leave it out.") if found else None


def _blame(text: str) -> Message | None:
    if not _BLAME.search(text):
        return None
    return Message("It gives a reason that lies outside the room. Write what was said or done, and its effect.")


def _quote(text: str) -> Message | None:
    longest = max((len(quote.split()) for quote in _QUOTE.findall(text)), default=0)
    if longest <= LONGEST_QUOTE:
        return None
    return Message(
        "A quotation of %(words)d words can tell who spoke about what. Keep it under %(most)d, and to the "
        "facilitator's own words.",
        {"words": longest, "most": LONGEST_QUOTE + 1},
    )


_RULES: tuple[Callable[[str], Message | None], ...] = (_email, _phone, _blame, _quote)
