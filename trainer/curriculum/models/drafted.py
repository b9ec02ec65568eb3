"""What authors are working on, before it is published."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from trainer.curriculum.models.published import Release
from trainer.db import OrganisationRow, Revised, refers, relates
from trainer.organisations.models import Member


class Draft(Revised, OrganisationRow):
    """The folder of a programme while its authors work on it, and the release it was the same as, if it ever was.

    Nobody began it: it was imported from the command line.
    """

    programme_key: Mapped[str]
    release_id: Mapped[UUID | None] = refers("Release")
    begun_by_id: Mapped[UUID | None] = refers("Member")
    begun_at: Mapped[datetime]

    release: Mapped[Release | None] = relates("release_id")
    begun_by: Mapped[Member | None] = relates("begun_by_id")

    __table_args__ = (UniqueConstraint("organisation_id", "programme_key"),)

    @property
    def title(self) -> str:
        return self.release.title if self.release else self.programme_key


class DraftFile(OrganisationRow):
    """One file of a draft. `digest` tells two authors apart: who saves over another version than they read is told."""

    draft_id: Mapped[UUID] = refers("Draft", index=False)
    language: Mapped[str]
    path: Mapped[str]
    body: Mapped[bytes]
    digest: Mapped[str]
    changed_by_id: Mapped[UUID | None] = refers("Member")
    changed_at: Mapped[datetime]

    draft: Mapped[Draft] = relates("draft_id")
    changed_by: Mapped[Member | None] = relates("changed_by_id")

    __table_args__ = (UniqueConstraint("organisation_id", "draft_id", "language", "path"),)
