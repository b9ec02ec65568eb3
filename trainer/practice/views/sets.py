"""Sets, their seats and their meetings."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.practice import access, actions, queries
from trainer.practice.access import Gathering
from trainer.practice.forms import AddressForm, MeetingForm, PressForm, SeatForm, SetForm
from trainer.practice.lifecycle import Modality
from trainer.practice.models import LearningSet, Seat
from trainer.practice.views import bp, doors
from trainer.web import absolute, guard, here, me, page, see_other


@bp.route("/o/<organisation>/sets", methods=["GET", "POST"])
@guard(may=access.may_see_sets)
def sets() -> ResponseReturnValue:
    """List the sets; found another."""
    form = SetForm()
    if form.validate_on_submit():
        made = actions.create_set(
            here().id, form.name.data, Modality(form.modality.data), form.names, by=me(), now=now()
        )
        flash(_("The set is there. Now plan its first meeting."))
        return see_other("practice.learning_set", id=made.id)
    return page("practice/sets.html", form, sets=queries.sets(here().id), seats=queries.seat_counts(here().id))


@bp.get("/o/<organisation>/sets/<uuid:id>")
@guard(queries.learning_set, may=access.may_manage_set)
def learning_set(learning_set: LearningSet) -> ResponseReturnValue:
    """Show a set: who sits in it and when it meets."""
    return _set_page(learning_set)


@bp.post("/o/<organisation>/sets/<uuid:id>/meetings")
@guard(queries.learning_set, may=access.may_manage_set)
def plan_meeting(learning_set: LearningSet) -> ResponseReturnValue:
    """Plan a set's next meeting."""
    form = MeetingForm()
    if not form.validate_on_submit():
        return _set_page(learning_set, meeting_form=form)
    planned = actions.plan_meeting(
        learning_set, form.instant, form.minutes.data, place=form.place.data, by=me(), now=now(), asks=form.asks.data
    )
    flash(_("Meeting %(number)d is planned.", number=planned.number))
    return see_other("practice.learning_set", id=learning_set.id)


@bp.post("/o/<organisation>/sets/<uuid:id>/seats")
@guard(queries.learning_set, may=access.may_manage_set)
def add_seat(learning_set: LearningSet) -> ResponseReturnValue:
    """Give somebody a seat in a set."""
    form = SeatForm()
    if not form.validate_on_submit():
        return _set_page(learning_set, seat_form=form)
    address, beside = form.address.data or "", bool(form.cofacilitates.data)
    seat = actions.add_seat(learning_set, form.person.data, by=me(), now=now(), address=address, cofacilitates=beside)
    flash(_("%(name)s sits on %(code)s.", name=seat.name, code=seat.code))
    return see_other("practice.learning_set", id=learning_set.id)


@bp.post("/o/<organisation>/seats/<uuid:id>/end")
@guard(queries.seat, may=access.may_manage_seat)
def end_seat(seat: Seat) -> ResponseReturnValue:
    """Note that somebody left a set."""
    actions.end_seat(seat, by=me(), now=now())
    flash(_("%(name)s has left the set.", name=seat.name))
    return see_other("practice.learning_set", id=seat.set_id)


@bp.route("/o/<organisation>/seats/<uuid:id>/address", methods=["GET", "POST"])
@guard(queries.seat, may=access.may_manage_seat)
def seat_address(seat: Seat) -> ResponseReturnValue:
    """Change where letters to somebody in a set go."""
    form = AddressForm(address=seat.address)
    if form.validate_on_submit():
        actions.change_address(seat, form.address.data or "", by=me(), now=now())
        flash(_("Kept."))
        return see_other("practice.learning_set", id=seat.set_id)
    return page("practice/seat_address.html", form, seat=seat)


@bp.get("/o/<organisation>/meetings/<uuid:id>")
@guard(queries.gathering, may=access.may_see_gathering)
def meeting(gathering: Gathering) -> ResponseReturnValue:
    """Show a meeting: when and where, the sessions held there and how agreements stand."""
    return _meeting_page(gathering)


@bp.post("/o/<organisation>/meetings/<uuid:id>/move")
@guard(queries.gathering, may=access.may_move_meeting)
def move_meeting(gathering: Gathering) -> ResponseReturnValue:
    """Give a meeting another date, length or place; whoever has a part in it is told."""
    form = MeetingForm()
    if not form.validate_on_submit():
        return _meeting_page(gathering, form)
    actions.move_meeting(
        gathering.meeting,
        form.instant,
        form.minutes.data,
        form.place.data or "",
        by=me(),
        now=now(),
        link=absolute("organisations.begin"),
        door=doors.answers(),
        guests=doors.guests(),
    )
    flash(_("The meeting has another date. Whoever has a part in it gets a letter."))
    return see_other("practice.meeting", id=gathering.meeting.id)


def _meeting_page(gathering: Gathering, form: MeetingForm | None = None) -> ResponseReturnValue:
    found = gathering.meeting
    return page(
        "practice/meeting.html",
        form,
        meeting=found,
        standing=queries.agreement_standing(found),
        sessions=[row for row in gathering.sessions if access.may_see_session(me(), row)],
        may_record=access.may_record_agreements(me(), gathering),
        may_manage=access.may_manage_meeting(me(), gathering),
        may_move=access.may_move_meeting(me(), gathering),
        date_form=form or MeetingForm.of(found),
    )


@bp.post("/o/<organisation>/meetings/<uuid:id>/cancel")
@guard(queries.gathering, may=access.may_manage_meeting)
def cancel_meeting(gathering: Gathering) -> ResponseReturnValue:
    """Call a meeting off with the sessions that were planned there."""
    link = absolute("organisations.begin")
    asked, guests = doors.answers(), doors.guests()
    actions.cancel_meeting(gathering.meeting, by=me(), now=now(), link=link, door=asked, guests=guests)
    flash(_("The meeting is cancelled."))
    return see_other("practice.learning_set", id=gathering.meeting.set_id)


def _set_page(
    learning_set: LearningSet, meeting_form: MeetingForm | None = None, seat_form: SeatForm | None = None
) -> ResponseReturnValue:
    return page(
        "practice/learning_set.html",
        meeting_form or seat_form or PressForm(),
        set=learning_set,
        seats=queries.seats(learning_set, everyone=True),
        meetings=queries.meetings(learning_set),
        meeting_form=meeting_form or MeetingForm(formdata=None),
        seat_form=seat_form or SeatForm(formdata=None),
    )
