"""How is a stored draft read back, whatever an older version wrote into it?"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from trainer.assessment.judgement import Draft, Mark


def read_draft(body: Mapping[str, Any]) -> Draft:
    """A draft from its stored form; what it does not know stays blank."""
    marks = {key: _mark(value) for key, value in body.get("marks", {}).items()}
    known = {field.name for field in fields(Draft)} - {"marks"}
    return Draft(marks=marks, **{key: value for key, value in body.items() if key in known})


def _mark(value: Mapping[str, Any]) -> Mark:
    known = {field.name for field in fields(Mark)}
    kept = {key: value for key, value in value.items() if key in known}
    return Mark(**{**kept, "events": tuple(kept.get("events", ()))})
