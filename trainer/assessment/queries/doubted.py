"""Which judgements were made under a licence that had lapsed, was suspended since, or preceded a failed round?"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainer.assessment.licence import Doubt, Tried, doubts
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import CalibrationRound, Judgement, SessionResult
from trainer.assessment.queries.compared import Compared
from trainer.assessment.queries.licences import licences, periods
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice import queries as practice
from trainer.practice.models import Observation, PracticeSession, SetMeeting


@dataclass(frozen=True)
class Doubted:
    """One judgement, by session and assessor, with what is to be known about its assessor's licence."""

    session: PracticeSession
    assessor: Member
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class _Locked:
    session: PracticeSession
    assessor: Member
    held_on: date
    locked_at: datetime


def doubted_in(compared: Compared) -> list[Doubted]:
    """The doubted judgements of one compared session: two statements."""
    session = compared.result.session
    day = session.meeting.starts_at.date()
    rows = [_Locked(session, row.observation.assessor, day, row.locked_at) for row in compared.judgements]
    return _doubted(session.organisation_id, rows)


def doubted_of(organisation_id: UUID, enrolment_id: UUID) -> list[Doubted]:
    """The doubted judgements among a candidate's released ones, oldest session first: three statements."""
    query = (
        select(Judgement.locked_at, Observation, PracticeSession, SetMeeting.starts_at)
        .join(Judgement.observation)
        .join(Observation.session)
        .join(PracticeSession.meeting)
        .join(
            SessionResult,
            (SessionResult.organisation_id == PracticeSession.organisation_id)
            & (SessionResult.session_id == PracticeSession.id),
        )
        .where(
            Judgement.organisation_id == organisation_id,
            PracticeSession.enrolment_id == enrolment_id,
            SessionResult.state == ResultState.RELEASED,
            practice.judged(),
        )
        .options(joinedload(Observation.assessor))
        .order_by(SetMeeting.starts_at, Observation.assigned_at, Observation.id, Judgement.number)
    )
    newest = {row.id: (locked, row, session, at) for locked, row, session, at in db.session.execute(query)}
    rows = [_Locked(session, row.assessor, at.date(), locked) for locked, row, session, at in newest.values()]
    return _doubted(organisation_id, rows)


def _doubted(organisation_id: UUID, rows: Iterable[_Locked]) -> list[Doubted]:
    rows = list(rows)
    if not rows:
        return []
    held, tried = licences(organisation_id), _tried(organisation_id, {row.assessor.id for row in rows})
    told = (
        Doubted(
            row.session,
            row.assessor,
            doubts(periods(held.get(row.assessor.id, [])), tried[row.assessor.id], row.held_on, row.locked_at),
        )
        for row in rows
    )
    return [one for one in told if one.doubts]


def _tried(organisation_id: UUID, members: Collection[UUID]) -> dict[UUID, list[Tried]]:
    query = select(CalibrationRound.member_id, CalibrationRound.concluded_at, CalibrationRound.met).where(
        CalibrationRound.organisation_id == organisation_id, CalibrationRound.member_id.in_(members)
    )
    found: dict[UUID, list[Tried]] = defaultdict(list)
    for member_id, at, met in db.session.execute(query):
        found[member_id].append(Tried(at, met))
    return found
