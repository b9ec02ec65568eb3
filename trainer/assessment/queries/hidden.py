"""Who is to be asked for a hidden rating, and what did locked ones come to, beside the reference or the first time?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from trainer.assessment import hidden as rules
from trainer.assessment import licence
from trainer.assessment.blind import is_blind
from trainer.assessment.calibration import Comparison, Level, compare
from trainer.assessment.hidden import Drawn, Line, Locked
from trainer.assessment.lifecycle import Again
from trainer.assessment.models import Calibration, HiddenRating, Judgement, Rating, Rerating, SessionResult
from trainer.assessment.queries.licences import assessors, licences, periods
from trainer.assessment.queries.reratings import log_stands
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import HiddenPlan
from trainer.curriculum.models import Document, Enrolment, Release
from trainer.db import db
from trainer.organisations.models import Member, Organisation
from trainer.practice import queries as practice
from trainer.practice.models import Observation, PracticeSession


@dataclass(frozen=True)
class Trial:
    """The newest release of a programme whose policy asks for hidden ratings, and its cases by their keys."""

    release: Release
    plan: HiddenPlan
    cases: Mapping[str, Document]


@dataclass(frozen=True)
class Turn:
    """An assessor whose turn has come, and what was drawn for them."""

    assessor: Member
    trial: Trial
    drawn: Drawn
    counted_to: datetime


def trials(organisation_id: UUID) -> list[Trial]:
    """Every programme whose policy says how often an assessor is given a hidden rating."""
    found = [(row, _plan(row)) for row in curriculum.open_releases(organisation_id) if row.rubric]
    planned = [(row, plan) for row, plan in found if plan]
    cases = curriculum.case_documents(organisation_id, [row.id for row, _plan in planned])
    return [Trial(row, plan, {case.key: case for case in cases[row.id]}) for row, plan in planned]


def _plan(release: Release) -> HiddenPlan | None:
    return curriculum.policy(release.policy).hidden if release.policy else None


def hold_turns(organisation_id: UUID) -> None:
    """Let one worker at a time look whose turn it is in an organisation: two at once would both ask."""
    one = select(Organisation.id).where(Organisation.id == organisation_id)
    db.session.execute(one.with_for_update(key_share=True))  # rows may be added that point at it meanwhile


def lapsed(organisation_id: UUID, now: datetime) -> list[Rerating]:
    """Hidden ratings that nobody locked in time, and those whose log is gone or not to be used any more."""
    query = select(Rerating).where(
        Rerating.organisation_id == organisation_id,
        Rerating.kind.in_((Again.REFERENCE, Again.REPEAT)),
        Rerating.ended_at.is_(None),
        or_(Rerating.lapses_at <= now, ~log_stands()),
    )
    return list(db.session.scalars(query))


def turns(trial: Trial, key: str, now: datetime) -> list[Turn]:
    """Whose turn has come by the policy of a programme, by name."""
    organisation_id, programme_id = trial.release.organisation_id, trial.release.programme_id
    judged, asked = _judged(organisation_id, programme_id), _asked(organisation_id, programme_id)
    found = [
        _turn(member, trial, key, judged[member.id], asked[member.id], now)
        for member in _may_be_tried(organisation_id, now)
    ]
    return [one for one in found if one]


def _turn(
    member: Member, trial: Trial, key: str, judged: Collection[Locked], asked: Sequence[Rerating], now: datetime
) -> Turn | None:
    full = rules.completing(trial.plan, judged, asked[-1].counted_to if asked else None)
    if full is None or rules.falls_due(key, full) > now:
        return None
    drawn = rules.draw(key, full, _cases(member, trial, asked), _repeatable(member, trial, now))
    return Turn(member, trial, drawn, full.at) if drawn else None


def _may_be_tried(organisation_id: UUID, now: datetime) -> list[Member]:
    """Assessors with a licence in force and no duty that opens results, who have nothing to rate from a log."""
    held, busy = licences(organisation_id), _busy(organisation_id)
    return [
        member
        for member in assessors(organisation_id)
        if member.id not in busy
        and not member.is_guest
        and is_blind(member.duties)
        and licence.in_force(periods(held.get(member.id, [])), now.date())
    ]


def _busy(organisation_id: UUID) -> set[UUID]:
    query = select(Rerating.assessor_id).filter_by(organisation_id=organisation_id, ended_at=None)
    return set(db.session.scalars(query))


def _judged(organisation_id: UUID, programme_id: UUID) -> dict[UUID, list[Locked]]:
    """When each assessor first locked each judgement that counts, by assessor: one statement."""
    query = (
        select(Observation.assessor_id, Observation.id, func.min(Judgement.locked_at))
        .join(Observation.session)
        .join(PracticeSession.enrolment)
        .join(Judgement, _of_observation())
        .where(
            Observation.organisation_id == organisation_id, Enrolment.programme_id == programme_id, practice.judged()
        )
        .group_by(Observation.assessor_id, Observation.id)
    )
    found: dict[UUID, list[Locked]] = defaultdict(list)
    for assessor_id, id, at in db.session.execute(query):
        found[assessor_id].append(Locked(id, at))
    return found


def _of_observation() -> ColumnElement[bool]:
    return and_(Judgement.organisation_id == Observation.organisation_id, Judgement.observation_id == Observation.id)


def _asked(organisation_id: UUID, programme_id: UUID) -> dict[UUID, list[Rerating]]:
    """Every hidden rating of a programme, oldest first, by assessor: one statement."""
    query = (
        select(Rerating)
        .join(Rerating.release)
        .where(Rerating.organisation_id == organisation_id, Release.programme_id == programme_id)
        .options(joinedload(Rerating.case))
        .order_by(Rerating.asked_at)
    )
    found: dict[UUID, list[Rerating]] = defaultdict(list)
    for row in db.session.scalars(query):
        found[row.assessor_id].append(row)
    return found


def _cases(member: Member, trial: Trial, asked: Sequence[Rerating]) -> dict[str, datetime]:
    """When somebody last rated each case that they know by calibration, openly or hidden.

    Others stay fresh: a hidden one tells its reference, and would be no test in a round that licenses them.
    """
    query = (
        select(Calibration.case_key, func.max(Calibration.confirmed_at))
        .where(
            Calibration.organisation_id == member.organisation_id,
            Calibration.member_id == member.id,
            Calibration.programme_id == trial.release.programme_id,
        )
        .group_by(Calibration.case_key)
    )
    last: dict[str, datetime] = {row[0]: row[1] for row in db.session.execute(query)}
    for row in asked:
        if row.case and row.case.key in last:
            last[row.case.key] = max(row.asked_at, last.get(row.case.key, row.asked_at))
    return {key: at for key, at in last.items() if key in trial.cases}


def _repeatable(member: Member, trial: Trial, now: datetime) -> list[UUID]:
    """Compared sessions that somebody judged long enough ago and was not given yet, whose log may be used."""
    before = now - timedelta(weeks=trial.plan.repeat_weeks)
    given = select(Rerating.id).where(
        Rerating.organisation_id == Observation.organisation_id,
        Rerating.session_id == Observation.session_id,
        Rerating.assessor_id == Observation.assessor_id,
    )
    query = (
        select(Observation.session_id)
        .join(Observation.session)
        .join(PracticeSession.enrolment)
        .join(Judgement, _of_observation())
        .join(
            SessionResult,
            and_(
                SessionResult.organisation_id == Observation.organisation_id,
                SessionResult.session_id == Observation.session_id,
            ),
        )
        .where(
            Observation.organisation_id == member.organisation_id,
            Observation.assessor_id == member.id,
            Enrolment.programme_id == trial.release.programme_id,
            SessionResult.compared_at.is_not(None),
            practice.judged(),
            practice.log_may_be_used(),
            ~given.exists(),
        )
        .group_by(Observation.session_id)
        .having(func.min(Judgement.locked_at) <= before)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Hidden:
    """A locked hidden rating beside what it is compared with."""

    rating: HiddenRating
    lines: Sequence[Line]

    @property
    def kind(self) -> Again:
        return self.rating.rerating.kind

    @property
    def comparison(self) -> Comparison:
        return compare(rules.pairs(self.lines))


def hidden_rating(organisation_id: UUID, id: UUID) -> Hidden | None:
    """One locked hidden rating, as whoever gave it or a lead reads it."""
    found = _hidden(organisation_id, HiddenRating.id == id)
    return found[0] if found else None


def hidden_of(assessor: Member, reader: Member) -> list[Hidden]:
    """An assessor's locked hidden ratings, newest first; no repeat of a session about the reader: two statements."""
    theirs = or_(Enrolment.member_id.is_(None), Enrolment.member_id != reader.id)
    return _hidden(assessor.organisation_id, Rerating.assessor_id == assessor.id, theirs)


