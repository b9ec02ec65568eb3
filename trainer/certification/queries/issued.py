"""What was issued, how does it stand today, and from which decision did it come?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import joinedload

from trainer.certification.lifecycle import DecisionState, Outcome, Remedy, StatusChange
from trainer.certification.models import Appeal, Certificate, CertificateStatus, Decision
from trainer.certification.standing import Standing, standing
from trainer.curriculum.models import Enrolment
from trainer.db import db
from trainer.organisations.models import Member, Organisation


@dataclass(frozen=True)
class Held:
    """A certificate with its history and how it stands on a day."""

    certificate: Certificate
    changes: Sequence[CertificateStatus]
    standing: Standing


def certificate(organisation_id: UUID, id: UUID) -> Certificate | None:
    """One certificate with holder and decision."""
    query = _certificates().where(Certificate.organisation_id == organisation_id, Certificate.id == id)
    return db.session.scalar(query)


def public_certificate(key: str) -> tuple[Certificate, Organisation] | None:
    """The certificate under its public key, and who issued it."""
    row = db.session.scalar(_certificates().where(Certificate.public_key == key))
    return (row, db.session.get_one(Organisation, row.organisation_id)) if row else None


def _certificates() -> Select[Certificate]:
    return select(Certificate).options(
        joinedload(Certificate.enrolment).options(
            joinedload(Enrolment.member).options(joinedload(Member.unit), joinedload(Member.person)),
            joinedload(Enrolment.programme),
        ),
        joinedload(Certificate.decision),
    )


def held(certificate: Certificate, today: date) -> Held:
    """A certificate as it stands today."""
    query = (
        select(CertificateStatus)
        .filter_by(organisation_id=certificate.organisation_id, certificate_id=certificate.id)
        .order_by(CertificateStatus.changed_at, CertificateStatus.id)
    )
    return _stands(certificate, list(db.session.scalars(query)), today)


def certificates(organisation_id: UUID, today: date, enrolment: Enrolment | None = None) -> list[Held]:
    """Every certificate as it stands today, the one that ends first on top: one statement."""
    query = (
        _certificates()
        .add_columns(CertificateStatus)
        .outerjoin(CertificateStatus, _is_of_certificate())
        .where(Certificate.organisation_id == organisation_id)
        .order_by(Certificate.valid_until, Certificate.id, CertificateStatus.changed_at, CertificateStatus.id)
    )
    if enrolment:
        query = query.where(Certificate.enrolment_id == enrolment.id)
    history: dict[Certificate, list[CertificateStatus]] = {}
    for row, change in db.session.execute(query):
        history.setdefault(row, []).extend([change] if change else [])
    return [_stands(row, changes, today) for row, changes in history.items()]


@dataclass(frozen=True)
class Past:
    """What a panel decided about a candidate last, and the certificates of every decision, first ending first."""

    last: Decision | None = None
    held: Sequence[Held] = ()

    @property
    def standing(self) -> Standing | None:
        """How the certificate that came of the last decision stands."""
        return next(
            (one.standing for one in self.held if self.last and one.certificate.decision_id == self.last.id), None
        )

    @property
    def not_yet_at(self) -> datetime | None:
        """When the last decision was made, if it was “not yet”."""
        return self.last.decided_at if self.last and self.last.outcome is Outcome.NOT_YET else None


def past(organisation_id: UUID, enrolments: Collection[UUID], today: date) -> dict[UUID, Past]:
    """What was decided about each of these enrolments and holds, and what came of it: one statement.

    A decision that was rescinded on appeal is none; its certificate stays on record as revoked.
    """
    query = (
        select(Decision, Certificate, CertificateStatus, Appeal.id)
        .outerjoin(
            Certificate,
            and_(
                Certificate.organisation_id == Decision.organisation_id,
                Certificate.decision_id == Decision.id,
            ),
        )
        .outerjoin(CertificateStatus, _is_of_certificate())
        .outerjoin(
            Appeal,
            and_(
                Appeal.organisation_id == Decision.organisation_id,
                Appeal.decision_id == Decision.id,
                Appeal.remedy == Remedy.RESCIND,
            ),
        )
        .where(
            Decision.organisation_id == organisation_id,
            Decision.enrolment_id.in_(enrolments),
            Decision.state == DecisionState.DECIDED,
        )
        .order_by(Decision.number, CertificateStatus.changed_at, CertificateStatus.id)
    )
    last: dict[UUID, Decision] = {}
    history: dict[Certificate, list[CertificateStatus]] = {}
    for decision, issued, change, rescinded in db.session.execute(query):
        if not rescinded:
            last[decision.enrolment_id] = decision
        if issued:
            history.setdefault(issued, []).extend([change] if change else [])
    found = sorted(history, key=lambda row: (row.valid_until, row.id))
    return {
        id: Past(last.get(id), [_stands(row, history[row], today) for row in found if row.enrolment_id == id])
        for id in enrolments
    }


def _is_of_certificate() -> ColumnElement[bool]:
    return and_(
        CertificateStatus.organisation_id == Certificate.organisation_id,
        CertificateStatus.certificate_id == Certificate.id,
    )


def _stands(row: Certificate, changes: Sequence[CertificateStatus], today: date) -> Held:
    kinds: list[StatusChange] = [change.change for change in changes]
    return Held(row, changes, standing(row.valid_from, row.valid_until, kinds, today))
