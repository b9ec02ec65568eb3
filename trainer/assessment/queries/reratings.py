"""Who was asked to rate a session again, what do they see of it, and what came of it?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from trainer.assessment import licence as rules
from trainer.assessment.blind import is_blind
from trainer.assessment.case import Moment
from trainer.assessment.lifecycle import Again as Kind
from trainer.assessment.models import Rerating, Rescore, ThirdRating
from trainer.assessment.queries.candidates import forbids
from trainer.assessment.queries.licences import licences, periods
from trainer.assessment.rerating import case_log, log
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import Rubric
from trainer.curriculum.models import Document, Release
from trainer.db import db
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice import queries as practice
from trainer.practice.models import Observation, Operation, PracticeSession
from trainer.verdict import Verdict, every, refuse_if


@dataclass(frozen=True)
class Again:
    """What is to be rated from its log: the logs of whoever was there, and the rubric. Nothing of what they judged."""

    rerating: Rerating
    document: Document
    logs: Sequence[tuple[Moment, ...]]

    @property
    def rubric(self) -> Rubric:
        return curriculum.rubric(self.document)


def rerating(organisation_id: UUID, id: UUID) -> Again | None:
    """One session as whoever rates it again finds it."""
    query = select(Rerating).where(Rerating.organisation_id == organisation_id, Rerating.id == id)
    release = joinedload(Rerating.release)
    load = (joinedload(Rerating.case), release.joinedload(Release.rubric), release.joinedload(Release.scheme))
    found = db.session.scalar(query.where(log_stands()).options(joinedload(Rerating.session), *load))
    if found is None:
        return None
    if found.case_id:
        return _of_case(found)
    captured = select(Observation).where(
        Observation.organisation_id == organisation_id,
        Observation.session_id == found.session_id,
        practice.judged(),
    )
    documents = (joinedload(Observation.scheme), joinedload(Observation.rubric))
    rows = list(db.session.scalars(captured.options(*documents).order_by(Observation.id)))
    logs = [log(practice.timeline(row), curriculum.scheme(row.scheme)) for row in rows]
    return Again(found, rows[0].rubric, logs)


def _of_case(found: Rerating) -> Again:
    assert found.case, "a hidden rating of a reference case holds the case"
    assert found.release, "and the release"
    assert found.release.rubric, "which has a rubric"
    scheme = curriculum.scheme(found.release.scheme) if found.release.scheme else None
    return Again(found, found.release.rubric, [case_log(curriculum.case(found.case), scheme)])


def log_stands() -> ColumnElement[bool]:
    """That what is to be rated is still there: a case, or a log that may be used."""
    judged = select(Observation.id).where(
        Observation.organisation_id == Rerating.organisation_id,
        Observation.session_id == Rerating.session_id,
        practice.judged(),
    )
    usable = judged.where(practice.log_may_be_used()).exists()
    return or_(
        Rerating.case_id.is_not(None),
        and_(Rerating.kind.in_((Kind.APPEAL, Kind.THIRD)), judged.exists()),
        and_(Rerating.kind == Kind.REPEAT, usable),
    )


def reratings_of(organisation_id: UUID, session_id: UUID, *kinds: Kind) -> list[Rerating]:
    """Everybody who was asked to rate a session from its log, after an appeal or as `kinds` say, the newest first."""
    query = (
        select(Rerating)
        .filter_by(organisation_id=organisation_id, session_id=session_id)
        .where(Rerating.kind.in_(kinds or (Kind.APPEAL,)))
        .options(joinedload(Rerating.assessor))
        .order_by(Rerating.asked_at.desc(), Rerating.id.desc())
    )
    return list(db.session.scalars(query))


def reratings_by(member: Member) -> list[Rerating]:
    """What a member is asked to rate from a log and has not ended, whyever."""
    query = select(Rerating).filter_by(organisation_id=member.organisation_id, assessor_id=member.id, ended_at=None)
    return list(db.session.scalars(query.where(log_stands()).order_by(Rerating.asked_at)))


def rated_again() -> ColumnElement[bool]:
    """That a rerating of an outer query came to levels which count or were weighed."""
    found = [
        select(table.id)
        .where(table.organisation_id == Rerating.organisation_id, table.rerating_id == Rerating.id)
        .exists()
        for table in (Rescore, ThirdRating)
    ]
    return or_(*found)


def reratings_done(organisation_id: UUID, session_id: UUID) -> set[Kind]:
    """Why a session was rated from its log so far."""
    query = select(Rerating.kind).filter_by(organisation_id=organisation_id, session_id=session_id)
    return set(db.session.scalars(query.where(rated_again())))


def rescores(organisation_id: UUID, sessions: Collection[UUID]) -> dict[UUID, Rescore]:
    """What re-ratings of these sessions came to, by session, with their levels."""
    query = (
        select(Rescore)
        .where(Rescore.organisation_id == organisation_id, Rescore.session_id.in_(sessions))
        .options(selectinload(Rescore.levels))
    )
    return {row.session_id: row for row in db.session.scalars(query)}


def may_be_asked(session: PracticeSession, assessor: Member, today: date, kind: Kind = Kind.APPEAL) -> Verdict:
    """A licensed assessor without a duty that opens results, once, while nobody else is asked."""
    asked = reratings_of(session.organisation_id, session.id, Kind.APPEAL, Kind.THIRD)
    done = reratings_done(session.organisation_id, session.id)
    return every(
        refuse_if(Duty.ASSESSOR not in assessor.duties, "%(name)s is not an assessor.", name=assessor.name),
        refuse_if(assessor.is_guest, "A guest cannot be asked."),
        refuse_if(not is_blind(assessor.duties), "Their other duties open released results, so they are not blind."),
        forbids(session, assessor),
        refuse_if(_was_there(session, assessor), "They were asked to observe this session."),
        refuse_if(any(row.assessor_id == assessor.id for row in asked), "They were asked before."),
        refuse_if(any(row.ended_at is None for row in asked), "Somebody is asked already."),
        refuse_if(kind in done, "This session was rated again already."),
        refuse_if(reratings_by(assessor), "They have something to rate from a log already."),
        refuse_if(not _captured(session), "Nothing was captured in this session. Ask for another one instead."),
        covered(assessor, today),
    )


def covered(member: Member, today: date) -> Verdict:
    """Whether a licence of somebody who rates again after an appeal is in force."""
    return rules.in_force(periods(licences(member.organisation_id).get(member.id, [])), today)


def _captured(session: PracticeSession) -> bool:
    query = (
        select(Operation.id)
        .join(
            Observation,
            and_(Observation.organisation_id == Operation.organisation_id, Observation.id == Operation.observation_id),
        )
        .where(Operation.organisation_id == session.organisation_id, Observation.session_id == session.id)
        .where(practice.judged())
    )
    return db.session.scalar(query.limit(1)) is not None


def _was_there(session: PracticeSession, assessor: Member) -> bool:
    query = select(Observation.id).filter_by(
        organisation_id=session.organisation_id, session_id=session.id, assessor_id=assessor.id
    )
    return db.session.scalar(query) is not None
