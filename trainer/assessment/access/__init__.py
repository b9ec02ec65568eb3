"""Who may rate, assign, moderate, release, read? Blindness is decided here and nowhere else."""

from trainer.assessment.blind import is_blind
from trainer.assessment.lifecycle import ResultState
from trainer.assessment.models import OwnPhrase
from trainer.assessment.queries import Again, Assignment, Awaited, Compared, Hidden, Raised, Replying
from trainer.assessment.shadowing import stays_blind
from trainer.organisations.access import holds, needs
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice.access import may_see_assignments, may_see_session, may_see_timeline
from trainer.practice.lifecycle import ACTIVE, ObservationState, SessionState
from trainer.practice.models import Observation, PracticeSession, SessionReflection
from trainer.verdict import YES, Verdict, either, every, hide_unless, refuse_if

RATED = frozenset({ObservationState.CAPTURED, ObservationState.RATING, ObservationState.LOCKED})


def may_assess(member: Member) -> Verdict:
    """Assessors."""
    return needs(member, Duty.ASSESSOR)


def may_remove_phrase(member: Member, phrase: OwnPhrase) -> Verdict:
    """Whoever keeps it; nobody else learns that it exists."""
    return every(hide_unless(phrase.member_id == member.id), may_assess(member))


def may_assign(member: Member, assignment: Assignment) -> Verdict:
    """Coordinators and leads, never for a session of their own or one they assess, while it is ahead."""
    session = assignment.session
    return every(
        may_see_session(member, session),
        needs(member, Duty.COORDINATOR, Duty.LEAD),
        refuse_if(session.enrolment.member_id == member.id, "Nobody chooses their own assessors."),
        refuse_if(
            member.id in {observation.assessor_id for observation in assignment.asked},
            "You assess this session, so you may not know who else does. Another coordinator or lead asks them.",
        ),
        refuse_if(
            session.state not in (SessionState.PLANNED, SessionState.CONFIRMED),
            "Assessors are assigned before a session is held.",
        ),
    )


def may_decline(member: Member, observation: Observation) -> Verdict:
    """The assessor, before anything is captured."""
    return every(
        hide_unless(observation.assessor_id == member.id),
        refuse_if(
            observation.state is not ObservationState.ASSIGNED,
            "You have begun. Ask your coordinator if you cannot go on.",
        ),
    )


def may_accept(member: Member, observation: Observation) -> Verdict:
    """The assessor, before anything is captured."""
    return may_decline(member, observation)


def may_rate(member: Member, observation: Observation) -> Verdict:
    """The assessor of the observation, after the session and never about themselves."""
    return every(
        hide_unless(observation.assessor_id == member.id),
        refuse_if(observation.session.enrolment.member_id == member.id, "Nobody rates themselves."),
        refuse_if(not observation.session.observed, "This session was not observed: somebody did not agree."),
        may_see_timeline(member, observation),
        refuse_if(
            observation.state not in RATED, "You can rate after the session: first capture it and end the capture."
        ),
    )


def may_change_rating(member: Member, observation: Observation) -> Verdict:
    """The assessor, as long as they hold the duty, until the lock; afterwards nobody. Who learns stays blind."""
    return every(
        may_rate(member, observation),
        needs(member, Duty.ASSESSOR),
        stays_blind(member.duties) if observation.shadow else YES,
        refuse_if(
            observation.state is ObservationState.LOCKED and not observation.reopened_at,
            "Your judgement is locked and stays as it is. To correct a slip, ask a lead assessor to open it.",
        ),
    )


def may_compare(member: Member, compared: Compared) -> Verdict:
    """Leads, and each assessor of the session who has nothing to correct there: never the trainee, and for nobody
    before all are locked."""
    own = [row.observation for row in compared.judgements if row.observation.assessor_id == member.id]
    return every(
        hide_unless(compared.result.session.enrolment.member_id != member.id),
        hide_unless(holds(member, Duty.LEAD) or own),
        refuse_if(
            any(observation.reopened_at for observation in own),
            "First correct your judgement or leave it as it is; then read the others.",
        ),
    )


