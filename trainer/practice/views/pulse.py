"""Five questions to the set about a session, answered by anonymous links."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.organisations import queries as organisations
from trainer.practice import access, actions, links, queries
from trainer.practice.forms import PressForm
from trainer.practice.forms.pulse import PulseForm
from trainer.practice.lifecycle import LinkPurpose
from trainer.practice.models import PracticeSession
from trainer.practice.views import bp, doors
from trainer.web import guard, me, page, public, see_other


@bp.get("/o/<organisation>/sessions/<uuid:id>/pulse")
@guard(queries.session, may=access.may_ask_pulse)
def pulse_links(session: PracticeSession) -> ResponseReturnValue:
    """Show the links by which the set says how a session was, to hand over; not who has used one."""
    given = [(link.seat, doors.questions().to(link.id)) for link in queries.pulse_links(session)]
    return page("practice/pulse_links.html", PressForm(), session=session, given=given)


@bp.post("/o/<organisation>/sessions/<uuid:id>/pulse")
@guard(queries.session, may=access.may_ask_pulse)
def ask_pulse(session: PracticeSession) -> ResponseReturnValue:
    """Give everybody who was there a link to five questions; who has an address gets a letter."""
    actions.ask_pulse(session, door=doors.questions(), by=me(), now=now())
    flash(_("Everybody who was there has a link. Hand over those without a letter."))
    return see_other("practice.pulse_links", id=session.id)


@bp.route("/pulse/<token>", methods=["GET", "POST"])
@public
def answer_pulse(token: str) -> ResponseReturnValue:
    """Ask somebody in a set five questions about how it was, once and without knowing who they are."""
    link = queries.opened(LinkPurpose.PULSE, links.digest(token), now(), lock=True)
    if link is None or link.session is None:
        return page("practice/stale_link.html", status=410)
    form = PulseForm()
    if form.validate_on_submit():
        actions.answer_pulse(link, form.said, now=now())
        return page("practice/pulse_thanks.html")
    organisation = organisations.organisation(link.organisation_id)
    return page("practice/pulse.html", form, session=link.session, organisation=organisation)
