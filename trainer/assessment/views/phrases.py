"""An assessor's own phrases: what there is, one more, and away with one."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import access, actions, commenting, queries
from trainer.assessment.forms import PhraseForm
from trainer.assessment.models import OwnPhrase
from trainer.assessment.views import bp
from trainer.clock import now
from trainer.web import guard, me, page, say, see_other


@bp.route("/o/<organisation>/assess/phrases", methods=["GET", "POST"])
@guard(may=access.may_assess)
def phrases() -> ResponseReturnValue:
    """List one's own phrases, and keep one more."""
    form, kept = PhraseForm(), queries.own_phrases(me())
    if form.validate_on_submit():
        verdict = commenting.may_keep(len(kept))
        if verdict:
            actions.keep_phrase(me(), form.text.data, now=now())
            flash(_("Kept. Only you can read it."))
            return see_other("assessment.phrases")
        form.text.errors = [say(verdict.reason)] if verdict.reason else []
    return page("assessment/phrases.html", form, kept=kept)


@bp.post("/o/<organisation>/assess/phrases/<uuid:id>/remove")
@guard(queries.own_phrase, may=access.may_remove_phrase)
def remove_phrase(phrase: OwnPhrase) -> ResponseReturnValue:
    """Throw one of one's own phrases away."""
    actions.remove_phrase(phrase)
    flash(_("The phrase is gone."))
    return see_other("assessment.phrases")
