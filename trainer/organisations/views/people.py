"""The organisation's people: who is here, who is invited, what each may do."""

from flask import current_app, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from trainer.clock import now
from trainer.organisations import access, actions, queries
from trainer.organisations.duties import Duty
from trainer.organisations.forms import DUTIES, DutiesForm, InviteForm, ManagerForm
from trainer.organisations.models import Invitation, Member
from trainer.organisations.views import bp
from trainer.web import absolute, as_uuid, demand, guard, here, me, page, see_other


@bp.get("/o/<organisation>/people")
@guard(may=access.may_see_people)
def people() -> ResponseReturnValue:
    """List members, open invitations and those who have left."""
    return page(
        "organisations/people.html",
        people=_everyone(),
        invitations=[(one, access.may_repeat_invitation(me(), one)) for one in queries.open_invitations(here().id)],
        former=queries.former_members(here().id),
        now=now(),
    )


@bp.route("/o/<organisation>/people/invite", methods=["GET", "POST"])
@guard(may=access.may_invite)
def invite() -> ResponseReturnValue:
    """Offer somebody a place in the organisation, with duties that one may give."""
    form = _invite_form()
    if not form.validate_on_submit():
        return page("organisations/invite.html", form)
    if taken := _taken(form.email.data):
        form.email.errors = [taken]
        return page("organisations/invite.html", form)
    duties = {Duty(duty) for duty in form.duties.data}
    demand(access.may_give(me(), duties))
    _invitation, link = actions.invite(
        here(),
        form.name.data,
        form.email.data,
        duties,
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
    if form.is_submitted():
        demand(access.may_change_duties(me(), member))
    if form.validate_on_submit():
        actions.change_duties(member, {Duty(duty) for duty in form.duties.data}, by=me(), now=now())
        flash(_("Saved."))
        return see_other("organisations.person", id=member.id)
    return _person(member, form, _manager_form(member, sent=False))


@bp.post("/o/<organisation>/people/<uuid:id>/manager")
@guard(queries.member, may=access.may_change_manager)
def change_manager(member: Member) -> ResponseReturnValue:
    """Say who manages a member."""
    form = _manager_form(member, sent=True)
    if not form.validate_on_submit():
        return _person(member, DutiesForm(formdata=None, data={"duties": sorted(member.duties)}), form, 422)
    chosen = as_uuid(form.manager.data or "")
    manager = queries.member(here().id, chosen) if chosen else None
    actions.change_manager(member, manager, by=me(), now=now())
    flash(_("Saved."))
    return see_other("organisations.person", id=member.id)


@bp.post("/o/<organisation>/people/<uuid:id>/leave")
@guard(queries.member, may=access.may_end_membership)
def leave(member: Member) -> ResponseReturnValue:
    """Note that a member has left."""
    actions.leave(member, by=me(), now=now())
    flash(_("%(name)s has left.", name=member.name))
    return see_other("organisations.person", id=member.id)


@bp.post("/o/<organisation>/people/<uuid:id>/back")
@guard(queries.member, may=access.may_take_back)
def take_back(member: Member) -> ResponseReturnValue:
    """Give somebody who had left their place again."""
    actions.take_back(member, by=me(), now=now())
    flash(_("%(name)s has a place here again. Choose their duties.", name=member.name))
    return see_other("organisations.person", id=member.id)


def _person(member: Member, form: DutiesForm, manager_form: ManagerForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "organisations/person.html",
        form,
        status,
        member=member,
        manager_form=manager_form,
        may_change=access.may_change_duties(me(), member),
        may_change_manager=access.may_change_manager(me(), member),
        may_end=access.may_end_membership(me(), member),
        may_arrange=access.holds(me(), Duty.COORDINATOR),
        may_take_back=access.may_take_back(me(), member),
    )


def _everyone() -> list[Member]:
    """The members who have taken their place."""
    return [member for member in queries.members(here().id) if member.person_id]


def _manager_form(member: Member, *, sent: bool) -> ManagerForm:
    present = {"manager": str(member.manager_id or "")}
    form = ManagerForm(data=present) if sent else ManagerForm(formdata=None, data=present)
    others = [other for other in _everyone() if access.may_manage(other, member)]
    form.manager.choices = [
        SelectChoice("", _("Nobody")),
        *(SelectChoice(str(other.id), other.name) for other in others),
    ]
    return form


def _taken(email: str) -> str:
    """Why an address cannot be invited, or nothing."""
    if queries.is_member(here().id, email):
        return str(_("Somebody with this address is a member already. If they have left, they can be taken back."))
    if queries.is_invited(here().id, email, now()):
        return str(_("This address is invited already. Send that invitation again from the list of people."))
    return ""


def _invited(name: str, link: str) -> ResponseReturnValue:
    """Show the link to whoever invited: they may give the duties that it offers."""
    sends = current_app.config["SETTINGS"].mail is not None
    return page("organisations/invited.html", name=name, link=link, sends=sends)


def _invite_form() -> InviteForm:
    form = InviteForm()
    form.duties.choices = [choice for choice in DUTIES if access.may_give(me(), {Duty(choice.value)})]
    form.unit.choices = [
        SelectChoice("", _("None")),
        *(SelectChoice(str(unit.id), unit.name) for unit in queries.units(here().id)),
    ]
    return form


def _link_to() -> str:
    return absolute("organisations.accept", token="TOKEN")  # noqa: S106 the place of the token
