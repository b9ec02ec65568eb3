"""An assessor's own timeline after the session: by phase, with corrections."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.curriculum.queries import scheme as scheme_of
from trainer.db import new_id
from trainer.practice import access, actions, queries
from trainer.practice.forms import SHIFTS, CorrectionForm, MissedForm, actor_choices, correction_form, missed_form
from trainer.practice.models import Observation, Seat
from trainer.practice.timeline import Op
from trainer.practice.views import bp
from trainer.web import as_uuid, guard, me, page, see_other


@bp.get("/guest/<token>/observations/<uuid:id>/timeline")
@bp.get("/o/<organisation>/observations/<uuid:id>/timeline")
@guard(queries.observation, may=access.may_see_timeline)
def timeline(observation: Observation) -> ResponseReturnValue:
    """Show what one captured oneself, by phase."""
    return _timeline_page(observation)


@bp.post("/guest/<token>/observations/<uuid:id>/timeline/correct")
@bp.post("/o/<organisation>/observations/<uuid:id>/timeline/correct")
@guard(queries.observation, may=access.may_amend_timeline)
def correct_event(observation: Observation) -> ResponseReturnValue:
    """Move an event, say who it was, take it out or put it back. What was tapped is kept."""
    form = correction_form(_seats(observation))
    if not form.validate_on_submit():
        return _timeline_page(observation, status=422)
    event = as_uuid(form.event.data)
    found = queries.timeline(observation)
    if event not in {row.id for row in (*found.events, *found.removed)}:
        return _timeline_page(observation, status=422)
    actions.amend_timeline(observation, [_correction(form)], by=me(), now=now())
    return see_other("practice.timeline", id=observation.id, _anchor=f"e-{event}")


def _correction(form: CorrectionForm) -> Op:
    ref, do = as_uuid(form.event.data), form.do.data
    if do == "actor":
        return Op(new_id(), "actor", ref=ref, actor=form.actor.data)
    if do in ("void", "restore"):
        return Op(new_id(), do, ref=ref)
    return Op(new_id(), "retime", ref=ref, delta_ms=int(do))


@bp.post("/guest/<token>/observations/<uuid:id>/timeline/add")
@bp.post("/o/<organisation>/observations/<uuid:id>/timeline/add")
@guard(queries.observation, may=access.may_amend_timeline)
def add_event(observation: Observation) -> ResponseReturnValue:
    """Add an event that was missed while capturing."""
    form = missed_form(scheme_of(observation.scheme), _seats(observation))
    if not form.validate_on_submit():
        return _timeline_page(observation, form)
    event = Op(new_id(), "event", code=form.code.data, actor=form.actor.data, at_ms=form.at_ms)
    note = Op(new_id(), "note", ref=event.id, text=form.text.data, at_ms=form.at_ms)
    actions.amend_timeline(observation, [event, note] if form.text.data else [event], by=me(), now=now())
    flash(_("Added."))
    return see_other("practice.timeline", id=observation.id, _anchor=f"e-{event.id}")


def _timeline_page(observation: Observation, form: MissedForm | None = None, status: int = 200) -> ResponseReturnValue:
    scheme, seats = scheme_of(observation.scheme), _seats(observation)
    return page(
        "practice/timeline.html",
        form or missed_form(scheme, seats),
        status,
        observation=observation,
        timeline=queries.timeline(observation),
        late=queries.came_in_late(observation),
        scheme=scheme,
        actors=dict(actor_choices(seats)),
        shifts=SHIFTS,
        may_amend=access.may_amend_timeline(me(), observation),
    )


def _seats(observation: Observation) -> list[Seat]:
    return queries.seats(observation.session.meeting.set, everyone=True)
