"""Behind the link of an invitation: take the place that is offered."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import hash_password

from trainer.accounts.actions import create_person
from trainer.accounts.forms import AcceptForm
from trainer.accounts.models import Person
from trainer.accounts.queries import by_email
from trainer.accounts.security import begin_session
from trainer.clock import now
from trainer.db import begin_write
from trainer.message import Message
from trainer.organisations import actions, queries
from trainer.organisations.forms import JoinForm
from trainer.organisations.models import Invitation, Organisation
from trainer.organisations.views import bp
from trainer.web import Conflict, page, public, see_other, starts_reading


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public
@starts_reading
def accept(token: str) -> ResponseReturnValue:
    """Let the reader of the letter in: with a new sign-in, or with the one they have."""
    invitation = queries.invitation(actions.digest(token), now())
    if invitation is None:
        return _stale()
    organisation = queries.organisation(invitation.organisation_id)
    known = by_email(invitation.email)
    if known is None:
        return _accept_as_new(invitation, token, organisation)
    if queries.is_member(organisation.id, known.email):
        text = "You have a place at %(name)s already. Sign in; this invitation is not needed."
        raise Conflict(Message(text, {"name": organisation.name}))
    return _accept_as_known(invitation, known, token, organisation)


def _stale() -> ResponseReturnValue:
    return page("organisations/stale.html", status=410)


def _accept_as_new(invitation: Invitation, token: str, organisation: Organisation) -> ResponseReturnValue:
    form = AcceptForm(data={"name": invitation.member.name})
    if not form.validate_on_submit():
        name = organisation.name
        return page("organisations/accept.html", form, invitation=invitation, organisation=name, token=token)
    hashed = hash_password(form.password.data)
    begin_write()
    fresh = queries.invitation(actions.digest(token), now(), lock=True)
    if fresh is None:
        return _stale()
    person = create_person(fresh.email, form.name.data, hashed, now=now(), timezone=organisation.timezone)
    actions.accept_invitation(fresh, person, name=form.name.data, now=now())
    begin_session(person, "invitation")
    flash(_("Welcome. This is where you begin."))
    return see_other("organisations.begin", organisation=organisation.slug)


def _accept_as_known(
    invitation: Invitation, person: Person, token: str, organisation: Organisation
) -> ResponseReturnValue:
    """The invited address has a sign-in: whoever is signed in with it joins with one press."""
    form = JoinForm()
    mine = current_user.is_authenticated and current_user.id == person.id
    if not (mine and form.validate_on_submit()):
        name = organisation.name
        return page("organisations/join.html", form, invitation=invitation, organisation=name, token=token, mine=mine)
    begin_write()
    fresh = queries.invitation(actions.digest(token), now(), lock=True)
    if fresh is None:
        return _stale()
    actions.accept_invitation(fresh, person, name=person.name, now=now())
    return see_other("organisations.begin", organisation=organisation.slug)
