"""Moving people to another release: first what it would mean for each, then those who are ticked, all or nobody."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from trainer.clock import now
from trainer.curriculum import access, actions, queries
from trainer.curriculum import moves as rules
from trainer.curriculum.forms import MoveForm
from trainer.curriculum.models import Enrolment
from trainer.curriculum.queries import Moves
from trainer.curriculum.views import bp
from trainer.web import guard, me, page, see_other


@bp.get("/o/<organisation>/author/releases/<uuid:id>/move")
@guard(queries.moves, may=access.may_see_moves)
def moves(moves: Moves) -> ResponseReturnValue:
    """Show who is on another release of the programme and what moving to this one would mean for each."""
    return _page(moves, MoveForm(formdata=None))


@bp.post("/o/<organisation>/author/releases/<uuid:id>/move")
@guard(queries.moves, may=access.may_move_to_release)
def move_to_release(moves: Moves) -> ResponseReturnValue:
    """Move those who are ticked. If one of them was changed since the page was made, nobody is moved."""
    form = MoveForm()
    if not form.validate_on_submit():
        return _page(moves, form)
    meant = rules.ticked(form.who.data, _groups(moves))
    if meant is None:
        return _page(moves, form, 409)
    people = [row for row in moves.enrolments if _mark(row) in meant]
    for row in people:
        actions.move_to_release(row, moves.release, with_policy=form.with_policy.data, by=me(), now=now())
    number = moves.release.number
    flash(
        ngettext(
            "%(num)d person is on release %(to)d now.",
            "%(num)d people are on release %(to)d now.",
            len(people),
            to=number,
        )
    )
    return see_other("curriculum.moves", id=moves.release.id)


def _page(moves: Moves, form: MoveForm, status: int = 200) -> ResponseReturnValue:
    meanings, policy = queries.meanings(moves), moves.policy
    others = [old for old, _count in moves.policies]
    rows = [(row, _mark(row), meanings[row.id], access.may_be_moved(me(), row)) for row in moves.enrolments]
    return page(
        "curriculum/moves.html",
        form,
        status,
        moves=moves,
        rows=rows,
        groups=_groups(moves),
        ticked={mark.partition(":")[0] for mark in form.who.data or ()},
        now_asked=[(old, count, old and rules.apart(old, [policy])) for old, count in moves.policies],
        asked=policy and rules.apart(policy, others),
        both=policy and rules.shared(policy, others),
        may_move=access.may_move_to_release(me(), moves),
        changed=status == 409,
    )


def _groups(moves: Moves) -> tuple[rules.Group, ...]:
    people = [row for row in moves.enrolments if access.may_be_moved(me(), row)]
    return rules.groups((row.member.unit.name if row.member.unit else "", _mark(row)) for row in people)


def _mark(row: Enrolment) -> str:
    return rules.mark(row.id, row.revision)
