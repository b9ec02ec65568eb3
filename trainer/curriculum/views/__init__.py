"""Pages of what is taught: the outline, lessons, knowledge checks, reflections, and the author's releases."""

from flask import Blueprint

bp = Blueprint("curriculum", __name__)

from trainer.curriculum.views import author, check, learn, lesson, reflections  # noqa: E402, F401
