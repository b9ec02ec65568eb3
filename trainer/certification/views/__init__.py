"""Pages of certification: the trainee's home, readiness, decisions, appeals, certificates, what the public sees."""

from flask import Blueprint

bp = Blueprint("certification", __name__)

from trainer.certification.views import appeals, certificates, decisions, path, public, readiness, replay  # noqa: E402, F401
