"""A knowledge check: one question at a time, then what every option would have done."""

import secrets
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.curriculum import access, actions, queries
from trainer.curriculum.forms import PressForm
from trainer.curriculum.queries import Opened, Sitting
from trainer.curriculum.views import bp
from trainer.web import guard, me, page, see_other


@bp.get("/o/<organisation>/learn/<programme>/<module>/check")
@guard(queries.sitting, may=access.may_sit, mine=True)
def check(sitting: Sitting) -> ResponseReturnValue:
    """Lead to the first open question; with no attempt open, show how the last one went or the way in."""
    if sitting.questions:
        return _go(sitting, sitting.gaps[0].number if sitting.gaps else None)
    bank = queries.check(me().organisation_id, sitting.opened.outline.release_id, sitting.opened.module.key)
    last = sitting.tries.last
    values: dict[str, Any] = {"opened": sitting.opened, "tries": sitting.tries, "check": bank}
    if last is None:
        return page("curriculum/check_start.html", PressForm(), **values)
    read_in = sitting.opened.outline.read_in
    values |= {"language": queries.asked_in(last, read_in), "result": queries.result(last, read_in)}
    return page("curriculum/check_result.html", PressForm(), last=last, **values)


@bp.post("/o/<organisation>/learn/<programme>/<module>/check/draw")
@guard(queries.opened_check, may=access.may_open, mine=True)
def draw_check(opened: Opened) -> ResponseReturnValue:
    """Draw questions for a fresh attempt."""
    bank = queries.check(me().organisation_id, opened.outline.release_id, opened.module.key)
    assert bank
    actions.draw_check(opened.enrolment, opened.module.key, bank, seed=secrets.randbits(32), now=now())
    return see_other("curriculum.check", programme=opened.outline.programme_key, module=opened.module.key)


@bp.get("/o/<organisation>/learn/<programme>/<module>/check/<int:number>")
@guard(queries.sitting, may=access.may_sit, mine=True)
def question(sitting: Sitting) -> ResponseReturnValue:
    """Show one question of the open attempt with what is chosen by now, and never what would be right."""
    if not sitting.questions:
        return _way_in(sitting)
    return page("curriculum/question.html", PressForm(), sitting=sitting)


@bp.post("/o/<organisation>/learn/<programme>/<module>/check/<int:number>")
@guard(queries.sitting_to_write, may=access.may_sit, mine=True)
def keep_answer(sitting: Sitting) -> ResponseReturnValue:
    """Keep what is chosen, if only in part, and go where the pressed button leads."""
    attempt = sitting.tries.open
    if attempt is None:
        return _handed_in_already(sitting)
    actions.keep_answer(attempt, sitting.question, request.form.to_dict(flat=False))
    return _go(sitting, _wanted(request.form.get("go", ""), sitting))


@bp.get("/o/<organisation>/learn/<programme>/<module>/check/hand-in")
@guard(queries.sitting, may=access.may_sit, mine=True)
def hand_in(sitting: Sitting) -> ResponseReturnValue:
    """List the questions with what is open still, before they are handed in."""
    if not sitting.questions:
        return _way_in(sitting)
    return page("curriculum/hand_in.html", PressForm(), sitting=sitting)


@bp.post("/o/<organisation>/learn/<programme>/<module>/check/hand-in")
@guard(queries.sitting_to_write, may=access.may_sit, mine=True)
def submit_check(sitting: Sitting) -> ResponseReturnValue:
    """Mark the open attempt, once every question has an answer."""
    attempt = sitting.tries.open
    if attempt is None:
        return _handed_in_already(sitting)
    if sitting.gaps:
        return page("curriculum/hand_in.html", PressForm(formdata=None), 422, sitting=sitting, refused=True)
    bank = queries.bank_of(attempt)
    actions.submit_check(sitting.enrolment, attempt, bank, dict(sitting.answers), by=me(), now=now())
    return _way_in(sitting)


def _wanted(go: str, sitting: Sitting) -> int | None:
    """The question that a button leads to, or None for the overview: another one, the one before, else the next."""
    here, last = sitting.number or 1, len(sitting.questions)
    known = {str(question.number): question.number for question in sitting.questions}
    following = here + 1 if here < last else None
    return {"previous": max(1, here - 1), "hand-in": None, **known}.get(go, following)


def _go(sitting: Sitting, number: int | None) -> ResponseReturnValue:
    if number is None:
        return see_other("curriculum.hand_in", **_place(sitting))
    return see_other("curriculum.question", number=number, **_place(sitting))


def _way_in(sitting: Sitting) -> ResponseReturnValue:
    return see_other("curriculum.check", **_place(sitting))


def _handed_in_already(sitting: Sitting) -> ResponseReturnValue:
    """On another device, or by a second press."""
    if sitting.tries.last:
        flash(_("This try was handed in already. Nothing of it was changed."))
    return _way_in(sitting)


def _place(sitting: Sitting) -> dict[str, str]:
    return {"programme": sitting.opened.outline.programme_key, "module": sitting.opened.module.key}
