"""What can a trainee say about their own session before they read what others saw?"""

from collections.abc import Mapping
from datetime import datetime

from trainer import audit
from trainer.assessment import queries
from trainer.assessment.models import SelfAssessment
from trainer.curriculum.models import Document
from trainer.db import db, new_id
from trainer.organisations.models import Member
from trainer.practice.models import PracticeSession
from trainer.verdict import refuse_if
from trainer.web import demand


def assess_oneself(
    session: PracticeSession, rubric: Document, levels: Mapping[str, int | None], *, by: Member, now: datetime
) -> SelfAssessment:
    """Keep how a trainee sees their session, by the rubric it is judged by. Without levels they preferred not to say.

    It is said once: whoever has read the feedback sees themself in its light.
    """
    demand(refuse_if(queries.self_assessment(session), "You have said how you see this session."))
    made = SelfAssessment(
        organisation_id=session.organisation_id,
        id=new_id(),
        session_id=session.id,
        rubric_id=rubric.id,
        levels=dict(levels),
        written_at=now,
    )
    db.session.add(made)
    audit.record(session.organisation_id, "session.self_assessed", by=by.id, subject=session.id, at=now)
    return made
