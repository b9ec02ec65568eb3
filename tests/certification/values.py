"""Values for the pure rules of certification: a policy, a rubric, sessions and facts, with nothing of a database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from tests.programme import FILES
from trainer.certification.facts import Facts, Judged, Session
from trainer.certification.readiness import Line, Readiness, readiness
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.documents import Policy, Rubric

TODAY = date(2026, 11, 23)
CRITERIA = ("phases", "inquiry", "stance", "strengths")  # inquiry is the critical one
ANA, SAM, LENA, PAT, PIA, TARA = (UUID(int=number) for number in range(1, 7))

_compiled = compile_programme(FILES).programme
assert _compiled
assert _compiled.policy
assert _compiled.rubric
POLICY: Policy = _compiled.policy
RUBRIC: Rubric = _compiled.rubric


def policy(**changes: Mapping[str, Any]) -> Policy:
    """The small policy with some requirements changed by kind: `policy(scores={"overall": 2.875})`."""
    parts = [part.model_copy(update=changes.get(part.kind, {})) for part in POLICY.requirements]
    return POLICY.model_copy(update={"requirements": tuple(parts)})


def only(kind: str, **changes: Any) -> Policy:
    """A policy that asks for one thing."""
    parts = [part.model_copy(update=changes) for part in POLICY.requirements if part.kind == kind]
    return POLICY.model_copy(update={"requirements": tuple(parts)})


def judged(assessor: UUID = ANA, *levels: int | None, entrustment: int = 4, **named: int | None) -> Judged:
    """A judgement with levels in the order of the rubric (3 where nothing is said), or by name."""
    given = dict(zip(CRITERIA, levels or (3, 3, 3, 3), strict=True))
    return Judged(assessor, {**given, **named}, entrustment)


def session(number: int = 1, *judgements: Judged, day: date = date(2026, 9, 14), **values: Any) -> Session:
    """A released summative session that two people judged, unless told otherwise."""
    given = judgements or (judged(ANA), judged(SAM))
    return Session(UUID(int=number), f"S-{number:04d}", day, UUID(int=99), given, **{"reflected": True, **values})


TWO = (session(1), session(2, day=date(2026, 10, 12)))
COMPLETE = Facts(
    lessons_read=4,
    lessons_total=4,
    checks_passed=2,
    checks_total=2,
    prompts_answered=2,
    prompts_total=2,
    sessions=TWO,
)


def facts(**changes: Any) -> Facts:
    """The facts of somebody who has everything, with some changed."""
    return replace(COMPLETE, **changes)


def held(of: Facts = COMPLETE, by: Policy = POLICY, rubric: Rubric | None = RUBRIC, today: date = TODAY) -> Readiness:
    """Readiness as of one day."""
    return readiness(by, rubric, of, today)


def line(kind: str, of: Facts = COMPLETE, by: Policy = POLICY, today: date = TODAY) -> Line:
    """The line of one kind of requirement."""
    return next(row for row in held(of, by, today=today).lines if row.kind == kind)
