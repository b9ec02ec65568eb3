"""How much may be sent to a page?"""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request

LARGEST = 2 * 1024 * 1024


def takes(most_bytes: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view to which more may be sent than to others."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return decorate


def install(app: Flask) -> None:
    """Put the limit in place. Comes before what looks for the token of a form, which reads all that was sent."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    app.before_request(_limit)


def _limit() -> None:
    most_bytes = getattr(current_app.view_functions.get(request.endpoint or ""), "most_bytes", None)
    if most_bytes is not None:
        request.max_content_length = request.max_form_memory_size = most_bytes
