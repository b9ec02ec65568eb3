"""What was said about a released result: the trainee's own reply."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from trainer.db import OrganisationRow, Revised, refers


class ResultReply(Revised, OrganisationRow):
    """What a trainee has to say about a result of theirs. It stands beside it wherever it is read."""

    session_id: Mapped[UUID] = refers("PracticeSession", index=False)
    text: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "session_id"),)
