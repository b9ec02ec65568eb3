"""The practice log: every round that a trainee facilitates, and what a lead assessor makes of some of them."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now, today
from trainer.curriculum.queries import enrolment_of
from trainer.practice import actions, log, queries
from trainer.practice.access import log as access
from trainer.practice.access.log import Log, Looked
from trainer.practice.actions.log import Written
from trainer.practice.forms import PressForm
from trainer.practice.forms.log import ActionsForm, CheckForm, RoundForm, round_form
from trainer.practice.lifecycle import Modality
from trainer.practice.models import LearningSet
from trainer.practice.pulse import QUESTIONS
from trainer.practice.views import bp
from trainer.web import as_uuid, guard, here, me, page, see_other


@bp.route("/o/<organisation>/practice-log", methods=["GET", "POST"])
@guard(may=access.may_keep_log)
def own_log() -> ResponseReturnValue:
    """Show what one has facilitated, observed or not, and write down another round."""
    enrolment = enrolment_of(me())
    if enrolment is None:
        return page(
            "practice/log.html", PressForm(), log=None, pulses=[], totals=log.totals(()), own=True, own_form=None
        )
    sets = queries.sets(here().id)
    form = round_form(sets, today())
    if form.validate_on_submit():
        actions.write_round(enrolment, _written(form, sets), by=me(), now=now())
        flash(_("It is in your log."))
        return see_other("practice.own_log")
    kept = queries.practice_log(enrolment)
    return _page(kept, form)


@bp.get("/o/<organisation>/practice-log/<uuid:id>")
@guard(queries.log_of, may=access.may_read_log)
def practice_log(kept: Log) -> ResponseReturnValue:
    """Show what a trainee has facilitated, to those who arrange, decide or audit."""
    return _page(kept, None)


@bp.route("/o/<organisation>/rounds/<uuid:id>/actions", methods=["GET", "POST"])
@guard(queries.own_round, may=access.may_note_actions, mine=True)
def note_actions(of: log.Round) -> ResponseReturnValue:
    """Note after a meeting how many actions the set agreed, did, left open and is late with: numbers only."""
    form = ActionsForm(obj=of.actions)
    if form.validate_on_submit():
        counted = log.Actions(form.agreed.data, form.done.data, form.open.data, form.overdue.data)
        actions.note_actions(of, counted, by=me(), now=now())
        flash(_("Noted."))
        return see_other("practice.own_log")
    return page("practice/note_actions.html", form, of=of)


@bp.post("/o/<organisation>/rounds/<uuid:id>/withdraw")
@guard(queries.looked, may=access.may_withdraw_round)
def withdraw_round(looked: Looked) -> ResponseReturnValue:
    """Take back a round that was written down by mistake."""
    actions.withdraw_round(looked.row, by=me(), now=now())
    flash(_("It is not in your log any more."))
    return see_other("practice.own_log")


@bp.get("/o/<organisation>/rounds")
@guard(may=access.may_check_rounds)
def rounds() -> ResponseReturnValue:
    """List the written rounds that a lead assessor looks into."""
    return page("practice/rounds.html", rows=queries.to_check(here().id))


@bp.route("/o/<organisation>/rounds/<uuid:id>", methods=["GET", "POST"])
@guard(queries.looked, may=access.may_check_round)
def check_round(looked: Looked) -> ResponseReturnValue:
    """Note what was found out about a round."""
    form = CheckForm()
    if form.validate_on_submit():
        actions.check_round(looked, form.confirmed.data == "yes", form.reason.data, by=me(), now=now())
        flash(_("Noted."))
        return see_other("practice.rounds")
    return page("practice/check_round.html", form, looked=looked)


def _written(form: RoundForm, sets: list[LearningSet]) -> Written:
    chosen = next((one for one in sets if one.id == as_uuid(form.set.data)), None)
    return Written(
        chosen,
        form.set_name.data or "",
        form.held_on.data,
        form.minutes.data,
        Modality(form.modality.data),
        log.Stage(form.stage.data),
        log.Part(form.part.data),
    )


def _page(kept: Log, form: RoundForm | None) -> ResponseReturnValue:
    return page(
        "practice/log.html",
        form or PressForm(),
        log=kept,
        pulses=queries.pulses(kept.enrolment),
        questions=QUESTIONS,
        totals=log.totals(kept.rounds),
        own=kept.enrolment.member_id == me().id,
        own_form=form,
    )
