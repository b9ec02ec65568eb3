"""A knowledge check: questions first, then what every option would have done."""

import secrets

from flask import request
from flask.typing import ResponseReturnValue

from trainer.clock import now
from trainer.curriculum import access, actions, knowledge, queries
from trainer.curriculum.forms import PressForm
from trainer.curriculum.queries import Opened
from trainer.curriculum.views import bp
from trainer.web import guard, me, page, see_other


@bp.get("/o/<organisation>/learn/<programme>/<module>/check")
@guard(queries.opened_check, may=access.may_open, mine=True)
def check(opened: Opened) -> ResponseReturnValue:
    """Show the way in, the questions of the open attempt, or how the last one went."""
    tried = queries.attempts(opened.enrolment, opened.module.key)
    bank = queries.check(me().organisation_id, opened.outline.release_id, opened.module.key)
    assert bank
    if not tried:
        return page("curriculum/check_start.html", PressForm(), opened=opened, check=bank, tried=tried)
    if tried[0].submitted_at is None:
        questions = knowledge.questions(bank, tried[0].drawn)
        return page("curriculum/check.html", PressForm(), opened=opened, questions=questions, number=tried[0].number)
    result = knowledge.mark(bank, tried[0].drawn, tried[0].answers or {})
    return page("curriculum/check_result.html", PressForm(), opened=opened, check=bank, tried=tried, result=result)


@bp.post("/o/<organisation>/learn/<programme>/<module>/check/draw")
@guard(queries.opened_check, may=access.may_open, mine=True)
def draw_check(opened: Opened) -> ResponseReturnValue:
    """Draw questions for a fresh attempt."""
    bank = queries.check(me().organisation_id, opened.outline.release_id, opened.module.key)
    assert bank
    actions.draw_check(opened.enrolment, opened.module.key, bank, seed=secrets.randbits(32), now=now())
    return _back(opened)


@bp.post("/o/<organisation>/learn/<programme>/<module>/check")
@guard(queries.opened_check, may=access.may_open, mine=True)
def submit_check(opened: Opened) -> ResponseReturnValue:
    """Mark the open attempt. Questions without an answer are shown again, with everything chosen kept."""
    tried = queries.attempts(opened.enrolment, opened.module.key, lock=True)
    bank = queries.check(me().organisation_id, opened.outline.release_id, opened.module.key)
    assert bank
    if not tried or tried[0].submitted_at is not None:
        return _back(opened)
    questions = knowledge.questions(bank, tried[0].drawn)
    answers = knowledge.offered(questions, request.form.to_dict(flat=False))
    open_questions = [question for question in questions if not question.is_answered(answers)]
    if open_questions:
        return page(
            "curriculum/check.html",
            PressForm(formdata=None),
            422,
            opened=opened,
            questions=questions,
            number=tried[0].number,
            answers=answers,
            unanswered=open_questions,
        )
    actions.submit_check(opened.enrolment, tried[0], bank, answers, by=me(), now=now())
    return _back(opened)


def _back(opened: Opened) -> ResponseReturnValue:
    return see_other("curriculum.check", programme=opened.outline.programme_key, module=opened.module.key)
