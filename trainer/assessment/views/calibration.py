"""Calibration: an assessor rates stored cases alone, confirms, and only then sees the reference."""

from uuid import UUID

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import actions, case, queries
from trainer.assessment.access import licences as access
from trainer.assessment.drafts import read_draft
from trainer.assessment.forms import CaseForm, WhyForm
from trainer.assessment.judgement import Draft
from trainer.assessment.models import CalibrationDraft
from trainer.assessment.queries import Revealed, Sitting
from trainer.assessment.views import bp
from trainer.clock import now, today
from trainer.organisations.models import Member
from trainer.web import Conflict, demand, guard, here, me, page, say, see_other


def _sitting(member: Member, id: UUID, key: str) -> Sitting | None:
    return queries.sitting(member, id, key, today())


@bp.get("/o/<organisation>/calibration")
@guard(may=access.may_calibrate)
def calibrations() -> ResponseReturnValue:
    """Show an assessor their licence, the cases that are due, and what their rounds came to."""
    held, tried = queries.licences(here().id).get(me().id, []), queries.rounds(here().id).get(me().id, [])
    standing = queries.standing_of(held, tried, today())
    return page(
        "assessment/calibrations.html",
        licence=queries.to_show(held, standing),
        standing=standing,
        places=queries.places(me(), today()),
        tried=tried,
        came_to={row.id: queries.came_to(row) for row in tried},
        steps={row.id: queries.steps(row) for row in tried},
        seen=queries.seen,
    )


@bp.get("/o/<organisation>/calibration/releases/<uuid:id>/cases/<key>")
@guard(_sitting, may=access.may_open_case, mine=True)
def calibration_case(sitting: Sitting) -> ResponseReturnValue:
    """Show a case to be rated; once it is confirmed, what it is compared with."""
    if sitting.calibration:
        return see_other("assessment.calibration", id=sitting.calibration.id)
    kept = sitting.draft
    return _sheet(sitting, CaseForm.over(sitting.rubric, *_read(kept), kept.revision if kept else 0))


@bp.post("/o/<organisation>/calibration/releases/<uuid:id>/cases/<key>")
@guard(_sitting, may=access.may_change_case, mine=True)
def confirm_case(sitting: Sitting) -> ResponseReturnValue:
    """Keep the draft, or confirm the levels for good once nothing is missing."""
    form = _sent(sitting)
    if not form.validate():
        return _sheet(sitting, form)
    try:
        kept = _keep(sitting, form)
    except Conflict:
        form.revision.data = str(sitting.draft.revision if sitting.draft else 0)
        return _sheet(sitting, form, other=sitting.draft)
    if not form.confirm.data:
        flash(_("Draft saved."))
        return see_other("assessment.calibration_case", **request.view_args or {})
    form.show(case.gaps(sitting.rubric, form.draft, form.stops.data or []))
    if not form.final.data:
        form.final.errors = [_("Say that these are your levels; they cannot be changed afterwards.")]
    if form.mistakes:
        form.revision.data = str(kept.revision)
        return _sheet(sitting, form)
    row = actions.confirm_case(sitting, form.draft, form.stops.data or [], by=me(), now=now())
    return see_other("assessment.calibration", id=row.id)


@bp.post("/o/<organisation>/calibration/releases/<uuid:id>/cases/<key>/draft")
@guard(_sitting, may=access.may_change_case, mine=True)
def save_case(sitting: Sitting) -> ResponseReturnValue:
    """Keep the levels while they are being chosen; answer with the revision that the next save names."""
    form = _sent(sitting)
    if not form.validate():
        field, error = form.mistakes[0] if form.mistakes else ("", _("This page is out of date. Load it again."))
        return {"field": field, "error": error}, 422
    try:
        kept = _keep(sitting, form)
    except Conflict as conflict:
        return {"error": say(conflict.message)}, 409
    return {"revision": kept.revision, "saved_at": kept.saved_at.isoformat()}


@bp.route("/o/<organisation>/calibrations/<uuid:id>", methods=["GET", "POST"])
@guard(queries.revealed, may=access.may_read_calibration)
def calibration(revealed: Revealed) -> ResponseReturnValue:
    """Show confirmed levels beside the reference and peers; whoever gave them says why theirs differ."""
    may_explain = access.may_explain(me(), revealed)
    form = WhyForm.over(revealed.reveal.owed)
    if form.is_submitted():
        demand(may_explain)
    if form.validate_on_submit():
        actions.explain_case(revealed, form.reasons, by=me(), now=now())
        flash(_("Your reasons are kept."))
        return see_other("assessment.calibrations")
    row = revealed.calibration
    return page(
        "assessment/calibration.html",
        form,
        revealed=revealed,
        may_explain=may_explain,
        about=queries.told(row),
        rubric=queries.rubric_of_case(row),
        mine=row.member_id == me().id,
    )


def _sent(sitting: Sitting) -> CaseForm:
    return CaseForm.over(sitting.rubric, Draft(), [], 0)


def _read(kept: CalibrationDraft | None) -> tuple[Draft, list[str]]:
    return (read_draft(kept.body), kept.body.get("stops", [])) if kept else (Draft(), [])


def _keep(sitting: Sitting, form: CaseForm) -> CalibrationDraft:
    stops = form.stops.data or []
    return actions.save_case_draft(sitting, form.draft, stops, revision=form.opened_at, now=now())


def _sheet(sitting: Sitting, form: CaseForm, other: CalibrationDraft | None = None) -> ResponseReturnValue:
    wrong = request.method == "POST" and bool(form.mistakes)
    return page(
        "assessment/calibration_case.html",
        form,
        409 if other else 422 if wrong else 200,
        sitting=sitting,
        task=sitting.task,
        rubric=sitting.rubric,
        may_be_not_observed=case.may_be_not_observed,
        mistakes=form.mistakes if wrong else [],
        other=other,
        differences=form.differences(CaseForm.values(*_read(other))) if other else [],
    )
