"""Who may arrange sets and sessions, capture, correct and reflect? What is not one's own stays hidden."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from trainer.curriculum.lifecycle import IN_TRAINING, EnrolmentState
from trainer.curriculum.models import Enrolment
from trainer.organisations.access import holds, needs
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice.agreement import Standing
from trainer.practice.lifecycle import ACTIVE, MeetingState, ObservationState, SessionState
from trainer.practice.models import LearningSet, Observation, PracticeSession, Seat, SetMeeting
from trainer.verdict import YES, Verdict, every, hide_unless, refuse_if

REQUESTING = IN_TRAINING | {EnrolmentState.CERTIFIED}
BEFORE_IT_IS_HELD = frozenset({SessionState.PLANNED, SessionState.CONFIRMED})
OPEN_FOR_CAPTURE = frozenset({ObservationState.ASSIGNED, ObservationState.CAPTURING, ObservationState.CAPTURED})
_S = ObservationState
TO_CAPTURE = frozenset({_S.ASSIGNED, _S.CAPTURING})
BEGUN = ACTIVE - {_S.ASSIGNED}


@dataclass(frozen=True)
class Observed:
    """A session with every observation of it."""

    session: PracticeSession
    observations: Collection[Observation]


@dataclass(frozen=True)
class Gathering:
    """A meeting with its sessions and every observation made there."""

    meeting: SetMeeting
    sessions: Collection[PracticeSession]
    observations: Collection[Observation]

    @property
    def trainees(self) -> frozenset[UUID]:
        return frozenset(session.enrolment.member_id for session in self.sessions)

    @property
    def assessors(self) -> frozenset[UUID]:
        return frozenset(row.assessor_id for row in self.observations if row.state in ACTIVE)

    @property
    def is_over(self) -> bool:
        """Whether every session was held or called off, and nobody captures any more."""
        ahead = any(session.state in BEFORE_IT_IS_HELD for session in self.sessions)
        return not ahead and all(row.state is not _S.CAPTURING for row in self.observations)


def may_keep_calendar(member: Member) -> Verdict:
    """Everybody who has a place here, for their own dates."""
    return YES


def may_see_sessions(member: Member) -> Verdict:
    """Trainees their own; coordinators and leads everyone's."""
    return needs(member, Duty.TRAINEE, Duty.COORDINATOR, Duty.LEAD)


def may_manage_sets(member: Member) -> Verdict:
    """Coordinators and leads."""
    return needs(member, Duty.COORDINATOR, Duty.LEAD)


def may_see_sets(member: Member) -> Verdict:
    """Those who arrange them."""
    return may_manage_sets(member)


def may_manage_set(member: Member, learning_set: LearningSet) -> Verdict:
    """Coordinators and leads, whichever set it is."""
    return may_manage_sets(member)


def may_manage_seat(member: Member, seat: Seat) -> Verdict:
    """Coordinators and leads, whichever set it is in."""
    return may_manage_sets(member)


def may_see_gathering(member: Member, gathering: Gathering) -> Verdict:
    """Coordinators, leads, the trainees of the meeting and the assessors assigned there."""
    return hide_unless(_arranges(member) or member.id in gathering.trainees | gathering.assessors)


def may_record_agreements(member: Member, gathering: Gathering) -> Verdict:
    """Whoever is in the room or arranges the meeting. From the first capture on only assessors who are still to capture
    there, and coordinators and leads with no part in it: a no deletes what was captured."""
    begun = any(row.state in BEGUN for row in gathering.observations)
    return every(
        may_see_gathering(member, gathering),
        refuse_if(
            _is_observed(member, gathering),
            "Your session is observed at this meeting. Whoever captures, or the coordinator, notes what the set says.",
        ),
        refuse_if(
            begun and not (_is_to_capture(member, gathering) or _only_arranges(member, gathering)),
            "The capture has begun. Whoever captures, or the coordinator, notes what the set says from now on.",
        ),
    )


def may_stop_captures(member: Member, gathering: Gathering) -> Verdict:
    """During the meeting a no stops what has begun, whoever notes it. Afterwards only coordinators and leads with no
    part in it have what is not locked deleted; a no that others note is only kept."""
    return refuse_if(
        gathering.is_over and not _only_arranges(member, gathering),
        "The meeting is over. A coordinator or lead has what is not locked deleted.",
    )


