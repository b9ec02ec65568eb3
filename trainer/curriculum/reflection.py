"""What does a reflection consist of, and when is it whole?"""

from typing import NamedTuple

from trainer.verdict import Verdict, every, refuse_if

LONGEST = 2000


class Lines(NamedTuple):
    """Four lines: what I did, what it did to the set's thinking, what I was protecting, what I will try."""

    did: str
    effect: str
    protecting: str
    next_time: str


def is_whole(lines: Lines) -> Verdict:
    """Each of the four lines says something. A draft may have gaps."""
    return every(*(refuse_if(not line.strip(), "Write all four lines before you submit.") for line in lines))
