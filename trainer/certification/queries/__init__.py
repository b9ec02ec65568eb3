"""What is known about a candidate, who decides about them, and what was issued?"""

from trainer.certification.queries.evidence import File, Met, candidate, candidates, doubted, file, files
from trainer.certification.queries.issued import (
    Held,
    Past,
    certificate,
    certificates,
    held,
    past,
    public_certificate,
)
from trainer.certification.queries.panels import (
    Case,
    case,
    decision,
    decisions,
    next_decision_number,
    next_vote_number,
    open_decision,
    panel,
    seats_of,
)
from trainer.certification.queries.replayed import Replay, Row, replayed
from trainer.certification.queries.waiting import Waiting, waiting

__all__ = [
    "Case",
    "File",
    "Held",
    "Met",
    "Past",
    "Replay",
    "Row",
    "Waiting",
    "candidate",
    "candidates",
    "case",
    "certificate",
    "certificates",
    "decision",
    "decisions",
    "doubted",
    "file",
    "files",
    "held",
    "next_decision_number",
    "next_vote_number",
    "open_decision",
    "panel",
    "past",
    "public_certificate",
    "replayed",
    "seats_of",
    "waiting",
]
