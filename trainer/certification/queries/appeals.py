"""Against what can somebody appeal, how far is each appeal, and who had a part in what it is about?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, select, union
from sqlalchemy.orm import joinedload, selectinload

from trainer.assessment import queries as assessment
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import Look, Moderation, Rerating, SessionResult
from trainer.certification.appeal import Finding, Parties, due, is_open, may_hear
from trainer.certification.lifecycle import AppealState, DecisionState, Remedy
from trainer.certification.models import Appeal, AppealSeat, AppealStep, Decision, PanelSeat
from trainer.certification.queries.panels import decision
from trainer.curriculum.models import Enrolment
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice.lifecycle import ObservationState
from trainer.practice.models import Observation, PracticeSession
from trainer.verdict import Verdict, every, refuse_if


@dataclass(frozen=True)
class Appealable:
    """A released result or a recorded decision, since when it is so, and the appeal against it if there is one."""

    enrolment: Enrolment
    session: PracticeSession | None
    decision: Decision | None
    said_on: date
    appeal: Appeal | None
    today: date


def appealable_result(organisation_id: UUID, id: UUID, today: date) -> Appealable | None:
    """The released result of a session."""
    found = assessment.result(organisation_id, id)
    if found is None or found.state is not ResultState.RELEASED or found.released_at is None:
        return None
    appeal = db.session.scalar(select(Appeal).filter_by(organisation_id=organisation_id, session_id=id))
    session = found.session
    return Appealable(session.enrolment, session, None, found.released_at.date(), appeal, today)


def appealable_decision(organisation_id: UUID, id: UUID, today: date) -> Appealable | None:
    """A decision that is recorded."""
    found = decision(organisation_id, id)
    if found is None or found.state is not DecisionState.DECIDED or found.decided_at is None:
        return None
    appeal = db.session.scalar(select(Appeal).filter_by(organisation_id=organisation_id, decision_id=id))
    return Appealable(found.enrolment, None, found, found.decided_at.date(), appeal, today)


@dataclass(frozen=True)
class Contested:
    """An appeal with whoever has a part in it, and its panel."""

    appeal: Appeal
    parties: Parties
    seats: Sequence[AppealSeat]
    today: date

    @property
    def since(self) -> date:
        return self.appeal.since.date()

    @property
    def due(self) -> date | None:
        return due(self.appeal.state, self.since)

    @property
    def is_open(self) -> bool:
        return is_open(self.appeal.state, self.since, self.today)

    @property
    def said(self) -> list[Finding | None]:
        """What each of the panel has said so far."""
        return [None if one.upheld is None else Finding(one.upheld, one.remedy) for one in self.seats]

    @property
    def all_have_said(self) -> bool:
        return bool(self.seats) and None not in self.said

    def seat_of(self, member: Member) -> AppealSeat | None:
        return next((seat for seat in self.seats if seat.member_id == member.id), None)


def contested(organisation_id: UUID, id: UUID, today: date) -> Contested | None:
    """One appeal as whoever hears it finds it."""
    found = db.session.scalar(_appeals(organisation_id).where(Appeal.id == id))
    return Contested(found, parties(found), seats(organisation_id, [found])[found.id], today) if found else None


def appeals(organisation_id: UUID, today: date) -> list[Contested]:
    """Every appeal, first those that wait, by the day they are due: a fixed number of statements.

    Who had a part is not in it: the page of each says who may act.
    """
    rows = list(db.session.scalars(_appeals(organisation_id).order_by(Appeal.since, Appeal.id)))
    panels = seats(organisation_id, rows)
    found = [
        Contested(
            row, Parties(row.enrolment.member_id, row.enrolment.member.manager_id, frozenset()), panels[row.id], today
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (not one.is_open, one.due or date.max))


def _appeals(organisation_id: UUID) -> Select[Appeal]:
    return (
        select(Appeal)
        .where(Appeal.organisation_id == organisation_id)
        .options(
            joinedload(Appeal.enrolment).options(
                joinedload(Enrolment.member).options(joinedload(Member.person)), joinedload(Enrolment.programme)
            ),
            joinedload(Appeal.session).joinedload(PracticeSession.enrolment).joinedload(Enrolment.member),
            joinedload(Appeal.decision),
            selectinload(Appeal.steps).joinedload(AppealStep.by),
        )
    )


def seats(organisation_id: UUID, rows: Sequence[Appeal]) -> dict[UUID, list[AppealSeat]]:
    """The panels of appeals, each by name."""
    query = (
        select(AppealSeat)
        .join(AppealSeat.member)
        .where(AppealSeat.organisation_id == organisation_id, AppealSeat.appeal_id.in_([row.id for row in rows]))
        .options(joinedload(AppealSeat.member).joinedload(Member.person))
        .order_by(Member.name, AppealSeat.id)
    )
    found: dict[UUID, list[AppealSeat]] = {row.id: [] for row in rows}
    for seat in db.session.scalars(query):
        found[seat.appeal_id].append(seat)
    return found


def parties(appeal: Appeal) -> Parties:
    """Who judged what an appeal is about, and who has heard it so far."""
    member = appeal.enrolment.member
    judged, called = _judged(appeal), set()
    if appeal.decision_id:
        query = select(PanelSeat.member_id).filter_by(
            organisation_id=appeal.organisation_id, decision_id=appeal.decision_id
        )
        judged |= set(db.session.scalars(query))
        opened = select(Decision.opened_by_id).filter_by(organisation_id=appeal.organisation_id, id=appeal.decision_id)
        called = set(db.session.scalars(opened))
    heard = frozenset(step.by_id for step in appeal.steps) - {member.id}
    return Parties(member.id, member.manager_id, frozenset(judged), frozenset(called), heard)


def _judged(appeal: Appeal) -> set[UUID]:
    """Whoever rated (again), settled, looked into or released: the session, or anything of whom a decision is about."""
    same = (
        PracticeSession.id == appeal.session_id
        if appeal.session_id
        else PracticeSession.enrolment_id == appeal.enrolment_id
    )
    sessions = select(PracticeSession.id).where(PracticeSession.organisation_id == appeal.organisation_id, same)
    rated = select(Observation.assessor_id).where(
        Observation.organisation_id == appeal.organisation_id,
        Observation.session_id.in_(sessions),
        Observation.state == ObservationState.LOCKED,  # also who rated to learn: they are nobody new either
    )
    results = (SessionResult.organisation_id == appeal.organisation_id, SessionResult.session_id.in_(sessions))
    released = select(SessionResult.released_by_id).where(*results)
    moderated = (
        select(Moderation.moderator_id)
        .join(
            SessionResult,
            and_(SessionResult.organisation_id == Moderation.organisation_id, SessionResult.id == Moderation.result_id),
        )
        .where(*results)
    )
    looked = (
        select(Look.looked_by_id)
        .join(Look.observation)
        .where(Look.organisation_id == appeal.organisation_id, Observation.session_id.in_(sessions))
    )
    again = select(Rerating.assessor_id).where(
        Rerating.organisation_id == appeal.organisation_id, Rerating.session_id.in_(sessions), assessment.rated_again()
    )
    looked_into = [
        row.resolved_by_id
        for row in assessment.resolutions(appeal.organisation_id, list(db.session.scalars(sessions))).values()
    ]
    found = db.session.scalars(union(rated, released, moderated, looked, again))
    return {id for id in (*found, *looked_into) if id}


def under_appeal(enrolment: Enrolment, today: date) -> list[Appeal]:
    """A candidate's written appeals that have no last word yet."""
    query = select(Appeal).filter_by(organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id)
    return [row for row in db.session.scalars(query) if is_open(row.state, row.since.date(), today)]


