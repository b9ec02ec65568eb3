"""Begin a programme, read it, try its checks, reflect."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from trainer import audit
from trainer.curriculum import carrying, knowledge, queries
from trainer.curriculum.documents import Check
from trainer.curriculum.late import Late
from trainer.curriculum.lifecycle import EnrolmentState, may_become
from trainer.curriculum.models import CheckAttempt, Enrolment, LessonProgress, Reflection, Release
from trainer.curriculum.outline import LessonLine
from trainer.curriculum.reflection import Lines, is_whole
from trainer.db import db, insert_absent, new_id
from trainer.organisations.models import Member
from trainer.web import demand


def begin(member: Member, release: Release, *, now: datetime) -> Enrolment:
    """Begin a programme under its newest words and its present policy; both stay as they are for this person."""
    enrolment = Enrolment(
        organisation_id=member.organisation_id,
        id=new_id(),
        member_id=member.id,
        programme_id=release.programme_id,
        release_id=release.id,
        policy_id=release.policy_id,
        state=EnrolmentState.LEARNING,
        enrolled_at=now,
        state_since=now,
    )
    db.session.add(enrolment)
    audit.record(
        member.organisation_id, "enrolment.begun", by=member.id, subject=enrolment.id, at=now, release=release.id
    )
    return enrolment


def move(enrolment: Enrolment, state: EnrolmentState, *, by: Member | None, now: datetime) -> None:
    """Bring an enrolment into another state, if the lifecycle allows it from the present one."""
    demand(may_become(enrolment.state, state))
    enrolment.state, enrolment.state_since = state, now
    audit.record(
        enrolment.organisation_id,
        f"enrolment.{state.value}",
        by=by.id if by else None,
        subject=enrolment.id,
        at=now,
    )


def mark_read(enrolment: Enrolment, line: LessonLine, *, by: Member, now: datetime, late: Late | None = None) -> None:
    """Count a lesson as read in its present wording, or when and in the words in which it was read without a network.

    Reading it again changes nothing while the last time counts.
    """
    rows = queries.progress(enrolment, line.module_key, line.key)
    if _counting(enrolment, line, rows):
        return
    read = late or Late(now, line.wording, enrolment.release_id)
    row = _progress(enrolment, line, rows, read.release_id, now)
    row.read_at, row.read_wording, row.seen_at = read.at, read.wording, now
    _record_lesson("lesson.read", enrolment, line, by, now, **({"late": True, "read_at": late.at} if late else {}))
    settle(enrolment, by, now)


def mark_unread(enrolment: Enrolment, line: LessonLine, *, by: Member, now: datetime) -> None:
    """Take back that a lesson was read, in whatever release that counts here."""
    counting = _counting(enrolment, line, queries.progress(enrolment, line.module_key, line.key))
    for row in counting:
        row.read_at = row.read_wording = None
    if counting:
        _record_lesson("lesson.unread", enrolment, line, by, now)


def see_changes(enrolment: Enrolment, line: LessonLine, *, by: Member, now: datetime) -> None:
    """Take over the present words of a lesson that was read in others; it stays read since when it was."""
    rows = queries.progress(enrolment, line.module_key, line.key)
    counting = _counting(enrolment, line, rows)
    if not counting or any(row.read_wording == line.wording for row in counting):
        return
    row = _progress(enrolment, line, rows, enrolment.release_id, now)
    row.read_at, row.read_wording, row.seen_at = max(row.read_at for row in counting if row.read_at), line.wording, now
    _record_lesson("lesson.changes_seen", enrolment, line, by, now)


def _counting(enrolment: Enrolment, line: LessonLine, rows: Sequence[LessonProgress]) -> list[LessonProgress]:
    """The times a lesson was read that count in the release its reader is on."""
    organisation_id = enrolment.organisation_id
    to = queries.outline(organisation_id, enrolment.release_id)
    return [
        row
        for row in rows
        if row.read_at
        and carrying.lesson(line.place, queries.outline(organisation_id, row.release_id), to) is carrying.Fate.KEPT
    ]


def keep_place(enrolment: Enrolment, line: LessonLine, heading: str, *, now: datetime) -> None:
    """Remember the last heading that a reader passed in a lesson they have not read; none: its beginning.

    A heading that the lesson does not have changes nothing. A position leaves no audit entry.
    """
    rows = queries.progress(enrolment, line.module_key, line.key)
    if (heading and not line.heading(heading)) or _counting(enrolment, line, rows):
        return
    row = _progress(enrolment, line, rows, enrolment.release_id, now)
    row.heading, row.seen_at = heading, now


def _progress(
    enrolment: Enrolment, line: LessonLine, rows: Sequence[LessonProgress], release_id: UUID, now: datetime
) -> LessonProgress:
    """What its reader has done with a lesson in a release, mostly the one they are on.

    The row is made so that their place, which a page sends by itself, may come meanwhile.
    """
    found = _of(release_id, rows)
    if found is None:
        keys = {"enrolment_id": enrolment.id, "module_key": line.module_key, "lesson_key": line.key}
        own = {"organisation_id": enrolment.organisation_id, "id": new_id(), "release_id": release_id}
        insert_absent(LessonProgress, [{**own, **keys, "heading": "", "seen_at": now}])
        found = _of(release_id, queries.progress(enrolment, line.module_key, line.key))
    assert found
    return found


def _of(release_id: UUID, rows: Sequence[LessonProgress]) -> LessonProgress | None:
    return next((row for row in rows if row.release_id == release_id), None)


def _record_lesson(
    verb: str, enrolment: Enrolment, line: LessonLine, by: Member, now: datetime, **details: object
) -> None:
    place = f"{line.module_key}/{line.key}"
    audit.record(enrolment.organisation_id, verb, by=by.id, subject=enrolment.id, at=now, lesson=place, **details)


def draw_check(enrolment: Enrolment, module_key: str, check: Check, *, seed: int, now: datetime) -> CheckAttempt:
    """Go on with the attempt that is open, or draw a fresh one: what was not right comes back.

    Drawing is a draft: it leaves no audit entry.
    """
    tries = queries.tries(enrolment, module_key)
    if tries.open:
        return tries.open
    last = tries.last
    attempt = CheckAttempt(
        organisation_id=enrolment.organisation_id,
        id=new_id(),
        enrolment_id=enrolment.id,
        module_key=module_key,
        release_id=enrolment.release_id,
        number=len(tries.every) + 1,
        drawn=knowledge.draw(
            check,
            seed,
            [drawn["item"] for tried in tries.every for drawn in tried.drawn],
            knowledge.missed(queries.bank_of(last), last.drawn, last.answers or {}) if last else (),
        ),
        started_at=now,
    )
    db.session.add(attempt)
    return attempt


def keep_answer(attempt: CheckAttempt, question: knowledge.Question, given: knowledge.Answers) -> None:
    """Keep what is chosen for one question of an open attempt. A draft: nothing is marked and no entry is left."""
    attempt.answers = {**(attempt.answers or {}), **knowledge.offered([question], given)}


def submit_check(
    enrolment: Enrolment,
    attempt: CheckAttempt,
    check: Check,
    answers: Mapping[str, list[str]],
    *,
    by: Member,
    now: datetime,
) -> knowledge.Result:
    """Mark an attempt. It can be submitted once; the next go draws afresh."""
    result = knowledge.mark(check, attempt.drawn, answers)
    attempt.answers, attempt.score, attempt.passed = dict(answers), result.score, result.passed
    attempt.submitted_at = now
    audit.record(
        enrolment.organisation_id,
        "check.submitted",
        by=by.id,
        subject=attempt.id,
        at=now,
        module=attempt.module_key,
        score=round(result.score, 4),
        passed=result.passed,
    )
    settle(enrolment, by, now)
    return result


def write_reflection(
    enrolment: Enrolment, key: str, lines: Lines, *, submit: bool, by: Member, now: datetime
) -> Reflection:
    """Keep four lines, which only their writer reads; submitted ones count, and stay whole.

    A draft leaves no audit entry.
    """
    row = queries.reflection(enrolment, key)
    submit = submit or bool(row and row.submitted_at)
    if submit:
        demand(is_whole(lines))
    if row is None:
        row = Reflection(organisation_id=enrolment.organisation_id, id=new_id(), enrolment_id=enrolment.id, key=key)
        db.session.add(row)
    row.did, row.effect, row.protecting, row.next_time = lines
    row.written_at = now
    if submit:
        row.submitted_at = now
        audit.record(enrolment.organisation_id, "reflection.submitted", by=by.id, subject=row.id, at=now, prompt=key)
    return row


def settle(enrolment: Enrolment, by: Member, now: datetime) -> None:
    """Who has read everything and passed every check has learnt: practice is next."""
    if enrolment.state is not EnrolmentState.LEARNING:
        return
    db.session.flush()
    if queries.learning_of(enrolment).complete:
        move(enrolment, EnrolmentState.PRACTISING, by=by, now=now)