def may_export_events(member: Member, compared: Compared) -> Verdict:
    """Whoever reads the judgements side by side; auditors once the result is released. Never the trainee."""
    released = compared.result.state is ResultState.RELEASED
    return every(
        hide_unless(compared.result.session.enrolment.member_id != member.id),
        either(may_compare(member, compared), hide_unless(released and holds(member, Duty.AUDITOR))),
    )


def may_moderate(member: Member, compared: Compared) -> Verdict:
    """A lead who rated nothing in this session and is not the trainee's manager."""
    rated = {judgement.observation.assessor_id for judgement in compared.judgements}
    trainee = compared.result.session.enrolment.member
    return every(
        may_compare(member, compared),
        needs(member, Duty.LEAD),
        refuse_if(member.id in rated, "You rated this session. Somebody who did not rate it decides here."),
        refuse_if(trainee.manager_id == member.id, "You are this trainee's manager. Another lead assessor moderates."),
    )


def may_look_into(member: Member, compared: Compared) -> Verdict:
    """Whoever may moderate the session: leads who rated nothing of it and do not manage its trainee."""
    return every(hide_unless(holds(member, Duty.LEAD)), may_moderate(member, compared), _not_broken_off(compared))


def may_see_doubts(member: Member, compared: Compared) -> Verdict:
    """Leads: how an assessor's licence stands is nothing for whoever rated beside them."""
    return every(may_compare(member, compared), hide_unless(holds(member, Duty.LEAD)))


def may_settle(member: Member, compared: Compared) -> Verdict:
    """Whoever may moderate, while there is something to moderate."""
    return every(
        may_moderate(member, compared),
        _not_broken_off(compared),
        _nobody_corrects(compared),
        refuse_if(not compared.open_lines, "Nothing waits for moderation here."),
    )


def may_release(member: Member, compared: Compared) -> Verdict:
    """Whoever may moderate, once the assessors agree or somebody has settled what differed."""
    return every(
        may_moderate(member, compared),
        _not_broken_off(compared),
        _nobody_corrects(compared),
        refuse_if(compared.open_lines, "Settle the differences first; then release the result."),
        refuse_if(compared.result.state is ResultState.RELEASED, "This result is released already."),
    )


def _nobody_corrects(compared: Compared) -> Verdict:
    names = [row.observation.assessor.name for row in compared.judgements if row.observation.reopened_at]
    return refuse_if(names, "%(names)s can still correct what they locked. Wait for that.", names=", ".join(names))


def _not_broken_off(compared: Compared) -> Verdict:
    aborted = compared.result.session.state is SessionState.ABORTED
    return refuse_if(aborted, "This session was broken off. Nothing of it counts; only stop events are looked into.")


def may_resolve(member: Member, raised: Raised) -> Verdict:
    """Whoever may moderate the session: not its trainee, their manager, or anybody who rated it."""
    return every(hide_unless(holds(member, Duty.LEAD)), may_moderate(member, raised.compared))


def may_give_up(member: Member, awaited: Awaited) -> Verdict:
    """Coordinators and leads who neither assess the session nor are assessed in it, until the lock."""
    return every(
        _decides_who_assesses(member, awaited),
        refuse_if(
            awaited.observation.state not in ACTIVE - {ObservationState.LOCKED},
            "There is nothing to give up: the judgement is locked, or nobody waits for it any more.",
        ),
    )


def may_reopen(member: Member, awaited: Awaited) -> Verdict:
    """Leads with no part in the session, about a locked judgement that counts."""
    observation = awaited.observation
    return every(
        _decides_who_assesses(member, awaited),
        needs(member, Duty.LEAD),
        refuse_if(observation.shadow, "This judgement was given to learn. It stays as it is."),
        refuse_if(observation.state is not ObservationState.LOCKED, "Nothing is locked here yet."),
        refuse_if(observation.reopened_at, "They can correct it already."),
    )


def may_leave_as_it_is(member: Member, awaited: Awaited) -> Verdict:
    """The assessor, and leads with no part in the session, as long as what is locked may be corrected."""
    observation = awaited.observation
    return every(
        may_rate(member, observation)
        if member.id == observation.assessor_id
        else every(hide_unless(holds(member, Duty.LEAD)), _decides_who_assesses(member, awaited)),
        refuse_if(not observation.reopened_at, "There is nothing to be corrected here."),
    )


