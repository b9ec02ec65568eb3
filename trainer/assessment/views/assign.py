"""Choosing the assessors of a session."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from wtforms.fields.choices import SelectChoice

from trainer.assessment import access, actions, licence, queries
from trainer.assessment.forms import AssignForm
from trainer.assessment.queries import Assignment
from trainer.assessment.views import bp
from trainer.clock import now
from trainer.organisations.models import Member
from trainer.practice.models import PracticeSession
from trainer.verdict import Verdict, every, refuse_if
from trainer.web import absolute, guard, here, me, page, see_other


@bp.route("/o/<organisation>/sessions/<uuid:id>/assign", methods=["GET", "POST"])
@guard(queries.assignment, may=access.may_assign)
def assign(assignment: Assignment) -> ResponseReturnValue:
    """Ask licensed assessors to observe and rate a session; each gets a letter."""
    session, asked = assignment.session, assignment.asked
    offered = _offered(session, {observation.assessor_id for observation in asked})
    form = AssignForm()
    form.assessors.choices = [SelectChoice(str(member.id), member.name) for member, verdict in offered if verdict]
    if form.validate_on_submit():
        chosen = [member for member, verdict in offered if verdict and str(member.id) in form.assessors.data]
        for assessor in chosen:
            actions.assign(
                session,
                assessor,
                link=absolute("assessment.assess"),
                link_session=absolute("practice.session", id=session.id),
                by=me(),
                now=now(),
            )
        flash(ngettext("One assessor is asked.", "%(num)d assessors are asked.", len(chosen)))
        return see_other("practice.session", id=session.id)
    refused = [(member, verdict) for member, verdict in offered if not verdict]
    return page("assessment/assign.html", form, session=session, asked=asked, refused=refused)


def _offered(session: PracticeSession, asked: set[object]) -> list[tuple[Member, Verdict]]:
    """Every assessor with whether they may be asked, and why not."""
    licences, day = queries.licences(here().id), session.meeting.starts_at.date()
    trainee = session.enrolment.member
    return [
        (
            member,
            every(
                refuse_if(member.id in asked, "Asked already."),
                refuse_if(member.id == me().id, "Nobody asks themselves. Another coordinator or lead does."),
                refuse_if(member.id == trainee.id, "Nobody rates themselves."),
                refuse_if(member.id == trainee.manager_id, "A manager never rates a report."),
                licence.in_force(queries.periods(licences.get(member.id, [])), day),
            ),
        )
        for member in queries.assessors(here().id)
    ]
