"""Pages of the practice package."""

from flask import Blueprint

bp = Blueprint("practice", __name__)
