"""One's own dates in one's own calendar program: a secret address to subscribe to."""

from flask import Response, abort, current_app, flash
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from trainer import ics
from trainer.clock import now
from trainer.organisations import queries as organisations
from trainer.organisations.models import Member
from trainer.practice import access, actions, diary, links, queries
from trainer.practice.forms import PressForm
from trainer.practice.lifecycle import LinkPurpose
from trainer.practice.views import bp
from trainer.web import absolute, guard, me, page, public, say, see_other


@bp.get("/o/<organisation>/calendar")
@guard(may=access.may_keep_calendar)
def calendar() -> ResponseReturnValue:
    """Show the address at which one's own dates can be subscribed to."""
    link = queries.calendar_link(me())
    address = absolute("practice.feed", token=links.token(_key(), link.id)) if link else ""
    return page("practice/calendar.html", PressForm(), link=link, address=address)


@bp.post("/o/<organisation>/calendar")
@guard(may=access.may_keep_calendar)
def open_calendar() -> ResponseReturnValue:
    """Make an address; the one before leads nowhere from now on."""
    actions.open_calendar(key=_key(), by=me(), now=now())
    flash(_("Give this address to your calendar program. Whoever has it can read your dates."))
    return see_other("practice.calendar")


@bp.post("/o/<organisation>/calendar/end")
@guard(may=access.may_keep_calendar)
def end_calendar() -> ResponseReturnValue:
    """Let the address lead nowhere."""
    actions.end_calendar(by=me(), now=now())
    flash(_("The address leads nowhere any more."))
    return see_other("practice.calendar")


@bp.get("/calendar/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """Tell a calendar program the dates of whoever has made this address, and nothing else of them."""
    link = queries.opened(LinkPurpose.CALENDAR, links.digest(token), now())
    if link is None or link.member is None:
        abort(404)
    organisation = organisations.organisation(link.organisation_id)
    with force_locale(link.member.person.locale if link.member.person else "en"):
        name = _("Sets at %(name)s", name=organisation.name)
        text = ics.feed(name, _dates(link.member, organisation.slug), now(), say)
    return Response(text, mimetype="text/calendar", headers={"Content-Disposition": "inline; filename=sets.ics"})


def _dates(member: Member, slug: str) -> list[ics.Event]:
    own = [
        diary.facilitating(
            row.id, row.code, row.meeting.meets, absolute("practice.session", organisation=slug, id=row.id)
        )
        for row in queries.sessions_to_come(member, now())
    ]
    others = [
        diary.observing(
            row.id, row.session.code, row.session.meeting.meets, absolute("assessment.assess", organisation=slug)
        )
        for row in queries.observations_to_come(member, now())
    ]
    return [*own, *others]


def _key() -> str:
    return str(current_app.secret_key)
