"""Keep phrases to begin comments with. They are their writer's alone: none of this leaves an audit entry."""

from datetime import datetime

from trainer.assessment import commenting, queries
from trainer.assessment.models import OwnPhrase
from trainer.db import db, new_id
from trainer.organisations.models import Member
from trainer.web import demand


def keep_phrase(member: Member, text: str, *, now: datetime) -> OwnPhrase:
    """Keep a phrase among an assessor's own, as many as the sheet has room for. Sent twice, it is one phrase."""
    kept = queries.own_phrases(member)
    same = next((row for row in kept if row.text == text), None)
    if same:
        return same
    demand(commenting.may_keep(len(kept)))
    row = OwnPhrase(organisation_id=member.organisation_id, id=new_id(), member_id=member.id, text=text, kept_at=now)
    db.session.add(row)
    db.session.flush()
    return row


def remove_phrase(phrase: OwnPhrase) -> None:
    """Throw a phrase of one's own away."""
    db.session.delete(phrase)
