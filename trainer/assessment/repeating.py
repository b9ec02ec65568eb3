"""Which words does an assessor write again and again?

A comment that says what was seen is another one each time. The same words in most of them are a hint that a phrase
stands where a behaviour should; nobody is measured by it. Thresholds are the product's own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainer.assessment.agreement.figure import Figure, figure
from trainer.message import Message

FEWEST_COMMENTS, FEWEST_WORDS = 10, 3
MOST_TENTHS = 6
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
TOO_FEW = Message("%(comments)d of %(needed)d comments.")

Run = tuple[str, ...]


@dataclass(frozen=True)
class Repeated:
    """Words in a row and the share of comments in which they stand; n is the number of comments."""

    words: str
    share: Figure


@dataclass(frozen=True)
class Wording:
    """What stands in too many of so many comments; the reason where there are too few to tell."""

    comments: int
    repeated: tuple[Repeated, ...] = ()
    reason: Message | None = None


def wording(comments: Iterable[str]) -> Wording:
    """The longest runs of at least three words that stand in more than six of ten comments, the commonest first.

    Case, punctuation and how often a run stands in one comment count for nothing, and blank comments for none. Fewer
    than ten comments tell nothing. O(words · length of the longest run).
    """
    texts = [words for comment in comments if (words := _WORD.findall(comment.casefold()))]
    n = len(texts)
    if n < FEWEST_COMMENTS:
        return Wording(n, reason=Message(TOO_FEW.text, {"comments": n, "needed": FEWEST_COMMENTS}))
    found = sorted(_longest(texts).items(), key=lambda run: (-run[1], run[0]))
    return Wording(n, tuple(Repeated(" ".join(run), figure(count / n, n)) for run, count in found))


def _longest(texts: Sequence[Sequence[str]]) -> dict[Run, int]:
    """Every run that is common and part of no longer one, with the number of texts it stands in."""
    found: dict[Run, int] = {}
    size = FEWEST_WORDS
    while common := _common(texts, size):
        parts = {part for run in common for part in (run[:-1], run[1:])}
        found = {run: count for run, count in found.items() if run not in parts} | common
        size += 1
    return found


def _common(texts: Sequence[Sequence[str]], size: int) -> dict[Run, int]:
    counts = Counter(run for text in texts for run in set(zip(*(text[at:] for at in range(size)), strict=False)))
    return {run: count for run, count in counts.items() if 10 * count > MOST_TENTHS * len(texts)}
