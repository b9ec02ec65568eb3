"""How did a trainee see their own session, and by which rubric?"""

from sqlalchemy import select

from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import SelfAssessment
from trainer.assessment.queries.results import result
from trainer.curriculum.models import Document
from trainer.db import db
from trainer.practice.models import PracticeSession


def self_assessment(session: PracticeSession) -> SelfAssessment | None:
    """What the trainee said, if they were asked already."""
    same = {"organisation_id": session.organisation_id, "session_id": session.id}
    return db.session.scalar(select(SelfAssessment).filter_by(**same))


def rubric_of(session: PracticeSession) -> Document | None:
    """The rubric that the trainee began under; a programme may have none."""
    id = session.enrolment.release.rubric_id
    return db.session.get(Document, (session.organisation_id, id)) if id else None


def released(session: PracticeSession) -> bool:
    """Whether the feedback on a session is open to its trainee."""
    found = result(session.organisation_id, session.id)
    return found is not None and found.state is ResultState.RELEASED
