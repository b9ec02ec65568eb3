"""Drafts of the small programme, with some of what people are judged by in other words."""

from datetime import datetime

from tests import beside
from tests.programme import FILES
from trainer.curriculum.digests import digest_of_bytes
from trainer.curriculum.models import Draft, DraftFile
from trainer.db import db, new_id
from trainer.organisations.models import Member

# Without what stands beside the lessons: a calibration case rates every criterion of one rubric.
_ALONE = {path: body for path, body in FILES.items() if path not in beside.TEXTS}
_PATHS = {
    "programme": "programme.yaml",
    "rubric": "rubric.yaml",
    "scheme": "observation.yaml",
    "policy": "certification/light.yaml",
}


def draft(author: Member, now: datetime, **texts: str) -> Draft:
    """A draft of the small programme with some files in other words: `draft(abel, now, rubric=…)`."""
    changed = {_PATHS[name]: text.encode() for name, text in texts.items()}
    made = Draft(
        organisation_id=author.organisation_id,
        id=new_id(),
        programme_key="facilitator",
        begun_by_id=author.id,
        begun_at=now,
    )
    db.session.add(made)
    for path, body in (_ALONE | changed).items():
        db.session.add(_draft_file(made, path, body))
    return made


def _draft_file(draft: Draft, path: str, body: bytes) -> DraftFile:
    return DraftFile(
        organisation_id=draft.organisation_id,
        id=new_id(),
        draft_id=draft.id,
        language="",
        path=path,
        body=body,
        digest=digest_of_bytes(body),
        changed_by_id=draft.begun_by_id,
        changed_at=draft.begun_at,
    )


def reworded(name: str, old: str, new: str) -> str:
    """The rubric, scheme or policy of the small programme with some words in the place of others."""
    text = FILES[_PATHS[name]].decode()
    assert old in text
    return text.replace(old, new)
