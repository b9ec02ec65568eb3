"""Who can be asked how a session was, and what have sets said of a trainee?"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainer.curriculum.models import Enrolment
from trainer.db import db
from trainer.practice.lifecycle import LinkPurpose
from trainer.practice.models import PracticeSession, PulseTally, SetMeeting, SignedLink
from trainer.practice.pulse import Pulse, pulse


def pulse_links(session: PracticeSession) -> list[SignedLink]:
    """The links to the questions about a session, used or not: nobody is told who has answered."""
    query = (
        select(SignedLink)
        .where(
            SignedLink.organisation_id == session.organisation_id,
            SignedLink.session_id == session.id,
            SignedLink.purpose == LinkPurpose.PULSE,
        )
        .options(
            joinedload(SignedLink.seat),
            joinedload(SignedLink.session).options(
                joinedload(PracticeSession.enrolment), joinedload(PracticeSession.meeting).joinedload(SetMeeting.set)
            ),
        )
    )
    return list(db.session.scalars(query.order_by(SignedLink.made_at, SignedLink.id)))


def tally(enrolment: Enrolment, set_id: UUID) -> PulseTally | None:
    """What a set has said of a trainee so far, locked: of two answers at once none is lost."""
    query = select(PulseTally).where(
        PulseTally.organisation_id == enrolment.organisation_id,
        PulseTally.enrolment_id == enrolment.id,
        PulseTally.set_id == set_id,
    )
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))


def pulses(enrolment: Enrolment) -> list[Pulse]:
    """What each set has said of a trainee, as far as it may be shown."""
    query = (
        select(PulseTally)
        .where(PulseTally.organisation_id == enrolment.organisation_id, PulseTally.enrolment_id == enrolment.id)
        .options(joinedload(PulseTally.set))
    )
    rows = db.session.scalars(query.order_by(PulseTally.id))
    return [pulse(row.set.name, row.answers, row.sums) for row in rows]
