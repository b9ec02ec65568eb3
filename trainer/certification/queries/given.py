"""Which released judgements does a candidate have, and which levels stand in the place of others?"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select

from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import Judgement, Moderation, Rating, Rescore, RescoreLevel, SessionResult
from trainer.certification.facts import Judged
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice import queries as practice
from trainer.practice.models import Observation, PracticeSession


def is_result() -> ColumnElement[bool]:
    """That a result is the session's."""
    return and_(
        SessionResult.organisation_id == PracticeSession.organisation_id,
        SessionResult.session_id == PracticeSession.id,
    )


@dataclass
class Given:
    """Released judgements and settled levels by session, by enrolment the strengths of the newest, assessors' names."""

    judged: dict[UUID, list[Judged]]
    settled: dict[UUID, dict[str, int]]
    strengths: dict[UUID, list[str]]
    names: dict[UUID, str]


def given_by(organisation_id: UUID, enrolments: Collection[UUID]) -> Given:
    """What assessors gave, and what moderation or a re-rating put in its place, the newest of each: one statement."""
    rows = db.session.execute(_query(organisation_id, enrolments))
    newest: dict[UUID, tuple[Judgement, PracticeSession, UUID]] = {}
    levels: dict[UUID, dict[str, int | None]] = defaultdict(dict)
    settled: dict[UUID, dict[str, int]] = defaultdict(dict)
    again: dict[UUID, int | None] = {}
    names: dict[UUID, str] = {}
    for judgement, session, assessor_id, criterion, level, moderated, rerated, entrusted, name in rows:
        names[assessor_id] = name
        row, _, _ = newest.setdefault(judgement.observation_id, (judgement, session, assessor_id))
        if row is judgement:
            levels[judgement.id][criterion] = level
            holds = moderated if rerated is None else rerated
            if holds is not None:
                settled[session.id][criterion] = holds
            again[session.id] = entrusted
    judged: dict[UUID, list[Judged]] = defaultdict(list)
    latest: dict[UUID, UUID] = {}
    strengths: dict[UUID, list[str]] = defaultdict(list)
    for judgement, session, assessor_id in newest.values():
        judged[session.id].append(Judged(assessor_id, levels[judgement.id], again[session.id] or judgement.entrustment))
        if latest.setdefault(session.enrolment_id, session.id) == session.id:
            strengths[session.enrolment_id].append(judgement.strength_one)
    return Given(judged, settled, strengths, names)


def _query(organisation_id: UUID, enrolments: Collection[UUID]) -> Select[Any]:
    """Every level of a released judgement, corrected ones first, with whatever stands in its place."""
    return (
        select(Judgement, PracticeSession, Observation.assessor_id, Rating.criterion, Rating.level, Moderation.level)
        .add_columns(RescoreLevel.level, Rescore.entrustment, Member.name)
        .join(Judgement.observation)
        .join(Observation.assessor)
        .join(Observation.session)
        .join(SessionResult, is_result())
        .join(Judgement.ratings)
        .outerjoin(
            Moderation,
            and_(
                Moderation.organisation_id == SessionResult.organisation_id,
                Moderation.result_id == SessionResult.id,
                Moderation.criterion == Rating.criterion,
            ),
        )
        .outerjoin(
            Rescore,
            and_(Rescore.organisation_id == PracticeSession.organisation_id, Rescore.session_id == PracticeSession.id),
        )
        .outerjoin(
            RescoreLevel,
            and_(
                RescoreLevel.organisation_id == Rescore.organisation_id,
                RescoreLevel.rescore_id == Rescore.id,
                RescoreLevel.criterion == Rating.criterion,
            ),
        )
        .where(
            Judgement.organisation_id == organisation_id,
            PracticeSession.enrolment_id.in_(enrolments),
            SessionResult.state == ResultState.RELEASED,
            practice.judged(),
        )
        .order_by(PracticeSession.held_at.desc(), Observation.assigned_at, Observation.id, Judgement.number.desc())
    )
