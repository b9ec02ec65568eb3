"""What is known about a candidate: learning, sessions, judgements, and what the policy makes of them?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from trainer.assessment import queries as assessment
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import (
    Judgement,
    SessionResult,
    StopEvent,
    StopEventResolution,
)
from trainer.assessment.queries import Doubted
from trainer.certification.facts import Facts, Session
from trainer.certification.panel import Candidate
from trainer.certification.queries.given import Given, given_by, is_result
from trainer.certification.queries.issued import Past, past
from trainer.certification.readiness import Readiness, readiness
from trainer.certification.without import WithAndWithout, with_and_without
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import Rubric
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment
from trainer.curriculum.outline import Learning
from trainer.db import db
from trainer.organisations.models import Member
from trainer.practice.lifecycle import SessionKind, SessionState
from trainer.practice.models import Observation, PracticeSession, SessionReflection, SetMeeting


@dataclass(frozen=True)
class Met:
    """One session of a candidate, with its result if there is one and whether its four lines are submitted."""

    session: PracticeSession
    result: SessionResult | None
    reflected: bool

    def held_at(self) -> datetime:
        assert self.session.held_at, "a session that was judged was held"
        return self.session.held_at

    @property
    def released(self) -> bool:
        return self.result is not None and self.result.state is ResultState.RELEASED


@dataclass(frozen=True)
class File:
    """Everything about one candidate that a page or a panel needs, read in a fixed number of statements."""

    enrolment: Enrolment
    learning: Learning
    sessions: Sequence[Met]
    facts: Facts
    readiness: Readiness | None
    strengths: Sequence[str]
    past: Past
    assessors: Mapping[UUID, str]  # names of those who judged anything that is released

    @property
    def rubric(self) -> Rubric | None:
        release = self.enrolment.release
        return curriculum.rubric(release.rubric) if release.rubric else None

    @property
    def latest(self) -> Met | None:
        """The newest session whose feedback can be read: the one `strengths` speak of."""
        return max((met for met in self.sessions if met.released), key=Met.held_at, default=None)


def file(enrolment: Enrolment, today: date) -> File:
    """Read a candidate's file: learning, sessions, released judgements, and what the policy makes of them."""
    return files([enrolment], today)[0]


def files(enrolments: Sequence[Enrolment], today: date) -> list[File]:
    """Read several candidates' files, in the order of `enrolments`: as many statements as for one."""
    if not enrolments:
        return []
    organisation_id, ids = enrolments[0].organisation_id, [row.id for row in enrolments]
    learnt = curriculum.learning_of_each(enrolments)
    met = _sessions(organisation_id, ids)
    given = given_by(organisation_id, ids)
    stops = _stop_events(organisation_id, ids)
    before = past(organisation_id, ids, today)
    return [
        _file(row, learnt[row.id], met.get(row.id, []), given, stops.get(row.id, []), before[row.id], today)
        for row in enrolments
    ]


def without_each(file: File, today: date) -> WithAndWithout | None:
    """A candidate's result with and without each assessor, by what the file holds already: no statement."""
    policy = file.enrolment.policy
    return with_and_without(curriculum.policy(policy), file.rubric, file.facts.sessions, today) if policy else None


def _file(
    enrolment: Enrolment,
    learning: Learning,
    sessions: Sequence[Met],
    given: Given,
    stops: Sequence[bool | None],
    before: Past,
    today: date,
) -> File:
    facts = _facts(enrolment, learning, sessions, given, stops, before, today)
    policy = curriculum.policy(enrolment.policy) if enrolment.policy else None
    rubric = curriculum.rubric(enrolment.release.rubric) if enrolment.release.rubric else None
    found = readiness(policy, rubric, facts, today) if policy else None
    strengths = given.strengths.get(enrolment.id, [])
    return File(enrolment, learning, sessions, facts, found, strengths, before, given.names)


def _sessions(organisation_id: UUID, enrolments: Collection[UUID]) -> dict[UUID, list[Met]]:
    """Candidates' sessions, newest first, with results and reflections: one statement."""
    query = (
        select(PracticeSession, SessionResult, SessionReflection.submitted_at)
        .outerjoin(SessionResult, is_result())
        .outerjoin(
            SessionReflection,
            and_(
                SessionReflection.organisation_id == PracticeSession.organisation_id,
                SessionReflection.session_id == PracticeSession.id,
            ),
        )
        .where(PracticeSession.organisation_id == organisation_id, PracticeSession.enrolment_id.in_(enrolments))
        .options(joinedload(PracticeSession.meeting).joinedload(SetMeeting.set))
        .order_by(PracticeSession.requested_at.desc(), PracticeSession.number.desc())
    )
    found: dict[UUID, list[Met]] = defaultdict(list)
    for session, result, submitted in db.session.execute(query):
        found[session.enrolment_id].append(Met(session, result, submitted is not None))
    return found


