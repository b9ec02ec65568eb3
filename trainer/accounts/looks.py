"""How does a person like lessons to look, and in which language would they rather read them?

What was chosen is stored as known words, “sans size-3 wide keys lang-de”: a style sheet reads the same words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FONTS = ("", "sans")
SIZES = ("size-1", "", "size-3", "size-4")
WIDTHS = ("narrow", "", "wide")
_FIELDS = {"font": FONTS, "size": SIZES, "width": WIDTHS}
_FIELD_OF = {word: field for field, words in _FIELDS.items() for word in words if word}
_ONCE = {"large": "size-3"}  # what the second largest size was called before there were four
_LANGUAGE = re.compile(r"lang-([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")


@dataclass(frozen=True)
class Reading:
    """What a person chose for lessons. An empty word is what everybody has who chose nothing."""

    font: str = ""
    size: str = ""
    width: str = ""
    keys: bool = False
    language: str = ""

    def __str__(self) -> str:
        keys, language = "keys" if self.keys else "", f"lang-{self.language}" if self.language else ""
        return " ".join(filter(None, (self.font, self.size, self.width, keys, language)))


def parse(text: str) -> Reading:
    """What the words say. Of two that say the same thing the later counts; unknown ones say nothing."""
    found: dict[str, Any] = {}
    for word in (_ONCE.get(word, word) for word in text.split()):
        if word in _FIELD_OF:
            found[_FIELD_OF[word]] = word
        elif word == "keys":
            found["keys"] = True
        elif language := _LANGUAGE.fullmatch(word):
            found["language"] = language[1]
    return Reading(**found)


def choose(offered: Sequence[str], *wishes: str | None) -> str:
    """The language of those offered that a reader gets: their first wish that is there, else the first offered.

    A wish is met by the same tag or, failing that, by one of the same language: “pt” by “pt-BR”, “de-CH” by “de”.
    """
    for wish in filter(None, wishes):
        alike = [language for language in offered if _main(language) == _main(wish)]
        if alike:
            return next((language for language in alike if language.lower() == _plain(wish)), alike[0])
    return offered[0]


def _plain(tag: str) -> str:
    return tag.replace("_", "-").lower()


def _main(tag: str) -> str:
    return _plain(tag).partition("-")[0]
