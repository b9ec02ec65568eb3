"""What is done about certification: call a panel, vote, record, issue, change a standing."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy.orm.attributes import flag_modified

from trainer import audit, outbox
from trainer.calendar import last_day
from trainer.certification import panel, queries
from trainer.certification.lifecycle import DecisionState, Outcome, StatusChange, Vote
from trainer.certification.models import Certificate, CertificateStatus, Decision, PanelSeat, PanelVote
from trainer.certification.queries import Case, File
from trainer.certification.standing import may_change, standing
from trainer.curriculum import actions as curriculum
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment
from trainer.curriculum.queries import policy as policy_of
from trainer.db import db, new_id
from trainer.organisations import queries as organisations
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.verdict import refuse_if
from trainer.web import demand

KEY_LENGTH = 12
UNDER_APPEAL = "The holder has appealed. A certificate is not revoked before there is an outcome; it can be suspended."
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread on paper


def open_decision(file: File, members: Sequence[Member], *, link: str, by: Member, now: datetime) -> Decision:
    """Call a panel about a candidate whose requirements are met. `link` holds the place of the id as `ID`."""
    enrolment = file.enrolment
    demand(refuse_if(file.readiness is None or enrolment.policy is None, "This programme has no policy to decide by."))
    assert file.readiness
    assert enrolment.policy
    demand(file.readiness.again.verdict)
    demand(
        refuse_if(not file.readiness.ready, "Something is still missing. Open readiness and see what, and who acts.")
    )
    asked = policy_of(enrolment.policy).panel
    demand(panel.may_decide(asked, queries.candidate(enrolment), [member.id for member in members]))
    decision = Decision(
        organisation_id=enrolment.organisation_id,
        id=new_id(),
        enrolment_id=enrolment.id,
        policy_id=enrolment.policy.id,
        number=queries.next_decision_number(enrolment.organisation_id),
        state=DecisionState.OPEN,
        opened_at=now,
        opened_by_id=by.id,
    )
    db.session.add(decision)
    curriculum.move(enrolment, EnrolmentState.UNDER_REVIEW, by=by, now=now)
    for member in members:
        _seat(decision, member, link.replace("ID", str(decision.id)), now)
    audit.record(
        decision.organisation_id,
        "decision.opened",
        by=by.id,
        subject=decision.id,
        at=now,
        enrolment=enrolment.id,
        panel=sorted(str(member.id) for member in members),
    )
    return decision


def _seat(decision: Decision, member: Member, link: str, now: datetime) -> None:
    db.session.add(
        PanelSeat(organisation_id=decision.organisation_id, id=new_id(), decision_id=decision.id, member_id=member.id)
    )
    to = organisations.recipient(member)
    outbox.write(
        decision.organisation_id,
        "panel",
        to,
        link,
        once=f"{decision.id}:{member.id}",
        now=now,
        number=decision.number,
    )


def vote(seat: PanelSeat, cast: Vote, reason: str, *, by: Member, now: datetime) -> None:
    """Cast one's own vote with its reason, or another one in its place; whoever recused themselves has voted for good.

    Every cast is kept. The audit entry does not tell which it was.
    """
    demand(panel.may_cast(seat.vote))
    if (seat.vote, seat.reason) == (cast, reason):
        return
    number = queries.next_vote_number(seat)
    seat.votes.append(
        PanelVote(
            organisation_id=seat.organisation_id, id=new_id(), number=number, vote=cast, reason=reason, cast_at=now
        )
    )
    # The decision's revision counts votes too: nobody records an outcome from a vote that changed meanwhile.
    flag_modified(db.session.get_one(Decision, (seat.organisation_id, seat.decision_id)), "state")
    audit.record(seat.organisation_id, "decision.voted", by=by.id, subject=seat.decision_id, at=now)


def record_decision(
    case: Case, file: File, *, rationale: str, conditions: str, link: str, by: Member, now: datetime
) -> Certificate | None:
    """Record what the panel agreed on, with the evidence as it is now; certify if that is what they decided."""
    decision, outcome = case.decision, case.tally.outcome
    demand(case.tally.verdict)
    assert outcome
    demand(
        refuse_if(
            outcome is not Outcome.NOT_YET and not (file.readiness and file.readiness.ready),
            "Something is missing again. Open readiness, or record “not yet”.",
        )
    )
    demand(refuse_if(outcome is Outcome.CONDITIONAL and not conditions, "Say what the certificate is conditional on."))
    decision.state, decision.outcome, decision.decided_at = DecisionState.DECIDED, outcome, now
    decision.rationale, decision.conditions = rationale, conditions if outcome is Outcome.CONDITIONAL else ""
    decision.evidence = audit.canonical({"facts": asdict(file.facts), "readiness": asdict(file.readiness)})  # type: ignore[arg-type]
    decision.evidence_digest = hashlib.sha256(decision.evidence.encode()).hexdigest()
    curriculum.move(decision.enrolment, EnrolmentState(outcome.value), by=by, now=now)
    audit.record(
        decision.organisation_id,
        "decision.recorded",
        by=by.id,
        subject=decision.id,
        at=now,
        outcome=outcome,
        evidence=decision.evidence_digest,
    )
    certificate = None if outcome is Outcome.NOT_YET else _issue(decision, outcome, by=by, now=now)
    _tell(decision, link, now)
    return certificate


def _issue(decision: Decision, outcome: Outcome, *, by: Member, now: datetime) -> Certificate:
    """Put a certificate into the holder's hands; one that was in force is superseded."""
    policy, enrolment = policy_of(decision.policy), decision.enrolment
    today = now.date()
    _supersede(enrolment, today, by, now)
    months = policy.validity_months if outcome is Outcome.CERTIFIED else policy.conditional_months
    certificate = Certificate(
        organisation_id=decision.organisation_id,
        id=new_id(),
        enrolment_id=enrolment.id,
        decision_id=decision.id,
        public_key="".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH)),
        holder=enrolment.member.name,
        title=enrolment.release.title,
        scope=policy.scope,
        conditions=decision.conditions,
        valid_from=today,
        valid_until=last_day(today, months),
        issued_at=now,
    )
    db.session.add(certificate)
    audit.record(
        decision.organisation_id,
        "certificate.issued",
        by=by.id,
        subject=certificate.id,
        at=now,
        decision=decision.id,
        until=certificate.valid_until,
    )
    return certificate


