"""What is done about an appeal: lodge, talk, answer, take further, hear last, withdraw; and what follows from it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from trainer import audit, outbox
from trainer.assessment import actions as assessment
from trainer.certification import appeal as rules
from trainer.certification import queries
from trainer.certification.access import appeals as access
from trainer.certification.actions.decisions import change_standing, stand_as_before
from trainer.certification.appeal import Finding
from trainer.certification.lifecycle import AppealState, Ground, Remedy, StatusChange
from trainer.certification.models import Appeal, AppealSeat, AppealStep, Decision
from trainer.certification.queries import Appealable, Contested
from trainer.certification.standing import may_change
from trainer.curriculum import actions as curriculum
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment
from trainer.db import db, new_id
from trainer.organisations import queries as organisations
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.verdict import every, refuse_if
from trainer.web import demand

RESCINDED = "The decision was rescinded on appeal."


def lodge_appeal(
    about: Appealable, ground: Ground | None, text: str, *, link: Callable[[UUID], str], by: Member, now: datetime
) -> Appeal:
    """Object to a result or decision. Without a ground it is a wish to talk; with one it is a written appeal."""
    demand(access.may_lodge(by, about))
    appeal = Appeal(
        organisation_id=about.enrolment.organisation_id,
        id=new_id(),
        enrolment_id=about.enrolment.id,
        session_id=about.session.id if about.session else None,
        decision_id=about.decision.id if about.decision else None,
        said_on=about.said_on,
        enrolment=about.enrolment,
    )
    db.session.add(appeal)
    _step(appeal, AppealState.WRITTEN if ground else AppealState.TALK, text, ground, by, now)
    found = queries.contested(appeal.organisation_id, appeal.id, now.date())
    assert found
    _tell_who_hears(found, link(appeal.id), now)
    return appeal


def record_talk(contested: Contested, text: str, *, link: str, by: Member, now: datetime) -> None:
    """Say what came of the talk. Whose appeal it is may still write it."""
    demand(access.may_record_talk(by, contested))
    _move(contested, AppealState.TALKED, text, by=by, now=now)
    _tell(contested, "talked", [contested.appeal.enrolment.member], link, now)


def write_appeal(contested: Contested, ground: Ground, text: str, *, link: str, by: Member, now: datetime) -> None:
    """Go on in writing; a lead who had no part before answers."""
    demand(access.may_write_appeal(by, contested))
    _move(contested, AppealState.WRITTEN, text, by=by, now=now, ground=ground)
    _tell_who_hears(contested, link, now)


def answer_appeal(contested: Contested, finding: Finding, reason: str, *, link: str, by: Member, now: datetime) -> None:
    """Answer a written appeal. Refused, it may be taken to a panel; upheld, what follows happens now."""
    demand(access.may_answer_appeal(by, contested))
    _close(contested, finding, AppealState.REFUSED, reason, link, by, now)


def take_further(contested: Contested, text: str, *, link: str, by: Member, now: datetime) -> None:
    """Take an appeal to a panel from outside the programme."""
    demand(access.may_take_appeal_further(by, contested))
    _move(contested, AppealState.PANEL, text, by=by, now=now)
    _tell_who_hears(contested, link, now)


def seat_appeal(contested: Contested, members: Sequence[Member], *, link: str, by: Member, now: datetime) -> None:
    """Ask two people from outside the programme to hear an appeal last, or others in their place."""
    demand(access.may_seat_appeal(by, contested))
    demand(
        every(
            *(access.may_sit_on_appeal(member, contested) for member in members),
            refuse_if(len({one.id for one in members}) != rules.PANEL_MEMBERS, "Two people hear an appeal last."),
        )
    )
    for seat in contested.seats:
        db.session.delete(seat)
    db.session.flush()
    appeal = contested.appeal
    for member in members:
        db.session.add(
            AppealSeat(organisation_id=appeal.organisation_id, id=new_id(), appeal_id=appeal.id, member_id=member.id)
        )
    people = sorted(str(member.id) for member in members)
    audit.record(appeal.organisation_id, "appeal.seated", by=by.id, subject=appeal.id, at=now, panel=people)
    _tell(contested, "seated", members, link, now)


def say_on_appeal(contested: Contested, finding: Finding, reason: str, *, link: str, by: Member, now: datetime) -> None:
    """Say what one finds; once both find alike, that is the outcome and nothing changes it any more."""
    demand(access.may_say_on_appeal(by, contested))
    seat, appeal = contested.seat_of(by), contested.appeal
    assert seat
    seat.upheld, seat.remedy, seat.reason = finding.upheld, finding.remedy, reason
    audit.record(appeal.organisation_id, "appeal.said", by=by.id, subject=appeal.id, at=now)
    alike = rules.agreed(contested.said)
    if alike:
        reasons = "\n\n".join(one.reason for one in contested.seats)
        _close(contested, alike, AppealState.FINAL, reasons, link, by, now)


def ask_for_rerating(contested: Contested, assessor: Member, *, link: str, by: Member, now: datetime) -> None:
    """Have a session rated again, blind, as it follows from an appeal. `link`, with `ID`, leads to its sheet."""
    demand(access.may_ask_to_rerate(by, contested))
    demand(queries.may_rate_again(contested, assessor))
    assert contested.appeal.session
    assessment.ask_to_rerate(contested.appeal.session, assessor, link=link, by=by, now=now)


def take_back_rerating(contested: Contested, *, by: Member, now: datetime) -> None:
    """Wait no longer for whoever was asked to rate a session again."""
    demand(access.may_ask_to_rerate(by, contested))
    asked = queries.asked_to_rerate(contested)
    demand(refuse_if(asked is None, "Nobody is asked now."))
    assert asked
    assessment.take_back_rerating(asked, by=by, now=now)


def withdraw_appeal(contested: Contested, *, by: Member, now: datetime) -> None:
    """Let it rest. What was said stays on record."""
    demand(access.may_withdraw_appeal(by, contested))
    _move(contested, AppealState.WITHDRAWN, "", by=by, now=now)


def _step(appeal: Appeal, state: AppealState, text: str, ground: Ground | None, by: Member, now: datetime) -> None:
    appeal.state, appeal.since = state, now
    appeal.steps.append(
        AppealStep(
            organisation_id=appeal.organisation_id,
            id=new_id(),
            number=len(appeal.steps) + 1,
            state=state,
            ground=ground,
            text=text,
            by_id=by.id,
            at=now,
        )
    )
    audit.record(appeal.organisation_id, f"appeal.{state.value}", by=by.id, subject=appeal.id, at=now)
    db.session.flush()


def _move(
    contested: Contested, state: AppealState, text: str, *, by: Member, now: datetime, ground: Ground | None = None
) -> None:
    appeal = contested.appeal
    demand(rules.may_become(appeal.state, state))
    _step(appeal, state, text, ground, by, now)


def _close(
    contested: Contested, finding: Finding, refused: AppealState, reason: str, link: str, by: Member, now: datetime
) -> None:
    appeal = contested.appeal
    demand(
        refuse_if(
            finding.upheld and finding.remedy not in rules.remedies(appeal.decision is not None),
            "Say what follows from an appeal that is upheld.",
        )
    )
    appeal.remedy = finding.remedy if finding.upheld else None
    _move(contested, AppealState.UPHELD if finding.upheld else refused, reason, by=by, now=now)
    if appeal.remedy is Remedy.RESCIND and appeal.decision:
        _rescind(appeal.enrolment, appeal.decision, by, now)
    trainee = appeal.enrolment.member
    _tell(contested, "answered", [trainee], link, now)
    if appeal.remedy is Remedy.SESSION:
        _tell(contested, "session", organisations.with_duty(appeal.organisation_id, Duty.COORDINATOR), link, now)
    if appeal.remedy is Remedy.RERATE:
        leads = organisations.with_duty(appeal.organisation_id, Duty.LEAD)
        _tell(contested, "rerate", [one for one in leads if access.may_ask_to_rerate(one, contested)], link, now)


def _rescind(enrolment: Enrolment, decision: Decision, by: Member, now: datetime) -> None:
    """Take a decision back: its certificate ends, and the candidate stands where they stood before the panel."""
    assert decision.outcome
    demand(
        refuse_if(
            enrolment.state is not EnrolmentState(decision.outcome.value),
            "Something has changed since: another panel is at work or has decided. This decision cannot be taken back.",
        )
    )
    for held in queries.certificates(enrolment.organisation_id, now.date(), enrolment):
        own = held.certificate.decision_id == decision.id
        if own and may_change(held.standing, StatusChange.REVOKED):
            change_standing(held.certificate, StatusChange.REVOKED, reason=RESCINDED, by=by, now=now)
    curriculum.move(enrolment, EnrolmentState.UNDER_REVIEW, by=by, now=now)
    stand_as_before(enrolment, by=by, now=now)


def _tell_who_hears(contested: Contested, link: str, now: datetime) -> None:
    state = contested.appeal.state
    _tell(contested, state.value, who_acts(contested), link, now)


def who_acts(contested: Contested) -> list[Member]:
    """Whoever has to move an appeal on: leads, or who is on its panel; coordinators where nobody can."""
    organisation_id, state = contested.appeal.organisation_id, contested.appeal.state
    leads = organisations.with_duty(organisation_id, Duty.LEAD)
    coordinators = organisations.with_duty(organisation_id, Duty.COORDINATOR)
    if state is AppealState.TALK:
        found = [one for one in leads if access.may_record_talk(one, contested)]
    elif state is AppealState.WRITTEN:
        found = [one for one in leads if access.may_answer_appeal(one, contested)]
    elif contested.seats:
        return [seat.member for seat in contested.seats if seat.upheld is None or contested.all_have_said]
    else:
        found = [one for one in (*leads, *coordinators) if access.may_seat_appeal(one, contested)]
    return found or [one for one in coordinators if one.id != contested.parties.trainee]


def _tell(contested: Contested, what: str, people: Iterable[Member], link: str, now: datetime) -> None:
    appeal = contested.appeal
    for member in {one.id: one for one in people}.values():
        outbox.write(
            appeal.organisation_id,
            "appeal",
            organisations.recipient(member),
            link,
            once=f"{appeal.id}:{what}:{len(appeal.steps)}:{member.id}",
            now=now,
            what=what,
            own=member.id == appeal.enrolment.member_id,
            due=rules.due(appeal.state, appeal.since.date()),
        )
