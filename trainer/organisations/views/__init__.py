"""Pages of an organisation: where one begins, its people, its letters, its settings."""

from flask import Blueprint

bp = Blueprint("organisations", __name__)

from trainer.organisations.views import invitation, letters, people, settings, start  # noqa: E402, F401
