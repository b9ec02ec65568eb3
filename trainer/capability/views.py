"""Pages of the capability package."""

from flask import Blueprint

bp = Blueprint("capability", __name__)
