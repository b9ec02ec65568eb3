"""What can be done with a programme: publish it, begin it, read, answer, reflect?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from trainer import audit
from trainer.curriculum import knowledge, queries
from trainer.curriculum.compiled import CompiledAsset, CompiledLesson, CompiledModule, CompiledProgramme
from trainer.curriculum.documents import Check, ObservationScheme, Policy, Rubric
from trainer.curriculum.lifecycle import EnrolmentState, may_become
from trainer.curriculum.models import (
    Asset,
    CheckAttempt,
    Document,
    Enrolment,
    Lesson,
    LessonProgress,
    Programme,
    Reflection,
    Release,
    ReleaseModule,
)
from trainer.curriculum.outline import LessonLine
from trainer.curriculum.reflection import Lines, is_whole
from trainer.db import db, new_id
from trainer.organisations.models import Member
from trainer.web import demand


def publish(organisation_id: UUID, compiled: CompiledProgramme, *, by: Member | None, now: datetime) -> Release:
    """Freeze a compiled programme as its next release. The same words again are the same release."""
    programme = _programme(organisation_id, compiled)
    newest = queries.newest_release(organisation_id, programme.id)
    if newest and newest.digest == compiled.digest:
        return newest
    release = Release(
        organisation_id=organisation_id,
        id=new_id(),
        programme_id=programme.id,
        number=newest.number + 1 if newest else 1,
        digest=compiled.digest,
        title=compiled.title,
        language=compiled.language,
        summary=compiled.summary,
        published_at=now,
        published_by_id=by.id if by else None,
        **_documents(organisation_id, compiled),
    )
    db.session.add(release)
    db.session.add_all(_parts(release, compiled))
    audit.record(
        organisation_id,
        "release.published",
        by=by.id if by else None,
        subject=release.id,
        at=now,
        programme=compiled.key,
        number=release.number,
        digest=release.digest,
    )
    return release


def _programme(organisation_id: UUID, compiled: CompiledProgramme) -> Programme:
    programme = queries.programme(organisation_id, compiled.key)
    if programme is None:
        programme = Programme(organisation_id=organisation_id, id=new_id(), key=compiled.key, title=compiled.title)
        db.session.add(programme)
    programme.title = compiled.title
    return programme


def _documents(organisation_id: UUID, compiled: CompiledProgramme) -> dict[str, UUID | None]:
    parts = {"rubric": compiled.rubric, "scheme": compiled.scheme, "policy": compiled.policy}
    return {f"{kind}_id": _document(organisation_id, kind, part, compiled) for kind, part in parts.items()}


def _document(
    organisation_id: UUID, kind: str, part: Rubric | ObservationScheme | Policy | None, compiled: CompiledProgramme
) -> UUID | None:
    if part is None:
        return None
    structure, wording = compiled.document_digests[kind]
    document = queries.document(organisation_id, kind, structure, wording)
    if document is None:
        document = Document(
            organisation_id=organisation_id,
            id=new_id(),
            kind=kind,
            key=part.key,
            version=part.version,
            body=part.model_dump_json(),
            structure_digest=structure,
            wording_digest=wording,
        )
        db.session.add(document)
    return document.id


def _parts(release: Release, compiled: CompiledProgramme) -> list[Any]:
    same = {"organisation_id": release.organisation_id, "release_id": release.id}
    lessons = [(module.key, lesson) for module in compiled.modules for lesson in module.lessons]
    return [
        *(_module(module, same, position) for position, module in enumerate(compiled.modules)),
        *(_lesson(key, lesson, same, position) for position, (key, lesson) in enumerate(lessons)),
        *(_asset(asset, same) for asset in compiled.assets),
    ]


def _module(module: CompiledModule, same: Mapping[str, UUID], position: int) -> ReleaseModule:
    return ReleaseModule(
        **same,
        id=new_id(),
        key=module.key,
        position=position,
        title=module.title,
        summary=module.summary,
        minutes_self=module.minutes_self,
        minutes_live=module.minutes_live,
        outcomes=list(module.outcomes),
        requires=list(module.requires),
        practice=module.practice,
        readings=list(module.readings),
        check_body=module.check.model_dump_json() if module.check else None,
        structure_digest=module.structure_digest,
        wording_digest=module.wording_digest,
    )


def _lesson(module_key: str, lesson: CompiledLesson, same: Mapping[str, UUID], position: int) -> Lesson:
    return Lesson(
        **same,
        id=new_id(),
        module_key=module_key,
        key=lesson.key,
        position=position,
        title=lesson.title,
        minutes=lesson.minutes,
        word_count=lesson.word_count,
        html=lesson.html,
        headings=list(lesson.headings),
        reflections=list(lesson.reflections),
        structure_digest=lesson.structure_digest,
        wording_digest=lesson.wording_digest,
    )


def _asset(asset: CompiledAsset, same: Mapping[str, UUID]) -> Asset:
    return Asset(
        **same, id=new_id(), path=asset.path, media_type=asset.media_type, digest=asset.digest, body=asset.body
    )


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


def mark_read(enrolment: Enrolment, line: LessonLine, *, by: Member, now: datetime) -> None:
    """Count a lesson as read in its present wording. Reading it again changes nothing."""
    row = _progress(enrolment, line, now)
    if row.read_at is None:
        row.read_at, row.read_wording, row.seen_at = now, line.wording, now
        _record_lesson("lesson.read", enrolment, line, by, now)
        _settle(enrolment, by, now)


def mark_unread(enrolment: Enrolment, line: LessonLine, *, by: Member, now: datetime) -> None:
    """Take back that a lesson was read."""
    row = _progress(enrolment, line, now)
    if row.read_at is not None:
        row.read_at = row.read_wording = None
        _record_lesson("lesson.unread", enrolment, line, by, now)


def _progress(enrolment: Enrolment, line: LessonLine, now: datetime) -> LessonProgress:
    row = queries.progress(enrolment, line.module_key, line.key)
    if row is None:
        row = LessonProgress(
            organisation_id=enrolment.organisation_id,
            id=new_id(),
            enrolment_id=enrolment.id,
            module_key=line.module_key,
            lesson_key=line.key,
            seen_at=now,
        )
        db.session.add(row)
    return row


def _record_lesson(verb: str, enrolment: Enrolment, line: LessonLine, by: Member, now: datetime) -> None:
    place = f"{line.module_key}/{line.key}"
    audit.record(enrolment.organisation_id, verb, by=by.id, subject=enrolment.id, at=now, lesson=place)


def draw_check(enrolment: Enrolment, module_key: str, check: Check, *, seed: int, now: datetime) -> CheckAttempt:
    """Go on with the attempt that is open, or draw a fresh one. Drawing is a draft: it leaves no audit entry."""
    tried = queries.attempts(enrolment, module_key)
    if tried and tried[0].submitted_at is None:
        return tried[0]
    seen = [drawn["item"] for attempt in tried for drawn in attempt.drawn]
    attempt = CheckAttempt(
        organisation_id=enrolment.organisation_id,
        id=new_id(),
        enrolment_id=enrolment.id,
        module_key=module_key,
        number=len(tried) + 1,
        drawn=knowledge.draw(check, seed, seen),
        started_at=now,
    )
    db.session.add(attempt)
    return attempt


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
    _settle(enrolment, by, now)
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


def _settle(enrolment: Enrolment, by: Member, now: datetime) -> None:
    """Who has read everything and passed every check has learnt: practice is next."""
    db.session.flush()
    if enrolment.state is EnrolmentState.LEARNING and queries.learning_of(enrolment).complete:
        move(enrolment, EnrolmentState.PRACTISING, by=by, now=now)
