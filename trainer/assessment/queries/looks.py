"""Which judgements does the plan draw for a look by a lead, and what did looks find?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload

from trainer.assessment.lot import lot
from trainer.assessment.models import Judgement, Look, Rating, SessionResult
from trainer.assessment.queries.independent import independent_of
from trainer.assessment.sampling import Weighed, Why, drawn
from trainer.assessment.standard import asked_of
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import Policy
from trainer.curriculum.models import Document, Enrolment
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice.models import Observation, PracticeSession

YEAR = timedelta(days=365)
MOST = 200
ORDER = list(Why)


@dataclass(frozen=True)
class ToLookInto:
    """A judgement that the plan draws, and why."""

    observation: Observation
    why: Why


@dataclass(frozen=True)
class Share:
    """How much of what one assessor judged was looked into."""

    assessor: Member
    judged: int
    looked_into: int
    remarked: int


def to_look_into(member: Member, today: date, key: str) -> list[ToLookInto]:
    """What the plan draws of the last year's judgements, nobody looked into, and this lead may.

    Whoever judged in a session, manages its trainee or is its trainee looks into nothing of it. Seven statements.
    """
    since = datetime.combine(today - YEAR, time(), UTC)
    rows = db.session.execute(_unlooked(member, since)).all()
    plans, means = _policies(member.organisation_id, {row.policy_id for row in rows}), _means(member, since)
    risky, mine = _at_risk(member.organisation_id, since), _own(member, rows)
    why = {
        row.observation_id: _why(key, plans[row.policy_id], row, means.get(row.session_id), row.assessor_id in risky)
        for row in rows
        if row.policy_id in plans and row.session_id not in mine
    }
    chosen = {id: reason for id, reason in why.items() if reason}
    first = sorted(chosen, key=lambda id: (ORDER.index(chosen[id]), id))[:MOST]
    return sorted(
        (ToLookInto(row, chosen[row.id]) for row in _observations(member.organisation_id, first)),
        key=lambda one: (ORDER.index(one.why), one.observation.locked_at, one.observation.id),
    )


def _numbered(member: Member) -> Subquery:
    """Every independent judgement with its assessor's count up to it."""
    place = func.row_number().over(
        partition_by=Observation.assessor_id, order_by=(Judgement.locked_at, Judgement.observation_id)
    )
    return independent_of(
        member,
        Judgement.observation_id,
        Observation.session_id,
        Observation.assessor_id,
        Enrolment.policy_id,
        Enrolment.member_id,
        SessionResult.compared_at,
        place.label("number"),
    ).subquery()


def _unlooked(member: Member, since: datetime) -> Any:
    row = _numbered(member)
    looked = select(Look.id).where(
        Look.organisation_id == member.organisation_id, Look.observation_id == row.c.observation_id
    )
    return select(row).where(row.c.compared_at >= since, ~looked.exists())


def _policies(organisation_id: UUID, ids: Collection[UUID | None]) -> dict[UUID | None, Policy]:
    named = [id for id in ids if id]
    query = select(Document).where(Document.organisation_id == organisation_id, Document.id.in_(named))
    found = {row.id: curriculum.policy(row) for row in db.session.scalars(query)}
    return {id: policy for id, policy in found.items() if policy.sampling}


def _means(member: Member, since: datetime) -> Mapping[UUID, float]:
    """The mean of all levels that were given in each session since."""
    query = (
        independent_of(member, PracticeSession.id, func.avg(Rating.level))
        .join(Rating, and_(Rating.organisation_id == Judgement.organisation_id, Rating.judgement_id == Judgement.id))
        .where(SessionResult.compared_at >= since, Rating.level.is_not(None))
        .group_by(PracticeSession.id)
    )
    return {id: float(mean) for id, mean in db.session.execute(query)}


def _at_risk(organisation_id: UUID, since: datetime) -> set[UUID]:
    query = (
        select(Observation.assessor_id)
        .join(Look.observation)
        .where(Look.organisation_id == organisation_id, Look.sound.is_(False), Look.looked_at >= since)
    )
    return set(db.session.scalars(query))


def _own(member: Member, rows: Collection[Any]) -> set[UUID]:
    reports = select(Member.id).filter_by(organisation_id=member.organisation_id, manager_id=member.id)
    judged = select(Observation.session_id).filter_by(organisation_id=member.organisation_id, assessor_id=member.id)
    close = {member.id, *db.session.scalars(reports)}
    return {*db.session.scalars(judged), *(row.session_id for row in rows if row.member_id in close)}


def _why(key: str, policy: Policy, row: Any, mean: float | None, at_risk: bool) -> Why | None:
    plan, scores = policy.sampling, asked_of(policy)
    assert plan
    line = scores.overall if scores else None
    return drawn(plan, Weighed(row.number, lot(key, "look", row.observation_id), at_risk, mean, line))


def _observations(organisation_id: UUID, ids: Collection[UUID]) -> list[Observation]:
    session = joinedload(Observation.session)
    query = (
        select(Observation)
        .where(Observation.organisation_id == organisation_id, Observation.id.in_(ids))
        .options(
            joinedload(Observation.assessor),
            session.joinedload(PracticeSession.enrolment).joinedload(Enrolment.member),
            session.joinedload(PracticeSession.meeting),
        )
    )
    return list(db.session.scalars(query))


def shares(member: Member) -> list[Share]:
    """How much was looked into of each assessor, by name: one statement."""
    remarked = func.count().filter(Look.sound.is_(False))
    query = (
        independent_of(member, Observation.assessor_id, func.count(), func.count(Look.id), remarked)
        .outerjoin(
            Look, and_(Look.organisation_id == Observation.organisation_id, Look.observation_id == Observation.id)
        )
        .group_by(Observation.assessor_id)
    )
    counted = {row[0]: row[1:] for row in db.session.execute(query)}
    people = select(Member).where(Member.organisation_id == member.organisation_id, Member.id.in_(counted))
    options = joinedload(Member.person)
    return [Share(one, *counted[one.id]) for one in sorted(db.session.scalars(people.options(options)), key=_name)]


def _name(member: Member) -> str:
    return member.name.casefold()


def looks_in(session: PracticeSession) -> dict[UUID, Look]:
    """What was found in the judgements of a session, by observation."""
    query = (
        select(Look)
        .join(Look.observation)
        .where(Look.organisation_id == session.organisation_id, Observation.session_id == session.id)
        .options(joinedload(Look.looked_by))
    )
    return {row.observation_id: row for row in db.session.scalars(query)}


def looks_at(assessor: Member, reader: Member) -> list[Look]:
    """What was found in an assessor's judgements, newest first; nothing of those about the reader."""
    query = (
        select(Look)
        .join(Look.observation)
        .join(Observation.session)
        .join(PracticeSession.enrolment)
        .where(
            Look.organisation_id == assessor.organisation_id,
            Observation.assessor_id == assessor.id,
            Enrolment.member_id != reader.id,
        )
        .options(contains_eager(Look.observation).contains_eager(Observation.session))
        .order_by(Look.looked_at.desc(), Look.id)
    )
    return list(db.session.scalars(query))
