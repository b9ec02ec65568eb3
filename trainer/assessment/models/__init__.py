"""Tables of judging: licences, calibration, judgements, phrases, results, and what was said of those afterwards."""

from trainer.assessment.models.afterwards import HiddenRating, Rerating, Rescore, RescoreLevel, ResultReply, ThirdRating
from trainer.assessment.models.commenting import OwnPhrase
from trainer.assessment.models.judged import (
    AssessorLicence,
    Calibration,
    CalibrationDraft,
    CalibrationRating,
    CalibrationReason,
    CalibrationRound,
    Evidence,
    Judgement,
    Moderation,
    Rating,
    SelfAssessment,
    SessionResult,
    StandardProposal,
    StopEvent,
    StopEventResolution,
)
from trainer.assessment.models.looked import Look

__all__ = [
    "AssessorLicence",
    "Calibration",
    "CalibrationDraft",
    "CalibrationRating",
    "CalibrationReason",
    "CalibrationRound",
    "Evidence",
    "HiddenRating",
    "Judgement",
    "Look",
    "Moderation",
    "OwnPhrase",
    "Rating",
    "Rerating",
    "Rescore",
    "RescoreLevel",
    "ResultReply",
    "SelfAssessment",
    "SessionResult",
    "StandardProposal",
    "StopEvent",
    "StopEventResolution",
    "ThirdRating",
]
