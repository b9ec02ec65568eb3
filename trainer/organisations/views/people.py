"""The organisation's people: who is here, who is invited, what each may do."""

from flask import current_app, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from trainer.clock import now
from trainer.organisations import access, actions, queries
from trainer.organisations.duties import Duty
from trainer.organisations.forms import DutiesForm, InviteForm
from trainer.organisations.models import Invitation, Member
from trainer.organisations.views import bp
from trainer.web import absolute, as_uuid, demand, guard, here, me, page, see_other


@bp.get("/o/<organisation>/people")
@guard(may=access.may_see_people)
def people() -> ResponseReturnValue:
    """List members and open invitations."""
    everyone = [member for member in queries.members(here().id) if member.person_id]
    return page(
        "organisations/people.html", people=everyone, invitations=queries.open_invitations(here().id), now=now()
    )


@bp.route("/o/<organisation>/people/invite", methods=["GET", "POST"])
@guard(may=access.may_invite)
def invite() -> ResponseReturnValue:
    """Offer somebody a place in the organisation."""
    form = _form_with_units()
    if not form.validate_on_submit():
        return page("organisations/invite.html", form)
    if taken := _taken(form.email.data):
        form.email.errors = [taken]
        return page("organisations/invite.html", form)
    _invitation, link = actions.invite(
        here(),
        form.name.data,
        form.email.data,
        {Duty(duty) for duty in form.duties.data},
        link_to=_link_to(),
        by=me(),
        now=now(),
        unit=queries.unit(here().id, as_uuid(form.unit.data or "")),
    )
    return _invited(form.name.data, link)


@bp.post("/o/<organisation>/invitations/<uuid:id>/again")
@guard(queries.open_invitation, may=access.may_repeat_invitation)
def invite_again(invitation: Invitation) -> ResponseReturnValue:
    """Send a new link in the place of one that was lost or has run out."""
    _new, link = actions.invite_again(here(), invitation, link_to=_link_to(), by=me(), now=now())
    return _invited(invitation.member.name, link)


@bp.route("/o/<organisation>/people/<uuid:id>", methods=["GET", "POST"])
@guard(queries.member, may=access.may_see_member)
def person(member: Member) -> ResponseReturnValue:
    """Show a member; an administrator changes their duties here."""
    form = DutiesForm(data={"duties": sorted(member.duties)})
    may_change = access.may_change_duties(me(), member)
    if form.is_submitted():
        demand(may_change)
    if form.validate_on_submit():
        actions.change_duties(member, {Duty(duty) for duty in form.duties.data}, by=me(), now=now())
        flash(_("Saved."))
        return see_other("organisations.person", id=member.id)
    return page("organisations/person.html", form, member=member, may_change=may_change)


def _taken(email: str) -> str:
    """Why an address cannot be invited, or nothing."""
    if queries.is_member(here().id, email):
        return str(_("Somebody with this address is a member already."))
    if queries.is_invited(here().id, email, now()):
        return str(_("This address is invited already. Send that invitation again from the list of people."))
    return ""


def _invited(name: str, link: str) -> ResponseReturnValue:
    """The link is shown once: only its digest is kept."""
    sends = current_app.config["SETTINGS"].mail is not None
    return page("organisations/invited.html", name=name, link=link, sends=sends)


def _form_with_units() -> InviteForm:
    form = InviteForm()
    form.unit.choices = [
        SelectChoice("", _("None")),
        *(SelectChoice(str(unit.id), unit.name) for unit in queries.units(here().id)),
    ]
    return form


def _link_to() -> str:
    return absolute("organisations.accept", token="TOKEN")  # noqa: S106 the place of the token
