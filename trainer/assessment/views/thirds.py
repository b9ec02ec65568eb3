"""Asking a third assessor, who rates a session from its log alone, before a difference is settled."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from trainer.assessment import access, actions, queries
from trainer.assessment.forms import ThirdForm
from trainer.assessment.lifecycle import Again as Kind
from trainer.assessment.queries import Compared
from trainer.assessment.views import bp
from trainer.clock import now, today
from trainer.organisations import queries as organisations
from trainer.organisations.duties import Duty
from trainer.web import absolute, guard, here, me, page, see_other


@bp.route("/o/<organisation>/sessions/<uuid:id>/third", methods=["GET", "POST"])
@guard(queries.compared, may=access.may_settle)
def ask_third(compared: Compared) -> ResponseReturnValue:
    """Choose somebody new who rates the session from its log, blind, before what differs is settled."""
    session = compared.result.session
    people = organisations.with_duty(here().id, Duty.ASSESSOR)
    verdicts = [(one, queries.may_be_asked(session, one, today(), Kind.THIRD)) for one in people]
    form = ThirdForm()
    form.assessor.choices = [SelectChoice(str(one.id), one.name) for one, verdict in verdicts if verdict]
    if form.validate_on_submit():
        chosen = next(one for one in people if str(one.id) == form.assessor.data)
        link = absolute("assessment.rerate", id=UUID(int=0)).replace(str(UUID(int=0)), "ID")
        actions.ask_to_rerate(session, chosen, Kind.THIRD, link=link, by=me(), now=now())
        flash(_("They have a letter. What differs can wait for them, or be settled without."))
        return see_other("assessment.moderation", id=session.id)
    return page("assessment/ask_third.html", form, session=session, verdicts=verdicts)


@bp.post("/o/<organisation>/sessions/<uuid:id>/third/take-back")
@guard(queries.compared, may=access.may_settle)
def take_back_third(compared: Compared) -> ResponseReturnValue:
    """Wait for a third assessor no longer."""
    session = compared.result.session
    actions.end_third(session.organisation_id, session.id, by=me(), now=now())
    flash(_("They are not waited for any more."))
    return see_other("assessment.moderation", id=session.id)
