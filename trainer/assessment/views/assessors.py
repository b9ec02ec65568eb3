"""Assessors and their licences."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from trainer.assessment import actions, queries
from trainer.assessment.access import licences as access
from trainer.assessment.forms import LicenceForm, SuspendForm
from trainer.assessment.models import AssessorLicence
from trainer.assessment.queries import Proposal
from trainer.assessment.views import bp
from trainer.clock import now, today
from trainer.web import demand, guard, here, me, page, see_other


@bp.get("/o/<organisation>/assessors")
@guard(may=access.may_manage_assessors)
def assessors() -> ResponseReturnValue:
    """List assessors with licence, last day and newest round of calibration; above it whom the rule proposes."""
    found = queries.licensed(here().id, today())
    return page(
        "assessment/assessors.html",
        assessors=found,
        proposals=[one.proposal for one in found if one.proposal],
        may_license=access.may_license(me()),
        may_license_by_rule=lambda proposal: access.may_license_by_rule(me(), proposal),
    )


@bp.route("/o/<organisation>/assessors/license", methods=["GET", "POST"])
@guard(may=access.may_license)
def license_assessor() -> ResponseReturnValue:
    """Grant a licence until a day."""
    form = LicenceForm()
    form.today = today()
    people = [member for member in queries.assessors(here().id) if access.may_license_member(me(), member)]
    form.member.choices = [
        SelectChoice("", _("Choose")),
        *(SelectChoice(str(member.id), member.name) for member in people),
    ]
    if form.validate_on_submit():
        member = next(member for member in people if str(member.id) == form.member.data)
        demand(access.may_license_member(me(), member))
        actions.grant_licence(member, until=form.until.data, reason=form.reason.data.strip(), by=me(), now=now())
        flash(_("%(name)s is licensed.", name=member.name))
        return see_other("assessment.assessors")
    guests = [member for member in people if member.is_guest]
    return page("assessment/license_assessor.html", form, guests=guests)


def _proposal(organisation_id: UUID, id: UUID) -> Proposal | None:
    return queries.proposal(organisation_id, id, today())


@bp.post("/o/<organisation>/calibration-rounds/<uuid:id>/license")
@guard(_proposal, may=access.may_license_by_rule)
def license_by_rule(proposal: Proposal) -> ResponseReturnValue:
    """Confirm the licence that a round of calibration proposes."""
    actions.license_by_rule(proposal, by=me(), now=now())
    flash(_("%(name)s is licensed.", name=proposal.member.name))
    return see_other("assessment.assessors")


@bp.route("/o/<organisation>/licences/<uuid:id>/suspend", methods=["GET", "POST"])
@guard(queries.licence, may=access.may_suspend)
def suspend_licence(licence: AssessorLicence) -> ResponseReturnValue:
    """Take a licence out of force, with a reason."""
    form = SuspendForm()
    if form.validate_on_submit():
        actions.suspend_licence(licence, reason=form.reason.data.strip(), by=me(), now=now())
        return see_other("assessment.assessors")
    return page("assessment/suspend_licence.html", form, licence=licence)
