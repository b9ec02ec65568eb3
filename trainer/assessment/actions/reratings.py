"""What is done to have a session rated again, blind, by somebody new?"""

from datetime import datetime

from trainer import audit, outbox
from trainer.assessment import queries
from trainer.assessment.judgement import Draft
from trainer.assessment.lifecycle import Again as Kind
from trainer.assessment.models import Rerating, Rescore, RescoreLevel
from trainer.assessment.queries import Again
from trainer.db import db, new_id
from trainer.organisations import queries as organisations
from trainer.organisations.models import Member
from trainer.practice.models import PracticeSession
from trainer.web import demand


def ask_to_rerate(
    session: PracticeSession, assessor: Member, kind: Kind = Kind.APPEAL, *, link: str, by: Member, now: datetime
) -> Rerating:
    """Ask somebody who had no part in a session to rate it from its event log. `link` holds `ID`."""
    demand(queries.may_be_asked(session, assessor, now.date(), kind))
    row = Rerating(
        organisation_id=session.organisation_id,
        id=new_id(),
        kind=kind,
        session_id=session.id,
        assessor_id=assessor.id,
        asked_by_id=by.id,
        asked_at=now,
    )
    db.session.add(row)
    audit.record(row.organisation_id, "rerating.asked", by=by.id, subject=row.id, at=now, assessor=assessor.id)
    to, address = organisations.recipient(assessor), link.replace("ID", str(row.id))
    outbox.write(row.organisation_id, "rerating_asked", to, address, once=str(row.id), now=now)
    return row


def hand_back_rerating(again: Again, *, by: Member, now: datetime) -> None:
    """Hand a re-rating back, because one knows the session or has no time; somebody else is asked."""
    again.rerating.ended_at = now
    audit.record(by.organisation_id, "rerating.handed_back", by=by.id, subject=again.rerating.id, at=now)


def take_back_rerating(row: Rerating, *, by: Member, now: datetime) -> None:
    """Wait for somebody no longer, so that somebody else can be asked. A letter that has not left stays here."""
    row.ended_at = now
    outbox.forget(row.organisation_id, "rerating_asked", str(row.id))
    audit.record(row.organisation_id, "rerating.taken_back", by=by.id, subject=row.id, at=now)


def lock_rerating(again: Again, draft: Draft, *, link: str, by: Member, now: datetime) -> Rescore:
    """Lock levels given from the log alone. From now on they stand in the place of the first ones, which are kept.

    A criterion that the log does not show keeps its first levels.
    """
    row = again.rerating
    assert row.session, "after an appeal a session is rated"
    row.ended_at = now
    made = Rescore(
        organisation_id=row.organisation_id,
        id=new_id(),
        rerating_id=row.id,
        session_id=row.session.id,
        rubric_id=again.document.id,
        entrustment=int(draft.entrustment),
        locked_at=now,
    )
    db.session.add(made)
    db.session.flush()
    for criterion in again.rubric.criteria:
        mark = draft.mark(criterion.key)
        db.session.add(
            RescoreLevel(
                organisation_id=row.organisation_id,
                id=new_id(),
                rescore_id=made.id,
                criterion=criterion.key,
                level=mark.number,
                comment=mark.comment.strip(),
            )
        )
    audit.record(row.organisation_id, "rerating.locked", by=by.id, subject=row.id, at=now, session=row.session_id)
    result = queries.result(row.organisation_id, row.session.id)
    assert result
    outbox.write(
        row.organisation_id,
        "rerated",
        organisations.recipient(result.session.enrolment.member),
        link,
        once=str(row.session_id),
        now=now,
        session=row.session.code,
    )
    return made
