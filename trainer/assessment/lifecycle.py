"""How does the result of a session come to be released?"""

from enum import StrEnum


class Way(StrEnum):
    """How a difference between assessors was settled."""

    READING = "reading"  # a lead read both and what they rest on
    CONFERENCE = "conference"  # the assessors talked, and a lead wrote down what they came to
    THIRD = "third"  # somebody new rated the session from its log, and a lead weighed their levels too


class ResultState(StrEnum):
    """A session's result: nothing is known before all assigned ratings are locked."""

    WAITING = "waiting"
    MODERATING = "moderating"
    AGREED = "agreed"
    RELEASED = "released"


class Again(StrEnum):
    """Why an assessor rates from a log alone. They cannot tell which it is before they have locked."""

    APPEAL = "appeal"
    REFERENCE = "reference"
    REPEAT = "repeat"
    THIRD = "third"


class Relationship(StrEnum):
    """How an assessor stands to the trainee, declared with every judgement."""

    NONE = "none"
    COLLEAGUE = "colleague"
    SAME_TEAM = "same_team"
    TUTOR = "tutor"
    FRIEND = "friend"


class Confidence(StrEnum):
    """How sure an assessor is of the whole judgement."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