def came_to_hidden(found: Collection[Hidden]) -> dict[Again, Comparison]:
    """What hidden ratings came to by their kind, over all their levels."""
    pairs = {kind: [pair for one in found if one.kind is kind for pair in rules.pairs(one.lines)] for kind in Again}
    return {kind: compare(own) for kind, own in pairs.items() if own}


def _hidden(organisation_id: UUID, *conditions: ColumnElement[bool]) -> list[Hidden]:
    rerating = contains_eager(HiddenRating.rerating)
    query = (
        select(HiddenRating)
        .join(HiddenRating.rerating)
        .outerjoin(Rerating.session)
        .outerjoin(PracticeSession.enrolment)
        .where(HiddenRating.organisation_id == organisation_id, *conditions)
        .options(
            joinedload(HiddenRating.rubric),
            rerating.joinedload(Rerating.case),
            rerating.joinedload(Rerating.assessor).joinedload(Member.person),
            rerating.contains_eager(Rerating.session).contains_eager(PracticeSession.enrolment),
        )
        .order_by(HiddenRating.locked_at.desc(), HiddenRating.id)
    )
    rows = list(db.session.scalars(query))
    first = _first(organisation_id, [row.rerating for row in rows])
    return [Hidden(row, _lines(row, first)) for row in rows]


def _lines(row: HiddenRating, first: Mapping[tuple[UUID | None, UUID], Mapping[str, Level]]) -> list[Line]:
    rubric, asked = curriculum.rubric(row.rubric), row.rerating
    if asked.case:
        return rules.beside_reference(rubric, row.levels, curriculum.case(asked.case))
    return rules.beside_first(rubric, row.levels, first.get((asked.session_id, asked.assessor_id), {}))


def _first(organisation_id: UUID, asked: Collection[Rerating]) -> dict[tuple[UUID | None, UUID], dict[str, Level]]:
    """What assessors gave the first time, by session and assessor."""
    if not any(row.session_id for row in asked):
        return {}
    query = (
        select(Observation.session_id, Observation.assessor_id, Rating.criterion, Rating.level)
        .join(Judgement, _of_observation())
        .join(Judgement.ratings)
        .where(
            Observation.organisation_id == organisation_id,
            Observation.session_id.in_([row.session_id for row in asked if row.session_id]),
            Observation.assessor_id.in_([row.assessor_id for row in asked]),
            Judgement.number == 1,
            practice.judged(),
        )
    )
    found: dict[tuple[UUID | None, UUID], dict[str, Level]] = defaultdict(dict)
    for session_id, assessor_id, criterion, level in db.session.execute(query):
        found[session_id, assessor_id][criterion] = level
    return found