def is_rescinded(decision: Decision) -> bool:
    """Whether a decision was taken back on appeal."""
    same = {"organisation_id": decision.organisation_id, "decision_id": decision.id, "remedy": Remedy.RESCIND}
    return db.session.scalar(select(Appeal.id).filter_by(**same)) is not None


def appeal_waiting(organisation_id: UUID, states: Sequence[AppealState]) -> list[UUID]:
    """The appeals in any of these states, the longest waiting first."""
    query = select(Appeal.id).where(Appeal.organisation_id == organisation_id, Appeal.state.in_(states))
    return list(db.session.scalars(query.order_by(Appeal.since, Appeal.id)))


def asked_to_rerate(contested: Contested) -> Rerating | None:
    """Who is asked to rate the session of an appeal again and has not answered."""
    session = contested.appeal.session
    asked = assessment.reratings_of(session.organisation_id, session.id) if session else []
    return next((row for row in asked if row.ended_at is None), None)


def may_rate_again(contested: Contested, assessor: Member) -> Verdict:
    """Somebody who had no part in the session or its appeal, and to whom nothing of the result is open."""
    session = contested.appeal.session
    assert session
    return every(
        refuse_if(not may_hear(contested.parties, assessor.id), "They had a part in what this appeal is about."),
        assessment.may_be_asked(session, assessor, contested.today),
    )
