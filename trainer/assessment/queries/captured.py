"""What did all who captured the same compared sessions note alike? Nothing of a session that is not compared."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from sqlalchemy import func, select

from trainer.assessment.agreement.aligning import By
from trainer.assessment.agreement.coding import Coding, coding
from trainer.assessment.captures import Together, codes_of, pairs_of, together
from trainer.assessment.models import Judgement
from trainer.assessment.queries.compared import Compared
from trainer.assessment.queries.independent import Basis, figures, independent_of
from trainer.curriculum import queries as curriculum
from trainer.curriculum.models import Document
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice.models import Observation, Operation
from trainer.practice.queries import timelines
from trainer.practice.timeline import Op, Timeline, fold

MOST_SESSIONS = 500


@dataclass(frozen=True)
class Captured:
    """How far events agree, what codes are called, and by what the captures of two were aligned, how often."""

    coding: Coding
    labels: Mapping[str, str]
    aligned: Mapping[By, int]


def captured(member: Member, basis: Basis) -> Captured:
    """Agreement about events of the newest sessions judged by a rubric, worked out once until a judgement is added."""
    return figures.get(("captured", *basis.mark), lambda: _work_out(member, basis))


def _work_out(member: Member, basis: Basis) -> Captured:
    sessions = [pairs_of(of_session) for of_session in _folded(member, basis)]
    codes = sorted(codes_of(sessions))
    by = Counter(two.aligned.by for session in sessions for two in session)
    return Captured(coding([[two.paired for two in session] for session in sessions], codes), _labels(member), by)


def _folded(member: Member, basis: Basis) -> list[list[Timeline]]:
    """By session what each captured until they locked, of sessions that two or more judged."""
    documents = [document.id for document in basis.documents]
    of_rubric = Judgement.rubric_id.in_(documents)
    newest = (
        independent_of(member, Observation.session_id)
        .where(of_rubric)
        .group_by(Observation.session_id)
        .having(func.count() > 1)
        .order_by(Observation.session_id.desc())
        .limit(MOST_SESSIONS)
    )
    query = (
        independent_of(member, Observation.session_id, Operation)
        .join(
            Operation,
            (Operation.organisation_id == Observation.organisation_id) & (Operation.observation_id == Observation.id),
        )
        .where(of_rubric, Observation.session_id.in_(newest), Operation.received_at <= Observation.locked_at)
        .order_by(Observation.session_id, Observation.assigned_at, Observation.id)
    )
    found: dict[UUID, dict[UUID, list[Op]]] = {}
    for session, row in db.session.execute(query):
        op = Op(row.id, row.kind, row.code, row.actor, row.ref, None, row.at_ms, row.delta_ms, row.late)
        found.setdefault(session, {}).setdefault(row.observation_id, []).append(op)
    return [[fold(ops) for ops in captures.values()] for captures in found.values()]


def _labels(member: Member) -> dict[str, str]:
    """What codes are called, in their newest words."""
    query = select(Document).where(
        Document.organisation_id == member.organisation_id,
        Document.id.in_(select(Observation.scheme_id).where(Observation.organisation_id == member.organisation_id)),
    )
    schemes = [curriculum.scheme(row) for row in db.session.scalars(query.order_by(Document.id))]
    return {code.key: code.label for scheme in schemes for code in scheme.codes}


@dataclass(frozen=True)
class Beside:
    """Two assessors' captures of one compared session."""

    first: Observation
    second: Observation
    together: Together


def captured_in(compared: Compared) -> list[Beside]:
    """Every two captures of a session beside each other, in the order of assignment: one statement."""
    observations: Sequence[Observation] = [judgement.observation for judgement in compared.judgements]
    if len(observations) < 2:
        return []
    seen = timelines(compared.result.organisation_id, observations)
    noted = [row for row in observations if seen[row.id].events]
    return [Beside(one, other, together(seen[one.id], seen[other.id])) for one, other in combinations(noted, 2)]
