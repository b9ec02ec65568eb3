"""Which rounds has a trainee facilitated, and what was found out about them?"""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from trainer.curriculum.models import Enrolment
from trainer.curriculum.queries import enrolment, enrolment_of
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice import log
from trainer.practice.access.log import Log, Looked
from trainer.practice.lifecycle import SessionState
from trainer.practice.log import Actions, Belief, Part, Round, Stage
from trainer.practice.models import ActionTally, LearningSet, PracticeRound, PracticeSession, RoundCheck, SetMeeting


def practice_log(of: Enrolment) -> Log:
    """Everything a trainee has facilitated: sessions that were held here, and what they wrote down."""
    written = list(db.session.scalars(_written(of.organisation_id).where(_of(of.id))))
    rounds = [*_held(of), *(_round(row, found) for row, found in _standings(written))]
    counted = _actions(of.organisation_id, [one.id for one in rounds])
    told = [replace(one, actions=counted.get(one.id)) for one in rounds]
    return Log(of, tuple(sorted(told, key=lambda one: (one.held_on, one.id), reverse=True)))


def _actions(organisation_id: UUID, ids: Collection[UUID]) -> dict[UUID, Actions]:
    """What was counted after rounds, by the round or session that it was counted after."""
    query = select(ActionTally).where(
        ActionTally.organisation_id == organisation_id,
        or_(ActionTally.round_id.in_(ids), ActionTally.session_id.in_(ids)),
    )
    return {
        row.round_id or row.session_id: Actions(row.agreed, row.done, row.open, row.overdue)  # type: ignore[misc]
        for row in db.session.scalars(query)
    }


def own_round(member: Member, id: UUID) -> Round | None:
    """One round of a member's own log, written down or held here."""
    mine = enrolment_of(member)
    return next((row for row in practice_log(mine).rounds if row.id == id), None) if mine else None


def log_of(organisation_id: UUID, id: UUID) -> Log | None:
    """The practice log of one enrolment."""
    found = enrolment(organisation_id, id)
    return practice_log(found) if found else None


def to_check(organisation_id: UUID) -> list[PracticeRound]:
    """The written rounds of everybody that a lead assessor is to look into, oldest first."""
    rows = list(db.session.scalars(_written(organisation_id).order_by(PracticeRound.held_on, PracticeRound.id)))
    return [row for row, found in _standings(rows) if found is Belief.SAMPLED]


def looked(organisation_id: UUID, id: UUID) -> Looked | None:
    """One written round, with the findings about it, newest first."""
    row = db.session.scalar(_written(organisation_id).where(PracticeRound.id == id))
    if row is None:
        return None
    beside = list(db.session.scalars(_written(organisation_id).where(_of(row.enrolment_id))))
    found = {other.id: belief for other, belief in _standings(beside)}[id]
    query = (
        select(RoundCheck)
        .where(RoundCheck.organisation_id == organisation_id, RoundCheck.round_id == id)
        .options(joinedload(RoundCheck.checked_by))
    )
    checks = db.session.scalars(query.order_by(RoundCheck.checked_at.desc(), RoundCheck.id.desc()))
    return Looked(row, found, tuple(checks))


def _written(organisation_id: UUID) -> Select[PracticeRound]:
    return (
        select(PracticeRound)
        .where(PracticeRound.organisation_id == organisation_id, PracticeRound.withdrawn_at.is_(None))
        .options(
            joinedload(PracticeRound.enrolment).options(
                joinedload(Enrolment.member).joinedload(Member.person), joinedload(Enrolment.release)
            )
        )
    )


def _of(enrolment_id: UUID) -> ColumnElement[bool]:
    return PracticeRound.enrolment_id == enrolment_id


def _standings(rows: Collection[PracticeRound]) -> list[tuple[PracticeRound, Belief]]:
    """How far each is believed; each trainee's are sampled by themselves."""
    checks = _checks(rows)
    chosen: set[UUID] = set()
    for enrolment_id in {row.enrolment_id for row in rows}:
        chosen |= log.sampled([row.id for row in rows if row.enrolment_id == enrolment_id])
    return [(row, log.belief(checks.get(row.id), row.id in chosen)) for row in rows]


def _checks(rows: Collection[PracticeRound]) -> dict[UUID, bool]:
    organisations = {row.organisation_id for row in rows}
    if not organisations:
        return {}
    (organisation_id,) = organisations
    query = select(RoundCheck.round_id, RoundCheck.confirmed).where(
        RoundCheck.organisation_id == organisation_id, RoundCheck.round_id.in_([row.id for row in rows])
    )
    return {row[0]: row[1] for row in db.session.execute(query.order_by(RoundCheck.checked_at, RoundCheck.id))}


def _round(row: PracticeRound, belief: Belief) -> Round:
    return Round(row.id, row.held_on, row.set_name, row.minutes, row.stage, row.part, belief)


def _held(of: Enrolment) -> list[Round]:
    query = (
        select(PracticeSession)
        .where(
            PracticeSession.organisation_id == of.organisation_id,
            PracticeSession.enrolment_id == of.id,
            PracticeSession.state.in_((SessionState.HELD, SessionState.CLOSED)),
        )
        .options(joinedload(PracticeSession.meeting).joinedload(SetMeeting.set))
    )
    sessions = list(db.session.scalars(query))
    lasts = _last_meetings(of.organisation_id, {row.meeting.set_id for row in sessions})
    return [_of_session(row, lasts.get(row.meeting.set_id)) for row in sessions]


def _last_meetings(organisation_id: UUID, sets: Collection[UUID]) -> dict[UUID, int]:
    """The number of the last meeting of those sets that have ended."""
    query = (
        select(SetMeeting.set_id, func.max(SetMeeting.number))
        .join(SetMeeting.set)
        .where(SetMeeting.organisation_id == organisation_id, SetMeeting.set_id.in_(list(sets)))
        .where(LearningSet.ended_at.is_not(None))
        .group_by(SetMeeting.set_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _of_session(row: PracticeSession, last: int | None) -> Round:
    meeting = row.meeting
    stage = Stage.FIRST if meeting.number == 1 else Stage.LAST if meeting.number == last else Stage.MIDDLE
    held_on = (row.held_at or meeting.starts_at).date()
    belief = Belief.OBSERVED if row.observed else Belief.CONFIRMED
    return Round(row.id, held_on, meeting.set.name, row.slot_minutes, stage, Part.FACILITATED, belief, row.code)
