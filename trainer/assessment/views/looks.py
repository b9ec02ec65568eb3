"""What leads look into by the sampling plan of the policy, and what they find."""

from flask import current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import access, actions, queries
from trainer.assessment.access import licences
from trainer.assessment.forms import LookForm
from trainer.assessment.queries import Compared
from trainer.assessment.views import bp
from trainer.clock import now, today
from trainer.web import guard, me, page, see_other


@bp.get("/o/<organisation>/sampling")
@guard(may=licences.may_license)
def sampling() -> ResponseReturnValue:
    """List the judgements that the plan draws for a look, and how much of each assessor's was looked into."""
    drawn = queries.to_look_into(me(), today(), str(current_app.secret_key))
    return page("assessment/sampling.html", drawn=drawn, shares=queries.shares(me()))


@bp.route("/o/<organisation>/sessions/<uuid:id>/look", methods=["GET", "POST"])
@guard(queries.compared, may=access.may_look_into)
def look(compared: Compared) -> ResponseReturnValue:
    """Look into the judgements of one session and say of each whether it is sound."""
    looks = queries.looks_in(compared.result.session)
    open_ones = [row for row in compared.judgements if row.observation_id not in looks]
    late = [id for id in looks if request.form.get(f"{id}-remark", "").strip()]
    form = LookForm.over([*(row.observation_id for row in open_ones), *late])
    whole = form.validate_on_submit()
    for id in late:  # somebody else was quicker: what was typed is shown, and nothing is kept
        form[f"{id}-remark"].errors = [_("%(name)s looked into this meanwhile.", name=looks[id].looked_by.name)]
    if whole and form.found and not late:
        actions.look_into(compared, form.found, by=me(), now=now())
        flash(_("Noted. The assessor reads it beside their own figures; no level changes by it."))
        return see_other("assessment.sampling")
    events = queries.evidence_events(compared)
    values = {"compared": compared, "looks": looks, "open_ones": open_ones, "events": events}
    return page("assessment/look.html", form, 409 if late else 422 if form.errors else 200, **values)
