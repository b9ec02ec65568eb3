"""Appeals: lodging one, following it, answering it, and the two from outside who hear it last."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from trainer.certification import actions, queries
from trainer.certification import appeal as rules
from trainer.certification.access import appeals as access
from trainer.certification.forms import (
    WRITE,
    FindingForm,
    FurtherForm,
    LodgeForm,
    RerateForm,
    SeatForm,
    TalkForm,
    WriteAppealForm,
)
from trainer.certification.lifecycle import Ground
from trainer.certification.queries import Appealable, Contested
from trainer.certification.views import bp
from trainer.clock import now, today
from trainer.organisations import queries as organisations
from trainer.organisations.access import holds
from trainer.organisations.duties import Duty
from trainer.web import May, absolute, guard, here, me, page, see_other


def _result(organisation_id: UUID, id: UUID) -> Appealable | None:
    return queries.appealable_result(organisation_id, id, today())


def _decision(organisation_id: UUID, id: UUID) -> Appealable | None:
    return queries.appealable_decision(organisation_id, id, today())


def _contested(organisation_id: UUID, id: UUID) -> Contested | None:
    return queries.contested(organisation_id, id, today())


@bp.get("/o/<organisation>/appeals")
@guard(may=access.may_see_appeals)
def appeals() -> ResponseReturnValue:
    """List appeals, what is due first on top; panel members see those that they hear."""
    everything = holds(me(), Duty.LEAD, Duty.COORDINATOR, Duty.AUDITOR)
    found = [one for one in queries.appeals(here().id, today()) if everything or one.seat_of(me())]
    shown = [one for one in found if one.parties.trainee != me().id]
    return page("certification/appeals.html", open=_waiting(shown, True), closed=_waiting(shown, False), today=today())


def _waiting(found: list[Contested], waits: bool) -> list[Contested]:
    return [one for one in found if (one.appeal.state in rules.WAITING or one.is_open) is waits]


@bp.route("/o/<organisation>/sessions/<uuid:id>/appeal", methods=["GET", "POST"])
@guard(_result, may=access.may_look_to_appeal)
def appeal_result(about: Appealable) -> ResponseReturnValue:
    """Object to a released result of one's own, or go on with an appeal about it."""
    return _lodge(about)


@bp.route("/o/<organisation>/decisions/<uuid:id>/appeal", methods=["GET", "POST"])
@guard(_decision, may=access.may_look_to_appeal)
def appeal_decision(about: Appealable) -> ResponseReturnValue:
    """Object to a decision about oneself, or go on with an appeal about it."""
    return _lodge(about)


def _lodge(about: Appealable) -> ResponseReturnValue:
    if about.appeal:
        return see_other("certification.appeal", id=about.appeal.id)
    form = LodgeForm()
    if form.validate_on_submit():
        ground = Ground(form.ground.data) if form.way.data == WRITE else None
        made = actions.lodge_appeal(about, ground, form.text.data.strip(), link=_link, by=me(), now=now())
        flash(_("It is on its way. You can follow it here."))
        return see_other("certification.appeal", id=made.id)
    until = rules.last_day_to_lodge(about.said_on)
    return page("certification/lodge_appeal.html", form, about=about, until=until)


@bp.get("/o/<organisation>/appeals/<uuid:id>")
@guard(_contested, may=access.may_see_appeal)
def appeal(contested: Contested) -> ResponseReturnValue:
    """Show how far an appeal is, until when it moves on, and what the reader can do."""
    return _page(contested)


@bp.post("/o/<organisation>/appeals/<uuid:id>/talk")
@guard(_contested, may=access.may_record_talk)
def record_talk(contested: Contested) -> ResponseReturnValue:
    """Note what came of the talk."""
    form = TalkForm()
    if not form.validate_on_submit():
        return _page(contested, talk=form)
    actions.record_talk(contested, form.text.data.strip(), **_now(contested))
    flash(_("Noted. The trainee has a letter."))
    return _back(contested)


@bp.post("/o/<organisation>/appeals/<uuid:id>/write")
@guard(_contested, may=access.may_write_appeal)
def write_appeal(contested: Contested) -> ResponseReturnValue:
    """Appeal in writing after a talk."""
    form = WriteAppealForm()
    if not form.validate_on_submit():
        return _page(contested, write=form)
    actions.write_appeal(contested, Ground(form.ground.data), form.text.data.strip(), **_now(contested))
    flash(_("It is on its way. You can follow it here."))
    return _back(contested)


@bp.post("/o/<organisation>/appeals/<uuid:id>/answer")
@guard(_contested, may=access.may_answer_appeal)
def answer_appeal(contested: Contested) -> ResponseReturnValue:
    """Answer a written appeal, having had no part in what it is about."""
    form = _finding(contested)
    if not form.validate_on_submit():
        return _page(contested, answer=form)
    actions.answer_appeal(contested, form.finding, form.reason.data.strip(), **_now(contested))
    flash(_("Answered. The trainee has a letter."))
    return _back(contested)


@bp.post("/o/<organisation>/appeals/<uuid:id>/further")
@guard(_contested, may=access.may_take_appeal_further)
def take_further(contested: Contested) -> ResponseReturnValue:
    """Take an appeal to a panel from outside the programme."""
    form = FurtherForm()
    if not form.validate_on_submit():
        return _page(contested, further=form)
    actions.take_further(contested, form.text.data.strip(), **_now(contested))
    flash(_("Two people from outside the programme hear it now."))
    return _back(contested)


