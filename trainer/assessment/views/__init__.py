"""Pages of judging: the assessor's queue, the rating sheet, moderation, feedback, oneself, licences."""

from flask import Blueprint

bp = Blueprint("assessment", __name__)

from trainer.assessment.views import (  # noqa: E402, F401
    assess,
    assessors,
    assign,
    calibration,
    corrections,
    feedback,
    guests,
    looks,
    moderation,
    oneself,
    phrases,
    rating,
    reply,
    rerating,
    thirds,
    unmade,
    usage,
)