def _supersede(enrolment: Enrolment, today: date, by: Member, now: datetime) -> None:
    for held in queries.certificates(enrolment.organisation_id, today, enrolment):
        if may_change(held.standing, StatusChange.SUPERSEDED):
            reason = "A newer certificate takes its place."
            change_standing(held.certificate, StatusChange.SUPERSEDED, reason=reason, by=by, now=now)


def _tell(decision: Decision, link: str, now: datetime) -> None:
    trainee = decision.enrolment.member
    people = [trainee, *organisations.with_duty(decision.organisation_id, Duty.COORDINATOR)]
    for member in people:
        outbox.write(
            decision.organisation_id,
            "decided",
            organisations.recipient(member),
            link,
            once=f"{decision.id}:{member.id}",
            now=now,
            candidate=trainee.name,
            own=member.id == trainee.id,
        )


def withdraw_decision(case: Case, *, reason: str, by: Member, now: datetime) -> None:
    """Dissolve a panel that cannot decide: the candidate stands where they stood before it was called."""
    case.decision.state, case.decision.rationale = DecisionState.WITHDRAWN, reason
    stand_as_before(case.decision.enrolment, by=by, now=now)
    audit.record(case.decision.organisation_id, "decision.withdrawn", by=by.id, subject=case.decision.id, at=now)


def stand_as_before(enrolment: Enrolment, *, by: Member, now: datetime) -> None:
    """Let a candidate stand where the last decision that holds has put them, or where they were before any."""
    last = queries.past(enrolment.organisation_id, [enrolment.id], now.date())[enrolment.id].last
    before = EnrolmentState(last.outcome.value) if last and last.outcome else EnrolmentState.OBSERVATION_READY
    curriculum.move(enrolment, before, by=by, now=now)


def change_certificate(
    certificate: Certificate, change: StatusChange, *, reason: str, by: Member, now: datetime
) -> CertificateStatus:
    """Suspend, reinstate or revoke a certificate, with a reason. While an appeal is open nothing is revoked."""
    appealed = queries.under_appeal(certificate.enrolment, now.date())
    demand(refuse_if(change is StatusChange.REVOKED and appealed, UNDER_APPEAL))
    return change_standing(certificate, change, reason=reason, by=by, now=now)


def change_standing(
    certificate: Certificate, change: StatusChange, *, reason: str, by: Member, now: datetime
) -> CertificateStatus:
    """Write down a change of a certificate's standing. Nothing is ever deleted."""
    changes = [row.change for row in queries.held(certificate, now.date()).changes]
    present = standing(certificate.valid_from, certificate.valid_until, changes, now.date())
    demand(may_change(present, change))
    row = CertificateStatus(
        organisation_id=certificate.organisation_id,
        id=new_id(),
        certificate_id=certificate.id,
        change=change,
        reason=reason,
        changed_by_id=by.id,
        changed_at=now,
    )
    db.session.add(row)
    audit.record(certificate.organisation_id, f"certificate.{change.value}", by=by.id, subject=certificate.id, at=now)
    return row
