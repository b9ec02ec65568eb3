"""Guests who assess one session by a link: asking them, and the link itself."""

from flask import current_app, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.assessment import access, actions, queries
from trainer.assessment.access import licences
from trainer.assessment.forms import GuestForm
from trainer.assessment.queries import Assignment, Awaited
from trainer.assessment.views import bp
from trainer.clock import now
from trainer.practice import actions as practice
from trainer.practice import queries as sessions
from trainer.practice.models import PracticeSession
from trainer.practice.views import doors
from trainer.web import absolute, guard, me, page, say, see_other


@bp.route("/o/<organisation>/sessions/<uuid:id>/guest", methods=["GET", "POST"])
@guard(queries.assignment, may=access.may_assign)
def invite_guest(assignment: Assignment) -> ResponseReturnValue:
    """Ask somebody without a sign-in to observe and rate a session."""
    session, form = assignment.session, GuestForm()
    if form.validate_on_submit():
        verdict = queries.may_come(session, form.email.data, now())
        if verdict:
            _invite(session, form)
            return see_other("practice.session", id=session.id)
        form.email.errors = [say(verdict.reason)] if verdict.reason else []
    licenses = bool(licences.may_license(me()))
    return page("assessment/invite_guest.html", form, session=session, licenses=licenses)


def _invite(session: PracticeSession, form: GuestForm) -> None:
    asked = actions.invite_guest(
        session,
        form.name.data.strip(),
        form.email.data,
        form.introduction.data.strip(),
        guests=doors.guests(),
        by=me(),
        now=now(),
        link_session=absolute("practice.session", id=session.id),
        link_licence=absolute("assessment.license_assessor"),
    )
    flash(
        _("The guest is asked and licensed for this session. The set is asked whether somebody from outside may come.")
        if asked
        else _("Kept. The lead assessors have a letter; once the guest is licensed, choose them under “Assign”.")
    )


@bp.get("/o/<organisation>/observations/<uuid:id>/guest")
@guard(queries.awaited, may=access.may_hand_out)
def guest_link(awaited: Awaited) -> ResponseReturnValue:
    """Show how a guest's link stands; where no letters leave, with the link to hand over."""
    observation = awaited.observation
    link = sessions.guest_link(observation)
    sends = current_app.config["SETTINGS"].mail is not None
    address = doors.guests().to(link.id) if link and not sends else ""
    return page(
        "assessment/guest_link.html", observation=observation, link=link, address=address, sends=sends, now=now()
    )


@bp.post("/o/<organisation>/observations/<uuid:id>/guest")
@guard(queries.awaited, may=access.may_hand_out)
def open_to_guest(awaited: Awaited) -> ResponseReturnValue:
    """Make another link, with a letter; the one before opens nothing from now on."""
    practice.open_to_guest(awaited.observation, door=doors.guests(), by=me(), now=now())
    flash(_("The guest has a new link. The one before opens nothing any more."))
    return see_other("assessment.guest_link", id=awaited.observation.id)


@bp.post("/o/<organisation>/observations/<uuid:id>/guest/end")
@guard(queries.awaited, may=access.may_hand_out)
def end_guest_link(awaited: Awaited) -> ResponseReturnValue:
    """Withdraw a link at once. What the guest captured and drafted stays."""
    practice.end_guest_link(awaited.observation, door=doors.guests(), by=me(), now=now())
    flash(_("The link opens nothing any more."))
    return see_other("assessment.guest_link", id=awaited.observation.id)