def may_go_unobserved(standing: Standing) -> Verdict:
    """A session is left without its observer only when somebody in the set has said no."""
    return refuse_if(not standing.declined, "Nobody in the set has said no, so the observer stays.")


def may_manage_meeting(member: Member, gathering: Gathering) -> Verdict:
    """Coordinators and leads, but nobody whose own session there is being observed or was."""
    return every(
        hide_unless(_arranges(member)),
        refuse_if(
            _is_observed(member, gathering),
            "Your session is observed at this meeting. Another coordinator or lead manages it.",
        ),
    )


def may_move_meeting(member: Member, gathering: Gathering) -> Verdict:
    """Whoever manages the meeting, while it is planned and nobody has begun to observe there."""
    return every(
        may_manage_meeting(member, gathering),
        refuse_if(gathering.meeting.state is not MeetingState.PLANNED, "Only a meeting that is still planned moves."),
        refuse_if(
            any(row.state in BEGUN for row in gathering.observations),
            "Somebody has begun to observe here, so the date stays as it is.",
        ),
    )


def may_learn_here(member: Member) -> Verdict:
    """Trainees; whether they may ask for a session is for their enrolment."""
    return needs(member, Duty.TRAINEE)


def may_request(member: Member, enrolment: Enrolment | None) -> Verdict:
    """A trainee for themself, while they are in training or certified."""
    if enrolment is None or enrolment.member_id != member.id:
        return refuse_if(True, "You are not on a programme yet. Open “Learn” and begin one.")
    return every(
        needs(member, Duty.TRAINEE),
        refuse_if(enrolment.state not in REQUESTING, "Sessions can be asked for while you are in training."),
    )


def may_see_session(member: Member, session: PracticeSession) -> Verdict:
    """Its trainee, and those who arrange, decide or audit. Never an assessor as such: they see their own work."""
    return hide_unless(
        session.enrolment.member_id == member.id or holds(member, Duty.COORDINATOR, Duty.LEAD, Duty.AUDITOR, Duty.PANEL)
    )


def may_see_assignments(member: Member, session: PracticeSession, observations: Collection[Observation]) -> Verdict:
    """Who observes: for the trainee and those who arrange, but for no one whose own judgement is still open."""
    own = session.enrolment.member_id == member.id
    open_ = any(row.assessor_id == member.id and row.state in ACTIVE - {_S.LOCKED} for row in observations)
    return hide_unless((own or _arranges(member)) and not open_)


def may_cancel_session(member: Member, observed: Observed) -> Verdict:
    """Coordinators and leads before it is held; its trainee before anybody has begun to observe it."""
    session = observed.session
    mine = session.enrolment.member_id == member.id
    return every(
        hide_unless(mine or _arranges(member)),
        refuse_if(session.state not in BEFORE_IT_IS_HELD, "Only a session that was not held yet can be cancelled."),
        refuse_if(
            mine and any(row.started_at for row in observed.observations),
            "Your session is being observed. If it should not count, ask a coordinator or lead.",
        ),
    )


def may_abort_session(member: Member, observed: Observed) -> Verdict:
    """Coordinators and leads, while the session is confirmed or held and not every judgement of it is locked. Never for
    their own session or that of somebody they manage."""
    session, trainee = observed.session, observed.session.enrolment.member
    given = {row.state for row in observed.observations if row.counts}
    return every(
        hide_unless(_arranges(member)),
        refuse_if(trainee.id == member.id, "Nobody decides whether their own session counts."),
        refuse_if(trainee.manager_id == member.id, "A line manager does not decide whether a session counts."),
        refuse_if(
            session.state not in (SessionState.CONFIRMED, SessionState.HELD),
            "Only a confirmed or held session can be broken off.",
        ),
        refuse_if(given == {_S.LOCKED}, "Every judgement of this session is locked. It stands as it is."),
    )