def _stop_events(organisation_id: UUID, enrolments: Collection[UUID]) -> dict[UUID, list[bool | None]]:
    """For every stop event whether it was upheld; None while nobody looked. Those that a lead can reach block.

    A lead reaches it once its session is compared, or is broken off: then nobody's judgement is waited for any more.
    """
    query = (
        select(PracticeSession.enrolment_id, StopEventResolution.upheld)
        .select_from(StopEvent)
        .join(StopEvent.judgement)
        .join(Judgement.observation)
        .join(Observation.session)
        .outerjoin(
            StopEventResolution,
            and_(
                StopEventResolution.organisation_id == StopEvent.organisation_id,
                StopEventResolution.stop_event_id == StopEvent.id,
            ),
        )
        .outerjoin(SessionResult, is_result())
        .where(
            StopEvent.organisation_id == organisation_id,
            Observation.shadow.is_(False),
            assessment.is_newest(),
            PracticeSession.enrolment_id.in_(enrolments),
            or_(SessionResult.id.is_not(None), PracticeSession.state == SessionState.ABORTED),
        )
    )
    found: dict[UUID, list[bool | None]] = defaultdict(list)
    for enrolment_id, upheld in db.session.execute(query):
        found[enrolment_id].append(upheld)
    return found


def _facts(
    enrolment: Enrolment,
    learning: Learning,
    sessions: Sequence[Met],
    given: Given,
    stops: Sequence[bool | None],
    before: Past,
    today: date,
) -> Facts:
    summative = [met for met in sessions if met.session.kind is SessionKind.SUMMATIVE and met.session.observed]
    held = [met for met in summative if met.session.state is SessionState.HELD]
    days = [met.session.meeting.starts_at.date() for met in summative if met.session.state is SessionState.CONFIRMED]
    return Facts(
        lessons_read=learning.lessons_read,
        lessons_total=learning.lessons_total,
        checks_passed=learning.checks_passed,
        checks_total=learning.checks_total,
        prompts_answered=learning.prompts_answered,
        prompts_total=learning.prompts_total,
        sessions=tuple(_session(met, given) for met in summative if met.released),
        asked_for=sum(met.session.state is SessionState.PLANNED for met in summative),
        arranged=sum(day >= today for day in days),
        arranged_for=min((day for day in days if day >= today), default=None),
        overdue=sum(day < today for day in days),
        to_be_rated=sum(met.result is None for met in held),
        to_be_released=sum(met.result is not None and not met.released for met in held),
        stop_events_open=sum(upheld is None for upheld in stops),
        stop_events_upheld=sum(upheld is True for upheld in stops),
        panel_open=enrolment.state is EnrolmentState.UNDER_REVIEW,
        standing=before.standing,
        not_yet_at=before.not_yet_at,
    )


def _session(met: Met, given: Given) -> Session:
    session = met.session
    return Session(
        id=session.id,
        code=session.code,
        held_on=met.held_at().date(),
        set_id=session.meeting.set_id,
        judgements=tuple(given.judged.get(session.id, ())),
        settled=given.settled.get(session.id, {}),
        reflected=met.reflected,
        released_at=met.result.released_at if met.result else None,
    )


def candidates(organisation_id: UUID, states: Collection[EnrolmentState]) -> list[Enrolment]:
    """The enrolments in any of these states, the longest waiting first."""
    query = (
        select(Enrolment)
        .where(Enrolment.organisation_id == organisation_id, Enrolment.state.in_(states))
        .options(
            joinedload(Enrolment.member).options(joinedload(Member.person), joinedload(Member.unit)),
            *curriculum.pinned(),
        )
        .order_by(Enrolment.state_since)
    )
    return list(db.session.scalars(query))


def doubted(enrolment: Enrolment) -> list[Doubted]:
    """The released judgements of a candidate on which their assessors' licences cast doubt: three statements."""
    return assessment.doubted_of(enrolment.organisation_id, enrolment.id)


def candidate(enrolment: Enrolment) -> Candidate:
    """Whom a panel decides about, and who rated them."""
    raters = frozenset(assessment.raters_of(enrolment))
    return Candidate(enrolment.member_id, enrolment.member.manager_id, raters)
