"""Pages of capability: what the organisation can now do by itself, and the trail behind it."""

from flask import Blueprint

bp = Blueprint("capability", __name__)

from trainer.capability.views import agreement, audit, overview, standard, study  # noqa: E402, F401