def may_ask_pulse(member: Member, session: PracticeSession) -> Verdict:
    """Coordinators and leads once it was held, never about their own session."""
    return every(
        hide_unless(_arranges(member)),
        refuse_if(session.enrolment.member_id == member.id, "Nobody hands out the questions about their own session."),
        refuse_if(
            session.state not in (SessionState.HELD, SessionState.CLOSED),
            "The set is asked how it was once the session was held.",
        ),
    )


def may_be_assigned(assessor: Member, session: PracticeSession, observations: Collection[Observation]) -> Verdict:
    """Whether somebody may observe a session: an assessor who has no stake in the trainee and is not on it yet."""
    trainee = session.enrolment.member
    return every(
        refuse_if(session.state not in BEFORE_IT_IS_HELD, "This session is over. It takes no more assessors."),
        refuse_if(assessor.id == trainee.id, "Nobody observes their own session."),
        refuse_if(assessor.id == trainee.manager_id, "A line manager does not assess their own people."),
        refuse_if(not holds(assessor, Duty.ASSESSOR), "%(name)s is not an assessor.", name=assessor.name),
        refuse_if(
            any(row.assessor_id == assessor.id for row in observations),
            "%(name)s was asked to observe this session before.",
            name=assessor.name,
        ),
    )


def may_reflect(member: Member, session: PracticeSession) -> Verdict:
    """The session's trainee, once it was held."""
    return every(
        hide_unless(session.enrolment.member_id == member.id),
        refuse_if(
            session.state not in (SessionState.HELD, SessionState.CLOSED),
            "Your four lines are asked for once the session was held.",
        ),
    )


def may_capture(member: Member, observation: Observation) -> Verdict:
    """The observation's own assessor, until they rate."""
    return every(
        hide_unless(observation.assessor_id == member.id),
        _not_ended_otherwise(observation),
        refuse_if(observation.state not in OPEN_FOR_CAPTURE, "You are rating this session: capture is over."),
    )


def may_deliver(member: Member, observation: Observation) -> Verdict:
    """Whose device may still send what it holds: the assessor's, even after the judgement is locked."""
    return every(hide_unless(observation.assessor_id == member.id), _not_ended_otherwise(observation))


def may_deliver_any(member: Member) -> Verdict:
    """Assessors; each operation is then put to its own observation."""
    return needs(member, Duty.ASSESSOR)


def may_decline(member: Member, observation: Observation) -> Verdict:
    """The assessor, before anything was captured."""
    return every(
        hide_unless(observation.assessor_id == member.id),
        refuse_if(observation.state is not _S.ASSIGNED, "An observation that has begun cannot be handed back."),
    )


def may_see_timeline(member: Member, observation: Observation) -> Verdict:
    """The observation's own assessor. Others see a timeline only through what is released."""
    return every(hide_unless(observation.assessor_id == member.id), _not_ended_otherwise(observation))


def may_amend_timeline(member: Member, observation: Observation) -> Verdict:
    """The observation's own assessor, from the end of the session until the judgement is locked."""
    return every(
        may_see_timeline(member, observation),
        refuse_if(observation.state is _S.LOCKED, "Your judgement is locked, and the timeline with it."),
        refuse_if(
            observation.state not in (_S.CAPTURED, _S.RATING), "Corrections are made after the session has ended."
        ),
    )


def _not_ended_otherwise(observation: Observation) -> Verdict:
    return every(
        refuse_if(observation.state is _S.VOID, "This observation was stopped. Nothing of it is kept."),
        refuse_if(observation.state is _S.DECLINED, "You handed this observation back."),
        refuse_if(observation.state is _S.SUPERSEDED, "This observation was replaced by another."),
    )


def _is_observed(member: Member, gathering: Gathering) -> bool:
    own = (row for row in gathering.observations if row.session.enrolment.member_id == member.id)
    return any(row.state in BEGUN for row in own)


def _is_to_capture(member: Member, gathering: Gathering) -> bool:
    """Told by one's own observations alone: the answer must not tell an assessor how far another has come."""
    return any(row.assessor_id == member.id and row.state in TO_CAPTURE for row in gathering.observations)


def _only_arranges(member: Member, gathering: Gathering) -> bool:
    return _arranges(member) and member.id not in gathering.trainees | gathering.assessors


def _arranges(member: Member) -> bool:
    return holds(member, Duty.COORDINATOR, Duty.LEAD)
