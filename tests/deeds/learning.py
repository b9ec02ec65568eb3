"""What can be done with a programme."""

from typing import Any

from tests.deeds.world import NOW, Deed, World
from tests.programme import FILES
from tests.stage import LESSON, LINES, right_answers
from trainer.curriculum import actions as curriculum
from trainer.curriculum import queries as programmes
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.organisations.models import Member

CHANGED = {**FILES, LESSON: FILES[LESSON] + b"\nOne more sentence.\n"}


def _publish(w: World, files_: dict[str, bytes]) -> None:
    compiled = compile_programme(files_).programme
    assert compiled
    curriculum.publish(w.acme.id, compiled, by=w.abel, now=NOW)


def _line(w: World) -> Any:
    enrolment = w.enrolment("Tara")
    return programmes.outline(enrolment.organisation_id, enrolment.release_id).modules[0].lessons[0]


def _read_again(w: World) -> None:
    curriculum.mark_unread(w.enrolment("Tara"), _line(w), by=w.tara, now=NOW)
    curriculum.mark_read(w.enrolment("Tara"), _line(w), by=w.tara, now=NOW)


def _begin(w: World) -> Any:
    return curriculum.begin(w.bea, w.get(programmes.release, "release"), now=NOW)


def _check(w: World) -> Any:
    enrolment = w.enrolment("Tara")
    return programmes.check(enrolment.organisation_id, enrolment.release_id, "questions")


def _draw(w: World) -> Any:
    return curriculum.draw_check(w.enrolment("Tara"), "questions", _check(w), seed=3, now=NOW)


def _submit(w: World) -> None:
    attempt = _draw(w)
    answers = right_answers(_check(w), attempt.drawn)
    curriculum.submit_check(w.enrolment("Tara"), attempt, _check(w), answers, by=w.tara, now=NOW)


def _reflect(member: Member, submit: bool) -> None:
    enrolment = programmes.enrolment_of(member)
    assert enrolment
    values = {"submit": submit, "by": member, "now": NOW}
    curriculum.write_reflection(enrolment, "whose-approval", LINES, **values)


DEEDS: tuple[Deed, ...] = (
    Deed("curriculum.publish", lambda w: _publish(w, CHANGED), ("release.published",)),
    Deed("curriculum.begin", _begin, ("enrolment.begun",)),
    Deed(
        "curriculum.move",
        lambda w: curriculum.move(w.enrolment("Tess"), EnrolmentState.WITHDRAWN, by=w.cora, now=NOW),
        ("enrolment.withdrawn",),
    ),
    Deed(
        "curriculum.mark_unread",
        lambda w: curriculum.mark_unread(w.enrolment("Tara"), _line(w), by=w.tara, now=NOW),
        ("lesson.unread",),
    ),
    Deed("curriculum.mark_read", _read_again, ("lesson.unread", "lesson.read")),
    Deed("curriculum.draw_check", _draw, ()),
    Deed("curriculum.submit_check", _submit, ("check.submitted",)),
    Deed("curriculum.write_reflection", lambda w: _reflect(w.tara, True), ("reflection.submitted",)),
    Deed("curriculum.write_reflection", lambda w: _reflect(w.olga, False), ()),
)
