"""Pages of practice: sessions, sets and meetings, agreements, live capture and its timeline."""

from flask import Blueprint

bp = Blueprint("practice", __name__)

from trainer.practice.views import agreements, capture, device, paper, reflection, sessions, sets, timeline  # noqa: E402, F401
