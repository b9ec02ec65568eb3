"""What was judged independently: first locked judgements of sessions that are compared, and the figures from them?

A judgement is locked under a licence only; a correction of it, a moderation and a session that was broken off never
enter. Nobody reads here of a session that is not compared, nor of their own before its result is released.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from trainer.assessment import independent
from trainer.assessment import standard as rules
from trainer.assessment.agreement.dependability import Estimate, estimate
from trainer.assessment.agreement.pool import Pool, pool
from trainer.assessment.independent import Given
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import Judgement, Rating, SessionResult, StandardProposal
from trainer.assessment.standard import Standard
from trainer.assessment.usage import Usage
from trainer.assessment.usage import usage as of_assessor
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import Rubric, ScoresRequirement
from trainer.curriculum.models import Document, Enrolment
from trainer.db import db
from trainer.kept import Kept
from trainer.organisations.models import Member
from trainer.practice import queries as practice
from trainer.practice.lifecycle import SessionKind, SessionState
from trainer.practice.models import Observation, PracticeSession

Mark = tuple[Any, ...]
figures = Kept(200)


@dataclass(frozen=True)
class Basis:
    """What was judged by one rubric: its documents, the newest first, and how many judgements.

    Documents of one key are one rubric that was reworded; its criteria are matched by their keys. `mark` changes with
    the judgements (how many, of which sessions, and which came last): under it figures are kept.
    """

    documents: tuple[Document, ...]
    judgements: int
    mark: Mark

    @property
    def key(self) -> str:
        return self.documents[0].key

    @property
    def rubric(self) -> Rubric:
        return curriculum.rubric(self.documents[0])


def bases(member: Member) -> list[Basis]:
    """The rubrics that anything was judged by, the one with most judgements first."""
    number = cast(PracticeSession.number, BigInteger)
    newest = func.max(cast(Judgement.id, String))
    counted = (func.count(), func.sum(number), func.sum(number * number), newest)
    query = independent_of(member, Judgement.rubric_id, *counted).group_by(Judgement.rubric_id)
    marks = {row[0]: tuple(row[1:]) for row in db.session.execute(query)}
    documents = select(Document).where(Document.organisation_id == member.organisation_id, Document.id.in_(marks))
    by_key: dict[str, list[Document]] = {}
    for document in db.session.scalars(documents.order_by(Document.id.desc())):
        by_key.setdefault(document.key, []).append(document)
    found = [_basis(member.organisation_id, rows, marks) for rows in by_key.values()]
    return sorted(found, key=lambda basis: (-basis.judgements, basis.key))


def _basis(organisation_id: UUID, documents: Sequence[Document], marks: dict[UUID, Mark]) -> Basis:
    mark = (organisation_id, *((document.id, *marks[document.id]) for document in documents))
    return Basis(tuple(documents), sum(marks[document.id][0] for document in documents), mark)


def given(member: Member, basis: Basis) -> list[Given]:
    """Every independent judgement by a rubric, by session."""
    about = (
        *(PracticeSession.number, Enrolment.member_id, Observation.assessor_id),
        *(PracticeSession.kind == SessionKind.SUMMATIVE, PracticeSession.slot_minutes),
        *(Judgement.entrustment, Judgement.relationship_, Observation.ended_at, Judgement.locked_at),
    )
    query = _of_rubric(member, basis, *about)
    found = [Given._make((*row[:-1], independent.read(row[-1] or ""))) for row in db.session.execute(query)]
    return sorted(found, key=lambda one: (one.session, one.assessor.int))


def _of_rubric(member: Member, basis: Basis, *about: Any) -> Select[Any]:
    """Something of every independent judgement by a rubric, and its levels as one word each: a tenth of the rows."""
    levels = (
        select(func.aggregate_strings(Rating.criterion.concat(":").concat(Rating.level), " "))
        .where(
            Rating.organisation_id == Judgement.organisation_id,
            Rating.judgement_id == Judgement.id,
            Rating.level.is_not(None),
        )
        .scalar_subquery()
    )
    documents = [document.id for document in basis.documents]
    return independent_of(member, *about, levels).where(Judgement.rubric_id.in_(documents))


def independent_of(member: Member, *columns: Any) -> Select[Any]:
    """Something of every independent judgement that a member may know of."""
    return (
        select(*columns)
        .select_from(Judgement)
        .join(Judgement.observation)
        .join(Observation.session)
        .join(PracticeSession.enrolment)
        .join(
            SessionResult,
            and_(
                SessionResult.organisation_id == PracticeSession.organisation_id,
                SessionResult.session_id == PracticeSession.id,
            ),
        )
        .where(Judgement.organisation_id == member.organisation_id, *_may_be_known(member))
    )


def _may_be_known(member: Member) -> tuple[ColumnElement[bool], ...]:
    return (
        Judgement.number == 1,
        practice.judged(),
        PracticeSession.state != SessionState.ABORTED,
        SessionResult.compared_at.is_not(None),
        or_(SessionResult.state == ResultState.RELEASED, Enrolment.member_id != member.id),
    )


def agreement(member: Member, basis: Basis) -> Pool:
    """How far assessors agree on a rubric's criteria, worked out once for as long as no judgement is added."""

    def work_out() -> Pool:
        rows = db.session.execute(_of_rubric(member, basis, PracticeSession.number))
        criteria = [criterion.key for criterion in basis.rubric.criteria]
        sessions = independent.by_session(((number, levels or "") for number, levels in rows), criteria)
        return pool(sessions, criteria, tuple(level.level for level in basis.rubric.levels))

    return figures.get(("agreement", *basis.mark), work_out)


