"""What can be done about the rounds that a trainee writes down?"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from trainer import audit
from trainer.curriculum.models import Enrolment
from trainer.db import db, new_id
from trainer.organisations.models import Member
from trainer.practice.access.log import Looked
from trainer.practice.lifecycle import Modality
from trainer.practice.log import Actions, Part, Round, Stage
from trainer.practice.models import ActionTally, LearningSet, PracticeRound, RoundCheck
from trainer.verdict import refuse_if
from trainer.web import demand


@dataclass(frozen=True)
class Written:
    """A round as its trainee writes it down; `set` is one of this system, or there is its name only."""

    set: LearningSet | None
    set_name: str
    held_on: date
    minutes: int
    modality: Modality
    stage: Stage
    part: Part


def write_round(enrolment: Enrolment, written: Written, *, by: Member, now: datetime) -> PracticeRound:
    """Keep a round that a trainee has facilitated. What was observed here is in the log without being written down."""
    demand(refuse_if(written.held_on > now.date(), "A round goes into the log once it was held."))
    row = PracticeRound(
        organisation_id=enrolment.organisation_id,
        id=new_id(),
        enrolment_id=enrolment.id,
        set_id=written.set.id if written.set else None,
        set_name=written.set.name if written.set else written.set_name,
        held_on=written.held_on,
        minutes=written.minutes,
        modality=written.modality,
        stage=written.stage,
        part=written.part,
        written_at=now,
    )
    db.session.add(row)
    audit.record(row.organisation_id, "round.written", by=by.id, subject=row.id, at=now)
    return row


def note_actions(of: Round, counted: Actions, *, by: Member, now: datetime) -> None:
    """Keep how many actions the set agreed, did, left open and is late with; a later count replaces an earlier."""
    whose = {"session_id": of.id} if of.code else {"round_id": of.id}
    same = {"organisation_id": by.organisation_id, **whose}
    row = db.session.scalar(select(ActionTally).filter_by(**same)) or ActionTally(id=new_id(), **same)
    row.agreed, row.done, row.open, row.overdue = counted.agreed, counted.done, counted.open, counted.overdue
    row.noted_at = now
    db.session.add(row)
    audit.record(by.organisation_id, "actions.noted", by=by.id, subject=of.id, at=now)


def withdraw_round(row: PracticeRound, *, by: Member, now: datetime) -> None:
    """Take back a round that was written down by mistake."""
    row.withdrawn_at = now
    audit.record(row.organisation_id, "round.withdrawn", by=by.id, subject=row.id, at=now)


def check_round(looked: Looked, confirmed: bool, reason: str, *, by: Member, now: datetime) -> None:
    """Note what a lead assessor found out about a round; a later finding takes the place of an earlier one."""
    row = looked.row
    db.session.add(
        RoundCheck(
            organisation_id=row.organisation_id,
            id=new_id(),
            round_id=row.id,
            confirmed=confirmed,
            reason=reason,
            checked_by_id=by.id,
            checked_at=now,
        )
    )
    audit.record(row.organisation_id, "round.checked", by=by.id, subject=row.id, at=now, confirmed=confirmed)
