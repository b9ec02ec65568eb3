"""What is done about hidden ratings: ask whose turn has come, end what lapsed, lock levels?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from trainer import audit, outbox
from trainer.assessment import queries
from trainer.assessment.judgement import Draft
from trainer.assessment.lifecycle import Again as Kind
from trainer.assessment.models import HiddenRating, Rerating
from trainer.assessment.queries import Again, Turn
from trainer.db import db, new_id
from trainer.organisations import queries as organisations
from trainer.organisations.models import Member


def ask_hidden(organisation_id: UUID, *, key: str, link: Callable[[UUID], str], now: datetime) -> None:
    """End what lapsed, then ask every assessor whose turn has come by a policy, one thing at a time."""
    queries.hold_turns(organisation_id)
    for row in queries.lapsed(organisation_id, now):
        row.ended_at = now
        audit.record(organisation_id, "hidden.lapsed", by=None, subject=row.id, at=now)
    db.session.flush()
    for trial in queries.trials(organisation_id):
        for turn in queries.turns(trial, key, now):
            _ask(turn, link, now)
        db.session.flush()


def _ask(turn: Turn, link: Callable[[UUID], str], now: datetime) -> Rerating:
    release, drawn = turn.trial.release, turn.drawn
    is_case = drawn.kind is Kind.REFERENCE
    row = Rerating(
        organisation_id=release.organisation_id,
        id=new_id(),
        kind=drawn.kind,
        session_id=None if is_case else UUID(drawn.which),
        case_id=turn.trial.cases[drawn.which].id if is_case else None,
        assessor_id=turn.assessor.id,
        release_id=release.id,
        asked_at=now,
        counted_to=turn.counted_to,
        lapses_at=now + timedelta(days=turn.trial.plan.days),
    )
    db.session.add(row)
    audit.record(row.organisation_id, "hidden.asked", by=None, subject=row.id, at=now, assessor=row.assessor_id)
    to = organisations.recipient(turn.assessor)
    outbox.write(row.organisation_id, "rerating_asked", to, link(row.id), once=str(row.id), now=now)
    return row


def lock_hidden(again: Again, draft: Draft, *, by: Member, now: datetime) -> HiddenRating:
    """Lock levels of a hidden rating. They stand beside the reference or the first ones, and change nothing else."""
    again.rerating.ended_at = now
    marks = {criterion.key: draft.mark(criterion.key) for criterion in again.rubric.criteria}
    made = HiddenRating(
        organisation_id=by.organisation_id,
        id=new_id(),
        rerating_id=again.rerating.id,
        rubric_id=again.document.id,
        entrustment=int(draft.entrustment),
        levels={key: mark.number for key, mark in marks.items()},
        comments={key: mark.comment.strip() for key, mark in marks.items() if mark.comment.strip()},
        locked_at=now,
    )
    db.session.add(made)
    audit.record(by.organisation_id, "hidden.locked", by=by.id, subject=again.rerating.id, at=now)
    db.session.flush()
    return made
