"""Whether the people at a meeting agree to be observed."""

from babel.dates import get_timezone
from flask import Response, flash
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime
from flask_babel import gettext as _

from trainer import ics
from trainer.clock import now
from trainer.organisations import queries as organisations
from trainer.organisations.models import Organisation
from trainer.practice import access, actions, agreement, diary, links, queries
from trainer.practice.access import BEFORE_IT_IS_HELD, Gathering
from trainer.practice.forms import PressForm, agreements_form, own_answer_form
from trainer.practice.lifecycle import LinkPurpose, MeetingState
from trainer.practice.models import PracticeSession, SetMeeting, SignedLink
from trainer.practice.views import bp, doors
from trainer.web import guard, me, opens, page, public, say, see_other

IN_THE_ROOM = "said in the room"


@bp.route("/guest/<token>/meetings/<uuid:id>/agreements", methods=["GET", "POST"])
@bp.route("/o/<organisation>/meetings/<uuid:id>/agreements", methods=["GET", "POST"])
@guard(queries.gathering, may=access.may_record_agreements)
def agreements(gathering: Gathering) -> ResponseReturnValue:
    """Ask everyone in the set whether they agree to an observer, and keep what they said."""
    meeting = gathering.meeting
    form = agreements_form(queries.seats_asked(meeting), queries.latest_answers(meeting), meeting.asks)
    if form.validate_on_submit():
        actions.record_agreements(meeting, form.given, IN_THE_ROOM, by=me(), now=now(), further=form.further)
        flash(_("Kept."))
        return see_other("practice.agreements", id=meeting.id)
    standing, observation = queries.agreement_standing(meeting), queries.own_observation_at(me(), meeting, among=opens)
    return page(
        "practice/agreements.html",
        form,
        meeting=meeting,
        wording=agreement.text(meeting.asks),
        standing=standing,
        agreed=queries.may_be_captured(observation) if observation else standing.may_observe,
        open_sessions=bool(_open_sessions(gathering)),
        observation=observation,
    )


@bp.post("/o/<organisation>/meetings/<uuid:id>/unobserved")
@guard(queries.gathering, may=access.may_record_agreements)
def leave_unobserved(gathering: Gathering) -> ResponseReturnValue:
    """Hold the sessions of a meeting without an observer, because somebody said no."""
    open_sessions = _open_sessions(gathering)
    for session in open_sessions:
        actions.go_unobserved(session, by=me(), now=now())
    if open_sessions:
        flash(_("The meeting goes on without an observer. Nobody is worse off for it."))
    return see_other("practice.agreements", id=gathering.meeting.id)


def _open_sessions(gathering: Gathering) -> list[PracticeSession]:
    return [session for session in gathering.sessions if session.state in BEFORE_IT_IS_HELD]


@bp.get("/o/<organisation>/meetings/<uuid:id>/links")
@guard(queries.gathering, may=access.may_manage_meeting)
def agreement_links(gathering: Gathering) -> ResponseReturnValue:
    """Show the link by which each person in the set answers, to hand over; not what they answered."""
    meeting = gathering.meeting
    given = {link.seat_id: doors.answers().to(link.id) for link in queries.agreement_links(meeting)}
    answered = {seat for seat, _kind in queries.answers(meeting)}
    seats = [(seat, given.get(seat.id), seat.id in answered) for seat in queries.seats_asked(meeting)]
    return page("practice/agreement_links.html", PressForm(), meeting=meeting, seats=seats)


@bp.post("/o/<organisation>/meetings/<uuid:id>/links")
@guard(queries.gathering, may=access.may_manage_meeting)
def ask_by_link(gathering: Gathering) -> ResponseReturnValue:
    """Give everybody in the set a link to answer by; who has an address gets a letter."""
    actions.ask_by_link(gathering.meeting, door=doors.answers(), by=me(), now=now())
    flash(_("Everybody has a link. Hand over those without a letter."))
    return see_other("practice.agreement_links", id=gathering.meeting.id)


@bp.route("/agree/<token>", methods=["GET", "POST"])
@public
def answer(token: str) -> ResponseReturnValue:
    """Let somebody in a set say for themself what they agree to, and change their mind, without a sign-in."""
    link = queries.opened(LinkPurpose.AGREEMENT, links.digest(token), now())
    if link is None or link.meeting is None or not _is_asked(link):
        return page("practice/stale_link.html", status=410)
    meeting = link.meeting
    said = {kind: answer for (seat, kind), answer in queries.answers(meeting).items() if seat == link.seat_id}
    form = own_answer_form(agreement.asked(meeting.asks), said)
    if meeting.state is not MeetingState.CANCELLED and form.validate_on_submit():
        actions.answer_by_link(link, form.said, now=now())
        flash(_("Kept. You can change your mind here at any time."))
        return see_other("practice.answer", token=token)
    organisation = organisations.organisation(link.organisation_id)
    return page(
        "practice/answer.html",
        form,
        link=link,
        meeting=meeting,
        organisation=organisation,
        when=_there(meeting, organisation),
        wording=agreement.text(meeting.asks),
        answered=bool(said),
        token=token,
    )


@bp.get("/agree/<token>/meeting.ics")
@public
def attend(token: str) -> ResponseReturnValue:
    """Hand whoever is asked the date of the meeting for their calendar, and nothing else of it."""
    link = queries.opened(LinkPurpose.AGREEMENT, links.digest(token), now())
    if link is None or link.meeting is None or not _is_asked(link):
        return page("practice/stale_link.html", status=410)
    meeting, address = link.meeting, doors.answers().to(link.id)
    event = diary.attending(link.id, meeting.set.name, meeting.number, meeting.meets, address)
    event = event.called_off() if meeting.state is MeetingState.CANCELLED else event
    text = ics.feed(meeting.set.name, [event], now(), say)
    return Response(text, mimetype="text/calendar", headers={"Content-Disposition": "attachment; filename=meeting.ics"})


def _is_asked(link: SignedLink) -> bool:
    return link.meeting is not None and link.seat_id in {seat.id for seat in queries.seats_asked(link.meeting)}


def _there(meeting: SetMeeting, organisation: Organisation) -> str:
    """When it is where the organisation is: whoever has no sign-in has told no time zone."""
    zone = get_timezone(organisation.timezone)
    return str(format_datetime(meeting.starts_at.astimezone(zone), "EEEE, d MMMM y, HH:mm", rebase=False))
