"""Which phrase of the comment bank still waits in a comment for what the assessor saw?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from trainer.assessment.judgement import Draft, Gap
from trainer.curriculum.documents import GAP, Rubric
from trainer.message import Message

_FEWEST = 3  # letters beside a gap by which its phrase is known again
_LETTER = re.compile(r"[^\W\d_]")


def gaps(rubric: Rubric, draft: Draft, offered: Mapping[str, Iterable[str]]) -> tuple[Gap, ...]:
    """Every comment in which a phrase that was offered has a gap that nobody filled, so that none is sent unread."""
    text = "Say what you saw where “…” still stands in the comment on %(criterion)s."
    return tuple(
        Gap(f"{criterion.key}-comment", Message(text, {"criterion": f"{criterion.code} {criterion.name}"}))
        for criterion in rubric.criteria
        if is_unfinished(draft.mark(criterion.key).comment, offered.get(criterion.key, ()))
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
