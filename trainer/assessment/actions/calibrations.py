"""What can be done about a calibration case: draft levels, confirm them for good, say why they differ?"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from trainer import audit
from trainer.assessment import calibration as rules
from trainer.assessment import queries
from trainer.assessment.case import NO_STOP_EVENT
from trainer.assessment.judgement import Draft
from trainer.assessment.models import (
    Calibration,
    CalibrationDraft,
    CalibrationRating,
    CalibrationReason,
    CalibrationRound,
)
from trainer.assessment.queries import Place, Revealed, Sitting
from trainer.db import db, new_id
from trainer.message import Message
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.web import Conflict


def save_case_draft(
    sitting: Sitting, draft: Draft, stops: Sequence[str], *, revision: int, now: datetime
) -> CalibrationDraft:
    """Keep unconfirmed levels. Those that were saved on another device meanwhile are not overwritten."""
    row = sitting.draft
    if (row.revision if row else 0) != revision:
        raise Conflict(Message("You changed this case on another device. Load it again before you go on."))
    if row is None:
        row = CalibrationDraft(
            organisation_id=sitting.member.organisation_id,
            id=new_id(),
            member_id=sitting.member.id,
            programme_id=sitting.place.course.release.programme_id,
            case_key=sitting.key,
        )
        db.session.add(row)
    row.body, row.saved_at = {**asdict(draft), "stops": list(stops)}, now
    db.session.flush()
    return row


def confirm_case(sitting: Sitting, draft: Draft, stops: Sequence[str], *, by: Member, now: datetime) -> Calibration:
    """Confirm one's levels for good; only now the reference may be seen.

    The caller has shown that the draft is whole (`case.gaps`).
    """
    row = _write(sitting, draft, stops, by, now)
    kept = queries.case_draft(by, row.programme_id, row.case_key)
    if kept:
        db.session.delete(kept)
    audit.record(
        row.organisation_id,
        "calibration.confirmed",
        by=by.id,
        subject=by.id,
        at=now,
        calibration=row.id,
        case=row.case_id,
        round=row.round,
    )
    db.session.flush()
    _conclude(by, row, now)
    return row


def _write(sitting: Sitting, draft: Draft, stops: Sequence[str], by: Member, now: datetime) -> Calibration:
    course, same = sitting.place.course, {"organisation_id": by.organisation_id}
    row = Calibration(
        **same,
        id=new_id(),
        member_id=by.id,
        programme_id=course.release.programme_id,
        case_id=course.cases[sitting.key].id,
        rubric_id=course.rubric.id,
        case_key=sitting.key,
        round=sitting.place.round.number,
        entrustment=int(draft.entrustment),
        stop_events=[key for key in stops if key != NO_STOP_EVENT],
        knew=not by.duties.isdisjoint({Duty.AUTHOR, Duty.LEAD}),
        confirmed_at=now,
    )
    db.session.add(row)
    for criterion in sitting.rubric.criteria:
        mark = draft.mark(criterion.key)
        rating = {"criterion": criterion.key, "level": mark.number, "comment": mark.comment.strip()}
        db.session.add(CalibrationRating(**same, id=new_id(), calibration_id=row.id, **rating))
    return row


def explain_case(revealed: Revealed, reasons: Mapping[str, str], *, by: Member, now: datetime) -> None:
    """Say why one's levels differ from the reference, wherever they do. The last case of a round concludes it."""
    row = revealed.calibration
    for about in revealed.reveal.owed:
        given = {"about": about, "reason": reasons[about].strip(), "given_at": now}
        reason = CalibrationReason(organisation_id=row.organisation_id, id=new_id(), calibration_id=row.id, **given)
        db.session.add(reason)
    audit.record(row.organisation_id, "calibration.explained", by=by.id, subject=by.id, at=now, calibration=row.id)
    db.session.flush()
    _conclude(by, row, now)


def _conclude(member: Member, row: Calibration, now: datetime) -> None:
    """Write down what the round came to by the policy of today, once its cases are whole."""
    db.session.expire(row)
    place = next(
        (
            place
            for place in queries.places(member, now.date())
            if place.course.release.programme_id == row.programme_id
        ),
        None,
    )
    if place and place.round.number == row.round and place.is_complete:
        _write_round(member, place, now)


def _write_round(member: Member, place: Place, now: datetime) -> CalibrationRound:
    rule, policy = place.course.rule, place.course.release.policy_id
    assert rule
    assert policy
    given = [place.given[key] for key in place.offered]
    found = rules.compare(pair for row in given for pair in queries.seen(row).pairs)
    concluded = CalibrationRound(
        organisation_id=member.organisation_id,
        id=new_id(),
        member_id=member.id,
        programme_id=place.course.release.programme_id,
        policy_id=policy,
        round=place.round.number,
        met=rules.met(rules.hold(rule, found)),
        knew=any(row.knew for row in given),
        cases=len(given),
        figures=rules.stored(found),
        concluded_at=now,
    )
    db.session.add(concluded)
    audit.record(
        member.organisation_id,
        "calibration.concluded",
        by=member.id,
        subject=member.id,
        at=now,
        concluded=concluded.id,
        round=concluded.round,
    )
    return concluded
