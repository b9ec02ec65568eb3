"""Whether the people at a meeting agree to be observed."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.practice import access, actions, agreement, queries
from trainer.practice.access import BEFORE_IT_IS_HELD, Gathering
from trainer.practice.forms import agreements_form
from trainer.practice.lifecycle import Answer
from trainer.practice.models import PracticeSession, SetMeeting
from trainer.practice.views import bp
from trainer.web import guard, me, page, see_other

IN_THE_ROOM = "said in the room"


@bp.route("/o/<organisation>/meetings/<uuid:id>/agreements", methods=["GET", "POST"])
@guard(queries.gathering, may=access.may_record_agreements)
def agreements(gathering: Gathering) -> ResponseReturnValue:
    """Ask everyone in the set whether they agree to an observer, and keep what they said."""
    meeting = gathering.meeting
    form = agreements_form(queries.seats_asked(meeting), _latest(meeting))
    if form.validate_on_submit():
        actions.record_agreements(meeting, form.given, IN_THE_ROOM, by=me(), now=now())
        flash(_("Kept."))
        return see_other("practice.agreements", id=meeting.id)
    return page(
        "practice/agreements.html",
        form,
        meeting=meeting,
        wording=agreement.TEXT,
        standing=queries.agreement_standing(meeting),
        open_sessions=bool(_open_sessions(gathering)),
        observation=queries.own_observation_at(me(), meeting),
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


def _latest(meeting: SetMeeting) -> dict[UUID, Answer]:
    return {seat: answer for (seat, _kind), answer in queries.answers(meeting).items()}
