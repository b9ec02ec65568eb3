"""What is done to have a third assessor rate a session before a difference is settled?"""

from datetime import datetime
from uuid import UUID

from trainer import audit, outbox
from trainer.assessment import queries
from trainer.assessment.actions.reratings import take_back_rerating
from trainer.assessment.judgement import Draft
from trainer.assessment.models import ThirdRating
from trainer.assessment.queries import Again
from trainer.db import db, new_id
from trainer.organisations import queries as organisations
from trainer.organisations.models import Member


def end_third(organisation_id: UUID, session_id: UUID, *, by: Member, now: datetime) -> None:
    """Wait for a third assessor no longer, if one is asked: what differed is settled without them."""
    asked = queries.asked_third(organisation_id, session_id)
    if asked:
        take_back_rerating(asked, by=by, now=now)


def lock_third(again: Again, draft: Draft, *, link: str, by: Member, now: datetime) -> ThirdRating:
    """Lock levels given from the log alone. They stand beside the others; whoever settles weighs them.

    `link` leads whoever asked to the judgements side by side.
    """
    row = again.rerating
    assert row.session, "a third rating is of a session"
    row.ended_at = now
    marks = {criterion.key: draft.mark(criterion.key) for criterion in again.rubric.criteria}
    made = ThirdRating(
        organisation_id=row.organisation_id,
        id=new_id(),
        rerating_id=row.id,
        session_id=row.session.id,
        entrustment=int(draft.entrustment),
        levels={key: mark.number for key, mark in marks.items()},
        comments={key: mark.comment.strip() for key, mark in marks.items() if mark.comment.strip()},
        locked_at=now,
    )
    db.session.add(made)
    audit.record(row.organisation_id, "third.locked", by=by.id, subject=row.id, at=now, session=row.session_id)
    lead = organisations.member(row.organisation_id, row.asked_by_id) if row.asked_by_id else None
    if lead:
        to, code = organisations.recipient(lead), row.session.code
        outbox.write(row.organisation_id, "third_rating", to, link, once=str(row.session_id), now=now, session=code)
    return made