@bp.route("/o/<organisation>/appeals/<uuid:id>/panel", methods=["GET", "POST"])
@guard(_contested, may=access.may_seat_appeal)
def seat_appeal(contested: Contested) -> ResponseReturnValue:
    """Choose the two who hear an appeal last."""
    people = organisations.with_duty(here().id, Duty.PANEL)
    verdicts = [(member, access.may_sit_on_appeal(member, contested)) for member in people]
    form = SeatForm()
    form.members.choices = [SelectChoice(str(member.id), member.name) for member, verdict in verdicts if verdict]
    if form.validate_on_submit():
        chosen = [member for member in people if str(member.id) in form.members.data]
        actions.seat_appeal(contested, chosen, **_now(contested))
        flash(_("Both have a letter."))
        return _back(contested)
    return page("certification/seat_appeal.html", form, contested=contested, verdicts=verdicts)


@bp.post("/o/<organisation>/appeals/<uuid:id>/say")
@guard(_contested, may=access.may_say_on_appeal)
def say_on_appeal(contested: Contested) -> ResponseReturnValue:
    """Say what one finds before reading what the other does."""
    form = _finding(contested)
    if not form.validate_on_submit():
        return _page(contested, say=form)
    actions.say_on_appeal(contested, form.finding, form.reason.data.strip(), **_now(contested))
    flash(_("What you find is kept."))
    return _back(contested)


@bp.route("/o/<organisation>/appeals/<uuid:id>/rerating", methods=["GET", "POST"])
@guard(_contested, may=access.may_ask_to_rerate)
def ask_for_rerating(contested: Contested) -> ResponseReturnValue:
    """Choose somebody new who rates the session again, blind."""
    people = organisations.with_duty(here().id, Duty.ASSESSOR)
    verdicts = [(member, queries.may_rate_again(contested, member)) for member in people]
    form = RerateForm()
    form.assessor.choices = [SelectChoice(str(member.id), member.name) for member, verdict in verdicts if verdict]
    if form.validate_on_submit():
        chosen = next(member for member in people if str(member.id) == form.assessor.data)
        link = absolute("assessment.rerate", id=UUID(int=0)).replace(str(UUID(int=0)), "ID")
        actions.ask_for_rerating(contested, chosen, link=link, by=me(), now=now())
        flash(_("They have a letter."))
        return _back(contested)
    asked = queries.asked_to_rerate(contested)
    return page("certification/ask_for_rerating.html", form, contested=contested, verdicts=verdicts, asked=asked)


@bp.post("/o/<organisation>/appeals/<uuid:id>/rerating/take-back")
@guard(_contested, may=access.may_ask_to_rerate)
def take_back_rerating(contested: Contested) -> ResponseReturnValue:
    """Wait no longer for whoever was asked to rate the session again."""
    actions.take_back_rerating(contested, by=me(), now=now())
    flash(_("They are not waited for any more. Ask somebody else."))
    return see_other("certification.ask_for_rerating", id=contested.appeal.id)


@bp.post("/o/<organisation>/appeals/<uuid:id>/withdraw")
@guard(_contested, may=access.may_withdraw_appeal)
def withdraw_appeal(contested: Contested) -> ResponseReturnValue:
    """Let one's own appeal rest."""
    actions.withdraw_appeal(contested, by=me(), now=now())
    flash(_("Your appeal is withdrawn."))
    return _back(contested)


def _link(id: UUID) -> str:
    return absolute("certification.appeal", id=id)


def _now(contested: Contested) -> dict[str, Any]:
    return {"link": _link(contested.appeal.id), "by": me(), "now": now()}


def _back(contested: Contested) -> ResponseReturnValue:
    return see_other("certification.appeal", id=contested.appeal.id)


def _finding(contested: Contested, **options: Any) -> FindingForm:
    return FindingForm.over(rules.remedies(contested.appeal.decision is not None), **options)


def _page(contested: Contested, **sent: FlaskForm) -> ResponseReturnValue:
    """The page with what the reader may do; a form that was sent and has mistakes stands in its place."""
    empty: dict[str, Any] = {"formdata": None}
    offered: dict[str, tuple[May, Callable[[], FlaskForm]]] = {
        "talk": (access.may_record_talk, lambda: TalkForm(**empty)),
        "write": (access.may_write_appeal, lambda: WriteAppealForm(**empty)),
        "answer": (access.may_answer_appeal, lambda: _finding(contested, **empty)),
        "further": (access.may_take_appeal_further, lambda: FurtherForm(**empty)),
        "say": (access.may_say_on_appeal, lambda: _finding(contested, **empty)),
    }
    may_ask = access.may_ask_to_rerate(me(), contested)
    return page(
        "certification/appeal.html",
        next(iter(sent.values()), None),
        contested=contested,
        forms={name: sent.get(name) or make() for name, (may, make) in offered.items() if may(me(), contested)},
        refused=access.may_answer_appeal(me(), contested),
        may_ask=may_ask,
        asked=queries.asked_to_rerate(contested) if may_ask else None,
        may_seat=access.may_seat_appeal(me(), contested),
        may_withdraw=access.may_withdraw_appeal(me(), contested),
        may_see_said=access.may_see_what_was_said(me(), contested),
    )
