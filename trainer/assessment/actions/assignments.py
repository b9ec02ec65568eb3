"""What can be done about who observes a session: ask, hand back, give up?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from trainer import audit, outbox
from trainer.assessment import licence as licences
from trainer.assessment import queries
from trainer.assessment.actions.results import compare_session
from trainer.curriculum import queries as curriculum
from trainer.organisations import queries as organisations
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice import actions as practice
from trainer.practice.links import Door
from trainer.practice.models import Observation, PracticeSession
from trainer.verdict import refuse_if
from trainer.web import demand


def assign(
    session: PracticeSession,
    assessor: Member,
    *,
    link: str,
    by: Member,
    now: datetime,
    link_session: str = "",
    despite: Sequence[str] = (),
    guests: Door | None = None,
) -> Observation:
    """Ask a licensed assessor to observe and rate a session; they get a letter, and with the first one the trainee.

    A guest gets their link, which leads where `guests` says. `despite`: what spoke against it and was known; the
    entry keeps it.
    """
    held = queries.licences(session.organisation_id).get(assessor.id, [])
    day = session.meeting.starts_at.date()
    demand(refuse_if(Duty.ASSESSOR not in assessor.duties, "%(name)s is not an assessor.", name=assessor.name))
    demand(refuse_if(assessor.id == by.id, "Nobody asks themselves. Another coordinator or lead does."))
    demand(queries.forbids(session, assessor))
    demand(licences.in_force(queries.periods(held), day))
    made = practice.assign_observation(
        session,
        assessor,
        *_pinned(session),
        by=by,
        now=now,
        link="" if assessor.is_guest else link,
        link_session=link_session,
        despite=despite,
    )
    if guests and assessor.is_guest:
        practice.open_to_guest(made, door=guests, by=by, now=now)
    return made


def assign_shadow(session: PracticeSession, assessor: Member, *, link: str, by: Member, now: datetime) -> Observation:
    """Ask an assessor without a licence to capture and rate beside those who judge. Nothing of it ever counts."""
    demand(queries.may_shadow(session, assessor))
    return practice.assign_observation(session, assessor, *_pinned(session), by=by, now=now, link=link, shadow=True)


def _pinned(session: PracticeSession) -> tuple[UUID, UUID]:
    """The event codes and the rubric that a session of this trainee is observed under."""
    release = curriculum.release(session.organisation_id, session.enrolment.release_id)
    scheme_id, rubric_id = (release.scheme_id, release.rubric_id) if release else (None, None)
    none = scheme_id is None or rubric_id is None
    demand(
        refuse_if(none, "This trainee's programme has no rubric or no event codes, so its sessions cannot be rated.")
    )
    assert scheme_id
    assert rubric_id
    return scheme_id, rubric_id


def decline(
    observation: Observation,
    *,
    reason: str,
    link: str,
    link_compared: str,
    by: Member,
    now: datetime,
    link_own: str = "",
) -> None:
    """Hand an observation back with a reason; coordinators get a letter, unless they may not know who observes.

    Whoever has locked by then is not kept waiting. `link_own` takes the date out of the assessor's calendar.
    """
    session = observation.session
    practice.decline_observation(observation, reason, by=by, now=now, link=link_own)
    if observation.shadow:
        return
    for coordinator in organisations.with_duty(session.organisation_id, Duty.COORDINATOR):
        involved = {session.enrolment.member_id, *(row.assessor_id for row in queries.assigned(session)), by.id}
        if coordinator.id not in involved:
            outbox.write(
                session.organisation_id,
                "handed_back",
                organisations.recipient(coordinator),
                link,
                once=f"{session.id}:{observation.id}:{coordinator.id}",
                now=now,
                assessor=observation.assessor.name,
                session=session.code,
                starts_at=session.meeting.starts_at,
            )
    compare_session(session, link=link_compared, by=by, now=now)


def give_up(observation: Observation, *, reason: str, link: str, by: Member, now: datetime, link_own: str = "") -> None:
    """Wait no longer for a judgement that will not come; whoever has locked is compared without it."""
    practice.stop_observation(observation, by=by, now=now, link=link_own)
    observation.declined_reason = reason
    audit.record(observation.organisation_id, "observation.given_up", by=by.id, subject=observation.id, at=now)
    if not observation.shadow:
        compare_session(observation.session, link=link, by=by, now=now)
