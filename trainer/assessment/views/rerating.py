"""Rating from an event log alone, blind to what was judged before and to why one is asked."""

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import access, actions, queries, rerating
from trainer.assessment.forms import CaseForm
from trainer.assessment.judgement import Draft
from trainer.assessment.lifecycle import Again as Kind
from trainer.assessment.queries import Again, Hidden
from trainer.assessment.views import bp
from trainer.clock import now
from trainer.verdict import every
from trainer.web import absolute, demand, guard, me, page, see_other


@bp.route("/o/<organisation>/reratings/<uuid:id>", methods=["GET", "POST"])
@guard(queries.rerating, may=access.may_hand_back_rerating)
def rerate(again: Again) -> ResponseReturnValue:
    """Give levels from the log alone and lock them for good; whoever may not any more is told why and hands it back."""
    may_rate = every(access.may_rerate(me(), again), queries.covered(me(), now().date()))
    form = CaseForm.over(again.rubric, Draft(), [], 0)
    if request.method == "POST":
        demand(may_rate)
    if request.method == "POST" and form.validate():
        form.show(rerating.gaps(again.rubric, form.draft))
        if not form.final.data:
            form.final.errors = [_("Say that these are your levels; they cannot be changed afterwards.")]
        if not form.mistakes:
            return _lock(again, form.draft)
    mistakes = form.mistakes if request.method == "POST" else []
    values = {"again": again, "may_rate": may_rate, "rubric": again.rubric, "mistakes": mistakes}
    return page("assessment/rerate.html", form, 422 if mistakes else 200, **values)


def _lock(again: Again, draft: Draft) -> ResponseReturnValue:
    """Only now they are told what it was."""
    if again.rerating.kind is Kind.APPEAL:
        link = absolute("assessment.feedback", id=again.rerating.session_id)
        actions.lock_rerating(again, draft, link=link, by=me(), now=now())
        flash(_("Your levels are locked. Thank you. An appeal had asked for them, and they count."))
        return see_other("assessment.assess")
    if again.rerating.kind is Kind.THIRD:
        link = absolute("assessment.moderation", id=again.rerating.session_id)
        actions.lock_third(again, draft, link=link, by=me(), now=now())
        flash(_("Your levels are locked. Thank you. Two assessors differ, and a lead settles it with yours beside."))
        return see_other("assessment.assess")
    made = actions.lock_hidden(again, draft, by=me(), now=now())
    flash(_("Your levels are locked. Thank you. They count for nobody's result."))
    return see_other("assessment.hidden_rating", id=made.id)


@bp.get("/o/<organisation>/hidden-ratings/<uuid:id>")
@guard(queries.hidden_rating, may=access.may_read_hidden_rating)
def hidden_rating(hidden: Hidden) -> ResponseReturnValue:
    """Show locked levels beside the reference, or beside what the same assessor gave the first time."""
    mine = hidden.rating.rerating.assessor_id == me().id
    return page("assessment/hidden_rating.html", hidden=hidden, mine=mine)


@bp.post("/o/<organisation>/reratings/<uuid:id>/hand-back")
@guard(queries.rerating, may=access.may_hand_back_rerating)
def hand_back_rerating(again: Again) -> ResponseReturnValue:
    """Hand it back."""
    actions.hand_back_rerating(again, by=me(), now=now())
    flash(_("You handed it back."))
    return see_other("assessment.assess")