def may_hand_out(member: Member, awaited: Awaited) -> Verdict:
    """Coordinators and leads who neither assess the session nor are assessed in it, while a guest has a part in it."""
    observation = awaited.observation
    return every(
        _decides_who_assesses(member, awaited),
        hide_unless(observation.assessor.is_guest),
        refuse_if(observation.state not in ACTIVE, "Nobody waits for this guest any more."),
    )


def _decides_who_assesses(member: Member, awaited: Awaited) -> Verdict:
    session = awaited.observation.session
    trainee = session.enrolment.member
    assess = {row.assessor_id for row in awaited.asked if row.state in ACTIVE}
    return every(
        may_see_session(member, session),
        may_see_assignments(member, session, awaited.asked),
        needs(member, Duty.COORDINATOR, Duty.LEAD),
        refuse_if(trainee.id == member.id, "Nobody removes their own assessors."),
        refuse_if(trainee.manager_id == member.id, "You manage this trainee. Another coordinator or lead decides."),
        refuse_if(member.id in assess, "You assess this session yourself. Another coordinator or lead decides."),
    )


def may_compare_now(member: Member, session: PracticeSession) -> Verdict:
    """Leads, never for a session of their own."""
    return every(hide_unless(session.enrolment.member_id != member.id), needs(member, Duty.LEAD))


def may_assess_oneself(member: Member, session: PracticeSession) -> Verdict:
    """The session's trainee, once it was held with an observer."""
    return every(
        hide_unless(session.enrolment.member_id == member.id),
        refuse_if(not session.observed, "This session was not observed, so there is nothing to compare with."),
        refuse_if(
            session.state not in (SessionState.HELD, SessionState.CLOSED),
            "You are asked how you see it once the session was held.",
        ),
    )


def may_read_feedback(member: Member, compared: Compared) -> Verdict:
    """The trainee once it is released; then also leads, panel members, coordinators, auditors and the assessors."""
    rated = {judgement.observation.assessor_id for judgement in compared.judgements}
    mine = compared.result.session.enrolment.member_id == member.id
    return every(
        either(
            hide_unless(mine),
            hide_unless(member.id in rated),
            hide_unless(holds(member, Duty.LEAD, Duty.PANEL, Duty.COORDINATOR, Duty.AUDITOR)),
        ),
        hide_unless(compared.result.state is ResultState.RELEASED),
    )


def may_hand_back_rerating(member: Member, again: Again) -> Verdict:
    """Whoever was asked, until it is locked."""
    return every(
        hide_unless(again.rerating.assessor_id == member.id),
        refuse_if(again.rerating.ended_at, "This is over: locked, handed back, or lapsed."),
    )


def may_rerate(member: Member, again: Again) -> Verdict:
    """Whoever was asked, as long as they are an assessor, hold no duty that would open the first judgements. That
    a licence covers the day is asked beside it."""
    return every(
        may_hand_back_rerating(member, again),
        needs(member, Duty.ASSESSOR),
        refuse_if(
            not is_blind(member.duties),
            "By now you hold a duty that opens released results, so you are not blind any more. Hand it back.",
        ),
    )


def may_read_hidden_rating(member: Member, hidden: Hidden) -> Verdict:
    """Whoever gave it, and leads; nobody about whom the session was."""
    session = hidden.rating.rerating.session
    return every(
        hide_unless(hidden.rating.rerating.assessor_id == member.id or holds(member, Duty.LEAD)),
        hide_unless(session is None or session.enrolment.member_id != member.id),
    )


def may_reply(member: Member, replying: Replying) -> Verdict:
    """The trainee of a released result, until the day on which what they said becomes final."""
    return every(
        hide_unless(replying.result.session.enrolment.member_id == member.id),
        refuse_if(
            replying.today > replying.until,
            "A reply could be written until %(day)s. What stands there stays as it is.",
            day=replying.until,
        ),
    )


def may_read_reflection(member: Member, compared: Compared, reflection: SessionReflection) -> Verdict:
    """The session's assessors and leads, once its trainee has submitted the four lines and shares them."""
    rated = {judgement.observation.assessor_id for judgement in compared.judgements}
    return every(
        hide_unless(member.id in rated or holds(member, Duty.LEAD)),
        hide_unless(reflection.shared and reflection.submitted_at),
    )
