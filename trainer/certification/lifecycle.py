"""What did a panel decide, and what does a certificate say about itself today?"""

from enum import StrEnum


class Outcome(StrEnum):
    """What a panel can decide."""

    CERTIFIED = "certified"
    CONDITIONAL = "conditional"
    NOT_YET = "not_yet"


class Vote(StrEnum):
    """What one panel member can say; recusal counts for nobody."""

    CERTIFIED = "certified"
    CONDITIONAL = "conditional"
    NOT_YET = "not_yet"
    RECUSED = "recused"


class DecisionState(StrEnum):
    """A panel's work on one candidate."""

    OPEN = "open"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class StatusChange(StrEnum):
    """What can happen to a certificate after it was issued. Status, never deletion."""

    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
