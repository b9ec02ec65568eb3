"""Two judgements side by side: what differs is settled by somebody who rated nothing here, then released."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import access, actions, queries
from trainer.assessment.access import licences
from trainer.assessment.forms import ResolveForm, SettleForm
from trainer.assessment.lifecycle import ResultState, Way
from trainer.assessment.queries import Compared, Raised
from trainer.assessment.views import bp
from trainer.clock import now
from trainer.curriculum.queries import scheme
from trainer.practice.boris import table, writing
from trainer.practice.queries import timelines
from trainer.practice.views.paper import table_of
from trainer.web import absolute, demand, guard, here, me, page, see_other


@bp.get("/o/<organisation>/results")
@guard(may=licences.may_license)
def results() -> ResponseReturnValue:
    """List what waits for a lead: differences to settle, results to release, and what was released."""
    waiting = queries.results(here().id, [ResultState.MODERATING, ResultState.AGREED])
    released = queries.results(here().id, [ResultState.RELEASED])
    mine = me().id
    return page(
        "assessment/results.html",
        waiting=[row for row in waiting if row.session.enrolment.member_id != mine],
        released=[row for row in reversed(released) if row.session.enrolment.member_id != mine],
        uncompared=[session for session in queries.uncompared(here().id) if session.enrolment.member_id != mine],
    )


@bp.route("/o/<organisation>/sessions/<uuid:id>/moderation", methods=["GET", "POST"])
@guard(queries.compared, may=access.may_compare)
def moderation(compared: Compared) -> ResponseReturnValue:
    """Show the judgements side by side; settle each difference that the policy does not let stand, with a reason."""
    open_lines = compared.open_lines
    session = compared.result.session
    third = queries.third(session.organisation_id, session.id)
    form = SettleForm.over([line.criterion.key for line in open_lines], queries.ways(compared, third))
    may_settle = access.may_settle(me(), compared)
    if form.is_submitted():
        demand(may_settle)
    if form.validate_on_submit():
        actions.moderate(compared, form.settlements, Way(form.way.data), by=me(), now=now())
        flash(_("Settled. The result can be released."))
        return see_other("assessment.moderation", id=compared.result.session_id)
    return page(
        "assessment/moderation.html",
        form,
        compared=compared,
        events=queries.evidence_events(compared),
        open_lines=open_lines,
        third=third,
        asked=queries.asked_third(session.organisation_id, session.id) if may_settle else None,
        may_settle=may_settle,
        may_release=access.may_release(me(), compared),
        may_moderate=access.may_moderate(me(), compared),
        beside=queries.captured_in(compared),
        labels={code.key: code.label for code in scheme(compared.judgements[0].observation.scheme).codes},
        doubted=queries.doubted_in(compared) if access.may_see_doubts(me(), compared) else [],
    )


@bp.get("/o/<organisation>/sessions/<uuid:id>/events.csv")
@guard(queries.compared, may=access.may_export_events)
def export_events(compared: Compared) -> ResponseReturnValue:
    """Send what every assessor of a compared session captured as one table, without what they wrote in words."""
    code, observations = compared.result.session.code, [judgement.observation for judgement in compared.judgements]
    seen = timelines(here().id, observations)
    schemes = {row.id: scheme(row.scheme) for row in observations}
    heads = {row.id: table.head(code, row.id, row.started_at, schemes[row.id]) for row in observations}
    return table_of(code, [(heads[id], writing.lines(seen[id], schemes[id], notes=False)) for id in seen])


@bp.post("/o/<organisation>/sessions/<uuid:id>/release")
@guard(queries.compared, may=access.may_release)
def release(compared: Compared) -> ResponseReturnValue:
    """Let the trainee read the result."""
    link = absolute("assessment.feedback", id=compared.result.session_id)
    actions.release(compared.result, link=link, by=me(), now=now())
    flash(_("Released. The trainee has a letter."))
    return see_other("assessment.results")


@bp.route("/o/<organisation>/stop-events/<uuid:id>", methods=["GET", "POST"])
@guard(queries.unresolved_stop_event, may=access.may_resolve)
def resolve_stop_event(raised: Raised) -> ResponseReturnValue:
    """Say what a look into a stop event found."""
    form = ResolveForm()
    session_id = raised.compared.result.session_id
    if form.validate_on_submit():
        upheld = form.upheld.data == "yes"
        actions.resolve_stop_event(raised.stop, upheld=upheld, reason=form.reason.data.strip(), by=me(), now=now())
        return see_other("assessment.moderation", id=session_id)
    return page("assessment/resolve_stop_event.html", form, stop=raised.stop, session_id=session_id)
