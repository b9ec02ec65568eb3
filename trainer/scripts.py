"""How do our own scripts send what no form sends, and how are they answered?"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from trainer.message import Message
from trainer.web import StaleLink, say


def for_scripts(header: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Answer scripts in JSON where pages would be led to the sign-in, and keep other sites' forms out.

    A form of another site cannot send this content type or header, which is what a CSRF token would prove; a token
    in a page that was saved for offline use would be stale. A guest's link is in the address.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def answer(**values: Any) -> ResponseReturnValue:
            if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or header not in request.headers:
                return problem(403, Message("Only a page of ours sends here."))
            if "token" not in values and not current_user.is_authenticated:
                return problem(401, Message("Sign in to send."))
            if not request.is_json:
                return problem(415, Message("Send JSON."))
            try:
                response: ResponseReturnValue = view(**values)
            except StaleLink:
                return problem(410, Message("This link opens nothing any more."))
            return response

        answer.csrf_exempt = True  # type: ignore[attr-defined]
        return answer

    return decorate


def sent() -> dict[str, Any] | None:
    """The object that a script sent, or None if it is none."""
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets within brackets
        return None
    return body if isinstance(body, dict) else None


def problem(status: int, message: Message) -> ResponseReturnValue:
    """Say in JSON what is wrong."""
    return jsonify(status=status, title=say(message)), status
