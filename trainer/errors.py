"""What does a reader see when something is refused, was changed meanwhile, or breaks?"""

from flask import Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from trainer.web import Conflict, Refused, StaleLink, say

WAITED_IN_VAIN = frozenset({"40001", "40P01", "55P03"})  # PostgreSQL: serialization, deadlock, lock not available


def _error(status: int, title: str, text: str) -> tuple[str, int]:
    return render_template("error.html", status=status, title=title, text=text), status


def _refused(error: Refused) -> ResponseReturnValue:
    reason = error.verdict.reason
    return _error(403, gettext("Not allowed"), say(reason) if reason else gettext("This is not among your duties."))


def _stale(_error_: StaleLink) -> ResponseReturnValue:
    text = gettext("It has run out, was replaced, or was not copied whole. Ask whoever sent it for another one.")
    return _error(410, gettext("This link opens nothing any more"), text)


def _conflict(error: Conflict) -> ResponseReturnValue:
    return _error(409, gettext("Changed meanwhile"), say(error.message))


def _race(_error_: Exception) -> ResponseReturnValue:
    text = gettext("Somebody changed this at the same moment. Nothing of yours was stored; open it again and look.")
    return _error(409, gettext("Changed meanwhile"), text)


def _database(error: OperationalError) -> ResponseReturnValue:
    """Two changes that waited for each other, or one that waited too long: as any other race. Else it is our fault."""
    waited = getattr(error.orig, "sqlstate", None) in WAITED_IN_VAIN or "locked" in str(error.orig)
    return _race(error) if waited else _unhandled(error)


def _csrf(_error_: CSRFError) -> ResponseReturnValue:
    text = gettext("This page was opened under another sign-in. Go back, reload it and send it again.")
    return _error(400, gettext("Please send it again"), text)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    titles = {
        404: gettext("There is nothing here"),
        405: gettext("This address does not take that"),
        413: gettext("That is too large"),
        429: gettext("Too many tries"),
    }
    texts = {
        404: gettext(
            "The address may be mistyped, or the page belongs to somebody else. Start again from your home page."
        ),
        413: gettext("Send something smaller."),
    }
    body, _ = _error(status, titles.get(status, error.name), texts.get(status, error.description or ""))
    headers = [(name, value) for name, value in error.get_headers() if name not in ("Content-Type", "Content-Length")]
    return body, status, headers


def _unhandled(error: Exception) -> ResponseReturnValue:
    current_app.logger.exception("unhandled", exc_info=error)
    text = gettext("Something broke on our side. Nothing was stored. Try again; if it stays, tell whoever runs this.")
    return _error(500, gettext("Something went wrong"), text)


def install(app: Flask) -> None:
    """Put the error pages in their place."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(StaleLink, _stale)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(StaleDataError, _race)
    app.register_error_handler(IntegrityError, _race)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _unhandled)
