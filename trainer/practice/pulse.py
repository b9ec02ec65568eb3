"""What is somebody in a set asked about how it was, and when is what they said shown?

Single answers are never kept: each is added to what the set has said before.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from trainer.message import Message

QUESTIONS = {
    "share": Message("I had a fair share of time."),
    "think": Message("I was helped to think rather than told."),
    "stance": Message("The facilitator stayed out of the answers."),
    "step": Message("I left with my own next step."),
    "safe": Message("It was safe to be honest."),
}
LOWEST, HIGHEST = 1, 5
LEAST = 4  # fewer people know each other's answers


@dataclass(frozen=True)
class Pulse:
    """What a set has said: from how many, and the mean of each question, or nothing while they are too few."""

    set_name: str
    answers: int | None
    means: Mapping[str, float]


def pulse(set_name: str, answers: int, sums: Mapping[str, int]) -> Pulse:
    """The means of at least four answers; of fewer not even how many there are."""
    if answers < LEAST:
        return Pulse(set_name, None, {})
    return Pulse(set_name, answers, {key: sums[key] / answers for key in QUESTIONS})


def added(sums: Mapping[str, int], said: Mapping[str, int]) -> dict[str, int]:
    """What a set has said together with one more answer."""
    return {key: sums.get(key, 0) + said[key] for key in QUESTIONS}
