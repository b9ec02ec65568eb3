"""What does the comment bank offer, and which of its phrases still waits in a comment for what the assessor saw?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from trainer.assessment.judgement import Draft, Gap
from trainer.curriculum.documents import GAP, Phrases, Rubric
from trainer.message import Message
from trainer.verdict import Verdict, refuse_if

MOST = 40  # phrases of one's own
_FEWEST = 3  # letters beside a gap by which its phrase is known again
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Bank:
    """Phrases to begin comments with: the programme's by criterion, and the assessor's own beside each."""

    fitting: Mapping[str, tuple[str, ...]]
    own: tuple[str, ...] = ()

    def offered(self, criterion: str) -> tuple[str, ...]:
        """Everything that stands beside a criterion."""
        return (*self.fitting.get(criterion, ()), *self.own)


def bank(rubric: Rubric, phrases: Phrases | None, own: Iterable[str]) -> Bank:
    """What a sheet offers; a programme may have no phrases."""
    fitting = {criterion.key: phrases.fitting(criterion.key) for criterion in rubric.criteria} if phrases else {}
    return Bank(fitting, tuple(own))


def may_keep(kept: int) -> Verdict:
    """As many as can be looked through while one writes."""
    return refuse_if(kept >= MOST, "You have %(most)d phrases. Remove one first.", most=MOST)


def gaps(rubric: Rubric, draft: Draft, bank: Bank) -> tuple[Gap, ...]:
    """Every comment in which a phrase that was offered has a gap that nobody filled, so that none is sent unread."""
    text = "Say what you saw where “…” still stands in the comment on %(criterion)s."
    return tuple(
        Gap(f"{criterion.key}-comment", Message(text, {"criterion": f"{criterion.code} {criterion.name}"}))
        for criterion in rubric.criteria
        if is_unfinished(draft.mark(criterion.key).comment, bank.offered(criterion.key))
    )


def is_unfinished(comment: str, phrases: Iterable[str]) -> bool:
    """Whether a gap of a phrase stands in a comment beside the words that are beside it in the phrase."""
    words = _plain(comment)
    return GAP in words and any(piece in words for phrase in phrases for piece in _pieces(_plain(phrase)))


def _pieces(phrase: str) -> Iterator[str]:
    """Each gap of a phrase with the words before it; with those behind it where hardly any stand before."""
    parts = phrase.split(GAP)
    for before, behind in pairwise(parts):
        if len(_LETTER.findall(before)) >= _FEWEST:
            yield before + GAP
        elif len(_LETTER.findall(behind)) >= _FEWEST:
            yield GAP + behind


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
