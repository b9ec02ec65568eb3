"""A trainee's reflections: the prompts of the programme and the four lines under each."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.curriculum import access, actions, queries
from trainer.curriculum.forms import FourLinesForm
from trainer.curriculum.queries import Asked
from trainer.curriculum.views import bp
from trainer.web import guard, me, page, see_other


@bp.get("/o/<organisation>/reflections")
@guard(may=access.may_learn)
def reflections() -> ResponseReturnValue:
    """List every prompt with what was written, and what was written to prompts of earlier releases."""
    enrolment = queries.enrolment_of(me())
    if enrolment is None:
        return see_other("curriculum.learn")
    outline = queries.outline_for(me(), enrolment.release_id)
    written = queries.reflections(enrolment)
    earlier = queries.earlier_reflections(enrolment, written)
    return page("curriculum/reflections.html", outline=outline, written=written, earlier=earlier)


@bp.route("/o/<organisation>/reflections/<key>", methods=["GET", "POST"])
@guard(queries.asked, may=access.may_reflect, mine=True)
def reflection(asked: Asked) -> ResponseReturnValue:
    """Write four lines to a prompt; submitted ones count towards readiness."""
    form = FourLinesForm(obj=asked.written)
    form.counts = bool(asked.written and asked.written.submitted_at)
    if form.validate_on_submit():
        actions.write_reflection(
            asked.enrolment,
            asked.prompt.key,
            form.lines,
            submit=form.submit.data,
            by=me(),
            now=now(),
        )
        flash(_("Submitted. You can still change it.") if form.submit.data or form.counts else _("Draft saved."))
        return see_other("curriculum.reflection", key=asked.prompt.key)
    return page("curriculum/reflection.html", form, asked=asked)
