"""Is this process alive, and is its database the one it expects?"""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from trainer import schema
from trainer.web import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The database answers and is at the version this program needs."""
    try:
        behind = schema.behind()
    except SQLAlchemyError:
        return {"status": "no database"}, 503
    return ({"status": "behind", "do": schema.COMMAND}, 503) if behind else ({"status": "ok"}, 200)
