"""Where do links lead that need no sign-in?"""

from flask import current_app

from trainer.practice.links import Door
from trainer.web import absolute


def answers() -> Door:
    """To the questions whether somebody may observe."""
    return _door(absolute("practice.answer", token="TOKEN"))  # noqa: S106 no secret


def questions() -> Door:
    """To five questions about how a session was."""
    return _door(absolute("practice.answer_pulse", token="TOKEN"))  # noqa: S106 no secret


def guests() -> Door:
    """To what a guest is asked to observe."""
    return _door(absolute("assessment.assess", token="TOKEN"))  # noqa: S106 no secret


def _door(at: str) -> Door:
    return Door(str(current_app.secret_key), at)
