"""Does what is stored keep the promises of the product?

Each invariant is a function that returns one sentence for each place where it is broken, with the ids to look at.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from trainer import audit
from trainer.assessment.models import Evidence, Judgement, Rating, SessionResult
from trainer.certification.lifecycle import DecisionState, Outcome
from trainer.certification.models import Certificate, Decision, PanelSeat, PanelVote
from trainer.curriculum import digests
from trainer.curriculum.documents import Case, Glossary, ObservationScheme, Part, Phrases, Policy, Rubric, Viva
from trainer.curriculum.models import Asset, Document, Enrolment, Release
from trainer.organisations.models import Member, Organisation
from trainer.practice.actions.receipts import posted
from trainer.practice.agreement import standing
from trainer.practice.lifecycle import ACTIVE, ObservationState
from trainer.practice.models import (
    Agreement,
    Observation,
    Operation,
    PracticeSession,
    RatingDraft,
    Receipt,
    Seat,
    SetMeeting,
)
from trainer.practice.receipts import Held, digest

Sentences = Iterator[str]
KINDS: dict[str, type[Part]] = {
    "rubric": Rubric,
    "scheme": ObservationScheme,
    "policy": Policy,
    "glossary": Glossary,
    "viva": Viva,
    "phrases": Phrases,
    "case": Case,
}
AFTER_LOCK = (ObservationState.LOCKED, ObservationState.SUPERSEDED)


def chains_hold(session: Session) -> Sentences:
    """Every entry of every audit chain follows from the one before, and none is missing at the end."""
    chains: list[tuple[str, UUID | None]] = [("the installation", None)]
    chains += [(row.slug, row.id) for row in session.scalars(select(Organisation).order_by(Organisation.slug))]
    for name, organisation_id in chains:
        if broken := audit.chain_of(session, organisation_id):
            yield f"The audit chain of {name} is broken at entry {broken.seq}: {broken.why}"


def documents_are_as_published(session: Session) -> Sentences:
    """A rubric, scheme, policy, glossary, viva, list of phrases or case still has the digests it was cited by."""
    for row in session.scalars(select(Document)):
        try:
            found = digests.both(KINDS[row.kind].model_validate_json(row.body))
        except (KeyError, ValueError):
            yield f"The {row.kind} {row.key} ({row.id}) cannot be read any more."
            continue
        if found != (row.structure_digest, row.wording_digest):
            yield f"The {row.kind} {row.key} ({row.id}) is not what was published: its digests differ."


def assets_are_as_published(session: Session) -> Sentences:
    """A picture or file of a release still has its digest."""
    for row in session.scalars(select(Asset).execution_options(yield_per=20)):
        if hashlib.sha256(row.body).hexdigest() != row.digest:
            yield f"The file {row.path} of release {row.release_id} is not what was published: its digest differs."


def releases_are_counted(session: Session) -> Sentences:
    """The releases of a programme are numbered from one, none missing."""
    query = select(Release.programme_id, func.count(), func.max(Release.number), func.min(Release.number)).group_by(
        Release.organisation_id, Release.programme_id
    )
    for programme_id, count, last, first in session.execute(query):
        if (first, last) != (1, count):
            yield f"Releases of programme {programme_id} are missing: {count} rows, numbers {first} to {last}."


def enrolments_fit_their_release(session: Session) -> Sentences:
    """An enrolment's release is one of its own programme."""
    query = _joined(Enrolment, Release, "release_id").where(Enrolment.programme_id != Release.programme_id)
    for row in session.scalars(query):
        yield f"Enrolment {row.id} has a release of another programme."


def locked_is_judged(session: Session) -> Sentences:
    """An observation is locked exactly when a judgement of it exists."""
    judged = (
        select(Judgement.id)
        .where(
            Judgement.organisation_id == Observation.organisation_id,
            Judgement.observation_id == Observation.id,
        )
        .exists()
    )
    for row in session.scalars(select(Observation).where(Observation.state == ObservationState.LOCKED, ~judged)):
        yield f"Observation {row.id} is locked without a judgement."
    unlocked = or_(Observation.state.not_in(AFTER_LOCK), Observation.locked_at.is_(None))
    for row in session.scalars(select(Observation).where(judged, unlocked)):
        yield f"Observation {row.id} has a judgement and is not locked."


