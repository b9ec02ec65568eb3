"""What is known about a candidate, who decides, what was issued?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import joinedload, selectinload

from trainer.assessment import queries as assessment
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import (
    Judgement,
    Moderation,
    Rating,
    SessionResult,
    StopEvent,
    StopEventResolution,
)
from trainer.certification.lifecycle import DecisionState, StatusChange, Vote
from trainer.certification.models import Certificate, CertificateStatus, Decision, PanelSeat
from trainer.certification.panel import Candidate, Tally, tally
from trainer.certification.readiness import Facts, Judged, Readiness, Session, readiness
from trainer.certification.standing import Standing, standing
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import Rubric
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment
from trainer.curriculum.outline import Learning
from trainer.db import db
from trainer.organisations.models import Member, Organisation
from trainer.practice.lifecycle import ObservationState, SessionKind, SessionState
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
    learning = curriculum.learning_of(enrolment)
    sessions = _sessions(enrolment)
    judged, settled, strengths = _judged(enrolment)
    stops = _stop_events(enrolment)
    facts = _facts(enrolment, learning, sessions, judged, settled, stops)
    policy = curriculum.policy(enrolment.policy) if enrolment.policy else None
    rubric = curriculum.rubric(enrolment.release.rubric) if enrolment.release.rubric else None
    found = readiness(policy, rubric, facts, today) if policy else None
    return File(enrolment, learning, sessions, facts, found, strengths)


def _sessions(enrolment: Enrolment) -> list[Met]:
    """A candidate's sessions, newest first, with results and reflections: one statement."""
    query = (
        select(PracticeSession, SessionResult, SessionReflection.submitted_at)
        .outerjoin(
            SessionResult,
            and_(
                SessionResult.organisation_id == PracticeSession.organisation_id,
                SessionResult.session_id == PracticeSession.id,
            ),
        )
        .outerjoin(
            SessionReflection,
            and_(
                SessionReflection.organisation_id == PracticeSession.organisation_id,
                SessionReflection.session_id == PracticeSession.id,
            ),
        )
        .where(
            PracticeSession.organisation_id == enrolment.organisation_id,
            PracticeSession.enrolment_id == enrolment.id,
        )
        .options(joinedload(PracticeSession.meeting).joinedload(SetMeeting.set))
        .order_by(PracticeSession.requested_at.desc(), PracticeSession.number.desc())
    )
    return [Met(session, result, submitted is not None) for session, result, submitted in db.session.execute(query)]


Judgements = dict[UUID, list[Judged]]
Settled = dict[UUID, dict[str, int]]


def _judged(enrolment: Enrolment) -> tuple[Judgements, Settled, list[str]]:
    """Released levels by session, what moderation settled, and the strengths of the newest session: one statement."""
    query = (
        select(Judgement, SessionResult.session_id, Observation.assessor_id, Rating.criterion, Rating.level)
        .add_columns(Moderation.level)
        .join(Judgement.observation)
        .join(Observation.session)
        .join(
            SessionResult,
            and_(
                SessionResult.organisation_id == PracticeSession.organisation_id,
                SessionResult.session_id == PracticeSession.id,
            ),
        )
        .join(Judgement.ratings)
        .outerjoin(
            Moderation,
            and_(
                Moderation.organisation_id == SessionResult.organisation_id,
                Moderation.result_id == SessionResult.id,
                Moderation.criterion == Rating.criterion,
            ),
        )
        .where(
            Judgement.organisation_id == enrolment.organisation_id,
            PracticeSession.enrolment_id == enrolment.id,
            SessionResult.state == ResultState.RELEASED,
            Observation.state == ObservationState.LOCKED,
        )
        .order_by(PracticeSession.held_at.desc(), Observation.assigned_at, Observation.id, Judgement.number.desc())
    )
    newest: dict[UUID, Judgement] = {}
    levels: dict[UUID, dict[str, int | None]] = {}
    at: dict[UUID, tuple[UUID, UUID]] = {}
    settled: Settled = {}
    for judgement, session_id, assessor_id, criterion, level, moderated in db.session.execute(query):
        if newest.setdefault(judgement.observation_id, judgement) is not judgement:
            continue
        levels.setdefault(judgement.id, {})[criterion] = level
        at[judgement.id] = (session_id, assessor_id)
        if moderated is not None:
            settled.setdefault(session_id, {})[criterion] = moderated
    judged: Judgements = {}
    for judgement in newest.values():
        session_id, assessor_id = at[judgement.id]
        judged.setdefault(session_id, []).append(Judged(assessor_id, levels[judgement.id], judgement.entrustment))
    first = next(iter(judged), None)
    strengths = [row.strength_one for row in newest.values() if at[row.id][0] == first]
    return judged, settled, strengths


