"""Rows for tests of certification: Tara learns, is observed by Ana and Sam, and a panel decides about her."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from tests.cast import MONDAY, Cast, Player
from tests.practice.rehearsal import enrol
from trainer import audit
from trainer.assessment import actions as assessment
from trainer.assessment import queries as results
from trainer.assessment.judgement import Draft, Mark
from trainer.audit import AuditEntry
from trainer.certification import actions, queries
from trainer.certification.lifecycle import StatusChange, Vote
from trainer.certification.models import Certificate, Decision
from trainer.certification.queries import Case
from trainer.curriculum import actions as curriculum
from trainer.curriculum import queries as programmes
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import CheckAttempt, Enrolment
from trainer.curriculum.reflection import Lines
from trainer.db import db
from trainer.organisations import actions as people
from trainer.organisations.duties import Duty
from trainer.practice import actions as practice
from trainer.practice.lifecycle import Modality, ObservationState, SessionKind
from trainer.practice.models import Observation, PracticeSession

CRITERIA = ("phases", "inquiry", "stance", "strengths")
LINES = Lines("I asked.", "They thought.", "My wish to help.", "Wait longer.")
FIRST, SECOND = datetime(2026, 9, 14, 9, tzinfo=UTC), datetime(2026, 10, 12, 9, tzinfo=UTC)
TODAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LINK = "https://t/decisions/ID"
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Ids:
    """What was arranged, by id; and the addresses of its pages."""

    organisation: UUID
    enrolment: UUID
    sessions: tuple[UUID, ...] = ()
    decision: UUID = NOBODY
    certificate: UUID = NOBODY
    key: str = ""

    @property
    def readiness_page(self) -> str:
        return f"readiness/{self.enrolment}"

    @property
    def panel_page(self) -> str:
        return f"readiness/{self.enrolment}/decision"

    @property
    def decision_page(self) -> str:
        return f"decisions/{self.decision}"

    @property
    def certificate_page(self) -> str:
        return f"certificates/{self.certificate}"


def enrolment_of(ids: Ids) -> Enrolment:
    """The enrolment in the present session of the database."""
    found = programmes.enrolment(ids.organisation, ids.enrolment)
    assert found
    return found


def case_of(ids: Ids) -> Case:
    """The decision with its panel in the present session of the database."""
    found = queries.case(ids.organisation, ids.decision)
    assert found
    return found


def certificate_of(ids: Ids) -> Certificate:
    """The certificate in the present session of the database."""
    found = queries.certificate(ids.organisation, ids.certificate)
    assert found
    return found


def verbs(ids: Ids) -> list[str]:
    """What the organisation's audit trail tells, oldest first; it is whole."""
    assert audit.chain_of(db.session, ids.organisation) is None
    query = select(AuditEntry.verb).where(AuditEntry.organisation_id == ids.organisation).order_by(AuditEntry.seq)
    return list(db.session.scalars(query))


def begin(player: Player) -> Ids:
    """Somebody who has begun the programme."""
    enrolment = enrol(player)
    return Ids(enrolment.organisation_id, enrolment.id)


def learn(player: Player) -> Ids:
    """Somebody who has read everything, passed every check and answered every prompt."""
    ids, member = begin(player), player.member
    enrolment = enrolment_of(ids)
    outline = programmes.learning_of(enrolment).outline
    for module in outline.modules:
        db.session.add(_passed(enrolment, module.key))
    for line in outline.lessons:
        curriculum.mark_read(enrolment, line, by=member, now=MONDAY)
    for prompt in outline.prompts:
        curriculum.write_reflection(enrolment, prompt.key, LINES, submit=True, by=member, now=MONDAY)
    return ids


def _passed(enrolment: Enrolment, module: str) -> CheckAttempt:
    return CheckAttempt(
        organisation_id=enrolment.organisation_id,
        enrolment_id=enrolment.id,
        module_key=module,
        release_id=enrolment.release_id,
        number=1,
        drawn=[],
        answers={},
        score=1.0,
        passed=True,
        started_at=MONDAY,
        submitted_at=MONDAY,
    )


def licensed(cast: Cast, *players: Player) -> None:
    """Let them rate for years."""
    held = results.licences(cast.lena.organisation_id)
    for player in players:
        if player.member_id not in held:
            until = (MONDAY + timedelta(days=900)).date()
            assessment.grant_licence(player.member, until=until, reason="Trained.", by=cast.lena.member, now=MONDAY)


def asked(
    cast: Cast, ids: Ids, at: datetime = FIRST, by: Sequence[Player] = (), kind: SessionKind = SessionKind.SUMMATIVE
) -> PracticeSession:
    """A session that is arranged with its assessors and still ahead."""
    cora, assessors = cast.cora.member, by or (cast.ana, cast.sam)
    licensed(cast, *assessors)
    made = practice.create_set(cora.organisation_id, "Set 4", Modality.IN_PERSON, ["Mona", "Mick"], by=cora, now=MONDAY)
    meeting = practice.plan_meeting(made, at, 120, place="Room 4B", by=cora, now=MONDAY)
    trainee = enrolment_of(ids)
    session = practice.request_session(trainee, meeting, kind, 60, by=trainee.member, now=MONDAY)
    for player in assessors:
        assessment.assign(session, player.member, link="https://t/assess", by=cora, now=MONDAY)
    return session


