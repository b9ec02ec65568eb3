"""Pages of practice: sessions, sets and meetings, agreements, live capture and its timeline."""

from flask import Blueprint

bp = Blueprint("practice", __name__)

from trainer.practice.views import (  # noqa: E402, F401
    adjustments,
    agreements,
    calendar,
    capture,
    device,
    log,
    notes,
    paper,
    pulse,
    reflection,
    sessions,
    sets,
    timeline,
)
