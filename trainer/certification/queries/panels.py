"""Who decides about whom, and what do their votes come to so far?"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from trainer.certification.lifecycle import DecisionState
from trainer.certification.models import Decision, PanelSeat, PanelVote
from trainer.certification.panel import Candidate, Tally, adapted, tally
from trainer.certification.queries.evidence import candidate
from trainer.curriculum import queries as curriculum
from trainer.curriculum.models import Enrolment
from trainer.db import db
from trainer.organisations.models import Member


def open_decision(enrolment: Enrolment) -> Decision | None:
    """The decision that a panel is working on."""
    return db.session.scalar(
        select(Decision).filter_by(
            organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id, state=DecisionState.OPEN
        )
    )


def decision(organisation_id: UUID, id: UUID) -> Decision | None:
    """One decision with its candidate and policy."""
    return db.session.scalar(_decisions(organisation_id).where(Decision.id == id))


def decisions(organisation_id: UUID) -> list[Decision]:
    """Every decision, open ones first, then the newest."""
    rows = db.session.scalars(_decisions(organisation_id).order_by(Decision.opened_at.desc()))
    return sorted(rows, key=lambda row: row.state is not DecisionState.OPEN)


def _decisions(organisation_id: UUID) -> Select[Decision]:
    enrolment = joinedload(Decision.enrolment)
    return (
        select(Decision)
        .where(Decision.organisation_id == organisation_id)
        .options(
            enrolment.joinedload(Enrolment.member).options(joinedload(Member.person), joinedload(Member.unit)),
            enrolment.options(*curriculum.pinned()),
            joinedload(Decision.policy),
        )
    )


def next_decision_number(organisation_id: UUID) -> int:
    """The number of the next decision, from 1."""
    query = select(Decision.number).where(Decision.organisation_id == organisation_id)
    return (db.session.scalar(query.order_by(Decision.number.desc()).limit(1)) or 0) + 1


def panel(decision: Decision) -> list[PanelSeat]:
    """The members of a panel, by name, each with every vote they cast."""
    query = (
        select(PanelSeat)
        .join(PanelSeat.member)
        .filter(
            PanelSeat.organisation_id == decision.organisation_id,
            PanelSeat.decision_id == decision.id,
        )
        .options(
            joinedload(PanelSeat.member).options(joinedload(Member.person), selectinload(Member.held)),
            selectinload(PanelSeat.votes),
        )
        .order_by(Member.name, PanelSeat.id)
    )
    return list(db.session.scalars(query))


def next_vote_number(seat: PanelSeat) -> int:
    """The number of the next vote of a seat's panel, from 1."""
    query = (
        select(func.max(PanelVote.number))
        .join(PanelVote.seat)
        .where(PanelSeat.organisation_id == seat.organisation_id, PanelSeat.decision_id == seat.decision_id)
    )
    return (db.session.scalar(query) or 0) + 1


def seats_of(member: Member) -> dict[UUID, bool]:
    """The decisions on whose panel a member sits, and whether they have voted there."""
    voted = (
        select(PanelVote.id)
        .where(and_(PanelVote.organisation_id == PanelSeat.organisation_id, PanelVote.seat_id == PanelSeat.id))
        .exists()
    )
    query = select(PanelSeat.decision_id, voted).where(
        PanelSeat.organisation_id == member.organisation_id, PanelSeat.member_id == member.id
    )
    return {row[0]: bool(row[1]) for row in db.session.execute(query)}


@dataclass(frozen=True)
class Case:
    """A decision with its panel, what the votes come to so far, and who changed theirs once others could be read."""

    decision: Decision
    seats: Sequence[PanelSeat]
    candidate: Candidate
    tally: Tally
    adapted: frozenset[UUID]

    def seat_of(self, member: Member) -> PanelSeat | None:
        return next((seat for seat in self.seats if seat.member_id == member.id), None)


def case(organisation_id: UUID, id: UUID) -> Case | None:
    """A decision as its panel finds it."""
    found = decision(organisation_id, id)
    if found is None:
        return None
    seats, about = panel(found), candidate(found.enrolment)
    votes = [(seat.member_id, seat.vote) for seat in seats]
    casts = sorted((vote.number, seat.member_id) for seat in seats for vote in seat.votes)
    asked = curriculum.policy(found.policy).panel
    return Case(found, seats, about, tally(asked, about, votes), adapted([member for _, member in casts]))
