"""What becomes of a session's judgements: compare, moderate, release, resolve?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from trainer import audit, outbox
from trainer.assessment import queries
from trainer.assessment.actions.thirds import end_third
from trainer.assessment.comparison import Line, compare, to_moderate
from trainer.assessment.lifecycle import ResultState, Way
from trainer.assessment.models import (
    Moderation,
    SessionResult,
    StopEvent,
    StopEventResolution,
)
from trainer.assessment.queries import Compared
from trainer.curriculum import queries as curriculum
from trainer.db import db, new_id
from trainer.organisations import queries as organisations
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice import actions as practice
from trainer.practice.lifecycle import ObservationState
from trainer.practice.models import PracticeSession
from trainer.verdict import refuse_if
from trainer.web import demand

RELEASED = "This result is released. What is wrong with it is for an appeal."


def compare_session(session: PracticeSession, *, link: str, by: Member, now: datetime) -> None:
    """Compare a session once every judgement that is still expected is locked; before that nothing happens."""
    db.session.flush()
    asked = [row for row in queries.assigned(session) if row.counts]
    if not asked or any(row.state is not ObservationState.LOCKED for row in asked):
        return
    found = queries.result(session.organisation_id, session.id)
    if found:
        _compare_again(found)
        return
    given = queries.judgements(session.organisation_id, [session.id])[session.id]
    each = [queries.levels(row) for row in given]
    lines = compare(curriculum.rubric(given[0].rubric), each, asked=queries.asked_about(session))
    waiting = to_moderate(lines)
    result = SessionResult(
        organisation_id=session.organisation_id,
        id=new_id(),
        session_id=session.id,
        state=_state(lines),
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
        outbox.write(
            session.organisation_id,
            "compared",
            organisations.recipient(lead),
            link,
            once=f"{session.id}:{lead.id}",
            now=now,
            session=session.code,
            differ=len(waiting),
        )


def _compare_again(result: SessionResult) -> None:
    """After a correction: what was settled before stays settled, what differs now waits."""
    demand(refuse_if(result.state is ResultState.RELEASED, RELEASED))
    result.state = _state(queries.compared_of(result.organisation_id, [result])[0].lines)


def _state(lines: Sequence[Line]) -> ResultState:
    return ResultState.MODERATING if to_moderate(lines) else ResultState.AGREED


def moderate(
    compared: Compared,
    settlements: Mapping[str, tuple[int, str]],
    way: Way = Way.READING,
    *,
    by: Member,
    now: datetime,
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
                way=way,
                moderator_id=by.id,
                moderated_at=now,
            )
        )
    open_still = {line.criterion.key for line in compared.open_lines} - set(settlements)
    if not open_still:
        result.state = ResultState.AGREED
        end_third(result.organisation_id, result.session_id, by=by, now=now)
    audit.record(
        result.organisation_id,
        "session.moderated",
        by=by.id,
        subject=result.session_id,
        at=now,
        settled={key: level for key, (level, _) in settlements.items()},
        way=way,
    )
    return result


def release(result: SessionResult, *, link: str, by: Member, now: datetime) -> None:
    """Let the trainee read what was judged; the session is closed."""
    result.state, result.released_at, result.released_by_id = ResultState.RELEASED, now, by.id
    end_third(result.organisation_id, result.session_id, by=by, now=now)
    practice.close_session(result.session, by=by, now=now)
    audit.record(result.organisation_id, "session.released", by=by.id, subject=result.session_id, at=now)
    trainee = result.session.enrolment.member
    outbox.write(
        result.organisation_id,
        "released",
        organisations.recipient(trainee),
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
