"""Pages of the assessment package."""

from flask import Blueprint

bp = Blueprint("assessment", __name__)