def _stop_events(enrolment: Enrolment) -> list[bool | None]:
    """For every stop event of a candidate's compared sessions whether it was upheld; None while nobody looked."""
    query = (
        select(StopEvent.id, StopEventResolution.upheld)
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
        .join(
            SessionResult,
            and_(
                SessionResult.organisation_id == PracticeSession.organisation_id,
                SessionResult.session_id == PracticeSession.id,
            ),
        )
        .where(StopEvent.organisation_id == enrolment.organisation_id, PracticeSession.enrolment_id == enrolment.id)
    )
    return [upheld for _, upheld in db.session.execute(query)]


def _facts(
    enrolment: Enrolment,
    learning: Learning,
    sessions: Sequence[Met],
    judged: Judgements,
    settled: Settled,
    stops: Sequence[bool | None],
) -> Facts:
    summative = [met for met in sessions if met.session.kind is SessionKind.SUMMATIVE and met.session.observed]
    ahead = (SessionState.PLANNED, SessionState.CONFIRMED)
    return Facts(
        lessons_read=learning.lessons_read,
        lessons_total=learning.lessons_total,
        checks_passed=learning.checks_passed,
        checks_total=learning.checks_total,
        prompts_answered=learning.prompts_answered,
        prompts_total=learning.prompts_total,
        sessions=tuple(_session(met, judged, settled) for met in summative if met.released),
        asked_for=sum(met.session.state in ahead for met in summative),
        to_be_rated=sum(met.session.state is SessionState.HELD and met.result is None for met in summative),
        to_be_released=sum(met.result is not None and not met.released for met in summative),
        stop_events_open=sum(upheld is None for upheld in stops),
        stop_events_upheld=sum(upheld is True for upheld in stops),
        panel_open=enrolment.state is EnrolmentState.UNDER_REVIEW,
        decided=enrolment.state in (EnrolmentState.CERTIFIED, EnrolmentState.CONDITIONAL),
    )


