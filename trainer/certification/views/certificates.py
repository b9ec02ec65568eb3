"""A certificate inside the organisation: its period, its history, and changes of its standing."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.certification import access, actions, queries
from trainer.certification.forms import StandingForm
from trainer.certification.lifecycle import StatusChange
from trainer.certification.models import Certificate
from trainer.certification.standing import may_change
from trainer.certification.views import bp
from trainer.clock import now, today
from trainer.web import absolute, guard, me, page, see_other


@bp.get("/o/<organisation>/certificates/<uuid:id>")
@guard(queries.certificate, may=access.may_see_certificate)
def certificate(certificate: Certificate) -> ResponseReturnValue:
    """Show a certificate, its standing and its history."""
    case = queries.case(certificate.organisation_id, certificate.decision_id)
    enrolment = certificate.enrolment
    return page(
        "certification/certificate.html",
        held=queries.held(certificate, today()),
        appeals=queries.under_appeal(enrolment, today()),
        address=absolute("certification.verify", key=certificate.public_key),
        may_change=access.may_change_certificate(me(), certificate),
        may_see_case=access.may_see_case(me(), case) if case else None,
        doubted=queries.doubted(enrolment) if access.may_see_doubts(me(), enrolment) else [],
    )


@bp.route("/o/<organisation>/certificates/<uuid:id>/standing", methods=["GET", "POST"])
@guard(queries.certificate, may=access.may_change_certificate)
def change_certificate(certificate: Certificate) -> ResponseReturnValue:
    """Suspend, reinstate or revoke, with a reason. Status, never deletion."""
    held = queries.held(certificate, today())
    appeals = queries.under_appeal(certificate.enrolment, today())
    form = StandingForm()
    form.change.choices = [
        choice
        for choice in form.change.choices
        if may_change(held.standing, StatusChange(choice.value))
        and not (appeals and choice.value == StatusChange.REVOKED)
    ]
    if form.validate_on_submit():
        change = StatusChange(form.change.data)
        actions.change_certificate(certificate, change, reason=form.reason.data.strip(), by=me(), now=now())
        flash(_("The public page says so from now on."))
        return see_other("certification.certificate", id=certificate.id)
    return page("certification/change_certificate.html", form, held=held, appeals=appeals)