@dataclass(frozen=True)
class Own:
    """What an organisation's own summative judgements tell about decisions, and how long their slots usually are."""

    estimate: Estimate
    slot_minutes: int | None


def own(member: Member, basis: Basis | None) -> Own:
    """Where differences between own scores come from, worked out once for as long as no judgement is added."""

    def work_out() -> Own:
        found = given(member, basis) if basis else []
        return Own(estimate(independent.scores(found)), independent.slot_minutes(found))

    return figures.get(("own", *(basis.mark if basis else ())), work_out)


def standard(member: Member, basis: Basis | None, rubric: Rubric, lines: ScoresRequirement) -> Standard:
    """Where a policy's lines would lie by own judgements, worked out once for as long as none is added."""

    def work_out() -> Standard:
        return rules.standard(given(member, basis) if basis else [], rubric.criteria, lines)

    return figures.get(("standard", lines, rubric.version, *(basis.mark if basis else ())), work_out)


def standards(organisation_id: UUID, policy: Document) -> list[StandardProposal]:
    """What was proposed for a policy, in whichever of its versions, newest first."""
    query = (
        select(StandardProposal)
        .join(StandardProposal.policy)
        .where(StandardProposal.organisation_id == organisation_id, Document.key == policy.key)
        .options(joinedload(StandardProposal.proposed_by), contains_eager(StandardProposal.policy))
        .order_by(StandardProposal.proposed_at.desc(), StandardProposal.id.desc())
    )
    return list(db.session.scalars(query))


def usage(member: Member, basis: Basis, assessor: Member) -> Usage:
    """How an assessor uses the scale, worked out once for as long as no judgement is added."""

    def work_out() -> Usage:
        criteria = [criterion.key for criterion in basis.rubric.criteria]
        return of_assessor(given(member, basis), assessor.id, criteria, _comments(member, basis, assessor))

    return figures.get(("usage", assessor.id, *basis.mark), work_out)


def _comments(member: Member, basis: Basis, assessor: Member) -> list[str]:
    """What an assessor wrote about single criteria in their independent judgements by a rubric."""
    documents = [document.id for document in basis.documents]
    query = (
        independent_of(member, Rating.comment)
        .join(Judgement.ratings)
        .where(Judgement.rubric_id.in_(documents), Observation.assessor_id == assessor.id, Rating.comment != "")
    )
    return list(db.session.scalars(query))