def corrections_have_reasons(session: Session) -> Sentences:
    """Judgements of an observation are numbered from one, and whatever follows the first says why."""
    for row in session.scalars(select(Judgement).where(Judgement.number > 1, Judgement.reason == "")):
        yield f"Judgement {row.id} corrects another without a reason."
    query = select(Judgement.observation_id, func.count(), func.max(Judgement.number)).group_by(
        Judgement.organisation_id, Judgement.observation_id
    )
    for observation_id, count, last in session.execute(query):
        if count != last:
            yield f"Judgements of observation {observation_id} are missing: {count} rows, the last is number {last}."


def judged_by_what_was_assigned(session: Session) -> Sentences:
    """A judgement cites the rubric its observation is pinned to."""
    query = _joined(Judgement, Observation, "observation_id").where(Judgement.rubric_id != Observation.rubric_id)
    for row in session.scalars(query):
        yield f"Judgement {row.id} was made by another rubric than the one assigned."


def evidence_is_the_assessors_own(session: Session) -> Sentences:
    """A rating rests only on events that its own assessor captured in its own session."""
    query = (
        select(Evidence)
        .join(Rating, _same(Evidence, Rating, "rating_id"))
        .join(Judgement, _same(Rating, Judgement, "judgement_id"))
        .join(Operation, _same(Evidence, Operation, "operation_id"))
        .where(Operation.observation_id != Judgement.observation_id)
    )
    for row in session.scalars(query):
        yield f"Evidence {row.id} is an event of another observation."


def nobody_assesses_themselves(session: Session) -> Sentences:
    """The assessor of a session is not its trainee."""
    query = (
        select(Observation.id)
        .join(PracticeSession, _same(Observation, PracticeSession, "session_id"))
        .join(Enrolment, _same(PracticeSession, Enrolment, "enrolment_id"))
        .join(Member, _same(Enrolment, Member, "member_id"))
        .where(Observation.state.in_(ACTIVE), Observation.assessor_id == Member.id)
    )
    for id in session.scalars(query):
        yield f"Observation {id} is made by the trainee themselves."


def compared_only_when_all_are_locked(session: Session) -> Sentences:
    """Assessors are blind: a session's judgements are compared only when every assigned one is locked."""
    query = (
        select(SessionResult.id, Observation.id)
        .join(
            Observation,
            and_(
                Observation.organisation_id == SessionResult.organisation_id,
                Observation.session_id == SessionResult.session_id,
            ),
        )
        .where(or_(SessionResult.compared_at.is_not(None), SessionResult.released_at.is_not(None)))
        .where(Observation.state.in_(ACTIVE - {ObservationState.LOCKED}), Observation.shadow.is_(False))
    )
    for result_id, observation_id in session.execute(query):
        yield f"Result {result_id} was compared while observation {observation_id} is not locked."


def nothing_is_left_of_what_was_stopped(session: Session) -> Sentences:
    """Of an observation that was stopped or handed back neither a tap nor a draft of its judgement is kept."""
    given_up = (ObservationState.VOID, ObservationState.DECLINED)
    for kept, what in ((Operation, "captured"), (Receipt, "counted"), (RatingDraft, "drafted")):
        query = (
            select(kept.observation_id)
            .join(Observation, _same(kept, Observation, "observation_id"))
            .where(Observation.state.in_(given_up))
            .distinct()
        )
        for id in session.scalars(query):
            yield f"Observation {id} was stopped or handed back, and what was {what} is still there."


def nothing_is_captured_before_agreement(session: Session) -> Sentences:
    """Before anything of a session is stored, everybody on a seat has agreed or is not there."""
    query = (
        select(Observation.organisation_id, Observation.id, PracticeSession.meeting_id, func.min(Operation.received_at))
        .join(Operation, _same(Operation, Observation, "observation_id"))
        .join(PracticeSession, _same(Observation, PracticeSession, "session_id"))
        .group_by(Observation.organisation_id, Observation.id, PracticeSession.meeting_id)
    )
    for organisation_id, observation_id, meeting_id, first in session.execute(query):
        if missing := _without_agreement(session, organisation_id, meeting_id, first):
            yield f"Observation {observation_id} was captured before seats {', '.join(missing)} had agreed."


