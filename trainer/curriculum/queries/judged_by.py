"""What are people on a release judged by, and which releases came before it?"""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainer.curriculum.instruments import Instruments
from trainer.curriculum.models import Document, Release
from trainer.curriculum.queries.published import policy, rubric, scheme
from trainer.db import db


def earlier(release: Release) -> list[Release]:
    """The releases of the same programme before one, the newest first; documents are read once and kept."""
    documents = (Release.rubric, Release.scheme, Release.policy)
    query = (
        select(Release)
        .where(
            Release.organisation_id == release.organisation_id,
            Release.programme_id == release.programme_id,
            Release.number < release.number,
        )
        .options(*(joinedload(document).defer(Document.body) for document in documents))
        .order_by(Release.number.desc())
    )
    return list(db.session.scalars(query))


def instruments(release: Release) -> Instruments:
    """What people on a release are observed, rated and certified by."""
    return Instruments(
        rubric(release.rubric) if release.rubric else None,
        scheme(release.scheme) if release.scheme else None,
        policy(release.policy) if release.policy else None,
    )
