"""What did the audit chains write down? Verbs, newest last."""

from uuid import UUID

from sqlalchemy import select

from trainer.audit import AuditEntry, InstallationEntry
from trainer.db import db


def verbs(organisation_id: UUID) -> list[str]:
    """The verbs of an organisation's chain."""
    query = select(AuditEntry.verb).where(AuditEntry.organisation_id == organisation_id).order_by(AuditEntry.seq)
    return list(db.session.scalars(query))


def installation_verbs() -> list[str]:
    """The verbs of the installation's own chain."""
    return list(db.session.scalars(select(InstallationEntry.verb).order_by(InstallationEntry.seq)))