def _session(met: Met, judged: Judgements, settled: Settled) -> Session:
    session = met.session
    return Session(
        id=session.id,
        code=session.code,
        held_on=met.held_at().date(),
        set_id=session.meeting.set_id,
        judgements=tuple(judged.get(session.id, ())),
        settled=settled.get(session.id, {}),
        reflected=met.reflected,
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


def candidate(enrolment: Enrolment) -> Candidate:
    """Whom a panel decides about, and who rated them."""
    raters = frozenset(assessment.raters_of(enrolment))
    return Candidate(enrolment.member_id, enrolment.member.manager_id, raters)


def open_decision(enrolment: Enrolment) -> Decision | None:
    """The decision that a panel is working on."""
    return db.session.scalar(
        select(Decision).filter_by(
            organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id, state=DecisionState.OPEN
        )
    )


def decision(organisation_id: UUID, id: UUID) -> Decision | None:
    """One decision with its candidate and policy."""
    return db.session.scalar(_decisions(organisation_id).where(Decision.id == id))


def decisions(organisation_id: UUID) -> list[Decision]:
    """Every decision, open ones first, then the newest."""
    rows = db.session.scalars(_decisions(organisation_id).order_by(Decision.opened_at.desc()))
    return sorted(rows, key=lambda row: row.state is not DecisionState.OPEN)


def _decisions(organisation_id: UUID) -> Select[Decision]:
    enrolment = joinedload(Decision.enrolment)
    return (
        select(Decision)
        .where(Decision.organisation_id == organisation_id)
        .options(
            enrolment.joinedload(Enrolment.member).options(joinedload(Member.person), joinedload(Member.unit)),
            enrolment.options(*curriculum.pinned()),
            joinedload(Decision.policy),
        )
    )


def panel(decision: Decision) -> list[PanelSeat]:
    """The members of a panel, by name."""
    query = (
        select(PanelSeat)
        .join(PanelSeat.member)
        .filter(
            PanelSeat.organisation_id == decision.organisation_id,
            PanelSeat.decision_id == decision.id,
        )
        .options(joinedload(PanelSeat.member).options(joinedload(Member.person), selectinload(Member.held)))
        .order_by(Member.name, PanelSeat.id)
    )
    return list(db.session.scalars(query))


def votes_of(member: Member) -> dict[UUID, Vote | None]:
    """The decisions on whose panel a member sits, and how they voted there."""
    query = select(PanelSeat.decision_id, PanelSeat.vote).where(
        PanelSeat.organisation_id == member.organisation_id, PanelSeat.member_id == member.id
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def last_decision(enrolment: Enrolment) -> Decision | None:
    """What a panel decided about this candidate last."""
    query = select(Decision).filter_by(
        organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id, state=DecisionState.DECIDED
    )
    return db.session.scalar(query.order_by(Decision.number.desc()).limit(1))


def next_decision_number(organisation_id: UUID) -> int:
    """The number of the next decision, from 1."""
    query = select(Decision.number).where(Decision.organisation_id == organisation_id)
    return (db.session.scalar(query.order_by(Decision.number.desc()).limit(1)) or 0) + 1


@dataclass(frozen=True)
class Held:
    """A certificate with its history and how it stands on a day."""

    certificate: Certificate
    changes: Sequence[CertificateStatus]
    standing: Standing


def certificate(organisation_id: UUID, id: UUID) -> Certificate | None:
    """One certificate with holder and decision."""
    query = _certificates().where(Certificate.organisation_id == organisation_id, Certificate.id == id)
    return db.session.scalar(query)


def public_certificate(key: str) -> tuple[Certificate, Organisation] | None:
    """The certificate under its public key, and who issued it."""
    row = db.session.scalar(_certificates().where(Certificate.public_key == key))
    return (row, db.session.get_one(Organisation, row.organisation_id)) if row else None


def _certificates() -> Select[Certificate]:
    return select(Certificate).options(
        joinedload(Certificate.enrolment).options(
            joinedload(Enrolment.member).options(joinedload(Member.unit), joinedload(Member.person)),
            joinedload(Enrolment.programme),
        ),
        joinedload(Certificate.decision),
    )


def held(certificate: Certificate, today: date) -> Held:
    """A certificate as it stands today."""
    query = (
        select(CertificateStatus)
        .filter_by(organisation_id=certificate.organisation_id, certificate_id=certificate.id)
        .order_by(CertificateStatus.changed_at, CertificateStatus.id)
    )
    return _stands(certificate, list(db.session.scalars(query)), today)


def certificates(organisation_id: UUID, today: date, enrolment: Enrolment | None = None) -> list[Held]:
    """Every certificate as it stands today, the one that ends first on top: one statement."""
    query = (
        _certificates()
        .add_columns(CertificateStatus)
        .outerjoin(CertificateStatus, _is_of_certificate())
        .where(Certificate.organisation_id == organisation_id)
        .order_by(Certificate.valid_until, Certificate.id, CertificateStatus.changed_at, CertificateStatus.id)
    )
    if enrolment:
        query = query.where(Certificate.enrolment_id == enrolment.id)
    history: dict[Certificate, list[CertificateStatus]] = {}
    for row, change in db.session.execute(query):
        history.setdefault(row, []).extend([change] if change else [])
    return [_stands(row, changes, today) for row, changes in history.items()]


def decided(enrolment: Enrolment, today: date) -> tuple[Decision | None, list[Held]]:
    """What a panel decided about a candidate last, and the certificates that came of any decision: one statement."""
    query = (
        select(Decision, Certificate, CertificateStatus)
        .outerjoin(
            Certificate,
            and_(
                Certificate.organisation_id == Decision.organisation_id,
                Certificate.decision_id == Decision.id,
            ),
        )
        .outerjoin(CertificateStatus, _is_of_certificate())
        .where(
            Decision.organisation_id == enrolment.organisation_id,
            Decision.enrolment_id == enrolment.id,
            Decision.state == DecisionState.DECIDED,
        )
        .order_by(Decision.number, CertificateStatus.changed_at, CertificateStatus.id)
    )
    rows = db.session.execute(query).all()
    history: dict[Certificate, list[CertificateStatus]] = {}
    for _decision, issued, change in rows:
        if issued:
            history.setdefault(issued, []).extend([change] if change else [])
    held = [_stands(row, changes, today) for row, changes in history.items()]
    last = rows[-1][0] if rows else None
    return last, sorted(held, key=lambda one: (one.certificate.valid_until, one.certificate.id))


def _is_of_certificate() -> ColumnElement[bool]:
    return and_(
        CertificateStatus.organisation_id == Certificate.organisation_id,
        CertificateStatus.certificate_id == Certificate.id,
    )


def _stands(row: Certificate, changes: Sequence[CertificateStatus], today: date) -> Held:
    kinds: list[StatusChange] = [change.change for change in changes]
    return Held(row, changes, standing(row.valid_from, row.valid_until, kinds, today))


@dataclass(frozen=True)
class Case:
    """A decision with its panel, and what the votes come to so far."""

    decision: Decision
    seats: Sequence[PanelSeat]
    candidate: Candidate
    tally: Tally

    def seat_of(self, member: Member) -> PanelSeat | None:
        return next((seat for seat in self.seats if seat.member_id == member.id), None)


def case(organisation_id: UUID, id: UUID) -> Case | None:
    """A decision as its panel finds it."""
    found = decision(organisation_id, id)
    if found is None:
        return None
    seats, about = panel(found), candidate(found.enrolment)
    votes = [(seat.member_id, seat.vote) for seat in seats]
    return Case(found, seats, about, tally(curriculum.policy(found.policy).panel, about, votes))
