"""Who could assess a session, and what forbids it or speaks against it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from trainer.assessment import conflicts, licence
from trainer.assessment.conflicts import Asked, Person, Sitting
from trainer.assessment.models import AssessorLicence
from trainer.assessment.queries.licences import assessors, licences, periods
from trainer.assessment.queries.sheets import Assignment, owed_by
from trainer.assessment.shadowing import stays_blind
from trainer.curriculum.models import Enrolment
from trainer.db import db
from trainer.message import Message
from trainer.organisations.models import Member
from trainer.practice import queries as practice
from trainer.practice.access import BEFORE_IT_IS_HELD
from trainer.practice.lifecycle import ObservationState, SessionState
from trainer.practice.models import Observation, PracticeSession, SetMeeting
from trainer.verdict import Verdict, every, refuse_if


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be asked: whether they may be, and what speaks against it."""

    member: Member
    verdict: Verdict
    against: tuple[Message, ...]


def candidates(assignment: Assignment, by: Member) -> list[Candidate]:
    """Every assessor as a candidate for a session, as somebody may know of it who perhaps owes judgements themself."""
    session = assignment.session
    held, day = licences(session.organisation_id), session.meeting.starts_at.date()
    beside = {row.assessor_id for row in assignment.asked}
    judging = {row.assessor_id for row in assignment.asked if row.counts}
    asked, facilitated = _known(session, by)
    wanted, trainee = _sitting_of(session), person(session.enrolment.member)
    return [
        Candidate(
            member,
            every(
                refuse_if(member.id in beside, "Asked already."),
                refuse_if(member.id == by.id, "Nobody asks themselves. Another coordinator or lead does."),
                conflicts.forbids(person(member), trainee),
                licence.in_force(periods(held.get(member.id, [])), day),
            ),
            conflicts.speaks_against(person(member), trainee, wanted, judging, asked, facilitated),
        )
        for member in assessors(session.organisation_id)
    ]


def forbids(session: PracticeSession, assessor: Member) -> Verdict:
    """Whether nothing forbids that somebody assesses a session."""
    return conflicts.forbids(person(assessor), person(session.enrolment.member))


def learners(assignment: Assignment, by: Member) -> list[Candidate]:
    """Every assessor as somebody who could rate a session to learn."""
    session = assignment.session
    held = licences(session.organisation_id)
    beside = {row.assessor_id for row in assignment.asked}
    return [
        Candidate(
            member,
            every(
                refuse_if(member.id in beside, "Asked already."),
                refuse_if(member.id == by.id, "Nobody asks themselves. Another coordinator or lead does."),
                _may_shadow(session, member, held.get(member.id, [])),
            ),
            (),
        )
        for member in assessors(session.organisation_id)
    ]


def may_shadow(session: PracticeSession, assessor: Member) -> Verdict:
    """Whether somebody can rate a session to learn: an assessor without a licence for it, beside those who judge."""
    return _may_shadow(session, assessor, licences(session.organisation_id).get(assessor.id, []))


def _may_shadow(session: PracticeSession, assessor: Member, held: Sequence[AssessorLicence]) -> Verdict:
    day = session.meeting.starts_at.date()
    return every(
        forbids(session, assessor),
        refuse_if(
            licence.in_force(periods(held), day), "%(name)s is licensed and can be asked to judge.", name=assessor.name
        ),
        stays_blind(assessor.duties),
        refuse_if(assessor.is_guest, "A guest comes to judge, not to learn."),
        refuse_if(
            session.state is not SessionState.CONFIRMED,
            "First somebody is asked who judges; then others can rate beside them.",
        ),
    )


def person(member: Member) -> Person:
    """A member as the rules about conflicts see them."""
    return Person(member.id, member.manager_id, member.unit_id)


def _known(session: PracticeSession, by: Member) -> tuple[list[Asked], list[Sitting]]:
    """Who was asked for what, and who facilitates when; nothing of sessions that `by` has still to judge."""
    owed = owed_by(by)
    rows = db.session.execute(
        _sittings(session.organisation_id, Observation.assessor_id, Observation.state)
        .join(
            Observation,
            (Observation.organisation_id == PracticeSession.organisation_id)
            & (Observation.session_id == PracticeSession.id),
        )
        .where(practice.counts())
    )
    asked = [
        Asked(row.assessor_id, _sitting(row), row.state is not ObservationState.LOCKED)
        for row in rows
        if row.session not in owed
    ]
    ahead = _sittings(session.organisation_id).where(PracticeSession.state.in_(BEFORE_IT_IS_HELD))
    return asked, [_sitting(row) for row in db.session.execute(ahead)]


def _sittings(organisation_id: UUID, *columns: Any) -> Select[Any]:
    return (
        select(
            PracticeSession.id.label("session"),
            PracticeSession.meeting_id,
            PracticeSession.enrolment_id,
            Enrolment.member_id,
            SetMeeting.starts_at,
            SetMeeting.minutes,
            *columns,
        )
        .join(PracticeSession.meeting)
        .join(PracticeSession.enrolment)
        .where(PracticeSession.organisation_id == organisation_id)
    )


def _sitting(row: Any) -> Sitting:
    return Sitting(row.session, row.meeting_id, row.enrolment_id, row.member_id, row.starts_at, row.minutes)


def _sitting_of(session: PracticeSession) -> Sitting:
    meeting = session.meeting
    trainee = session.enrolment.member_id
    return Sitting(session.id, meeting.id, session.enrolment_id, trainee, meeting.starts_at, meeting.minutes)