def receipts_say_what_is_stored(session: Session) -> Sentences:
    """What an assessor's device is told was taken is what is there."""
    held: dict[tuple[UUID, UUID], Held] = {}
    for row in session.scalars(select(Operation).execution_options(yield_per=1000)):
        place = (row.observation_id, row.device)
        held[place] = held.get(place, Held()).plus([digest(row.observation_id, posted(row))])
    stored = {(*place, sums.count, sums.digest) for place, sums in held.items()}
    told = {(row.observation_id, row.device, row.count, row.digest) for row in session.scalars(select(Receipt))}
    for observation_id, device in sorted({place[:2] for place in stored ^ told}):
        yield f"The receipt of device {device} for observation {observation_id} is not what was stored."


def _without_agreement(session: Session, organisation_id: UUID, meeting_id: UUID, moment: Any) -> list[str]:
    """The seats that at a moment had not answered about the observer, or whose latest answer was no."""
    seats = session.scalars(
        select(Seat)
        .join(SetMeeting, and_(SetMeeting.organisation_id == Seat.organisation_id, SetMeeting.set_id == Seat.set_id))
        .where(SetMeeting.organisation_id == organisation_id, SetMeeting.id == meeting_id)
        .where(Seat.joined_at <= SetMeeting.starts_at)
        .where(or_(Seat.left_at.is_(None), Seat.left_at > SetMeeting.starts_at))
    ).all()
    answers = session.scalars(
        select(Agreement)
        .where(Agreement.organisation_id == organisation_id, Agreement.meeting_id == meeting_id)
        .where(Agreement.answered_at <= moment)
        .order_by(Agreement.answered_at, Agreement.id)
    )
    latest = {(answer.seat_id, answer.kind): answer.answer for answer in answers}
    found = standing([seat.id for seat in seats], latest)
    return sorted(seat.code for seat in seats if seat.id in found.missing | found.declined)


def decisions_rest_on_votes(session: Session) -> Sentences:
    """A decision is made when every seat of its panel has voted, and its evidence is still what they saw."""
    decided = Decision.state == DecisionState.DECIDED
    voted = select(PanelVote.id).where(_same(PanelVote, PanelSeat, "seat_id")).exists()
    query = _joined(PanelSeat, Decision, "decision_id").where(decided, ~voted)
    for seat in session.scalars(query):
        yield f"Decision {seat.decision_id} was made before panel member {seat.member_id} had voted."
    for row in session.scalars(select(Decision).where(decided)):
        if row.evidence_digest != hashlib.sha256(row.evidence.encode()).hexdigest():
            yield f"The evidence of decision {row.id} is not what the panel saw: its digest differs."


def certificates_follow_decisions(session: Session) -> Sentences:
    """A certificate has a period, and a decision that certified its own holder."""
    for row in session.scalars(select(Certificate).where(Certificate.valid_from >= Certificate.valid_until)):
        yield f"Certificate {row.public_key} ends before it begins."
    unfounded = or_(
        Decision.state != DecisionState.DECIDED,
        Decision.outcome.is_(None),
        Decision.outcome == Outcome.NOT_YET,
        Decision.enrolment_id != Certificate.enrolment_id,
    )
    for row in session.scalars(_joined(Certificate, Decision, "decision_id").where(unfounded)):
        yield f"Certificate {row.public_key} does not follow from its decision."


def _same(pointing: Any, pointed: Any, column: str) -> Any:
    """The condition under which a row points at another of the same organisation."""
    return and_(
        getattr(pointing, column) == pointed.id,
        pointing.organisation_id == pointed.organisation_id,
    )


def _joined(pointing: Any, pointed: Any, column: str) -> Select[Any]:
    return select(pointing).join(pointed, _same(pointing, pointed, column))


INVARIANTS: tuple[Callable[[Session], Sentences], ...] = (
    chains_hold,
    documents_are_as_published,
    assets_are_as_published,
    releases_are_counted,
    enrolments_fit_their_release,
    locked_is_judged,
    corrections_have_reasons,
    judged_by_what_was_assigned,
    evidence_is_the_assessors_own,
    nobody_assesses_themselves,
    compared_only_when_all_are_locked,
    nothing_is_left_of_what_was_stopped,
    nothing_is_captured_before_agreement,
    receipts_say_what_is_stored,
    decisions_rest_on_votes,
    certificates_follow_decisions,
)


def broken(session: Session) -> list[str]:
    """Every place where an invariant is broken, in one transaction of reading."""
    return [sentence for invariant in INVARIANTS for sentence in invariant(session)]
