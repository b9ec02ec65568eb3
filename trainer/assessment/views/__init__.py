"""Pages of judging: the assessor's queue, the rating sheet, moderation, feedback, licences."""

from flask import Blueprint

bp = Blueprint("assessment", __name__)

from trainer.assessment.views import assess, assessors, assign, calibration, feedback, moderation, rating, unmade  # noqa: E402, F401
