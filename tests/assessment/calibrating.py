"""Somebody rates the calibration case of the small programme, through actions or as the form posts it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.cast import Cast, Player
from tests.programme import FILES
from trainer.assessment import actions, queries
from trainer.assessment.judgement import Draft, Mark
from trainer.assessment.lifecycle import Again
from trainer.assessment.models import Rerating
from trainer.clock import now as present
from trainer.curriculum import actions as curriculum
from trainer.curriculum.checker import compile_programme
from trainer.db import db, new_id

CASE = "the-helpful-uncle"
# What only its reference says.
SECRETS = ("Advice passes.", "A 3 would catch it.", "Tells their own story.", "Some will rate the warmth.")
EXACTLY = {"phases": "3", "inquiry": "2", "stance": "1", "strengths": "no", "stops": "coercion", "entrustment": "2"}
ABOVE = {**EXACTLY, "stance": "2"}
WHY = {"why-stance": "I took it for warmth."}


def page_of(player: Player) -> str:
    """Where the case of the newest release is rated."""
    (course,) = queries.courses(player.organisation_id)
    return f"calibration/releases/{course.release.id}/cases/{CASE}"


def levels(revision: str = "0", **given: Any) -> dict[str, Any]:
    """The form as it is confirmed."""
    values = {**EXACTLY, **given}
    criteria = {f"c-{key}-level": values.pop(key) for key in ("phases", "inquiry", "stance", "strengths")}
    return {"revision": revision, "confirm": "y", "final": "y", **criteria, **values}


def calibrate(player: Player, given: Mapping[str, str], at: datetime | None = None) -> UUID:
    """Confirm levels on the case and give every reason that is owed; the id of what was confirmed."""
    db.session.flush()
    by, moment = player.member, at or present()
    (course,) = queries.courses(player.organisation_id)
    sitting = queries.sitting(by, course.release.id, CASE, moment.date())
    assert sitting
    marks = {key: Mark(level=given[key]) for key in ("phases", "inquiry", "stance", "strengths")}
    draft = Draft(marks=marks, entrustment=given["entrustment"])
    row = actions.confirm_case(sitting, draft, [given["stops"]], by=by, now=moment)
    db.session.flush()
    revealed = queries.revealed(row.organisation_id, row.id)
    assert revealed
    if revealed.reveal.owed:
        reasons = dict.fromkeys(revealed.reveal.owed, "I saw it otherwise.")
        actions.explain_case(revealed, reasons, by=by, now=moment)
    db.session.flush()
    return row.id


def publish_again(cast: Cast, *, rounds: int = 1, rule: bool = True) -> None:
    """The next release, whose policy allows more rounds or says nothing about assessors."""
    old, path = b"assessors: {cases: 1, cells: 3}\n", "certification/light.yaml"
    new = b"assessors: {cases: 1, cells: 3, rounds: %d}\n" % rounds if rule else b""
    assert old in FILES[path]
    compiled = compile_programme({**FILES, path: FILES[path].replace(old, new)}).programme
    assert compiled
    by = cast.abel.member
    curriculum.publish(by.organisation_id, compiled, by=by, now=present())
    db.session.flush()


def hidden_case(player: Player, at: datetime) -> Rerating:
    """The case, as a hidden rating that somebody finds."""
    (course,) = queries.courses(player.organisation_id)
    row = Rerating(
        organisation_id=player.organisation_id,
        id=new_id(),
        kind=Again.REFERENCE,
        case_id=course.cases[CASE].id,
        release_id=course.release.id,
        assessor_id=player.member_id,
        asked_at=at,
        lapses_at=at + timedelta(days=21),
    )
    db.session.add(row)
    db.session.flush()
    return row
