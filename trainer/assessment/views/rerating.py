"""Rating a session again after an appeal: from the event log alone, blind to what was judged before."""

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import access, actions, queries, rerating
from trainer.assessment.forms import CaseForm
from trainer.assessment.judgement import Draft
from trainer.assessment.queries import Again
from trainer.assessment.views import bp
from trainer.clock import now
from trainer.web import absolute, guard, me, page, see_other


@bp.route("/o/<organisation>/reratings/<uuid:id>", methods=["GET", "POST"])
@guard(queries.rerating, may=access.may_rerate)
def rerate(again: Again) -> ResponseReturnValue:
    """Give levels from the log alone and lock them for good."""
    form = CaseForm.over(again.rubric, Draft(), [], 0)
    if request.method == "POST" and form.validate():
        form.show(rerating.gaps(again.rubric, form.draft))
        if not form.final.data:
            form.final.errors = [_("Say that these are your levels; they cannot be changed afterwards.")]
        if not form.mistakes:
            link = absolute("assessment.feedback", id=again.rerating.session_id)
            actions.lock_rerating(again, form.draft, link=link, by=me(), now=now())
            flash(_("Your levels are locked. Thank you."))
            return see_other("assessment.assess")
    mistakes = form.mistakes if request.method == "POST" else []
    values = {"again": again, "rubric": again.rubric, "mistakes": mistakes}
    return page("assessment/rerate.html", form, 422 if mistakes else 200, **values)


@bp.post("/o/<organisation>/reratings/<uuid:id>/hand-back")
@guard(queries.rerating, may=access.may_hand_back_rerating)
def hand_back_rerating(again: Again) -> ResponseReturnValue:
    """Hand it back."""
    actions.hand_back_rerating(again, by=me(), now=now())
    flash(_("Somebody else will be asked."))
    return see_other("assessment.assess")
