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


class AppealState(StrEnum):
    """How far an appeal has come: a talk, a written one with its answer, a panel whose word is final."""

    TALK = "talk"
    TALKED = "talked"
    WRITTEN = "written"
    REFUSED = "refused"
    PANEL = "panel"
    UPHELD = "upheld"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


class Ground(StrEnum):
    """What an appeal may rest on. That somebody would judge otherwise is none."""

    PROCEDURE = "procedure"
    EVIDENCE = "evidence"
    ADJUSTMENT = "adjustment"
    BIAS = "bias"
    POLICY = "policy"


class Remedy(StrEnum):
    """What follows from an appeal that is upheld."""

    RERATE = "rerate"
    SESSION = "session"
    RESCIND = "rescind"
