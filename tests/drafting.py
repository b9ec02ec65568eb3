"""Drafts of the small programme, with some of what people are judged by in other words."""

from datetime import datetime

from tests import beside
from tests.programme import FILES
from trainer.curriculum import actions
from trainer.curriculum.models import Draft
from trainer.organisations.models import Member

# Without what stands beside the lessons: a calibration case rates every criterion of one rubric.
_ALONE = {path: body for path, body in FILES.items() if path not in beside.TEXTS}
_PATHS = {
    "programme": "programme.yaml",
    "rubric": "rubric.yaml",
    "scheme": "observation.yaml",
    "policy": "certification/light.yaml",
}


def draft(author: Member, now: datetime, key: str = "facilitator", **texts: str) -> Draft:
    """A draft of the small programme with some files in other words: `draft(abel, now, rubric=…)`."""
    changed = {_PATHS[name]: text.encode() for name, text in texts.items()}
    return actions.begin_draft(author.organisation_id, key, {"": _ALONE | changed}, by=author, now=now)


def reworded(name: str, old: str, new: str) -> str:
    """The rubric, scheme or policy of the small programme with some words in the place of others."""
    text = FILES[_PATHS[name]].decode()
    assert old in text
    return text.replace(old, new)
