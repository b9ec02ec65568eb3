"""What can a trainee say about a result once it is released?"""

from datetime import datetime

from trainer import audit
from trainer.assessment.models import ResultReply
from trainer.assessment.queries import Replying
from trainer.db import db, new_id
from trainer.organisations.models import Member


def reply_to_result(replying: Replying, text: str, *, by: Member, now: datetime) -> ResultReply:
    """Keep what a trainee has to say about a result. It may be said anew until the day on which it becomes final."""
    result, row = replying.result, replying.reply
    if row is None:
        row = ResultReply(organisation_id=result.organisation_id, id=new_id(), session_id=result.session_id)
        db.session.add(row)
    row.text, row.written_at = text, now
    audit.record(result.organisation_id, "result.replied", by=by.id, subject=result.session_id, at=now)
    return row
