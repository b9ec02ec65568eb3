"""Behind the link of an invitation: take the place that is offered."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import hash_password, login_user

from trainer.accounts.actions import create_person
from trainer.accounts.forms import AcceptForm
from trainer.accounts.models import Person
from trainer.accounts.queries import by_email
from trainer.clock import now
from trainer.db import begin_write
from trainer.organisations import actions, queries
from trainer.organisations.forms import JoinForm
from trainer.organisations.models import Invitation
from trainer.organisations.views import bp
from trainer.web import page, public, see_other, starts_reading


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public
@starts_reading
def accept(token: str) -> ResponseReturnValue:
    """Let the reader of the letter in: with a new sign-in, or with the one they have."""
    invitation = queries.invitation(actions.digest(token))
    if invitation is None or invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at < now():
        return page("organisations/stale.html", status=410)
    organisation = queries.organisation(invitation.organisation_id)
    known = by_email(invitation.email)
    if known is None:
        return _accept_as_new(invitation, token, organisation.name, organisation.slug, organisation.timezone)
    return _accept_as_known(invitation, known, token, organisation.name, organisation.slug)


def _accept_as_new(invitation: Invitation, token: str, name: str, slug: str, timezone: str) -> ResponseReturnValue:
    form = AcceptForm(data={"name": invitation.member.name})
    if form.validate_on_submit():
        hashed = hash_password(form.password.data)
        begin_write()
        fresh = queries.invitation(actions.digest(token))
        if fresh is None or fresh.accepted_at:
            return page("organisations/stale.html", status=410)
        person = create_person(invitation.email, form.name.data, hashed, now=now(), timezone=timezone)
        actions.accept_invitation(fresh, person, name=form.name.data, now=now())
        login_user(person, authn_via=["invitation"])
        flash(_("Welcome. This is where you begin."))
        return see_other("organisations.begin", organisation=slug)
    return page("organisations/accept.html", form, invitation=invitation, organisation=name, token=token)


def _accept_as_known(invitation: Invitation, person: Person, token: str, name: str, slug: str) -> ResponseReturnValue:
    """The invited address has a sign-in: whoever is signed in with it joins with one press."""
    form = JoinForm()
    mine = current_user.is_authenticated and current_user.id == person.id
    if mine and form.validate_on_submit():
        begin_write()
        fresh = queries.invitation(actions.digest(token))
        if fresh is None or fresh.accepted_at:
            return page("organisations/stale.html", status=410)
        actions.accept_invitation(fresh, person, name=person.name, now=now())
        return see_other("organisations.begin", organisation=slug)
    return page("organisations/join.html", form, invitation=invitation, organisation=name, token=token, mine=mine)
