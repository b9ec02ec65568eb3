"""How did somebody fare at a knowledge check, and which of its questions have they answered by now?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from trainer.curriculum import carrying, knowledge
from trainer.curriculum.carrying import Fate
from trainer.curriculum.documents import Check
from trainer.curriculum.knowledge import Question, Result
from trainer.curriculum.models import CheckAttempt, Enrolment
from trainer.curriculum.outline import Outline
from trainer.curriculum.queries.enrolled import Opened, opened_check
from trainer.curriculum.queries.published import check, outline
from trainer.db import db
from trainer.organisations.models import Member


@dataclass(frozen=True)
class Tries:
    """Every go of somebody at a module's check, newest first, and the ids of those that count in their release."""

    every: Sequence[CheckAttempt]
    counting: frozenset[UUID]

    @property
    def open(self) -> CheckAttempt | None:
        """The go that is not handed in yet; one under a release that asked about less is not gone on with."""
        newest = self.every[0] if self.every else None
        return newest if newest and newest.submitted_at is None and newest.id in self.counting else None

    @property
    def last(self) -> CheckAttempt | None:
        """The newest that was handed in."""
        return next((attempt for attempt in self.every if attempt.submitted_at), None)

    @property
    def passed(self) -> bool:
        """One that passed counts."""
        return any(attempt.passed and attempt.id in self.counting for attempt in self.every)

    @property
    def retake(self) -> bool:
        """One passed, and the check of the present release asks about more."""
        return not self.passed and any(attempt.passed for attempt in self.every)


def attempts(enrolment: Enrolment, module_key: str, *, lock: bool = False) -> list[CheckAttempt]:
    """Every go at a module's check, newest first. Who is about to write to one locks them: the second of two waits."""
    query = (
        select(CheckAttempt)
        .filter_by(organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id, module_key=module_key)
        .order_by(CheckAttempt.number.desc())
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def tries(enrolment: Enrolment, module_key: str, *, lock: bool = False) -> Tries:
    """Every go at a module's check with what counts of it: one statement, for releases are kept."""
    every = attempts(enrolment, module_key, lock=lock)
    to = outline(enrolment.organisation_id, enrolment.release_id)
    return Tries(every, frozenset(attempt.id for attempt in every if _counts(attempt, to)))


def _counts(attempt: CheckAttempt, to: Outline) -> bool:
    under = outline(attempt.organisation_id, attempt.release_id)
    return carrying.check(attempt.module_key, under, to) is Fate.KEPT


def bank_of(attempt: CheckAttempt, language: str | None = None) -> Check:
    """The check that an attempt was drawn from: that of its own release, whatever its reader is on today."""
    found = check(attempt.organisation_id, attempt.release_id, attempt.module_key, language)
    assert found, "an attempt is drawn from the check of its release"
    return found


def asked_in(attempt: CheckAttempt, language: str) -> str:
    """The language in which an attempt is shown: the one wished for, if the check of its release is translated."""
    module = outline(attempt.organisation_id, attempt.release_id, language).module(attempt.module_key)
    return module.check_language if module else language


def result(attempt: CheckAttempt, language: str | None = None) -> Result:
    """How an attempt that was handed in went."""
    return knowledge.mark(bank_of(attempt, language), attempt.drawn, attempt.answers or {})


@dataclass(frozen=True)
class Sitting:
    """Somebody at the check of a module, with the questions of their open attempt if there is one.

    `number` is the question that the address asks for; `language` the one in which they are asked.
    """

    opened: Opened
    tries: Tries
    questions: tuple[Question, ...]
    number: int | None = None
    language: str = ""

    @property
    def enrolment(self) -> Enrolment:
        return self.opened.enrolment

    @property
    def question(self) -> Question:
        assert self.number
        return self.questions[self.number - 1]

    @property
    def answers(self) -> Mapping[str, Any]:
        """What is chosen by now."""
        return (self.tries.open and self.tries.open.answers) or {}

    @property
    def gaps(self) -> tuple[Question, ...]:
        """The questions that are not answered yet."""
        return tuple(question for question in self.questions if not question.is_answered(self.answers))


def sitting(member: Member, programme: str, module: str, number: int | None = None) -> Sitting | None:
    """A member's sitting at the check of a module: two statements, for the check is kept."""
    return _sitting(member, programme, module, number, lock=False)


def sitting_to_write(member: Member, programme: str, module: str, number: int | None = None) -> Sitting | None:
    """The same for who is about to keep an answer or to hand in: nobody else writes to it meanwhile."""
    return _sitting(member, programme, module, number, lock=True)


def _sitting(member: Member, programme: str, module: str, number: int | None, *, lock: bool) -> Sitting | None:
    opened = opened_check(member, programme, module)
    if opened is None:
        return None
    found = tries(opened.enrolment, module, lock=lock)
    if found.open is None:
        return Sitting(opened, found, (), number)
    read_in = opened.outline.read_in
    asked = knowledge.questions(bank_of(found.open, read_in), found.open.drawn)
    if number is not None and not 1 <= number <= len(asked):
        return None
    return Sitting(opened, found, asked, number, asked_in(found.open, read_in))
