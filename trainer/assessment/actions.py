"""What is done about judging: license, assign, draft, lock, compare, moderate, release, resolve."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from trainer import audit, outbox
from trainer.assessment import judgement as rules
from trainer.assessment import licence as licences
from trainer.assessment import queries
from trainer.assessment.comparison import compare, to_moderate
from trainer.assessment.judgement import Draft
from trainer.assessment.lifecycle import Confidence, Relationship, ResultState
from trainer.assessment.models import (
    AssessorLicence,
    Evidence,
    Judgement,
    Moderation,
    Rating,
    SessionResult,
    StopEvent,
    StopEventResolution,
)
from trainer.assessment.queries import Compared
from trainer.curriculum import queries as curriculum
from trainer.db import db, new_id
from trainer.message import Message
from trainer.organisations import queries as organisations
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice import actions as practice
from trainer.practice.lifecycle import ObservationState
from trainer.practice.models import Observation, PracticeSession, RatingDraft
from trainer.practice.timeline import Event
from trainer.verdict import refuse_if
from trainer.web import Conflict, demand


def grant_licence(member: Member, *, until: date, reason: str, by: Member, now: datetime) -> AssessorLicence:
    """Let an assessor rate from today until a day, for a reason."""
    licence = AssessorLicence(
        organisation_id=member.organisation_id,
        id=new_id(),
        member_id=member.id,
        granted_by_id=by.id,
        granted_at=now,
        valid_from=now.date(),
        valid_until=until,
        reason=reason,
    )
    db.session.add(licence)
    audit.record(
        member.organisation_id, "licence.granted", by=by.id, subject=member.id, at=now, licence=licence.id, until=until
    )
    return licence


def suspend_licence(licence: AssessorLicence, *, reason: str, by: Member, now: datetime) -> None:
    """Take a licence out of force at once."""
    licence.suspended_at, licence.suspended_reason = now, reason
    audit.record(
        licence.organisation_id, "licence.suspended", by=by.id, subject=licence.member_id, at=now, licence=licence.id
    )


def assign(session: PracticeSession, assessor: Member, *, link: str, by: Member, now: datetime) -> Observation:
    """Ask a licensed assessor to observe and rate a session; they get a letter."""
    held = queries.licences(session.organisation_id).get(assessor.id, [])
    day = session.meeting.starts_at.date()
    demand(refuse_if(Duty.ASSESSOR not in assessor.duties, "%(name)s is not an assessor.", name=assessor.name))
    demand(refuse_if(assessor.id == by.id, "Nobody asks themselves. Another coordinator or lead does."))
    demand(licences.in_force(queries.periods(held), day))
    release = curriculum.release(session.organisation_id, session.enrolment.release_id)
    demand(
        refuse_if(
            release is None or release.scheme_id is None or release.rubric_id is None,
            "This trainee's programme has no rubric or no event codes, so its sessions cannot be rated.",
        )
    )
    assert release
    assert release.scheme_id
    assert release.rubric_id
    return practice.assign_observation(
        session, assessor, scheme_id=release.scheme_id, rubric_id=release.rubric_id, by=by, now=now, link=link
    )


def decline(observation: Observation, *, reason: str, link: str, link_compared: str, by: Member, now: datetime) -> None:
    """Hand an observation back with a reason; coordinators get a letter, unless they may not know who observes.

    Whoever has locked by then is not kept waiting.
    """
    session = observation.session
    practice.decline_observation(observation, reason, by=by, now=now)
    for coordinator in organisations.with_duty(session.organisation_id, Duty.COORDINATOR):
        involved = {session.enrolment.member_id, *(row.assessor_id for row in queries.assigned(session)), by.id}
        if coordinator.person and coordinator.id not in involved:
            outbox.write(
                session.organisation_id,
                "handed_back",
                outbox.Recipient(coordinator.name, coordinator.person.email),
                link,
                once=f"{session.id}:{observation.id}:{coordinator.id}",
                now=now,
                assessor=observation.assessor.name,
                session=session.code,
                starts_at=session.meeting.starts_at,
            )
    compare_session(session, link=link_compared, by=by, now=now)


def give_up(observation: Observation, *, reason: str, link: str, by: Member, now: datetime) -> None:
    """Wait no longer for a judgement that will not come; whoever has locked is compared without it."""
    practice.stop_observation(observation, by=by, now=now)
    observation.declined_reason = reason
    audit.record(observation.organisation_id, "observation.given_up", by=by.id, subject=observation.id, at=now)
    compare_session(observation.session, link=link, by=by, now=now)


def save_draft(observation: Observation, draft: Draft, *, revision: int, now: datetime) -> RatingDraft:
    """Keep an unfinished judgement. `revision` is the one the form was opened with, 0 for a new draft.

    A draft that was saved on another device meanwhile is not overwritten: the answer is a conflict.
    """
    row = queries.draft(observation)
    if (row.revision if row else 0) != revision:
        raise Conflict(Message("You changed this judgement on another device. Load it again before you go on."))
    if row is None:
        row = RatingDraft(organisation_id=observation.organisation_id, id=new_id(), observation_id=observation.id)
        db.session.add(row)
    row.body, row.saved_at = asdict(draft), now
    if observation.state is ObservationState.CAPTURED:
        practice.start_rating(observation, by=observation.assessor, now=now)
    db.session.flush()
    return row


def lock_rating(
    observation: Observation, draft: Draft, events: Sequence[Event], *, link: str, by: Member, now: datetime
) -> Judgement:
    """Lock one assessor's judgement for good. The last lock of a session opens the comparison.

    The caller has shown that the draft is whole (`judgement.gaps`). `events` is the assessor's own timeline.
    """
    held = queries.licences(observation.organisation_id).get(observation.assessor_id, [])
    demand(licences.in_force(queries.periods(held), observation.session.meeting.starts_at.date()))
    rubric = curriculum.rubric(observation.rubric)
    judgement = Judgement(
        organisation_id=observation.organisation_id,
        id=new_id(),
        observation_id=observation.id,
        number=1,
        rubric_id=observation.rubric_id,
        entrustment=int(draft.entrustment),
        strength_one=draft.strength_one.strip(),
        strength_two=draft.strength_two.strip(),
        try_next=draft.try_next.strip(),
        question=draft.question.strip(),
        confidence=Confidence(draft.confidence),
        relationship_=Relationship(draft.relationship),
        locked_at=now,
    )
    db.session.add(judgement)
    at = {str(event.id): event.at_ms for event in events}
    for criterion in rubric.criteria:
        _write_rating(judgement, criterion.key, draft.mark(criterion.key), at)
    for key, words in draft.stop_events.items():
        db.session.add(
            StopEvent(
                organisation_id=judgement.organisation_id,
                id=new_id(),
                judgement_id=judgement.id,
                key=key,
                what=words.strip(),
            )
        )
    row = queries.draft(observation)
    if row:
        db.session.delete(row)
    practice.lock_observation(observation, by=by, now=now)
    audit.record(
        observation.organisation_id,
        "rating.locked",
        by=by.id,
        subject=observation.id,
        at=now,
        judgement=judgement.id,
        session=observation.session_id,
    )
    compare_session(observation.session, link=link, by=by, now=now)
    return judgement


def _write_rating(judgement: Judgement, criterion: str, mark: rules.Mark, at: Mapping[str, int]) -> None:
    same = {"organisation_id": judgement.organisation_id}
    rating = Rating(
        **same,
        id=new_id(),
        judgement_id=judgement.id,
        criterion=criterion,
        level=mark.number,
        not_observed=mark.number is None,
        comment=mark.comment.strip(),
    )
    db.session.add(rating)
    for event in dict.fromkeys(mark.events):
        db.session.add(
            Evidence(**same, id=new_id(), rating_id=rating.id, operation_id=UUID(event), at_ms=at[event], text="")
        )
    if mark.quote.strip():
        db.session.add(
            Evidence(
                **same,
                id=new_id(),
                rating_id=rating.id,
                operation_id=None,
                at_ms=rules.milliseconds(mark.quote_at) or 0,
                text=mark.quote.strip(),
            )
        )


def compare_session(session: PracticeSession, *, link: str, by: Member, now: datetime) -> None:
    """Compare a session once every judgement that is still expected is locked; before that nothing happens."""
    db.session.flush()
    asked = queries.assigned(session)
    if not asked or any(row.state is not ObservationState.LOCKED for row in asked):
        return
    given = queries.judgements(session.organisation_id, [session.id])[session.id]
    lines = compare(curriculum.rubric(given[0].rubric), [queries.levels(row) for row in given])
    waiting = to_moderate(lines)
    result = SessionResult(
        organisation_id=session.organisation_id,
        id=new_id(),
        session_id=session.id,
        state=ResultState.MODERATING if waiting else ResultState.AGREED,
        compared_at=now,
    )
    db.session.add(result)
    audit.record(
        session.organisation_id,
        "session.compared",
        by=by.id,
        subject=session.id,
        at=now,
        differ=[line.criterion.key for line in waiting],
    )
    for lead in organisations.with_duty(session.organisation_id, Duty.LEAD):
        if lead.person:
            outbox.write(
                session.organisation_id,
                "compared",
                outbox.Recipient(lead.name, lead.person.email),
                link,
                once=f"{session.id}:{lead.id}",
                now=now,
                session=session.code,
                differ=len(waiting),
            )


def moderate(
    compared: Compared, settlements: Mapping[str, tuple[int, str]], *, by: Member, now: datetime
) -> SessionResult:
    """Settle criteria on which assessors differed, each with a reason. What they gave is kept beside it."""
    result = compared.result
    for criterion, (level, reason) in settlements.items():
        db.session.add(
            Moderation(
                organisation_id=result.organisation_id,
                id=new_id(),
                result_id=result.id,
                criterion=criterion,
                level=level,
                reason=reason,
                moderator_id=by.id,
                moderated_at=now,
            )
        )
    open_still = {line.criterion.key for line in to_moderate(compared.lines)} - set(settlements)
    if not open_still:
        result.state = ResultState.AGREED
    audit.record(
        result.organisation_id,
        "session.moderated",
        by=by.id,
        subject=result.session_id,
        at=now,
        settled={key: level for key, (level, _) in settlements.items()},
    )
    return result


def release(result: SessionResult, *, link: str, by: Member, now: datetime) -> None:
    """Let the trainee read what was judged; the session is closed."""
    result.state, result.released_at, result.released_by_id = ResultState.RELEASED, now, by.id
    practice.close_session(result.session, by=by, now=now)
    audit.record(result.organisation_id, "session.released", by=by.id, subject=result.session_id, at=now)
    trainee = result.session.enrolment.member
    if trainee.person:
        outbox.write(
            result.organisation_id,
            "released",
            outbox.Recipient(trainee.name, trainee.person.email),
            link,
            once=str(result.session_id),
            now=now,
            session=result.session.code,
        )


def resolve_stop_event(stop: StopEvent, *, upheld: bool, reason: str, by: Member, now: datetime) -> None:
    """Say what a look into a stop event found. An upheld one keeps blocking."""
    resolution: Any = StopEventResolution(
        organisation_id=stop.organisation_id,
        id=new_id(),
        stop_event_id=stop.id,
        upheld=upheld,
        reason=reason,
        resolved_by_id=by.id,
        resolved_at=now,
    )
    db.session.add(resolution)
    audit.record(stop.organisation_id, "stop_event.resolved", by=by.id, subject=stop.id, at=now, upheld=upheld)