def held(cast: Cast, session: PracticeSession, at: datetime = FIRST) -> PracticeSession:
    """The same session, held."""
    practice.record_held(session, by=cast.cora.member, now=at)
    for observation in results.assigned(session):
        observation.state = ObservationState.CAPTURED
    return session


def draft(level: int = 3, entrustment: int = 4, words: str = "Held the silence", **levels: str | int) -> Draft:
    """A whole judgement at one level; others by criterion, `no` for not observed."""
    marks = {key: Mark(str(levels.get(key, level)), (), f"{words}.", "12:40") for key in CRITERIA}
    return Draft(
        marks=marks,
        no_stop_event=True,
        entrustment=str(entrustment),
        strength_one=f"{words} until Mona spoke.",
        strength_two="Named the time twice.",
        try_next="Ask one question at a time.",
        question="Whose approval did you seek?",
        confidence="high",
        relationship="none",
    )


def rated(cast: Cast, session: PracticeSession, *drafts: Draft, at: datetime = FIRST) -> PracticeSession:
    """The same session, held and judged by everybody who was assigned: it is compared, and nobody has released it."""
    held(cast, session, at)
    given = drafts or (draft(),) * len(results.assigned(session))
    for observation, own in zip(results.assigned(session), given, strict=True):
        observation = _with_its_session(observation, session)
        assessment.lock_rating(observation, own, [], link="https://t/m", by=observation.assessor, now=at)
    return session


def _with_its_session(observation: Observation, session: PracticeSession) -> Observation:
    observation.session = session
    observation.rubric = session.enrolment.release.rubric
    return observation


def released(
    cast: Cast,
    ids: Ids,
    *drafts: Draft,
    at: datetime = FIRST,
    by: Sequence[Player] = (),
    reflect: bool = True,
    kind: SessionKind = SessionKind.SUMMATIVE,
    settle: dict[str, int] | None = None,
) -> Ids:
    """Another session, judged, moderated where asked, released and reflected on."""
    session = rated(cast, asked(cast, ids, at, by, kind), *drafts, at=at)
    lena = cast.lena.member
    if settle:
        compared = results.compared(ids.organisation, session.id)
        assert compared
        settlements = {key: (level, "Both watched again.") for key, level in settle.items()}
        assessment.moderate(compared, settlements, by=lena, now=at)
    result = results.result(ids.organisation, session.id)
    assert result
    assessment.release(result, link="https://t/f", by=lena, now=at)
    if reflect:
        practice.write_session_reflection(session, LINES, True, by=session.enrolment.member, now=at)
    return replace(ids, sessions=(*ids.sessions, session.id))


def ready(cast: Cast, player: Player | None = None) -> Ids:
    """Somebody who has everything that the policy asks for."""
    ids = released(cast, learn(player or cast.tara))
    return released(cast, ids, at=SECOND)


def call(cast: Cast, ids: Ids, *players: Player, now: datetime = TODAY_NOON) -> Ids:
    """A panel about them: Pat and Pia, unless others are named."""
    members = [player.member for player in players or (cast.pat, cast.pia)]
    file = queries.file(enrolment_of(ids), now.date())
    decision = actions.open_decision(file, members, link=LINK, by=cast.cora.member, now=now)
    return replace(ids, decision=decision.id)


def cast_votes(ids: Ids, cast: Cast, now: datetime = TODAY_NOON, **votes: Vote) -> None:
    """Votes by first name."""
    for name, vote in votes.items():
        member = getattr(cast, name).member
        seat = case_of(ids).seat_of(member)
        assert seat
        actions.vote(seat, vote, f"{name} has read all of it.", by=member, now=now)


def decided(
    cast: Cast, ids: Ids, outcome: Vote = Vote.CERTIFIED, conditions: str = "", now: datetime = TODAY_NOON
) -> Ids:
    """What Pat and Pia decided together, recorded by Pat."""
    cast_votes(ids, cast, now, pat=outcome, pia=outcome)
    case = case_of(ids)
    file = queries.file(case.decision.enrolment, now.date())
    certificate = actions.record_decision(
        case, file, rationale="The levels hold.", conditions=conditions, link=LINK, by=cast.pat.member, now=now
    )
    if certificate is None:
        return ids
    return replace(ids, certificate=certificate.id, key=certificate.public_key)


def certified(cast: Cast, player: Player | None = None, now: datetime = TODAY_NOON) -> Ids:
    """Somebody who holds a certificate."""
    return decided(cast, call(cast, ready(cast, player), now=now), now=now)


def suspend(cast: Cast, ids: Ids, now: datetime = TODAY_NOON) -> None:
    """Take their certificate out of force for a while."""
    _change(cast, ids, StatusChange.SUSPENDED, now)


def revoke(cast: Cast, ids: Ids, now: datetime = TODAY_NOON) -> None:
    """Take their certificate away."""
    _change(cast, ids, StatusChange.REVOKED, now)


def _change(cast: Cast, ids: Ids, change: StatusChange, now: datetime) -> None:
    actions.change_certificate(certificate_of(ids), change, reason="A complaint.", by=cast.lena.member, now=now)


def give(cast: Cast, player: Player, *duties: Duty) -> None:
    """Give somebody exactly these duties."""
    people.change_duties(player.member, set(duties), by=cast.ada.member, now=MONDAY)


def state_of(ids: Ids) -> EnrolmentState:
    """Where they stand."""
    return enrolment_of(ids).state


def decision_of(ids: Ids) -> Decision:
    """The decision in the present session of the database."""
    return case_of(ids).decision
