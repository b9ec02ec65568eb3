"""Observed sessions: asking for one, seeing what happens next, calling it off."""

from flask import current_app, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime
from flask_babel import gettext as _

from trainer.clock import now
from trainer.curriculum.access import may_study
from trainer.curriculum.queries import enrolment_of
from trainer.organisations.access import holds
from trainer.organisations.duties import Duty
from trainer.practice import access, actions, queries
from trainer.practice.access import Observed
from trainer.practice.access.adjustments import may_know_adjustments
from trainer.practice.access.log import may_check_rounds, may_keep_log
from trainer.practice.access.notes import may_write_formative_note
from trainer.practice.adjustments import told
from trainer.practice.forms import PressForm, ReasonForm, RequestForm, meeting_choice
from trainer.practice.lifecycle import SessionKind, SessionState
from trainer.practice.models import PracticeSession
from trainer.practice.views import bp, doors
from trainer.practice.views.notes import names
from trainer.web import as_uuid, demand, guard, here, me, page, see_other


@bp.get("/o/<organisation>/sessions")
@guard(may=access.may_see_sessions)
def sessions() -> ResponseReturnValue:
    """List one's own sessions; for those who arrange them everyone's, what waits for an assessor first."""
    arranges = access.may_manage_sets(me())
    everyone = queries.sessions(here().id) if arranges else []
    mine = enrolment_of(me())
    return page(
        "practice/sessions.html",
        own=queries.sessions_of_member(me()),
        waiting=[row for row in everyone if row.state is SessionState.PLANNED],
        others=[row for row in everyone if row.state is not SessionState.PLANNED],
        arranges=arranges,
        may_request=access.may_request(me(), mine),
        companion=mine.programme.key if mine and mine.release.scheme_id and may_study(me(), mine) else None,
        keeps_log=bool(may_keep_log(me())),
        checks_rounds=bool(may_check_rounds(me())),
    )


@bp.route("/o/<organisation>/sessions/ask", methods=["GET", "POST"])
@guard(may=access.may_learn_here)
def request_session() -> ResponseReturnValue:
    """Ask for a slot of a coming meeting to be observed."""
    enrolment = enrolment_of(me())
    demand(access.may_request(me(), enrolment))
    assert enrolment, "without an enrolment nobody may ask"
    coming = queries.upcoming_meetings(here().id, now())
    form = RequestForm().offer(meeting_choice(row, format_datetime(row.starts_at, "d MMMM y, HH:mm")) for row in coming)
    if form.validate_on_submit():
        meeting = next(row for row in coming if row.id == as_uuid(form.meeting.data))
        asked = actions.request_session(
            enrolment,
            meeting,
            SessionKind(form.kind.data),
            int(form.slot_minutes.data),
            by=me(),
            now=now(),
            link=_link(url_for("practice.sessions") + "/ID"),
        )
        flash(_("Asked for. Your coordinator now finds an assessor."))
        return see_other("practice.session", id=asked.id)
    return page("practice/request_session.html", form, meetings=coming)


@bp.get("/o/<organisation>/sessions/<uuid:id>")
@guard(queries.session, may=access.may_see_session)
def session(session: PracticeSession) -> ResponseReturnValue:
    """Show a session: what happens next, and who observes to those who may know."""
    return _session_page(Observed(session, queries.observations_of(session)))


@bp.post("/o/<organisation>/sessions/<uuid:id>/cancel")
@guard(queries.observed, may=access.may_cancel_session)
def cancel_session(observed: Observed) -> ResponseReturnValue:
    """Call a session off before it is held."""
    form = ReasonForm(prefix="cancel")
    if not form.validate_on_submit():
        return _session_page(observed, cancel_form=form)
    link = _link(url_for("organisations.begin"))
    reason = form.reason.data
    actions.cancel_session(observed.session, reason, by=me(), now=now(), link=link, guests=doors.guests())
    flash(_("The session is cancelled."))
    return see_other("practice.session", id=observed.session.id)


@bp.post("/o/<organisation>/sessions/<uuid:id>/abort")
@guard(queries.observed, may=access.may_abort_session)
def abort_session(observed: Observed) -> ResponseReturnValue:
    """Break a session off: nothing of it counts, and nobody has failed."""
    form = ReasonForm(prefix="abort")
    if not form.validate_on_submit():
        return _session_page(observed, abort_form=form)
    actions.abort_session(observed.session, form.reason.data, by=me(), now=now())
    flash(_("The session does not count. Nobody has failed."))
    return see_other("practice.session", id=observed.session.id)


def _session_page(
    observed: Observed, cancel_form: ReasonForm | None = None, abort_form: ReasonForm | None = None
) -> ResponseReturnValue:
    session, observations = observed.session, observed.observations
    may_see_assignments = access.may_see_assignments(me(), session, observations)
    trainee = session.enrolment.member
    own = trainee.id == me().id
    noting = queries.noting(observed, now())
    return page(
        "practice/session.html",
        cancel_form or abort_form or PressForm(),
        session=session,
        own=own,
        observations=observations if may_see_assignments else None,
        standing=noting.standing,
        arranged=told(queries.adjustments(trainee)) if may_know_adjustments(me(), trainee) else None,
        may_see_meeting=own or bool(access.may_manage_sets(me())),
        may_record=access.may_record_agreements(me(), queries.gathering_at(session.meeting)),
        reflection=queries.session_reflection(session) if own else None,
        may_reflect=access.may_reflect(me(), session),
        may_assign=access.may_manage_sets(me()) and session.state in access.BEFORE_IT_IS_HELD,
        opens=holds(me(), Duty.LEAD) and not own and session.state is not SessionState.CLOSED,
        notes=[(note, names(note)) for note in queries.notes_of(session)] if own else [],
        may_note=may_write_formative_note(me(), noting),
        may_ask_pulse=access.may_ask_pulse(me(), session),
        may_cancel=access.may_cancel_session(me(), observed),
        may_abort=access.may_abort_session(me(), observed),
        cancel_form=cancel_form or ReasonForm(formdata=None, prefix="cancel"),
        abort_form=abort_form or ReasonForm(formdata=None, prefix="abort"),
    )


def _link(path: str) -> str:
    """An address for a letter."""
    return f"{current_app.config['SETTINGS'].base_url}{path}"
